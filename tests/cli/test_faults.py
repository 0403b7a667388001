"""Faults for real: the command line as a process, killed, starved and fed with what it must not choke on."""

from __future__ import annotations

import ctypes
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, read_jsonl, snapshot, write_jsonl
from tests.small_rules import BODY, DIRTY, parts_in, write

HINT = " -> run the same command again to go on"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def _texts(number: int = 300) -> dict[str, str]:
    return {f"{position % 7}/{position:04}.txt": f"{position}\n{DIRTY}" for position in range(number)}


def _clean(*arguments: str, mortal: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [*COMMAND, "clean", *arguments], capture_output=True, text=True, check=False, preexec_fn=mortal
    )  # fmt: skip
    assert "Traceback" not in ran.stderr
    return ran


def _without_rights_of_root() -> None:
    """Have the process that follows respect the rights of files, even where root runs the tests."""
    override, read_search, drop = 1, 2, 24
    for right in (override, read_search):
        ctypes.CDLL(None).prctl(drop, right, 0, 0, 0)


# Killed


@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_killed_runs_leave_no_torn_file_and_the_next_goes_on(own: list[str], out: str) -> None:
    write(Path("in"), _texts())
    removed = ["--removed", "calm.jsonl"]
    assert _clean("in", "-o", f"calm/{out}", *own, *removed).returncode == 0
    calm = snapshot(Path("calm"))
    command = ["in", "-o", f"wild/{out}", "-j", "2", *own, "--removed", "wild.jsonl"]
    chance = random.Random()  # noqa: S311 - any moment will do
    for _ in range(3):
        with subprocess.Popen([*COMMAND, "clean", *command], stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.3, 1.6))
            process.kill()
        found = {name: data for name, data in snapshot(Path("wild")).items() if not name.endswith(".part")}
        assert found.items() <= calm.items()
    assert _clean(*command).returncode == 0
    assert snapshot(Path("wild")) == calm
    assert Path("wild.jsonl").read_bytes() == Path("calm.jsonl").read_bytes()


@LINUX
def test_a_worker_that_is_killed_is_replaced(own: list[str]) -> None:
    write(Path("in"), _texts(1500))
    assert _clean("in", "-o", "calm", *own).returncode == 0
    command = [*COMMAND, "clean", "in", "-o", "out", "-j", "2", *own]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while not list(Path("out").glob("[0-9]/*.txt")):
            assert process.poll() is None
        for worker in _workers_of(process.pid):
            os.kill(worker, signal.SIGKILL)
        assert process.stderr
        told = process.stderr.read()
    assert (process.returncode, "Traceback" in told) == (0, False)
    assert snapshot(Path("out")) == snapshot(Path("calm"))


def _workers_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    found = [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    assert found
    return found


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [
        (signal.SIGINT, 130, "interrupted; what was finished is whole"),
        (signal.SIGTERM, 143, "ended by SIGTERM; what was finished is whole"),
    ],
)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_is_asked_to_end_leaves_nothing_torn_and_says_how_to_go_on(
    own: list[str], number: int, code: int, told: str, workers: str
) -> None:
    write(Path("in"), _texts(1500))
    command = [*COMMAND, "clean", "in", "-o", "out", "-j", workers, *own]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not list(Path("out").glob("[0-9]/*.txt")):
            assert process.poll() is None
        # As a terminal does it: to all processes of the run.
        os.killpg(process.pid, number)
        assert process.stderr
        errors = process.stderr.read()
    assert (process.returncode, errors) == (code, f"cleaner: {told}{HINT}\n")
    assert parts_in(Path("out")) == []
    assert 0 < len(snapshot(Path("out"))) < 3000


@LINUX
def test_a_second_run_stops_and_the_first_is_not_disturbed(own: list[str]) -> None:
    write(Path("in"), _texts(400))
    command = [*COMMAND, "clean", "in", "-o", "out", *own]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while not Path("out/.cleaner/manifest.db").exists():
            assert process.poll() is None
        # Held where it is, else it could be done before the second has begun.
        process.send_signal(signal.SIGSTOP)
        second = _clean("in", "-o", "out", *own)
        process.send_signal(signal.SIGCONT)
    assert (second.returncode, process.returncode) == (2, 0)
    assert second.stderr.startswith("cleaner: another run is writing to out -> ")
    assert len(snapshot(Path("out"))) == 800


