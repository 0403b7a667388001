"""Files that are whole or not there: written under a temporary name beside their place, then renamed."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType


class AtomicFile:
    """A file open for writing that appears under its name only when it is committed.

    As a context manager it is committed when the block ends, and discarded when the block fails.

    Args:
        path: Where it goes; folders on the way are made.

    Raises:
        OSError: It can't be written, or what stands there is a folder, a device or a pipe.
    """

    def __init__(self, path: Path) -> None:
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        self._path = path
        self._fault: OSError | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        self._temporary = Path(temporary)
        self._file = os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Append bytes; once that failed, the file is given up and all else fails, too."""
        if self._fault:
            raise self._fault
        try:
            self._file.write(data)
        except OSError as error:
            self._fault = error
            self.discard()
            raise

    def commit(self) -> None:
        """Let the file appear."""
        if self._fault:
            raise self._fault
        try:
            self._file.close()
            # Temporary files are private; results get the rights of any new file.
            mask = os.umask(0)
            os.umask(mask)
            self._temporary.chmod(0o666 & ~mask)
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
