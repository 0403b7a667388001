"""The facts that a page gives: of all that it declares and shows, what is most likely true of its article.

One order for each field, best first (docs/users/pages.md says why):

- `title`: that of h1, JSON-LD, OpenGraph and the title element on which they agree most, without the site's name.
- `author`: JSON-LD, meta elements; then what the text says; then what trafilatura finds elsewhere on the page.
- `date`: the day of JSON-LD where trafilatura's is at most two days off, else trafilatura's, which looks at all places.
- `updated`: JSON-LD, meta elements.
- `tags`: `news_keywords`, JSON-LD, `keywords`, `article:tag`, links with `rel=tag`.
- `categories`, `description`, `license`, `url`: trafilatura, else what the page declares.
- `sitename`: OpenGraph, JSON-LD, trafilatura. `language`: the page's `lang`, JSON-LD, OpenGraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from cleaner.article import site_of
from cleaner.dates import iso_date
from cleaner.page.declared import Declared, clean_text
from cleaner.page.titles import best_title

_AUTHOR_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "citation_author",
)  # fmt: skip
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.created",
)  # fmt: skip
_UPDATE_METAS = ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified")
_SECTIONS = ("article:section",)
_CANONICAL = XPath("//link[@rel='canonical']/@href")
_TAG_LINKS = XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_FIELDS = ("title", "author", "url", "hostname", "sitename", "description", "date", "categories", "license")
_SAME_DAYS = 2
_MOST_TAGS = 60
_TAG_SPLIT = re.compile(r"\s*[,;]\s*")
# "topic/harbours", "(1) Harbours": what a machine wrote before a tag.
_TAG_PREFIX = re.compile(r"^(?:[a-z]{2,20}[/:]|\(\d+\)\s*)+(?=\S)")
_NAME_PREFIX = re.compile(
    r"^(?:(?:written|posted|published|words|story|text|reported)\s+)?(?:by|von|par|por|di|av|af|door|autorin|autor|author|auteur|autore)\b[\s:]+",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?://|www\.|@|\d{2}|^(?:admin|administrator|editor|redaktion|staff|guest|unknown|none|null)$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w.'’-]*")
_PEOPLE_SPLIT = re.compile(r"\s*(?:[;|,、/&]|\s(?:and|und|et|y|e|og|och|en|ja|i)\s)\s*")
_MOST_NAME = 120


def declared_facts(tree: HtmlElement, page: Declared, found: dict[str, Any], url: str | None) -> dict[str, Any]:
    """Return the facts of a page that count more than what its text says.

    Args:
        tree: The page.
        page: What it declares.
        found: What trafilatura found (`trafilatura_facts`).
        url: Its address, where the caller knows it.
    """
    address = found.get("url") or _own_address(tree, page) or url
    site = page.meta("og:site_name") or next(iter(page.texts("publisher")), "") or found.get("sitename")
    facts = {
        "title": best_title(tree, page, site or "") or found.get("title"),
        "author": _authors(page, site or ""),
        "date": _published(page, found.get("date")),
        "updated": _day((*page.texts("dateModified"), page.meta(*_UPDATE_METAS))),
        "url": address,
        "hostname": site_of(address) or found.get("hostname"),
        "sitename": site,
        "description": found.get("description") or page.meta("og:description", "description"),
        "categories": _distinct(found.get("categories") or page.texts("articleSection") or page.all_metas(*_SECTIONS)),
        "tags": _tags(tree, page, site or ""),
        "language": _language(tree, page),
        "license": found.get("license"),
    }
    return {name: value for name, value in facts.items() if value}


def guessed_facts(found: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that trafilatura finds on a page, but that count less than what the text says."""
    names = _names(re.split(r";\s*", found.get("author") or ""), whole=True)
    return {"author": names} if names else {}