# Starved


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("making a small disk needs rights that are not there")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_a_full_disk_tears_nothing_and_with_room_the_run_goes_on(own: list[str], small_disk: Path, out: str) -> None:
    write(Path("in"), _texts(600))
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * 500_000)
    ran = _clean("in", "-o", str(small_disk / out), *own)
    assert ran.returncode == 2
    assert "No space left on device" in ran.stderr or "full" in ran.stderr
    assert parts_in(small_disk) == []
    filler.unlink()
    for name, data in snapshot(small_disk).items():
        if name.endswith(".txt"):
            assert data.decode().endswith(BODY), name
    again = _clean("in", "-o", str(small_disk / out), *own, "--only", "copyright")
    assert again.returncode in (0, 2)


def test_a_file_that_may_not_grow_fails_by_name_and_the_rest_is_written(own: list[str]) -> None:
    write(Path("in"), {**_texts(20), "large.txt": BODY * 2000})
    script = 'ulimit -f 256; exec "$@"'
    ran = subprocess.run(
        ["bash", "-c", script, "bash", *COMMAND, "clean", "in", "-o", "out", "-j", "2", *own],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[0] == "cleaner: in/large.txt: can't be written: File too large"
    assert len(snapshot(Path("out"))) == 40
    assert parts_in(Path("out")) == []
    assert _clean("in", "-o", "out", *own).stderr.splitlines()[-1].endswith("20 done before")


# Fed


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def _bad_folder(folder: Path) -> dict[str, str]:
    """Write every input that can't be read; returns their names and how the reasons begin."""
    from backports import zstd

    write(folder, {"shut/inner.txt": BODY, "unreadable.txt": BODY})
    os.mkfifo(folder / "fifo.txt")
    (folder / "dangling.txt").symlink_to("gone.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "round").symlink_to(".")
    (folder / "cut.txt.gz").write_bytes(_packed(DIRTY)[:-20])
    (folder / "cut.txt.zst").write_bytes(zstd.compress(DIRTY.encode() * 50)[:-20])
    (folder / "no.txt.gz").write_bytes(b"no gzip")
    (folder / "no.txt.zst").write_bytes(b"no zstd")
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b"\0" * 40_000_000))
    (folder / "bomb.html.zst").write_bytes(zstd.compress(b"\0" * 40_000_000))
    with (folder / "large.txt").open("wb") as file:
        file.truncate(64_000_001)
    (folder / "shut").chmod(0)
    (folder / "unreadable.txt").chmod(0)
    return {
        "bomb.html.zst": "grows to more than 200 times its size when unpacked",
        "bomb.txt.gz": "grows to more than 200 times its size when unpacked",
        "cut.txt.gz": "the gzip data is cut short",
        "cut.txt.zst": "the zstd data is cut short",
        "dangling.txt": "can't be read: No such file or directory",
        "fifo.txt": "not a regular file",
        "large.txt": "larger than 64,000,000 bytes",
        "loop.txt": "can't be read: Too many levels of symbolic links",
        "no.txt.gz": "no whole gzip data: ",
        "no.txt.zst": "no whole zstd data: ",
        "shut": "can't be listed: Permission denied",
        "unreadable.txt": "can't be read: Permission denied",
    }


_TEXTS = {
    "ascii.txt": DIRTY.replace("©", "(c)").encode(),
    "empty.txt": b"",
    "latin-1.txt": (DIRTY + "Café à l'aube, fâchés d'avoir été là.\n" * 9).encode("latin-1"),
    "mark.txt": b"\xef\xbb\xbf" + DIRTY.encode(),
    "nul.txt": DIRTY.replace("Two", "T\0wo").encode(),
    "not-utf-8.txt": DIRTY.encode() + "Häfen".encode() * 9 + b"\xff!\n",
    "packed.txt.gz": _packed(DIRTY),
    "utf-16.txt": DIRTY.encode("utf-16"),
    "utf-16-le.txt": BODY.encode("utf-16-le"),
    "utf-16-be.txt": DIRTY.encode("utf-16-be"),
}


