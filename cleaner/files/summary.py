"""What a run did, counted: the last line that a user reads, and the exit code that a script does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from cleaner.lines import count_words
from cleaner.result import Result

OK, CHANGED, FAILED = 0, 1, 2

_NAMED_FAILURES = 1000


class Tally(Struct):
    """Counts of some articles.

    Attributes:
        articles: Articles that were cleaned.
        changed: Those that came out other than they went in.
        kept: Words of their bodies.
        removed: Words that went.
        families: Removals by family.
        flags: Articles by flag.
    """

    articles: int = 0
    changed: int = 0
    kept: int = 0
    removed: int = 0
    families: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, result: Result, *, changed: bool) -> Tally:
        """Count one result."""
        return cls(
            1,
            int(changed),
            _words(result.text),
            sum(_words(removal.text) for removal in result.removed),
            Counter(removal.family for removal in result.removed),
            Counter(result.flags),
        )

    def add(self, other: Tally) -> None:
        """Count others, too."""
        self.articles += other.articles
        self.changed += other.changed
        self.kept += other.kept
        self.removed += other.removed
        self.families.update(other.families)
        self.flags.update(other.flags)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as `--summary` writes them."""
        return {
            "articles": self.articles,
            "changed": self.changed,
            "words": {"kept": self.kept, "removed": self.removed},
            "removals": dict(sorted(self.families.items())),
            "flags": dict(sorted(self.flags.items())),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Tally:
        """Return counts that were kept as a dictionary."""
        words = kept["words"]
        return cls(
            kept["articles"],
            kept["changed"],
            words["kept"],
            words["removed"],
            Counter(kept["removals"]),
            Counter(kept["flags"]),
        )


class Summary(Struct):
    """Counts of one run.

    Attributes:
        tally: What was cleaned, in this run or before.
        failed: How many articles failed.
        failures: The first of them, and why; all of them are told as they happen.
        before: Articles that an earlier run had cleaned.
        skipped: Articles that failed in an earlier run and were not tried again.
        passed_over: What files of records held that is no article, by kind.
    """

    tally: Tally = field(default_factory=Tally)
    failed: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    before: int = 0
    skipped: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)

    def fail(self, name: str, reason: str) -> None:
        """Count one failure."""
        self.failed += 1
        if len(self.failures) < _NAMED_FAILURES:
            self.failures.append((name, reason))

    def exit_code(self, *, checking: bool) -> int:
        """Return 2 where something failed, 1 where a check found something to change, else 0."""
        if self.failed:
            return FAILED
        return CHANGED if checking and self.tally.changed else OK

    def line(self) -> str:
        """Return the counts in one line."""
        tally = self.tally
        articles = tally.articles + self.failed
        parts = [f"{count(articles, 'article')}, {tally.changed:,} changed, {self.failed:,} failed"]
        parts.append(f"{count(tally.kept, 'word')} kept, {tally.removed:,} removed")
        parts.append(_listed(count(tally.families.total(), "removal"), tally.families))
        if tally.flags:
            parts.append(_listed("flags", tally.flags))
        if self.before:
            parts.append(f"{self.before:,} done before")
        if self.skipped:
            parts.append(f"{self.skipped:,} that failed before skipped")
        return "; ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        """Return what `--summary` writes: the counts, and the first thousand failures by name."""
        counts = self.tally.as_dict()
        return {
            **counts,
            "articles": counts["articles"] + self.failed,
            "failed": self.failed,
            "done_before": self.before,
            "skipped": self.skipped,
            "passed_over": dict(sorted(self.passed_over.items())),
            "failures": [{"name": name, "reason": reason} for name, reason in self.failures],
        }


def count(number: int, what: str) -> str:
    """Return a number of things in words."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _words(text: str) -> int:
    return sum(count_words(line) for line in text.split("\n"))


def _listed(title: str, counts: Counter[str]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return f"{title}: {', '.join(f'{name} {number:,}' for name, number in ordered)}" if ordered else title
