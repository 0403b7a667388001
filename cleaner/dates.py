"""Dates as articles print them, in ISO 8601; the only place that imports dateparser, and only once a date was found.

Strict and without a look at today's date: a text that does not name day, month and year is no date.
"""

from __future__ import annotations

import functools
import re
from typing import Any

_TIME = re.compile(r"\d[:.h]\d\d|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_MAX_CHARACTERS = 80

_SETTINGS: dict[str, Any] = {
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
    "STRICT_PARSING": True,
    # Where only the language could tell 3/4 from 4/3, dateparser goes by the language it detects.
    "PREFER_LOCALE_DATE_ORDER": True,
}


@functools.lru_cache(maxsize=1024)
def iso_date(text: str) -> str | None:
    """Return a date as ISO 8601: the day, or the instant with its zone where the text names one; None for no date."""
    if len(text) > _MAX_CHARACTERS:
        return None
    if _ISO.fullmatch(text):
        return text
    import dateparser

    found = dateparser.parse(text, settings=_SETTINGS)
    if found is None:
        return None
    if found.tzinfo is not None and _TIME.search(text):
        return found.isoformat()
    return found.date().isoformat()