def trafilatura_facts(tree: HtmlElement, url: str | None) -> dict[str, Any]:
    """Return what trafilatura finds on a page: its names of fields with values."""
    from htmldate import find_date
    from trafilatura import extract_metadata

    # As trafilatura does by itself; only where that finds no date, all of the page is searched for one.
    document = extract_metadata(tree, url, extensive=False)
    found = {name: value for name in _FIELDS if (value := getattr(document, name, None))}
    if "date" not in found and (day := find_date(tree, original_date=True, url=found.get("url") or url)):
        found["date"] = day
    return found


def _authors(page: Declared, site: str) -> list[str]:
    declared = _names(page.texts("author"), whole=True) or _names(page.texts("creator"), whole=True)
    metas = _names(page.all_metas(*_AUTHOR_METAS), whole=False)
    if metas and (not declared or [name.casefold() for name in declared] == [site.casefold()]):
        return metas
    return declared


def _names(given: Iterable[str], *, whole: bool) -> list[str]:
    """Return names of authors; several in one text are parted where each reads like the name of a person."""
    names: list[str] = []
    for text in given:
        name = _NAME_PREFIX.sub("", clean_text(text)).strip(" ,;|-")
        parts = [part for part in _PEOPLE_SPLIT.split(name) if part]
        apart = len(parts) > 1 and all(_PERSON.fullmatch(part) for part in parts)
        names += [each for each in (parts if apart or not whole else [name]) if _is_name(each)]
    return _distinct(names)


def _is_name(text: str) -> bool:
    return 1 < len(text) <= _MOST_NAME and not _NO_NAME.search(text)


def _published(page: Declared, found: str | None) -> str | None:
    """Return the date; an instant where the page names it with its zone."""
    declared = _day(page.texts("datePublished"))
    seen = iso_date(found or "")
    if declared and (not seen or abs((_of(declared) - _of(seen)).days) <= _SAME_DAYS):
        return declared
    if seen:
        meta = _day([page.meta(*_DATE_METAS)])
        # The same day, told more exactly.
        return meta if meta and meta[:10] == seen[:10] else seen
    return _day([page.meta(*_DATE_METAS)])


def _day(texts: Iterable[str]) -> str | None:
    return next((found for text in texts if text and (found := iso_date(text.strip('" ')))), None)


def _of(day: str) -> date:
    return date.fromisoformat(day[:10])


def _tags(tree: HtmlElement, page: Declared, site: str) -> list[str]:
    sources = (
        page.all_metas("news_keywords"),
        page.texts("keywords"),
        page.all_metas("keywords", "parsely-tags", "sailthru.tags"),
        page.all_metas("article:tag", "og:article:tag"),
        [clean_text(link.text_content()) for link in _TAG_LINKS(tree)],
    )
    for source in sources:
        tags = [_TAG_PREFIX.sub("", part) for text in source for part in _TAG_SPLIT.split(text)]
        if found := [tag for tag in _distinct(tags) if tag.casefold() != site.casefold()]:
            return found[:_MOST_TAGS]
    return []


def _own_address(tree: HtmlElement, page: Declared) -> str:
    """Return the address that a page declares as its own."""
    declared = (*(str(each) for each in _CANONICAL(tree)), page.meta("og:url"))
    return next((each for each in declared if each.startswith(("http://", "https://"))), "")


def _language(tree: HtmlElement, page: Declared) -> str | None:
    root = tree.getroottree().getroot()
    for text in (root.get("lang"), root.get("xml:lang"), *page.texts("inLanguage"), page.meta("og:locale")):
        if text and re.match(r"[a-zA-Z]{2}(?![a-zA-Z])", text):
            return str(text[:2]).lower()
    return None


def _distinct(texts: Iterable[str]) -> list[str]:
    """Return texts without repetitions, whatever their case."""
    seen: dict[str, str] = {}
    for text in texts:
        if plain := " ".join(text.split()):
            seen.setdefault(plain.casefold(), plain)
    return list(seen.values())
