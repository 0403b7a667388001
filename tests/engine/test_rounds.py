"""Rounds, conflicts, protection, budget and time."""

from __future__ import annotations

import pytest

from cleaner.engine.rounds import MAX_ROUNDS, Engine
from tests.engine.rig import PROSE, rig, text

A, B, C = PROSE


def test_a_round_sees_what_the_one_before_left() -> None:
    cleaner = rig("drop_line: 'x\\d'\nwhere: {last: 1}")
    assert cleaner.clean(text(A, "x1", "x2", "x3")).text == A


def test_rules_that_always_find_more_leave_the_article_alone() -> None:
    lines = [A, *(f"x{number}" for number in range(MAX_ROUNDS + 1))]
    result = rig("drop_line: 'x\\d+'\nwhere: {last: 1}").clean(text(*lines))
    assert result.flags == ("unsettled",)
    assert result.text == text(*lines)


@pytest.mark.parametrize(
    ("rules", "winner"),
    [
        (("drop_line: 'ad one'", "drop_rest: 'ad one'\nwhere: {share: 0.1}"), "r2"),
        (("drop_line: 'ad one'", "drop_block:\n  from: 'ad one'\n  to: 'ad two'\n  max_lines: 5"), "r2"),
        (("drop_line: 'ad one'", "drop_run:\n  heading: 'ad one'\n  each: 'ad two'\n  max_lines: 5"), "r2"),
        (("drop_line: 'ad one'", "drop_line: 'ad.*'"), "r1"),
        (("drop_line: 'ad.*'", "drop_line: 'ad one'"), "r1"),
        (("cut: 'ad'", "drop_line: 'ad one'"), "r2"),
    ],
)
def test_the_wider_action_wins_then_the_order(rules: tuple[str, ...], winner: str) -> None:
    result = rig(*rules).clean(text(A, "ad one", "ad two", B[:20]))
    assert next(removal.rule for removal in result.removed if removal.line == 2) == winner
    loser = {"r1": "r2", "r2": "r1"}[winner]
    assert result.explain()[1].also == (loser,)


def test_repeats_beat_lines_and_the_winner_alone_captures() -> None:
    cleaner = rig("drop_line: '(?P<t>ad)'\ncapture: {t: source}", "drop_repeats: {line: ad, min: 2}")
    result = cleaner.clean(text(A, "ad", B, "ad"))
    assert {removal.rule for removal in result.removed} == {"r2"}
    assert result.metadata == {}


def test_a_protected_line_is_nobodys() -> None:
    cleaner = rig("protect: correction", "drop_line: '.*ad.*'", "cut: 'ad'")
    result = cleaner.clean(text(A, "Correction: ad", "ad", B))
    assert result.text == text(A, "Correction: ad", B)
    report = result.explain()[1]
    assert report.protected == "r1"
    assert report.also == ("r2", "r3")
    assert not result.flags


@pytest.mark.parametrize(
    "rule",
    [
        "drop_rest: ad\nwhere: {share: 0.1}",
        "drop_block: {from: ad, to: end, max_lines: 9}",
        "drop_run: {heading: ad, each: '.+', max_lines: 9}",
    ],
)
def test_a_reach_over_a_protected_line_takes_nothing(rule: str) -> None:
    lines = text(A, "ad", "Correction: the ferry", "end")
    result = rig("protect: correction", rule).clean(lines)
    assert result.text == lines
    assert result.flags == ("spared",)


def test_over_the_budget_nothing_goes_and_all_is_told() -> None:
    lines = text("Short body here.", "ad one two three four", "ad five six seven eight")
    result = rig("drop_line: 'ad.*'", budget=0.6).clean(lines)
    assert result.text == lines
    assert result.flags == ("over_budget",)
    assert [removal.line for removal in result.withheld] == [2, 3]
    assert not result.removed
    assert result.explain()[1].also == ("r1",)


def test_a_pattern_out_of_time_changes_nothing_and_is_named() -> None:
    cleaner = rig("drop_line: ad", "drop_line: '(?:a|aa)+(?!a)[^a]'")
    assert cleaner._engine is not None
    cleaner._engine = Engine(cleaner._engine.rules, 1.0, seconds=0.05)
    result = cleaner.clean(text(A, "ad", "a" * 60, B))
    assert result.flags == ("timed_out",)
    assert "`r2`" in str(result.error)
    assert result.text == text(A, "ad", "a" * 60, B)


def test_a_rule_beside_debris_that_runs_out_of_time_is_named_itself() -> None:
    cleaner = rig("drop_line: ad", "drop_line: '(?:a|aa)+(?!a)[^a]'\nnear: debris")
    assert cleaner._engine is not None
    cleaner._engine = Engine(cleaner._engine.rules, 1.0, seconds=0.05)
    assert "`r2`" in str(cleaner.clean(text(A, "ad", "a" * 60, B)).error)


def test_text_made_of_what_rules_begin_with_changes_nothing() -> None:
    cleaner = rig(*["drop_line: 'ad \\w+ here'"] * 8)
    lines = text(*["ad it is here"] * 5_000)
    result = cleaner.clean(lines)
    assert result.flags == ("timed_out",)
    assert "more to try" in str(result.error)
    assert result.text == lines


def test_captures_come_from_the_text_not_from_the_view() -> None:
    cleaner = rig("drop_line: 'source: (?P<s>.+)'\ncapture: {s: source, _: byline}")
    cleaner._normaliser = None
    result = cleaner.clean(text(A, "  • Source: L’Écho – du port", B))
    assert result.metadata == {"source": "L’Écho – du port", "byline": "• Source: L’Écho – du port"}
    assert result.sources == {"source": "r1", "byline": "r1"}


def test_each_line_of_a_run_is_an_entry() -> None:
    rule = "drop_run:\n  heading: most read\n  each: '(?P<t>.+)'\n  max_lines: 3\ncapture: {t: related}"
    assert rig(rule).clean(text(A, "Most read", "- One", "Two")).metadata == {"related": ["One", "Two"]}


def test_notes_look_at_what_survives() -> None:
    cleaner = rig("note: '^(?P<p>[A-Z]+) -'\ncapture: {p: dateline.place}\nwhere: {first: 1}", "drop_line: ad")
    assert cleaner.clean(text("ad", "PORT - " + A)).metadata == {"dateline": {"place": "PORT"}}
