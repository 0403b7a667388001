"""One run at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from cleaner.errors import UsageError
from cleaner.files.locks import alone, hold_as_worker, is_at_work


def test_a_run_waits_for_the_processes_of_one_that_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.files.locks._SECONDS_FOR_WORKERS", 0.1)
    with alone(tmp_path):
        assert is_at_work(tmp_path)
        held = hold_as_worker(tmp_path, 3)
    assert not is_at_work(tmp_path)
    with pytest.raises(UsageError, match="processes of another run still write to"), alone(tmp_path):
        pass
    held.release()
    with alone(tmp_path), pytest.raises(UsageError, match="another run is writing to"), alone(tmp_path):
        pass
    assert isinstance(held, FileLock)
