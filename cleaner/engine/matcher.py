"""The matcher: which expressions of which rules need a look at which lines.

One scan of the article finds the literals of all rules; an expression is tried only on lines that hold one of its
own. Where the accelerator (`ahocorasick_rs`) is missing, plain searches find the same, only slower.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from cleaner.engine.state import Line, State
from cleaner.rulebook.literals import fold
from cleaner.rulebook.rule import Rule, first_pattern

_SURROGATE = re.compile("[\ud800-\udfff]")
_Scan = Callable[[str], Iterable[tuple[int, int, int]]]


class Sightings:
    """Where the literals of rules were seen in one article.

    Args:
        everywhere: For each rule, by its place in the chain, its expressions that have no literals, if any.
    """

    def __init__(self, everywhere: Mapping[int, frozenset[int]]) -> None:
        self._everywhere = everywhere
        self._seen: dict[int, dict[int, set[int]]] = {}

    def add(self, order: int, expression: int, number: int) -> None:
        """Note that a line holds a literal of an expression of a rule."""
        self._seen.setdefault(order, {}).setdefault(number, set()).add(expression)

    def any_of(self, order: int) -> bool:
        """Tell whether a rule must look at any line."""
        return order in self._seen or order in self._everywhere

    def candidates(self, order: int, state: State, places: range) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the lines that a rule must look at, with the expressions to try there.

        Args:
            order: The rule's place in the chain.
            state: The lines that are left.
            places: Indexes of the lines where the rule may take anything.
        """
        seen = self._seen.get(order, {})
        always = self._everywhere.get(order)
        if always is not None:
            for index in places:
                yield index, sorted(always | seen.get(state.lines[index].number, frozenset()))
            return
        for number in sorted(seen):
            index = state.index_of.get(number, -1)
            if index in places:
                yield index, sorted(seen[number])


class Matcher:
    """Finds the lines that rules need to look at.

    Args:
        rules: All rules, in the order of the chain.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._targets: dict[str, list[tuple[int, int]]] = defaultdict(list)
        everywhere: dict[int, set[int]] = defaultdict(set)
        for order, rule in enumerate(rules):
            for position, expression in enumerate(first_pattern(rule.action).expressions):
                if expression.literals is None:
                    everywhere[order].add(position)
                for literal in expression.literals or ():
                    self._targets[literal].append((order, position))
        self._everywhere = {order: frozenset(positions) for order, positions in everywhere.items()}
        self._literals = list(self._targets)

    @cached_property
    def _scan(self) -> _Scan:
        try:
            from ahocorasick_rs import AhoCorasick
        except ImportError:
            return self._scan_plainly
        automaton = AhoCorasick(self._literals)

        def scan(text: str) -> Iterable[tuple[int, int, int]]:
            try:
                return automaton.find_matches_as_indexes(text, overlapping=True)
            except UnicodeEncodeError:
                # Lone surrogates, which a chain without repair leaves; no literal holds one.
                return automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=True)

        return scan

    def _scan_plainly(self, text: str) -> Iterator[tuple[int, int, int]]:
        for index, literal in enumerate(self._literals):
            start = text.find(literal)
            while start >= 0:
                yield index, start, start + len(literal)
                start = text.find(literal, start + 1)

    def sightings(self, lines: Sequence[Line]) -> Sightings:
        """Look through the lines of an article."""
        found = Sightings(self._everywhere)
        self.look(lines, found)
        return found

    def look(self, lines: Sequence[Line], sightings: Sightings) -> None:
        """Look through lines that changed, and note what is seen in them."""
        if not lines or not self._literals:
            return
        starts: list[int] = []
        position = 0
        for line in lines:
            starts.append(position)
            position += len(line.view) + 1
        text = fold("\n".join(line.view for line in lines))
        seen = {(literal, bisect_right(starts, start)) for literal, start, _ in self._scan(text)}
        for literal, after in seen:
            number = lines[after - 1].number
            for order, expression in self._targets[self._literals[literal]]:
                sightings.add(order, expression, number)
