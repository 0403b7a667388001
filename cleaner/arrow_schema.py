"""The columns that the batch core adds, and the way between a result and a row of them.

Arrow's columns have one type each, so facts have a fixed place here: a field each in the order of `cleaner.facts`.
Whatever has no place, such as a part that only a user's own rules fill, is kept as JSON in `metadata.other`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cleaner.extras import require
from cleaner.facts import FIELDS, Kind
from cleaner.result import Result

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = require("pyarrow", "arrow")

_PARTS = {
    "captions": ("text", "credit"),
    "copyright": ("holder", "years", "text"),
    "dateline": ("place", "date", "agency"),
}
# Objects whose parts are open: a list of them, so that any user's rules may name others.
_OPEN = frozenset(name for name, kind in FIELDS.items() if kind is Kind.OBJECT and name not in _PARTS)
_OTHER = "other"

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.string(),
    Kind.NAMES: pa.list_(pa.string()),
    Kind.LIST: pa.list_(pa.string()),
    Kind.TITLES: pa.list_(pa.string()),
}


def _field(name: str, kind: Kind) -> pa.Field:
    if name in _OPEN:
        return pa.field(name, pa.list_(pa.struct([("part", pa.string()), ("text", pa.string())])))
    if name in _PARTS:
        parts = pa.struct([(part, pa.string()) for part in _PARTS[name]])
        return pa.field(name, pa.list_(parts) if kind is Kind.OBJECTS else parts)
    return pa.field(name, _TYPES[kind])


METADATA = pa.struct([*(_field(name, kind) for name, kind in FIELDS.items()), pa.field(_OTHER, pa.string())])
"""Facts: a field each, null where it is not known; dates as ISO 8601; `other` an object in JSON."""

REMOVAL = pa.struct(
    [
        ("rule", pa.string()),
        ("family", pa.string()),
        ("line", pa.int64()),
        ("last_line", pa.int64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("text", pa.string()),
    ]
)
"""One removal, as `cleaner.Removal`: lines from 1; `[start, end)` in characters (code points) of the repaired text."""

ADDED = (
    pa.field("metadata", METADATA),
    pa.field("removed", pa.list_(REMOVAL)),
    pa.field("flags", pa.list_(pa.string())),
    pa.field("error", pa.string()),
    pa.field("cleaned_by", pa.string()),
)
"""The columns that are added, in their order. Only `error` is ever null."""


def as_row(result: Result, cleaned_by: str) -> dict[str, Any]:
    """Return the added columns of one row."""
    return {
        "metadata": as_struct(result.metadata),
        "removed": [encodable(removal.as_dict()) for removal in result.removed],
        "flags": list(result.flags),
        "error": encodable(result.error),
        "cleaned_by": cleaned_by,
    }


def as_struct(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as the `metadata` column holds them."""
    row: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for name, value in facts.items():
        if name in _OPEN:
            row[name] = [{"part": part, "text": text} for part, text in value.items()]
        elif name not in FIELDS or not _fits(name, value):
            other[name] = value
        else:
            row[name] = value
    if other:
        row[_OTHER] = json.dumps(other, ensure_ascii=False)
    return encodable(row)  # type: ignore[no-any-return]


def _fits(name: str, value: Any) -> bool:  # noqa: ANN401 - a fact
    if name not in _PARTS:
        return True
    return all(set(each) <= set(_PARTS[name]) for each in (value if isinstance(value, list) else [value]))


def as_facts(row: dict[str, Any]) -> dict[str, Any]:
    """Return a value of the `metadata` column, as `to_pylist` gives it, as the facts of `cleaner.Result.metadata`."""
    facts = {name: _without_nulls(value) for name, value in row.items() if value is not None and name != _OTHER}
    for name in _OPEN & facts.keys():
        facts[name] = {each["part"]: each["text"] for each in facts[name]}
    return {**facts, **json.loads(row.get(_OTHER) or "{}")}


def _without_nulls(value: Any) -> Any:  # noqa: ANN401 - a fact
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if each is not None}
    return value


def encodable(value: Any) -> Any:  # noqa: ANN401 - a text, or texts in lists and objects
    """Return a value whose texts UTF-8 has a form for: lone surrogates become U+FFFD."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return value
    if isinstance(value, list):
        return [encodable(each) for each in value]
    if isinstance(value, dict):
        return {key: encodable(each) for key, each in value.items()}
    return value
