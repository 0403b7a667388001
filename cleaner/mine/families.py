"""Guessing a family: which family's examples use the words of a line."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from cleaner.mine.gather import Found
from cleaner.mine.shapes import REST, words_of
from cleaner.rulebook.rule import Note, Protect, Rule

_UNSEEN = 0.05
_LEAST_POINTS = 1.5


class Families:
    """The words of the hits of all rules, by family.

    Args:
        rules: Rules with their examples.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        for rule in rules:
            if not isinstance(rule.action, Note | Protect):
                for example in rule.examples:
                    if example.hit:
                        self._words[rule.family].update(words_of(example.text))
        self._all: Counter[str] = Counter()
        for words in self._words.values():
            self._all.update(words)

    def guess(self, found: Found) -> str:
        """Return the family whose words a shape uses most; by its place where it uses none of any."""
        words = words_of(found.shape)
        points = {family: self._points(words, counts) for family, counts in self._words.items()}
        best = max(points, key=lambda family: points[family], default="")
        if best and points[best] >= _LEAST_POINTS:
            return best
        if REST in found.shape:
            return "related"
        return "section" if found.before > found.after else "controls"

    def _points(self, words: set[str], counts: Counter[str]) -> float:
        total, of_all = counts.total() + 1, self._all.total() + 1
        seen = [word for word in words if word in self._all]
        return sum(math.log(((counts[word] + _UNSEEN) / total) / (self._all[word] / of_all)) for word in seen)
