"""Which lines say again what the page declares of its article: who wrote it, and when.

Extractors leave such lines in wherever their class gives nothing away. Neither needs a word of any language: a name is
that of the page, and a day is its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from cleaner.evidence import Evidence

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# "By", "Written by", "Our man in Lisk": so many words may stand before a name.
_WORDS_BEFORE_NAME = 3
# A name of one word is many other things; it counts only as the whole line.
_FEWEST_WORDS_OF_NAME = 2
_MOST_WORDS_WITH_DAY = 20
_MOST_CHARACTERS = 2_000
_CHARACTERS_WITH_NAME = 160


class Telling:
    """Finds the lines that tell facts of the page.

    Args:
        facts: The facts of the page (`cleaner.facts`); `author`, `date` and `updated` are looked for. What an author
            shares with the name of the site is no name of a person.
    """

    def __init__(self, facts: Mapping[str, Any]) -> None:
        site = _words(facts.get("sitename", ""))
        self._names = [
            words for name in facts.get("author", ()) if (words := _words(name)) and not set(words) <= set(site)
        ]
        self._days = {
            (int(day[1]), int(day[3]))
            for name in ("date", "updated")
            if (day := _DAY.match(facts.get(name) or "")) is not None
        }

    def added(self, evidence: Mapping[int, Evidence], lines: Sequence[str]) -> Mapping[int, Evidence]:
        """Return the evidence of lines, numbered from 1, with what each of them tells."""
        if not self._names and not self._days:
            return evidence
        return {
            number: replace(each, tells=tells) if (tells := self.facts(lines[number - 1])) else each
            for number, each in evidence.items()
        }

    def facts(self, line: str) -> frozenset[str]:
        """Return the names of the facts that a line tells."""
        if len(line) > _MOST_CHARACTERS:
            return frozenset()
        told = (("author", self._names_author(line)), ("date", self._names_day(line)))
        return frozenset(name for name, is_told in told if is_told)

    def _names_author(self, line: str) -> bool:
        """Tell whether a line begins with the name of an author, but for few words."""
        if not self._names:
            return False
        longest = max(map(len, self._names))
        words = _words(line[:_CHARACTERS_WITH_NAME], longest + _WORDS_BEFORE_NAME + 1)
        for name in self._names:
            if words == name:
                return True
            if len(name) >= _FEWEST_WORDS_OF_NAME and any(
                words[start : start + len(name)] == name for start in range(_WORDS_BEFORE_NAME + 1)
            ):
                return True
        return False

    def _names_day(self, line: str) -> bool:
        """Tell whether the year and the day of the month of a date of the page stand in a short line."""
        if not self._days or not any(str(year) in line for year, _ in self._days):
            return False
        if len(_words(line, _MOST_WORDS_WITH_DAY + 1)) > _MOST_WORDS_WITH_DAY:
            return False
        numbers = {int(number) for number in _NUMBER.findall(line) if len(number) <= len("2024")}
        return any(year in numbers and day in numbers for year, day in self._days)


def _words(text: str, most: int | None = None) -> list[str]:
    """Return the words of a text in small letters, at most so many."""
    found = (match[0] for match in _WORD.finditer(text.casefold()))
    return list(found) if most is None else [word for word, _ in zip(found, range(most), strict=False)]
