"""Sheets: what stands where keys are looked for."""

from __future__ import annotations

import pytest

from cleaner.engine.sheet import Sheet
from cleaner.engine.state import Line
from cleaner.rulebook.folding import NO_CORE
from cleaner.rulebook.key_table import END, START

LINES = ("Read more", "- Read more:", "3. Read more!", "***", '"Read more"', "(12) Read more", "Lire la suite…")


def _sheet(*texts: str) -> Sheet:
    return Sheet([Line(number, text) for number, text in enumerate(texts, start=1)])


@pytest.mark.parametrize("text", LINES[:3])
def test_marks_and_numbers_do_not_count_for_what_a_line_starts_and_ends_with(text: str) -> None:
    scanned = _sheet(text).text
    assert f"{START}read more" in scanned
    assert f"read more{END}" in scanned


def test_a_line_of_marks_has_a_core_of_its_own() -> None:
    assert f"{START}{NO_CORE}" in _sheet("***").text


def test_what_stands_inside_of_a_line_stays_in_one_piece() -> None:
    assert "- read more:" in _sheet("- Read more:").text
    assert "0. read more!" in _sheet("3. Read more!").text


def test_every_line_ends_where_it_is_said_to() -> None:
    sheet = _sheet(*LINES)
    starts = (0, *sheet.ends)
    blocks = [sheet.text[start:end] for start, end in zip(starts, sheet.ends, strict=False)]
    assert blocks == [_sheet(text).text for text in LINES]


@pytest.mark.parametrize(("first", "last"), [(0, 7), (0, 2), (2, 5), (6, 7), (3, 3)])
def test_a_part_is_the_sheet_of_its_lines(first: int, last: int) -> None:
    part, alone = _sheet(*LINES).part(first, last), _sheet(*LINES[first:last]) if first < last else None
    assert [line.number for line in part.lines] == list(range(first + 1, last + 1))
    if alone:
        assert (part.text, part.ends, part.folded) == (alone.text, alone.ends, alone.folded)
    else:
        assert (part.text, part.ends) == ("", [])
