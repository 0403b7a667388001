"""The repair step."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.repair import _HARMLESS, Repair


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


# What real texts break with: every set of characters that ftfy knows to undo, and what it changes besides.
_CODECS = (
    "latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "sloppy-windows-1253",
    "sloppy-windows-1254", "sloppy-windows-1257", "iso-8859-2", "macroman", "cp437",
)  # fmt: skip
_WORDS = (
    "plain", "it’s", "“quoted”", "—", "café", "naïve", "Straße", "„Nürnberg“", "œuvre", "smörgås", "Привет", "«мир»",
    "Ґрунт", "Ελλάδα", "΄Άλφα", "שלום", "مرحبا", "‏", "สวัสดี", "你好。", "「日本」", "한국", "हिन्दी", "½", "5°", "€20",
    "© 2024", "®", "ﬁne", "ǆ", "e\u0301", "\u0301", "\u200b", "\u00a0", "\u00ad", "&amp;", "&lt;b&gt;", "&#8217;", "&",
    "\x1b[31mred\x1b[0m", "\x00", "\x7f", "\x85", "\x92", "\u2028", "\ufeff", "\ufffd", "\ud83d\ude00", "\udc00",
    "ＡＢＣ", "ｶﾞ", "Â", "Ã", "â€", "Ã©", "вЂ", "ГўВЂВ", "√±", "à²",
)  # fmt: skip


def _garbled(word: str, codec: str) -> str:
    try:
        return word.encode("utf-8").decode(codec).replace("\n", " ").replace("\r", " ")
    except UnicodeError:
        return word


_ONCE = st.builds(_garbled, st.sampled_from(_WORDS), st.sampled_from(_CODECS))
_PIECES = st.sampled_from(_WORDS) | _ONCE | st.builds(_garbled, _ONCE, st.sampled_from(_CODECS))
_BETWEEN = st.sampled_from(["", " ", "a", "A", ".", ", ", "5"])


@settings(deadline=None, max_examples=1500)
@given(st.lists(st.tuples(_PIECES, _BETWEEN), max_size=4), st.booleans())
def test_only_lines_are_passed_over_that_ftfy_leaves_as_they_are(pieces: list[tuple[str, str]], entities: bool) -> None:
    repair = Repair(entities)
    line = "".join(piece + between for piece, between in pieces)
    assert repair.line(line) == repair.line_by_ftfy(line)


@given(st.text(alphabet=st.characters(exclude_characters="\n\r"), max_size=12))
@settings(deadline=None, max_examples=500)
def test_the_same_of_any_characters(line: str) -> None:
    assert Repair().line(line) == Repair().line_by_ftfy(line)


@pytest.mark.parametrize("run", _HARMLESS)
def test_what_is_said_to_be_harmless_is(run: str) -> None:
    for form in ("{0}", "a{0}a", "A{0} ", " {0}a", " {0} ", "5{0}.", ".{0}5"):
        line = form.format(run)
        assert Repair().line_by_ftfy(line) == line


def test_a_long_text_is_looked_at_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.lines.SLICE", 10)
    text = "\n".join(["harmless — line", "itâ€™s", "x" * 50, "Ã©", ""])
    assert Repair().text(text) == "\n".join(["harmless — line", "it’s", "x" * 50, "é", ""])
    assert not Repair().is_repaired(text)
