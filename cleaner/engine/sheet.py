"""Sheets: lines as the index scans them, so that one automaton finds keys at the start, at the end and inside of lines.

Marks around a line do not count for what it starts or ends with, nor does its number in a list; so what stands inside
of them is repeated where it would be looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from cleaner.rulebook.folding import core, fold
from cleaner.rulebook.key_table import END, START
from cleaner.rulebook.keys import LONGEST_KEY

if TYPE_CHECKING:
    from cleaner.engine.state import Line

_GAP = "\1"  # where a line neither starts nor ends
_NUMBER_MARKER = ("0. ", "0) ")


class Sheet:
    """Lines as they are scanned.

    Attributes:
        lines: The lines.
        folded: The same, folded.
        cores: Of each folded line its core, and that of what stands behind its number in a list.
        text: All of it.
        ends: Where in the text each line ends.
    """

    __slots__ = ("cores", "ends", "folded", "lines", "text")

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.folded: Sequence[str] = fold("\n".join([line.view for line in lines])).split("\n") if lines else []
        self.cores: Sequence[tuple[str, ...]] = [_cores(each) for each in self.folded]
        blocks = [
            each if len(found) == 1 and found[0] == each else _block(each, found)
            for each, found in zip(self.folded, self.cores, strict=True)
        ]
        self.text = f"{START}{f'{END}{START}'.join(blocks)}{END}"
        between = len(START) + len(END)
        self.ends: Sequence[int] = list(accumulate([len(block) + between for block in blocks]))

    def part(self, first: int, last: int) -> Sheet:
        """Return the sheet of the lines from one to before another, by their places in this one."""
        part = Sheet.__new__(Sheet)
        start = self.ends[first - 1] if first else 0
        part.lines, part.folded, part.cores = self.lines[first:last], self.folded[first:last], self.cores[first:last]
        part.ends = [end - start for end in self.ends[first:last]]
        part.text = self.text[start : start + part.ends[-1]] if part.ends else ""
        return part


def _cores(folded: str) -> tuple[str, ...]:
    whole = core(folded)
    return (whole, core(folded[len(_NUMBER_MARKER[0]) :])) if whole.startswith(_NUMBER_MARKER) else (whole,)


def _block(folded: str, cores: tuple[str, ...]) -> str:
    """Return a line with marks around it, or a number before it, for the scan."""
    whole = cores[0]
    block = folded
    if not folded.startswith(whole):
        block += f"{_GAP}{START}{whole[:LONGEST_KEY]}"
    if len(cores) > 1:
        block += f"{_GAP}{START}{cores[1][:LONGEST_KEY]}"
    if block is not folded or not folded.endswith(whole):
        block += f"{_GAP}{whole[-LONGEST_KEY:]}"
    return block
