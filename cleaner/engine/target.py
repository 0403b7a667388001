"""What a scan has to know of an expression to tell whether it needs a look at a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from cleaner.rulebook.keys import Key, Place
from cleaner.rulebook.pattern import Expression

_FEW_TEXTS = 24

Further: TypeAlias = tuple[tuple[Place, tuple[str, ...]], ...]
"""Keys beside the first: of each its place and its texts."""


class Target(NamedTuple):
    """An expression of a rule.

    Attributes:
        order: The place of the rule in the chain.
        bit: One bit, for the place of the expression in the rule's first pattern.
        least: How many characters a line has at least that it matches.
        most: How many at most.
        words: How many words.
        expression: The expression.
    """

    order: int
    bit: int
    least: int
    most: float
    words: float
    expression: Expression


def further_of(keys: Sequence[Key]) -> Further:
    """Return the keys beside the first that are asked about where that is found."""
    return tuple((key.place, tuple(key.texts)) for key in keys[1:] if _is_quick(key))


def _is_quick(key: Key) -> bool:
    """Tell whether it costs little to see that a key does not hold."""
    return key.place is not Place.INSIDE or len(key.texts) <= _FEW_TEXTS
