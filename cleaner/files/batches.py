"""From files to the batches that are handed out: small files together, files of records in blocks.

Where a batch ends depends on its inputs alone, never on the number of processes or on what an earlier run did: so a
run that goes on where another was killed makes the same blocks.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct, field

from cleaner.errors import InputError
from cleaner.files import parquet, warc
from cleaner.files.forms import Compression, Form, compression_of, form_of
from cleaner.files.inputs import Entry, output_names
from cleaner.files.jsonl import read_lines
from cleaner.files.records import Piece, Reading, name_of
from cleaner.files.streams import reading as opened
from cleaner.files.work import Recalled
from cleaner.workers import Chunk

if TYPE_CHECKING:
    from cleaner.files.manifest import Manifest, Unit

_FILES = 64
_RECORDS = 256
_BYTES = 1_000_000
# One file in so many ends a batch by its name, so that a file more or less shifts only the batch that it falls into.
_ENDS = 48


class Target(Struct, frozen=True):
    """A file into which the records of many articles go.

    Attributes:
        path: Where it lies; None for standard output.
        key: What the manifest calls it.
    """

    path: Path | None
    key: str = ""

    @property
    def form(self) -> Form:
        """What it holds: JSON Lines, unless its name says Parquet."""
        return Form.PARQUET if self.path and form_of(self.path.name) is Form.PARQUET else Form.JSONL

    @property
    def compression(self) -> Compression:
        """How it is packed."""
        return compression_of(self.path.name) if self.path else Compression.NONE


class Batch(Chunk["Piece | Recalled"]):
    """What is handed out together.

    Attributes:
        target: The file into which its records go; None where articles have files of their own, or none.
        units: Key and identity of each item that the manifest knows by itself, in the order of the items.
        key: What the manifest calls it as a whole; empty where its items are known by themselves.
        identity: What it was made of.
        recalled: What an earlier run made of it; then it has no items.
        settled: The whole target is from an earlier run, and nothing is left to do.
        origin: The rows that its items were, where they are needed again.
        has_rows: Its items are records of the file into which they go; not so the fault of a file of rows.
        advance: How many bytes of input it stands for.
        whole: The identity of the file into which its records go.
    """

    target: Target | None = None
    units: list[tuple[str, str]] = field(default_factory=list)
    key: str = ""
    identity: str = ""
    recalled: Unit | None = None
    settled: bool = False
    origin: Any = None
    has_rows: bool = True
    advance: int = 0
    whole: str = ""

    def part_in(self, parts: Path) -> Path:
        """Return where its records are kept until their file is put together."""
        target = self.target.key if self.target else ""
        return parts / _hash(target)[:16] / _hash(self.key, self.identity)[:32]


class Batches(Struct, frozen=True):
    """Makes batches of files.

    Attributes:
        entries: The files.
        reading: How they are read.
        single: The file into which all records go; None for a folder, or nowhere.
        folder: The folder below which results go.
        digest: Stands for everything that has a say in the results but the inputs.
        manifest: What earlier runs did.
        parts: The folder in which records are kept until their file is put together.
        by_content: Files are known by their content, not by size and time.
        force: What earlier runs did counts for nothing.
        skip_failed: What failed before is not tried again.
        wants_removals: Removals are wanted, too.
        at_once: Records are handed out one by one, as they come.
        passed_over: Counts what files of records hold that is no article, by kind.
    """

    entries: list[Entry]
    reading: Reading
    single: Target | None = None
    folder: Path | None = None
    digest: str = ""
    manifest: Manifest | None = None
    parts: Path | None = None
    by_content: bool = False
    force: bool = False
    skip_failed: bool = False
    wants_removals: bool = False
    at_once: bool = False
    passed_over: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Batch]:
        if self.single:
            yield from self._into(self.single, self.entries)
            return
        for is_many, entries in groupby(self.entries, key=lambda entry: entry.form.holds_many):
            if not is_many:
                yield from self._files(entries)
                continue
            for entry in entries:
                name = output_names(entry)[0]
                yield from self._into(Target(self.folder / name if self.folder else None, name), [entry])

    def _files(self, entries: Iterable[Entry]) -> Iterator[Batch]:
        """Batches of files whose results are files, too."""
        for batch in self._packed(entries):
            pieces = [piece for piece in batch.items if isinstance(piece, Piece)]
            batch.items = [
                self._recalled(piece, unit[1]) or piece for piece, unit in zip(pieces, batch.units, strict=True)
            ]
            yield batch

    def _packed(self, entries: Iterable[Entry]) -> Iterator[Batch]:
        batch = Batch([])
        for entry in entries:
            size = _size(entry)
            batch.items.append(Piece(entry, name_of(entry), size=size))
            batch.units.append((entry.name, self._identity(entry)))
            batch.size += min(size, self.reading.max_size)
            batch.advance += size
            if _is_full(batch, entry):
                yield batch
                batch = Batch([])
        if batch.items:
            yield batch

    def _recalled(self, piece: Piece, identity: str) -> Recalled | None:
        unit = self._recall(piece.entry.name, identity)
        if unit is None or self.folder is None:
            return None
        if not unit.failed and not all((self.folder / name).is_file() for name in output_names(piece.entry)):
            return None
        return Recalled(piece, unit.tally, bool(unit.failed))

    def _recall(self, key: str, identity: str) -> Unit | None:
        if self.manifest is None or self.force:
            return None
        return self.manifest.recall(key, identity, skip_failed=self.skip_failed)

    def _into(self, target: Target, entries: list[Entry]) -> Iterator[Batch]:
        """Batches whose records go into one file."""
        whole = self._whole(entries)
        if self.manifest:
            unit = None if self.wants_removals else self._recall(target.key, whole)
            if unit and target.path and self.manifest.noted(f"made {target.key}") == fingerprint(target.path):
                yield Batch([], recalled=unit, settled=True, advance=sum(map(_size, entries)))
                return
        for is_many, some in groupby(entries, key=lambda entry: entry.form.holds_many):
            if not is_many:
                yield from self._blocks_of_files(target, whole, some)
                continue
            for entry in some:
                yield from self._blocks_of_records(target, whole, entry)

    def _whole(self, entries: Iterable[Entry]) -> str:
        """Return the identity of a file that is made of others."""
        return _hash("whole", *(self._identity(entry) for entry in entries)) if self.manifest else ""

    def _blocks_of_files(self, target: Target, whole: str, entries: Iterable[Entry]) -> Iterator[Batch]:
        for batch in self._packed(entries):
            first = batch.units[0][0]
            yield self._block(batch, target, whole, f"{target.key}\0{first}", [identity for _, identity in batch.units])

    def _blocks_of_records(self, target: Target, whole: str, entry: Entry) -> Iterator[Batch]:
        identity = self._identity(entry)
        for number, batch in enumerate(self._records(target, entry)):
            yield self._block(batch, target, whole, f"{target.key}\0{entry.name}\0{number:09}", [identity, str(number)])

    def _block(self, batch: Batch, target: Target, whole: str, key: str, made_of: list[str]) -> Batch:
        batch.target, batch.whole, batch.key, batch.units = target, whole, key, []
        batch.identity = _hash("removals" if self.wants_removals else "", *made_of) if self.manifest else ""
        unit = self._recall(key, batch.identity)
        if unit and self.parts and batch.part_in(self.parts).is_file():
            batch.recalled = unit
            batch.items, batch.size, batch.origin = [], 0, None
        return batch

    def _records(self, target: Target, entry: Entry) -> Iterator[Batch]:
        """Blocks of the records of a file; a fault of the file is the last of them."""
        batch = Batch([])
        position = 0
        try:
            with opened(entry.path, compression_of(entry.path or "")) as source:
                if entry.form is Form.PARQUET:
                    for batch in self._rows(target, entry, source):
                        yield batch
                        batch = Batch([])
                    return
                pieces = (
                    read_lines(entry, source, self.reading)
                    if entry.form is Form.JSONL
                    else warc.read_warc(entry, source, self.reading, self.passed_over)
                )
                for piece in pieces:
                    batch.items.append(piece)
                    batch.size += piece.size
                    if len(batch.items) >= _RECORDS or batch.size >= _BYTES or self.at_once:
                        batch.advance, position = source.position - position, source.position
                        yield batch
                        batch = Batch([])
                batch.advance = source.position - position
        except InputError as error:
            batch.items.append(Piece(entry, name_of(entry), error=str(error)))
            batch.has_rows = entry.form is not Form.PARQUET
        # Even where nothing is left: an empty file gives an empty file.
        yield batch

    def _rows(self, target: Target, entry: Entry, source: Any) -> Iterator[Batch]:  # noqa: ANN401 - any stream
        first = 1
        keeps_schema = target.form is Form.PARQUET
        with _seekable(entry, source) as stream:
            size = os.fstat(stream.fileno()).st_size
            for rows, batch in parquet.read_batches(stream):
                if keeps_schema:
                    parquet.check_columns(batch.schema, self.reading.names)
                pieces = parquet.pieces_of(entry, batch, first, self.reading, whole=not keeps_schema)
                first += len(pieces)
                yield Batch(
                    list(pieces),
                    sum(piece.size for piece in pieces) + (batch.nbytes if keeps_schema else 0),
                    origin=batch if keeps_schema else None,
                    advance=round(size * len(pieces) / max(rows, 1)),
                )

    def _identity(self, entry: Entry) -> str:
        if self.manifest is None or entry.path is None:
            return ""
        if self.by_content:
            return _hash(self.digest, entry.name, _content(entry.path))
        try:
            known = os.stat(entry.path)  # noqa: PTH116 - called by the million
        except OSError:
            return _hash(self.digest, os.path.abspath(entry.path), "gone")  # noqa: PTH100 - the same
        return _hash(self.digest, os.path.abspath(entry.path), f"{known.st_size} {known.st_mtime_ns}")  # noqa: PTH100


def _seekable(entry: Entry, source: Any) -> BinaryIO:  # noqa: ANN401 - any stream
    """Return a file that can be read from any place, as Parquet must be."""
    if entry.path is None:
        import tempfile

        copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the caller
        while data := source.read(_BYTES):
            copy.write(data)
        copy.seek(0)
        return copy
    if compression_of(entry.path) is not Compression.NONE:
        raise InputError("Parquet packs its data itself -> unpack the file")
    return open(entry.path, "rb")  # noqa: PTH123 - closed by the caller


def _is_full(batch: Batch, last: Entry) -> bool:
    ends = zlib.crc32(os.fsencode(last.name)) % _ENDS == 0
    return ends or len(batch.items) >= _FILES or batch.size >= _BYTES


def _size(entry: Entry) -> int:
    try:
        return os.stat(entry.path).st_size if entry.path else 0  # noqa: PTH116 - called by the million
    except OSError:
        return 0


def _hash(*parts: str) -> str:
    found = hashlib.sha256()
    for part in parts:
        data = os.fsencode(part)
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def _content(path: str) -> str:
    """Return the digest of what a file holds; of what can't be read, a word."""
    try:
        if not os.path.isfile(path):  # noqa: PTH113 - called by the million
            return "no file"
        with open(path, "rb") as file:  # noqa: PTH123 - the same
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def fingerprint(path: Path) -> str:
    """Return what tells a finished file from one that was changed afterwards."""
    try:
        known = path.stat()
    except OSError:
        return ""
    return f"{known.st_size} {known.st_mtime_ns}"
