"""Work done by several processes: in order, bounded, and whole whatever becomes of a process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cleaner import Article, Cleaner, Result
from cleaner.errors import CleanerError
from cleaner.workers import BYTES_AHEAD, Chunk, run_ordered
from tests.small_rules import BODY, DIRTY, small_cleaner


@dataclass(frozen=True)
class Make:
    """Makes work that does what its items say; `folder` is where it leaves marks."""

    folder: Path | None = None

    def __call__(self, _: int) -> Callable[[str], str]:
        """Return the work."""
        return self.work

    def work(self, item: str) -> str:
        """Do what an item says."""
        if item == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "die once" and self.folder and not (self.folder / "died").exists():
            (self.folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "leave":
            os._exit(3)
        if item == "raise":
            raise CleanerError("odd")
        if item == "raise what does not travel":
            raise _Stubborn(open)
        if item.startswith("wait"):
            time.sleep(float(item[5:]))
        return f"{item}!"


class _Stubborn(Exception):  # noqa: N818 - not a fault of ours
    """An error that does not come back from pickling."""

    def __init__(self, one: object) -> None:
        super().__init__("stubborn", lambda: one)


def _never(_: int) -> Callable[[str], str]:
    os._exit(7)


def _lost(item: str, reason: str) -> str:
    return f"{item} lost: {reason}"


def _run(chunks: list[list[str]], workers: int = 2, make: Make | None = None) -> list[list[str]]:
    given = [Chunk(items, len(items)) for items in chunks]
    done = list(run_ordered(make or Make(), given, workers, _lost))
    assert [chunk for chunk, _ in done] == given
    return [results for _, results in done]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_however_long_each_takes(workers: int) -> None:
    chunks = [["wait 0.3", "a"], ["b"], [], ["wait 0.1", "c", "d"], ["e"]]
    assert _run(chunks, workers) == [[f"{item}!" for item in items] for items in chunks]


def test_no_chunks_are_no_work() -> None:
    assert _run([]) == []


def test_what_a_process_dies_of_is_lost_and_nothing_else() -> None:
    assert _run([["a", "die", "b", "c"], ["d", "leave"], ["e"]]) == [
        ["a!", "die lost: its process died twice (killed by SIGKILL, out of memory?)", "b!", "c!"],
        ["d!", "leave lost: its process died twice (exit code 3)"],
        ["e!"],
    ]


def test_what_a_process_died_of_is_tried_once_more(tmp_path: Path) -> None:
    assert _run([["a", "die once", "b"]], make=Make(tmp_path)) == [["a!", "die once!", "b!"]]


def test_a_fault_of_the_work_is_raised() -> None:
    with pytest.raises(CleanerError, match="odd"):
        _run([["a", "raise"]])
    with pytest.raises(CleanerError, match="_Stubborn: "):
        _run([["raise what does not travel"]])


def test_processes_that_cannot_start_end_the_run() -> None:
    with pytest.raises(CleanerError, match=r"workers die as they start \(exit code 7\) -> run with one worker"):
        list(run_ordered(_never, [Chunk(["a"])], 2, _lost))


@pytest.mark.parametrize(("size", "most"), [(1, 8), (BYTES_AHEAD, 2)], ids=["many small", "few large"])
def test_no_more_is_taken_than_is_worked_on(size: int, most: int) -> None:
    taken: list[int] = []

    def chunks() -> Iterator[Chunk[str]]:
        for number in range(1000):
            taken.append(number)
            yield Chunk([str(number)], size)

    running = run_ordered(Make(), chunks(), 2, _lost)
    for _ in range(3):
        next(running)
    # One more is taken to see its size.
    assert len(taken) <= 3 + most + 1
    running.close()


def test_processes_leave_when_their_results_are_not_wanted_any_more() -> None:
    running = run_ordered(Make(), [Chunk(["a"]), Chunk(["wait 60"]), Chunk(["b"])], 2, _lost)
    next(running)
    started = time.monotonic()
    running.close()
    assert time.monotonic() - started < 30


def test_articles_cleaned_by_processes_are_those_cleaned_by_one(tmp_path: Path) -> None:
    cleaner = small_cleaner(tmp_path)
    articles: list[str | Article] = [DIRTY, Article(text=BODY, id="b"), Article(text=3, id="bad")]  # type: ignore[arg-type]
    articles += [Article(text=DIRTY, id=str(number)) for number in range(70)]
    assert list(cleaner.clean_many(iter(articles), workers=2)) == list(cleaner.clean_many(articles))


def test_fewer_than_one_worker_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="workers must be at least 1, not 0"):
        small_cleaner(tmp_path).clean_many([], workers=0)


def test_an_article_that_a_process_dies_of_is_told_as_failed(tmp_path: Path) -> None:
    cleaner = _Fatal(small_cleaner(tmp_path))
    results = list(cleaner.clean_many([BODY, "die", Article(text=DIRTY, id="c")], workers=2))
    assert [result.flags for result in results] == [(), ("failed",), ()]
    assert str(results[1].error).startswith("its process died twice (")
    assert (results[1].text, results[2].id) == ("die", "c")


class _Fatal(Cleaner):
    """A cleaner that no process survives who cleans a certain text."""

    def __init__(self, cleaner: Cleaner) -> None:
        self._set_up(cleaner.rule_set)

    def __reduce__(self) -> tuple[type[_Fatal], tuple[Cleaner]]:  # type: ignore[override]
        return _Fatal, (Cleaner.of(self.rule_set),)

    def clean_article(self, article: Article) -> Result:
        """Clean, or die."""
        if article.text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().clean_article(article)
