"""The engine: rounds of claims and decisions until a round takes nothing.

Because the last round looked at exactly what is handed back and found nothing, cleaning a cleaned text changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct, field

from cleaner.article import Known
from cleaner.engine.beside import claims_beside
from cleaner.engine.claims import Claim, Scene, Unclosed, find_claims
from cleaner.engine.conditions import applies
from cleaner.engine.conflicts import Decision
from cleaner.engine.matcher import Candidates, Matcher
from cleaner.engine.passes import OrderOfPlay, Pass
from cleaner.engine.scan import BEST, Scan
from cleaner.engine.spans import Taken, removals
from cleaner.engine.state import Line, State, read_lines
from cleaner.errors import Problem, RuleFileError
from cleaner.facts import Capture
from cleaner.lines import slices
from cleaner.result import Removal
from cleaner.rulebook.cache import Recalled
from cleaner.rulebook.pattern import Clock, OutOfTimeError, TooMuchTriedError
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.vocabulary import PatternError

MAX_ROUNDS = 8
# The texts of the development corpora ask for a tenth of that at most, most of them for a hundredth.
SECONDS = 0.3
SECONDS_PER_MILLION_CHARACTERS = 0.4
# On how many characters patterns may be tried, as far as a scan finds keys of theirs. The same texts ask for three for
# each of theirs, where all is list or table up to thirty, and 380,000 in all at most.
TRIED = 600_000
TRIED_PER_CHARACTER = 8

_Ordered: TypeAlias = list[tuple[int, Rule]]


class Outcome(Struct, frozen=True):
    """What the rules did to one article.

    Attributes:
        removed: Everything that goes.
        withheld: Everything that would go if it were not more than the budget allows.
        captures: What removals and notes captured.
        flags: Names out of `cleaner.result.FLAGS`.
        protected: Line numbers with the ids of the rules that protect them.
        contested: Line numbers with the ids of the rules that wanted the line and did not get it.
        culprit: The rule whose pattern ran out of time; None where all were tried on too much text.
    """

    removed: tuple[Removal, ...] = ()
    withheld: tuple[Removal, ...] = ()
    captures: tuple[Capture, ...] = ()
    flags: frozenset[str] = frozenset()
    protected: dict[int, str] = field(default_factory=dict)
    contested: dict[int, tuple[str, ...]] = field(default_factory=dict)
    culprit: str | None = None


class Engine(Struct, frozen=True, dict=True, eq=False):
    """Applies rules; the same for every article, and free to be shared or sent elsewhere.

    Attributes:
        rules: In the order in which they win.
        budget: The share of an article's words that may go.
        seconds: What patterns that can backtrack may cost an article, before its length is added.
        tried: On how many characters patterns may be tried, before its length is added.
        kept: What was kept of rules of which some are among them, so that their keys are ready.
        scan: Finds the lines that rules need to look at.
    """

    rules: tuple[Rule, ...]
    budget: float
    seconds: float = SECONDS
    tried: float = TRIED
    kept: Recalled | None = None
    scan: Scan = BEST

    def run(self, repaired: str, known: Known, is_repaired: Callable[[str], bool]) -> Outcome:
        """Let the rules loose on an article.

        Args:
            repaired: Its repaired text.
            known: What the caller knows of it.
            is_repaired: Tells whether the repair step would leave a line as it is. A cut must not join two halves
                to something that a second cleaning would repair, so such a cut is not made.
        """
        size = len(repaired)
        clock = Clock(
            self.seconds + SECONDS_PER_MILLION_CHARACTERS * size / 1e6, self.tried + TRIED_PER_CHARACTER * size
        )
        candidates = self._matcher.candidates(clock)
        run = _Run(self._order_of_play, known, is_repaired, self._matcher, candidates)
        try:
            return run.outcome(repaired, self._read(repaired, candidates), self.budget)
        except TooMuchTriedError:
            return Outcome(flags=frozenset({"timed_out"}))
        except OutOfTimeError:
            return Outcome(flags=frozenset({"timed_out"}), culprit=run.current.id if run.current else None)
        except PatternError as error:
            raise _faulty(run.current, error) from None

    def _read(self, repaired: str, candidates: Candidates) -> State:
        """Return the lines of a text that are not blank, and note which rules need a look at which."""
        lines: list[Line] = []
        sheets = 0
        number = 0
        for part in slices(repaired):
            sheet = self._matcher.sheet(read_lines(part, number))
            self._matcher.look(sheet, candidates)
            lines += sheet.lines
            sheets += 1
            number += part.count("\n") + 1
        state = State(lines)
        self._matcher.look_at_edges(state, candidates, sheet if sheets == 1 else None)
        return state

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.rules, self.kept, self.scan)

    @cached_property
    def _order_of_play(self) -> OrderOfPlay:
        return OrderOfPlay(self.rules)

    def __reduce__(self) -> tuple[type[Engine], tuple[object, ...]]:
        return Engine, (self.rules, self.budget, self.seconds, self.tried)


def _faulty(rule: Rule | None, error: PatternError) -> Exception:
    """Return the error for a shipped pattern that turns out faulty when it is first tried."""
    if rule is None:
        return error
    place = rule.source
    return RuleFileError([Problem(place.path, place.line, 1, rule.id, f"a pattern {error}", error.remedy)])


class _Run:
    """One article's way through the rounds."""

    def __init__(
        self,
        play: OrderOfPlay,
        known: Known,
        is_repaired: Callable[[str], bool],
        matcher: Matcher,
        candidates: Candidates,
    ) -> None:
        self._play = play
        self._known, self._is_repaired = known, is_repaired
        self._taken = Taken()
        self._captures: list[Capture] = []
        self._protected: dict[int, str] = {}
        self._contested: dict[int, dict[str, None]] = {}
        self._flags: set[str] = set()
        self.current: Rule | None = None
        self._matcher, self._candidates = matcher, candidates

    def outcome(self, repaired: str, state: State, budget: float) -> Outcome:
        self._find_able()
        for claim in self._claims(Pass.GUARDS, state):
            self._protected.setdefault(state.lines[claim.first].number, claim.rule.id)
        original = state
        for _ in range(MAX_ROUNDS):
            decision = self._decide(state)
            following = self._apply(decision, state)
            if following is None:
                break
            state = following
        else:
            return self._finished("unsettled")
        if state is original:
            return self._finished(captures=self._note(state))
        removed = removals(repaired, self._taken)
        if _is_over(budget, original, state):
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

    def _claims(self, when: Pass, state: State) -> Iterable[Claim]:
        scene, unclosed = self._scene(state), Unclosed()
        for order, rule in self._able[when]:
            if self._candidates.any_of(order):
                self.current = rule
                yield from find_claims(rule, order, scene, unclosed)
        if unclosed.seen:
            self._flags.add("unclosed")

    def _claims_beside(self, state: State, families: Mapping[int, str]) -> Iterable[Claim]:
        scene, unclosed = self._scene(state), Unclosed()
        neighbours = sorted({index + step for index in families for step in (-1, 1)})
        scene.look_beside_debris(neighbours)
        for order, rule in self._play.beside:
            if self._candidates.any_of(order) and self._applies(order):
                self.current = rule
                yield from claims_beside(rule, order, scene, families, unclosed)
        if unclosed.seen:
            self._flags.add("unclosed")

    def _scene(self, state: State) -> Scene:
        return Scene(state, self._known, self._candidates, self._matcher)

    def _find_able(self) -> None:
        """Find the rules that may take anything of this article by themselves."""
        self._able: dict[Pass, _Ordered] = {when: [] for when in Pass}
        rules, passes = self._play.rules, self._play.passes
        for order in self._matcher.orders(self._candidates, self._known):
            if self._applies(order):
                self._able[passes[order]].append((order, rules[order]))

    def _applies(self, order: int) -> bool:
        return order not in self._play.choosy or applies(self._play.rules[order], self._known)

    def _decide(self, state: State) -> Decision:
        protected = set(map(state.index_of, self._protected))
        decision = Decision()
        decision.settle(self._claims(Pass.FIRST, state), protected)
        if decision.owners:
            families = {index: claim.rule.family for index, claim in decision.owners.items()}
            decision.settle(self._claims_beside(state, families), protected)
        if decision.spared:
            self._flags.add("spared")
        return decision

    def _apply(self, decision: Decision, state: State) -> State | None:
        """Take what was decided; returns what is left, or None where nothing was taken."""
        if not (decision.owners or decision.cuts or decision.losers):
            return None
        surviving: list[Line] = []
        cut: list[Line] = []
        changed = False
        for index, line in enumerate(state.lines):
            rest = self._take(decision, index, line)
            if index in decision.losers:
                self._contested.setdefault(line.number, {}).update(decision.losers[index])
            changed |= rest is not line
            if rest is not None:
                surviving.append(rest)
                if rest is not line:
                    cut.append(rest)
        if cut:
            # What a cut joined may hold keys that the line did not hold before.
            self._matcher.look_again(cut, self._candidates)
        for claim in {id(claim): claim for claim in decision.owners.values()}.values():
            self._captures += _captures(claim, state.lines[claim.first].number)
        if not changed:
            return None
        left = State(surviving)
        if self._matcher.look_at_edges(left, self._candidates) or cut:
            self._find_able()
        return left

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
        return left if left.words else None

    def _note(self, state: State) -> Iterable[Capture]:
        for claim in self._claims(Pass.NOTES, state):
            yield from _captures(claim, state.lines[claim.first].number)


def _is_over(budget: float, original: State, left: State) -> bool:
    """Tell whether more went than this share of the words; mostly a few lines are enough to see that it did not."""
    before, after = set(map(id, original.lines)), set(map(id, left.lines))
    gone = sum(line.words for line in original.lines if id(line) not in after)
    gone -= sum(line.words for line in left.lines if id(line) not in before)
    total = 0
    for line in original.lines:
        total += line.words
        if gone <= budget * total:
            return False
    return gone > budget * total


def _captures(claim: Claim, number: int) -> Iterable[Capture]:
    return (Capture(claim.rule.id, number, pairs) for pairs in claim.captures if pairs)
