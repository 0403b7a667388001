"""What a page declares of itself: its meta elements and the articles of its JSON-LD, as they stand there.

Which of it is true of the article is for `cleaner.page.facts`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

_METAS = XPath("//meta[@content]")
_SCRIPTS = XPath("//script[contains(@type, 'ld+json')]/text()")
_ARTICLE = re.compile(r"article|posting|report|review|recipe|liveblog", re.IGNORECASE)
_NO_ARTICLE = re.compile(r"list|section|job|discussion", re.IGNORECASE)
# What is said of the page as a whole counts where nothing is said of an article.
_PAGE = re.compile(r"(?:Medical)?WebPage|ItemPage")
_COMPANY = re.compile(r"Organi[sz]ation|Company|Corporation|Brand|WebSite|Business", re.IGNORECASE)
_MOST_NODES = 2_000
_TAG = re.compile(r"<[^>]{1,300}>")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page declares of itself.

    Attributes:
        metas: The contents of its meta elements by their property, name or itemprop in small letters, in order.
        article: The first article of its JSON-LD; empty where there is none.
        nodes: All objects of its JSON-LD by their `@id`.
        page: What the JSON-LD says of the page as a whole; empty where it says nothing.
    """

    metas: Mapping[str, Sequence[str]] = field(default_factory=dict)
    article: Mapping[str, Any] = field(default_factory=dict)
    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)

    def meta(self, *names: str) -> str:
        """Return the first content that is not empty under the first of some names; empty where there is none."""
        return next((text for name in names for text in self.metas.get(name, ()) if text), "")

    def all_metas(self, *names: str) -> list[str]:
        """Return all contents under the first of some names that has any."""
        return next((list(found) for name in names if (found := self.metas.get(name))), [])

    def texts(self, key: str, part: str = "name") -> list[str]:
        """Return the texts under a key of the article: of objects the named part, of references what they name."""
        return _cleaned(self._texts(self.article.get(key), part))

    def page_texts(self, key: str) -> list[str]:
        """Return the texts under a key of the page as a whole."""
        return _cleaned(self._texts(self.page.get(key), "name"))

    def is_company(self, key: str) -> bool:
        """Tell whether what stands under a key of the article is said to be a company or a site, and no person."""
        value = self.article.get(key)
        every = value if isinstance(value, list) else [value]
        return any(map(self._is_company, every))

    def _is_company(self, value: Any) -> bool:  # noqa: ANN401 - JSON holds anything
        node = self.nodes.get(str(value.get("@id", "")), value) if isinstance(value, dict) else {}
        return any(map(_COMPANY.search, _kinds(node)))

    def _texts(self, value: Any, part: str, depth: int = 3) -> Iterator[str]:  # noqa: ANN401 - JSON holds anything
        if isinstance(value, str):
            yield value
        elif isinstance(value, list) and depth:
            for each in value:
                yield from self._texts(each, part, depth - 1)
        elif isinstance(value, dict) and depth:
            node = self.nodes.get(str(value.get("@id", ""))) if part not in value else value
            yield from self._texts((node or {}).get(part), part, depth - 1)


def _cleaned(texts: Iterator[str]) -> list[str]:
    return [text for text in map(clean_text, texts) if text]


def clean_text(text: str) -> str:
    """Return a declared text without entities, elements and runs of spaces."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    return " ".join((_TAG.sub(" ", text) if "<" in text else text).split())


def declared(tree: HtmlElement) -> Declared:
    """Read what a page declares."""
    metas: dict[str, list[str]] = {}
    for element in _METAS(tree):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (text := clean_text(element.get("content"))):
            metas.setdefault(name.strip().lower(), []).append(text)
    nodes = [node for script in _SCRIPTS(tree) for node in _nodes(_parsed(script))]
    by_id: dict[str, Mapping[str, Any]] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
            by_id[name] = node
    return Declared(metas, next(filter(_is_article, nodes), {}), by_id, next(filter(_is_page, nodes), {}))


def _parsed(script: str) -> Any:  # noqa: ANN401 - JSON holds anything
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for form in (text, _TRAILING_COMMA.sub("", text)):
        try:
            # Not strict: line breaks inside of texts are common.
            return json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - JSON holds anything
    """Yield all objects, those further out first."""
    level, left = [value], _MOST_NODES
    while level and left > 0:
        following: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                left -= 1
                yield each
                following += each.values()
            elif isinstance(each, list):
                following += each
        level = following


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(_ARTICLE.search(kind) and not _NO_ARTICLE.search(kind) for kind in _kinds(node))


def _is_page(node: Mapping[str, Any]) -> bool:
    return any(map(_PAGE.fullmatch, _kinds(node)))


def _kinds(node: Mapping[str, Any]) -> list[str]:
    kinds = node.get("@type")
    names = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    return [each for each in names if isinstance(each, str)]
