"""The matcher: which expressions of which rules need a look at which lines.

An expression is tried only on lines that hold one of its key texts (`cleaner.rulebook.keys`), are no longer than what
it matches, and stand where its rule may take anything. So what a rule costs an article depends on how often its keys
stand there, not on how many rules there are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from msgspec import Struct, field

from cleaner.engine.index import Index, Target, further_of
from cleaner.engine.places import EDGES, lines_of
from cleaner.engine.sheet import Sheet
from cleaner.engine.state import Line, State
from cleaner.lines import HEADING_WORDS
from cleaner.rulebook.cache import Recalled
from cleaner.rulebook.key_table import KeyTable, ZoneKeys
from cleaner.rulebook.pattern import Clock, Expression, Match
from cleaner.rulebook.rule import Rule, first_pattern
from cleaner.rulebook.zones import Zone, zone_of


class _Keyless(Struct, frozen=True):
    """Expressions of one rule that have no keys.

    Attributes:
        bits: Their places in the rule's first pattern, a bit each.
        least: How many characters they match at least.
        most: How many at most.
    """

    bits: int
    least: int
    most: float

    def may_match(self, view: str) -> bool:
        """Tell whether a line is of a length that they may match, which is cheaper to see than that they don't."""
        size = len(view)
        # What begins with a letter is tried as it stands, without a marker or spaces taken off.
        return size >= self.least and (size <= self.most or not view[0].isalpha() or view[-1].isspace())


class Candidates(Struct):
    """Which expressions need a look at which lines of one article, and what came of looking.

    Attributes:
        clock: What looking may cost.
        everywhere: Rules, by their place in the chain, that have expressions without keys.
        seen: For each rule the numbers of the lines that hold a key, with a bit for each expression.
        matches: For each rule what came of trying lines, by line number: the match and where its text begins in the
            line, or None.
        followers: For each rule that takes runs the same of the lines after a heading.
        looked: For each zone but the whole text, numbers of the lines in which its keys were looked for.
        testified: For each rule with `page` that was asked, the numbers of the lines of which the page says what it
            asks, in order.
    """

    clock: Clock
    everywhere: Mapping[int, _Keyless]
    seen: dict[int, dict[int, int]] = field(default_factory=dict)
    matches: dict[int, dict[int, tuple[Match, int] | None]] = field(default_factory=dict)
    followers: dict[int, dict[int, tuple[Match, int] | None]] = field(default_factory=dict)
    looked: dict[Zone, set[int]] = field(default_factory=lambda: {zone: set() for zone in Zone})
    testified: dict[int, list[int]] = field(default_factory=dict)

    def rules(self) -> list[int]:
        """Return the places in the chain of all rules that must look at any line, in order."""
        return sorted({*self.seen, *self.everywhere})

    def of(self, order: int, state: State, places: range) -> Iterable[tuple[int, Sequence[int]]]:
        """Return the lines that a rule must look at, from top to bottom, with the expressions to try there.

        Args:
            order: The rule's place in the chain.
            state: The lines that are left.
            places: Indexes of the lines where the rule may take anything.
        """
        always = self.everywhere.get(order)
        held = self.seen.get(order, {})
        if always is None:
            found = [(state.index_of(number), bits) for number, bits in held.items()]
            return [(index, _positions(bits)) for index, bits in sorted(found) if index in places]
        return self._with_keyless(always, held, state, places)

    def _with_keyless(
        self, always: _Keyless, held: Mapping[int, int], state: State, places: range
    ) -> Iterator[tuple[int, Sequence[int]]]:
        for index in places:
            line = state.lines[index]
            held_here = held.get(line.number, 0)
            if held_here:
                yield index, _positions(held_here | always.bits)
            elif always.may_match(line.view):
                yield index, _positions(always.bits)

    def any_of(self, order: int) -> bool:
        """Tell whether a rule must look at any line."""
        return order in self.seen or order in self.everywhere

    def forget(self, order: int, numbers: Iterable[int]) -> None:
        """Note that a rule can't match these lines: they hold a key, but not the pattern."""
        if held := self.seen.get(order):
            for number in numbers:
                held.pop(number, None)
            if not held:
                del self.seen[order]

    def changed(self, numbers: Sequence[int]) -> None:
        """Forget everything about lines that are not what they were."""
        for order in list(self.seen):
            self.forget(order, numbers)
        for tried in (*self.matches.values(), *self.followers.values()):
            for number in numbers:
                tried.pop(number, None)
        for looked in self.looked.values():
            looked.difference_update(numbers)


@lru_cache(maxsize=4096)
def _positions(bits: int) -> tuple[int, ...]:
    """Return the positions of the bits of a number."""
    return tuple(position for position in range(bits.bit_length()) if bits >> position & 1)


