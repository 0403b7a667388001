"""What rules with `near` would take: they claim in a second pass, against what was decided in the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from cleaner.engine.claims import Claim, Scene, Unclosed, find_claims
from cleaner.rulebook import rule as model


def claims_beside(
    rule: model.Rule, order: int, scene: Scene, taken: Mapping[int, str], unclosed: Unclosed
) -> Iterator[Claim]:
    """Yield what a rule with `near` would take.

    Args:
        rule: The rule.
        order: Its place in the chain.
        scene: What it looks at.
        taken: The lines that the other rules take, by index, with the family of the rule that takes each.
        unclosed: Notes blocks without an end.
    """
    near = rule.near
    if not near or (near.families and near.families.isdisjoint(taken.values())):
        return
    claims = _claims_near(rule, near, order, scene, taken, unclosed)
    reached = dict(taken)
    own: set[int] = set()
    # Debris spreads downwards in the first pass and upwards in the second.
    for claim in (*claims, *reversed(claims)):
        if claim.first not in own and _is_beside(near, claim, reached):
            yield claim
            own.add(claim.first)
            if near.spread:
                reached.update(dict.fromkeys(range(claim.first, claim.last + 1), rule.family))


def _claims_near(
    rule: model.Rule, near: model.Near, order: int, scene: Scene, taken: Mapping[int, str], unclosed: Unclosed
) -> list[Claim]:
    """Return what a rule would take as far as it may stand beside debris, from top to bottom."""
    if near.spread and not isinstance(rule.action, model.DropLine):
        return list(find_claims(rule, order, scene, unclosed))
    claims: list[Claim] = []
    asked: set[int] = set()
    further = _beside(near, taken)
    while further:
        asked |= further
        scene.look_beside_debris(sorted(further))
        new = list(find_claims(rule, order, replace(scene, only=further), unclosed))
        claims += new
        # What it took is debris, too, where it spreads; so it goes on from line to line.
        further = _beside(near, {claim.first: rule.family for claim in new}) - asked if near.spread else set()
    return sorted(claims, key=lambda claim: claim.first)


def _beside(near: model.Near, taken: Mapping[int, str]) -> set[int]:
    """Return the indexes of lines beside what is taken."""
    indexes = [index for index, family in taken.items() if not near.families or family in near.families]
    below = {index + 1 for index in indexes} if near.above else set()
    return below | {index - 1 for index in indexes} if near.below else below


def _is_beside(near: model.Near, claim: Claim, taken: Mapping[int, str]) -> bool:
    neighbours = [claim.first - 1] if near.above else []
    neighbours += [claim.last + 1] if near.below else []
    return any(index in taken and (not near.families or taken[index] in near.families) for index in neighbours)
