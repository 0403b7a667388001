"""Batches, measured and tormented with the real command line.

    python benchmarks/batch.py folder     a folder of 100,000 small articles: one worker, then two; time and memory
    python benchmarks/batch.py records    a JSONL of 5 GB on two workers, for some minutes: time, and memory over time
    python benchmarks/batch.py kills      kills runs at random moments, goes on, compares with a calm one

`--articles N`, `--gigabytes N`, `--minutes N` (0: to the end) and `--kills N` set how much; `--place DIR` says where
the inputs and outputs lie while it runs; they are removed afterwards. `--chain` names the chain. Memory is the resident
memory of all processes of a run together, so what they share counts for each of them; the highest of ten samples a
second.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "dirty"
COMMAND = (sys.executable, "-m", "cleaner", "clean")
MEGABYTE = 1_000_000
LIMIT_MEGABYTES = 600
_TICK = 0.1
# A run that is killed before its processes have begun shows little.
_START = 0.7


@dataclass
class Ran:
    """What was seen of a run.

    Attributes:
        code: Its exit code.
        seconds: How long it took.
        peak: The most memory that its processes had together, in bytes.
        course: The memory at every minute, in bytes.
        last: The last line that it printed.
    """

    code: int
    seconds: float
    peak: int
    course: list[int] = field(default_factory=list)
    last: str = ""


def articles(number: int, seed: int = 7) -> Iterator[str]:
    """Yield invented articles of about a kilobyte, put together of the lines of the samples."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    lines = [
        line
        for path in sorted(SAMPLES.glob("*-en.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    prose = [line for line in lines if len(line) > 100 and line.endswith(".")]
    for _ in range(number):
        yield "\n".join([*chance.sample(prose, 5), *chance.sample(lines, 3)]) + "\n"


def write_folder(folder: Path, number: int) -> int:
    """Write articles into a folder, a thousand in each subfolder; returns their bytes."""
    total = 0
    for position, text in enumerate(articles(number)):
        path = folder / f"{position // 1000:03}" / f"{position:06}.txt"
        if position % 1000 == 0:
            path.parent.mkdir(parents=True)
        data = text.encode()
        path.write_bytes(data)
        total += len(data)
    return total


def write_records(path: Path, size: int) -> int:
    """Write a file of records of at least so many bytes; returns how many."""
    lines = [json.dumps({"text": text}).encode() for text in articles(20_000)]
    written = number = 0
    with path.open("wb") as file:
        while written < size:
            for line in lines:
                written += file.write(b'{"id": %d, %s\n' % (number, line[1:]))
                number += 1
    return number


def memory_of(process: int) -> int:
    """Return the resident memory of a process and its descendants, in bytes."""
    total, waiting = 0, [process]
    while waiting:
        number = waiting.pop()
        try:
            status = Path(f"/proc/{number}/status").read_text(encoding="utf-8")
            waiting += map(int, Path(f"/proc/{number}/task/{number}/children").read_text(encoding="utf-8").split())
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    return total


def watch(arguments: list[str], seconds: float | None = None) -> Ran:
    """Run a command line to its end, or interrupt it after some seconds, and watch its memory."""
    started = time.monotonic()
    ran = Ran(0, 0.0, 0)
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=told) as process,
    ):
        while process.poll() is None:
            memory, passed = memory_of(process.pid), time.monotonic() - started
            ran.peak = max(ran.peak, memory)
            if len(ran.course) <= passed / 60:
                ran.course.append(memory)
            if seconds is not None and passed > seconds:
                process.send_signal(signal.SIGINT)
                process.wait()
            time.sleep(_TICK)
        ran.code, ran.seconds = process.returncode, time.monotonic() - started
        told.seek(0)
        ran.last = (told.read().decode().splitlines() or [""])[-1]
    return ran


def folder(options: argparse.Namespace, place: Path) -> bool:
    """Clean a folder of small articles with one worker and with two."""
    size = write_folder(place / "in", options.articles)
    print(f"{options.articles:,} articles, {size / MEGABYTE:,.0f} MB")
    runs = {}
    for workers in (1, 2):
        out = place / f"out-{workers}"
        ran = watch([str(place / "in"), "-o", str(out), "-j", str(workers), "--chain", options.chain])
        runs[workers] = ran
        print(
            f"{workers} worker{'s' if workers > 1 else ''}: {ran.seconds:,.0f} s, "
            f"{options.articles / ran.seconds:,.0f} articles/s, {size / MEGABYTE / ran.seconds:.2f} MB/s, "
            f"peak memory {ran.peak / MEGABYTE:,.0f} MB, exit code {ran.code}"
        )
    same = not _differences(place / "out-1", place / "out-2")
    times = runs[1].seconds / runs[2].seconds
    print(f"two workers are {times:.2f} times as fast as one; the same bytes: {same}")
    return same and max(ran.peak for ran in runs.values()) < LIMIT_MEGABYTES * MEGABYTE


