"""Which of the titles that a page names is that of its article: the one on which its sources agree most."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from cleaner.page.declared import Declared, clean_text

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+(?:[-–—|·•:»/]|::)+\s+|\s*\|\s*|：")
_MOST_H1 = 3
_FEWEST_WORDS = 3
# What a title counts for by its source, and what its being in another source counts for: measured on development data.
_OWN = {"h1": 1.5, "json-ld": 1.0, "og": 0.6, "twitter": 0.0, "title": 0.1}
_VOTE = {"h1": 1.0, "json-ld": 1.0, "og": 1.0, "twitter": 0.3, "title": 0.8}
_PART = 0.3


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: str
    text: str
    words: tuple[str, ...]


def best_title(tree: HtmlElement, page: Declared, site: str) -> str:
    """Return the title of the article of a page; empty where the page names none.

    Args:
        tree: The page.
        page: What it declares.
        site: The name of its site, which follows titles behind a dash or a bar.
    """
    candidates = [
        _Candidate(source, text, tuple(_WORD.findall(text.lower())))
        for source, text in (
            *(("h1", clean_text(each.text_content())) for each in list(tree.iter("h1"))[:_MOST_H1]),
            *(("json-ld", text) for text in page.texts("headline")[:1]),
            ("og", _without_site(page.meta("og:title"), site)),
            ("twitter", _without_site(page.meta("twitter:title"), site)),
            *(("title", _without_site(clean_text(each.text_content()), site)) for each in list(tree.iter("title"))[:1]),
        )
    ]
    worthy = [each for each in candidates if each.words]
    best = max(worthy, key=lambda each: _support(each, worthy), default=None)
    return best.text if best else ""


def _support(one: _Candidate, candidates: list[_Candidate]) -> float:
    total = _OWN[one.source]
    size = len(one.words)
    for other in candidates:
        if other.source == one.source:
            continue
        if other.words == one.words:
            total += _VOTE[other.source]
        elif size >= _FEWEST_WORDS and one.words in (other.words[:size], other.words[-size:]):
            total += _VOTE[other.source] * _PART
    return total


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of the site behind it."""
    named = "".join(_WORD.findall(site.lower()))
    while parts := list(_SEPARATOR.finditer(title)):
        tail = "".join(_WORD.findall(title[parts[-1].end() :].lower()))
        if not tail or not named or (tail not in named and named not in tail):
            break
        title = title[: parts[-1].start()]
    return title
