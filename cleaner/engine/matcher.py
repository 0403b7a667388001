"""The matcher: which expressions of which rules need a look at which lines.

An expression is tried only on lines that hold one of its key texts (`cleaner.rulebook.keys`). Keys at the start
or the end of a line are looked up by its first or last letters; all others are found by one scan of the article. So
what a rule costs an article depends on how often its keys stand there, not on how many rules there are. Where the
accelerator (`ahocorasick_rs`) is missing, plain searches find the same, only slower.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, groupby

from cleaner.engine.state import Line, State
from cleaner.rulebook.folding import core, fold
from cleaner.rulebook.keys import Key, Place
from cleaner.rulebook.pattern import Expression, Match
from cleaner.rulebook.rule import Rule, first_pattern

_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER_MARKER = ("0. ", "0) ")
_HEAD = 3
_NOT_THERE = (None, None, None)
_FEW_TEXTS = 6
# A line and one expression of a rule as one number.
_POSITION_BITS = 12
_POSITION = (1 << _POSITION_BITS) - 1

_Scan = Callable[[str], Iterable[tuple[int, int, int]]]


@dataclass(frozen=True, slots=True)
class _Target:
    """An expression of a rule.

    Attributes:
        order: The place of the rule in the chain.
        position: The place of the expression in the rule's first pattern.
        most: How many characters it may match at most.
        further: Its other keys, which must hold, too.
    """

    order: int
    position: int
    most: float
    further: tuple[tuple[Place, tuple[str, ...]], ...]

    def may_match(self, folded: str, cores: tuple[str, ...]) -> bool:
        """Tell whether the other keys hold."""
        for place, texts in self.further:
            if place is Place.START:
                held = any(each.startswith(texts) for each in cores)
            elif place is Place.END:
                held = cores[0].endswith(texts)
            else:
                held = any(text in folded for text in texts)
            if not held:
                return False
        return True


@dataclass(frozen=True, slots=True)
class _Keyless:
    """Expressions of one rule that have no keys.

    Attributes:
        positions: Their places in the rule's first pattern.
        least: How many characters they match at least.
        most: How many at most.
    """

    positions: tuple[int, ...]
    least: int
    most: float

    def may_match(self, view: str) -> bool:
        """Tell whether a line is of a length that they may match, which is cheaper to see than that they don't."""
        size = len(view)
        # What begins with a letter is tried as it stands, without a marker or spaces taken off.
        return size >= self.least and (size <= self.most or not view[0].isalpha() or view[-1].isspace())


class _Ends:
    """Texts at one end of a line's core, found by its outermost letters.

    Args:
        at_end: The texts stand at the end of lines, not at their start.
    """

    def __init__(self, *, at_end: bool) -> None:
        self._at_end = at_end
        self._targets: dict[str, list[_Target]] = {}
        self._sizes: dict[str, set[int]] = {}

    def add(self, texts: Iterable[str], target: _Target) -> None:
        """Note that an expression needs one of these texts."""
        for text in texts:
            targets = self._targets.get(text)
            if targets is None:
                self._targets[text] = [target]
                self._sizes.setdefault(text[-_HEAD:] if self._at_end else text[:_HEAD], set()).add(len(text))
            else:
                targets.append(target)

    def find(self, line_core: str) -> Sequence[_Target]:
        """Return the expressions whose texts stand at this end of a core; some maybe twice."""
        heads = self._sizes.get
        if self._at_end:
            sizes = (heads(line_core[-3:]), heads(line_core[-2:]), heads(line_core[-1:]))
        else:
            sizes = (heads(line_core[:3]), heads(line_core[:2]), heads(line_core[:1]))
        if sizes == _NOT_THERE:
            return ()
        found: list[_Target] = []
        for group in sizes:
            for size in group or ():
                text = line_core[-size:] if self._at_end else line_core[:size]
                found += self._targets.get(text, ())
        return found


@dataclass(slots=True)
class Candidates:
    """Which expressions need a look at which lines of one article, and what came of looking.

    Attributes:
        everywhere: Rules, by their place in the chain, that have expressions without keys.
        seen: For each rule the lines that hold a key, each with an expression, as one number; in no order.
        matches: For each rule what came of trying lines, by line number: the match and where its text begins in the
            line, or None.
        testified: For each rule with `page` that was asked, the numbers of the lines of which the page says what it
            asks, in order.
    """

    everywhere: Mapping[int, _Keyless]
    seen: dict[int, list[int]] = field(default_factory=dict)
    matches: dict[int, dict[int, tuple[Match, int] | None]] = field(default_factory=dict)
    testified: dict[int, list[int]] = field(default_factory=dict)

    def rules(self) -> list[int]:
        """Return the places in the chain of all rules that must look at any line, in order."""
        return sorted({*self.seen, *self.everywhere})

    def of(self, order: int, state: State, places: range) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the lines that a rule must look at, from top to bottom, with the expressions to try there.

        Args:
            order: The rule's place in the chain.
            state: The lines that are left.
            places: Indexes of the lines where the rule may take anything.
        """
        always = self.everywhere.get(order)
        held = self.seen.get(order, ())
        if always is None and len(held) == 1:
            index = state.index_of(held[0] >> _POSITION_BITS)
            if index in places:
                yield index, [held[0] & _POSITION]
            return
        seen = groupby(sorted(set(held)), key=lambda each: each >> _POSITION_BITS)
        if always is None:
            for number, group in seen:
                index = state.index_of(number)
                if index in places:
                    yield index, [each & _POSITION for each in group]
            return
        by_number = {number: [each & _POSITION for each in group] for number, group in seen}
        for index in places:
            line = state.lines[index]
            held_here = by_number.get(line.number, ()) if by_number else ()
            if held_here:
                yield index, sorted({*always.positions, *held_here})
            elif always.may_match(line.view):
                yield index, always.positions

    def any_of(self, order: int) -> bool:
        """Tell whether a rule must look at any line."""
        return order in self.seen or order in self.everywhere

    def forget(self, order: int, numbers: Iterable[int]) -> None:
        """Note that a rule can't match these lines: they hold a key, but not the pattern."""
        gone = set(numbers)
        left = [each for each in self.seen.get(order, ()) if each >> _POSITION_BITS not in gone]
        if left:
            self.seen[order] = left
        else:
            self.seen.pop(order, None)

    def changed(self, numbers: Sequence[int]) -> None:
        """Forget everything about lines that are not what they were."""
        for order in list(self.seen):
            self.forget(order, numbers)
        for tried in self.matches.values():
            for number in numbers:
                tried.pop(number, None)


