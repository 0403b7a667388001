"""What engines cost: the batch core beside plain Python, and Spark and Ray beside the batch core.

    python benchmarks/engines.py overhead          through Arrow in one process, times the plain cleaner
    python benchmarks/engines.py scale             many articles through the batch core, Spark and Ray on this machine

Both keep their figures in benchmarks/engines.json, of which `python benchmarks/plan.py` makes the plan for a corpus
of 10 TB: measure again, plan again.
Articles are those of the development corpora, repeated with changed names: of each, whole lines from its beginning and
its end, up to `--characters`. Memory is the sum of the proportional sets of all processes, sampled every half second;
CPU time is that of all of them, which says little of what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from zlib import crc32

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from corpora import repeated

from cleaner import Article, Cleaner
from cleaner.arrow import BatchCleaner
from cleaner.version import __version__

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "benchmarks" / "engines.json"
PROCESSES = 2
ROWS_A_FILE = 5_000
ROWS_A_BATCH = 500

Figures = dict[str, Any]


def write(folder: Path, count: int, characters: int) -> int:
    """Write articles as Parquet files; returns how many bytes of UTF-8 they have."""
    folder.mkdir()
    total, rows = 0, []
    for number, text in enumerate(repeated(count, characters), start=1):
        total += len(text.encode())
        rows.append({"id": number, "text": text})
        if len(rows) == ROWS_A_FILE or number == count:
            pq.write_table(pa.Table.from_pylist(rows), folder / f"{number:09}.parquet", row_group_size=ROWS_A_BATCH)
            rows = []
    return total


def overhead(passes: int, count: int, characters: int) -> Figures:
    """Measure the batch core beside the plain cleaner in this process; they take turns, a first turn is not counted."""
    cleaner = Cleaner()
    core = BatchCleaner(cleaner)
    sample = list(repeated(count, characters))
    batches = pa.table({"text": sample}).to_batches(max_chunksize=ROWS_A_BATCH)
    contestants: dict[str, Callable[[], object]] = {
        "plain": lambda: [cleaner.clean_article(Article(text=text)) for text in sample],
        "arrow": lambda: list(core.batches(batches)),
    }
    spent: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(passes + 1):
        for name, work in contestants.items():
            started = time.process_time()
            work()
            if turn:
                spent[name].append(time.process_time() - started)
    # The least disturbed turn: what else the machine does only ever adds.
    plain, arrow = (min(spent[name]) for name in ("plain", "arrow"))
    size = sum(len(text.encode()) for text in sample)
    return {
        "articles": count,
        "megabytes": round(size / 1e6, 1),
        "plain_articles_per_second": round(count / plain, 1),
        "arrow_articles_per_second": round(count / arrow, 1),
        "arrow_megabytes_per_second": round(size / 1e6 / arrow, 2),
        "ratio": round(arrow / plain, 3),
    }


def run_core(source: str, target: str) -> None:
    """Clean files by the batch core alone, in processes that share nothing."""
    Path(target).mkdir()
    jobs = [(str(path), str(Path(target) / path.name)) for path in sorted(Path(source).iterdir())]
    core = BatchCleaner()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), _take, (core,)) as pool:
        list(pool.map(_clean_file, jobs))


_core: list[BatchCleaner] = []


def _take(core: BatchCleaner) -> None:
    _core.append(core)


def _clean_file(job: tuple[str, str]) -> None:
    (core,) = _core
    with pq.ParquetFile(job[0]) as source:
        schema = core.schema(source.schema_arrow)
        with pq.ParquetWriter(job[1], schema) as target:
            for batch in core.batches(source.iter_batches(ROWS_A_BATCH)):
                target.write_batch(batch)


def run_spark(source: str, target: str) -> None:
    """Clean files by Spark in local mode."""
    from pyspark.sql import SparkSession

    from cleaner.engines.spark import clean_dataframe

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{PROCESSES}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS_A_BATCH)
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.memory", "2g")
    session = builder.config("spark.sql.files.maxPartitionBytes", "4m").getOrCreate()
    clean_dataframe(session.read.parquet(source)).write.parquet(target)
    session.stop()


def run_ray(source: str, target: str) -> None:
    """Clean files by Ray on this machine: as many actors as the others have processes, and a CPU for reading."""
    import ray

    from cleaner.engines.ray import clean_dataset

    ray.init(num_cpus=PROCESSES + 1, include_dashboard=False, object_store_memory=500_000_000, log_to_driver=False)
    dataset = ray.data.read_parquet(source, override_num_blocks=max(4, len(list(Path(source).iterdir()))))
    clean_dataset(dataset, concurrency=PROCESSES, batch_size=ROWS_A_BATCH).write_parquet(target)
    ray.shutdown()


RUNS = {"core": run_core, "spark": run_spark, "ray": run_ray}


def scale(count: int, characters: int, names: list[str]) -> Figures:
    """Run each contestant over the same files, in a process of its own, and count what comes out."""
    found: Figures = {"articles": count, "processes": PROCESSES, "load_before": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory(prefix="engines-") as folder:
        source = Path(folder) / "in"
        size = write(source, count, characters)
        found["megabytes"], found["bytes_per_article"] = round(size / 1e6, 1), round(size / count)
        found["bytes_in_parquet"] = _size(source)
        for name in names:
            target = Path(folder) / name
            command = [sys.executable, __file__, "run", name, "--source", str(source), "--target", str(target)]
            figures = _watched(command)
            rows = pq.read_table(target, columns=["id", "text", "flags"])
            if rows.num_rows != count:
                sys.exit(f"{name} gave {rows.num_rows} rows of {count}")
            texts_crc = crc32("\n".join(rows.sort_by("id").column("text").to_pylist()).encode())
            figures |= {"articles_per_second": round(count / figures["seconds"], 1), "texts_crc32": texts_crc}
            figures |= {"cpu_ms_per_article": round(figures["cpu_seconds"] * 1000 / count, 2)}
            figures |= {"bytes_out_parquet": _size(target), "load": os.getloadavg()[0]}
            found[name] = figures
            print(name, json.dumps(figures), flush=True)
            shutil.rmtree(target)
    if len({found[name]["texts_crc32"] for name in names}) > 1:
        sys.exit("engines give different texts")
    return found


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


def _watched(command: list[str]) -> Figures:
    """Run a command and watch it and all that it starts."""
    started = time.perf_counter()
    times: dict[tuple[int, float], float] = {}
    peak = 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    # Ray's processes outlive their parents: whoever was seen once is watched until the end.
    seen: dict[tuple[int, float], psutil.Process] = {}
    errors = ""
    while process.poll() is None:
        try:
            root = psutil.Process(process.pid)
            tree = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            break
        seen |= {(each.pid, each.create_time()): each for each in tree}
        memory = 0
        for key, each in list(seen.items()):
            try:
                if not each.is_running():
                    continue
                used = each.cpu_times()
                times[key] = used.user + used.system
                memory += each.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        peak = max(peak, memory)
        try:
            _, errors = process.communicate(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    if process.returncode:
        sys.exit(f"{command[3]} failed:\n{errors[-3000:]}")
    spent = time.perf_counter() - started
    return {"seconds": round(spent, 1), "cpu_seconds": round(sum(times.values()), 1), "peak_mb": round(peak / 1e6)}


def keep(name: str, figures: Figures) -> None:
    """Keep figures beside those that are there."""
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    known[name] = {"version": __version__, "day": datetime.now(UTC).date().isoformat(), **figures}
    FIGURES.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["overhead", "scale", "run"])
    parser.add_argument("name", nargs="?", choices=RUNS, help="for `run`: what `scale` calls")
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--characters", type=int, default=0, help="how long articles are at most; 0: as they are")
    parser.add_argument("--engines", nargs="+", default=list(RUNS), choices=list(RUNS))
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--source", default="")
    parser.add_argument("--target", default="")
    given = parser.parse_args()
    characters = given.characters or sys.maxsize
    if given.what == "run":
        RUNS[given.name](given.source, given.target)
    elif given.what == "overhead":
        figures = overhead(given.passes, given.articles or 1_291, characters)
        print(json.dumps(figures, indent=1))
        keep("overhead", figures)
    else:
        count = given.articles or 200_000
        # A tenth first: the difference of the two is free of what it costs to start.
        keep("start", scale(count // 10, characters, given.engines))
        keep("scale", scale(count, characters, given.engines))


if __name__ == "__main__":
    main()
