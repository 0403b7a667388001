"""Writing: results as files of their own, as JSON Lines, or to standard output; nothing appears half-written."""

from __future__ import annotations

import difflib
import errno
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cleaner.files.atomic import AtomicFile
from cleaner.files.inputs import Entry, Form
from cleaner.files.records import FieldNames, Record, with_field, without_field
from cleaner.result import Result


class Writer(Protocol):
    """Where results go."""

    def write(self, record: Record, result: Result | None) -> None:
        """Take one result; None where the record could not be read."""

    def close(self) -> None:
        """Finish: what was written appears under its name."""

    def abandon(self) -> None:
        """Give up: what is not finished never appears."""


def encode_json(value: Any, indent: int | None = None) -> bytes:  # noqa: ANN401 - JSON holds any data
    """Return a value as a line of JSON in UTF-8; lone surrogates are escaped, since UTF-8 has no place for them."""
    try:
        return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(value, indent=indent) + "\n").encode()


def encode_text(text: str) -> bytes:
    """Return a text in UTF-8; a lone surrogate, which a chain without repair may leave, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def output_names(entry: Entry) -> tuple[str, ...]:
    """Return the names that a file's results have below an output folder."""
    if entry.form is Form.JSONL:
        return (entry.name,)
    stem = entry.name.removesuffix(".txt")
    return f"{stem}.txt", f"{stem}.json"


def as_record(record: Record, result: Result | None, names: FieldNames) -> dict[str, Any]:
    """Return a result as a JSON record: the one it came as, cleaned, or a new one for a file of its own."""
    fields: dict[str, Any] = dict(record.fields) if record.fields is not None else {"id": record.entry.name}
    if result is None:
        return {**fields, "error": record.error}
    if record.fields is None or record.article is None or record.article.text is None:
        fields = without_field(fields, names.html)
    fields = with_field(fields, names.text, result.text)
    known = fields.get("metadata")
    fields["metadata"] = {**result.metadata, **known} if isinstance(known, dict) else result.metadata
    if result.flags:
        fields["flags"] = list(result.flags)
    if result.error:
        fields["error"] = result.error
    return fields


def _stdout() -> BinaryIO:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    return sys.stdout.buffer


class FolderWriter:
    """Mirrors the tree of the inputs below a folder: a text and its facts, or a file of records."""

    def __init__(self, folder: Path, names: FieldNames) -> None:
        self._folder = folder
        self._names = names
        self._open: JsonlWriter | None = None
        self._open_name = ""

    def write(self, record: Record, result: Result | None) -> None:
        """Write one result."""
        if record.entry.form is Form.JSONL:
            self._lines_of(record.entry.name).write(record, result)
        elif result is not None:
            text, facts = output_names(record.entry)
            with AtomicFile(self._folder / text) as file:
                file.write(encode_text(result.text))
            with AtomicFile(self._folder / facts) as file:
                file.write(encode_json(result.as_record(), indent=1))

    def _lines_of(self, name: str) -> JsonlWriter:
        if self._open is None or self._open_name != name:
            self.close()
            self._open, self._open_name = JsonlWriter(self._folder / name, self._names), name
        return self._open

    def close(self) -> None:
        """Finish the file of records that is open, if any."""
        finished, self._open = self._open, None
        if finished:
            finished.close()

    def abandon(self) -> None:
        """Drop the file of records that is open, if any."""
        if self._open:
            self._open.abandon()
            self._open = None


class JsonlWriter:
    """One record a line, into a file or to standard output."""

    def __init__(self, path: Path | None, names: FieldNames) -> None:
        self._names = names
        self._file = AtomicFile(path) if path else None

    def write(self, record: Record, result: Result | None) -> None:
        """Write one result; a record that could not be cleaned keeps its place and tells its `error`."""
        line = encode_json(as_record(record, result, self._names))
        if self._file:
            self._file.write(line)
        else:
            _stdout().write(line)

    def close(self) -> None:
        """Let the file appear."""
        if self._file:
            self._file.commit()
        else:
            _stdout().flush()

    def abandon(self) -> None:
        """Drop the file."""
        if self._file:
            self._file.discard()


class StdoutWriter:
    """The one text that was asked for, or its record, to standard output."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def write(self, record: Record, result: Result | None) -> None:
        """Print one result."""
        if result is None:
            return
        if self._as_json:
            data = encode_json({"id": record.entry.name, "text": result.text, **result.as_record()})
        else:
            data = encode_text(result.text)
        _stdout().write(data)

    def close(self) -> None:
        """Hand over what is buffered."""
        _stdout().flush()

    def abandon(self) -> None:
        """Do nothing: what was printed is printed."""


class RemovalsWriter:
    """Everything that was removed, one object a removal."""

    def __init__(self, path: Path) -> None:
        self._file = AtomicFile(path)

    def write(self, record: Record, result: Result | None) -> None:
        """Write the removals of one result."""
        for removal in result.removed if result else ():
            identity = record.article.id if record.article and record.article.id else record.name
            self._file.write(encode_json({"id": identity, **removal.as_dict()}))

    def close(self) -> None:
        """Let the file appear."""
        self._file.commit()

    def abandon(self) -> None:
        """Drop the file."""
        self._file.discard()


class DiffWriter:
    """What would change, as a unified diff to standard output; writes no file."""

    def write(self, record: Record, result: Result | None) -> None:
        """Print the difference between an article as it came and as it would go."""
        if result is None or record.article is None:
            return
        before = result.repaired if record.article.text is None else record.article.text
        lines = difflib.unified_diff(
            before.splitlines(keepends=True), result.text.splitlines(keepends=True), record.name, record.name
        )
        for line in lines:
            end = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            _stdout().write(encode_text(line + end))

    def close(self) -> None:
        """Hand over what is buffered."""
        _stdout().flush()

    def abandon(self) -> None:
        """Do nothing: what was printed is printed."""
