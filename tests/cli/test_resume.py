"""A run that goes on where another ended: only what is missing or stale is done."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cleaner.files.locks import alone
from tests.cli.running import CommandLine, read_jsonl, write_jsonl
from tests.small_rules import BODY, COPYRIGHT, DIRTY, parts_in, write

NAMES = [f"{number:03}.txt" for number in range(100)]


@pytest.fixture(autouse=True)
def texts(run: CommandLine) -> Path:
    """Return a folder of texts, `in`; `in.jsonl` beside it holds three times as many records."""
    assert isinstance(run, CommandLine)
    write_jsonl(Path("in.jsonl"), *({"id": name, "text": DIRTY} for name in NAMES * 3))
    return write(Path("in"), dict.fromkeys(NAMES, DIRTY))


def _done_before(summary: str) -> int:
    counted = [part for part in summary.split("; ") if part.endswith(" done before")]
    return int(counted[0].split()[0]) if counted else 0


def _ages(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.txt")}


def test_what_is_done_is_not_done_again(run: CommandLine) -> None:
    first = run("clean", "in", "-o", "out")
    ages = _ages(Path("out"))
    second = run("clean", "in", "-o", "out")
    assert _ages(Path("out")) == ages
    assert second.summary == first.summary + "; 100 done before"


def test_what_is_missing_or_stale_is_done_and_nothing_else(run: CommandLine, texts: Path) -> None:
    run("clean", "in", "-o", "out")
    ages = _ages(Path("out"))
    (texts / "000.txt").write_text(BODY + COPYRIGHT)
    (texts / "new.txt").write_text(DIRTY)
    Path("out/002.json").unlink()
    ran = run("clean", "in", "-o", "out")
    assert _done_before(ran.summary) == 98
    assert {name for name, age in _ages(Path("out")).items() if ages.get(name) != age} == {
        "000.txt",
        "002.txt",
        "new.txt",
    }
    assert Path("out/002.json").is_file()


@pytest.mark.parametrize(
    ("more", "before"),
    [
        ([], 100),
        (["--quiet"], 100),
        (["--only", "copyright"], 0),
        (["--trial"], 0),
        (["--chain", "rough"], 0),
        (["--max-size", "1MB"], 0),
        (["--force"], 0),
        (["--by-content"], 0),
        (["-j", "2"], 100),
    ],
    ids=str,
)
def test_whatever_has_a_say_in_the_result_makes_it_stale(run: CommandLine, more: list[str], before: int) -> None:
    run("clean", "in", "-o", "out")
    ran = run("clean", "in", "-o", "out", *more, "--summary", "counts.json")
    assert ran.code == 0
    assert json.loads(Path("counts.json").read_bytes())["done_before"] == before


def test_files_known_by_their_content_may_move_and_be_touched(run: CommandLine, texts: Path) -> None:
    run("clean", "in", "-o", "out", "--by-content")
    texts.rename("moved")
    os.utime("moved/000.txt", (0, 0))
    Path("moved/001.txt").write_text(BODY)
    assert _done_before(run("clean", "moved", "-o", "out", "--by-content").summary) == 99


def test_removals_of_what_was_done_before_are_told_all_the_same(run: CommandLine) -> None:
    run("clean", "in", "-o", "out", "--removed", "one.jsonl")
    ran = run("clean", "in", "-o", "out", "--removed", "two.jsonl")
    assert _done_before(ran.summary) == 100
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert len(read_jsonl(Path("two.jsonl"))) == 200


@pytest.mark.parametrize(
    ("given", "name"),
    [("in", "out.jsonl"), ("in", "out.jsonl.gz"), ("in.jsonl", "out.jsonl.zst"), ("in.jsonl", "out.parquet")],
)
def test_a_finished_file_of_records_is_made_anew_only_when_an_input_changed(
    run: CommandLine, name: str, given: str
) -> None:
    first = run("clean", given, "-o", name)
    data, age = Path(name).read_bytes(), Path(name).stat().st_mtime_ns
    second = run("clean", given, "-o", name)
    assert (second.code, Path(name).stat().st_mtime_ns) == (0, age)
    assert second.summary == f"{first.summary}; {first.summary.split()[0]} done before"
    assert run("clean", given, "-o", name, "--force").summary == first.summary
    assert Path(name).read_bytes() == data
    Path(name).write_bytes(b"mine")
    assert run("clean", given, "-o", name).summary == first.summary
    assert Path(name).read_bytes() == data
    os.utime("in/000.txt", (0, 0))
    os.utime("in.jsonl", (0, 0))
    assert run("clean", given, "-o", name).summary == first.summary


@pytest.mark.parametrize(("given", "name"), [("in", "out.jsonl"), ("in", "out.parquet"), ("in.jsonl", "out.jsonl.gz")])
def test_blocks_that_are_there_are_not_made_again(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    run("clean", given, "-o", f"calm/{name}", "--removed", "calm/removed.jsonl")
    with monkeypatch.context() as patch:
        from cleaner.files.outputs import Outputs

        take, taken = Outputs.take, [0]

        def interrupt(self: Outputs, *arguments: object) -> None:
            taken[0] += 1
            if taken[0] == 2:
                raise KeyboardInterrupt
            take(self, *arguments)  # type: ignore[arg-type]

        patch.setattr(Outputs, "take", interrupt)
        assert run("clean", given, "-o", name, "--removed", "removed.jsonl").code == 130
    assert not Path(name).exists()
    assert not Path("removed.jsonl").exists()
    assert run("status", name).code == 1
    ran = run("clean", given, "-o", name, "--removed", "removed.jsonl")
    assert 0 < _done_before(ran.summary) < 300
    assert Path(name).read_bytes() == Path("calm", name).read_bytes()
    assert Path("removed.jsonl").read_bytes() == Path("calm/removed.jsonl").read_bytes()
    assert run("status", name).code == 0
    assert parts_in(Path()) == []
    assert not list(Path(".cleaner", name, "parts").glob("*/*"))


def test_a_file_more_shifts_few_blocks(run: CommandLine, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.files.outputs.shutil.rmtree", lambda *_, **__: None)
    monkeypatch.setattr("cleaner.files.manifest.Manifest.settle", lambda *_: None)
    run("clean", "in", "-o", "out.jsonl")
    write(texts, {"000a.txt": DIRTY})
    assert _done_before(run("clean", "in", "-o", "out.jsonl").summary) > 30


@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_what_failed_is_tried_again_or_skipped_on_request_and_listed(run: CommandLine, out: str) -> None:
    write(Path("few"), {"a.txt": DIRTY, "c.txt": DIRTY})
    Path("few/b.txt").symlink_to("gone.txt")
    named = "few/b.txt: can't be read: No such file or directory"
    for _ in range(2):
        ran = run("clean", "few", "-o", out)
        assert (ran.code, ran.err.count(named)) == (2, 1)
    told = run("status", out)
    assert (told.code, told.out) == (1, named + "\n")
    assert "3 articles, 2 changed, 1 failed" in told.err
    ran = run("clean", "few", "-o", out, "--skip-failed")
    assert (ran.code, named in ran.err) == (0, False)
    assert ran.summary.endswith("2 done before; 1 that failed before skipped")
    Path("few/gone.txt").write_text(BODY)
    assert run("clean", "few", "-o", out).code == 0
    told = run("status", out)
    assert (told.code, told.out, told.err.rpartition("; ")[2]) == (0, "", "finished\n")


def test_an_input_that_is_not_there_is_listed_until_it_is(run: CommandLine) -> None:
    write(Path(), {"a.txt": DIRTY})
    run("clean", "a.txt", "b.txt", "-o", "out")
    assert run("status", "out").out == "b.txt: there is no such file or folder\n"
    write(Path(), {"b.txt": DIRTY})
    assert run("clean", "a.txt", "b.txt", "-o", "out").code == 0
    assert run("status", "out").out == ""


def test_the_status_of_what_no_run_wrote_is_refused(run: CommandLine) -> None:
    Path("out").mkdir()
    for name in ("out", "gone", "gone.jsonl"):
        ran = run("status", name)
        assert (ran.code, ran.err.startswith(f"cleaner: no run has written to {name} -> ")) == (2, True)


@pytest.mark.parametrize(("out", "folder"), [("out", "out/.cleaner"), ("out.jsonl", ".cleaner/out.jsonl")])
def test_a_second_run_to_the_same_place_says_so_and_stops(run: CommandLine, out: str, folder: str) -> None:
    write(Path(), {"a.txt": DIRTY})
    with alone(Path(folder)):
        ran = run("clean", "a.txt", "-o", out)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert ran.err.startswith(f"cleaner: another run is writing to {out} -> wait for it")
        assert not [path for path in Path().rglob("out*") if path.is_file()]
    run("clean", "a.txt", "-o", out)
    with alone(Path(folder)):
        assert run("status", out).err.endswith("at work\n")


def test_a_broken_manifest_is_told_with_what_to_do(run: CommandLine) -> None:
    write(Path(), {"a.txt": DIRTY, "out/.cleaner/manifest.db": "no database" * 100})
    ran = run("clean", "a.txt", "-o", "out")
    assert ran.code == 2
    assert ran.err.startswith("cleaner: out/.cleaner/manifest.db is broken (")
    assert "remove the folder out/.cleaner" in ran.err
