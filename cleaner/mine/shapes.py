"""Shapes: what two near-identical lines have in common, numbers, dates and names being slots.

A line has its own shape, and where it begins with a label, that of the label and anything after it: `Read more: ` and
a headline. Shapes are texts; they name a line whatever its quotes, case, list marker and numbers.
"""

from __future__ import annotations

import regex

from cleaner.lines import without_marker
from cleaner.typography import matching_view

NUMBER, NAME, REST = "\u27e8number\u27e9", "\u27e8name\u27e9", "\u27e8rest\u27e9"
"""Slots of a shape."""

LONGEST = 300
"""A longer line is a paragraph, and no two of them are alike by chance."""

_LABEL_WORDS = 5
_NUMBER = regex.compile(r"\d+(?:[.,:/-]\d+)*")
# Capitalised words behind what introduces a person or a holder; elsewhere they are as often those of a headline.
_NAME = regex.compile(
    r"(?<=\b(?i:by|von|par|por|door|av|af|przez|od|di|da|de|foto|photo|bild|image|credit|source|quelle|©)[:.]?\s)"
    r"\p{Lu}[\p{L}'.-]*(?:\s\p{Lu}[\p{L}'.-]*)*",
)
_LABEL = regex.compile(r"(?P<label>[^\s:|>][^:|>]{1,40}?)\s*(?P<sign>[:|>])\s+(?P<rest>\S.{7,})")
_SPACES = regex.compile(r"\s+")
_HAS_LETTER = regex.compile(r"\p{L}")


def shapes_of(line: str) -> tuple[str, ...]:
    """Return the shapes of a line, its own before that of its label; none where it says nothing or is too long."""
    view = without_marker(matching_view(line).strip())
    if not 2 <= len(view) <= LONGEST or not _HAS_LETTER.search(view):
        return ()
    whole = _slotted(view)
    label = _LABEL.fullmatch(view)
    if label is None or len(label["label"].split()) > _LABEL_WORDS:
        return (whole,)
    return whole, f"{_slotted(label['label'])}{label['sign']} {REST}"


def _slotted(view: str) -> str:
    named = _NAME.sub(NAME, view)
    return _SPACES.sub(" ", _NUMBER.sub(NUMBER, named)).casefold().replace(NAME.casefold(), NAME)


def pattern_of(shape: str) -> str:
    """Return the pattern of a rule that takes the lines of a shape."""
    pieces = regex.split(f"({regex.escape(NUMBER)}|{regex.escape(NAME)}|{regex.escape(REST)}| )", shape)
    slots = {
        NUMBER: r"\d[\d.,:/-]*",
        NAME: r"(?-i:\p{Lu}[\p{L}''.-]*(?:\s\p{Lu}[\p{L}''.-]*){0,4})".replace("''", "'"),
        REST: ".{3,200}",
        " ": r"\s+",
    }
    return "".join(slots.get(piece, regex.escape(piece, special_only=True, literal_spaces=True)) for piece in pieces)


def words_of(text: str) -> set[str]:
    """Return the words of a shape or a line, slots aside, as they are compared."""
    for slot in (NUMBER, NAME, REST):
        text = text.replace(slot, " ")
    return set(regex.findall(r"[\p{L}']+", text.casefold()))
