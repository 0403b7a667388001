"""Facts: which fields there are, of what kind, and how captured text becomes their values.

The one place that knows the fields of `metadata`. Captures come in as text, in the order of the article; out comes
the metadata and, for each field, the rules it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

import regex
from msgspec import Struct

from cleaner.dates import iso_date
from cleaner.lines import without_marker


class Kind(Enum):
    """How the values of a field are kept."""

    TEXT = "text"
    DATE = "date"
    NAMES = "names"
    LIST = "list"
    TITLES = "titles"
    OBJECT = "object"
    OBJECTS = "objects"


FIELDS: Mapping[str, Kind] = {
    "title": Kind.TEXT,
    "author": Kind.NAMES,
    "date": Kind.DATE,
    "updated": Kind.DATE,
    "url": Kind.TEXT,
    "hostname": Kind.TEXT,
    "sitename": Kind.TEXT,
    "description": Kind.TEXT,
    "categories": Kind.LIST,
    "tags": Kind.LIST,
    "tags_text": Kind.TEXT,
    "language": Kind.TEXT,
    "license": Kind.TEXT,
    "source": Kind.TEXT,
    "byline": Kind.TEXT,
    "credit": Kind.TEXT,
    "related": Kind.TITLES,
    "captions": Kind.OBJECTS,
    "copyright": Kind.OBJECT,
    "contributors": Kind.OBJECT,
    "dateline": Kind.OBJECT,
}

_MOST_DATES = 8
_SEPARATORS = regex.compile(r"\s*[,;|/•·#\n]\s*#?")
_NAME_SEPARATORS = regex.compile(
    r"\s*(?:[,،、;|&\n]|(?<=\s)(?:and|und|et|y|e|en|og|och|i|a|ja|ve|и|та|και|dan|và|with|mit|avec|con)(?=\s))\s*"
)


class Capture(Struct, frozen=True):
    """The text that one match of a rule captured: pairs of a dotted field and its text, from one line or removal."""

    rule: str
    line: int
    pairs: tuple[tuple[str, str], ...]


def is_field(dotted: str) -> bool:
    """Tell whether a capture may fill this field: known, and with a part just where the field has parts."""
    name, _, part = dotted.partition(".")
    kind = FIELDS.get(name)
    return kind is not None and (kind in (Kind.OBJECT, Kind.OBJECTS)) == bool(part)


def collect(captures: Iterable[Capture]) -> tuple[dict[str, Any], dict[str, str]]:
    """Make facts of captures.

    Args:
        captures: In any order; they are taken in the order of the article's lines.

    Returns:
        The facts, and for each field the ids of the rules that it came from, separated by commas.
    """
    metadata: dict[str, Any] = {}
    sources: dict[str, list[str]] = {}
    dates_left = _MOST_DATES
    for capture in sorted(captures, key=lambda each: each.line):
        for name, raw in _values(capture.pairs):
            value = raw
            if FIELDS[name] is Kind.DATE:
                # Reading a date is slow; a text full of stamps must not be.
                dates_left -= 1
                value = iso_date(raw) if dates_left >= 0 and name not in metadata else None
            if _add(metadata, name, value) and capture.rule not in sources.setdefault(name, []):
                sources[name].append(capture.rule)
    return metadata, {name: ", ".join(rules) for name, rules in sources.items()}


def _values(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, Any]]:
    """Bring pairs of one capture together: the parts of an object in one value, everything else by itself."""
    objects: dict[str, dict[str, str]] = {}
    for dotted, raw in pairs:
        name, _, part = dotted.partition(".")
        kind = FIELDS[name]
        # A line break parts the entries of a list; elsewhere it is a space.
        between = "\n" if kind in (Kind.NAMES, Kind.LIST) else " "
        text = between.join(" ".join(line.split()) for line in raw.splitlines()).strip()
        if not text:
            continue
        if part:
            objects.setdefault(name, {})[part] = text
        else:
            yield name, _value(kind, text)
    yield from objects.items()


def _value(kind: Kind, text: str) -> Any:  # noqa: ANN401 - a fact is text or a list of texts
    if kind is Kind.NAMES:
        return [name for name in _NAME_SEPARATORS.split(text) if name]
    if kind is Kind.LIST:
        return [entry for entry in _SEPARATORS.split(text) if entry]
    return [without_marker(text)] if kind is Kind.TITLES else text


def _add(metadata: dict[str, Any], name: str, value: Any) -> bool:  # noqa: ANN401 - see _value
    """Add one value: lists grow, objects fill up, everything else keeps what came first. Tells whether it was new."""
    if not value:
        return False
    kind = FIELDS[name]
    if kind is Kind.OBJECTS and isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        entries = metadata.setdefault(name, [])
        before = len(entries)
        for entry in value:
            if entry not in entries:
                entries.append(entry)
        return len(entries) > before
    if isinstance(value, dict):
        known = metadata.setdefault(name, {})
        fresh_parts = {part: text for part, text in value.items() if part not in known}
        known.update(fresh_parts)
        return bool(fresh_parts)
    if name in metadata:
        return False
    metadata[name] = value
    return True
