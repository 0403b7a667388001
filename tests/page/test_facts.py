"""What of all that a page says of itself becomes a fact."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml.html import document_fromstring

from cleaner.page.declared import declared
from cleaner.page.facts import PageFacts, facts_of
from cleaner.page.titles import best_title

CARD = "<meta name='twitter:label1' content='{}'><meta name='twitter:data1' content='{}'>"
META_AUTHOR = "<meta name='author' content='Ada Miller'>"
OG_SITE = "<meta property='og:site_name' content='Lisk Herald'>"
WEB_PAGE = """<script type="application/ld+json; charset=utf-8">
{"@graph": [{"@type": "WebPage", "datePublished": "2024-03-02"}]}</script>"""
OG = "<meta property='og:title' content='Ferry late again - Lisk Herald'>"


def _facts(head: str, body: str = "", *, searches: bool = False) -> dict[str, Any]:
    return _page_facts(head, body, searches=searches).certain


def _page_facts(head: str, body: str = "", *, searches: bool = False) -> PageFacts:
    tree = document_fromstring(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>")
    return facts_of(tree, searches=searches)


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
        (_linked(author={"name": ["Ada Miller"]}), "author", ["Ada Miller"]),
        (_linked(author={"@id": {"x": 1}}), "author", None),
        (_linked(author={"@id": ["x"]}, publisher={"@id": {}}), "author", None),
        (_linked(creator=["Ada Miller"]), "author", ["Ada Miller"]),
        ("<meta name='author' content='Ada Miller'>", "author", ["Ada Miller"]),
        ("<meta name='author' content='Ada Miller, MS, RD'>", "author", ["Ada Miller, MS, RD"]),
        ("<meta property='article:author' content='https://social.example/lisk'>", "author", None),
        ("<meta name='citation_author' content='Miller, Ada'>", "author", ["Ada Miller"]),
        (CARD.format("Written by", "Ada Miller"), "author", ["Ada Miller"]),
        (CARD.format("Verfasst von", "Ada Miller"), "author", ["Ada Miller"]),
        (CARD.format("Est. reading time", "Four Minutes"), "author", None),
        (_linked(keywords="Ferries, Bays; ferries"), "tags", ["Ferries", "Bays"]),
        (_linked(keywords=["topic/Ferries", "(1) Bays"]), "tags", ["Ferries", "Bays"]),
        ("<meta name='news_keywords' content='Bays'>" + _linked(keywords="Ferries"), "tags", ["Bays"]),
        (_linked(datePublished="2024-03-02T10:00:00+01:00"), "date", "2024-03-02T10:00:00+01:00"),
        (_linked(datePublished="0001-01-01T00:00:00"), "date", None),
        (_linked(datePublished="1970-01-01T00:00:00Z"), "date", None),
        (WEB_PAGE, "date", "2024-03-02"),
        ("<meta property='og:published_time' content='2024-03-02'>", "date", "2024-03-02"),
        ("<link rel='canonical' href='https://lisk.example/2024/03/02/ferry'>", "date", "2024-03-02"),
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


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        (_linked(author="Ada Miller"), "<p>By Bo Smith</p>", ["Ada Miller"]),
        (_linked(author="Lisk Herald") + OG_SITE, "<p>By Ada Miller</p>", ["Ada Miller"]),
        (_linked(author="Lisk Herald News") + OG_SITE, "<p>By Ada Miller</p>", ["Ada Miller"]),
        (_linked(author={"@type": "Organization", "name": "Bay Wire"}), "<p>By Ada Miller</p>", ["Ada Miller"]),
        (_linked(author={"@type": "Organization", "name": "Bay Wire"}), "", ["Bay Wire"]),
        (_linked(author="lisk.example"), "<p>By Ada Miller</p>", ["Ada Miller"]),
        (_linked(author="Lisk Herald") + OG_SITE + META_AUTHOR, "<p>x</p>", ["Ada Miller"]),
        (_linked(author="Lisk Herald") + OG_SITE, "<p>x</p>", ["Lisk Herald"]),
        ("", "<p class='author'>Ada Miller</p>", ["Ada Miller"]),
    ],
)
def test_people_come_before_companies_and_companies_before_the_site(head: str, body: str, author: list[str]) -> None:
    assert _facts(head, f"<h1>Ferry late again</h1>{body}")["author"] == author


@pytest.mark.parametrize(
    ("published", "updated", "shown", "day"),
    [
        ("2024-03-02", None, "March 2, 2024", "2024-03-02"),
        ("2024-03-02T23:30:00Z", None, "March 3, 2024", "2024-03-02T23:30:00Z"),
        ("2024-03-02T01:30:00Z", None, "March 1, 2024", "2024-03-02T01:30:00Z"),
        ("2024-03-02", None, "May 1, 2019", "2019-05-01"),
        ("2024-03-02", None, "May 1, 2024", "2024-03-02"),
        ("2024-03-02", "2024-05-01", "May 1, 2024", "2024-03-02"),
        ("2024-03-02", "2024-07-01", "May 1, 2024", "2024-05-01"),
        ("2024-03-02", None, "Updated May 1, 2019", "2024-03-02"),
        (None, None, "May 1, 2024", "2024-05-01"),
        (None, None, "Updated May 1, 2024", "2024-05-01"),
    ],
)
def test_the_day_that_is_shown_may_be_truer(published: str | None, updated: str | None, shown: str, day: str) -> None:
    declared = {"datePublished": published, "dateModified": updated}
    head = _linked(**{key: value for key, value in declared.items() if value})
    assert _facts(head, f"<h1>Ferry late again</h1><p>{shown}</p>")["date"] == day


@pytest.mark.parametrize(
    "markup",
    [
        "<meta itemprop='datePublished' content='2024-03-02'>",
        "<span itemprop='datePublished' content='2024-03-02'>long ago</span>",
        "<time itemprop='datePublished'>March 2, 2024</time>",
        "<time pubdate datetime='2024-03-02'>long ago</time>",
    ],
)
def test_microdata_declare_a_day(markup: str) -> None:
    assert (
        _facts("", f"{'<p>x</p>' * 90}{markup}<time itemprop='datePublished'>March 9, 2024</time>")["date"]
        == "2024-03-02"
    )


def test_a_day_of_change_that_is_shown_is_a_fact_of_its_own() -> None:
    facts = _facts(_linked(datePublished="2024-03-02"), "<h1>Late</h1><p>Updated March 5, 2024</p>")
    assert (facts["date"], facts["updated"]) == ("2024-03-02", "2024-03-05")


def test_the_address_names_the_day_of_its_own_zone() -> None:
    address = "<link rel='canonical' href='https://lisk.example/2024/03/01/ferry'>"
    assert _facts(_linked(datePublished="2024-03-02T01:30:00Z") + address)["date"] == "2024-03-01"
    assert _facts(_linked(datePublished="2024-03-01T22:30:00Z") + address)["date"] == "2024-03-01T22:30:00Z"


def test_what_is_found_anywhere_on_the_page_counts_less_than_what_it_declares() -> None:
    body = "<h1>Late</h1>" + "<p>x</p>" * 90 + "<div class='author'>Ada Miller</div><p>Published on 2024-03-02.</p>"
    found = _page_facts("", body, searches=True)
    assert found.guessed == {"author": ["Ada Miller"]}
    assert found.certain["date"] == "2024-03-02"
    declared = _page_facts(_linked(author="Bo Smith", datePublished="2020-01-02"), body, searches=True)
    assert declared.guessed == {}
    assert (declared.certain["author"], declared.certain["date"]) == (["Bo Smith"], "2020-01-02")
    assert "date" not in _facts("", body)


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
