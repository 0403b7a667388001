"""What is done to one article: looked into, cleaned, counted, encoded, and written where it has files of its own.

This is what the processes of a batch run; all that it needs travels to them, and what it returns is small unless
somebody asked for the whole result.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import Struct, field, structs

from cleaner.files.atomic import AtomicFile
from cleaner.files.inputs import output_names
from cleaner.files.records import FieldNames, Piece, Reading, Record, name_of, read_record, with_field, without_field
from cleaner.files.summary import Tally
from cleaner.pipeline import Cleaner
from cleaner.result import Result


class Wanted(Struct, frozen=True):
    """What is to come of each article.

    Attributes:
        folder: The folder below which articles get files of their own; None for nowhere.
        lines: A record as a line of JSON.
        removals: A line of JSON for each removal.
        results: The whole result, for those who look at it.
    """

    folder: Path | None = None
    lines: bool = False
    removals: bool = False
    results: bool = False


class Outcome(Struct, frozen=True):
    """What came of one article, or of a block of them that an earlier run cleaned.

    Attributes:
        name: What messages call it.
        tally: Its counts; None where it failed.
        error: Why it failed; None where it did not.
        line: Its record as a line of JSON, where that was wanted.
        removals: Its removals, a line of JSON each, where they were wanted.
        record: What was read, where the whole result was wanted.
        result: The whole result, where it was wanted and is not from an earlier run.
        before: An earlier run cleaned it.
        skipped: How many articles failed in an earlier run and were not tried again.
    """

    name: str
    tally: Tally | None = None
    error: str | None = None
    line: bytes = b""
    removals: bytes = b""
    record: Record | None = None
    result: Result | None = None
    before: bool = False
    skipped: int = 0

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Its failure, if it failed: name and reason."""
        return [] if self.error is None else [(self.name, self.error)]


class Recalled(Struct, frozen=True):
    """A file that an earlier run finished: its results lie there, and these are its counts."""

    piece: Piece
    tally: Tally
    failed: bool = False


class Work(Struct, frozen=True):
    """Cleans what it is called with.

    Attributes:
        cleaner: What cleans.
        reading: How inputs are read.
        wanted: What is to come of each article.
    """

    cleaner: Cleaner
    reading: Reading
    wanted: Wanted = field(default_factory=Wanted)

    def __call__(self, piece: Piece | Recalled) -> Outcome:
        """Clean one article; what is wrong with it is told in the outcome, never raised."""
        if isinstance(piece, Recalled):
            return self._recalled(piece)
        record = read_record(piece, self.reading)
        result = self._clean(record)
        failure = record.error or (result.error if result else None)
        try:
            self._write_files(record, result)
        except OSError as error:
            # A full disk, a name too long: this article is lost to the run, the next may not be.
            failure = f"can't be written: {error.strerror or error}"
        return self._outcome(record, result, failure)

    def lost(self, piece: Piece | Recalled, reason: str) -> Outcome:
        """Return what came of an article whose process died over it."""
        found = piece.piece if isinstance(piece, Recalled) else piece
        # A file of its own is not looked at again; a record keeps its fields.
        record = read_record(found if found.content is not None else structs.replace(found, error=reason), self.reading)
        return self._outcome(structs.replace(record, article=None, error=reason), None, reason)

    def _clean(self, record: Record) -> Result | None:
        if record.article is None:
            return None
        result = self.cleaner.clean_article(record.article)
        return replace(result, flags=tuple(sorted({*result.flags, *record.flags}))) if record.flags else result

    def _outcome(self, record: Record, result: Result | None, failure: str | None) -> Outcome:
        wanted = self.wanted
        changed = bool(result and record.article and record.article.text != result.text)
        removed = result.removed if result and wanted.removals else ()
        return Outcome(
            record.name,
            Tally.of(result, changed=changed) if result and failure is None else None,
            failure,
            encode_json(as_record(record, result, self.reading.names)) if wanted.lines else b"",
            b"".join(encode_json({"id": record.identity, **each.as_dict()}) for each in removed),
            record if wanted.results else None,
            result if wanted.results else None,
        )

    def _write_files(self, record: Record, result: Result | None) -> None:
        folder = self.wanted.folder
        if folder is None or result is None or record.entry.form.holds_many:
            return
        text, facts = (folder / name for name in output_names(record.entry))
        # Folders are locked by the run, so temporary names are nobody else's.
        with AtomicFile(text, alone=True, synced=False) as file:
            file.write(encode_text(result.text))
        with AtomicFile(facts, alone=True, synced=False) as file:
            file.write(encode_json(result.as_record(), indent=1))

    def _recalled(self, recalled: Recalled) -> Outcome:
        entry = recalled.piece.entry
        removals = b""
        if self.wanted.removals and self.wanted.folder and not recalled.failed:
            facts = json.loads((self.wanted.folder / output_names(entry)[1]).read_bytes())
            removals = b"".join(encode_json({"id": entry.name, **each}) for each in facts["removed"])
        return Outcome(name_of(entry), recalled.tally, removals=removals, before=True, skipped=int(recalled.failed))


class Workshop(Struct, frozen=True):
    """Makes the work ready in a process, and says there that the run is still writing.

    Attributes:
        work: The work.
        folder: Where the run keeps what it knows; None where it writes to no folder.
    """

    work: Work
    folder: Path | None = None

    def __call__(self, number: int) -> Callable[[Piece | Recalled], Outcome]:
        """Return the work, as the process of this number does it."""
        if self.folder:
            from cleaner.files.locks import hold_as_worker

            # Held until the process ends.
            _HELD.append(hold_as_worker(self.folder, number))
        return self.work


_HELD: list[Any] = []


def encode_json(value: Any, indent: int | None = None) -> bytes:  # noqa: ANN401 - JSON holds any data
    """Return a value as a line of JSON in UTF-8; lone surrogates are escaped, since UTF-8 has no place for them."""
    try:
        return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(value, indent=indent) + "\n").encode()


def encode_text(text: str) -> bytes:
    """Return a text in UTF-8; a lone surrogate, which a chain without repair may leave, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def as_record(record: Record, result: Result | None, names: FieldNames) -> dict[str, Any]:
    """Return a result as a JSON record: the one it came as, cleaned, or a new one for a file of its own."""
    fields: dict[str, Any] = dict(record.fields) if record.fields is not None else {"id": record.entry.name}
    if result is None:
        # A page that a crawler fetched is bytes, which JSON does not know.
        if record.error is not None:
            fields = {key: value for key, value in fields.items() if not isinstance(value, bytes)}
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
