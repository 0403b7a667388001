"""A rule file by itself: is it valid, how do its rules look, and do they keep what their own examples promise.

A pure function of the file's text and the shared vocabulary, so that its answer can be kept, or found in another
process. What needs other files is left to `cleaner.check.together`, what needs a whole chain to `company`.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import Struct

from cleaner.check.examples import alone
from cleaner.check.places import Places, entries, texts
from cleaner.check.remarks import allowed
from cleaner.errors import Problem
from cleaner.rulebook import layout
from cleaner.rulebook.chain import Chain
from cleaner.rulebook.pattern import Clock, Expression, OutOfTimeError, Pattern
from cleaner.rulebook.rule import Page, Rule, first_pattern, patterns_of
from cleaner.rulebook.rule_file import read_rule_file
from cleaner.rulebook.strict_yaml import Node, Scalar, read_yaml
from cleaner.rulebook.unjudged import Unjudged
from cleaner.rulebook.vocabulary import PatternError

# Lines of every kind that are short: what takes nearly all of them takes what happens to stand there.
SHORT_LINES = (
    "Yes", "He left.", "Anna", "It rained all day", "A new pump", "42", "Why not?", "The harbour", "On Monday",
    "Tea and bread", '"No."', "Ferry late again", "- an item", "Chapter 3: The lamp", "See below",
)  # fmt: skip
_NEARLY_ALL = len(SHORT_LINES) - 2
SCHEMA_FOLDER = "docs/schema"
SCHEMA_LINE = "# yaml-language-server: $schema="
_NAMED = re.compile(r"\{\{(\w+)\}\}|\\L<(\w+)>")
_MATCH_SECONDS = 0.5


class Twin(Struct, frozen=True, array_like=True):
    """An expression that may stand elsewhere, too: what it takes and under which conditions, as a fingerprint."""

    fingerprint: str
    rule: str
    line: int
    column: int


class Neighbour(Struct, frozen=True, array_like=True):
    """A family that a rule wants to stand beside."""

    family: str
    rule: str
    line: int
    column: int


class Checked(Struct, frozen=True, array_like=True):
    """What was found in one file.

    Attributes:
        rules: Ids of its rules and the lines on which they begin.
        examples: How many examples they have.
        names: Lists and pieces that its patterns name and that it does not define itself.
        twins: Its expressions.
        families: The families of its rules.
        neighbours: The families that its rules want to stand beside.
        problems: What is wrong.
    """

    rules: tuple[tuple[str, int], ...]
    examples: int
    names: frozenset[str]
    twins: tuple[Twin, ...]
    families: frozenset[str]
    neighbours: tuple[Neighbour, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be looked at.

    Attributes:
        path: Its name, for messages.
        text: What stands in it.
        lists: The shared word lists.
        defs: The shared pieces of pattern.
    """

    path: str
    text: str
    lists: Mapping[str, tuple[str, ...]]
    defs: Mapping[str, str]


def check_file(job: Job) -> Checked:
    """Look at one rule file."""
    problems: list[Problem] = []
    family, site = layout.place_in_packs(Path(job.path))
    shared = Unjudged(job.lists, job.defs)
    rules = read_rule_file(job.text, job.path, family=family, site=site, shared=shared, problems=problems)
    root = read_yaml(job.text, job.path, [])
    places = Places(root)
    for rule in rules:
        problems += alone(rule, Chain())
        problems += _of_rule(rule, places)
    twins = tuple(_twins(rules, places))
    problems += _repeated(job.path, twins)
    problems += _unused(job, root)
    problems += _schema_line(job)
    lines = job.text.split("\n")
    own = {key.text for name in ("lists", "defs") for key, _ in entries(root, name)}
    return Checked(
        rules=tuple((rule.id, rule.source.line) for rule in rules),
        examples=sum(len(rule.examples) for rule in rules),
        names=frozenset(names_in(texts(root))) - own,
        twins=twins,
        families=frozenset(rule.family for rule in rules),
        neighbours=tuple(_neighbours(rules, places)),
        problems=tuple(allowed(job.path, lines, [_with_column(problem, lines) for problem in problems])),
    )


def _with_column(problem: Problem, lines: list[str]) -> Problem:
    """Point at the first letter of a line rather than at its edge."""
    if problem.column > 1 or not 1 <= problem.line <= len(lines):
        return problem
    line = lines[problem.line - 1]
    return replace(problem, column=len(line) - len(line.lstrip()) + 1)


def names_in(texts: Iterable[str]) -> Iterator[str]:
    """Yield the lists and pieces that patterns name."""
    for text in texts:
        for piece, listed in _NAMED.findall(text):
            yield piece or listed


