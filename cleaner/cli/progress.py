"""What the user is told while a batch runs, on standard error: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from cleaner.files.inputs import Plan

_SECONDS_BETWEEN = 30.0


class Voice:
    """Tells the user what happens.

    Args:
        quiet: Only what failed is told.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Any = None

    def line(self, text: str) -> None:
        """Say something that is good to know."""
        if not self._quiet:
            click.echo(text, err=True)

    def failure(self, name: str, reason: str) -> None:
        """Say what failed, and why."""
        text = f"cleaner: {name}: {reason}"
        # A bar is cleared before something is printed, and drawn again.
        if self._bar is not None:
            self._bar.write(text, file=sys.stderr)
        else:
            click.echo(text, err=True)

    def change(self, name: str) -> None:
        """Say what would change."""
        self.line(f"would change {name}")

    def plan(self, found: Plan) -> None:
        """Say what is noteworthy about the inputs."""
        for old, new in found.renamed:
            click.echo(f"cleaner: a second {old} is written as {new}", err=True)
        if found.passed_over:
            self.line(f"passed over in folders, as no texts: {listed(found.passed_over)}")

    @contextmanager
    def progress(self, found: Plan) -> Iterator[Callable[[int, int], None] | None]:
        """Show how far the work is; yields what is told of each step, its bytes and its articles."""
        if self._quiet or (found.is_single and not found.entries[0].form.holds_many):
            yield None
        elif sys.stderr.isatty():
            with self._shown(found) as step:
                yield step
        else:
            yield Lines(*_extent(found), self.line)

    @contextmanager
    def _shown(self, found: Plan) -> Iterator[Callable[[int, int], None]]:
        from tqdm import tqdm

        # Without a thread of its own: there is a step every few seconds.
        tqdm.monitor_interval = 0
        total, by_bytes = _extent(found)
        unit = {"unit": "B", "unit_scale": True} if by_bytes else {"unit": " articles"}
        with tqdm(total=total, desc="cleaning", file=sys.stderr, dynamic_ncols=True, leave=False, **unit) as bar:
            done = 0

            def step(size: int, articles: int) -> None:
                nonlocal done
                done += articles
                bar.update(size if by_bytes else articles)
                if by_bytes:
                    bar.set_postfix_str(f"{done:,} articles", refresh=False)

            self._bar = bar
            try:
                yield step
            finally:
                self._bar = None


class Lines:
    """Progress as a line now and then, for logs.

    Args:
        total: How much there is to do, in bytes or articles; None where nobody knows.
        by_bytes: It is bytes.
        say: Prints a line.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        total: int | None,
        by_bytes: bool,
        say: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._by_bytes = by_bytes
        self._say = say
        self._clock = clock
        self._start = self._last = clock()
        self._articles = self._done = 0

    def __call__(self, size: int, articles: int) -> None:
        """Note a step."""
        self._articles += articles
        self._done += size if self._by_bytes else articles
        now = self._clock()
        if now - self._last >= _SECONDS_BETWEEN:
            self._last = now
            self._say(self._line(now - self._start))

    def _line(self, seconds: float) -> str:
        line = f"{self._articles:,} articles, {self._articles / seconds:,.0f} a second"
        if not self._total or not self._done:
            return line
        left = max(0.0, seconds * (self._total / self._done - 1))
        return f"{line}; {min(1.0, self._done / self._total):.0%} done, about {_minutes(left)} left"


def listed(counts: dict[str, int]) -> str:
    """Return counts of kinds in words."""
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def _extent(found: Plan) -> tuple[int | None, bool]:
    """Return how much there is to do, and whether that is bytes: of files of records nobody knows the articles."""
    if not any(entry.form.holds_many for entry in found.entries):
        return len(found.entries), False
    total = 0
    for entry in found.entries:
        if entry.path is None:
            return None, True
        try:
            total += os.path.getsize(entry.path)  # noqa: PTH202 - called by the million
        except OSError:
            continue
    return total, True
