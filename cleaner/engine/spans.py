"""From what was taken to spans of the repaired text: every removal as one stretch, none over another.

A removed line takes the blank lines after it along. Where nothing survives after it, it takes those before it
instead, so that a text never ends in the gap that its debris left; the last line break goes with it unless the text
itself ended in one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from cleaner.engine.claims import Claim
from cleaner.engine.state import Interval
from cleaner.result import Removal


class Taken(Struct):
    """All that the rounds took of one article.

    Attributes:
        whole: The claims that took whole lines, by line number, from 1.
        parts: The claims that took intervals of a line, by line number.
    """

    whole: dict[int, Claim] = field(default_factory=dict)
    parts: dict[int, list[tuple[Interval, Claim]]] = field(default_factory=dict)


class _Stretch(Struct):
    """A stretch of the text that one claim took, with the numbers of its first and last line that is not blank."""

    start: int
    end: int
    claim: Claim
    first: int = 0
    last: int = 0


def removals(text: str, taken: Taken) -> tuple[Removal, ...]:
    """Return everything that was taken, in the order of the text.

    Args:
        text: The repaired text.
        taken: What was taken of it.
    """
    if not taken.whole and not taken.parts:
        return ()
    repaired = text.split("\n")
    owners = _with_blanks(repaired, taken.whole)
    stretches: list[_Stretch] = []
    start = 0
    for number, line in enumerate(repaired, start=1):
        end = min(start + len(line) + 1, len(text))
        for low, high, claim in _of_line(start, end, taken.parts.get(number, ()), owners.get(number)):
            if not (stretches and stretches[-1].end == low and stretches[-1].claim is claim):
                stretches.append(_Stretch(low, high, claim))
            stretches[-1].end = high
            if line.strip():
                stretches[-1].first = stretches[-1].first or number
                stretches[-1].last = number
        start = end
    _take_last_break(stretches, text)
    return tuple(_removal(stretch, text) for stretch in stretches if stretch.start < stretch.end)


def _of_line(
    start: int, end: int, parts: Sequence[tuple[Interval, Claim]], owner: Claim | None
) -> list[tuple[int, int, Claim]]:
    """Return the stretches of one line: its cuts, and what lies between them where the rest went, too."""
    stretches: list[tuple[int, int, Claim]] = []
    position = start
    for (low, high), claim in sorted(parts, key=lambda part: part[0]):
        if owner and position < start + low:
            stretches.append((position, start + low, owner))
        stretches.append((start + low, start + high, claim))
        position = start + high
    if owner and position < end:
        stretches.append((position, end, owner))
    return stretches


def _with_blanks(repaired: Sequence[str], whole: Mapping[int, Claim]) -> dict[int, Claim]:
    """Return the owners of lines with the blank lines that go along."""
    owners = dict(whole)
    tail = 0  # the first line of the removed stretch that ends the text, if it goes on to the end
    for number, line in enumerate(repaired, start=1):
        if number in whole:
            tail = tail or number
        elif line.strip():
            tail = 0
        elif number - 1 in owners:
            owners[number] = owners[number - 1]
    number = tail - 1
    while tail and number >= 1 and not repaired[number - 1].strip() and number not in owners:
        owners[number] = whole[tail]
        number -= 1
    return owners


def _take_last_break(stretches: list[_Stretch], text: str) -> None:
    """Let the removals that end a text without a line break at its end take the break before them along."""
    if not stretches or stretches[-1].end != len(text) or text.endswith("\n"):
        return
    index = len(stretches) - 1
    while index > 0 and stretches[index - 1].end == stretches[index].start:
        index -= 1
    start = stretches[index].start
    if start > 0 and text[start - 1] == "\n":
        stretches[index].start = start - 1


def _removal(stretch: _Stretch, text: str) -> Removal:
    rule = stretch.claim.rule
    piece = text[stretch.start : stretch.end]
    return Removal(rule.id, rule.family, stretch.first, stretch.last, stretch.start, stretch.end, piece)
