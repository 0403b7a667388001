"""Claims: what each rule would take of a state, found without regard to any other rule.

One function an action. Rules with `near`, which ask what the others take, have theirs from `beside`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from cleaner.article import Known
from cleaner.engine.conditions import failed_condition, has_length, holds, is_like, is_testified
from cleaner.engine.matcher import Candidates, Matcher
from cleaner.engine.places import places
from cleaner.engine.state import Interval, Line, State
from cleaner.lines import without_marker
from cleaner.rulebook import rule as model
from cleaner.rulebook.pattern import Clock, Match, Pattern

_ALL = "_"
# Indexes of lines, each with its match and where the text of that begins in the line.
_Matches: TypeAlias = list[tuple[int, tuple[Match, int]]]


class Claim(Struct, frozen=True):
    """What one rule would take at one place.

    Attributes:
        rule: The rule.
        order: The place of the rule in the chain.
        first: Index of the first line in the state.
        last: Index of the last.
        span: The part of the line that a cut takes; None where whole lines go.
        captures: For each match, pairs of dotted field and text.
    """

    rule: model.Rule
    order: int
    first: int
    last: int
    span: Interval | None = None
    captures: tuple[tuple[tuple[str, str], ...], ...] = ()


class Scene(Struct, frozen=True):
    """What rules look at.

    Attributes:
        state: The lines that are left.
        known: What the caller knows.
        candidates: Which rules need a look at which lines.
        matcher: Finds more of them.
        only: Indexes of lines beyond which a rule that takes single lines need not look; None for all.
    """

    state: State
    known: Known
    candidates: Candidates
    matcher: Matcher
    only: Container[int] | None = None

    @property
    def clock(self) -> Clock:
        """What patterns may still cost."""
        return self.candidates.clock

    def look_beside_debris(self, indexes: Iterable[int]) -> None:
        """Look for what rules for the neighbours of debris need in these lines, as far as there are such."""
        lines = [self.state.lines[index] for index in indexes if 0 <= index < len(self.state)]
        self.matcher.look_beside_debris(lines, self.candidates)


class Unclosed:
    """Notes that a block began and its end did not come."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        self.seen = False


def find_claims(rule: model.Rule, order: int, scene: Scene, unclosed: Unclosed) -> Iterable[Claim]:
    """Return what a rule would take, from top to bottom."""
    action = rule.action
    if isinstance(action, model.Cut | model.Note | model.Protect):
        return _spans(rule, order, scene, action.span)
    # Most rules that are asked find a key of theirs and no match, so what else they need is only made for the others.
    only = scene.only if isinstance(action, model.DropLine | model.DropRepeats) else None
    matches = _full_matches(rule, order, scene, only)
    if not matches:
        return ()
    match action:
        case model.DropRepeats():
            return _repeats(rule, order, scene, matches, action)
        case model.DropRun():
            return _runs(rule, order, scene, matches, action)
        case model.DropBlock():
            return _blocks(rule, order, scene, matches, action, unclosed)
    return _lines(rule, order, scene, matches)


def _fullmatch(
    rule: model.Rule, pattern: Pattern, line: Line, clock: Clock, tried: Sequence[int] | None = None
) -> tuple[Match, int] | None:
    """Match a whole line, then without its list marker; returns the match and where its text begins in the line."""
    stripped = line.stripped
    if len(stripped) > rule.max_chars:
        return None
    if match := pattern.fullmatch(stripped, clock, tried):
        return match, len(line.view) - len(line.view.lstrip())
    unmarked = without_marker(stripped)
    if unmarked is not stripped and (match := pattern.fullmatch(unmarked, clock, tried)):
        return match, line.view.rfind(unmarked)
    return None


def _full_matches(rule: model.Rule, order: int, scene: Scene, only: Container[int] | None) -> _Matches:
    """Return the indexes of all lines that match as a whole where the rule may take anything, with their matches.

    A line is tried once in an article: what came of it holds as long as the line is what it was.
    """
    state, candidates, pattern = scene.state, scene.candidates, model.first_pattern(rule.action)
    known = candidates.matches.setdefault(order, {})
    matches: _Matches = []
    hopeless: list[int] = []
    for index, tried in _looked_at(rule, order, scene):
        if only is not None and index not in only:
            continue
        line = state.lines[index]
        number = line.number
        if number in known:
            found = known[number]
        else:
            # What a line is like is cheaper to see than whether it matches.
            fits = is_like(rule, line)
            known[number] = found = _fullmatch(rule, pattern, line, scene.clock, tried) if fits else None
        if found:
            matches.append((index, found))
        else:
            hopeless.append(number)
    if hopeless:
        candidates.forget(order, hopeless)
    return matches


def _looked_at(rule: model.Rule, order: int, scene: Scene) -> Iterable[tuple[int, Sequence[int] | None]]:
    """Return the lines that a rule must look at, from top to bottom, with the expressions to try there; None for all.

    Of a rule with `page` they are those of which the page says what it asks, found once for an article.
    """
    state, reached = scene.state, places(rule, scene.state)
    if rule.page is None:
        return scene.candidates.of(order, state, reached)
    testified = scene.candidates.testified
    if order not in testified:
        testified[order] = [number for number, each in scene.known.evidence.items() if holds(rule.page, each)]
    indexes = map(state.index_of, testified[order])
    return [(index, None) for index in indexes if index in reached]


def _spared(rule: model.Rule, text: str, clock: Clock) -> bool:
    return rule.unless is not None and rule.unless.search(text, clock) is not None


