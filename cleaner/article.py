"""What goes in: an article, and what its caller knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaner.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Article:
    """One document.

    Attributes:
        text: Its text; give this or `html`.
        html: Its page, as text or as bytes in the page's own encoding.
        charset: The encoding of a page in bytes, where its carrier (a header of HTTP) names it.
        id: A name to find it again by; handed through.
        url: Its address; rules for single sites need it.
        title: Its title, where the caller knows it; never guessed again.
        lang: Its language as ISO 639-1, with or without a region, where the caller knows it.
    """

    text: str | None = None
    html: str | bytes | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article before the rules look at it, as they ask for it: absent facts are empty.

    Attributes:
        title: Its title, from the caller or the page.
        lang: Its language, from the caller or the page, as ISO 639-1.
        site: The host of its address.
        evidence: What its page says of its lines, by their numbers; empty for plain text.
    """

    title: str = ""
    lang: str = ""
    site: str = ""
    evidence: Mapping[int, Evidence] = field(default_factory=dict)

    def is_of(self, sites: frozenset[str]) -> bool:
        """Tell whether the article stands on one of the sites or on a subdomain of one."""
        return any(self.site == site or self.site.endswith(f".{site}") for site in sites)


def language_of(tag: str | None) -> str:
    """Return the language of a tag such as `pt-BR`, as ISO 639-1; empty where there is none of two letters."""
    language = (tag or "").replace("_", "-").partition("-")[0].strip().lower()
    return language if len(language) == len("pt") else ""


def site_of(url: str | None) -> str:
    """Return the host of an address without `www.`; empty where there is none."""
    if not url:
        return ""
    # Not at the top: most texts come without an address.
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
