"""Dates as articles print them, in ISO 8601; the only place that imports dateparser, and only once a date was found.

Strict and without a look at today's date: a text that does not name day, month and year is no date, and where only
the writer knows whether 3/4 is in March or April, none is given.
"""

from __future__ import annotations

import functools
import re
from datetime import date, datetime
from typing import Any

import regex

_MAX_CHARACTERS = 80
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_HAS_YEAR_AND_DAY = re.compile(r"(?=.*(?<!\d)\d{4}(?!\d)).*(?<!\d)\d{1,2}(?!\d)", re.DOTALL)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{2,4}")
_TIME = re.compile(r"\d[:.h]\d\d|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)

_LATIN = "en de fr es it pt nl pl cs nb da sv fi tr id vi ro hu hr sk sl lt lv et ca".split()
# Languages that write months in another script. Loading what dateparser knows of a language takes up to a quarter of a
# second, so only those are asked that may have written a text.
_SCRIPTS = (
    (regex.compile(r"\p{Cyrillic}"), "ru uk bg".split()),
    (regex.compile(r"\p{Greek}"), ["el"]),
    (regex.compile(r"\p{Arabic}"), ["ar", "fa"]),
    (regex.compile(r"\p{Hebrew}"), ["he"]),
    (regex.compile(r"\p{Devanagari}"), ["hi"]),
    (regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]"), ["ja", "zh", "ko"]),
    (regex.compile(r"\p{Hangul}"), ["ko"]),
)
# 2 March 2024, 2. März 2024, 2 de marzo de 2024; March 2nd, 2024.
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[ -]?(?:(?:de|of) )?([^\W\d_]{3,})[.,]{0,2}[ -](?:del? )?(\d{4})"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")

_SETTINGS: dict[str, Any] = {
    "PARSERS": ["absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
    "STRICT_PARSING": True,
    # Dotted and dashed figures; a language with an order of its own overrides it, and doubtful slashes are refused.
    "DATE_ORDER": "DMY",
}


@functools.lru_cache(maxsize=1024)
def iso_date(text: str) -> str | None:
    """Return a date as ISO 8601: the day, or the instant with its zone where the text names one; None for no date."""
    if _ISO.fullmatch(text):
        return _checked(text)
    if len(text) > _MAX_CHARACTERS or not _HAS_YEAR_AND_DAY.search(text) or _is_doubtful(text):
        return None
    if (day := _worded(text)) is not None:
        return day
    import dateparser

    found = dateparser.parse(text, languages=_languages_of(text), settings=_SETTINGS)
    if found is None:
        return None
    if found.tzinfo is not None and _TIME.search(text):
        return found.isoformat()
    return found.date().isoformat()


def _languages_of(text: str) -> list[str]:
    """Return the languages that may have written a date, by its script."""
    return next((languages for script, languages in _SCRIPTS if script.search(text)), _LATIN)


def _worded(text: str) -> str | None:
    """Return the date in a text that names a month between two figures; None where it is written otherwise."""
    if found := _DAY_FIRST.fullmatch(text):
        day, word, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        word, day, year = found.groups()
    else:
        return None
    month = _month(word)
    try:
        return date(int(year), month, int(day)).isoformat() if month else None
    except ValueError:
        return None


@functools.lru_cache(maxsize=1024)
def _month(word: str) -> int | None:
    """Return the month that a word names in any language; it is slow to tell, and texts name the same ones."""
    import dateparser

    found = dateparser.parse(f"15 {word} 2000", languages=_languages_of(word), settings=_SETTINGS)
    return found.month if found and (found.year, found.day) == (2000, 15) else None


def _is_doubtful(text: str) -> bool:
    slashed = _SLASHED.search(text)
    return slashed is not None and slashed[1] != slashed[2] and int(slashed[1]) <= 12 and int(slashed[2]) <= 12


def _checked(text: str) -> str | None:
    """Return a text in the form of ISO 8601: None where the calendar has no such day, the day where no zone stands."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return text if found.tzinfo is not None else found.date().isoformat()
