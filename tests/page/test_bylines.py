"""Who is shown as author beside a headline."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from cleaner.page.bylines import byline
from cleaner.page.headline import pieces_around

LONG = (
    "<p>The ferry across the bay was late again on the second morning, and nobody could say why that was, as ever.</p>"
)


def _byline(markup: str) -> list[str]:
    tree = document_fromstring(f"<html><body><h1>Ferry late again</h1>{markup}</body></html>")
    return byline(pieces_around(tree, "Ferry late again"), ["Ferry late again", "Lisk Herald"])


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>By Ada Miller</p>", ["Ada Miller"]),
        ("<p>By <a href='/x'>Ada Miller</a> and <a href='/y'>Bo Smith</a></p>", ["Ada Miller", "Bo Smith"]),
        ("<p>By <a href='/x'>Ada Miller</a>, <a href='/y'>Bo Smith</a></p>", ["Ada Miller", "Bo Smith"]),
        ("<p>By <a href='/x'>Ada Miller</a> and Bo Smith | Harbours</p>", ["Ada Miller", "Bo Smith"]),
        ("<p>By <a href='/x'>Ada Miller</a>, Bo Smith</p>", ["Ada Miller", "Bo Smith"]),
        ("<p>By <a href='/x'>Ada Miller</a>, <b>RD</b> | Lisk</p>", ["Ada Miller, RD"]),
        ("<p>By <a href='/x'>Ada Miller</a>, <b>AFP</b></p>", ["Ada Miller"]),
        ("<p>By <a href='/x'>Ada Miller</a>" + ",&nbsp;" * 40 + "x</p>", ["Ada Miller"]),
        ("<p>By <a href='/x'>Ada Miller</a> <a href='/y'>Harbours</a></p>", ["Ada Miller"]),
        ("<p>By Ada Miller, <span>Bo Smith</span></p>", ["Ada Miller", "Bo Smith"]),
        ("<p>Written by</p><p>Ada Miller</p>", ["Ada Miller"]),
        ("<p>By Ada Miller • March 12, 2025</p>", ["Ada Miller"]),
        ("<p>By Ada Miller | Lisk Herald</p>", ["Ada Miller"]),
        ("<p>By Ada Miller Updated 4 hours ago</p>", ["Ada Miller"]),
        ("<p>By Ada Miller, MS, RD</p>", ["Ada Miller, MS, RD"]),
        ("<p>By Ada Miller, Senior Reporter</p>", ["Ada Miller"]),
        ("<p>Von Ada Müller</p>", ["Ada Müller"]),
        ("<p>Von <a href='/x'>Ada Müller</a> und Bo Schmied, dpa</p>", ["Ada Müller", "Bo Schmied"]),
        ("<p>Par Ada Meunier</p>", ["Ada Meunier"]),
        ("<p>Автор: Анна Морозова</p>", ["Анна Морозова"]),
        ("<p>By Lisk Herald</p>", ["Lisk Herald"]),
        ("<p>By the river, in May</p>", []),
        ("<p>Reviewed</p><p>by</p><p>Bo Smith</p><p>Written by</p><p>Ada Miller</p>", ["Ada Miller"]),
        ("<p>Photos</p><p>by Bo Smith</p>", []),
        (LONG + "<p>By Ada Miller</p>", ["Ada Miller"]),
    ],
)
def test_a_label_names_the_authors(markup: str, found: list[str]) -> None:
    assert _byline(markup) == found


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<div class='post-author-name'>Ada Miller</div>", ["Ada Miller"]),
        ("<div class='postAuthor__x1'><span>Ada Miller</span></div>", ["Ada Miller"]),
        ("<a rel='author' href='/x'>Ada Miller</a>", ["Ada Miller"]),
        ("<span itemprop='author'><span>Ada Miller</span></span>", ["Ada Miller"]),
        ("<a href='/authors/ada-miller'>Ada Miller</a>", ["Ada Miller"]),
        ("<a href='//[broken'>Ada Miller</a>", []),
        ("<p class='autor'>Ada Müller</p>", ["Ada Müller"]),
        ("<p class='author'><b>Ada</b> <b>Miller</b></p>", ["Ada Miller"]),
        ("<a rel='author'>Ada Miller</a>, <a rel='author'>Bo Smith</a>", ["Ada Miller", "Bo Smith"]),
        ("<a rel='author'>Ada Miller</a>, <a href='/x'>Lisk College</a>", ["Ada Miller"]),
        ("<p class='author'>Ada Miller</p><p class='author-job'>Chief Editor</p>", ["Ada Miller"]),
        ("<p class='author-job'>Head Waiter</p>", []),
        ("<p class='authorise'>Head Waiter</p>", []),
        ("<p class='author'>Follow</p>", []),
        ("<p class='author'>Lisk Herald</p>", []),
        ("<p class='author'>Chief Editor</p>", []),
        ("<p>Ada Miller</p>", []),
        (f"<p class='author'>Ada Miller</p>{LONG}<p>By Bo Smith</p>", ["Ada Miller"]),
    ],
)
def test_a_place_named_after_authors_holds_them(markup: str, found: list[str]) -> None:
    assert _byline(markup) == found


def test_many_names_are_no_byline() -> None:
    people = ", ".join(f"<b>Ada Miller{letter}</b>" for letter in "abcdefghijklmnop")
    assert len(_byline(f"<p>By {people}</p>")) == 8