def records(options: argparse.Namespace, place: Path) -> bool:
    """Clean a large file of records, and watch the memory."""
    path = place / "in.jsonl"
    number = write_records(path, round(options.gigabytes * 1000 * MEGABYTE))
    print(f"{number:,} records, {path.stat().st_size / MEGABYTE:,.0f} MB")
    seconds = options.minutes * 60 or None
    ran = watch([str(path), "-o", str(place / "out.jsonl"), "-j", "2", "--chain", options.chain], seconds)
    print(f"{ran.seconds:,.0f} s, peak memory {ran.peak / MEGABYTE:,.0f} MB, exit code {ran.code}: {ran.last}")
    print(f"memory at each minute, MB: {', '.join(f'{each / MEGABYTE:.0f}' for each in ran.course)}")
    done = place / ".cleaner" / "out.jsonl"
    if done.is_dir() and ran.code:
        told = subprocess.run(
            [sys.executable, "-m", "cleaner", "status", str(place / "out.jsonl")], capture_output=True, check=False
        )
        print(f"done by then: {told.stderr.decode().splitlines()[-1][:60]}...")
    return ran.peak < LIMIT_MEGABYTES * MEGABYTE


def kills(options: argparse.Namespace, place: Path) -> bool:
    """Kill runs at random moments, look for torn files, go on, and compare with an undisturbed run."""
    write_folder(place / "in", options.articles)
    lines = place / "in.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for position, text in enumerate(articles(options.articles, seed=8)):
            file.write(json.dumps({"id": position, "text": text}) + "\n")
    good = True
    for name, given in (("folder", [str(place / "in")]), ("records", [str(lines)])):
        suffix = "" if name == "folder" else ".jsonl"
        calm, wild = place / f"calm{suffix}", place / f"wild{suffix}"
        removed = ["--removed", str(place / "calm-removed.jsonl")]
        ran = watch([*given, "-o", str(calm), "-j", "2", "--chain", options.chain, *removed])
        assert ran.code == 0, ran.last  # noqa: S101 - a benchmark may stop here
        command = [*given, "-o", str(wild), "-j", "2", "--chain", options.chain]
        command += ["--removed", str(place / "wild-removed.jsonl")]
        torn = _torment(command, calm, wild, options.kills, ran.seconds)
        ran = watch(command)
        differing = _differences(calm, wild)
        differing += _differences(place / "calm-removed.jsonl", place / "wild-removed.jsonl")
        print(
            f"{name}: {options.kills} kills, {torn} torn files; then exit code {ran.code}, "
            f"{len(differing)} differing files; {ran.last.rpartition(';')[2].strip()}"
        )
        good &= not torn and not differing and ran.code == 0
    return good


def _torment(command: list[str], calm: Path, wild: Path, number: int, seconds: float) -> int:
    """Kill a run so many times; returns how many torn files were seen."""
    chance = random.Random()  # noqa: S311 - any moment will do
    torn = 0
    for _ in range(number):
        with subprocess.Popen([*COMMAND, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(_START, _START + seconds / 8))
            process.kill()
        torn += sum(1 for path in _files(wild) if path.read_bytes() != _beside(calm, wild, path).read_bytes())
    return torn


def _beside(calm: Path, wild: Path, path: Path) -> Path:
    return calm / path.relative_to(wild) if wild.is_dir() else calm


def _files(place: Path) -> list[Path]:
    """Return the files that a run made: under their final names, but for what it keeps of itself."""
    if place.is_file():
        return [place]
    paths = (path for path in place.rglob("*") if path.is_file() and not path.name.endswith(".part"))
    return sorted(path for path in paths if ".cleaner" not in path.relative_to(place).parts)


def _differences(one: Path, other: Path) -> list[Path]:
    if one.is_file() or other.is_file():
        return [] if one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes() else [one]
    left = {path.relative_to(one): path for path in one.rglob("*") if path.is_file()}
    right = {path.relative_to(other): path for path in other.rglob("*") if path.is_file()}
    kept = [name for name in {*left, *right} if ".cleaner" not in name.parts]
    return [
        name for name in kept
        if name not in left or name not in right or left[name].read_bytes() != right[name].read_bytes()
    ]  # fmt: skip


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("view", choices=["folder", "records", "kills"])
    parser.add_argument("--articles", type=int, help="how many articles")
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--chain", default="default")
    parser.add_argument("--place", type=Path)
    options = parser.parse_args()
    options.articles = options.articles or {"folder": 100_000}.get(options.view, 3_000)
    place = Path(tempfile.mkdtemp(prefix="cleaner-batch-", dir=options.place))
    try:
        good = {"folder": folder, "records": records, "kills": kills}[options.view](options, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
