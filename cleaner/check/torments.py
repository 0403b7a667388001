"""Texts made to bring an expression down: its own repeats, filled to the brim, and then spoilt.

An expression backtracks when it can share out the same characters in many ways and fails in the end. So each of its
repeats in turn is filled until the line is as long as lines may be, and what follows is spoilt, so that all ways are
tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cleaner.rulebook.regex_syntax import Chain, Choice, Literal, Node, Nothing, OneOf, Repeat, parse

MOST_TEXTS = 16
# No pattern names it, and no class of letters, digits or spaces holds it.
_SPOILER = "\x7f"
_WIDE_CHOICE = 3


def torments(source: str, size: int) -> Iterator[str]:
    """Yield texts for an expression whose pieces and lists are filled in, each once.

    Args:
        source: The expression.
        size: How long a text is, in characters.
    """
    node = parse(source)
    seen: set[str] = set()
    for text in islice(_texts(node, size), MOST_TEXTS):
        if text not in seen:
            seen.add(text)
            yield text


def _texts(node: Node, size: int) -> Iterator[str]:
    for letter in ("a", " ", "0"):
        plain = _written(node, None, 1, letter)
        for repeat in _repeats(node):
            part = _written(repeat.part, None, 1, letter) or letter
            count = max(1, (size - len(plain) - 1) // len(part))
            filled = _written(node, repeat, count, letter)
            # What must stand somewhere in a match may be looked for first: so it is there, behind the spoiler.
            for text in (filled, part * count):
                yield text[: size - 1 - len(plain)] + _SPOILER + plain
        yield letter * size
        yield (plain * (size // max(len(plain), 1) + 1))[: size - 1] + _SPOILER


def _repeats(node: Node) -> Iterator[Repeat]:
    """Yield the repeats of an expression that can be long, the outermost first."""
    if isinstance(node, Repeat):
        if node.most is None or node.most > _WIDE_CHOICE:
            yield node
        yield from _repeats(node.part)
    elif isinstance(node, Chain):
        for part in node.parts:
            yield from _repeats(part)
    elif isinstance(node, Choice):
        for branch in node.branches[:_WIDE_CHOICE]:
            yield from _repeats(branch)
    elif isinstance(node, Nothing) and node.inner is not None:
        yield from _repeats(node.inner)


def _written(node: Node, full: Repeat | None, count: int, letter: str) -> str:
    """Return a text that an expression begins to like, one of its repeats filled."""
    if isinstance(node, Literal):
        return node.character
    if isinstance(node, OneOf):
        return node.members[:1] or (" " if node.blank else letter)
    if isinstance(node, Chain):
        return "".join(_written(part, full, count, letter) for part in node.parts)
    if isinstance(node, Choice):
        within = next((branch for branch in node.branches if full and _holds(branch, full)), node.branches[0])
        return _written(within, full, count, letter)
    if isinstance(node, Repeat):
        times = count if node is full else max(node.least, 1 if full and _holds(node.part, full) else node.least)
        return _written(node.part, full, count, letter) * min(times, node.most or times)
    return ""


def _holds(node: Node, wanted: Node) -> bool:
    if node is wanted:
        return True
    if isinstance(node, Chain):
        return any(_holds(part, wanted) for part in node.parts)
    if isinstance(node, Choice):
        return any(_holds(branch, wanted) for branch in node.branches)
    if isinstance(node, Repeat):
        return _holds(node.part, wanted)
    return isinstance(node, Nothing) and node.inner is not None and _holds(node.inner, wanted)
