"""Compiled expressions that came with the package, so that no process need compile them again.

Compiling is the dearest part of starting: the `regex` library does it in Python, in about 2 ms for each of more than
two thousand expressions. It can pickle what it compiled as plain data, which is what is kept here, by the source of
the expression; only the package's own file is read, and only by the version of the library that made it.
"""

from __future__ import annotations

import copyreg
import hashlib
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias, cast

import msgspec
import regex

from cleaner.rulebook.layout import kept_folders
from cleaner.rulebook.outline import Outline

Data: TypeAlias = tuple[
    str,
    int,
    bytes,
    dict[str, int],
    dict[int, str],
    dict[str, frozenset[str]],
    list[int],
    int,
    tuple[int, ...],
    int,
    int,
]
"""What `regex` pickles of a pattern: source, flags, code, groups by name and by number, lists, required characters."""


class _Packed(msgspec.Struct, array_like=True):
    """What is kept, by the names of expressions: what `regex` compiled, and outlines, None where there is none."""

    patterns: dict[str, bytes] = {}
    outlines: dict[str, bytes | None] = {}


class Store:
    """Compiled expressions, and outlines, by their source.

    Args:
        packed: What `pack` returned; what is broken is as good as empty.
    """

    def __init__(self, packed: bytes = b"") -> None:
        self._make, _ = _reduced(regex.compile("a"))
        try:
            self._kept = msgspec.msgpack.decode(packed, type=_Packed)
        except msgspec.MsgspecError:
            self._kept = _Packed()

    def find(self, source: str, *, case: bool) -> regex.Pattern[str] | None:
        """Return an expression, in which case counts or doesn't; None where it is not there."""
        packed = self._kept.patterns.get(_name(source, flag=case))
        if packed is None:
            return None
        try:
            data = msgspec.msgpack.decode(zlib.decompress(packed), type=Data)
            return self._make(*data) if data[0] == source else None
        except (zlib.error, msgspec.MsgspecError, ValueError, TypeError, regex.error):
            return None

    def outline(self, source: str, *, searches: bool) -> Outline | None:
        """Return the outline of an expression, which searches or doesn't; None where it has none.

        Raises:
            LookupError: It is not there, or broken.
        """
        packed = self._kept.outlines[_name(source, flag=searches)]
        try:
            return msgspec.msgpack.decode(zlib.decompress(packed), type=Outline) if packed is not None else None
        except (zlib.error, msgspec.MsgspecError):
            raise LookupError from None


def flags(*, case: bool) -> int:
    """Return the flags of an expression in which case counts or doesn't."""
    return regex.VERSION0 | (0 if case else regex.IGNORECASE)


def pack(
    sources: Iterable[tuple[str, bool]], outlines: Mapping[tuple[str, bool], Outline | None] | None = None
) -> bytes:
    """Compile expressions and return them as bytes.

    Args:
        sources: Of each its source, and whether case counts.
        outlines: Outlines, by the source of their expression and whether it searches.
    """
    kept = _Packed()
    for source, case in sources:
        _, data = _reduced(regex.compile(source, flags(case=case)))
        kept.patterns[_name(source, flag=case)] = zlib.compress(msgspec.msgpack.encode(data), 9)
    for (source, searches), outline in (outlines or {}).items():
        packed = zlib.compress(msgspec.msgpack.encode(outline), 9) if outline else None
        kept.outlines[_name(source, flag=searches)] = packed
    return msgspec.msgpack.encode(kept, order="deterministic")


def file_name() -> str:
    """Return the name of the file that this version of the library can read."""
    return f"{regex.__version__}-{sys.byteorder}.patterns"


@cache
def shipped() -> Store:
    """Return the expressions that came with the package; none where it has no file of this version of the library."""
    folder = next(iter(kept_folders()), None)
    try:
        return Store((folder / file_name()).read_bytes() if folder else b"")
    except OSError:
        return Store()


def _name(source: str, *, flag: bool) -> str:
    return hashlib.sha256(f"{flag} {source}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _reduced(pattern: regex.Pattern[str]) -> tuple[Callable[..., regex.Pattern[str]], Any]:
    """Return what makes a pattern again, and of what: as the library tells `pickle`."""
    make, data = cast("tuple[Callable[..., Any], Any]", copyreg.dispatch_table[type(pattern)](pattern))
    return make, data
