"""A batch: files to batches, batches to workers, and what comes back, in order, to outputs, manifest and listeners.

One direction; whatever fails is told, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import CleanerError
from cleaner.files.atomic import discard_left
from cleaner.files.batches import Batch, Batches
from cleaner.files.listeners import Listener
from cleaner.files.outputs import Outputs, removals_beside
from cleaner.files.summary import Tally
from cleaner.files.work import Outcome, Work, Workshop
from cleaner.workers import run_ordered

if TYPE_CHECKING:
    from cleaner.files.manifest import Manifest


def run(
    work: Work,
    batches: Batches,
    listeners: Sequence[Listener],
    workers: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Clean every article of every file.

    Args:
        work: What is done to each.
        batches: The files, in batches.
        listeners: Each hears of every article in order.
        workers: How many processes clean.
        on_progress: Called after each batch with its bytes of input and its articles.

    Raises:
        OSError: A file that many articles share can't be written.
        CleanerError: The run can't go on; what is done stays.
    """
    manifest = batches.manifest
    outputs = Outputs(batches.reading.names, manifest, batches.parts)
    # A run that cleans by itself holds the lock of the folder itself.
    workshop = Workshop(work, manifest.path.parent if manifest and workers > 1 else None)
    try:
        for batch, found in run_ordered(workshop, batches, workers, work.lost):
            outcomes = _recalled(batch, batches) if batch.recalled else found
            outputs.take(batch, outcomes)
            if manifest:
                _note(manifest, batch, outcomes)
            for outcome in outcomes:
                for listener in listeners:
                    listener.hear(outcome)
            if on_progress:
                on_progress(batch.advance, sum(outcome.tally.articles if outcome.tally else 1 for outcome in outcomes))
        outputs.close()
        _close(listeners)
    except BaseException:
        if manifest:
            # What is done stays done, unless this is what failed.
            with suppress(CleanerError, OSError):
                manifest.sync()
        outputs.abandon()
        for listener in listeners:
            listener.abandon()
        discard_left()
        raise


def _recalled(batch: Batch, batches: Batches) -> list[Outcome]:
    """Return what came of a block that an earlier run made."""
    removals = b""
    if batches.wants_removals and batches.parts and not batch.settled:
        removals = removals_beside(batch.part_in(batches.parts)).read_bytes()
    unit = batch.recalled
    return [Outcome(batch.key, unit.tally, removals=removals, before=True, skipped=unit.failed)] if unit else []


def _note(manifest: Manifest, batch: Batch, outcomes: Sequence[Outcome]) -> None:
    """Note what is done, once it is on the disk."""
    if batch.recalled:
        return
    if batch.key:
        total = Tally()
        for outcome in outcomes:
            total.add(outcome.tally or Tally())
        manifest.put(batch.key, batch.identity, total, [each for outcome in outcomes for each in outcome.failures])
        manifest.sync_soon()
        return
    for (key, identity), outcome in zip(batch.units, outcomes, strict=True):
        if not outcome.before:
            manifest.put(key, identity, outcome.tally or Tally(), outcome.failures)
    manifest.sync_soon()


def _close(listeners: Sequence[Listener]) -> None:
    for listener in listeners:
        listener.close()


def parts_of(folder: Path) -> Path:
    """Return where a run keeps the parts of files that are not finished."""
    return folder / "parts"