class Matcher:
    """Finds the lines that rules need to look at.

    Args:
        rules: All rules, in the order of the chain.
        kept: What was kept of rules of which some are among them, with the table of their keys.
    """

    def __init__(self, rules: Sequence[Rule], kept: Recalled | None = None) -> None:
        self._rules = rules
        self._indexes = {zone: Index() for zone in Zone}
        everywhere: dict[int, list[tuple[int, Expression]]] = defaultdict(list)
        ready = self._take_over(kept, everywhere) if kept else set()
        for order, rule in enumerate(rules):
            if order not in ready:
                self._add(order, rule, everywhere)
        self._everywhere = {order: _keyless(expressions) for order, expressions in everywhere.items()}

    def _add(self, order: int, rule: Rule, everywhere: dict[int, list[tuple[int, Expression]]]) -> None:
        """Note a rule of which nothing was kept."""
        index = self._indexes[zone_of(rule)]
        for position, expression in enumerate(first_pattern(rule.action).expressions):
            if expression.keys:
                index.add(expression.keys[0], _target(order, rule, position))
            else:
                everywhere[order].append((position, expression))

    def _take_over(self, kept: Recalled, everywhere: dict[int, list[tuple[int, Expression]]]) -> set[int]:
        """Take over what was kept of rules, as far as they are among these; returns their places in the chain."""
        orders = {id(rule): order for order, rule in enumerate(self._rules)}
        ready = [orders.get(id(rule)) for rule in kept.rules]
        for zone, keys in zip(Zone, kept.table.zones, strict=True):
            self._indexes[zone] = _ready_index(keys, partial(self._named, kept.table, ready))
        for place, position in kept.table.keyless:
            order = ready[place]
            if order is not None:
                everywhere[order].append((position, first_pattern(self._rules[order].action).expressions[position]))
        return {order for order in ready if order is not None}

    def _named(self, table: KeyTable, ready: Sequence[int | None], numbers: Iterable[int]) -> list[Target]:
        """Return expressions that a table names, as far as their rules are among these."""
        named = (table.expressions[number] for number in numbers)
        found = ((ready[place], position) for place, position in named)
        return [_target(order, self._rules[order], position) for order, position in found if order is not None]

    def candidates(self, clock: Clock) -> Candidates:
        """Return the candidates of an article of which nothing has been looked at yet."""
        return Candidates(clock, self._everywhere)

    def look(self, sheet: Sheet, found: Candidates) -> None:
        """Look through lines and note which rules need a look at them, those that are for a zone alone aside.

        Args:
            sheet: Some lines of the article.
            found: Where it is noted.
        """
        self._indexes[Zone.ANYWHERE].find(sheet, found.seen, found.clock)

    def look_again(self, lines: Sequence[Line], found: Candidates) -> None:
        """Look anew at lines that changed."""
        found.changed([line.number for line in lines])
        self.look(Sheet.of(lines), found)

    def look_at_edges(self, state: State, found: Candidates, sheet: Sheet | None = None) -> bool:
        """Look for what rules for the edges need in the lines that stand there by now; tell whether any did not before.

        Args:
            state: The lines that are left.
            found: Where it is noted.
            sheet: That of all of these lines, where there is one.
        """
        changed = False
        for zone in EDGES:
            places = lines_of(zone, state)
            if sheet:
                changed |= self._look_at(zone, sheet.part(places.start, places.stop), found)
            else:
                changed |= self._look_at_lines(zone, state.lines[places.start : places.stop], found)
        return changed

    def look_beside_debris(self, lines: Sequence[Line], found: Candidates) -> None:
        """Look for what rules for the neighbours of debris need in some lines."""
        self._look_at_lines(Zone.BESIDE_DEBRIS, lines, found)

    def _look_at_lines(self, zone: Zone, lines: Sequence[Line], found: Candidates) -> bool:
        """Look through the lines that are new in a zone; tell whether there are any."""
        looked = found.looked[zone]
        new = [line for line in lines if line.number not in looked] if looked else lines
        return bool(new) and self._look_at(zone, Sheet.of(new), found)

    def _look_at(self, zone: Zone, sheet: Sheet, found: Candidates) -> bool:
        found.looked[zone].update([line.number for line in sheet.lines])
        self._indexes[zone].find(sheet, found.seen, found.clock)
        return bool(sheet.lines)


def _ready_index(keys: ZoneKeys, named: Callable[[Iterable[int]], list[Target]]) -> Index:
    """Return an index of the keys of a table; their expressions are made when they are found."""
    ends, numbers = keys.named_by()

    def targets(key: int) -> list[Target]:
        return named(numbers[ends[key - 1] if key else 0 : ends[key]]) if key < len(ends) else []

    return Index(keys, targets)


def _target(order: int, rule: Rule, position: int) -> Target:
    expression = first_pattern(rule.action).expressions[position]
    least, most = expression.lengths
    most = math.inf if expression.searches else most
    return Target(order, 1 << position, least, most, _most_words(rule), further_of(expression.keys))


def _most_words(rule: Rule) -> float:
    """Return how many words a line has at most that a rule takes, or whose run or block it takes."""
    most = math.inf if rule.length is None or rule.length.most is None else float(rule.length.most)
    if rule.shape and rule.shape.name == "heading" and not rule.shape.negated:
        most = min(most, HEADING_WORDS)
    return most


def _keyless(expressions: Sequence[tuple[int, Expression]]) -> _Keyless:
    bits = sum(1 << position for position, _ in expressions)
    # A match may be anywhere in the line where a pattern searches.
    lengths = [(0, math.inf) if each.searches else each.lengths for _, each in expressions]
    return _Keyless(bits, min(least for least, _ in lengths), max(most for _, most in lengths))
