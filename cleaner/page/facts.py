"""The facts that a page gives: of all that it declares and shows, what is most likely true of its article.

One order for each field, best first (docs/users/pages.md says why):

- `title`: that of h1, JSON-LD, OpenGraph and the title element on which they agree most, without the site's name.
- `author`: JSON-LD and meta elements, where they name people; the byline beside the headline; the company, then the
  site, that was declared; what the text says; what trafilatura finds elsewhere.
- `date`: the day in the address; what JSON-LD, meta elements or microdata declare, unless the day shown beside the
  headline is truer; the day shown; that of a change; what htmldate finds in the markup.
- `updated`: JSON-LD, meta elements, the day shown.
- `tags`: `news_keywords`, JSON-LD, `keywords`, `article:tag`, links with `rel=tag`.
- `categories`: JSON-LD, meta elements, trafilatura. `license`: trafilatura. `url`: canonical link, OpenGraph.
- `sitename`: OpenGraph, JSON-LD, the name of the application, the host. `description`: meta elements.
- `language`: the page's `lang`, JSON-LD, OpenGraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from cleaner.article import site_of
from cleaner.dates import iso_date
from cleaner.page import search
from cleaner.page.bylines import byline
from cleaner.page.declared import Declared, clean_text, declared
from cleaner.page.headline import Piece, pieces_around
from cleaner.page.names import distinct, label, names
from cleaner.page.stamps import Stamp, stamp
from cleaner.page.titles import best_title

_AUTHOR_METAS = (
    "author", "authors", "article:author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl",
    "dc.creator", "dcterms.creator", "creator", "article:author_name", "article_author", "og:author",
    "og:article:author",
)  # fmt: skip
# Their form is that of catalogues: last name first.
_CATALOGUE_METAS = ("citation_author", "citation_authors")
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "published_time",
    "datepublished", "publishdate", "publish-date", "publish_date", "published_date", "published", "publication_date",
    "pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date",
    "dcterms.created", "dc.date.issued", "dcterms.issued", "dcterms.date",
)  # fmt: skip
# What these say may be the day of a change.
_OTHER_DATE_METAS = ("date", "dc.date", "created", "citation_date", "last-modified")
_UPDATE_METAS = (
    "article:modified_time", "og:article:modified_time", "og:modified_time", "og:updated_time", "datemodified",
)  # fmt: skip
_SECTIONS = ("article:section",)
_CANONICAL = XPath("//link[@rel='canonical']/@href")
_TAG_LINKS = XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_PUBLISHED = XPath("(//*[@itemprop='datePublished'] | //time[@pubdate])[1]")
_MOST_TAGS = 60
_FEWEST_LETTERS = 3
_EARLIEST = "1700"
_EPOCH = "1970-01-01"
# What zones of time make of one day.
_A_DAY = timedelta(days=1)
_TAG_SPLIT = re.compile(r"\s*[,;]\s*")
# "topic/harbours", "(1) Harbours": what a machine wrote before a tag.
_TAG_PREFIX = re.compile(r"^(?:[a-z]{2,20}[/:]|\(\d+\)\s*)+(?=\S)")
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/-]|$)")
_WORD = re.compile(r"\w+")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a page.

    Attributes:
        certain: Those that count more than what the text says, by their fields.
        guessed: Those that count less.
    """

    certain: dict[str, Any] = field(default_factory=dict)
    guessed: dict[str, Any] = field(default_factory=dict)


def facts_of(tree: HtmlElement, url: str | None = None, *, searches: bool = True) -> PageFacts:
    """Return the facts of a page.

    Args:
        tree: The page; it stays as it is.
        url: Its address, where the caller knows it.
        searches: What is neither declared nor shown beside the headline is looked for everywhere, which is slow.
    """
    page = declared(tree)
    address = _own_address(tree, page) or url
    site = _site_name(page)
    title = best_title(tree, page, site or site_of(address)) or (search.title(tree) if searches else "")
    around = pieces_around(tree, title)
    authors = _authors(page, around, title, site, address)
    declared_day, updated = _declared_day(tree, page), _updated(page)
    shown = stamp(around, declared_day, updated)
    published = _published(page, declared_day, updated, shown, address)
    if not published and searches:
        published = iso_date(search.day(tree, address) or "")
    facts = {
        "title": title,
        "author": authors,
        "date": published,
        "updated": updated or shown.updated,
        "url": address,
        "hostname": site_of(address),
        "sitename": site or site_of(address),
        "description": page.meta("og:description", "description", "dc.description", "twitter:description"),
        "categories": distinct(
            page.texts("articleSection") or page.all_metas(*_SECTIONS) or (search.categories(tree) if searches else [])
        ),
        "tags": _tags(tree, page, site),
        "language": _language(tree, page),
        "license": search.license_of(tree) if searches else None,
    }
    maybe = names(search.authors(tree)) if searches and not authors else []
    return PageFacts({name: value for name, value in facts.items() if value}, {"author": maybe} if maybe else {})


