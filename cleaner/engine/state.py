"""The surviving lines of an article, and what rules ask about them; blank lines are left out.

A state is never changed: a round that takes something makes the next state out of what is left.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, islice
from operator import attrgetter

from cleaner import lines
from cleaner.engine.scan import BEST
from cleaner.rulebook.rule import Shape
from cleaner.typography import matching_view

Interval = tuple[int, int]

_count_words = BEST.count_words


class Line:
    """One surviving line that is not blank.

    Attributes:
        number: Its number in the repaired text, from 1.
        text: What is left of it.
        view: The matching view, of the same length as the text.
        pieces: Which intervals of the repaired line are left; one that covers it all where nothing was cut.
    """

    # An article of many megabytes has millions of lines: what nobody asks for is never made.
    __slots__ = ("_is_prose", "_pieces", "_words", "number", "text", "view")

    def __init__(
        self, number: int, text: str, view: str | None = None, pieces: Sequence[Interval] | None = None
    ) -> None:
        self.number = number
        self.text = text
        self.view = matching_view(text) if view is None else view
        self._pieces = pieces
        self._words: int | None = None
        self._is_prose: bool | None = None

    @property
    def pieces(self) -> Sequence[Interval]:
        """Which intervals of the repaired line are left."""
        return ((0, len(self.text)),) if self._pieces is None else self._pieces

    @property
    def stripped(self) -> str:
        """The view without space around it."""
        return self.view.strip()

    @property
    def words(self) -> int:
        """The number of its words."""
        if self._words is None:
            self._words = _count_words(self.view)
        return self._words

    @words.setter
    def words(self, words: int) -> None:
        """Note what a scan counted on its way."""
        self._words = words

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a sentence of an article."""
        if self._is_prose is None:
            self._is_prose = lines.is_prose(self.stripped, self.words)
        return self._is_prose

    def has(self, shape: Shape) -> bool:
        """Tell whether it has a shape, or has it not where the shape is negated."""
        if shape.name == "prose":
            found = self.is_prose
        elif shape.name == "item":
            found = lines.is_item(self.stripped)
        else:
            found = lines.is_heading(self.stripped, self.words)
        return found != shape.negated

    def intervals(self, start: int, end: int) -> list[Interval]:
        """Map a span of what is left to intervals of the repaired line."""
        found: list[Interval] = []
        position = 0
        for low, high in self.pieces:
            size = high - low
            first, last = max(start - position, 0), min(end - position, size)
            if first < last:
                found.append((low + first, low + last))
            position += size
        return found

    def without(self, spans: Iterable[Interval]) -> Line:
        """Return the line without some spans of its text, which must be in order and apart."""
        kept: list[str] = []
        pieces: list[Interval] = []
        position = 0
        for start, end in (*spans, (len(self.text), len(self.text))):
            kept.append(self.text[position:start])
            pieces += self.intervals(position, start)
            position = end
        return Line(self.number, "".join(kept), pieces=pieces)


def read_lines(part: str, number: int) -> list[Line]:
    """Return the lines of a slice of a text that are not blank; so many lines stand before it."""
    texts, views = part.split("\n"), matching_view(part).split("\n")
    # Mostly they are equal, and then kept once.
    return [
        Line(at, text, text if view == text else view)
        for at, (text, view) in enumerate(zip(texts, views, strict=True), start=number + 1)
        if text and not text.isspace()
    ]


class State:
    """The lines that are left, in order."""

    def __init__(self, surviving: Sequence[Line]) -> None:
        self.lines = surviving

    def __len__(self) -> int:
        return len(self.lines)

    def index_of(self, number: int) -> int:
        """Return the index of the line with a number; -1 where it is gone."""
        index = bisect_left(self.lines, number, key=_number)
        return index if index < len(self.lines) and self.lines[index].number == number else -1

    @cached_property
    def words_before(self) -> Sequence[int]:
        """For each line, and for the end, how many words stand before it."""
        # Eight bytes each, where a list would have an integer of its own for each.
        return array("q", accumulate((line.words for line in self.lines), initial=0))

    @cached_property
    def first_prose(self) -> int:
        """The index of the first prose line; the number of lines where there is none."""
        return next((index for index, line in enumerate(self.lines) if line.is_prose), len(self.lines))

    @cached_property
    def last_prose(self) -> int:
        """The index of the last prose line; -1 where there is none."""
        return next((index for index in range(len(self.lines) - 1, -1, -1) if self.lines[index].is_prose), -1)

    def prose_after(self, index: int, most: int) -> list[Line]:
        """Return the first prose lines below a line, so many at most."""
        return list(islice((line for line in self.lines[index + 1 :] if line.is_prose), most))


_number = attrgetter("number")
