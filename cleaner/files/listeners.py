"""Those who hear of every article in order: the counts, the file of removals, what is printed.

What a batch does never depends on them. Another view of a run is one more listener; it gets whole results where it
says so, from all processes alike.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from cleaner.files.atomic import AtomicFile
from cleaner.files.summary import Summary
from cleaner.files.work import Outcome, encode_json, encode_text


class Listener(Protocol):
    """Somebody who hears of every article, in order.

    Attributes:
        wants_results: Outcomes must carry the whole result, and what was read.
        wants_removals: Outcomes must carry the removals as lines of JSON.
    """

    wants_results: bool
    wants_removals: bool

    def hear(self, outcome: Outcome) -> None:
        """Take one outcome."""

    def close(self) -> None:
        """Finish: the run went to its end."""

    def abandon(self) -> None:
        """Give up: the run was broken off."""


class Quiet:
    """A listener that needs nothing and has nothing to finish."""

    wants_results = False
    wants_removals = False

    def close(self) -> None:
        """Do nothing."""

    def abandon(self) -> None:
        """Do nothing."""


class Counter(Quiet):
    """Counts into a summary."""

    def __init__(self, summary: Summary) -> None:
        self._summary = summary

    def hear(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.error is not None:
            self._summary.fail(outcome.name, outcome.error)
            return
        if outcome.tally:
            self._summary.tally.add(outcome.tally)
            self._summary.before += outcome.tally.articles if outcome.before else 0
        self._summary.skipped += outcome.skipped


class Teller(Quiet):
    """Tells of what failed, and of what changed, as it happens."""

    def __init__(self, on_failure: Callable[[str, str], None], on_change: Callable[[str], None] | None = None) -> None:
        self._on_failure = on_failure
        self._on_change = on_change

    def hear(self, outcome: Outcome) -> None:
        """Tell of one outcome."""
        if outcome.error is not None:
            self._on_failure(outcome.name, outcome.error)
        elif self._on_change and outcome.tally and outcome.tally.changed:
            self._on_change(outcome.name)


class RemovalsWriter:
    """Writes everything that was removed, one object a removal."""

    wants_results = False
    wants_removals = True

    def __init__(self, path: Path) -> None:
        self._file = AtomicFile(path)

    def hear(self, outcome: Outcome) -> None:
        """Write the removals of one outcome."""
        self._file.write(outcome.removals)

    def close(self) -> None:
        """Let the file appear."""
        self._file.commit()

    def abandon(self) -> None:
        """Drop the file."""
        self._file.discard()


class _Printing(Quiet):
    """Prints to standard output; what is printed is printed."""

    wants_results = True

    def close(self) -> None:
        """Hand over what is buffered."""
        _stdout().flush()


class TextPrinter(_Printing):
    """Prints the one text that was asked for, or its record."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def hear(self, outcome: Outcome) -> None:
        """Print one result."""
        record, result = outcome.record, outcome.result
        if result is None or record is None:
            return
        if self._as_json:
            data = encode_json({"id": record.entry.name, "text": result.text, **result.as_record()})
        else:
            data = encode_text(result.text)
        _stdout().write(data)


class DiffPrinter(_Printing):
    """Prints what would change, as a unified diff."""

    def hear(self, outcome: Outcome) -> None:
        """Print the difference between an article as it came and as it would go."""
        record, result = outcome.record, outcome.result
        if result is None or record is None or record.article is None:
            return
        before = result.repaired if record.article.text is None else record.article.text
        import difflib

        lines = difflib.unified_diff(
            before.splitlines(keepends=True), result.text.splitlines(keepends=True), record.name, record.name
        )
        for line in lines:
            end = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            _stdout().write(encode_text(line + end))


def _stdout() -> BinaryIO:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    return sys.stdout.buffer
