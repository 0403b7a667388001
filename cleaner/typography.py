"""Characters that are written in several ways, and their one plain way.

The matching view (what rules see) and the normalise step (what users get) read the same tables, so a text that was
normalised shows rules exactly the view it showed before. Every mapping is one character for one character: a span in
the view is the same span in the line. Which words a text has is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping

_SINGLE_QUOTES = "‘’‚‛´"
_DOUBLE_QUOTES = "“”„‟"
_DASHES = "‐‑‒–—―−"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Invisible marks: they stay in the text, but a rule need not know of them. U+02BC is a letter to Unicode.
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"

QUOTES = dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DOUBLE_QUOTES, '"')
DASHES = dict.fromkeys(_DASHES, "-")
SPACES = dict.fromkeys(_SPACES, " ")
# What East Asian typesetting writes as wide as an ideograph (（）：！Ａ１), and the quotation marks of Hebrew (צה״ל).
_WIDE = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_HEBREW = {"׳": "'", "״": '"'}
_VIEW = QUOTES | DASHES | SPACES | dict.fromkeys(_UNSEEN, " ") | _WIDE | _HEBREW | {"ʼ": "'"}

_ASCII = bytes(range(0x80))
_GUILLEMETS = (("«", "»", '"'), ("‹", "›", "'"))


def matching_view(text: str) -> str:
    """Return a line, or lines, as rules see them, of the same length.

    Typographic quotes, dashes and spaces, and full-width letters, digits and punctuation, appear in their ASCII form.
    """
    return straighten_guillemets(rewritten(text, _VIEW))


def beyond_ascii(text: str) -> set[str]:
    """Return the characters of a text that are not ASCII, each once; many times as fast as asking each character."""
    if text.isascii():
        return set()
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def rewritten(text: str, table: Mapping[str, str]) -> str:
    """Return a text with characters beyond ASCII replaced; many times as fast as `str.translate`."""
    for character in table.keys() & beyond_ascii(text):
        text = text.replace(character, table[character])
    return text


def straighten_guillemets(text: str) -> str:
    """Turn guillemets that are paired in a line into quotes, whichever way they point; one without its pair stays."""
    for left, right, quote in _GUILLEMETS:
        if left in text and right in text:
            text = "\n".join(_replace_pairs(line, left, right, quote) for line in text.split("\n"))
    return text


def _replace_pairs(line: str, left: str, right: str, quote: str) -> str:
    if left not in line or right not in line:
        return line
    characters = list(line)
    unpaired: list[int] = []
    for position, character in enumerate(characters):
        if character not in (left, right):
            continue
        if unpaired and characters[unpaired[-1]] != character:
            characters[unpaired.pop()] = characters[position] = quote
        else:
            unpaired.append(position)
    # What is left all points one way, so a second look finds no further pair.
    return "".join(characters)


def unmapped(pattern: str) -> str:
    """Return the characters of a pattern that no matching view ever holds, each once, in order."""
    return "".join(dict.fromkeys(character for character in pattern if character in _VIEW))
