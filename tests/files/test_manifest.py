"""What a run knows of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import CleanerError
from cleaner.files.manifest import Manifest, run_folder
from cleaner.files.summary import Tally


def test_what_is_synced_is_there_for_the_next_and_what_is_not_is_not(tmp_path: Path) -> None:
    first = Manifest(tmp_path)
    first.put("a\udcff.txt", "1", Tally(1, 1), [])
    first.sync()
    first.put("b.txt", "1", Tally(1), [])
    first.close()
    second = Manifest(tmp_path)
    found = second.recall("a\udcff.txt", "1", skip_failed=False)
    assert found is not None
    assert (found.tally, found.failed) == (Tally(1, 1), 0)
    assert second.recall("a\udcff.txt", "2", skip_failed=False) is None
    assert second.recall("b.txt", "1", skip_failed=False) is None
    second.close()


def test_failures_are_kept_by_name_until_their_unit_is_done(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)
    manifest.put("a", "1", Tally(3), [("a:2", "odd"), ("a:4", "odd")])
    assert list(manifest.failures()) == [("a:2", "odd"), ("a:4", "odd")]
    assert manifest.recall("a", "1", skip_failed=False) is None
    assert manifest.recall("a", "1", skip_failed=True) is not None
    assert manifest.tally() == (Tally(3), 2)
    manifest.put("a", "1", Tally(5), [])
    assert (list(manifest.failures()), manifest.tally()) == ([], (Tally(5), 0))
    manifest.close()


def test_a_manifest_that_cannot_be_written_ends_the_run_in_words(tmp_path: Path) -> None:
    with pytest.raises(CleanerError, match=r"manifest\.db: the run can't be recorded: .* -> mend that"):
        Manifest(tmp_path / "gone")


def test_what_a_run_keeps_lies_in_its_folder_or_beside_its_file(tmp_path: Path) -> None:
    assert run_folder(tmp_path / "out", single=False) == tmp_path / "out" / ".cleaner"
    assert run_folder(tmp_path / "o.jsonl", single=True) == tmp_path / ".cleaner" / "o.jsonl"
