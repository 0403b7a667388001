"""Characters that are written in several ways, and their one plain way.

The matching view (what rules see) and the normalise step (what users get) read the same tables, so a text that was
normalised shows rules exactly the view it showed before. Every mapping is one character for one character: a span in
the view is the same span in the line. Which words a text has is never touched.
"""

from __future__ import annotations

_SINGLE_QUOTES = "‘’‚‛´"
_DOUBLE_QUOTES = "“”„‟"
_DASHES = "‐‑‒–—―−"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Invisible marks: they stay in the text, but a rule need not know of them. U+02BC is a letter to Unicode.
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"

QUOTES = dict.fromkeys(map(ord, _SINGLE_QUOTES), "'") | dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"')
DASHES = dict.fromkeys(map(ord, _DASHES), "-")
SPACES = dict.fromkeys(map(ord, _SPACES), " ")
# What East Asian typesetting writes as wide as an ideograph (（）：！Ａ１), and the quotation marks of Hebrew (צה״ל).
_WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_HEBREW = {ord("׳"): "'", ord("״"): '"'}
_VIEW = QUOTES | DASHES | SPACES | dict.fromkeys(map(ord, _UNSEEN), " ") | _WIDE | _HEBREW | {ord("ʼ"): "'"}

_GUILLEMETS = (("«", "»", '"'), ("‹", "›", "'"))


def matching_view(line: str) -> str:
    """Return the line as rules see it, of the same length.

    Typographic quotes, dashes and spaces, and full-width letters, digits and punctuation, appear in their ASCII form.
    """
    if line.isascii():
        return line
    return straighten_guillemets(line.translate(_VIEW))


def straighten_guillemets(line: str) -> str:
    """Turn paired guillemets into quotes, whichever way they point; one without its pair is an arrow and stays."""
    for left, right, quote in _GUILLEMETS:
        if left in line and right in line:
            line = _replace_pairs(line, left, right, quote)
    return line


def _replace_pairs(line: str, left: str, right: str, quote: str) -> str:
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
    return "".join(dict.fromkeys(character for character in pattern if ord(character) in _VIEW))
