"""Two rule sets over one corpus: which lines one takes and the other does not, by which rule.

What a reviewer of a change reads: its effect on thousands of articles, counted and sampled; and where lines are
labelled, whether a line of body is newly lost.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from cleaner.errors import UsageError
from cleaner.files.records import Record
from cleaner.pipeline import Cleaner
from cleaner.result import LineReport
from cleaner.rulebook.library import load
from cleaner.rulebook.strict_yaml import Mapping as YamlMapping
from cleaner.rulebook.strict_yaml import Sequence as YamlSequence
from cleaner.rulebook.strict_yaml import read_yaml

BODY = "body"


class Change(Enum):
    """What became of a line."""

    TAKEN = "newly taken"
    KEPT = "newly kept"
    CUT = "cut otherwise"
    MOVED = "taken by another rule"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that the two rule sets treat differently.

    Attributes:
        article: The article's name.
        line: The line's number, from 1.
        text: The line before cleaning.
        change: What became of it.
        before: The rule of the first set that took it, or a part of it.
        after: The rule of the second set.
        label: What the line is labelled; empty where it is not.
    """

    article: str
    line: int
    text: str
    change: Change
    before: str | None
    after: str | None
    label: str = ""

    @property
    def rule(self) -> str:
        """The rule that the difference is told of: the one that takes it now, or no longer does."""
        return (self.before if self.change is Change.KEPT else self.after) or self.before or ""

    @property
    def is_loss(self) -> bool:
        """Whether a line of body is newly lost."""
        return self.change is Change.TAKEN and self.label == BODY

    def as_dict(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        names = ("article", "line", "text", "before", "after")
        found: dict[str, Any] = {name: getattr(self, name) for name in names}
        return {**found, "change": self.change.value, **({"label": self.label} if self.label else {})}


@dataclass(slots=True)
class Comparison:
    """What comparing a corpus brought.

    Attributes:
        articles: How many articles were compared.
        differing: How many of them differ.
        counts: How many lines, by change and rule.
        labels: How many of those have which label.
        samples: A few differences of each change and rule, no text twice.
        losses: Every labelled line of body that is newly lost.
        flags: Flags that articles newly carry, or no longer do (`-`).
        unlabelled: Articles whose labels are for another text.
    """

    articles: int = 0
    differing: int = 0
    counts: Counter[tuple[Change, str]] = field(default_factory=Counter)
    labels: dict[tuple[Change, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    samples: dict[tuple[Change, str], list[Difference]] = field(default_factory=lambda: defaultdict(list))
    losses: list[Difference] = field(default_factory=list)
    flags: Counter[str] = field(default_factory=Counter)
    unlabelled: int = 0

    def total(self, change: Change) -> int:
        """Return how many lines there are of one change."""
        return sum(count for (each, _), count in self.counts.items() if each is change)

    def add(self, difference: Difference, most: int) -> None:
        """Count a difference, and keep it among the samples where there are few."""
        key = (difference.change, difference.rule)
        self.counts[key] += 1
        if difference.label:
            self.labels[key]["body" if difference.label == BODY else "debris"] += 1
        if difference.is_loss:
            self.losses.append(difference)
        kept = self.samples[key]
        if len(kept) < most and all(each.text != difference.text for each in kept):
            kept.append(difference)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the lines of articles are, by hand.

    Attributes:
        lines: By article, the label of each line, numbered from 1.
        hashes: By article, the beginning of the SHA-256 of the text that was labelled.
    """

    lines: Mapping[str, Mapping[int, str]]
    hashes: Mapping[str, str]

    def of(self, name: str, text: str) -> Mapping[int, str] | None:
        """Return the labels of an article; None where they are for another text."""
        wanted = self.hashes.get(name)
        if wanted and not hashlib.sha256(text.encode()).hexdigest().startswith(wanted):
            return None
        return self.lines.get(name, {})


def read_labels(path: Path) -> Labels:
    """Read a file of labels: JSON Lines of `id`, `lines` ({number from 0: label}) and, if known, `text_sha`.

    Raises:
        UsageError: It holds something else.
    """
    lines: dict[str, dict[int, str]] = {}
    hashes: dict[str, str] = {}
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = json.loads(row)
            lines[str(entry["id"])] = {int(index) + 1: str(label) for index, label in entry["lines"].items()}
            if entry.get("text_sha"):
                hashes[str(entry["id"])] = str(entry["text_sha"])
        except (ValueError, KeyError, TypeError, AttributeError):
            what = 'a line must look like {"id": "a", "lines": {"0": "body"}}'
            raise UsageError(f"{path}:{number}: no labels -> {what}") from None
    return Labels(lines, hashes)


def cleaner_of(place: str, chain: str = "default") -> Cleaner:
    """Return the cleaner that a name on the command line stands for.

    Args:
        place: A chain's name or file, a folder of one's own rules or one rule file, or a folder of packs with chains,
            which takes the place of the shipped one.
        chain: The chain in which one's own rules run.

    Raises:
        UsageError: Nothing of the kind is there.
        RuleFileError: It can't be loaded.
    """
    path = Path(place)
    if path.is_dir() and (path / "chains" / "default.yaml").is_file():
        return Cleaner.of(load(chain, built_in=path, examples=False))
    if path.is_dir() or (path.is_file() and _holds_rules(path)):
        return Cleaner(chain, path)
    return Cleaner(place)


def _holds_rules(path: Path) -> bool:
    """Tell a rule file from a chain: both have `rules`, here a list, there the options of a step."""
    root = read_yaml(path.read_text(encoding="utf-8-sig", errors="replace"), str(path), [])
    entries = root.entries if isinstance(root, YamlMapping) else ()
    return any(key.text == "rules" and isinstance(value, YamlSequence) for key, value in entries)


def compare(
    first: Cleaner, second: Cleaner, records: Iterable[Record], labels: Labels | None = None, samples: int = 3
) -> Comparison:
    """Clean articles with two rule sets and tell where they part.

    Args:
        first: The rules as they were.
        second: The rules as they are to be.
        records: The articles.
        labels: What their lines are, where that is known.
        samples: How many differences are kept of each change and rule.
    """
    found = Comparison()
    for record in records:
        if record.article is None:
            continue
        found.articles += 1
        before, after = first.clean_article(record.article), second.clean_article(record.article)
        name = record.article.id or record.name
        known = labels.of(name, record.article.text or "") if labels else {}
        found.unlabelled += known is None
        found.flags.update(set(after.flags) - set(before.flags))
        found.flags.update(f"-{flag}" for flag in set(before.flags) - set(after.flags))
        parted = False
        for difference in _differences(name, before.explain(), after.explain(), known or {}):
            found.add(difference, samples)
            parted = True
        found.differing += parted
    return found


def _differences(
    name: str, before: tuple[LineReport, ...], after: tuple[LineReport, ...], labels: Mapping[int, str]
) -> Iterator[Difference]:
    for old, new in zip(before, after, strict=False):
        change = _change(old, new)
        if change and old.text.strip():
            yield Difference(name, old.line, old.text, change, old.rule, new.rule, labels.get(old.line, ""))


def _change(old: LineReport, new: LineReport) -> Change | None:
    if old.whole != new.whole:
        return Change.TAKEN if new.whole else Change.KEPT
    if old.rule == new.rule:
        return None
    return Change.MOVED if old.whole else Change.CUT
