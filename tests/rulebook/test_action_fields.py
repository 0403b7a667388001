"""Actions: each of the eight, with its patterns and bounds."""

from __future__ import annotations

import pytest

from cleaner.rulebook import rule as model
from cleaner.rulebook.action_fields import read_action
from cleaner.rulebook.pattern import Clock, Pattern
from cleaner.rulebook.pattern_fields import PatternReader
from cleaner.rulebook.vocabulary import Vocabulary

from .writing import fields_of

PATTERNS = PatternReader(Vocabulary(), case=False, compiles=True)


def _read(text: str) -> model.Action:
    fields, problems = fields_of(text)
    action = read_action(fields, PATTERNS)
    fields.finish()
    assert problems == []
    assert action
    return action


def _written(pattern: Pattern | None) -> list[str]:
    assert pattern
    return [expression.written for expression in pattern.expressions]


@pytest.mark.parametrize(
    ("text", "kind", "rank"),
    [
        ("drop_line: a", model.DropLine, 4),
        ("drop_block: {from: a, to: b, max_lines: 3}", model.DropBlock, 1),
        ("drop_run: {heading: a, each: b, max_lines: 3}", model.DropRun, 2),
        ("drop_rest: a", model.DropRest, 0),
        ("drop_repeats: {line: a, min: 2}", model.DropRepeats, 3),
        ("cut: a", model.Cut, 5),
        ("note: a", model.Note, 6),
        ("protect: a", model.Protect, 7),
    ],
)
def test_each_action_is_read_and_has_its_rank(text: str, kind: type[model.Action], rank: int) -> None:
    action = _read(text)
    assert type(action) is kind
    assert action.rank == rank
    assert all(_written(pattern) in (["a"], ["b"]) for pattern in model.patterns_of(action))


def test_a_block_has_its_two_patterns_and_its_bound() -> None:
    action = _read("drop_block: {from: a, to: [b, c], max_lines: 1000}")
    assert isinstance(action, model.DropBlock)
    assert (_written(action.start), _written(action.end), action.max_lines) == (["a"], ["b", "c"], 1_000)


def test_a_run_needs_one_line_unless_it_says_otherwise() -> None:
    action = _read("drop_run: {heading: a, each: [b, c], max_lines: 5}")
    assert isinstance(action, model.DropRun)
    assert (action.max_lines, action.at_least) == (5, 1)
    assert (_written(action.each.line), action.each.shape, action.each.length) == (["b", "c"], None, None)


def test_each_may_be_conditions_of_which_all_hold() -> None:
    text = "drop_run: {heading: a, each: {line: b, shape: not prose, length: {max: 9}}, max_lines: 5, at_least: 3}"
    action = _read(text)
    assert isinstance(action, model.DropRun)
    assert action.at_least == 3
    assert _written(action.each.line) == ["b"]
    assert action.each.shape == model.Shape("prose", negated=True)
    assert action.each.length == model.Length(0, 9)


@pytest.mark.parametrize("text", ["cut: a*", "note: a*", "protect: a*"])
def test_what_searches_may_match_nothing(text: str) -> None:
    (pattern,) = model.patterns_of(_read(text))
    assert pattern.search("xxa", Clock(1.0))


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("same: title", ["the rule has no action"]),
        ("drop_line: a\ncut: b\nnote: c", ["the rule has 3 actions (drop_line, cut, note)"]),
        (
            "drop_block: {}",
            ["`drop_block` has no `from`", "`drop_block` has no `max_lines`", "`drop_block` has no `to`"],
        ),
        ("drop_block: {from: '(', to: '(', max_lines: 3}", ["the pattern does not compile"] * 2),
        ("drop_run: {}", ["`drop_run` has no `each`", "`drop_run` has no `heading`", "`drop_run` has no `max_lines`"]),
        ("drop_run: {heading: a, each: '(', max_lines: 3}", ["the pattern does not compile"]),
        ("drop_run: {heading: a, each: {line: '('}, max_lines: 3}", ["the pattern does not compile"]),
        ("drop_repeats: {}", ["`drop_repeats` has no `line`", "`drop_repeats` has no `min`"]),
        ("cut: '('", ["the pattern does not compile"]),
        ("drop_rest: 'a*'", ["the pattern matches the empty line"]),
    ],
)
def test_a_faulty_action_is_none_and_every_fault_is_told(text: str, messages: list[str]) -> None:
    fields, problems = fields_of(text)
    fields.node("same")
    assert read_action(fields, PATTERNS) is None
    fields.finish()
    assert sorted(problem.message.split(":")[0] for problem in problems) == messages
    assert all(problem.remedy for problem in problems)
