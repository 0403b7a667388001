"""An index: which expressions have a key text in which lines, found by one scan of a sheet of lines.

Where the accelerator (`ahocorasick_rs`) is missing, and for the first few lines of a process, every piece of the text
is looked up, which finds the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from cleaner.engine.sheet import Sheet
from cleaner.rulebook.key_table import HEAD, ZoneKeys, entries_of
from cleaner.rulebook.keys import Key, Place
from cleaner.rulebook.pattern import Clock

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SURROGATE = re.compile("[\ud800-\udfff]")
_FEW_TEXTS = 24
# Until so much has been scanned, looking up every piece of the text takes less time than making the automaton.
_FEW_CHARACTERS = 20_000

_end = itemgetter(2)
_Further = tuple[tuple[Place, tuple[str, ...]], ...]


class Target(NamedTuple):
    """An expression of a rule.

    Attributes:
        order: The place of the rule in the chain.
        bit: One bit, for the place of the expression in the rule's first pattern.
        least: How many characters a line has at least that it matches.
        most: How many at most.
        words: How many words.
        further: Keys beside the one that was found, which must hold, too.
    """

    order: int
    bit: int
    least: int
    most: float
    words: float
    further: _Further


class Targets(dict[int, list[Target]]):
    """The expressions that have a key, by its number; those of ready keys are made when one is first found.

    Args:
        make: Makes them.
    """

    def __init__(self, make: Callable[[int], list[Target]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, number: int) -> list[Target]:
        made = self[number] = self._make(number)
        return made


class Index:
    """Finds the expressions that have a key in a line.

    Args:
        ready: Keys that are ready.
        targets: Makes the expressions that have one of them, by its number.
    """

    def __init__(self, ready: ZoneKeys | None = None, targets: Callable[[int], list[Target]] = lambda _: []) -> None:
        self._numbers = ready.numbers() if ready else {}
        self._sizes = set(ready.sizes) if ready else set()
        self._heads = set(ready.heads) if ready else set()
        self._targets = Targets(targets)
        self._scanned = 0

    def add(self, key: Key, target: Target) -> None:
        """Note an expression under its first key."""
        numbers = self._numbers
        for entry in entries_of(key):
            self._targets[numbers.setdefault(entry, len(numbers))].append(target)
            self._sizes.add(len(entry))
            self._heads.add(entry[:HEAD])

    def _scan(self, text: str) -> Iterable[tuple[int, int, int]]:
        """Return the numbers of the keys in a text, each with its start and end, in the order of the lines."""
        if self._scanned < _FEW_CHARACTERS or self._automaton is None:
            # Threads may count past each other: then the automaton is made a little later.
            self._scanned += len(text)
            return self._scan_plainly(text)
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            # Lone surrogates, which a chain without repair leaves; no key holds one.
            return self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=True)

    @cached_property
    def _automaton(self) -> AhoCorasick | None:
        try:
            from ahocorasick_rs import AhoCorasick
        except ImportError:
            return None
        return AhoCorasick(self._numbers)

    def _scan_plainly(self, text: str) -> Iterable[tuple[int, int, int]]:
        numbers, heads = self._numbers, self._heads
        sizes = sorted(self._sizes)
        found = [
            (numbers[piece], start, start + size)
            for size in sizes
            if size < HEAD
            for start in range(len(text) - size + 1)
            if (piece := text[start : start + size]) in numbers
        ]
        starts = [start for start in range(len(text) - HEAD + 1) if text[start : start + HEAD] in heads]
        found += [
            (numbers[piece], start, end)
            for size in sizes
            if size >= HEAD
            for start in starts
            if (end := start + size) <= len(text) and (piece := text[start:end]) in numbers
        ]
        # No key goes beyond a line, so by their ends they are in the order of the lines.
        return sorted(found, key=_end)

    def find(self, sheet: Sheet, seen: dict[int, dict[int, int]], clock: Clock) -> None:
        """Look through lines and note which expressions have their keys there.

        Args:
            sheet: The lines.
            seen: Where it is noted: for each rule, by its place in the chain, line numbers, each with the bits of the
                expressions.
            clock: What may be tried on the article; to see whether there is need is counted, too.

        Raises:
            TooMuchTriedError: It holds too many keys.
        """
        if not self._numbers or not sheet.lines:
            return
        # The way of every line of every article: calls and generators would cost more than what they do.
        targets, ends = self._targets, sheet.ends
        index, end = -1, 0
        looks, most_looks = 0, clock.tries_left()
        done: set[int] = set()
        for key, start, _ in self._scan(sheet.text):
            if start >= end:
                if looks > most_looks:
                    break
                index = bisect_right(ends, start, index + 1)
                end = ends[index]
                done.clear()
                line, folded = sheet.lines[index], sheet.folded[index]
                number, found = line.number, sheet.cores[index]
                size, length = len(found[-1]), len(line.view)
                # A word takes a character, and in ASCII another one parts it from the next.
                most_words = (length + 1) // 2 if line.view.isascii() else length
            elif key in done:
                continue
            done.add(key)
            looks += len(targets[key])
            for order, bit, least, most, words, further in targets[key]:
                if size > most or length < least or (words < most_words and line.words > words):
                    continue
                if further and not _holds(further, folded, found):
                    continue
                held = seen.get(order)
                if held is None:
                    seen[order] = {number: bit}
                else:
                    held[number] = held.get(number, 0) | bit
        clock.count_looks(looks)


def _holds(further: _Further, folded: str, found: tuple[str, ...]) -> bool:
    """Tell whether each of some keys stands in a folded line with these cores."""
    for place, texts in further:
        if place is Place.START:
            if not found[0].startswith(texts) and not found[-1].startswith(texts):
                return False
        elif place is Place.END:
            if not found[0].endswith(texts):
                return False
        else:
            for text in texts:
                if text in folded:
                    break
            else:
                return False
    return True


def further_of(keys: Sequence[Key]) -> _Further:
    """Return the keys beside the first that are asked about where that is found."""
    return tuple((key.place, tuple(key.texts)) for key in keys[1:] if _is_quick(key))


def _is_quick(key: Key) -> bool:
    """Tell whether it costs little to see that a key does not hold."""
    return key.place is not Place.INSIDE or len(key.texts) <= _FEW_TEXTS
