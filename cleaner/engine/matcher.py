"""The matcher: which expressions of which rules need a look at which lines.

An expression is tried only on lines that hold one of its key texts (`cleaner.rulebook.keys`), are no longer than what
it matches, and stand where its rule may take anything. So what a rule costs an article depends on how often its keys
stand there, not on how many rules there are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

import regex
from msgspec import Struct, field

from cleaner.article import Known
from cleaner.engine.conditions import applies
from cleaner.engine.places import EDGES, lines_of
from cleaner.engine.scan import BEST, Index, Scan, Sheet
from cleaner.engine.state import Line, State
from cleaner.engine.target import Target
from cleaner.lines import HEADING_WORDS
from cleaner.rulebook.cache import Recalled
from cleaner.rulebook.key_table import KeyTable, key_table
from cleaner.rulebook.pattern import Clock, Expression, Match
from cleaner.rulebook.rule import Rule, first_pattern
from cleaner.rulebook.zones import Zone

_SMALL = regex.compile(r"\p{Ll}")


# Of articles, as far as rules apply to them or do not.
_MOST_KINDS = 200


class _Keyless(Struct, frozen=True):
    """Expressions of one rule that have no keys.

    Attributes:
        bits: Their places in the rule's first pattern, a bit each.
        least: How many characters they match at least.
        most: How many at most.
        capitals: How many characters they begin with that are no small letters.
    """

    bits: int
    least: int
    most: float
    capitals: int

    def may_match(self, view: str) -> bool:
        """Tell whether a line is of a length that they may match, which is cheaper to see than that they don't."""
        size = len(view)
        # What begins with a letter is tried as it stands, without a marker or spaces taken off.
        if size < self.least or (size > self.most and view[0].isalpha() and not view[-1].isspace()):
            return False
        return not (self.capitals and view[0].isalpha() and _SMALL.search(view, 0, self.capitals))


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
        scan: Finds the keys in lines.
    """

    def __init__(self, rules: Sequence[Rule], kept: Recalled | None = None, scan: Scan = BEST) -> None:
        self._rules, self._scan = rules, scan
        self._indexes: dict[Zone, list[Index]] = {zone: [] for zone in Zone}
        everywhere: dict[int, list[tuple[int, Expression]]] = defaultdict(list)
        orders = {id(rule): order for order, rule in enumerate(rules)}
        ready = [orders.get(id(rule)) for rule in kept.rules] if kept else []
        if kept:
            self._add(kept.table, ready, everywhere)
        others = sorted(set(orders.values()).difference(ready))
        if others:
            self._add(key_table([rules[order] for order in others]), others, everywhere)
        self._applying: dict[tuple[str, str, bool, bool], frozenset[int]] = {}
        self._everywhere = {order: _keyless(expressions) for order, expressions in everywhere.items()}

    def _add(
        self, table: KeyTable, orders: Sequence[int | None], everywhere: dict[int, list[tuple[int, Expression]]]
    ) -> None:
        """Add the keys of a table; its rules stand at these places in the chain, those that don't run at none."""
        target_of = partial(self._target, table, orders)
        longest = max((rule.max_chars for rule in self._rules), default=0)
        for zone, keys in zip(Zone, table.zones, strict=True):
            if keys.texts:
                self._indexes[zone].append(self._scan.index(keys, len(table.expressions), target_of, longest))
        for place, position in table.keyless:
            order = orders[place]
            if order is not None:
                everywhere[order].append((position, first_pattern(self._rules[order].action).expressions[position]))

    def _target(self, table: KeyTable, orders: Sequence[int | None], number: int) -> Target | None:
        """Return an expression of a table; None where its rule does not run."""
        place, position = table.expressions[number]
        order = orders[place]
        return None if order is None else _target(order, self._rules[order], position)

    def orders(self, found: Candidates, known: Known) -> list[int]:
        """Return the places in the chain of all rules that must look at any line, in order.

        Args:
            found: What they must look at.
            known: What the caller knows; rules without keys that can't take anything for it are left out.
        """
        kind = (known.site, known.lang, bool(known.title), bool(known.evidence))
        everywhere = self._applying.get(kind)
        if everywhere is None:
            if len(self._applying) >= _MOST_KINDS:
                self._applying.clear()
            everywhere = frozenset(order for order in self._everywhere if applies(self._rules[order], known))
            self._applying[kind] = everywhere
        return sorted(everywhere.union(found.seen))

    def candidates(self, clock: Clock) -> Candidates:
        """Return the candidates of an article of which nothing has been looked at yet."""
        return Candidates(clock, self._everywhere)

    def sheet(self, lines: Sequence[Line]) -> Sheet:
        """Return lines as they are looked through."""
        return self._scan.sheet(lines)

    def look(self, sheet: Sheet, found: Candidates) -> None:
        """Look through lines and note which rules need a look at them, those that are for a zone alone aside.

        Args:
            sheet: Some lines of the article.
            found: Where it is noted.
        """
        self._find(Zone.ANYWHERE, sheet, found)

    def _find(self, zone: Zone, sheet: Sheet, found: Candidates) -> None:
        for index in self._indexes[zone]:
            found.clock.spend(index.find(sheet, found.seen, found.clock.left))

    def look_again(self, lines: Sequence[Line], found: Candidates) -> None:
        """Look anew at lines that changed."""
        found.changed([line.number for line in lines])
        self.look(self.sheet(lines), found)

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
        return bool(new) and self._look_at(zone, self.sheet(new), found)

    def _look_at(self, zone: Zone, sheet: Sheet, found: Candidates) -> bool:
        found.looked[zone].update([line.number for line in sheet.lines])
        self._find(zone, sheet, found)
        return bool(sheet.lines)


def _target(order: int, rule: Rule, position: int) -> Target:
    expression = first_pattern(rule.action).expressions[position]
    least, most = expression.lengths
    most = rule.max_chars if expression.searches else min(most, rule.max_chars)
    return Target(order, 1 << position, least, most, _most_words(rule), expression)


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
    least, most = min(least for least, _ in lengths), max(most for _, most in lengths)
    return _Keyless(bits, least, most, min(0 if each.searches else each.capitals for _, each in expressions))
