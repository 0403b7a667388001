"""The repair step."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.repair import Repair


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("itâ€™s Â© 2024", "it’s © 2024"),
        ("cafÃ© &amp; bar", "café & bar"),
        ("x < y &amp; z", "x < y & z"),
        ("a &amp;lt; b", "a < b"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("ﬁne", "fine"),
        ("e\u0301te\u0301", "été"),
        ("“kept” ‘as is’ — 100 m²", "“kept” ‘as is’ — 100 m²"),
        ("a\u2028b\u2029c\x0bd\x0ce", "a b c d e"),
        ("one&#10;line", "one line"),
        ("nul\x00l", "null"),
        ("\ud83d\ude00 \ud83d", "😀 \ufffd"),
        ("ｆｕｌｌ，ｗｉｄｔｈ", "ｆｕｌｌ，ｗｉｄｔｈ"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_what_went_wrong_on_the_way_is_undone(broken: str, repaired: str) -> None:
    assert Repair().line(broken) == repaired


def test_one_angle_bracket_does_not_switch_entities_off_for_the_rest() -> None:
    assert Repair().text("1 < 2\nA &amp; B\nC < D &amp; E") == "1 < 2\nA & B\nC < D & E"


def test_entities_can_stay() -> None:
    assert Repair(entities=False).line("A &amp; B itâ€™s") == "A &amp; B it’s"


@given(st.text(max_size=80) | st.text(alphabet="Ãâ€™©Â&amp;#x10;<\x85\x0b\x1b[m \u00a0\u2003", max_size=40))
def test_repairing_twice_equals_repairing_once_and_keeps_the_line_whole(line: str) -> None:
    line = line.replace("\n", "").replace("\r", "")
    once = Repair().line(line)
    assert Repair().is_repaired(once)
    assert "\n" not in once
    assert len(once.splitlines()) <= 1


def test_a_repair_pickles() -> None:
    repair = Repair(entities=False)
    repair.line("Ã©")
    assert pickle.loads(pickle.dumps(repair)) == repair  # noqa: S301 - our own bytes
