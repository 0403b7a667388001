"""What trafilatura and htmldate find on a page: asked field by field, and only for what the page does not declare.

The only place that names trafilatura's search for facts. Its search for authors and for dates is the dearest of all it
does, so it is left out wherever the page itself says who and when.
"""

from __future__ import annotations

from copy import copy

from lxml.html import HtmlElement


def title(tree: HtmlElement) -> str:
    """Return the title that the headings of a page show; empty where there is none."""
    from trafilatura.metadata import extract_title

    return extract_title(tree) or ""


def categories(tree: HtmlElement) -> list[str]:
    """Return the categories to which a page links."""
    from trafilatura.metadata import extract_catstags

    return list(extract_catstags("category", tree))


def license_of(tree: HtmlElement) -> str:
    """Return the free licence that a page names; empty where it names none."""
    from trafilatura.metadata import extract_license

    return extract_license(tree) or ""


def authors(tree: HtmlElement) -> list[str]:
    """Return who may be the authors, by the names of elements anywhere on the page."""
    from trafilatura.metadata import extract_author

    return (extract_author(tree) or "").split("; ")


def day(tree: HtmlElement, url: str | None) -> str | None:
    """Return the likeliest day of publication, by the address and all dates of a page."""
    from htmldate import find_date

    # It changes what it searches.
    found: str | None = find_date(copy(tree), original_date=True, url=url)
    return found
