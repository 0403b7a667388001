"""Bytes in and out, packed or plain: decompressed as a stream, bounded, and never cut short in silence."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

from cleaner.errors import InputError, UsageError
from cleaner.files.forms import Compression

MAX_RATIO = 200
"""To how many times its size a packed file may grow; text grows three- to tenfold."""

_FREE_GROWTH = 16_000_000
_BLOCK = 1 << 20


@contextmanager
def reading(path: str | None, compression: Compression) -> Iterator[Source]:
    """Open an input for reading; a fault is an `InputError` that says why.

    Args:
        path: The file; None for standard input.
        compression: How it is packed; standard input has no name to tell, and is looked at.
    """
    try:
        with _opened(path) as raw:
            if path is None:
                raw, compression = _sniffed(raw)
            source = Source(raw, compression)
            try:
                yield source
            except source.faults as error:
                raise InputError(source.told(error)) from error
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror or error}") from error


@contextmanager
def _opened(path: str | None) -> Iterator[BinaryIO]:
    if path is None:
        if sys.stdin is None:
            raise InputError("standard input is closed")
        yield sys.stdin.buffer
        return
    # Opening a pipe would wait for somebody to write into it.
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - called by the million
        raise InputError("not a regular file")
    with open(path, "rb") as raw:  # noqa: PTH123 - called by the million
        yield raw


def _sniffed(raw: BinaryIO) -> tuple[BinaryIO, Compression]:
    stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)  # type: ignore[type-var]
    magic = stream.peek(4)[:4]
    if magic.startswith(b"\x1f\x8b"):
        return stream, Compression.GZIP
    return stream, Compression.ZSTD if magic == b"\x28\xb5\x2f\xfd" else Compression.NONE


class Source(io.RawIOBase):
    """The bytes of an input, unpacked as they are asked for.

    Raises:
        InputError: From reading: it grows beyond all measure.
    """

    def __init__(self, raw: BinaryIO, compression: Compression) -> None:
        self._raw = _Counting(raw)
        self._compression = compression
        self._grown = 0
        self.faults: tuple[type[Exception], ...] = (EOFError, gzip.BadGzipFile, zlib.error)
        if compression is Compression.GZIP:
            self._stream: IO[bytes] = gzip.GzipFile(fileobj=self._raw, mode="rb")  # type: ignore[assignment]
        elif compression is Compression.ZSTD:
            zstd = zstd_module()
            self.faults = (*self.faults, zstd.ZstdError)
            self._stream = zstd.ZstdFile(self._raw)
        else:
            self._stream = raw

    @property
    def position(self) -> int:
        """How many bytes of the file were read."""
        return self._raw.count if self._compression is not Compression.NONE else self._grown

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Read up to so many bytes; all that is left where the size is negative."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_BLOCK), b""))
        return self._counted(self._stream.read(size))

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any buffer
        """Read into a buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were handed out."""
        return self._grown

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read up to the end of a line, or so many bytes."""
        return self._counted(self._stream.readline(-1 if size is None else size))

    def told(self, error: Exception) -> str:
        """Say in words why the bytes can't be unpacked."""
        kind = {Compression.GZIP: "gzip", Compression.ZSTD: "zstd"}.get(self._compression, "")
        cut = isinstance(error, EOFError)
        return f"the {kind} data is cut short" if cut else f"no whole {kind} data: {error}"

    def _counted(self, data: bytes) -> bytes:
        self._grown += len(data)
        if self._compression is not Compression.NONE and self._grown > _FREE_GROWTH + MAX_RATIO * self._raw.count:
            raise InputError(f"grows to more than {MAX_RATIO} times its size when unpacked -> unpack it yourself")
        return data


class _Counting(io.RawIOBase):
    """Bytes of a file, counted as they are read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._raw.read(size)
        self.count += len(data)
        return data

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any buffer
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def packed(stream: IO[bytes], compression: Compression) -> IO[bytes]:
    """Return a stream that packs what is written to it; closing it leaves the inner one open."""
    if compression is Compression.GZIP:
        # Without name and time, so that the same articles give the same bytes.
        return gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0)  # type: ignore[return-value]
    if compression is Compression.ZSTD:
        return zstd_module().ZstdFile(stream, mode="wb")  # type: ignore[no-any-return]
    return stream


def zstd_module() -> Any:  # noqa: ANN401 - one of two modules
    """Import what reads zstd: a part of Python from 3.14 on."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        raise missing("zstd", ".zst") from None
    return zstd


def missing(extra: str, what: str) -> UsageError:
    """Return the error that says which extra is needed for a format."""
    return UsageError(f"{what} needs an extra that is not installed -> pip install 'article-cleaner[{extra}]'")
