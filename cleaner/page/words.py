"""The words by which the facts of a page are told, from `rules/facts.yaml`: read once, when a page first asks."""

from __future__ import annotations

import functools

import regex

from cleaner.errors import Problem, RuleFileError
from cleaner.rulebook.layout import FACTS, built_in_rules
from cleaner.rulebook.rule_file import read_vocabulary
from cleaner.rulebook.vocabulary import Vocabulary

_FILES = ("shared.yaml", FACTS)


@functools.cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list, in small letters."""
    return frozenset(word.lower() for word in _vocabulary().lists[name])


@functools.cache
def expression(written: str) -> regex.Pattern[str]:
    r"""Return an expression that may name the lists (`\L<name>`) and pieces (`{{name}}`); case does not count."""
    return regex.compile(_vocabulary().expand(written), regex.IGNORECASE)


@functools.cache
def _vocabulary() -> Vocabulary:
    problems: list[Problem] = []
    vocabulary = Vocabulary()
    for name in _FILES:
        path = built_in_rules() / name
        vocabulary = read_vocabulary(path.read_text(encoding="utf-8"), str(path), vocabulary, problems, compiles=False)
    if problems:
        raise RuleFileError(problems)
    return vocabulary
