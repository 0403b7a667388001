"""Articles that every engine gets, and the form in which their results are compared, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cleaner.result import Result
from tests.conftest import ROOT

Row = dict[str, Any]
FIELDS = ("id", "text", "url", "title", "lang")


def rows() -> list[Row]:
    """Return the samples as rows, and rows that are odd: one empty, one endless, one broken."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in _samples()}
    assert len(texts) > 20
    found: list[Row] = [
        {"id": name, "text": text, "url": None, "title": None, "lang": None} for name, text in texts.items()
    ]
    found[0]["url"] = "https://www.example.org/a"
    found[1]["lang"] = "en"
    found[2]["title"] = next(line for line in found[2]["text"].splitlines() if line.strip())
    found.append({**found[3], "id": "empty", "text": ""})
    found.append({**found[3], "id": "long", "text": "All of it is one line. " * 4_000})
    found.append({**found[3], "id": "odd", "text": "\x00\x1b[31mcafÃ© \U0001f6a2 \u202e\ufeff\r\n© 2024 A\u2028"})
    return found


def _samples() -> list[Path]:
    """Return every third: each process must compile what their languages need, and there are many processes."""
    return sorted((ROOT / "samples" / "dirty").glob("*.txt"))[::3]


def canonical(found: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows that an engine gave as lines of JSON, in the order of their ids."""
    from cleaner.arrow_schema import as_facts

    plain = [
        {
            "id": row["id"],
            "text": row["text"],
            "metadata": as_facts(dict(row["metadata"])),
            "removed": [dict(each) for each in row["removed"]],
            "flags": list(row["flags"]),
        }
        for row in found
    ]
    return as_lines(plain)


def as_lines(plain: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as lines of JSON, in the order of their ids."""
    ordered = sorted(plain, key=lambda row: row["id"])
    return "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in ordered).encode()


def of_results(results: Iterable[Result]) -> bytes:
    """Return results of the Python interface in the same form."""
    return as_lines(
        {
            "id": result.id,
            "text": result.text,
            "metadata": result.metadata,
            "removed": [removal.as_dict() for removal in result.removed],
            "flags": list(result.flags),
        }
        for result in results
    )
