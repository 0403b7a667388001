"""One article on its way through a batch: from the bytes that were found to a record, with its fault where it has one.

Whatever is wrong with one article is told in its record, never raised.
"""

from __future__ import annotations

import json
import os
from typing import Any

from msgspec import Struct

from cleaner.article import Article
from cleaner.decode import decode
from cleaner.errors import InputError
from cleaner.files.forms import Form, compression_of
from cleaner.files.inputs import STDIN, Entry
from cleaner.files.streams import reading

MAX_SIZE = 64_000_000


class FieldNames(Struct, frozen=True):
    """Where a record keeps what; dots lead into objects."""

    text: str = "text"
    html: str = "html"
    id: str = "id"
    url: str = "url"
    title: str = "title"
    lang: str = "lang"


class Given(Struct, frozen=True):
    """What the user says of a single text on the command line."""

    url: str | None = None
    title: str | None = None
    lang: str | None = None


class Reading(Struct, frozen=True):
    """How inputs are read.

    Attributes:
        names: Where records keep what.
        given: What is known of a single text.
        max_size: How many bytes an article may have, unpacked.
    """

    names: FieldNames = FieldNames()
    given: Given = Given()
    max_size: int = MAX_SIZE

    @property
    def too_large(self) -> str:
        """Why an article is not read that is larger than allowed."""
        return f"larger than {self.max_size:,} bytes -> allow more with --max-size"


class Piece(Struct, frozen=True):
    """An article as it was found, not looked into yet.

    Attributes:
        entry: The file it stands in.
        name: What messages call it: the path, in files of records with a number.
        content: A line of JSON, or the fields of a record; None for a file of its own, which is still to be read.
        size: How many bytes it has, roughly.
        error: Why there is no more than this.
    """

    entry: Entry
    name: str
    content: bytes | dict[str, Any] | None = None
    size: int = 0
    error: str | None = None


class Record(Struct, frozen=True):
    """One article on its way through a batch.

    Attributes:
        entry: The file it stands in.
        name: What messages call it.
        article: The article; None where it could not be read.
        flags: What its reading earned (`cleaner.result.FLAGS`).
        fields: The record it came as; None for files of their own.
        error: Why it could not be read.
    """

    entry: Entry
    name: str
    article: Article | None = None
    flags: tuple[str, ...] = ()
    fields: dict[str, Any] | None = None
    error: str | None = None

    @property
    def identity(self) -> str:
        """What its removals are told under."""
        return self.article.id if self.article and self.article.id else self.name


def name_of(entry: Entry) -> str:
    """Return what messages call a file."""
    return entry.path if entry.path is not None else STDIN


def read_record(piece: Piece, reading_: Reading) -> Record:
    """Look into a piece."""
    if piece.error is not None:
        return Record(piece.entry, piece.name, error=piece.error)
    if piece.content is None:
        return _from_file(piece.entry, reading_)
    if isinstance(piece.content, dict):
        return _from_fields(piece.entry, piece.name, piece.content, reading_.names)
    return _from_json(piece.entry, piece.name, piece.content, reading_.names)


def _from_file(entry: Entry, reading_: Reading) -> Record:
    name = name_of(entry)
    try:
        data = _whole(entry, reading_)
    except InputError as error:
        return Record(entry, name, error=str(error))
    given = reading_.given
    facts = {"id": entry.name, "url": given.url, "title": given.title, "lang": given.lang}
    if entry.form is Form.HTML:
        return Record(entry, name, Article(html=data, **facts))
    decoded = decode(data)
    return Record(entry, name, Article(text=decoded.text, **facts), decoded.flags)


def _whole(entry: Entry, reading_: Reading) -> bytes:
    with reading(entry.path, compression_of(entry.path or "")) as source:
        # A file that is far too large is not even begun.
        if entry.path and os.path.getsize(entry.path) > reading_.max_size:  # noqa: PTH202 - called by the million
            raise InputError(reading_.too_large)
        data = source.read(reading_.max_size + 1)
    if len(data) > reading_.max_size:
        raise InputError(reading_.too_large)
    return data


def _from_json(entry: Entry, name: str, line: bytes, names: FieldNames) -> Record:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Record(entry, name, error=f"not UTF-8 at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Record(entry, name, error=f"not JSON: {error}")
    if not isinstance(fields, dict):
        return Record(entry, name, error="a line must be a JSON object")
    return _from_fields(entry, name, fields, names)


def _from_fields(entry: Entry, name: str, fields: dict[str, Any], names: FieldNames) -> Record:
    found = {part: get_field(fields, getattr(names, part)) for part in FieldNames.__struct_fields__}
    identity = found.pop("id")
    wrong = [part for part, value in found.items() if value is not None and not _fits(part, value)]
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


def _fits(part: str, value: object) -> bool:
    return isinstance(value, str) or (part == "html" and isinstance(value, bytes))


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", bytes: "bytes"}
    return kinds.get(type(value), "a number")


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
