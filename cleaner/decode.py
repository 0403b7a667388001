"""The read step: from bytes to text, never guessing in silence."""

from __future__ import annotations

import codecs
from collections import Counter

from msgspec import Struct

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # UTF-32 first: its mark for little-endian begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_COMMONEST = "cp1252"
# What shows UTF-16 that has no mark: so many bytes at least, spaces, few kinds of upper halves, hardly a lower NUL.
_LEAST_WIDE = 8
_SPACES = 0.05
_ALIKE = 0.9
_STRAY = 0.01


class Decoded(Struct, frozen=True):
    """Text, and the flags that its reading earned."""

    text: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """Decode bytes.

    Args:
        data: The bytes.
        charset: What their carrier declares; ignored where it is unknown or does not fit.

    Returns:
        The text; flag `guessed_charset` where the character set was detected, `replaced` where bytes that stand for
        no character became U+FFFD.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _with_replacements(data, name)
    if (wide := _wide_without_mark(data)) and not charset:
        return _flagged(_with_replacements(data, wide))
    for name in filter(None, (charset, "utf-8")):
        try:
            return Decoded(data.decode(name))
        except (ValueError, LookupError):
            continue
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if sum(character > "\x7f" for character in text) > 2 * bad:
        # By chance, other sets hardly ever give a character of UTF-8: this is UTF-8 with a few bad bytes.
        return Decoded(text, ("replaced",))
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        return _with_replacements(data, "utf-8")
    # Sets that differ in a few letters only often fit alike; then the commonest on the web is the likeliest.
    alike = (each for each in matches if each.chaos <= best.chaos and each.coherence >= best.coherence)
    common = any(_COMMONEST in each.could_be_from_charset for each in alike)
    return _flagged(_with_replacements(data, _COMMONEST if common else best.encoding))


def _flagged(guessed: Decoded) -> Decoded:
    return Decoded(guessed.text, ("guessed_charset", *guessed.flags))


def _wide_without_mark(data: bytes) -> str | None:
    """Return the form of UTF-16 that bytes have; such bytes often are UTF-8, too, with a NUL beside each letter.

    In the text of an alphabet the upper halves of characters are nearly all alike, and that of a space is NUL.
    """
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if b"\0" not in sample or len(sample) < _LEAST_WIDE:
        return None
    for name, upper, lower in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        commonest = sum(number for _, number in Counter(upper).most_common(2))
        has_spaces = upper.count(0) >= len(upper) * _SPACES
        if has_spaces and commonest >= len(upper) * _ALIKE and lower.count(0) <= len(lower) * _STRAY:
            return name
    return None


def _with_replacements(data: bytes, charset: str) -> Decoded:
    text = data.decode(charset, errors="replace")
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return Decoded(text, ("replaced",))
    return Decoded(text)
