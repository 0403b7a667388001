"""The engine: rounds of claims and decisions until a round takes nothing.

Because the last round looked at exactly what is handed back and found nothing, cleaning a cleaned text changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from cleaner.article import Known
from cleaner.engine.claims import Claim, Scene, Unclosed, claims_beside, find_claims
from cleaner.engine.conditions import applies
from cleaner.engine.conflicts import Decision
from cleaner.engine.matcher import Matcher
from cleaner.engine.spans import Taken, removals
from cleaner.engine.state import Line, State
from cleaner.errors import Problem, RuleFileError
from cleaner.facts import Capture
from cleaner.result import Removal
from cleaner.rulebook.pattern import Clock, OutOfTimeError
from cleaner.rulebook.rule import Note, Protect, Rule
from cleaner.rulebook.vocabulary import PatternError

MAX_ROUNDS = 8
SECONDS = 1.0
SECONDS_PER_MILLION_CHARACTERS = 0.5

_Ordered: TypeAlias = list[tuple[int, Rule]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules did to one article.

    Attributes:
        removed: Everything that goes.
        withheld: Everything that would go if it were not more than the budget allows.
        captures: What removals and notes captured.
        flags: Names out of `cleaner.result.FLAGS`.
        protected: Line numbers with the ids of the rules that protect them.
        contested: Line numbers with the ids of the rules that wanted the line and did not get it.
        culprit: The rule whose pattern ran out of time.
    """

    removed: tuple[Removal, ...] = ()
    withheld: tuple[Removal, ...] = ()
    captures: tuple[Capture, ...] = ()
    flags: frozenset[str] = frozenset()
    protected: dict[int, str] = field(default_factory=dict)
    contested: dict[int, tuple[str, ...]] = field(default_factory=dict)
    culprit: str | None = None


@dataclass(frozen=True)
class Engine:
    """Applies rules; the same for every article, and free to be shared or sent elsewhere.

    Attributes:
        rules: In the order in which they win.
        budget: The share of an article's words that may go.
        seconds: What patterns that can backtrack may cost an article, before its length is added.
    """

    rules: tuple[Rule, ...]
    budget: float
    seconds: float = SECONDS

    def run(self, repaired: Sequence[str], known: Known, is_repaired: Callable[[str], bool]) -> Outcome:
        """Let the rules loose on an article.

        Args:
            repaired: The lines of its repaired text.
            known: What the caller knows of it.
            is_repaired: Tells whether the repair step would leave a line as it is. A cut must not join two halves
                to something that a second cleaning would repair, so such a cut is not made.
        """
        lines = [Line(number, text) for number, text in enumerate(repaired, start=1) if text and not text.isspace()]
        size = sum(len(line.text) for line in lines)
        clock = Clock(self.seconds + SECONDS_PER_MILLION_CHARACTERS * size / 1e6)
        run = _Run(self._passes, known, clock, is_repaired, self._matcher)
        try:
            return run.outcome(repaired, State(lines), self.budget)
        except OutOfTimeError:
            return Outcome(flags=frozenset({"timed_out"}), culprit=run.current.id if run.current else None)
        except PatternError as error:
            raise _faulty(run.current, error) from None

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.rules)

    @cached_property
    def _passes(self) -> _Passes:
        passes = _Passes([], [], [], [])
        for order, rule in enumerate(self.rules):
            passes.of(rule).append((order, rule))
        return passes

    def __reduce__(self) -> tuple[type[Engine], tuple[object, ...]]:
        return Engine, (self.rules, self.budget, self.seconds)


def _faulty(rule: Rule | None, error: PatternError) -> Exception:
    """Return the error for a shipped pattern that turns out faulty when it is first tried."""
    if rule is None:
        return error
    place = rule.source
    return RuleFileError([Problem(place.path, place.line, 1, rule.id, f"a pattern {error}", error.remedy)])


@dataclass(frozen=True, slots=True)
class _Passes:
    """Rules by when they have their say, each with its place in the chain."""

    guards: _Ordered
    first: _Ordered
    beside_debris: _Ordered
    notes: _Ordered

    def of(self, rule: Rule) -> _Ordered:
        if isinstance(rule.action, Protect):
            return self.guards
        if isinstance(rule.action, Note):
            return self.notes
        return self.beside_debris if rule.near else self.first


