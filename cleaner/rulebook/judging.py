"""What can be told of a pattern without running it: what it needs, how long its matches are, how often it may try.

Lists and pieces that it names are judged once each and then only put together, since many patterns name the same ones.
Rules that come ready were judged when they were made, so a run may never need this module or those below it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

from cleaner.rulebook.keys import Key
from cleaner.rulebook.needs import ANYTHING, Needs, keys_of, needs, needs_of_words
from cleaner.rulebook.outline import ANYTHING as ANY_LINE
from cleaner.rulebook.outline import Code, Op, Outline, code_of, outline
from cleaner.rulebook.regex_syntax import (
    LINE_LIMIT,
    WAYS_LIMIT,
    Named,
    capitals,
    lengths,
    parse,
    unrolled,
    unrolled_at_most,
    ways,
)

# What is longer can't be used anyway.
_LONGEST = 200_000
# Of the words of a list, few begin with one another.
_WAYS_OF_LIST = 4.0
# Lengths of lines for which it is worked out whether a clock is needed.
_LINES = (LINE_LIMIT, 1_000, 400, 150, 60)


class Judge:
    """Judges patterns that name the lists and pieces of a vocabulary.

    Args:
        lists: Word lists by name.
        defs: Pieces of pattern by name.
    """

    def __init__(self, lists: Mapping[str, tuple[str, ...]], defs: Mapping[str, str]) -> None:
        self._lists, self._defs = lists, defs
        self._needs: dict[Named, Needs] = {}
        self._codes: dict[tuple[Named, bool], Code] = {}
        self._ways: dict[tuple[Named, int], float] = {}
        self._lengths: dict[Named, tuple[int, float]] = {}
        self._unrolled: dict[Named, float] = {}

    def keys(self, written: str, *, searches: bool) -> tuple[Key, ...]:
        """Return the keys of an expression (`cleaner.rulebook.keys`), the rarest first."""
        return keys_of(parse(written), self._needs_of, searches=searches) if len(written) <= _LONGEST else ()

    def _needs_of(self, named: Named) -> Needs:
        known = self._needs.get(named)
        if known is None:
            # While it is being worked out, a piece that names itself needs nothing.
            self._needs[named] = ANYTHING
            if named.is_list:
                known = needs_of_words(self._lists.get(named.name, ()))
            else:
                piece = self._defs.get(named.name, ".")
                known = needs(parse(piece if len(piece) <= _LONGEST else "."), self._needs_of)
            self._needs[named] = known
        return known

    def outline(self, written: str, *, searches: bool) -> Outline | None:
        """Return the outline of an expression; None where it would be that of every line."""
        return outline(parse(written), self._code_of, searches=searches) if len(written) <= _LONGEST else None

    def _code_of(self, named: Named, backwards: bool) -> Code:  # noqa: FBT001 - as a definition is asked
        if named.is_list:
            return [(Op.WORD, named.name)]
        known = self._codes.get((named, backwards))
        if known is None:
            # While it is being worked out, a piece that names itself may be anything.
            self._codes[named, backwards] = ANY_LINE
            piece = self._defs.get(named.name, ".*")
            known = code_of(parse(piece if len(piece) <= _LONGEST else ".*"), self._code_of, backwards=backwards)
            self._codes[named, backwards] = known
        return known

    def capitals(self, written: str) -> int:
        """Return how many characters a match of an expression begins with that are no small letters."""
        return capitals(parse(written))[0]

    def lengths(self, written: str) -> tuple[int, float]:
        """Return how many characters a match of an expression has at least and at most."""
        return lengths(parse(written), self._lengths_of)

    def _lengths_of(self, named: Named) -> tuple[int, float]:
        known = self._lengths.get(named)
        if known is None:
            self._lengths[named] = (0, math.inf)
            if named.is_list:
                sizes = [len(word) for word in self._lists.get(named.name, ())] or [0]
                known = (min(sizes), max(sizes))
            else:
                known = lengths(parse(self._defs.get(named.name, "")), self._lengths_of)
            self._lengths[named] = known
        return known

    def quick_length(self, written: str, *, searches: bool) -> float:
        """Return how long a line may be on which an expression tries so few ways that no clock need watch it.

        Args:
            written: An expression that compiles.
            searches: It is tried from every place of the line, not from its start alone.
        """
        node = parse(written)
        for line in _LINES:
            starts = line if searches else 1
            if ways(node, partial(self._ways_of, line=line), line) * starts <= WAYS_LIMIT:
                # An open-ended repeat is bounded by how long lines are by default.
                return math.inf if line == LINE_LIMIT else line
        return 0

    def _ways_of(self, named: Named, line: int) -> float:
        known = self._ways.get((named, line))
        if known is None:
            self._ways[named, line] = math.inf
            piece = "" if named.is_list else self._defs.get(named.name, "")
            known = _WAYS_OF_LIST if named.is_list else ways(parse(piece), partial(self._ways_of, line=line), line)
            self._ways[named, line] = known
        return known

    def has_copies(self, written: str, expanded: str, most: int) -> bool:
        """Tell whether an expression has more than so many further characters once all that must repeat is written out.

        Args:
            written: The expression.
            expanded: The same with its lists and pieces filled in.
            most: How many.
        """
        most += len(expanded)
        # Nearly all have so few repeats that no closer look is needed.
        return unrolled_at_most(expanded) > most and unrolled(parse(written), self._unrolled_of) > most

    def _unrolled_of(self, named: Named) -> float:
        known = self._unrolled.get(named)
        if known is None:
            if named.is_list:
                known = sum(map(len, self._lists[named.name]))
            else:
                known = unrolled(parse(self._defs[named.name]), self._unrolled_of)
            self._unrolled[named] = known
        return known
