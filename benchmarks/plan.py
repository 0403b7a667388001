"""The plan for a corpus of 10 TB, written into docs/pipelines/scale.md from the figures of benchmarks/engines.json.

    python benchmarks/plan.py                      write it anew
    python benchmarks/plan.py --check              exit with 1 where the page does not say what the figures do
    python benchmarks/plan.py --megabytes-per-second 8 --cores 1000 --price 0.04     print it for other figures

`--megabytes-per-second` is what one core cleans through Arrow (measured by `engines.py overhead` unless it is given),
`--price` what one core costs an hour.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "benchmarks" / "engines.json"
PAGE = ROOT / "docs" / "pipelines" / "scale.md"
CORPUS_BYTES = 10e12
_ENGINES = {"core": "batch core, two processes", "spark": "Spark, `local[2]`", "ray": "Ray, two actors"}


def per_article(figures: dict[str, Any], name: str) -> float:
    """Return the CPU seconds of one more article: the difference of two runs, so without what starting costs."""
    few, many = figures["start"], figures["scale"]
    spent: float = many[name]["cpu_seconds"] - few[name]["cpu_seconds"]
    return spent / int(many["articles"] - few["articles"])


def measured(figures: dict[str, Any]) -> str:
    """Return the table of what was measured."""
    scale, one = figures["scale"], figures["overhead"]
    rows = [
        f"Measured on {scale['day']}, version {scale['version']}: {scale['articles']:,} articles of "
        f"{scale['bytes_per_article']:,} bytes ({scale['megabytes']:,} MB), {scale['processes']} processes, everything "
        "counted: start, reading and writing Parquet. The CPU of an article without the start is the difference to a "
        f"run of {figures['start']['articles']:,} articles.",
        "",
        "| | articles/s | seconds | CPU seconds | CPU ms an article, without the start | memory at most, MB | load |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, title in _ENGINES.items():
        if name in scale:
            run = scale[name]
            rows.append(
                f"| {title} | {run['articles_per_second']:,.0f} | {run['seconds']:,.0f} | {run['cpu_seconds']:,.0f} "
                f"| {per_article(figures, name) * 1000:.2f} | {run['peak_mb']:,} | {run['load']:.1f} |"
            )
    rows += [
        "",
        f"In one process, {one['articles']:,} articles of {one['megabytes'] * 1e6 / one['articles']:,.0f} bytes: plain "
        f"Python {one['plain_articles_per_second']:,.0f} articles/s, "
        f"through Arrow {one['arrow_articles_per_second']:,.0f}: {one['ratio']:.3f} times the "
        f"time, {one['arrow_megabytes_per_second']:.2f} MB/s a core.",
    ]
    return "\n".join(rows)


def plan(figures: dict[str, Any], speed: float, cores: int, price: float) -> str:
    """Return the plan as a table: a row an engine, its share of CPU beside the batch core as measured.

    Args:
        figures: What was measured.
        speed: What one core cleans, in MB/s.
        cores: How many cores there are.
        price: What one costs an hour.
    """
    scale = figures["scale"]
    rows = [
        f"10 TB of text, {speed:.2f} MB/s a core, {cores:,} cores at {price:.3f} an hour:",
        "",
        "| | core hours | hours | cost |",
        "| --- | --- | --- | --- |",
    ]
    for name, title in _ENGINES.items():
        if name not in scale:
            continue
        share = per_article(figures, name) / per_article(figures, "core")
        hours = CORPUS_BYTES / 1e6 / speed / 3600 * share
        rows.append(f"| {title.partition(',')[0]} | {hours:,.0f} | {hours / cores:,.1f} | {hours * price:,.0f} |")
    packed = scale["bytes_in_parquet"] / (scale["megabytes"] * 1e6)
    grown = scale["core"]["bytes_out_parquet"] / scale["bytes_in_parquet"]
    rows += [
        "",
        f"Bytes: Parquet held the articles in {packed:.2f} of their size (repeated ones pack better than real ones), "
        f"and what came out was {grown:.2f} times what went in: {10 * packed:.1f} TB to read and "
        f"{10 * packed * grown:.1f} TB to write, at {speed * cores * packed:,.0f} MB/s and "
        f"{speed * cores * packed * grown:,.0f} MB/s for all cores.",
    ]
    return "\n".join(rows)


def _with(page: str, name: str, content: str) -> str:
    """Return a page with the part between its marks replaced."""
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    return re.sub(pattern, lambda found: f"{found[1]}{content}\n{found[2]}", page, flags=re.DOTALL)


def main() -> None:
    """Write, check or print the plan."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--megabytes-per-second", type=float, default=0.0)
    parser.add_argument("--cores", type=int, default=0)
    parser.add_argument("--price", type=float, default=0.0)
    given = parser.parse_args()
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    speed = given.megabytes_per_second or figures["overhead"]["arrow_megabytes_per_second"]
    table = plan(figures, speed, given.cores or 1_000, given.price or 0.04)
    if given.megabytes_per_second or given.cores or given.price:
        print(table)
        return
    before = PAGE.read_text(encoding="utf-8")
    after = _with(_with(before, "measured", measured(figures)), "plan", table)
    if given.check:
        sys.exit(None if after == before else f"{PAGE} does not say what {FIGURES.name} does -> run benchmarks/plan.py")
    PAGE.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
