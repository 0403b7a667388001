"""What single characters are, for the native scan: what each is folded to, and which kinds of line parts it makes."""

from __future__ import annotations

from cleaner.lines import is_joiner, is_spaceless, is_word
from cleaner.rulebook.folding import MARKS, fold

MARK = 1
"""Folded, neither a letter nor a figure."""
WORD = 2
"""Part of a word."""
JOINER = 4
"""Between two parts of a word it makes them one."""
SPACELESS = 8
"""Of a script that is written without spaces."""

_PAGE = 256


def page_of(number: int) -> tuple[str, bytes]:
    """Return what the 256 characters of a page are folded to, and what kinds they are.

    Args:
        number: The number of the page: that of its first character, divided by 256.
    """
    characters = [chr(number * _PAGE + place) for place in range(_PAGE)]
    folded = list(map(fold, characters))
    kinds = [
        (MARK if MARKS.fullmatch(low) else 0)
        | (WORD if is_word(each) else 0)
        | (JOINER if is_joiner(each) else 0)
        | (SPACELESS if is_spaceless(each) else 0)
        for each, low in zip(characters, folded, strict=True)
    ]
    return "".join(folded), bytes(kinds)
