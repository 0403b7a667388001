"""Files that are whole or not there: written under a temporary name beside their place, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

PART = ".part"
"""What temporary names end in."""


class AtomicFile:
    """A file open for writing that appears under its name only when it is committed, and what it holds is on the disk.

    As a context manager it is committed when the block ends, and discarded when the block fails.

    Args:
        path: Where it goes; folders on the way are made.
        alone: Nobody else writes to this path, which a lock must make sure of. Then its temporary name is always the
            same, so that what a killed run left is replaced by the next.

    Raises:
        OSError: It can't be written, or what stands there is a folder, a device or a pipe.
    """

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(path.stat().st_mode):
                raise OSError(errno.EINVAL, "not a regular file", str(path))
        self._path = path
        self._fault: OSError | None = None
        try:
            handle, temporary = _open_alone(path) if alone else _open_unique(path)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = _open_alone(path) if alone else _open_unique(path)
        self._temporary = temporary
        self._file = os.fdopen(handle, "wb")

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
            os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.replace(self._path)
        except OSError:
            self.discard()
            raise

    def discard(self) -> None:
        """Leave no trace of it."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._temporary.unlink()

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()


def _open_alone(path: Path) -> tuple[int, Path]:
    # The name itself may be as long as names can be.
    name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:24]
    temporary = path.with_name(f".{name}{PART}")
    # What stands there is of a run that was killed, or a trap: a link is never followed.
    with suppress(FileNotFoundError):
        temporary.unlink()
    return os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), temporary


def _open_unique(path: Path) -> tuple[int, Path]:
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=PART, dir=path.parent)
    # Temporary files are private; results get the rights of any new file.
    mask = os.umask(0)
    os.umask(mask)
    with suppress(OSError):
        os.chmod(handle if os.chmod in os.supports_fd else temporary, 0o666 & ~mask)
    return handle, Path(temporary)
