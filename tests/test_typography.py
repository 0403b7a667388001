"""The matching view and its tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.normalise import Normaliser
from cleaner.rulebook.chain import Normalise
from cleaner.typography import matching_view, unmapped


@pytest.mark.parametrize(
    ("line", "view"),
    [
        ("“Yes,” she said — ‘no’…", "\"Yes,\" she said - 'no'…"),
        ("„Ja“, sagte er", '"Ja", sagte er'),
        ("« Oui »", '" Oui "'),
        ("»Ja« und ›nein‹", "\"Ja\" und 'nein'"),
        ("Home » News » Local", "Home » News » Local"),
        ("»one« and » an arrow", '"one" and » an arrow'),
        ("3\u00a0000\u202fm", "3 000 m"),
        ("（写真：湊新報／ＮＨＫ）！", "(写真:湊新報/NHK)!"),
        ("「渡し船」、『橋』。", "「渡し船」、『橋』。"),
        ("צה״ל, ג׳ירפה", "צה\"ל, ג'ירפה"),
        ("می\u200cگوید؟", "می\u200cگوید؟"),
        ("\u200bRead more\ufeff", " Read more "),
        ("plain ASCII - 'it' \"is\"", "plain ASCII - 'it' \"is\""),
    ],
)
def test_view_shows_the_plain_way(line: str, view: str) -> None:
    assert matching_view(line) == view


@given(st.text(alphabet="a«»‹›‘’“”–\u00a0 .（）：Ａ״", max_size=40))
def test_normalising_does_not_change_the_view(line: str) -> None:
    for options in (Normalise(), Normalise("keep", "keep", "plain"), Normalise("straight", "keep", "keep")):
        normalised = Normaliser(options).line(line)
        assert len(normalised) == len(line)
        assert matching_view(normalised) == matching_view(line)


def test_characters_that_no_view_holds_are_told() -> None:
    assert unmapped("it’s – «ok»’") == "’–"
