"""Shapes: what counts as one line, and the pattern that takes it."""

from __future__ import annotations

import pytest
import regex

from cleaner.mine.shapes import pattern_of, shapes_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 min read", "- 12 MIN read"),
        ("Last updated: April 21, 2025", "Last updated: April 3, 2019"),
        ("Photo by Jane Doe", "Photo by Tom A. Lane-Fox"),
        ("Don’t miss our news", "Don't miss our news"),
    ],
)
def test_lines_that_differ_in_numbers_names_quotes_and_markers_are_one(one: str, other: str) -> None:
    assert shapes_of(one)[0] == shapes_of(other)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Read more", "Read less"),
        ("Best Food of the Year", "Best Boat of the Year"),
        ("Photo by Jane", "Photo of Jane"),
    ],
)
def test_other_lines_are_not(one: str, other: str) -> None:
    assert shapes_of(one)[0] != shapes_of(other)[0]


def test_a_label_is_a_shape_whatever_follows_it() -> None:
    one, other = shapes_of("Read more: Harbour to close"), shapes_of("READ MORE: The ferry is late")
    assert one[0] != other[0]
    assert one[1] == other[1]


@pytest.mark.parametrize("line", ["", "  ", "7", "* * *", "x" * 301])
def test_what_says_nothing_or_is_a_paragraph_has_no_shape(line: str) -> None:
    assert shapes_of(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "3 min read",
        "Photo by Jane O’Neill",
        "Read more: Harbour to close [2]",
        "© 2024 (all) rights + more?",
        "Follow us | X",
    ],
)
def test_the_pattern_of_a_shape_takes_its_line(line: str) -> None:
    plain = line.replace("’", "'")
    for shape in shapes_of(line):
        assert regex.fullmatch(pattern_of(shape), plain, regex.IGNORECASE), pattern_of(shape)
        assert not regex.fullmatch(pattern_of(shape), "Something else was said that day.", regex.IGNORECASE)
