"""Lines found again among the texts of their page."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from cleaner.page.texts import PageTexts, squeezed

LONG = "The ferry across the bay was late again on the second morning of the month."
OTHER = "Two dozen passengers waited on the wooden pier while the crew looked at it."


def _places(body: str, *lines: str) -> list[str | None]:
    """Return for each line the elements, by their ids, in which it was found."""
    texts = PageTexts(document_fromstring(f"<html><body>{body}</body></html>"))
    found: list[str | None] = []
    for span in texts.find(lines):
        holders = [texts.holders[piece] for piece in texts.pieces_of(span)] if span else []
        found.append(" ".join(dict.fromkeys(each.get("id") or each.tag for each in holders)) or None)
    return found


@pytest.mark.parametrize(
    ("body", "lines", "places"),
    [
        (f"<p id=a>{LONG}</p><p id=b>{OTHER}</p>", (LONG, OTHER), ["a", "b"]),
        (f"<p id=a>{LONG}</p>", (f"{LONG} And more.",), [None]),
        ("<li id=a>Spanners</li>", ("- Spanners",), ["a"]),
        ("<tr><td id=a>One</td><td id=b>Two</td></tr>", ("| One | Two |",), ["a b"]),
        (f"<p id=a>The <b id=b>ferry</b>{LONG[9:]}</p>", (LONG,), ["a b"]),
        (f"<script>{LONG}</script><p id=a>{LONG}</p>", (LONG,), ["a"]),
        ("<p id=a>Zero\u200bwidth and\xa0space</p>", ("Zerowidth and space",), ["a"]),
    ],
    ids=["in order", "not there", "item", "row", "inline", "script", "unseen"],
)
def test_a_line_is_found_where_it_stands(body: str, lines: tuple[str, ...], places: list[str | None]) -> None:
    assert _places(body, *lines) == places


def test_a_text_that_stands_often_is_found_by_its_neighbours() -> None:
    body = f"<b id=menu>Harbour</b><h2 id=a>Harbour</h2><p id=b>{LONG}</p><h2 id=c>Harbour</h2><p id=d>{OTHER}</p>"
    assert _places(body, "Harbour", LONG, "Harbour", OTHER) == ["a", "b", "c", "d"]


def test_an_empty_line_is_nowhere() -> None:
    assert _places(f"<p>{LONG}</p>", "", LONG) == [None, "p"]


def test_spaces_and_unseen_characters_do_not_count() -> None:
    assert squeezed(" a\tb\u200b\xa0c\xad ") == "abc"
