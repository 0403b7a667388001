"""Who writes into a folder of results: one run, and none while processes of an earlier one are still there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cleaner.errors import UsageError
from cleaner.files.inputs import RUN_FOLDER

_SECONDS_FOR_WORKERS = 30.0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only run that writes there.

    Raises:
        UsageError: Another run is at work there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(f"another run is writing to {_of(folder)} -> wait for it, or name another place") from None
    try:
        # Processes of a run that was killed may still be at their last article.
        for left in folder.glob("worker-*"):
            with FileLock(left).acquire(timeout=_SECONDS_FOR_WORKERS):
                pass
        yield
    except Timeout:
        raise UsageError(f"processes of another run still write to {_of(folder)} -> end them") from None
    finally:
        lock.release()


def is_at_work(folder: Path) -> bool:
    """Tell whether a run is at work there."""
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def hold_as_worker(folder: Path, number: int) -> FileLock:
    """Tell later runs that this process may still be writing, for as long as it lives."""
    lock = FileLock(folder / f"worker-{number}")
    lock.acquire(timeout=_SECONDS_FOR_WORKERS)
    return lock


def _of(folder: Path) -> Path:
    return folder.parent if folder.name == RUN_FOLDER else folder.parent.parent / folder.name