def _site_name(page: Declared) -> str:
    return page.meta("og:site_name") or next(iter(page.texts("publisher")), "") or page.meta("application-name")


def _authors(page: Declared, around: Sequence[Piece], title: str, site: str, address: str | None) -> list[str]:
    """Return the authors of an article: people before companies, and companies before the site itself."""
    linked = names(page.texts("author")) or names(page.texts("creator")) or names(page.page_texts("author"))
    metas = names(page.all_metas(*_CATALOGUE_METAS), inverted=True) or names(page.all_metas(*_AUTHOR_METAS))
    given = [each for each in (linked, metas, names(_labelled_metas(page))) if each]
    known = {_letters(each) for each in (site, site_of(address) or "") if each}
    better = [each for each in given if not all(_is_site(name, known) for name in each)]
    people = [each for each in better if each is not linked or not page.is_company("author")]
    if people:
        return people[0]
    shown = byline(around, (title, site))
    return next(filter(None, (shown, *better, *given)), [])


def _labelled_metas(page: Declared) -> list[str]:
    """Return the authors of the pairs of label and text that some systems give for a card of the page."""
    pairs = ((page.meta(f"twitter:label{number}"), page.meta(f"twitter:data{number}")) for number in (1, 2))
    return [text for said, text in pairs if said and text and label().fullmatch(said)]


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _is_site(name: str, known: set[str]) -> bool:
    """Tell whether a name is that of the site, or of a part of it."""
    letters = _letters(name)
    if _HOST.fullmatch(name):
        return True
    return any(letters in each or (len(each) >= _FEWEST_LETTERS and letters.startswith(each)) for each in known)


def _published(page: Declared, day: str | None, updated: str | None, shown: Stamp, address: str | None) -> str | None:
    """Return the date; an instant where the page names it with its zone."""
    if named := _day_of_address(address):
        return day if day and day[:10] == named else named
    if day and shown.published and _is_truer(_of(shown.published), _of(day), updated):
        return shown.published
    return day or shown.published or _day([page.meta(*_OTHER_DATE_METAS)]) or shown.updated


def _day_of_address(address: str | None) -> str | None:
    found = _ADDRESS_DAY.search(address or "")
    return iso_date("-".join(found.groups())) if found else None


def _is_truer(shown: date, day: date, updated: str | None) -> bool:
    """Tell whether the day that is shown is rather that of publication than the one that is declared.

    Who brings an article into a new system has the day of the move declared, and the true one shown; and what was
    written anew under an old address shows its own day, which is neither the old one nor that of the last change.
    """
    return shown < day - _A_DAY or (updated is not None and day + _A_DAY < shown < _of(updated))


def _declared_day(tree: HtmlElement, page: Declared) -> str | None:
    declared = (*page.texts("datePublished"), page.meta(*_DATE_METAS), *page.page_texts("datePublished"))
    return _day(declared) or _day(
        each.get("datetime") or each.get("content") or clean_text(each.text_content()) for each in _PUBLISHED(tree)
    )


def _updated(page: Declared) -> str | None:
    return _day((*page.texts("dateModified"), page.meta(*_UPDATE_METAS)))


def _day(texts: Iterable[str]) -> str | None:
    """Return the first date among texts that is one; the days at which clocks of machines begin are none."""
    found = (iso_date(text.strip('" ')) for text in texts if text)
    return next((day for day in found if day and day >= _EARLIEST and not day.startswith(_EPOCH)), None)


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
        if found := [tag for tag in distinct(tags) if tag.casefold() != site.casefold()]:
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
