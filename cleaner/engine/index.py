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
from cleaner.engine.target import Further, Target, further_of
from cleaner.rulebook.key_table import HEAD, ZoneKeys
from cleaner.rulebook.keys import Place
from cleaner.rulebook.pattern import COST_OF_A_TRY

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SURROGATE = re.compile("[\ud800-\udfff]")
# Until so much has been scanned, looking up every piece of the text takes less time than making the automaton.
_FEW_CHARACTERS = 20_000

_end = itemgetter(2)


class _Asked(NamedTuple):
    """An expression that has a key, with the keys beside that one which must hold, too."""

    target: Target
    further: Further


class Index:
    """Finds the expressions that have a key in a line.

    Args:
        keys: The keys.
        expressions: How many expressions have one of them.
        target_of: Returns an expression, by its number; None where its rule does not run.
        longest: How many characters a line has at most that any of the rules looks at.
    """

    def __init__(
        self,
        keys: ZoneKeys,
        expressions: int,  # noqa: ARG002 - the native scan must know it
        target_of: Callable[[int], Target | None],
        longest: int,
    ) -> None:
        self._keys = keys
        self._longest = longest
        self._target_of = target_of
        self._asked: dict[int, list[_Asked]] = {}
        self._scanned = 0

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return self._keys.numbers()

    @cached_property
    def _named_by(self) -> tuple[Sequence[int], Sequence[int]]:
        return self._keys.named_by()

    def _asked_by(self, key: int) -> list[_Asked]:
        """Return the expressions that have a key; they are made when it is first found."""
        asked = self._asked.get(key)
        if asked is None:
            ends, named = self._named_by
            targets = map(self._target_of, named[ends[key - 1] if key else 0 : ends[key]])
            asked = [_Asked(target, further_of(target.expression.keys)) for target in targets if target]
            self._asked[key] = asked
        return asked

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

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(self._keys.heads)

    def _scan_plainly(self, text: str) -> Iterable[tuple[int, int, int]]:
        numbers, heads = self._numbers, self._heads
        sizes = self._keys.sizes
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

    def find(self, sheet: Sheet, seen: dict[int, dict[int, int]], allowed: float) -> float:
        """Look through lines, as `cleaner.engine.scan.Index` says."""
        # The way of every line of every article: calls and generators would cost more than what they do.
        known, ends = self._asked, sheet.ends
        index, end = -1, 0
        cost = 0
        done: set[int] = set()
        is_long = False
        for key, start, _ in self._scan(sheet.text) if sheet.lines else ():
            if start >= end:
                if cost > allowed:
                    break
                index = bisect_right(ends, start, index + 1)
                end = ends[index]
                done.clear()
                line, folded = sheet.lines[index], sheet.folded[index]
                number, found = line.number, sheet.cores[index]
                size, length = len(found[-1]), len(line.view)
                is_long = length > self._longest and len(line.stripped) > self._longest
                # A word takes a character, and in ASCII another one parts it from the next.
                most_words = (length + 1) // 2 if line.view.isascii() else length
            if is_long or key in done:
                continue
            done.add(key)
            asked = known.get(key)
            if asked is None:
                asked = self._asked_by(key)
            cost += len(asked) * COST_OF_A_TRY
            for (order, bit, least, most, words, _), further in asked:
                if size > most or length < least or (words < most_words and line.words > words):
                    continue
                cost += len(folded)
                if further and not _holds(further, folded, found):
                    continue
                held = seen.get(order)
                if held is None:
                    seen[order] = {number: bit}
                else:
                    held[number] = held.get(number, 0) | bit
        return cost


def _holds(further: Further, folded: str, found: tuple[str, ...]) -> bool:
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
