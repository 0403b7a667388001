"""Ranking: which shapes look like debris, by how widely they stand and by position and form, in any language."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from cleaner.mine.gather import Found
from cleaner.mine.shapes import REST, words_of

_LONG_WORDS = 30
_INSIDE = 0.08
_SHARE_TAKEN = 0.5
_LIKE_ITS_LINES = 0.8


def score(found: Found) -> float:
    """Return how much a shape looks like debris, and how much there is of it; 0 where it does not."""
    if found.left < 1 or found.taken > _SHARE_TAKEN * found.articles or not found.texts:
        return 0.0
    share = 1 / found.articles
    at_an_edge = max(found.before, found.after) * share
    words = found.words * share
    # Between paragraphs a short line that repeats is a sub-heading ("Conclusion") more often than not.
    looks = _INSIDE + (1 - _INSIDE) * at_an_edge
    looks *= 1 - 0.7 * found.prose * share
    looks *= 1.0 if words <= _LONG_WORDS else 0.5
    looks *= 1 + 0.5 * found.neighbours * share
    looks *= 0.7 if REST in found.shape else 1.0
    spread = math.log2(1 + found.left) * (1 + 0.5 * math.log2(max(len(found.sites), 1)))
    return looks * spread


def ranked(shapes: Iterable[Found], least: int) -> list[Found]:
    """Return the shapes that no rule takes, the most debris-like first, none that another says already.

    Args:
        shapes: What was gathered.
        least: In how many articles a shape must be left over.
    """
    left = [(score(found), found) for found in shapes if found.left >= least]
    best = [found for points, found in sorted(left, key=lambda pair: (-pair[0], pair[1].shape)) if points > 0]
    kept: list[Found] = []
    for found in best:
        if not any(_says(other, found) or _says(found, other) for other in _related(kept, found)):
            kept.append(found)
    return kept


def _related(kept: Sequence[Found], found: Found) -> Iterable[Found]:
    label = found.shape.removesuffix(REST)
    for other in kept:
        if other.shape.startswith(label) or found.shape.startswith(other.shape.removesuffix(REST)):
            yield other


def _says(one: Found, other: Found) -> bool:
    """Tell whether one is a label of which the other is nearly all there is."""
    return one.shape.endswith(REST) and other.left >= _LIKE_ITS_LINES * one.left and bool(words_of(one.shape))