@LINUX
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_folder_of_bad_inputs_fails_by_name_and_all_good_ones_come_out(own: list[str], workers: str) -> None:
    folder = Path("in")
    folder.mkdir()
    expected = _bad_folder(folder)
    for name, data in _TEXTS.items():
        (folder / name).write_bytes(data)
    try:
        ran = _clean("in", "-o", "out", "-j", workers, *own, mortal=_without_rights_of_root)
    finally:
        (folder / "shut").chmod(0o755)
    told = ran.stderr.splitlines()
    failures = sorted(line.removeprefix("cleaner: in/") for line in told if line.startswith("cleaner: "))
    assert [line.partition(": ")[0] for line in failures] == sorted(expected)
    assert [line for line, reason in zip(failures, expected.values(), strict=True) if reason not in line] == []
    assert ran.returncode == 2
    assert told[-1].startswith(f"{len(_TEXTS) + len(expected)} articles, ")
    assert f"{len(expected)} failed" in told[-1]
    out = snapshot(Path("out"))
    assert sorted(out) == sorted(name for given in _TEXTS for name in _results(given))
    assert [name for name, data in out.items() if name.endswith(".txt") and BODY.encode() not in data] == ["empty.txt"]
    flags = {name: json.loads(data)["flags"] for name, data in out.items() if name.endswith(".json")}
    assert flags == {
        **{_results(name)[1]: [] for name in _TEXTS},
        "empty.json": ["no_text"],
        "latin-1.json": ["guessed_charset"],
        "not-utf-8.json": ["replaced"],
        "utf-16-be.json": ["guessed_charset"],
        "utf-16-le.json": ["guessed_charset"],
    }


def _results(name: str) -> tuple[str, str]:
    stem = name.removesuffix(".txt")
    return f"{stem}.txt", f"{stem}.json"


def test_files_of_records_that_are_cut_short_give_what_was_whole(own: list[str]) -> None:
    from backports import zstd

    lines = b"".join(json.dumps({"id": number, "text": DIRTY + str(number)}).encode() + b"\n" for number in range(1500))
    Path("a.jsonl.gz").write_bytes(gzip.compress(lines)[:-2000])
    Path("b.jsonl.zst").write_bytes(zstd.compress(lines)[:-500])
    Path("c.jsonl").write_bytes(lines[:2000])
    Path("bomb.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + b"a" * 30_000_000 + b'"}\n'))
    write_jsonl(Path("d.jsonl"), {"text": "a" * 30_000}, {"text": DIRTY})
    names = ["a.jsonl.gz", "b.jsonl.zst", "bomb.jsonl.gz", "c.jsonl", "d.jsonl"]
    ran = _clean(*names, "-o", "out", "-j", "2", "--max-size", "20kB", *own)
    assert ran.returncode == 2
    told = [line.removeprefix("cleaner: ") for line in ran.stderr.splitlines()[:-1]]
    expected = ["a.jsonl.gz", "b.jsonl.zst", "bomb.jsonl.gz", "c.jsonl:5", "d.jsonl:1"]
    assert [line.partition(": ")[0] for line in told] == expected
    assert told[0].endswith("the gzip data is cut short")
    assert told[4].endswith("larger than 20,000 bytes -> allow more with --max-size")
    assert [record.get("text") for record in read_jsonl(Path("out/d.jsonl"))] == [None, BODY]
    whole = gzip.decompress(Path("out/a.jsonl.gz").read_bytes()).splitlines()
    assert len(whole) > 500
    assert json.loads(whole[-1]) == {"id": "a.jsonl.gz", "error": "the gzip data is cut short"}


HOSTILE_IDS = ["../../escaped", "/escaped/absolutely", "nul\0nul", "CON", "aux.txt", "x" * 300, "a/b\\c", ".", ""]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ids_of_records_never_become_paths(own: list[str], tmp_path: Path, workers: str) -> None:
    write_jsonl(Path("in.jsonl"), *({"id": each, "text": DIRTY} for each in HOSTILE_IDS))
    write(Path(), {"a.txt": DIRTY})
    before = {path for path in tmp_path.rglob("*") if "out" not in path.parts}
    assert _clean("in.jsonl", "a.txt", "-o", "out", "-j", workers, *own).returncode == 0
    assert sorted(snapshot(Path("out"))) == ["a.json", "a.txt", "in.jsonl"]
    assert [record["id"] for record in read_jsonl(Path("out/in.jsonl"))] == HOSTILE_IDS
    assert {path for path in tmp_path.rglob("*") if "out" not in path.parts} == before
