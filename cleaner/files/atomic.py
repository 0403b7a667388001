"""Files that are whole or not there: written under a temporary name beside their place, then renamed."""

from __future__ import annotations

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
        OSError: It can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        self._temporary = Path(temporary)
        self._file = os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._file.write(data)

    def commit(self) -> None:
        """Let the file appear."""
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
