"""Collecting a run for its report: one more consumer of results, which keeps counts in memory and texts on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cleaner.files.atomic import AtomicFile
from cleaner.files.work import Outcome
from cleaner.lines import count_words
from cleaner.report.packing import ARTICLES_A_CHUNK, packed
from cleaner.report.page import Index, write_page
from cleaner.result import Removal
from cleaner.rulebook import rule as model
from cleaner.typography import matching_view

_LONGEST_TEXT = 200_000


class ReportWriter:
    """Writes a report of a run; hears of every article in order, as `cleaner.files.listeners` do.

    Args:
        path: Where the page goes.
        rules: The rules that run.
        title: What stands above it.

    Raises:
        OSError: It can't be written there.
    """

    wants_results = True
    wants_removals = False

    def __init__(self, path: Path, rules: Sequence[model.Rule], title: str = "cleaner") -> None:
        self._file = AtomicFile(path)
        self._title = title
        self._rules = {rule.id: number for number, rule in enumerate(rules)}
        self._described = [_described(rule) for rule in rules]
        self._index = Index()
        self._chunk: list[dict[str, Any]] = []
        self._chunks = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the report

    def hear(self, outcome: Outcome) -> None:
        """Take one result."""
        record, result = outcome.record, outcome.result
        if record is None:
            return
        name = (record.article.id if record.article else None) or record.name
        if result is None or record.article is None:
            self._index.failures.append([name, record.error or (result.error if result else "") or ""])
            return
        removals = [self._span(removal) for removal in result.removed]
        withheld = [self._span(removal) for removal in result.withheld]
        words = count_words(matching_view(result.repaired))
        gone = sum(count_words(matching_view(removal.text)) for removal in result.removed)
        changed = record.article.text != result.text
        rules = sorted({span[2] for span in removals + withheld})
        self._index.articles.append(
            [name, words, gone, sorted(result.flags), rules, int(changed), record.article.url or ""]
        )
        for removal in result.removed:
            number = self._rules.get(removal.rule, -1)
            self._index.count(number, removal.family, count_words(matching_view(removal.text)))
        before, after = result.repaired, result.text
        self._chunk.append(
            {
                "b": before[:_LONGEST_TEXT],
                "a": after[:_LONGEST_TEXT],
                "r": removals,
                "w": withheld,
                "m": result.metadata,
                "s": result.sources,
                "e": result.error,
            }
        )
        if len(self._chunk) == ARTICLES_A_CHUNK:
            self._flush()

    def close(self) -> None:
        """Write the page."""
        self._flush()
        self._chunks.seek(0)
        write_page(self._file, self._title, self._described, self._index, (line.rstrip() for line in self._chunks))
        self._chunks.close()
        self._file.commit()

    def abandon(self) -> None:
        """Leave no page."""
        self._chunks.close()
        self._file.discard()

    def _span(self, removal: Removal) -> list[int]:
        """Return where a removal begins and ends, in code points, and its rule by number."""
        return [removal.start, removal.end, self._rules.get(removal.rule, -1)]

    def _flush(self) -> None:
        if self._chunk:
            self._chunks.write(packed(self._chunk).encode("ascii") + b"\n")
            self._chunk = []


def _described(rule: model.Rule) -> dict[str, Any]:
    """Return what the page says of a rule."""
    action = type(rule.action).__name__
    patterns = [expression.written for pattern in model.patterns_of(rule.action) for expression in pattern.expressions]
    path = Path(rule.source.path)
    return {
        "id": rule.id,
        "family": rule.family,
        "does": rule.does,
        "action": "".join(f"_{each.lower()}" if each.isupper() else each for each in action).lstrip("_"),
        "patterns": patterns,
        "source": f"{'/'.join(path.parts[-2:])}:{rule.source.line}",
        "trial": rule.trial,
    }
