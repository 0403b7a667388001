"""What of all that a page says of itself becomes a fact."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml.html import document_fromstring

from cleaner.page.declared import declared
from cleaner.page.facts import declared_facts, guessed_facts
from cleaner.page.titles import best_title

OG = "<meta property='og:title' content='Ferry late again - Lisk Herald'>"


def _facts(head: str, body: str = "", **found: str) -> dict[str, Any]:
    tree = document_fromstring(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>")
    return declared_facts(tree, declared(tree), found, None)


def _linked(**article: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **article})}</script>"


@pytest.mark.parametrize(
    ("head", "name", "value"),
    [
        (_linked(author={"name": "Ada Miller"}), "author", ["Ada Miller"]),
        (_linked(author=[{"name": "By Ada Miller"}, "Bo Smith"]), "author", ["Ada Miller", "Bo Smith"]),
        (_linked(author="Ada Miller and Bo Smith"), "author", ["Ada Miller", "Bo Smith"]),
        (_linked(author="https://lisk.example/ada"), "author", None),
        (_linked(author="admin"), "author", None),
        ("<meta name='author' content='Ada Miller'>", "author", ["Ada Miller"]),
        (_linked(keywords="Ferries, Bays; ferries"), "tags", ["Ferries", "Bays"]),
        (_linked(keywords=["topic/Ferries", "(1) Bays"]), "tags", ["Ferries", "Bays"]),
        ("<meta name='news_keywords' content='Bays'>" + _linked(keywords="Ferries"), "tags", ["Bays"]),
        (_linked(datePublished="2024-03-02T10:00:00+01:00"), "date", "2024-03-02T10:00:00+01:00"),
        (_linked(dateModified="2024-03-03"), "updated", "2024-03-03"),
        ("<meta property='og:site_name' content='Lisk Herald'>", "sitename", "Lisk Herald"),
        (_linked(articleSection="Harbour"), "categories", ["Harbour"]),
        ("<link rel='canonical' href='https://lisk.example/a'>", "url", "https://lisk.example/a"),
        ("<link rel='canonical' href='https://www.lisk.example/a'>", "hostname", "lisk.example"),
        ("", "language", "en"),
        ("", "title", None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_declared_becomes_a_fact(head: str, name: str, value: object) -> None:
    assert _facts(head).get(name) == value


def test_the_declared_day_counts_only_beside_the_one_that_is_seen() -> None:
    assert _facts(_linked(datePublished="2024-03-02"), date="2024-03-01")["date"] == "2024-03-02"
    assert _facts(_linked(datePublished="2012-03-02"), date="2024-03-01")["date"] == "2024-03-01"


def test_names_found_elsewhere_on_the_page_are_only_guessed() -> None:
    assert guessed_facts({"author": "By Ada Miller; August 12"}) == {"author": ["Ada Miller"]}


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebPage"}, {"@type": ["Article", "X"], "headline": "Late"}]}',
        '<!-- {"@type": "Article", "headline": "Late",} -->',
        '[{"@type": "Report", "headline": "La\\nte", "x": 1}]'.replace("\\n", ""),
        '{"@type": "Article", "headline": "La&amp;te"}'.replace("&amp;", ""),
    ],
    ids=["graph", "comment and comma", "list", "object"],
)
def test_the_article_of_linked_data_is_found(script: str) -> None:
    head = f"<head><script type='application/ld+json'>{script}</script></head>"
    tree = document_fromstring(f"<html>{head}<body>x</body></html>")
    assert declared(tree).texts("headline") == ["Late"]


@pytest.mark.parametrize("script", ["{", "null", "[" * 5000, '"text"', '{"@type": "ItemList"}'])
def test_linked_data_without_an_article_gives_nothing(script: str) -> None:
    head = f"<head><script type='application/ld+json'>{script}</script></head>"
    tree = document_fromstring(f"<html>{head}<body>x</body></html>")
    assert not declared(tree).article


def test_references_of_linked_data_are_followed() -> None:
    nodes = {"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@id": "#a", "name": "Ada Miller"}]}
    assert _facts(f"<script type='application/ld+json'>{json.dumps(nodes)}</script>")["author"] == ["Ada Miller"]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Ferry late again | Lisk Herald</title>", "<h1>Ferry late again</h1>", "Ferry late again"),
        (_linked(headline="Ferry late again") + OG, "<h1>Blog</h1>", "Ferry late again"),
        (_linked(headline="Ferry late again"), "<h1>Lisk Herald</h1><h1>Ferry late again</h1>", "Ferry late again"),
        ("<title>Ferry late again</title>", "", "Ferry late again"),
    ],
    ids=["h1", "og and a section", "second h1", "title element"],
)
def test_the_title_is_the_one_on_which_the_sources_agree(head: str, body: str, title: str) -> None:
    tree = document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    assert best_title(tree, declared(tree), "Lisk Herald") == title
