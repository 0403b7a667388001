"""The page that plans 10 TB says what the figures say, and the formula on it is the one that is computed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.conftest import ROOT


def _plan(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "plan.py"), *options]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_page_is_that_of_the_last_measurement() -> None:
    done = _plan("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_core_hours_follow_from_the_speed_of_one_core() -> None:
    done = _plan("--megabytes-per-second", "10", "--cores", "100", "--price", "0.1")
    rows = {cells[1].strip(): cells[2:5] for line in done.stdout.splitlines() if len(cells := line.split("|")) > 4}
    # 10 TB at 10 MB/s are a million seconds.
    assert [cell.strip() for cell in rows["batch core"]] == ["278", "2.8", "28"]


def test_an_engine_costs_what_one_more_article_does() -> None:
    figures: dict[str, Any] = json.loads((ROOT / "benchmarks" / "engines.json").read_text(encoding="utf-8"))
    few, many = figures["start"], figures["scale"]
    more = {name: many[name]["cpu_seconds"] - few[name]["cpu_seconds"] for name in ("core", "spark")}
    done = _plan("--megabytes-per-second", "10", "--cores", "1", "--price", "1")
    (row,) = (line for line in done.stdout.splitlines() if line.startswith("| Spark"))
    assert row.split("|")[2].strip() == f"{1e6 / 3600 * more['spark'] / more['core']:,.0f}"