class _Run:
    """One article's way through the rounds."""

    def __init__(
        self,
        passes: _Passes,
        known: Known,
        clock: Clock,
        is_repaired: Callable[[str], bool],
        matcher: Matcher,
    ) -> None:
        self._passes = passes
        self._known, self._clock, self._is_repaired = known, clock, is_repaired
        self._taken = Taken()
        self._captures: list[Capture] = []
        self._protected: dict[int, str] = {}
        self._contested: dict[int, dict[str, None]] = {}
        self._flags: set[str] = set()
        self.current: Rule | None = None
        self._matcher = matcher
        self._sightings = matcher.sightings(())

    def outcome(self, repaired: Sequence[str], state: State, budget: float) -> Outcome:
        self._sightings = self._matcher.sightings(state.lines)
        for claim in self._claims(self._passes.guards, state):
            self._protected.setdefault(state.lines[claim.first].number, claim.rule.id)
        total = state.words_before[-1]
        original = state
        for _ in range(MAX_ROUNDS):
            decision = self._decide(state)
            following = self._apply(decision, state)
            if following is None:
                break
            state = following
        else:
            return self._finished("unsettled")
        removed = removals(repaired, self._taken)
        if total - state.words_before[-1] > budget * total:
            return self._finished("over_budget", withheld=removed, captures=self._note(original))
        return self._finished(removed=removed, captures=(*self._captures, *self._note(state)))

    def _finished(
        self,
        *flags: str,
        removed: tuple[Removal, ...] = (),
        withheld: tuple[Removal, ...] = (),
        captures: Iterable[Capture] = (),
    ) -> Outcome:
        return Outcome(
            removed=removed,
            withheld=withheld,
            captures=tuple(captures),
            flags=frozenset(self._flags.union(flags)),
            protected=self._protected,
            contested={number: tuple(names) for number, names in self._contested.items()},
        )

    def _claims(self, rules: _Ordered, state: State) -> Iterable[Claim]:
        scene, unclosed = self._scene(state), Unclosed()
        for order, rule in self._able(rules):
            self.current = rule
            yield from find_claims(rule, order, scene, unclosed)
        if unclosed.seen:
            self._flags.add("unclosed")

    def _claims_beside(self, rules: _Ordered, state: State, families: Mapping[int, str]) -> Iterable[Claim]:
        scene, unclosed = self._scene(state), Unclosed()
        for each in rules:
            self.current = each[1]
            yield from claims_beside([each], scene, families, unclosed)
        if unclosed.seen:
            self._flags.add("unclosed")

    def _able(self, rules: _Ordered) -> _Ordered:
        """Return the rules that can take anything of this article."""
        return [each for each in rules if self._sightings.any_of(each[0]) and applies(each[1], self._known)]

    def _scene(self, state: State) -> Scene:
        return Scene(state, self._known, self._clock, self._sightings)

    def _decide(self, state: State) -> Decision:
        protected = {index for index, line in enumerate(state.lines) if line.number in self._protected}
        decision = Decision()
        decision.settle(self._claims(self._passes.first, state), protected)
        beside_debris = self._able(self._passes.beside_debris) if decision.owners else []
        if beside_debris:
            families = {index: claim.rule.family for index, claim in decision.owners.items()}
            decision.settle(self._claims_beside(beside_debris, state, families), protected)
        if decision.spared:
            self._flags.add("spared")
        return decision

    def _apply(self, decision: Decision, state: State) -> State | None:
        """Take what was decided; returns what is left, or None where nothing was taken."""
        surviving: list[Line] = []
        changed = False
        for index, line in enumerate(state.lines):
            left = self._take(decision, index, line)
            if index in decision.losers:
                self._contested.setdefault(line.number, {}).update(decision.losers[index])
            changed |= left is not line
            if left is not None:
                surviving.append(left)
        for claim in {id(claim): claim for claim in decision.owners.values()}.values():
            self._captures += _captures(claim, state.lines[claim.first].number)
        return State(surviving) if changed else None

    def _take(self, decision: Decision, index: int, line: Line) -> Line | None:
        owner = decision.owners.get(index)
        if owner:
            self._taken.whole[line.number] = owner
            return None
        cuts = sorted(decision.cuts.get(index, ()), key=lambda claim: claim.span or (0, 0))
        spans = [claim.span for claim in cuts if claim.span]
        if not spans:
            return line
        left = line.without(spans)
        if not left.words:
            self._taken.whole[line.number] = cuts[0]
        elif not self._is_repaired(left.text):
            return line
        for claim, span in zip(cuts, spans, strict=True):
            pieces = self._taken.parts.setdefault(line.number, [])
            pieces += [(interval, claim) for interval in line.intervals(*span)]
            self._captures += _captures(claim, line.number)
        # What a cut joined may hold literals that the line did not hold before.
        self._matcher.look([left], self._sightings)
        return left if left.words else None

    def _note(self, state: State) -> Iterable[Capture]:
        for claim in self._claims(self._passes.notes, state):
            yield from _captures(claim, state.lines[claim.first].number)


def _captures(claim: Claim, number: int) -> Iterable[Capture]:
    return (Capture(claim.rule.id, number, pairs) for pairs in claim.captures if pairs)
