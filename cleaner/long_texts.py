"""Long texts in little memory: packed while nobody reads them, and what they leave behind given back.

Python takes four bytes for each character of a text that holds a single one of four, as an emoji is; the same text has
hardly more than one byte a character as UTF-8.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

LONG = 500_000
"""From so many characters on it is worth the while."""

_BYTES_OF_WIDE = 4


class Packed(Struct, frozen=True):
    """A text as UTF-8."""

    data: bytes

    def text(self) -> str:
        """Return the text."""
        return self.data.decode("utf-8", "surrogatepass")


Kept: TypeAlias = str | Packed
"""A text, packed where that spares much: the same text is always kept in the same way."""


def kept(text: str) -> Kept:
    """Return a text as it is kept."""
    return Packed(_utf8(text)) if len(text) >= LONG and _is_wide(text) else text


def joined(parts: Iterable[str]) -> Kept:
    """Put slices of a text together with LF between them; only a text of one slice is not packed.

    Of a wide text each slice around a wide character is wide, too, so they are packed as they come.
    """
    following = iter(parts)
    whole = next(following, "")
    packed: list[bytes] = []
    for part in following:
        if not packed:
            packed.append(_utf8(whole))
        packed.append(_utf8(part))
    return Packed(b"\n".join(packed)) if packed else whole


def text_of(text: Kept) -> str:
    """Return a text that was kept."""
    return text.text() if isinstance(text, Packed) else text


def give_back(characters: int) -> None:
    """Give back to the system what work on a text of so many characters left, where the C library has a call for it.

    It lies between values that stay, so it does not go by itself, and is too scattered to hold another long text.
    """
    if characters < LONG or sys.platform != "linux":
        return
    import ctypes

    # glibc's; musl has none, and needs none.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _is_wide(text: str) -> bool:
    return sys.getsizeof(text) >= _BYTES_OF_WIDE * len(text)
