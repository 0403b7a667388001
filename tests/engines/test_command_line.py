"""The command line gives what Python gives: what engines are held against is what users of the shell see."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.engines.articles import Row, as_lines


def test_the_command_line_gives_the_same_bytes(articles: list[Row], expected: bytes, tmp_path: Path) -> None:
    source, target, removed = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "removed.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in articles), encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "clean", str(source), "-o", str(target), "--removed", str(removed)]
    subprocess.run(command, check=True, capture_output=True)
    gone = [json.loads(line) for line in removed.read_text(encoding="utf-8").splitlines()]
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    names = ("line", "last_line", "start", "end", "rule", "family", "text")
    plain = [
        {
            "id": row["id"],
            "text": row["text"],
            "metadata": row["metadata"],
            "removed": [{name: each[name] for name in names} for each in gone if each["id"] == row["id"]],
            "flags": row.get("flags", []),
        }
        for row in found
    ]
    assert as_lines(plain) == expected
