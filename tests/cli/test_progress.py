"""What the user is told while a batch runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cleaner.cli.progress import Lines, Voice
from cleaner.files.inputs import plan
from tests.small_rules import write


def _lines(total: int | None, *, by_bytes: bool, steps: list[tuple[float, int, int]]) -> list[str]:
    told: list[str] = []
    now = [0.0]
    lines = Lines(total, by_bytes, told.append, lambda: now[0])
    for moment, size, articles in steps:
        now[0] = moment
        lines(size, articles)
    return told


def test_a_line_is_said_now_and_then() -> None:
    steps = [(10.0, 1, 100), (40.0, 1, 100), (50.0, 1, 100), (80.0, 1, 100)]
    assert _lines(1000, by_bytes=False, steps=steps) == [
        "200 articles, 5 a second; 20% done, about 0:02:40 left",
        "400 articles, 5 a second; 40% done, about 0:02:00 left",
    ]


def test_files_of_records_are_measured_by_their_bytes() -> None:
    assert _lines(4_000_000, by_bytes=True, steps=[(100.0, 1_000_000, 250)]) == [
        "250 articles, 2 a second; 25% done, about 0:05:00 left"
    ]


def test_of_what_nobody_knows_the_end_only_the_rate_is_said() -> None:
    assert _lines(None, by_bytes=True, steps=[(50.0, 10, 100)]) == ["100 articles, 2 a second"]


@pytest.mark.parametrize("suffix", ["txt", "jsonl"])
def test_a_bar_on_a_terminal_makes_way_for_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    write(tmp_path, {f"a.{suffix}": "x" * 100, f"b.{suffix}": "x" * 100})
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    found = plan([str(tmp_path / f"a.{suffix}"), str(tmp_path / f"b.{suffix}")])
    say = Voice(quiet=False)
    with say.progress(found) as step:
        assert step is not None
        step(100, 1)
        say.failure("b", "odd")
    told = capsys.readouterr().err
    assert "cleaning" in told
    assert "cleaner: b: odd\n" in told
    say.failure("c", "odd")
    assert capsys.readouterr().err == "cleaner: c: odd\n"
