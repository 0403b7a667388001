"""Conditions: where, shape, near, length, page, sites and langs as values."""

from __future__ import annotations

import pytest

from cleaner.rulebook.condition_fields import (
    read_langs,
    read_length,
    read_near,
    read_page,
    read_shape,
    read_sites,
    read_where,
)
from cleaner.rulebook.pattern import Clock
from cleaner.rulebook.pattern_fields import PatternReader
from cleaner.rulebook.rule import Length, Near, Shape, Where
from cleaner.rulebook.vocabulary import Vocabulary

from .writing import fields_of

PATTERNS = PatternReader(Vocabulary(), case=False, compiles=True)
HEADING = Shape("heading", negated=False)


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ("before_body", Where(before_body=True)),
        ("after_body", Where(after_body=True)),
        ("after_body # as always", Where(after_body=True)),
        ("{first: 3}", Where(first=3)),
        ("{last: 1000}", Where(last=1_000)),
        ("{share: 0.7}", Where(share=0.7)),
        ("{share: 0}", Where(share=0.0)),
        ("{before: heading}", Where(before=HEADING)),
        ("{after: not prose}", Where(after=Shape("prose", negated=True))),
        ("{first: 3, after: heading}", Where(first=3, after=HEADING)),
        ("[after_body, {last: 5}, {share: 1}]", Where(after_body=True, last=5, share=1.0)),
    ],
)
def test_places(written: str, where: Where) -> None:
    fields, problems = fields_of(f"where: {written}")
    assert read_where(fields) == where
    assert problems == []


@pytest.mark.parametrize("name", ["item", "heading", "prose"])
def test_shapes_and_what_is_not_of_a_shape(name: str) -> None:
    fields, problems = fields_of(f"a: {name}\nb: not {name}")
    assert read_shape(fields, "a") == Shape(name, negated=False)
    assert read_shape(fields, "b") == Shape(name, negated=True)
    assert read_shape(fields, "c") is None
    assert problems == []


@pytest.mark.parametrize(
    ("written", "length"),
    [("{min: 3}", Length(3, None)), ("{max: 9}", Length(0, 9)), ("{min: 4, max: 4}", Length(4, 4))],
)
def test_lengths(written: str, length: Length) -> None:
    fields, problems = fields_of(f"length: {written}")
    assert read_length(fields) == length
    assert problems == []


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("debris", Near(frozenset(), above=True, below=True, spread=False)),
        ("related", Near(frozenset({"related"}), above=True, below=True, spread=False)),
        ("[related, tags]", Near(frozenset({"related", "tags"}), above=True, below=True, spread=False)),
        ("[related, debris]", Near(frozenset(), above=True, below=True, spread=False)),
        ("{above: related}", Near(frozenset({"related"}), above=True, below=False, spread=False)),
        ("{below: debris}", Near(frozenset(), above=False, below=True, spread=False)),
        ("{beside: [a, b], spread: true}", Near(frozenset({"a", "b"}), above=True, below=True, spread=True)),
        ("{above: a, spread: false}", Near(frozenset({"a"}), above=True, below=False, spread=False)),
    ],
)
def test_neighbours(written: str, near: Near) -> None:
    fields, problems = fields_of(f"near: {written}")
    assert read_near(fields) == near
    assert problems == []


def test_sites_and_languages() -> None:
    fields, problems = fields_of("sites: [example.org, news.example-site.co.uk]\nlangs: en")
    assert read_sites(fields) == {"example.org", "news.example-site.co.uk"}
    assert read_langs(fields) == {"en"}
    assert problems == []


@pytest.mark.parametrize("site", ["example", "Example.org", "https://example.org", "example.org/news", "a b.org"])
def test_a_site_is_a_bare_domain(site: str) -> None:
    fields, problems = fields_of(f"sites: ['{site}', example.org]")
    assert read_sites(fields) == {"example.org"}
    assert [problem.message for problem in problems] == [f"`{site}` in `sites` is not a domain such as example.org"]


@pytest.mark.parametrize("lang", ["eng", "EN", "e", "en-GB", "english"])
def test_a_language_is_two_letters(lang: str) -> None:
    fields, problems = fields_of(f"langs: {lang}")
    assert read_langs(fields) == frozenset()
    assert len(problems) == 1


def test_evidence_of_a_page() -> None:
    text = "page: {links: all, element: [figcaption, h2], class: 'newsletter|promo', within: aside}"
    fields, problems = fields_of(text)
    page = read_page(fields, PATTERNS)
    assert problems == []
    assert page
    assert (page.links, page.element, page.within) == ("all", frozenset({"figcaption", "h2"}), frozenset({"aside"}))
    assert page.class_
    assert page.class_.search("box-promo", Clock(1.0))


@pytest.mark.parametrize("page", ["{}", "{element: 'h 2'}", "{to: mars}", "{named: perhaps}", "{klass: x}"])
def test_a_mistake_in_page_is_one_problem(page: str) -> None:
    fields, problems = fields_of(f"page: {page}")
    read_page(fields, PATTERNS)
    assert len(problems) == 1


def test_absent_conditions_are_no_conditions() -> None:
    fields, problems = fields_of("other: x")
    assert read_where(fields) is None
    assert read_length(fields) is None
    assert read_near(fields) is None
    assert read_page(fields, PATTERNS) is None
    assert read_sites(fields) == read_langs(fields) == frozenset()
    assert problems == []
