"""The patterns of a rule, and which expression of them matches a line, as the engine tries it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.lines import without_marker
from cleaner.rulebook import rule as model
from cleaner.rulebook.pattern import Clock, Expression, Match, OutOfTimeError, Pattern
from cleaner.typography import matching_view

SECONDS = 1.0
"""How long a pattern may look at a line."""


def parts_of(action: model.Action) -> Iterator[tuple[str, Pattern | None]]:
    """Yield the patterns of an action by the names of their fields."""
    match action:
        case model.DropBlock(start, end):
            yield from (("from", start), ("to", end))
        case model.DropRun(heading, each):
            yield from (("heading", heading), ("each", each.line))
        case model.DropLine(pattern):
            yield "drop_line", pattern
        case model.DropRest(pattern):
            yield "drop_rest", pattern
        case model.DropRepeats(pattern):
            yield "drop_repeats", pattern
        case model.Cut(pattern):
            yield "cut", pattern
        case model.Note(pattern):
            yield "note", pattern
        case model.Protect(pattern):
            yield "protect", pattern
        case model.BringBack(pattern):
            yield "bring_back", pattern


def first_match(pattern: Pattern, text: str) -> tuple[Expression, Match] | None:
    """Return the first expression that matches a line, as the engine tries it."""
    clock = Clock(SECONDS)
    view = matching_view(text)
    stripped = view.strip()
    try:
        for expression in pattern.expressions:
            if expression.searches:
                found = expression.search(view, 0, clock)
            else:
                found = expression.fullmatch(stripped, clock) or expression.fullmatch(without_marker(stripped), clock)
            if found:
                return expression, found
    except OutOfTimeError:
        pass
    return None


def reaches(expression: Expression, text: str) -> int:
    """Return how many characters of a line an expression likes before it gives up."""
    low, high = 0, len(text)
    try:
        while low < high:
            middle = (low + high + 1) // 2
            if expression.compile().fullmatch(text[:middle], partial=True, timeout=SECONDS):
                low = middle
            else:
                high = middle - 1
    except TimeoutError:
        pass
    return low
