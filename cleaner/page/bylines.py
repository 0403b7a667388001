"""Who wrote an article, as its page shows it: behind "By", or in a place that the page names after an author."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from urllib.parse import urlsplit

import regex
from lxml.etree import _Element

from cleaner.page.headline import Piece, names_of
from cleaner.page.names import are_letters, has_role, is_agency, is_name, label, names
from cleaner.page.words import expression, words

_MOST_CHARACTERS = 90
_MOST_PEOPLE = 8
_MOST_WORDS = 5
_NEAREST_LEVELS = 3
# Where names end: signs that part them from what follows, and figures.
_END = regex.compile(r"\s+[-–—⋅·•●|]+\s+|\s*[|•·●⋅(\[]|(?<=\S)[\s,]+(?:on\s+)?\d|(?<=\p{Ll}\p{Ll})\.\s+(?=\p{Lu})")
# They begin with a capital, or in a script that has none.
_NAMES = regex.compile(r"(?=[\p{Lu}\p{Lt}\p{Lo}\d])[\p{L}\p{M}\p{N}.,'’&/®()+_ -]+")
_SMALL = regex.compile(r"\p{Ll}")
_PARTICLES = frozenset(
    "de la del der den van von di da das dos du al el bin ibn y e and und et of the for zu ter le".split()
)
_BETWEEN = regex.compile(r",|&|\s(?:and|und|et|y)\s")
_JOINT = regex.compile(r"(?>[\s,;&/]+|(?:and|und|et|y|e|og|och|en|ja|i|и)(?:\s+|$))*+")


def byline(pieces: Sequence[Piece], known: Sequence[str] = ()) -> list[str]:
    """Return who is shown as the authors close to the headline; nobody where that is not certain.

    Args:
        pieces: What stands around it (`cleaner.page.headline`).
        known: What is no author although it may stand in an author's place: the title, the site.
    """
    none = {text.casefold() for text in known}
    marked: list[str] = []
    for number, piece in enumerate(pieces):
        further = pieces[number + 1 :]
        if len(piece.text) > _MOST_CHARACTERS:
            if marked:
                # The text has begun, which may speak of what is "by" somebody.
                break
        elif said := label().match(piece.text):
            rest = piece.text[said.end() :]
            found = _people(rest, further) if rest else _following(further)
            if found and not (number and _did_something_else(pieces[number - 1].text)):
                return found
        elif not marked and _is_place_of_author(piece):
            found = _people(piece.text, further, marked=True)
            # A single word may be anything: a button, a section.
            marked = [name for name in found if name.casefold() not in none and (" " in name or not name.isascii())]
    return marked


def _did_something_else(text: str) -> bool:
    """Tell whether the words before "by" say that somebody did something else than write."""
    return text.lower().rsplit(None, 1)[-1] in words("other_work")


def _following(pieces: Sequence[Piece]) -> list[str]:
    """Return the names that follow a label which stands alone."""
    first = next((number for number, piece in enumerate(pieces[:2]) if not _JOINT.fullmatch(piece.text)), None)
    if first is None or len(pieces[first].text) > _MOST_CHARACTERS:
        return []
    return _people(pieces[first].text, pieces[first + 1 :])


def _people(text: str, further: Sequence[Piece], *, marked: bool = False) -> list[str]:
    """Return the names in a text, and in the pieces that go on with it behind a comma or "and".

    Args:
        text: Where they begin.
        further: What follows.
        marked: The page names the place of the text after an author, and what goes on must stand in such a place, too.
    """
    if marked and further and " " not in text and " " not in further[0].text and _is_place_of_author(further[0]):
        # First and last name, each in an element of its own.
        text, further = f"{text} {further[0].text}", further[1:]
    found = _named(text)
    joined = _goes_on(text)
    if not found or (_cut(text) != text.rstrip(" ,;&") and not joined):
        return found
    for piece in further:
        if len(found) >= _MOST_PEOPLE or len(piece.text) > _MOST_CHARACTERS:
            break
        rest = piece.text
        if (begun := _JOINT.match(rest)) and begun.end():
            joined, rest = True, rest[begun.end() :]
            if not rest:
                continue
        if joined and are_letters(_cut(rest)):
            found[-1] += f", {_cut(rest)}"
            continue
        if not joined or (marked and not _is_place_of_author(piece)) or not (more := _named(rest)):
            break
        found += [name for name in more if name not in found and not is_agency(name)]
        joined = _goes_on(rest)
    return found


def _goes_on(text: str) -> bool:
    return text.rstrip() != text.rstrip(" ,;&")


def _named(text: str) -> list[str]:
    """Return the names at the beginning of a text that reads like names."""
    cut = _cut(text)
    if not _NAMES.fullmatch(cut) or any(len(each.split()) > _MOST_WORDS for each in _BETWEEN.split(cut)):
        return []
    if any(_SMALL.match(word) and word not in _PARTICLES and not is_agency(word) for word in cut.split()):
        return []
    return [name for name in names([cut]) if is_name(name) and not _is_role(name)]


def _cut(text: str) -> str:
    """Return what stands before the end of the names in a text."""
    text = _ending().split(text, maxsplit=1)[0]
    return str(_END.split(text, maxsplit=1)[0]).strip(" ,;-–—·•|")


@functools.cache
def _ending() -> regex.Pattern[str]:
    return expression(r"\b(?:\L<name_ends>)\b")


def _is_role(name: str) -> bool:
    return has_role(name) and len(name.split()) < _MOST_WORDS - 1


def _is_place_of_author(piece: Piece) -> bool:
    """Tell whether a page names the place of a text after an author."""
    for level, holder in enumerate(piece.holders):
        called = names_of(holder)
        if called & words("beside_author"):
            return False
        if "author" in (holder.get("rel") or "").split() or _leads_to_author(holder):
            return True
        if called & words("author_names"):
            return level < _NEAREST_LEVELS
    return False


def _leads_to_author(element: _Element) -> bool:
    if element.tag != "a":
        return False
    try:
        path = urlsplit(element.get("href") or "").path
    except ValueError:
        return False
    parts = [part.lower() for part in path.split("/") if part]
    return any(part in words("author_paths") for part in parts[:-1])
