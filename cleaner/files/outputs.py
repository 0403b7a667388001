"""Where records of many articles go: a file that appears when it is whole, put together of blocks.

Blocks are kept as parts while a run is under way, so that another run can go on where it was killed. Without a manifest
they go straight into the file, or to standard output.
"""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from cleaner.files.atomic import AtomicFile
from cleaner.files.batches import Batch, Target, fingerprint
from cleaner.files.forms import Form
from cleaner.files.parquet import ParquetJoin, block_of
from cleaner.files.records import FieldNames
from cleaner.files.streams import packed
from cleaner.files.work import Outcome

if TYPE_CHECKING:
    from cleaner.files.manifest import Manifest


class Outputs:
    """Takes every batch in order, and writes the files that many articles share.

    Args:
        names: Where records keep what.
        manifest: What is noted as done; None where nothing is kept.
        parts: The folder of the parts; None where blocks go straight to their file.
    """

    def __init__(self, names: FieldNames, manifest: Manifest | None = None, parts: Path | None = None) -> None:
        self._names = names
        self._manifest = manifest
        self._parts = parts
        self._open: _Direct | _ByParts | None = None
        self._target: Target | None = None

    def take(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Take the records of a batch, and what came of its items."""
        if batch.target != self._target:
            self._finish()
            self._target = batch.target
            if batch.target and self._parts and self._manifest:
                self._open = _ByParts(batch.target, batch.whole, self._names, self._manifest, self._parts)
            elif batch.target:
                self._open = _Direct(batch.target, self._names)
        if self._open:
            self._open.take(batch, outcomes)

    def close(self) -> None:
        """Finish the file that is open, if any: it appears under its name."""
        self._finish()

    def abandon(self) -> None:
        """Drop the file that is open, if any."""
        opened, self._open = self._open, None
        if opened:
            opened.abandon()

    def _finish(self) -> None:
        opened, self._open = self._open, None
        if opened:
            opened.finish()
        self._target = None


class _Joined:
    """The file itself: blocks go in one after the other."""

    def __init__(self, target: Target) -> None:
        self._file = AtomicFile(target.path, alone=True) if target.path else None
        stream: Any = self._file or _stdout()
        self._parquet = ParquetJoin(stream) if target.form is Form.PARQUET else None
        self._packed: IO[bytes] = packed(stream, target.compression)
        self._stream = stream

    def add(self, block: bytes) -> None:
        if self._parquet:
            self._parquet.add(block)
        else:
            self._packed.write(block)
        if self._file is None:
            # Whoever reads along gets what is there.
            self._stream.flush()

    def commit(self) -> None:
        if self._parquet and not self._parquet.close():
            # Nothing could be read, so nobody knows its columns.
            self.discard()
            return
        if not self._parquet and self._packed is not self._stream:
            self._packed.close()
        if self._file:
            self._file.commit()
        else:
            self._stream.flush()

    def discard(self) -> None:
        if self._file:
            self._file.discard()


class _Direct:
    """A file that is written as its blocks come."""

    def __init__(self, target: Target, names: FieldNames) -> None:
        self._target = target
        self._names = names
        self._joined = _Joined(target)

    def take(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        self._joined.add(_block(batch, outcomes, self._target, self._names))

    def finish(self) -> None:
        try:
            self._joined.commit()
        except BaseException:
            self._joined.discard()
            raise

    def abandon(self) -> None:
        self._joined.discard()


class _ByParts:
    """A file whose blocks are kept apart until they are all there."""

    def __init__(self, target: Target, whole: str, names: FieldNames, manifest: Manifest, parts: Path) -> None:
        self._target = target
        self._whole = whole
        self._names = names
        self._manifest = manifest
        self._parts = parts
        self._places: list[Path] = []
        self._keys: set[str] = set()

    def take(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        place = batch.part_in(self._parts)
        self._places.append(place)
        self._keys.add(batch.key)
        if batch.recalled:
            return
        removals = b"".join(outcome.removals for outcome in outcomes)
        # The part itself comes last: where it is, its removals are.
        with AtomicFile(removals_beside(place), alone=True, synced=False) as file:
            file.write(removals)
        with AtomicFile(place, alone=True, synced=False) as file:
            file.write(_block(batch, outcomes, self._target, self._names))

    def finish(self) -> None:
        joined = _Joined(self._target)
        try:
            for place in self._places:
                joined.add(place.read_bytes())
            joined.commit()
        except BaseException:
            joined.discard()
            raise
        key = self._target.key
        self._manifest.forget_blocks(key, self._keys)
        self._manifest.settle(key, self._whole)
        self._manifest.note(f"made {key}", fingerprint(self._target.path or Path()))
        self._manifest.sync()
        if self._places:
            shutil.rmtree(self._places[0].parent, ignore_errors=True)

    def abandon(self) -> None:
        """Leave the parts: the next run goes on from them."""


def removals_beside(part: Path) -> Path:
    """Return where the removals of a part are kept."""
    return part.with_name(f"{part.name}-removals")


def _block(batch: Batch, outcomes: Sequence[Outcome], target: Target, names: FieldNames) -> bytes:
    lines = [outcome.line for outcome in outcomes]
    if target.form is Form.PARQUET:
        return block_of(lines, batch.origin, names) if batch.has_rows else b""
    return b"".join(lines)


def _stdout() -> BinaryIO:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    return sys.stdout.buffer
