"""Files that are whole or not there: written under a temporary name beside their place, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

PART = ".part"
"""What temporary names end in."""


class AtomicFile:
    """A file open for writing that appears under its name only when it is committed.

    As a context manager it is committed when the block ends, and discarded when the block fails.

    Args:
        path: Where it goes; folders on the way are made.
        alone: Nobody else writes to this path, which a lock must make sure of. Then its temporary name is always the
            same, so that what a killed run left is replaced by the next.
        synced: What it holds is on the disk before it appears. Without, `sync_folder` brings many files there at once.

    Raises:
        OSError: It can't be written, or what stands there is a folder, a device or a pipe.
    """

    def __init__(self, path: Path, *, alone: bool = False, synced: bool = True) -> None:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(path.stat().st_mode):
                raise OSError(errno.EINVAL, "not a regular file", str(path))
        self._path = path
        self._synced = synced
        self._fault: OSError | None = None
        # The name itself may be as long as names can be.
        name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:24] if alone else secrets.token_hex(12)
        self._temporary = path.with_name(f".{name}{PART}")
        # Noted before it is there: an interruption may come at any moment.
        _LEFT.add(self._temporary)
        try:
            self._file = self._opened()
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._opened()

    def _opened(self) -> BinaryIO:
        # What stands there is of a run that was killed, or a trap: a link is never followed.
        with suppress(FileNotFoundError):
            self._temporary.unlink()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self._temporary, flags, 0o666), "wb")

    def write(self, data: bytes) -> int:
        """Append bytes; once that failed, the file is given up and all else fails, too."""
        if self._fault:
            raise self._fault
        try:
            return self._file.write(data)
        except OSError as error:
            self._fault = error
            self.discard()
            raise

    def flush(self) -> None:
        """Hand over to the system what is buffered."""
        self._file.flush()

    def commit(self) -> None:
        """Let the file appear."""
        if self._fault:
            raise self._fault
        try:
            self._file.flush()
            if self._synced:
                os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.replace(self._path)
            _LEFT.discard(self._temporary)
        except OSError:
            self.discard()
            raise

    def discard(self) -> None:
        """Leave no trace of it."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._temporary.unlink()
        _LEFT.discard(self._temporary)

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()


_LEFT: set[Path] = set()


def discard_left() -> None:
    """Leave no trace of files that were being written when the work was broken off."""
    while _LEFT:
        with suppress(OSError):
            _LEFT.pop().unlink()


def sync_folder(folder: Path) -> None:
    """Bring all files below a folder to the disk; one call costs hardly more than syncing one of them."""
    if sys.platform == "linux":
        import ctypes

        handle = os.open(folder, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(handle):
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), str(folder))
        finally:
            os.close(handle)
    elif hasattr(os, "sync"):
        os.sync()
