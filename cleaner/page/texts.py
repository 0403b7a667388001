"""The texts of a page in their order, and where among them the lines of an extracted text stand.

Spaces and characters that can't be seen do not count. A text that stands many times is found by the order of the
lines around it: lines that stand once are the pegs between which all others must lie.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from lxml.etree import XPath, _Element

# Asking for the parents' names in the expression, too, would take twice as long.
_TEXTS = XPath("//body//text()[normalize-space()]")
_UNSHOWN = frozenset(("script", "style", "noscript", "template", "textarea"))
_HEAD = 8
_PEG = 24
_MOST_TRIED = 40
_WINDOW = 20_000
_MARKERS = "-*•·–"

Span = tuple[int, int]


def squeezed(text: str) -> str:
    """Return a text without spaces and without characters that can't be seen."""
    return _printable("".join(text.split()))


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(filter(str.isprintable, text))


class PageTexts:
    """All pieces of text of a page that stand between tags.

    Attributes:
        holders: For each piece the element that it stands in.
        written: The pieces as they stand there.
        pieces: The pieces, squeezed.
        words: The number of words of each piece.
    """

    def __init__(self, tree: _Element) -> None:
        self.holders: list[_Element] = []
        self.written: list[str] = []
        self.pieces: list[str] = []
        self.words: list[int] = []
        for text in _TEXTS(tree):
            parent = text.getparent()
            holder = parent.getparent() if text.is_tail else parent
            if holder.tag in _UNSHOWN:
                continue
            words = text.split()
            if piece := _printable("".join(words)):
                self.holders.append(holder)
                self.written.append(text)
                self.pieces.append(piece)
                self.words.append(len(words))
        self._all = "".join(self.pieces)
        self._starts = list(accumulate(map(len, self.pieces), initial=0))
        self._heads: dict[str, list[int]] = defaultdict(list)
        for start, piece in zip(self._starts, self.pieces, strict=False):
            if len(piece) >= _HEAD:
                self._heads[piece[:_HEAD]].append(start)
            else:
                self._heads[self._all[start : start + _HEAD]].append(start)
                self._heads[piece].append(start)

    def pieces_of(self, span: Span) -> range:
        """Return the places of the pieces that a span touches."""
        first = bisect_right(self._starts, span[0]) - 1
        return range(first, max(first + 1, bisect_left(self._starts, span[1])))

    def span_of(self, pieces: Sequence[int]) -> Span:
        """Return the span from the first to the last of some pieces."""
        return self._starts[pieces[0]], self._starts[pieces[-1] + 1]

    def find(self, lines: Sequence[str]) -> list[Span | None]:
        """Return for each line the span of the squeezed page on which it stands, or None where it can't be told."""
        keys = [squeezed(line) for line in lines]
        found = self._pegs(keys)
        self._find_above_first_peg(keys, found)
        self._find_between(keys, found)
        return found

    def _starts_of(self, key: str, low: int, high: int) -> list[int]:
        """Return where a key stands at the start of a piece, from `low` to `high`; of very many only the first."""
        starts = self._heads.get(key[:_HEAD], ())
        begin = bisect_left(starts, low)
        near = starts[begin : min(bisect_left(starts, high), begin + _MOST_TRIED)]
        return [start for start in near if self._all.startswith(key, start)]

    def _pegs(self, keys: Sequence[str]) -> list[Span | None]:
        """Find the long lines that stand once; where they are out of order, the longest row that is in order counts."""
        once: list[tuple[int, int]] = []
        for index, key in enumerate(keys):
            for form in _forms(key):
                if len(form) >= _PEG and len(starts := self._starts_of(form, 0, len(self._all))) == 1:
                    once.append((index, starts[0]))
                    break
        found: list[Span | None] = [None] * len(keys)
        for index, start in _longest_rising(once):
            found[index] = (start, self._end(keys[index], start))
        return found

    def _end(self, key: str, start: int) -> int:
        return start + max(len(form) for form in _forms(key) if self._all.startswith(form, start))

    def _find_above_first_peg(self, keys: Sequence[str], found: list[Span | None]) -> None:
        """What stands above the article, as its title does, also stands in menus further up: the nearest counts."""
        first = next((index for index, span in enumerate(found) if span), 0)
        high = found[first][0] if found and found[first] else 0  # type: ignore[index]
        for index in range(first - 1, -1, -1):
            for form in _forms(keys[index]):
                starts = self._starts_of(form, 0, high)
                if starts:
                    found[index] = (starts[-1], starts[-1] + len(form))
                    high = starts[-1]
                    break

    def _find_between(self, keys: Sequence[str], found: list[Span | None]) -> None:
        highs = [len(self._all)] * (len(keys) + 1)
        for index in range(len(keys) - 1, -1, -1):
            span = found[index]
            highs[index] = span[0] if span else highs[index + 1]
        low = 0
        for index, key in enumerate(keys):
            span = found[index] or self._first_of(key, low, highs[index])
            if span:
                found[index] = span
                low = max(low, span[1])

    def _first_of(self, key: str, low: int, high: int) -> Span | None:
        if not key:
            return None
        for form in _forms(key):
            starts = self._starts_of(form, low, high)
            if starts:
                return starts[0], starts[0] + len(form)
        # A piece may begin before the line does; then only what is near is worth a search.
        start = self._all.find(key, low, min(high, low + _WINDOW)) if len(key) >= _HEAD else -1
        return (start, start + len(key)) if start >= 0 else None


def _forms(key: str) -> tuple[str, ...]:
    """Return the forms in which a page may hold a line: as it is, without its list marker, without its table cells."""
    if key.startswith("|"):
        return key, key.replace("|", "")
    return (key, key[1:]) if key[:1] in _MARKERS and len(key) > 1 else (key,)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs whose second members rise."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for place, (_, start) in enumerate(pairs):
        size = bisect_left(tails, start)
        tails[size : size + 1] = [start]
        tail_at[size : size + 1] = [place]
        before.append(tail_at[size - 1] if size else -1)
    rising: list[tuple[int, int]] = []
    place = tail_at[-1] if tail_at else -1
    while place >= 0:
        rising.append(pairs[place])
        place = before[place]
    return rising[::-1]