def _captured(rule: model.Rule, line: Line, match: Match, offset: int) -> tuple[tuple[str, str], ...]:
    """Return what a match captured, as the text has it: the view is for matching only."""
    pairs = []
    for group, field in rule.captures:
        if group != _ALL and group in match.re.groupindex and match.start(group) >= 0:
            pairs.append((field, line.text[match.start(group) + offset : match.end(group) + offset]))
    return tuple(pairs)


def _with_all(rule: model.Rule, pairs: tuple[tuple[str, str], ...], text: str) -> tuple[tuple[str, str], ...]:
    return pairs + tuple((field, text) for group, field in rule.captures if group == _ALL)


def _lines(rule: model.Rule, order: int, scene: Scene, matches: _Matches) -> Iterator[Claim]:
    state = scene.state
    rest = isinstance(rule.action, model.DropRest)
    for index, found in matches:
        last = len(state) - 1 if rest else index
        if failed_condition(rule, state, scene.known, index, last):
            continue
        going = state.lines[index : last + 1]
        if any(_spared(rule, each.view, scene.clock) for each in going):
            continue
        text = "\n".join(each.text.strip() for each in going)
        captures = _with_all(rule, _captured(rule, going[0], *found), text)
        yield Claim(rule, order, index, last, None, (captures,))
        if rest:
            return


def _repeats(
    rule: model.Rule, order: int, scene: Scene, matches: _Matches, action: model.DropRepeats
) -> Iterator[Claim]:
    copies: dict[str, list[Claim]] = defaultdict(list)
    for claim in _lines(rule, order, scene, matches):
        copies[scene.state.lines[claim.first].stripped.casefold()].append(claim)
    for claims in copies.values():
        if len(claims) >= action.least:
            yield from claims


def _runs(rule: model.Rule, order: int, scene: Scene, matches: _Matches, action: model.DropRun) -> Iterator[Claim]:
    state, clock = scene.state, scene.clock
    for index, found in matches:
        line = state.lines[index]
        if _spared(rule, line.view, clock):
            continue
        captures = [_captured(rule, line, *found)]
        last = index
        for position in range(index + 1, min(index + 1 + action.max_lines, len(state))):
            each = state.lines[position]
            pairs = _each(rule, order, action.each, each, scene)
            if pairs is None or _spared(rule, each.view, clock):
                break
            captures.append(pairs)
            last = position
        if last - index < action.at_least or failed_condition(rule, state, scene.known, index, last):
            continue
        text = "\n".join(each.text.strip() for each in state.lines[index : last + 1])
        captures[0] = _with_all(rule, captures[0], text)
        yield Claim(rule, order, index, last, None, tuple(captures))


def _each(
    rule: model.Rule, order: int, each: model.Each, line: Line, scene: Scene
) -> tuple[tuple[str, str], ...] | None:
    """Return what a line of a run captures, or None where it is none."""
    if each.length and not has_length(each.length, line.words):
        return None
    if each.shape and not line.has(each.shape):
        return None
    if each.page and not is_testified(each.page, scene.known, line):
        return None
    if each.line is None:
        return ()
    # Each line of a list may be a heading to those below it, and the next round looks at all of them again.
    known = scene.candidates.followers.setdefault(order, {})
    if line.number not in known:
        known[line.number] = _fullmatch(rule, each.line, line, scene.clock)
    found = known[line.number]
    return _captured(rule, line, *found) if found else None


def _blocks(
    rule: model.Rule, order: int, scene: Scene, matches: _Matches, action: model.DropBlock, unclosed: Unclosed
) -> Iterator[Claim]:
    state, clock = scene.state, scene.clock
    for index, found in matches:
        if failed_condition(rule, state, scene.known, index, index):
            continue
        for last in range(index + 1, min(index + action.max_lines, len(state))):
            end = _fullmatch(rule, action.end, state.lines[last], clock)
            if end:
                yield from _closed_block(rule, order, scene, (index, found), (last, end))
                break
        else:
            unclosed.seen = True


def _closed_block(
    rule: model.Rule, order: int, scene: Scene, start: tuple[int, tuple[Match, int]], end: tuple[int, tuple[Match, int]]
) -> Iterator[Claim]:
    (first, opening), (last, closing) = start, end
    going = scene.state.lines[first : last + 1]
    if failed_condition(rule, scene.state, scene.known, first, last):
        return
    if any(_spared(rule, each.view, scene.clock) for each in going):
        return
    pairs = _captured(rule, going[0], *opening) + _captured(rule, going[-1], *closing)
    text = "\n".join(each.text.strip() for each in going)
    yield Claim(rule, order, first, last, None, (_with_all(rule, pairs, text),))


def _spans(rule: model.Rule, order: int, scene: Scene, pattern: Pattern) -> Iterator[Claim]:
    state = scene.state
    for index, tried in scene.candidates.of(order, state, places(rule, state)):
        line = state.lines[index]
        if len(line.view) > rule.max_chars or failed_condition(rule, state, scene.known, index, index):
            continue
        for match in pattern.find_all(line.view, scene.clock, tried):
            start, end = match.span()
            if not _spared(rule, line.view[start:end], scene.clock):
                pairs = _with_all(rule, _captured(rule, line, match, 0), line.text[start:end])
                yield Claim(rule, order, index, index, _with_space(line.view, start, end), (pairs,))


def _with_space(view: str, start: int, end: int) -> Interval:
    """Widen a span by one adjoining space, so that what is left has neither two in a row nor one at its end."""
    if view[end : end + 1] == " " and (start == 0 or view[start - 1] == " "):
        return start, end + 1
    if start > 0 and view[start - 1] == " " and end == len(view):
        return start - 1, end
    return start, end
