"""The normalise step: how the body is written, one character for one, never which words it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from msgspec import Struct

from cleaner.lines import slices
from cleaner.long_texts import Kept, joined, text_of
from cleaner.rulebook.chain import Normalise
from cleaner.typography import DASHES, QUOTES, SPACES, rewritten, straighten_guillemets


class Normaliser(Struct, frozen=True, dict=True):
    """Rewrites lines as the options of a chain say."""

    options: Normalise

    @cached_property
    def _table(self) -> dict[str, str]:
        table: dict[str, str] = {}
        if self.options.quotes == "straight":
            table |= QUOTES
        if self.options.spaces == "plain":
            table |= SPACES
        if self.options.dashes == "plain":
            table |= DASHES
        return table

    def line(self, line: str) -> str:
        """Rewrite one line, or several."""
        line = rewritten(line, self._table)
        return straighten_guillemets(line) if self.options.quotes == "straight" else line

    def text(self, text: str, is_repaired: Callable[[str], bool]) -> str:
        """Rewrite a text line by line.

        Args:
            text: The text after the rules.
            is_repaired: Tells whether the repair step would leave the lines of a text as they are. Rewriting must not
                make of a line what a second cleaning would repair (a plain space behind a lone `Ã` does), so such a
                line stays.
        """
        return text_of(self.slices(slices(text), is_repaired))

    def slices(self, parts: Iterable[str], is_repaired: Callable[[str], bool]) -> Kept:
        """Rewrite a text that comes in slices at line breaks, so that it need not be there as a whole (see `text`)."""
        return joined(self._slice(part, is_repaired) for part in parts)

    def _slice(self, text: str, is_repaired: Callable[[str], bool]) -> str:
        plain = self.line(text)
        if plain == text or is_repaired(plain):
            return plain
        return "\n".join(self._stable(line, is_repaired) for line in text.split("\n"))

    def _stable(self, line: str, is_repaired: Callable[[str], bool]) -> str:
        rewritten = self.line(line)
        return rewritten if rewritten == line or is_repaired(rewritten) else line
