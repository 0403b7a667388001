"""The matcher, with every pattern on every line as its oracle."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cleaner import Cleaner
from cleaner.engine.matcher import Candidates, Matcher
from cleaner.engine.rounds import Engine
from cleaner.engine.scan import PLAIN
from cleaner.engine.state import Line
from cleaner.rulebook.folding import NO_CORE, fold
from cleaner.rulebook.library import RuleSet, load
from cleaner.rulebook.pattern import Clock, Expression, Pattern
from cleaner.rulebook.rule import Rule, first_pattern

RULE_SET = load()
_WORDS = sorted({line for rule in RULE_SET.rules for each in rule.examples for line in each.text.split("\n")})

_LINES_A_TEXT = 100

OWN = """\
schema: 1
rules:
  - id: own-rule
    does: Drops a line.
    drop_line: ['read more: .*', '.* (?:tips|hints)']
    examples: [{hit: 'Read more: X'}, {miss: A calm day.}]
"""


def _without_keys(rule: Rule) -> Rule:
    """Return a rule that is tried on every line."""
    old = first_pattern(rule.action)
    new = Pattern(tuple(replace(each, keys=(), lengths=(0, math.inf)) for each in old.expressions))
    fields = type(rule.action).__struct_fields__
    changes: dict[str, Any] = {name: new for name in fields if getattr(rule.action, name) is old}
    return replace(rule, action=replace(rule.action, **changes))


@pytest.fixture(scope="module")
def oracle() -> Cleaner:
    made = Cleaner.of(RuleSet(RULE_SET.chain, tuple(map(_without_keys, RULE_SET.rules))))
    # To try everything everywhere is more than an article may cost.
    made._engine = Engine(made.rule_set.rules, RULE_SET.chain.budget, seconds=1e6, tried=math.inf)
    return made


@given(lines=st.lists(st.sampled_from(_WORDS) | st.text(max_size=30), max_size=12))
@settings(max_examples=40, deadline=None)
def test_keys_change_no_result(oracle: Cleaner, default_cleaner: Cleaner, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert default_cleaner.clean(text) == oracle.clean(text)


def test_every_line_of_the_examples_is_cleaned_as_without_keys(oracle: Cleaner, default_cleaner: Cleaner) -> None:
    # Every fourth of them: without keys each pattern is tried on each line.
    for start in range(0, len(_WORDS), 4 * _LINES_A_TEXT):
        text = "\n".join(_WORDS[start : start + _LINES_A_TEXT])
        assert default_cleaner.clean(text) == oracle.clean(text)


def _candidates(lines: list[Line]) -> Candidates:
    matcher = Matcher(RULE_SET.rules, scan=PLAIN)
    candidates = matcher.candidates(Clock(1.0))
    matcher.look(matcher.sheet(lines), candidates)
    return candidates


@pytest.mark.parametrize(
    ("skip", "own"), [((), None), (("related", "copyright-notice"), None), ((), "own"), (("social",), "own")]
)
def test_keys_that_were_kept_find_what_others_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, skip: tuple[str, ...], own: str | None
) -> None:
    monkeypatch.delenv("CLEANER_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if own:
        (tmp_path / "related.yaml").write_text(OWN)
    folder = tmp_path if own else None
    # Where nothing came with the package, the first run keeps them.
    load(own=folder, examples=False)
    rule_set = load(own=folder, skip=skip, examples=False)
    assert rule_set.kept
    lines = [Line(number, text) for number, text in enumerate(_WORDS[::3], start=1)]
    found = [Matcher(rule_set.rules, kept).candidates(Clock(9.0)) for kept in (rule_set.kept, None)]
    for candidates, kept in zip(found, (rule_set.kept, None), strict=True):
        matcher = Matcher(rule_set.rules, kept)
        matcher.look(matcher.sheet(lines), candidates)
        matcher.look_beside_debris(lines, candidates)
    assert found[0].seen == found[1].seen
    assert found[0].everywhere == found[1].everywhere


def test_without_the_accelerator_the_same_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [Line(number, text) for number, text in enumerate(_WORDS, start=1)]
    fast = _candidates(lines)
    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    slow = _candidates(lines)
    assert {order: set(found) for order, found in fast.seen.items()} == {
        order: set(found) for order, found in slow.seen.items()
    }


def test_folding_joins_all_that_case_does_not_part() -> None:
    expressions: list[Expression] = [each for rule in RULE_SET.rules for each in first_pattern(rule.action).expressions]
    letters = sorted({letter for each in expressions for key in each.keys for text in key.texts for letter in text})
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x20000)]))
    for letter in set(letters) - {"0", " ", NO_CORE}:
        same = regex.findall(regex.escape(letter), everything, regex.IGNORECASE)
        assert {fold(each) for each in same} == {fold(letter)}, letter
