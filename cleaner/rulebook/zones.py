"""Zones: in which part of a text what a rule takes may begin, as far as the rule alone tells.

Most of a text is body: what stands between its first and its last line of prose. A rule that takes only what stands
before or after that need not be asked about it, so its keys are looked for at the edges alone; and those of a rule
that takes only what stands beside debris, where debris was found. Which lines a zone has is for the engine.
"""

from __future__ import annotations

from enum import Enum

from cleaner.rulebook.rule import DropLine, DropRest, DropRun, Rule

FIRST_LINES, LAST_LINES = 14, 6
"""How many lines the zones `FIRST` and `LAST` have."""


class Zone(Enum):
    """A part of the text: in which lines the keys of a rule are looked for."""

    ANYWHERE = 0
    HEAD = 1
    FIRST = 2
    TAIL = 3
    LAST = 4
    BESIDE_DEBRIS = 5


def zone_of(rule: Rule) -> Zone:
    """Return the smallest zone beyond which what a rule takes never begins."""
    if rule.near and isinstance(rule.action, DropLine):
        return Zone.BESIDE_DEBRIS
    where = rule.where
    if where is None:
        return Zone.ANYWHERE
    if where.before_body:
        return Zone.HEAD
    if where.first is not None and where.first <= FIRST_LINES:
        return Zone.FIRST
    if where.after_body and not isinstance(rule.action, DropRest | DropRun):
        return Zone.TAIL
    return Zone.LAST if where.last is not None and where.last <= LAST_LINES else Zone.ANYWHERE
