"""What a run did, counted: the last line that a user reads, and the exit code that a script does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cleaner.result import Result

OK, CHANGED, FAILED = 0, 1, 2


@dataclass(slots=True)
class Summary:
    """Counts of one run.

    Attributes:
        articles: Articles that were looked at, failed ones included.
        changed: Articles that came out other than they went in.
        failures: What failed, and why.
        families: Removals by family.
        flags: Articles by flag.
    """

    articles: int = 0
    changed: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    families: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result, *, changed: bool) -> None:
        """Count one result."""
        self.articles += 1
        self.changed += changed
        self.families.update(removal.family for removal in result.removed)
        self.flags.update(result.flags)

    def fail(self, name: str, reason: str) -> None:
        """Count one failure."""
        self.articles += 1
        self.failures.append((name, reason))

    def exit_code(self, *, checking: bool) -> int:
        """Return 2 where something failed, 1 where a check found something to change, else 0."""
        if self.failures:
            return FAILED
        return CHANGED if checking and self.changed else OK

    def line(self) -> str:
        """Return the counts in one line."""
        parts = [f"{_count(self.articles, 'article')}, {self.changed:,} changed, {len(self.failures):,} failed"]
        parts.append(_tally(_count(self.families.total(), "removal"), self.families))
        if self.flags:
            parts.append(_tally("flags", self.flags))
        return "; ".join(parts)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _tally(title: str, counts: Counter[str]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return f"{title}: {', '.join(f'{name} {number:,}' for name, number in ordered)}" if ordered else title
