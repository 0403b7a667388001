"""The scan: which expressions have a key in which lines.

There are two, which cost an article the same. `PLAIN` (`sheet`, `index`) finds the lines that hold a key. The native
one, written in Cython, also asks whether a line looks like what the expression matches (`cleaner.rulebook.outline`), so
it finds fewer; those that it leaves out do not match. `BEST` is the native one where it was compiled, unless
`CLEANER_NO_NATIVE` is set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from cleaner import lines
from cleaner.engine import index, sheet

if TYPE_CHECKING:
    from cleaner.engine.state import Line
    from cleaner.engine.target import Target
    from cleaner.rulebook.key_table import ZoneKeys


class Sheet(Protocol):
    """Lines, ready to be looked through."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines."""

    def part(self, first: int, last: int) -> Sheet:
        """Return the sheet of the lines from one to before another, by their places in this one."""


class Index(Protocol):
    """Finds the expressions that have a key in a line."""

    def find(self, sheet: Any, seen: dict[int, dict[int, int]], allowed: float) -> float:  # noqa: ANN401 - of its own scan
        """Look through lines and note which expressions need a look at them.

        Args:
            sheet: The lines.
            seen: Where it is noted: for each rule, by its place in the chain, line numbers, each with the bits of the
                expressions.
            allowed: What it may cost; the rest is left out where it costs more.

        Returns:
            What the looks cost, as `cleaner.rulebook.pattern.Clock` counts it: those at expressions of which a key was
            found, and those that expressions take at lines of their length.
        """


@dataclass(frozen=True, slots=True)
class Scan:
    """One of the two.

    Attributes:
        sheet: Makes a sheet of lines.
        index: Makes an index: of keys, of which so many expressions have one, which a function returns by its number,
            None where its rule does not run; longer lines than the last argument says are not looked at.
        count_words: Counts the words of a line, by its matching view.
        stems: Returns the words of a line in ASCII that have at least so many letters, in small letters and cut to so
            many.
    """

    sheet: Callable[[Sequence[Line]], Sheet]
    index: Callable[[ZoneKeys, int, Callable[[int], Target | None], int], Index]
    count_words: Callable[[str], int]
    stems: Callable[[str, int, int], set[str]]


PLAIN = Scan(sheet.Sheet, index.Index, lines.count_words, lines.stems)


def _native() -> Scan | None:
    if sys.byteorder == "big":
        # It hashes several characters at once as they lie in memory, the first of them last.
        return None
    try:
        from cleaner.engine import native

        return Scan(native.Sheet, native.Index, native.count_words, native.stems)
    except (ImportError, AttributeError):
        # It was not compiled, or of an older source.
        return None


NATIVE = _native()
BEST = PLAIN if NATIVE is None or os.environ.get("CLEANER_NO_NATIVE") else NATIVE
