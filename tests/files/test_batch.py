"""A batch: whatever fails is told, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.files import batch
from cleaner.files.batches import Batches
from cleaner.files.inputs import plan
from cleaner.files.records import Reading
from cleaner.files.work import Outcome, Wanted, Work
from cleaner.pipeline import Cleaner
from tests.small_rules import BODY, DIRTY, small_cleaner, write


class Recorder:
    """A listener that remembers what it was told, and fails where it is asked to."""

    wants_results = True
    wants_removals = True

    def __init__(self, fault: Callable[[Outcome], BaseException | None] = lambda _: None) -> None:
        self.heard: list[Outcome] = []
        self.ends: list[str] = []
        self.fault = fault

    def hear(self, outcome: Outcome) -> None:
        """Remember an outcome."""
        fault = self.fault(outcome)
        if fault:
            raise fault
        self.heard.append(outcome)

    def close(self) -> None:
        """Remember the end."""
        self.ends.append("closed")

    def abandon(self) -> None:
        """Remember the end."""
        self.ends.append("abandoned")


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    return small_cleaner(tmp_path_factory.mktemp("own"))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write(tmp_path / "texts", {"a.txt": DIRTY, "b.txt": BODY, "c.txt": DIRTY})


def _run(cleaner: Cleaner, folder: Path, *listeners: Recorder, workers: int = 1) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    batches = Batches(plan([str(folder)]).entries, Reading())
    work = Work(cleaner, Reading(), Wanted(results=True))
    batch.run(work, batches, listeners, workers, lambda size, articles: steps.append((size, articles)))
    return steps


@pytest.mark.parametrize("workers", [1, 2])
def test_every_listener_hears_of_every_article_in_order(cleaner: Cleaner, texts: Path, workers: int) -> None:
    one, two = Recorder(), Recorder()
    steps = _run(cleaner, texts, one, two, workers=workers)
    assert [(Path(each.name).name, each.result and each.result.text) for each in one.heard] == [
        (f"{n}.txt", BODY) for n in "abc"
    ]
    assert one.heard == two.heard
    assert (one.ends, two.ends) == (["closed"], ["closed"])
    assert [sum(each) for each in zip(*steps, strict=True)] == [2 * len(DIRTY.encode()) + len(BODY.encode()), 3]


def test_flags_of_the_reading_stand_beside_those_of_the_cleaning(cleaner: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.txt").write_bytes(b"")
    recorder = Recorder()
    _run(cleaner, tmp_path, recorder)
    assert [dict(each.tally.flags) for each in recorder.heard if each.tally] == [{"replaced": 1}, {"no_text": 1}]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(cleaner: Cleaner, texts: Path) -> None:
    (texts / "b.txt").unlink()
    (texts / "b.txt").symlink_to(texts / "gone")
    recorder = Recorder()
    _run(cleaner, texts, recorder)
    assert [each.error for each in recorder.heard] == [None, "can't be read: No such file or directory", None]
    assert recorder.heard[1].failures == [(str(texts / "b.txt"), "can't be read: No such file or directory")]


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), BrokenPipeError(), ValueError()], ids=repr)
def test_a_run_that_is_broken_off_gives_up_what_is_not_finished(
    cleaner: Cleaner, texts: Path, fault: BaseException
) -> None:
    breaking = Recorder(lambda outcome: fault if outcome.name.endswith("b.txt") else None)
    other = Recorder()
    with pytest.raises(type(fault)):
        _run(cleaner, texts, other, breaking)
    assert (breaking.ends, other.ends) == (["abandoned"], ["abandoned"])
