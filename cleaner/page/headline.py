"""What stands around the headline of an article: the place where pages show who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml.etree import _Element
from lxml.html import HtmlElement

from cleaner.page.declared import clean_text

_BEFORE, _AFTER = 25, 60
_HEADINGS = ("h1", "h2")
_NO_HEADLINES = frozenset({"title", "a", "script", "option"})
_MUTE = frozenset({"script", "style", "noscript", "template", "svg", "button", "select", "textarea"})
_WORD = re.compile(r"\w+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PIECES = re.compile(r"[^\W_]+")
_NAMING = ("class", "id", "data-testid", "itemprop")
_MOST_LEVELS = 4
_LONGEST_HEADLINE = 1_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text.

    Attributes:
        text: Its text, without runs of spaces.
        holders: The elements around it, from the innermost, up to those that hold the headline, too.
    """

    text: str
    holders: tuple[_Element, ...]


def pieces_around(tree: HtmlElement, title: str) -> tuple[Piece, ...]:
    """Return the pieces of text close to the headline of an article: those behind it, then those before it.

    Args:
        tree: The page.
        title: The title of the article; where no heading bears it, the first of the highest level counts.
    """
    elements = list(tree.iter("*"))
    place = _place(elements, title)
    if place is None:
        return ()
    headline = elements[place]
    size = sum(1 for _ in headline.iter("*"))
    outside = frozenset(headline.iterancestors())
    behind = elements[place + size : place + size + _AFTER]
    before = elements[max(0, place - _BEFORE) : place]
    return (*_pieces(behind, outside), *_pieces(before, outside))


def names_of(element: _Element) -> set[str]:
    """Return the words of which the class, the id and their like of an element are made, in small letters."""
    named = " ".join(filter(None, map(element.get, _NAMING)))
    return {piece.lower() for piece in _PIECES.findall(_HUMP.sub(" ", named))}


def _place(elements: Sequence[_Element], title: str) -> int | None:
    """Return where among its elements the headline of a page stands."""
    wanted = _WORD.findall(title.lower())
    first: dict[str, int] = {}
    bearing: int | None = None
    for number, element in enumerate(elements):
        if element.tag in _HEADINGS:
            if (found := _words_of(element)) == wanted:
                return number
            if found:
                first.setdefault(element.tag, number)
        elif bearing is None and element.text and element.tag not in _NO_HEADLINES and element.text.strip() == title:
            bearing = number
    return first.get("h1", first.get("h2") if bearing is None else bearing)


def _words_of(element: _Element) -> list[str]:
    """Return the words of a heading; none where it is too long for one."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > _LONGEST_HEADLINE:
            return []
    return _WORD.findall(clean_text(text).lower())


def _pieces(elements: Sequence[_Element], outside: frozenset[_Element]) -> Iterator[Piece]:
    """Yield the texts of elements that follow each other, in the order of the page."""
    open_elements: list[_Element] = []
    for element in (*elements, None):
        parent = element.getparent() if element is not None else None
        while open_elements and open_elements[-1] is not parent:
            closed = open_elements.pop()
            yield from _piece(closed.tail, closed.getparent(), outside)
        if element is not None:
            open_elements.append(element)
            if element.tag not in _MUTE:
                yield from _piece(element.text, element, outside)


def _piece(text: str | None, holder: _Element, outside: frozenset[_Element]) -> Iterator[Piece]:
    if text and (plain := " ".join(text.split())):
        above = takewhile(lambda each: each not in outside, (holder, *holder.iterancestors()))
        yield Piece(plain, tuple(islice(above, _MOST_LEVELS)))
