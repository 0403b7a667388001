"""The five articles that the product was asked for: bodies word for word, and every fact."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

_WORD = re.compile(r"\w+")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _missing(known: object, given: object, path: str = "") -> list[str]:
    """Return the paths at which known facts are not given, word for word."""
    if isinstance(known, dict):
        inner = given if isinstance(given, dict) else {}
        return [gap for key, value in known.items() for gap in _missing(value, inner.get(key), f"{path}.{key}")]
    if isinstance(known, list):
        entries = given if isinstance(given, list) else []
        padded = [*entries, *[None] * len(known)]
        return [gap for i, value in enumerate(known) for gap in _missing(value, padded[i], f"{path}[{i}]")]
    return [] if _words(str(known)) == _words(str(given or "")) else [path]


def test_the_five_articles_come_out_whole_with_every_fact(shared: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cleaner", "clean", str(shared / "articles"), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    faults: dict[str, Any] = {}
    for line in (shared / "articles" / "articles.text.jsonl").read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        text = (tmp_path / "out" / answer["id"]).read_text(encoding="utf-8")
        facts = json.loads((tmp_path / "out" / answer["id"]).with_suffix(".json").read_text(encoding="utf-8"))
        gaps = _missing(answer["metadata"], facts["metadata"])
        if _words(text) != _words(answer["body"]) or gaps:
            faults[answer["id"]] = gaps or "the body differs"
    assert not faults