class Matcher:
    """Finds the lines that rules need to look at.

    Args:
        rules: All rules, in the order of the chain.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._starts, self._ends = _Ends(at_end=False), _Ends(at_end=True)
        self._inside: dict[str, list[_Target]] = defaultdict(list)
        everywhere: dict[int, list[tuple[int, Expression]]] = defaultdict(list)
        for order, rule in enumerate(rules):
            for position, expression in enumerate(first_pattern(rule.action).expressions):
                if expression.keys:
                    further = tuple((key.place, tuple(key.texts)) for key in expression.keys[1:] if _is_quick(key))
                    most = math.inf if expression.searches else expression.lengths[1]
                    self._add(expression.keys[0], _Target(order, position, most, further))
                else:
                    everywhere[order].append((position, expression))
        self._everywhere = {order: _keyless(expressions) for order, expressions in everywhere.items()}
        self._texts = list(self._inside)
        self._inside_targets = list(self._inside.values())

    def _add(self, key: Key, target: _Target) -> None:
        if key.place is Place.START:
            self._starts.add(key.texts, target)
        elif key.place is Place.END:
            self._ends.add(key.texts, target)
        else:
            for text in key.texts:
                self._inside[text].append(target)

    @cached_property
    def _scan(self) -> _Scan:
        try:
            from ahocorasick_rs import AhoCorasick
        except ImportError:
            return self._scan_plainly
        automaton = AhoCorasick(self._texts)

        def scan(text: str) -> Iterable[tuple[int, int, int]]:
            try:
                return automaton.find_matches_as_indexes(text, overlapping=True)
            except UnicodeEncodeError:
                # Lone surrogates, which a chain without repair leaves; no key holds one.
                return automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=True)

        return scan

    def _scan_plainly(self, text: str) -> Iterator[tuple[int, int, int]]:
        for index, key in enumerate(self._texts):
            start = text.find(key)
            while start >= 0:
                yield index, start, start + len(key)
                start = text.find(key, start + 1)

    def candidates(self) -> Candidates:
        """Return the candidates of an article of which nothing has been looked at yet."""
        return Candidates(self._everywhere)

    def look_again(self, lines: Sequence[Line], found: Candidates) -> None:
        """Look anew at lines that changed."""
        found.changed([line.number for line in lines])
        self.look(lines, [fold(line.view) for line in lines], found)

    def look(self, lines: Sequence[Line], folded: Sequence[str], found: Candidates) -> None:
        """Look through lines and note which rules need a look at them.

        Args:
            lines: Some lines of the article.
            folded: The same, folded.
            found: Where it is noted.
        """
        # The way of every line of every article: calls and generators would cost more than what they do.
        seen = found.seen
        all_cores = [_cores(text) for text in folded]
        for line, text, cores in zip(lines, folded, all_cores, strict=True):
            targets = [*self._ends.find(cores[0]), *self._starts.find(cores[0])]
            if len(cores) > 1:
                targets += self._starts.find(cores[1])
            if targets:
                size, number = len(cores[-1]), line.number << _POSITION_BITS
                for target in targets:
                    if size <= target.most and (not target.further or target.may_match(text, cores)):
                        seen.setdefault(target.order, []).append(number | target.position)
        for index, key in self._hits(folded):
            text, cores = folded[index], all_cores[index]
            size, number = len(cores[-1]), lines[index].number << _POSITION_BITS
            for target in self._inside_targets[key]:
                if size <= target.most and (not target.further or target.may_match(text, cores)):
                    seen.setdefault(target.order, []).append(number | target.position)

    def _hits(self, folded: Sequence[str]) -> set[tuple[int, int]]:
        """Return which lines hold which of the texts that may stand anywhere: pairs of their indexes."""
        if not self._texts:
            return set()
        starts = list(accumulate((len(text) + 1 for text in folded), initial=0))
        return {(bisect_right(starts, start) - 1, key) for key, start, _ in self._scan("\n".join(folded))}


def _keyless(expressions: Sequence[tuple[int, Expression]]) -> _Keyless:
    positions = tuple(position for position, _ in expressions)
    # A match may be anywhere in the line where a pattern searches.
    lengths = [(0, math.inf) if each.searches else each.lengths for _, each in expressions]
    return _Keyless(positions, min(least for least, _ in lengths), max(most for _, most in lengths))


def _is_quick(key: Key) -> bool:
    """Tell whether it costs little to see that a key does not hold."""
    return key.place is not Place.INSIDE or len(key.texts) <= _FEW_TEXTS


def _cores(folded: str) -> tuple[str, ...]:
    """Return the core of a line, and that of what stands behind its number in a list."""
    whole = core(folded)
    return (whole, core(folded[len(_NUMBER_MARKER[0]) :])) if whole.startswith(_NUMBER_MARKER) else (whole,)
