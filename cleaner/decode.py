"""The read step: from bytes to text, never guessing in silence."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Decoded:
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
    guessed = _with_replacements(data, _COMMONEST if common else best.encoding)
    return Decoded(guessed.text, ("guessed_charset", *guessed.flags))


def _with_replacements(data: bytes, charset: str) -> Decoded:
    text = data.decode(charset, errors="replace")
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return Decoded(text, ("replaced",))
    return Decoded(text)
