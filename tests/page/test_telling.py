"""Lines that say again who wrote the article, and when."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.evidence import Evidence
from cleaner.page.telling import Telling

FACTS: dict[str, Any] = {
    "author": ["Ada Miller", "Bo", "Lisk Herald"],
    "date": "2024-03-04T10:00:00Z",
    "updated": "2024-05-17",
    "sitename": "The Lisk Herald",
}
LONG = "words that say nothing of it " * 4


@pytest.mark.parametrize(
    ("line", "tells"),
    [
        ("Ada Miller", {"author"}),
        ("By ADA MILLER, harbour correspondent", {"author"}),
        ("Unsere Reporterin heißt Ada Miller", {"author"}),
        ("Ada Miller keeps bees on the island of Lisk, and writes of them.", {"author"}),
        ("The bees of the island belong to Ada Miller", set()),
        ("Ada and Miller", set()),
        ("Bo", {"author"}),
        ("Bo went down to the ferry", set()),
        ("Lisk Herald", set()),
        ("4 March 2024", {"date"}),
        ("Stand: 04.03.2024, 11:20", {"date"}),
        ("17. toukokuuta 2024", {"date"}),
        ("5 March 2024", set()),
        ("4 March 24", set()),
        ("No. 42024", set()),
        ("Ada Miller, 2024-03-04", {"author", "date"}),
        (f"On 4 March 2024 came {LONG}", set()),
        ("", set()),
    ],
)
def test_a_line_tells_the_facts_of_its_page(line: str, tells: set[str]) -> None:
    assert Telling(FACTS).facts(line) == tells


def test_lines_are_numbered_from_one_and_those_that_tell_nothing_stay_as_they_are() -> None:
    evidence = {1: Evidence("h1"), 2: Evidence("p", link_share=0.5)}
    added = Telling(FACTS).added(evidence, ["The ferry", "By Ada Miller"])
    assert added[1] is evidence[1]
    assert added[2] == Evidence("p", link_share=0.5, tells=frozenset({"author"}))


def test_a_page_without_facts_tells_nothing() -> None:
    evidence = {1: Evidence()}
    assert Telling({}).added(evidence, ["Ada Miller"]) is evidence


def test_a_line_of_any_length_is_no_burden() -> None:
    assert not Telling(FACTS).facts("Ada Miller " * 500)