def _of_rule(rule: Rule, places: Places) -> Iterator[Problem]:
    if _is_conditioned(rule):
        return
    for expression in first_pattern(rule.action).expressions:
        if _takes_any_short_line(expression):
            place = places.of(rule, expression.written)
            message = "the pattern takes whatever short line stands there"
            remedy = "name what the line says, or add `same`, `near`, `page` or `unless`"
            yield Problem(rule.source.path, place.line, place.column, rule.id, message, remedy, "any-short-line")


def _is_conditioned(rule: Rule) -> bool:
    """Tell whether something besides the pattern and the place decides what a rule takes."""
    return bool(rule.same or rule.near or rule.page not in (None, Page()) or rule.unless)


def _takes_any_short_line(expression: Expression) -> bool:
    clock = Clock(_MATCH_SECONDS)
    match: Callable[[str], bool]
    if expression.searches:

        def match(line: str) -> bool:
            found = expression.search(line, 0, clock)
            return found is not None and found.end() - found.start() == len(line)
    else:

        def match(line: str) -> bool:
            return expression.fullmatch(line, clock) is not None

    try:
        return sum(map(match, SHORT_LINES)) >= _NEARLY_ALL
    except OutOfTimeError:
        return False


def _twins(rules: Iterable[Rule], places: Places) -> Iterator[Twin]:
    for rule in rules:
        where = (rule.where, rule.shape, rule.near, rule.length, rule.page, rule.same, rule.max_chars, rule.trial)
        only = (sorted(rule.sites), sorted(rule.langs))
        conditions = repr((type(rule.action).__name__, where, only, _written(rule.unless)))
        if len(patterns_of(rule.action)) > 1 or type(rule.action).__name__ in ("DropRun", "DropRepeats"):
            conditions += repr([_written(pattern) for pattern in patterns_of(rule.action)[1:]]) + repr(
                [getattr(rule.action, name, None) for name in ("max_lines", "at_least", "least")]
            )
        seen: dict[str, int] = defaultdict(int)
        for expression in first_pattern(rule.action).expressions:
            seen[expression.written] += 1
            try:
                source = expression.source
            except PatternError:
                continue
            place = places.of(rule, expression.written, count=seen[expression.written])
            fingerprint = hashlib.sha256(f"{source}\0{expression.case}\0{conditions}".encode()).hexdigest()[:20]
            yield Twin(fingerprint, rule.id, place.line, place.column)


def _written(pattern: Pattern | None) -> list[str]:
    return [expression.written for expression in pattern.expressions] if pattern else []


def _repeated(path: str, twins: Iterable[Twin]) -> Iterator[Problem]:
    """Yield expressions that stand twice in this file."""
    first: dict[str, Twin] = {}
    for twin in twins:
        if twin is not (other := first.setdefault(twin.fingerprint, twin)):
            yield same_pattern(path, twin, path, other)


def same_pattern(path: str, twin: Twin, other_path: str, other: Twin) -> Problem:
    """Return the problem of an expression that stands elsewhere, too."""
    where = "in this rule" if other.rule == twin.rule else f"in `{other.rule}`"
    message = f"the same expression stands {where} under the same conditions ({other_path}:{other.line})"
    return Problem(path, twin.line, twin.column, twin.rule, message, "remove one of them", "same-pattern")


def _unused(job: Job, root: Node | None) -> Iterator[Problem]:
    """Yield lists and pieces at the head of a file that nothing in it names."""
    used = set(names_in(texts(root)))
    for kind, code in (("lists", "unused-list"), ("defs", "unused-def")):
        for key, _ in entries(root, kind):
            if key.text not in used:
                yield unused(job.path, key, code)


def _neighbours(rules: Iterable[Rule], places: Places) -> Iterator[Neighbour]:
    for rule in rules:
        for family in sorted(rule.near.families) if rule.near else ():
            place = places.of(rule, family)
            yield Neighbour(family, rule.id, place.line, place.column)


def _schema_line(job: Job) -> Iterator[Problem]:
    """Yield the lack of the line by which editors find the schema, in files that are published with it."""
    published = layout.built_in_rules().parent / SCHEMA_FOLDER
    if not Path(job.path).is_relative_to(layout.built_in_rules()) or not published.is_dir():
        return
    wanted = f"{SCHEMA_LINE}../../{SCHEMA_FOLDER}/rules.json"
    if not job.text.startswith(wanted + "\n"):
        message = "the file does not name its schema"
        yield Problem(job.path, 1, 1, "", message, f"begin with `{wanted}`", "no-schema-line")


def unused(path: str, key: Scalar, code: str) -> Problem:
    """Return the problem of a name that nothing uses."""
    what = "list" if code == "unused-list" else "piece"
    message = f"the {what} `{key.text}` is never named"
    return Problem(path, key.place.line, key.place.column, "", message, "name it in a pattern, or remove it", code)
