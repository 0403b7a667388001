"""A batch: whatever fails is told, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.files import batch
from cleaner.files.inputs import plan
from cleaner.files.records import FieldNames, Given, Record
from cleaner.files.summary import Summary
from cleaner.pipeline import Cleaner
from cleaner.result import Result
from tests.small_rules import BODY, DIRTY, small_cleaner, write


class Recorder:
    """A writer that remembers what it was told, and fails where it is asked to."""

    def __init__(self, fault: Callable[[Record], BaseException | None] = lambda _: None) -> None:
        self.results: list[tuple[str, Result | None]] = []
        self.ends: list[str] = []
        self.fault = fault
        self.close_fault: BaseException | None = None

    def write(self, record: Record, result: Result | None) -> None:
        """Remember a result."""
        fault = self.fault(record)
        if fault:
            raise fault
        self.results.append((record.entry.name, result))

    def close(self) -> None:
        """Remember the end."""
        self.ends.append("closed")
        if self.close_fault:
            raise self.close_fault

    def abandon(self) -> None:
        """Remember the end."""
        self.ends.append("abandoned")


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    return small_cleaner(tmp_path_factory.mktemp("own"))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write(tmp_path / "texts", {"a.txt": DIRTY, "b.txt": BODY, "c.txt": DIRTY})


def _run(
    cleaner: Cleaner, folder: Path, *writers: Recorder, changes: list[str] | None = None
) -> tuple[Summary, list[tuple[str, str]]]:
    failures: list[tuple[str, str]] = []
    summary = batch.run(
        cleaner,
        plan([str(folder)]).entries,
        writers,
        FieldNames(),
        Given(),
        lambda name, reason: failures.append((Path(name).name, reason)),
        None if changes is None else lambda name: changes.append(Path(name).name),
    )
    return summary, failures


def test_every_writer_gets_every_result_in_order(cleaner: Cleaner, texts: Path) -> None:
    one, two = Recorder(), Recorder()
    changes: list[str] = []
    summary, failures = _run(cleaner, texts, one, two, changes=changes)
    assert [(name, result and result.text) for name, result in one.results] == [(f"{n}.txt", BODY) for n in "abc"]
    assert one.results == two.results
    assert (one.ends, two.ends) == (["closed"], ["closed"])
    assert (summary.articles, summary.changed, failures) == (3, 2, [])
    assert summary.families == {"related": 2, "copyright": 2}
    assert changes == ["a.txt", "c.txt"]


def test_flags_of_the_reading_stand_beside_those_of_the_cleaning(cleaner: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00")
    writer = Recorder()
    summary, _ = _run(cleaner, tmp_path, writer)
    assert summary.flags == {"replaced": 1}
    (tmp_path / "a.txt").write_bytes(b"")
    summary, _ = _run(cleaner, tmp_path, writer)
    assert summary.flags == {"no_text": 1}


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(cleaner: Cleaner, texts: Path) -> None:
    (texts / "b.txt").unlink()
    (texts / "b.txt").symlink_to(texts / "gone")
    writer = Recorder()
    summary, failures = _run(cleaner, texts, writer)
    assert failures == [("b.txt", "can't be read: No such file or directory")]
    assert [(name, result is None) for name, result in writer.results] == [
        ("a.txt", False),
        ("b.txt", True),
        ("c.txt", False),
    ]
    assert summary.articles == 3
    assert len(summary.failures) == 1


def test_what_cannot_be_written_is_told_and_the_rest_goes_on(cleaner: Cleaner, texts: Path) -> None:
    faults = {"b.txt": OSError(28, "No space left on device"), "c.txt": OSError("odd")}
    writer = Recorder(lambda record: faults.get(record.entry.name))
    summary, failures = _run(cleaner, texts, writer)
    assert failures == [("b.txt", "can't be written: No space left on device"), ("c.txt", "can't be written: odd")]
    assert writer.ends == ["closed"]
    assert (summary.articles, summary.changed) == (3, 1)


def test_what_cannot_be_cleaned_is_told_and_written_as_it_was(
    cleaner: Cleaner, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = Cleaner.clean

    def fail(self: Cleaner, text: str, **known: str | None) -> Result:
        if text == BODY:
            raise RuntimeError("odd")
        return clean(self, text, **known)

    monkeypatch.setattr(Cleaner, "clean", fail)
    writer = Recorder()
    _, failures = _run(cleaner, texts, writer)
    assert failures == [("b.txt", "RuntimeError: odd")]
    result = writer.results[1][1]
    assert result is not None
    assert (result.text, result.flags) == (BODY, ("failed",))


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), BrokenPipeError(), ValueError()], ids=repr)
def test_a_run_that_is_broken_off_gives_up_what_is_not_finished(
    cleaner: Cleaner, texts: Path, fault: BaseException
) -> None:
    breaking = Recorder(lambda record: fault if record.entry.name == "b.txt" else None)
    other = Recorder()
    with pytest.raises(type(fault)):
        _run(cleaner, texts, other, breaking)
    assert (breaking.ends, other.ends) == (["abandoned"], ["abandoned"])


def test_a_writer_that_cannot_finish_takes_the_later_ones_along(cleaner: Cleaner, texts: Path) -> None:
    writers = [Recorder(), Recorder(), Recorder()]
    writers[1].close_fault = OSError(28, "No space left on device")
    with pytest.raises(OSError, match="No space left"):
        _run(cleaner, texts, *writers)
    assert [writer.ends for writer in writers] == [["closed"], ["closed"], ["abandoned"]]


def test_articles_are_read_one_at_a_time(cleaner: Cleaner, texts: Path) -> None:
    def shorten(record: Record) -> None:
        # Whatever is read ahead would still be there.
        if record.entry.name == "a.txt":
            (texts / "b.txt").write_text("Short.\n", encoding="utf-8")

    writer = Recorder(shorten)
    _run(cleaner, texts, writer)
    assert [result and result.text for _, result in writer.results] == [BODY, "Short.\n", BODY]
