"""The command line run in process, as the installed command runs it."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cleaner.cli import main

COMMAND = (sys.executable, "-m", "cleaner")
"""The command line as a process of its own."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def summary(self) -> str:
        """The last line on standard error."""
        return self.err.splitlines()[-1]

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output, as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """Runs `cleaner` with arguments; bytes are what its standard input holds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[bytes]) -> None:
        self._monkeypatch = monkeypatch
        self._captured = captured

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Ran:
        """Run one command line."""
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["cleaner", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            with pytest.raises(SystemExit) as left:
                main()
        out, err = self._captured.readouterr()
        assert isinstance(left.value.code, int)
        return Ran(left.value.code, out.decode("utf-8"), err.decode("utf-8"))


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Read a file of records."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def write_jsonl(path: Path, *records: object) -> Path:
    """Write a file of records; bytes are written as they are."""
    lines = (record if isinstance(record, bytes) else json.dumps(record).encode() for record in records)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, but for what a run keeps of itself."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".cleaner" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
