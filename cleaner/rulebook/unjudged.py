"""Rules read for what they say, not to be run fast: without the work that makes patterns quick to try.

Working out what a pattern needs takes longer than trying it a few times; who only lists rules, or tries each on its
own examples, can do without.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from cleaner.rulebook.layout import place_in_packs
from cleaner.rulebook.library import files_of
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.rule_file import read_rule_file, read_vocabulary
from cleaner.rulebook.vocabulary import Vocabulary


class Unjudged(Vocabulary):
    """A vocabulary that does not work out what makes patterns fast."""

    def extended(self, lists: Mapping[str, tuple[str, ...]], defs: Mapping[str, str]) -> Vocabulary:
        """Return a vocabulary of the same kind in which the given names are known, too, and win."""
        return Unjudged({**self.lists, **lists}, {**self.defs, **defs}) if lists or defs else self

    def keys(self, written: str, *, searches: bool) -> tuple[()]:  # noqa: ARG002
        """Return no keys: everything is tried."""
        return ()

    def capitals(self, written: str) -> int:  # noqa: ARG002
        """Return that a match may begin with any letters."""
        return 0

    def lengths(self, written: str) -> tuple[int, float]:  # noqa: ARG002
        """Return bounds that hold for every match."""
        return 0, math.inf

    def quick_length(self, written: str, *, searches: bool) -> float:  # noqa: ARG002
        """Return that every match is watched by the clock."""
        return 0


def listed_rules(chain: str = "default") -> Iterator[Rule]:
    """Yield the rules of the built-in packs of a chain with their examples, as far as they can be read.

    Raises:
        UsageError: A chain that isn't there.
    """
    files = files_of(chain, None, [])
    vocabulary: Vocabulary = Unjudged()
    for path in files.shared:
        text = path.read_text(encoding="utf-8-sig")
        vocabulary = read_vocabulary(text, str(path), vocabulary, [], compiles=False)
    for path in files.packs:
        family, site = place_in_packs(path)
        text = path.read_text(encoding="utf-8-sig")
        yield from read_rule_file(
            text, str(path), family=family, site=site, shared=vocabulary, problems=[], compiles=False
        )
