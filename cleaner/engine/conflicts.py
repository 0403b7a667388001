"""Conflicts: which of several claims to the same lines wins.

A protected line is nobody's. Otherwise the action with the lower rank wins, then the rule that stands earlier in the
chain, then the claim further up. A claim that loses a single line loses all; the next round looks afresh.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from msgspec import Struct, field

from cleaner.engine.claims import Claim
from cleaner.engine.state import Interval
from cleaner.rulebook.rule import Rank

_SEVERAL_LINES = (Rank.REST, Rank.BLOCK, Rank.RUN)


class Decision(Struct):
    """Who takes what in one round.

    Attributes:
        owners: The winning claim of each line that goes whole, by index.
        cuts: The winning cuts of each line, by index.
        losers: Ids of the rules that lost, by index of the line.
        spared: A claim over several lines was given up for a protected one.
    """

    owners: dict[int, Claim] = field(default_factory=dict)
    cuts: dict[int, list[Claim]] = field(default_factory=dict)
    losers: dict[int, dict[str, None]] = field(default_factory=dict)
    spared: bool = False

    def settle(self, claims: Iterable[Claim], protected: Container[int]) -> None:
        """Give lines to claims, without taking any from those decided before.

        Args:
            claims: What rules would take, in any order.
            protected: Indexes of lines that no rule may take.
        """
        for claim in sorted(claims, key=lambda each: (each.rule.action.rank, each.order, each.first)):
            reach = range(claim.first, claim.last + 1)
            if any(index in protected for index in reach):
                self.spared |= claim.rule.action.rank in _SEVERAL_LINES
                self._lose(claim, [index for index in reach if index in protected])
            elif claim.span is not None:
                self._cut(claim, claim.span)
            elif any(index in self.owners for index in reach):
                self._lose(claim, [index for index in reach if index in self.owners])
            else:
                self.owners.update(dict.fromkeys(reach, claim))
                for index in reach:
                    for cut in self.cuts.pop(index, ()):
                        self._lose(cut, [index])

    def _cut(self, claim: Claim, span: Interval) -> None:
        index = claim.first
        others = self.cuts.get(index, [])
        if index in self.owners or any(_overlap(span, other.span) for other in others):
            self._lose(claim, [index])
        else:
            self.cuts.setdefault(index, []).append(claim)

    def _lose(self, claim: Claim, indexes: Iterable[int]) -> None:
        for index in indexes:
            self.losers.setdefault(index, {})[claim.rule.id] = None


def _overlap(one: Interval, other: Interval | None) -> bool:
    return other is not None and one[0] < other[1] and other[0] < one[1]
