"""Where in a text the rules may take anything, as far as that is cheap to tell.

Most of a text is body: what stands between its first and its last line of prose. A rule that takes only what stands
before or after that need not be asked about it, so its keys are looked for at the edges alone; and those of a rule
that takes only what stands beside debris, where debris was found.
"""

from __future__ import annotations

from enum import Enum

from cleaner.engine.state import State
from cleaner.rulebook.rule import DropLine, DropRest, DropRun, Rule

# How many lines the zones `FIRST` and `LAST` have.
_FIRST, _LAST = 14, 6


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


class Zone(Enum):
    """A part of the text: in which lines the keys of a rule are looked for."""

    ANYWHERE = 0
    HEAD = 1
    FIRST = 2
    TAIL = 3
    LAST = 4
    BESIDE_DEBRIS = 5


EDGES = (Zone.HEAD, Zone.FIRST, Zone.TAIL, Zone.LAST)


def zone_of(rule: Rule) -> Zone:
    """Return the smallest zone beyond which what a rule takes never begins."""
    if rule.near and isinstance(rule.action, DropLine):
        return Zone.BESIDE_DEBRIS
    where = rule.where
    if where is None:
        return Zone.ANYWHERE
    if where.before_body:
        return Zone.HEAD
    if where.first is not None and where.first <= _FIRST:
        return Zone.FIRST
    if where.after_body and not isinstance(rule.action, DropRest | DropRun):
        return Zone.TAIL
    return Zone.LAST if where.last is not None and where.last <= _LAST else Zone.ANYWHERE


def lines_of(zone: Zone, state: State) -> range:
    """Return the indexes of the lines of an edge of the text."""
    size = len(state)
    if zone is Zone.HEAD:
        return range(min(state.first_prose + 1, size))
    if zone is Zone.FIRST:
        return range(min(_FIRST, size))
    return range(max(state.last_prose, 0) if zone is Zone.TAIL else max(size - _LAST, 0), size)
