"""Places: rules for a part of the text are asked there, wherever it comes to lie."""

from __future__ import annotations

import pytest

from cleaner.engine.places import lines_of
from cleaner.engine.state import Line, State
from cleaner.rulebook.zones import Zone
from tests.engine.rig import PROSE, rig, text

SHORT = tuple(f"Label {number}" for number in range(1, 21))


def _state(*texts: str) -> State:
    return State([Line(number, each) for number, each in enumerate(texts, start=1)])


@pytest.mark.parametrize(
    ("zone", "lines"),
    [(Zone.HEAD, range(3)), (Zone.FIRST, range(14)), (Zone.TAIL, range(4, 24)), (Zone.LAST, range(18, 24))],
)
def test_edges_of_a_text(zone: Zone, lines: range) -> None:
    state = _state(*SHORT[:2], *PROSE, *SHORT[1:])
    assert lines_of(zone, state) == lines


@pytest.mark.parametrize("zone", [Zone.HEAD, Zone.FIRST, Zone.TAIL, Zone.LAST])
def test_without_prose_every_line_may_be_an_edge(zone: Zone) -> None:
    assert lines_of(zone, _state(*SHORT[:3])) == range(3)
    assert lines_of(zone, _state()) == range(0)


def test_an_edge_that_moves_is_looked_at_anew() -> None:
    cleaner = rig(
        "drop_line: 'The ferry across .{9,90}'\nwhere: before_body",
        "drop_line: 'Two dozen .{9,90}'\nwhere: before_body",
    )
    assert cleaner.clean(text(*PROSE)).text == PROSE[2]


def test_what_stands_beside_debris_is_found_line_by_line() -> None:
    cleaner = rig(
        "drop_line: 'Read more:.{3,90}'",
        "drop_line: 'Label \\d{1,2}'\nnear: {beside: debris, spread: true}",
    )
    dirty = text(PROSE[0], *SHORT[:4], "Read more: the harbour", *SHORT[4:8], PROSE[1], SHORT[9])
    assert cleaner.clean(dirty).text == text(PROSE[0], PROSE[1], SHORT[9])
