"""The development corpora, read for the benchmarks beside this file; the measuring data lie beside the checkout."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
NAMES = ("fundus-dev", "wcxb-dev", "trafilatura-eval-dev")


def records(kind: str = "text") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each record of the corpora with the name of its corpus.

    Args:
        kind: `text` for the answers and the texts of extractors, `html` for the pages.
    """
    for name in NAMES:
        path = SHARED / "corpus" / f"{name}.{kind}.jsonl.gz"
        if not path.is_file():
            sys.exit(f"no corpus at {path} -> put the measuring data beside the checkout")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield name, json.loads(line)


@cache
def texts() -> tuple[str, ...]:
    """Return the texts that trafilatura gave."""
    return tuple(text for _, record in records() if (text := record["texts"].get("trafilatura")))
