"""What a run knows of itself, kept beside its results: what is done, and what failed.

The manifest is an SQLite file in a folder `.cleaner` beside or in the results. A unit is what is done as a whole: a
file with its results, a block of records, or a finished file of records. It counts as done while its input and all that
has a say in its result are the same. Rows are written after the results that they speak of are on the disk.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleaner.errors import CleanerError, UsageError
from cleaner.files.atomic import sync_folder
from cleaner.files.inputs import RUN_FOLDER
from cleaner.files.summary import Tally

_SECONDS_BETWEEN = 1.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS run (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS unit (
    key BLOB PRIMARY KEY, identity TEXT NOT NULL, tally TEXT NOT NULL, failed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failure (unit BLOB NOT NULL, name BLOB NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS failure_of_unit ON failure (unit);
"""


def run_folder(output: Path, *, single: bool) -> Path:
    """Return the folder in which a run into a folder, or into a single file, keeps what it knows."""
    return output.parent / RUN_FOLDER / output.name if single else output / RUN_FOLDER


class Manifest:
    """The units of a run that are done or failed.

    Args:
        folder: Where it is kept.

    Raises:
        CleanerError: It is broken, or can't be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / "manifest.db"
        self._next = 0.0
        with self._told():
            self._base = sqlite3.connect(self.path, timeout=30)
            # Written by one process, read by `status` now and then; what is committed survives a power cut.
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.executescript(_SCHEMA)

    def recall(self, key: str, identity: str, *, skip_failed: bool) -> Unit | None:
        """Return a unit that is done; None where it is missing, stale or failed, unless failed ones are skipped."""
        with self._told():
            row = self._base.execute(
                "SELECT tally, failed FROM unit WHERE key = ? AND identity = ?", (os.fsencode(key), identity)
            ).fetchone()
        if row is None or (row[1] and not skip_failed):
            return None
        return Unit(Tally.from_dict(json.loads(row[0])), row[1])

    def put(self, key: str, identity: str, tally: Tally, failures: list[tuple[str, str]]) -> None:
        """Note a unit as done; it is kept once `sync` returns."""
        unit = os.fsencode(key)
        with self._told():
            counts = json.dumps(tally.as_dict(), separators=(",", ":"))
            self._base.execute("REPLACE INTO unit VALUES (?, ?, ?, ?)", (unit, identity, counts, len(failures)))
            self._base.execute("DELETE FROM failure WHERE unit = ?", (unit,))
            rows = [(unit, name.encode("utf-8", "surrogateescape"), reason) for name, reason in failures]
            self._base.executemany("INSERT INTO failure VALUES (?, ?, ?)", rows)

    def settle(self, key: str, identity: str) -> None:
        """Note a file of records as done as a whole: its blocks, whose keys begin with its own and NUL, become one."""
        unit = os.fsencode(key)
        low, high = unit + b"\0", unit + b"\1"
        total, failed = Tally(), 0
        with self._told():
            rows = self._base.execute("SELECT tally, failed FROM unit WHERE key > ? AND key < ?", (low, high))
            for counts, number in rows:
                total.add(Tally.from_dict(json.loads(counts)))
                failed += number
            self._base.execute("DELETE FROM failure WHERE unit = ?", (unit,))
            self._base.execute("UPDATE failure SET unit = ? WHERE unit > ? AND unit < ?", (unit, low, high))
            self._base.execute("DELETE FROM unit WHERE key > ? AND key < ?", (low, high))
            counts = json.dumps(total.as_dict(), separators=(",", ":"))
            self._base.execute("REPLACE INTO unit VALUES (?, ?, ?, ?)", (unit, identity, counts, failed))

    def forget_blocks(self, key: str, kept: set[str]) -> None:
        """Forget the blocks of a file of records but for those named; the others are of other inputs."""
        unit = os.fsencode(key)
        with self._told():
            rows = self._base.execute("SELECT key FROM unit WHERE key > ? AND key < ?", (unit + b"\0", unit + b"\1"))
            for (block,) in rows.fetchall():
                if os.fsdecode(block) not in kept:
                    self._base.execute("DELETE FROM unit WHERE key = ?", (block,))
                    self._base.execute("DELETE FROM failure WHERE unit = ?", (block,))

    def failures(self) -> Iterator[tuple[str, str]]:
        """Yield every failure: name and reason."""
        with self._told():
            for name, reason in self._base.execute("SELECT name, reason FROM failure ORDER BY rowid"):
                yield name.decode("utf-8", "surrogateescape"), reason

    def tally(self) -> tuple[Tally, int]:
        """Return the counts of all that is done, and how many failed."""
        total, failed = Tally(), 0
        with self._told():
            for counts, number in self._base.execute("SELECT tally, failed FROM unit"):
                total.add(Tally.from_dict(json.loads(counts)))
                failed += number
        return total, failed

    def note(self, key: str, value: str) -> None:
        """Keep a word about the run as a whole."""
        with self._told():
            self._base.execute("REPLACE INTO run VALUES (?, ?)", (key, value))

    def noted(self, key: str) -> str | None:
        """Return a word about the run as a whole."""
        with self._told():
            row = self._base.execute("SELECT value FROM run WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def sync_soon(self) -> None:
        """Bring what was noted to the disk, unless that was just done: at most a tenth of the time goes there."""
        if time.monotonic() >= self._next:
            self.sync()

    def sync(self) -> None:
        """Bring results to the disk, and then what was noted of them."""
        started = time.monotonic()
        sync_folder(self._folder)
        with self._told():
            self._base.commit()
        ended = time.monotonic()
        self._next = ended + max(_SECONDS_BETWEEN, 10 * (ended - started))

    def close(self) -> None:
        """Close the file; what is not synced is forgotten."""
        self._base.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise CleanerError(
                f"{self.path}: the run can't be recorded: {error} -> mend that and run the same command again"
            ) from error
        except (sqlite3.DatabaseError, ValueError, KeyError) as error:
            raise UsageError(
                f"{self.path} is broken ({error}) -> remove the folder {self._folder}; all will be cleaned anew"
            ) from error


class Unit:
    """A unit that is done: what it counted, and how many of its articles failed."""

    __slots__ = ("failed", "tally")

    def __init__(self, tally: Tally, failed: int) -> None:
        self.tally = tally
        self.failed = failed
