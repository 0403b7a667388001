"""What comes out: the clean text, the facts, and an account of everything that went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner.article import Known
from cleaner.lines import slices_of
from cleaner.long_texts import Kept, joined, text_of

FLAGS: Mapping[str, str] = {
    "guessed_charset": "The bytes named no character set and are no UTF-8; the set was detected.",
    "replaced": "Bytes that stand for no character were replaced by U+FFFD.",
    "no_text": "There was no text to clean.",
    "spared": "A rule would have taken several lines of which one is protected; it took none.",
    "unclosed": "A block began and its end did not come; nothing of it was taken.",
    "over_budget": "The rules would have taken more than the budget allows; nothing was taken (see `withheld`).",
    "timed_out": "A pattern ran out of time, or the patterns together had too much to try; nothing was taken.",
    "unsettled": "The rules found something to take in every round; nothing was taken.",
    "too_long": "The text is longer than the caller allows; it was not cleaned (see `error`).",
    "failed": "The article could not be cleaned (see `error`).",
}
"""Every flag that a result can carry, and what it means."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One piece of the repaired text that went.

    Attributes:
        rule: The id of the rule that took it.
        family: The rule's family.
        line: Its first line in the repaired text that is not blank, from 1.
        last_line: Its last one.
        start: Where it begins, in code points of the repaired text.
        end: Where it ends, exclusive.
        text: The piece itself: `repaired[start:end]`.
    """

    rule: str
    family: str
    line: int
    last_line: int
    start: int
    end: int
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Return the removal as reports and `--removed` write it."""
        names = ("line", "last_line", "start", "end", "rule", "family", "text")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class LineReport:
    """What became of one line of the repaired text.

    Attributes:
        line: Its number, from 1.
        text: The line before cleaning.
        rule: The rule that took it or a part of it; None where it stayed whole.
        whole: All of it went.
        also: Rules that wanted it and did not get it.
        protected: The rule that protects it, if any.
    """

    line: int
    text: str
    rule: str | None = None
    whole: bool = False
    also: tuple[str, ...] = ()
    protected: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A cleaned article.

    Attributes:
        text: The body.
        metadata: The facts: what the caller knew, and what the removed lines told.
        sources: For each fact, where it came from: rule ids, `page` or `caller`.
        removed: Everything that went, in the order of the text.
        withheld: What the rules would have taken of an article over its budget.
        flags: Names out of `FLAGS`, sorted.
        error: Why the article could not be cleaned; None where it could.
        id: The article's id.
        protected: Line numbers with the rules that protect them.
        contested: Line numbers with the rules that wanted the line and did not get it.
        known: What was known of the article when the rules were asked.
    """

    text: str
    _repaired: Kept = field(repr=False)
    metadata: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    removed: tuple[Removal, ...] = ()
    withheld: tuple[Removal, ...] = ()
    flags: tuple[str, ...] = ()
    error: str | None = None
    id: str | None = None
    protected: Mapping[int, str] = field(default_factory=dict)
    contested: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    known: Known = field(default_factory=Known)

    @property
    def repaired(self) -> str:
        """The text after the repair step; spans of removals refer to it. A long one is unpacked each time."""
        return text_of(self._repaired)

    def restore(self) -> str:
        """Rebuild the repaired text from what stayed and what went.

        What stayed is taken from the repaired text itself, since the normalise step may have rewritten quotes and
        spaces, one character for one; what went is taken from the removals.
        """
        pieces: list[str] = []
        position = 0
        repaired = self.repaired
        for removal in self.removed:
            pieces += (repaired[position : removal.start], removal.text)
            position = removal.end
        return "".join(pieces) + repaired[position:]

    def explain(self) -> tuple[LineReport, ...]:
        """Return for every line of the repaired text the rule that took it, which others would have, or none."""
        by_line = _by_line(self.removed)
        withheld = _by_line(self.withheld)
        reports = []
        start = 0
        lines = self.repaired.split("\n")
        if not lines[-1]:
            # What follows the last line break is no line.
            lines.pop()
        for number, text in enumerate(lines, start=1):
            pieces = by_line.get(number, [])
            gone = sum(min(piece.end, start + len(text)) - max(piece.start, start) for piece in pieces)
            rule = pieces[0].rule if pieces else None
            also = [*self.contested.get(number, ()), *(piece.rule for piece in withheld.get(number, ()))]
            whole = bool(pieces) and gone >= len(text)
            reports.append(
                LineReport(
                    number,
                    text,
                    rule,
                    whole,
                    tuple(name for name in dict.fromkeys(also) if name != rule),
                    self.protected.get(number),
                )
            )
            start += len(text) + 1
        return tuple(reports)

    def as_record(self) -> dict[str, Any]:
        """Return the result as `--json` and the files beside cleaned texts hold it, but for the text."""
        record: dict[str, Any] = {"metadata": self.metadata, "sources": self.sources, "flags": list(self.flags)}
        record["removed"] = [removal.as_dict() for removal in self.removed]
        if self.withheld:
            record["withheld"] = [removal.as_dict() for removal in self.withheld]
        if self.error:
            record["error"] = self.error
        return record


def _by_line(removals: Iterable[Removal]) -> dict[int, list[Removal]]:
    found: dict[int, list[Removal]] = {}
    for removal in removals:
        for number in range(removal.line, removal.last_line + 1):
            found.setdefault(number, []).append(removal)
    return found


def subtract(repaired: str, removals: Sequence[Removal]) -> str:
    """Return a text without the spans of removals, which must be in order and apart."""
    return text_of(joined(what_stays(repaired, removals)))


def what_stays(repaired: str, removals: Iterable[Removal]) -> Iterator[str]:
    """Return the same as slices at line breaks (`cleaner.lines.slices`)."""
    bounds = [0, *(bound for removal in removals for bound in (removal.start, removal.end)), len(repaired)]
    return slices_of(repaired, zip(bounds[::2], bounds[1::2], strict=True))
