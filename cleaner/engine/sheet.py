"""Sheets: lines as the index scans them, so that one automaton finds keys at the start, at the end and inside of lines.

Marks around a line do not count for what it starts or ends with, nor does its number in a list; so what stands inside
of them is repeated where it would be looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from cleaner.engine.state import Line
from cleaner.rulebook.folding import core, fold
from cleaner.rulebook.key_table import END, START
from cleaner.rulebook.keys import LONGEST_KEY
from cleaner.typography import matching_view

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

    def __init__(
        self,
        lines: Sequence[Line],
        folded: Sequence[str],
        cores: Sequence[tuple[str, ...]],
        text: str,
        ends: Sequence[int],
    ) -> None:
        self.lines, self.folded, self.cores, self.text, self.ends = lines, folded, cores, text, ends

    @classmethod
    def read(cls, part: str, number: int) -> Sheet:
        """Return the sheet of the lines of a slice of a text that are not blank; so many lines stand before it."""
        view = matching_view(part)
        texts, views, folds = part.split("\n"), view.split("\n"), fold(view).split("\n")
        lines: list[Line] = []
        folded: list[str] = []
        for text, seen, low in zip(texts, views, folds, strict=True):
            number += 1
            if text and not text.isspace():
                # Mostly they are equal, and then kept once.
                lines.append(Line(number, text, text if seen == text else seen))
                folded.append(low)
        return cls.of(lines, folded)

    @classmethod
    def of(cls, lines: Sequence[Line], folded: Sequence[str] | None = None) -> Sheet:
        """Return the sheet of some lines, which may have been folded already."""
        if folded is None:
            folded = fold("\n".join([line.view for line in lines])).split("\n")
        cores = [_cores(each) for each in folded]
        blocks = [
            each if len(found) == 1 and found[0] == each else _block(each, found)
            for each, found in zip(folded, cores, strict=True)
        ]
        text = f"{START}{f'{END}{START}'.join(blocks)}{END}"
        between = len(START) + len(END)
        return cls(lines, folded, cores, text, list(accumulate([len(block) + between for block in blocks])))

    def part(self, first: int, last: int) -> Sheet:
        """Return the sheet of the lines from one to before another, by their places in this one."""
        start = self.ends[first - 1] if first else 0
        ends = [end - start for end in self.ends[first:last]]
        text = self.text[start : start + ends[-1]] if ends else ""
        return Sheet(self.lines[first:last], self.folded[first:last], self.cores[first:last], text, ends)


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
