"""What goes in: an article, and what its caller knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Article:
    """One document.

    Attributes:
        text: Its text; give this or `html`.
        html: Its page, as text or as bytes in the page's own encoding.
        id: A name to find it again by; handed through.
        url: Its address; rules for single sites need it.
        title: Its title, where the caller knows it; never guessed again.
        lang: Its language as ISO 639-1, where the caller knows it.
    """

    text: str | None = None
    html: str | bytes | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows of an article, as rules ask for it: absent facts are empty."""

    title: str = ""
    lang: str = ""
    site: str = ""

    def is_of(self, sites: frozenset[str]) -> bool:
        """Tell whether the article stands on one of the sites or on a subdomain of one."""
        return any(self.site == site or self.site.endswith(f".{site}") for site in sites)


def site_of(url: str | None) -> str:
    """Return the host of an address without `www.`; empty where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
