"""When rules have their say: those that protect, those that take, those that ask what others took, those that note."""

from __future__ import annotations

from enum import Enum

from cleaner.engine.conditions import is_choosy
from cleaner.rulebook.rule import Note, Protect, Rule


class Pass(Enum):
    """When a rule has its say."""

    GUARDS = 0
    FIRST = 1
    BESIDE_DEBRIS = 2
    NOTES = 3


class OrderOfPlay:
    """All rules, and of each the pass in which it has its say.

    Attributes:
        rules: The rules, in the order of the chain.
        passes: Their passes.
        beside: Those that have their say beside debris, with their places in the chain.
        choosy: The places of those that do not apply to every article.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.passes = tuple(map(_pass_of, rules))
        self.beside = [(order, rules[order]) for order, each in enumerate(self.passes) if each is Pass.BESIDE_DEBRIS]
        self.choosy = frozenset(order for order, rule in enumerate(rules) if is_choosy(rule))


def _pass_of(rule: Rule) -> Pass:
    if isinstance(rule.action, Protect):
        return Pass.GUARDS
    if isinstance(rule.action, Note):
        return Pass.NOTES
    return Pass.BESIDE_DEBRIS if rule.near else Pass.FIRST
