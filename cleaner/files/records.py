"""Reading: from a file to its articles, one at a time, each with its fault where it has one."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from cleaner.article import Article
from cleaner.decode import decode
from cleaner.files.inputs import STDIN, Entry, Form


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Where a JSON record keeps what; dots lead into objects."""

    text: str = "text"
    html: str = "html"
    id: str = "id"
    url: str = "url"
    title: str = "title"
    lang: str = "lang"


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a single text on the command line."""

    url: str | None = None
    title: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One article on its way through a batch.

    Attributes:
        entry: The file it stands in.
        name: What messages call it: the path, in JSON Lines with the number of the line.
        article: The article; None where it could not be read.
        flags: What its reading earned (`cleaner.result.FLAGS`).
        fields: The JSON record it came as; None for files of their own.
        error: Why it could not be read.
    """

    entry: Entry
    name: str
    article: Article | None = None
    flags: tuple[str, ...] = ()
    fields: dict[str, Any] | None = None
    error: str | None = None


def read_records(entry: Entry, names: FieldNames, given: Given) -> Iterator[Record]:
    """Yield the articles of a file; a fault is told in a record, never raised.

    Args:
        entry: The file.
        names: Where JSON records keep what.
        given: What is known of a text that stands in a file of its own.
    """
    name = str(entry.path) if entry.path else STDIN
    try:
        if entry.path and not stat.S_ISREG(entry.path.stat().st_mode):
            yield Record(entry, name, error="not a regular file")
        elif entry.path:
            with entry.path.open("rb") as stream:
                yield from _read(entry, name, stream, names, given)
        elif sys.stdin is None:
            yield Record(entry, name, error="standard input is closed")
        else:
            yield from _read(entry, name, sys.stdin.buffer, names, given)
    except OSError as error:
        yield Record(entry, name, error=f"can't be read: {error.strerror or error}")


def _read(entry: Entry, name: str, stream: BinaryIO, names: FieldNames, given: Given) -> Iterator[Record]:
    if entry.form is Form.JSONL:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _from_json(entry, f"{name}:{number}", line, names)
        return
    data = stream.read()
    facts = {"id": entry.name, "url": given.url, "title": given.title, "lang": given.lang}
    if entry.form is Form.HTML:
        yield Record(entry, name, Article(html=data, **facts))
    else:
        decoded = decode(data)
        yield Record(entry, name, Article(text=decoded.text, **facts), decoded.flags)


def _from_json(entry: Entry, name: str, line: bytes, names: FieldNames) -> Record:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Record(entry, name, error=f"not UTF-8 at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Record(entry, name, error=f"not JSON: {error}")
    if not isinstance(fields, dict):
        return Record(entry, name, error="a line must be a JSON object")
    found = {part: get_field(fields, getattr(names, part)) for part in FieldNames.__slots__}
    identity = found.pop("id")
    wrong = [part for part, value in found.items() if value is not None and not isinstance(value, str)]
    if wrong:
        path = getattr(names, wrong[0])
        return Record(entry, name, fields=fields, error=f"`{path}` must be a text, not {_kind(found[wrong[0]])}")
    if not isinstance(fields.get("metadata"), dict | None):
        kind = _kind(fields["metadata"])
        return Record(entry, name, fields=fields, error=f"`metadata` must be an object, not {kind}")
    if found["text"] is None and found["html"] is None:
        missing = f"neither `{names.text}` nor `{names.html}` -> name the field with --text-field"
        return Record(entry, name, fields=fields, error=missing)
    return Record(entry, name, Article(id=None if identity is None else str(identity), **found), fields=fields)


def _kind(value: object) -> str:
    return {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}.get(type(value), "a number")


def get_field(fields: dict[str, Any], path: str) -> Any:  # noqa: ANN401 - JSON holds any data
    """Return what stands at a dotted path, or None; a key that holds the dots itself wins."""
    if path in fields:
        return fields[path]
    value: Any = fields
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            return None
        value = value[part]
    return value


def with_field(fields: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy of a record with a value at a dotted path; what lies beside it is not touched."""
    first, dot, rest = path.partition(".")
    if not dot or path in fields:
        return {**fields, path: value}
    inner = fields.get(first)
    return {**fields, first: with_field(inner if isinstance(inner, dict) else {}, rest, value)}


def without_field(fields: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a copy of a record without what stands at a dotted path; what lies beside it is not touched."""
    if path in fields:
        return {key: value for key, value in fields.items() if key != path}
    first, _, rest = path.partition(".")
    inner = fields.get(first)
    return {**fields, first: without_field(inner, rest)} if isinstance(inner, dict) and rest else dict(fields)
