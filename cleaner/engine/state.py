"""The surviving lines of an article, and what rules ask about them; blank lines are left out.

A state is never changed: a round that takes something makes the next state out of what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from cleaner import lines
from cleaner.rulebook.rule import Shape
from cleaner.typography import matching_view

Interval = tuple[int, int]


class Line:
    """One surviving line that is not blank.

    Attributes:
        number: Its number in the repaired text, from 1.
        text: What is left of it.
        pieces: Which intervals of the repaired line are left; one that covers it all where nothing was cut.
    """

    def __init__(self, number: int, text: str, pieces: Sequence[Interval] | None = None) -> None:
        self.number = number
        self.text = text
        self.pieces = tuple(pieces) if pieces is not None else ((0, len(text)),)

    @cached_property
    def view(self) -> str:
        """The matching view, of the same length as the text."""
        return matching_view(self.text)

    @cached_property
    def stripped(self) -> str:
        """The view without space around it."""
        return self.view.strip()

    @cached_property
    def unmarked(self) -> str:
        """The trimmed view without its list marker."""
        return lines.without_marker(self.stripped)

    @cached_property
    def words(self) -> int:
        """The number of its words."""
        return lines.count_words(self.view)

    @cached_property
    def is_prose(self) -> bool:
        """Whether it reads as a sentence of an article."""
        return lines.is_prose(self.stripped, self.words)

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
        return Line(self.number, "".join(kept), pieces)


class State:
    """The lines that are left, in order."""

    def __init__(self, surviving: Sequence[Line]) -> None:
        self.lines = tuple(surviving)

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def index_of(self) -> dict[int, int]:
        """The index of each line, by its number."""
        return {line.number: index for index, line in enumerate(self.lines)}

    @cached_property
    def words_before(self) -> list[int]:
        """For each line, and for the end, how many words stand before it."""
        total = 0
        sums = [0]
        for line in self.lines:
            total += line.words
            sums.append(total)
        return sums

    @cached_property
    def prose(self) -> list[int]:
        """The indexes of all prose lines."""
        return [index for index, line in enumerate(self.lines) if line.is_prose]

    @property
    def first_prose(self) -> int:
        """The index of the first prose line; the number of lines where there is none."""
        return self.prose[0] if self.prose else len(self.lines)

    @property
    def last_prose(self) -> int:
        """The index of the last prose line; -1 where there is none."""
        return self.prose[-1] if self.prose else -1
