"""Where in a text the rules may take anything, as far as that is cheap to tell."""

from __future__ import annotations

from cleaner.engine.state import State
from cleaner.rulebook.rule import DropRest, DropRun, Rule
from cleaner.rulebook.zones import FIRST_LINES, LAST_LINES, Zone


def places(rule: Rule, state: State) -> range:
    """Return the indexes of lines at which what a rule takes may begin."""
    low, high = 0, len(state)
    if where := rule.where:
        if where.first is not None:
            high = min(high, where.first)
        if where.last is not None:
            low = max(low, len(state) - where.last)
        if where.before_body:
            high = min(high, state.first_prose + 1)
        if where.after_body and not isinstance(rule.action, DropRest):
            # What follows the heading of a run may be prose, and goes with it.
            reach = rule.action.max_lines if isinstance(rule.action, DropRun) else 0
            low = max(low, state.last_prose - reach)
    return range(low, high)


EDGES = (Zone.HEAD, Zone.FIRST, Zone.TAIL, Zone.LAST)


def lines_of(zone: Zone, state: State) -> range:
    """Return the indexes of the lines of an edge of the text."""
    size = len(state)
    if zone is Zone.HEAD:
        return range(min(state.first_prose + 1, size))
    if zone is Zone.FIRST:
        return range(min(FIRST_LINES, size))
    return range(max(state.last_prose, 0) if zone is Zone.TAIL else max(size - LAST_LINES, 0), size)
