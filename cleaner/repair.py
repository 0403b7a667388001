"""The repair step: what went wrong with characters on the way, undone line by line; the only place that imports ftfy.

Mojibake, HTML entities, terminal escapes, control characters, ligatures, surrogates and NFC. Quotes stay as they are:
straightening them before the rules would destroy the evidence of mojibake. Width forms stay, too: they are how
Chinese and Japanese are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

# What Unicode and Python's `splitlines` take for the end of a line, and this project does not. U+0085 is missing
# before ftfy had its look: there it is a byte of mojibake, or an ellipsis.
_SEPARATORS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\u2028\u2029", " "))
_ALL_SEPARATORS = _SEPARATORS | {0x85: " "}
_NEEDS_A_LOOK = re.compile(r"[^\t\x20-\x25\x27-\x7e]")
_MOST_PASSES = 8


@dataclass(frozen=True)
class Repair:
    """Repairs lines.

    Attributes:
        entities: HTML entities are decoded, whatever else the line or its neighbours hold.
    """

    entities: bool = True

    @cached_property
    def _config(self) -> TextFixerConfig:
        from ftfy import TextFixerConfig

        return TextFixerConfig(
            unescape_html=self.entities,
            uncurl_quotes=False,
            fix_character_width=False,
            fix_line_breaks=False,
            normalization="NFC",
            explain=False,
        )

    def lines(self, lines: Iterable[str]) -> list[str]:
        """Repair lines; as many come out as go in."""
        return [self.line(line) for line in lines]

    def line(self, line: str) -> str:
        """Repair one line; repairing what comes out changes nothing."""
        if not _NEEDS_A_LOOK.search(line):
            return line
        from ftfy import fix_text

        for _ in range(_MOST_PASSES):
            fixed = fix_text(line.translate(_SEPARATORS), self._config).translate(_ALL_SEPARATORS)
            # An entity may stand for a line break; a line stays one line.
            fixed = fixed.replace("\r", " ").replace("\n", " ")
            if fixed == line:
                break
            line = fixed
        return line

    def is_repaired(self, line: str) -> bool:
        """Tell whether the repair step would leave a line as it is."""
        return self.line(line) == line

    def __reduce__(self) -> tuple[type[Repair], tuple[bool]]:
        return Repair, (self.entities,)
