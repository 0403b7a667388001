"""The matcher: which rules need a look at which lines, found in one scan of the article for all literals of all rules.

Where the accelerator (`ahocorasick_rs`) is missing, plain searches find the same, only slower.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from cleaner.engine.state import Line
from cleaner.rulebook.literals import fold
from cleaner.rulebook.rule import Rule, first_pattern

_Scan = Callable[[str], Iterable[tuple[int, int, int]]]


class Sightings:
    """Where literals were seen.

    Attributes:
        lines: For each rule that has literals, by its place in the chain, the numbers of the lines that hold one.
    """

    def __init__(self) -> None:
        self.lines: dict[int, set[int]] = defaultdict(set)


class Matcher:
    """Finds the lines that rules need to look at.

    Args:
        rules: All rules, in the order of the chain.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules_of: dict[str, list[int]] = defaultdict(list)
        self._everywhere: set[int] = set()
        for order, rule in enumerate(rules):
            literals = first_pattern(rule.action).literals
            if literals is None:
                self._everywhere.add(order)
            for literal in literals or ():
                self._rules_of[literal].append(order)
        self._literals = list(self._rules_of)

    @cached_property
    def _scan(self) -> _Scan:
        try:
            from ahocorasick_rs import AhoCorasick
        except ImportError:
            return self._scan_plainly
        automaton = AhoCorasick(self._literals)
        return lambda text: automaton.find_matches_as_indexes(text, overlapping=True)

    def _scan_plainly(self, text: str) -> Iterable[tuple[int, int, int]]:
        for index, literal in enumerate(self._literals):
            start = text.find(literal)
            while start >= 0:
                yield index, start, start + len(literal)
                start = text.find(literal, start + 1)

    def looks_everywhere(self, order: int) -> bool:
        """Tell whether a rule has no literals and must look at every line."""
        return order in self._everywhere

    def look(self, lines: Sequence[Line], sightings: Sightings) -> None:
        """Look through lines, and note what is seen in them."""
        if not lines or not self._literals:
            return
        starts: list[int] = []
        position = 0
        views: list[str] = []
        for line in lines:
            starts.append(position)
            views.append(line.view)
            position += len(line.view) + 1
        seen: set[tuple[int, int]] = set()
        for literal, start, _ in self._scan(fold("\n".join(views))):
            seen.add((literal, bisect_right(starts, start) - 1))
        for literal, index in seen:
            number = lines[index].number
            for order in self._rules_of[self._literals[literal]]:
                sightings.lines[order].add(number)


