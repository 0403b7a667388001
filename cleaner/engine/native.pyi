"""The scan in native code; see `cleaner.engine.scan`."""

from collections.abc import Callable, Iterable, Sequence

from cleaner.engine.state import Line
from cleaner.engine.target import Target
from cleaner.rulebook.key_table import ZoneKeys
from cleaner.rulebook.pattern import Expression

def count_words(view: str) -> int:
    """Count the words of a line, as `cleaner.lines.count_words` does."""

def stems(view: str, least: int, most: int) -> set[str]:
    """Return the beginnings of longer words, as `cleaner.lines.stems` does."""

class Sheet:
    """Lines, folded."""

    lines: Sequence[Line]
    def __init__(self, lines: Iterable[Line]) -> None: ...
    def part(self, first: int, last: int) -> Sheet:
        """Return the sheet of the lines from one to before another, by their places in this one."""

class Index:
    """Finds the expressions that have a key in a line, as `cleaner.engine.index.Index` does."""

    def __init__(
        self, keys: ZoneKeys, expressions: int, target_of: Callable[[int], Target | None], longest: int
    ) -> None: ...
    def find(self, sheet: Sheet, seen: dict[int, dict[int, int]], allowed: float) -> float:
        """Look through lines and note which expressions need a look at them, those aside that an outline rules out."""

class Program:
    """An outline, ready to be asked of lines."""

    def passes(self, view: str) -> bool:
        """Tell whether the expression may match in a line, by its matching view."""

def program_of(expression: Expression) -> Program | None:
    """Return the outline of an expression; None where it would be that of every line."""
