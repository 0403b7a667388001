"""The extract step: from a page to the lines of its article; the only place that imports trafilatura."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cleaner.dates import iso_date

_TEXTS = ("title", "url", "hostname", "sitename", "description", "license", "language")
_LISTS = ("categories", "tags")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article of a page: its text, empty where there is none, and what the page says of it."""

    text: str
    metadata: dict[str, Any] = field(default_factory=dict)


def extract(html: str | bytes, url: str | None = None) -> Extracted:
    """Find the article of a page.

    Args:
        html: The page; bytes are decoded by what the page declares.
        url: Its address, where it is known.
    """
    import trafilatura

    document = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=True)
    if document is None:
        return Extracted("")
    found = document if isinstance(document, dict) else document.as_dict()
    text = "\n".join(part for part in (found.get("text"), found.get("comments")) if part)
    metadata: dict[str, Any] = {name: found[name] for name in _TEXTS if found.get(name)}
    metadata |= {name: list(found[name]) for name in _LISTS if found.get(name)}
    if found.get("author"):
        metadata["author"] = [name for name in found["author"].split("; ") if name]
    if date := iso_date(found.get("date") or ""):
        metadata["date"] = date
    return Extracted(text, metadata)
