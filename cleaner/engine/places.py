"""Where in a text the rules may take anything, as far as that is cheap to tell: before, in or after the body.

Most of a text is body: what stands between its first and its last line of prose. A rule that takes only what stands
before or after that need not be asked about it, so its keys are looked for at the edges alone.
"""

from __future__ import annotations

from cleaner.engine.state import State
from cleaner.rulebook.rule import DropRest, DropRun, Rule

# So many lines at either end belong to the edges, whatever they are.
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


def is_for_edges(rule: Rule) -> bool:
    """Tell whether a rule takes nothing but what begins at the edges of a text."""
    where = rule.where
    if where is None:
        return False
    at_start = where.before_body or (where.first is not None and where.first <= _FIRST)
    at_end = where.after_body and not isinstance(rule.action, DropRest | DropRun)
    return at_start or at_end or (where.last is not None and where.last <= _LAST)


def edges(state: State) -> tuple[range, range]:
    """Return the indexes of the lines before and after the body; the places of all rules that are for the edges."""
    size = len(state)
    low = min(max(state.first_prose + 1, _FIRST), size)
    high = max(min(state.last_prose, size - _LAST), low)
    return range(low), range(high, size)
