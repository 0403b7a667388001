"""The development corpora, read for the benchmarks beside this file; the measuring data lie beside the checkout."""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
NAMES = ("fundus-dev", "wcxb-dev", "trafilatura-eval-dev")

_NAMES = ("Lisk", "Arven", "Tolm", "Berrin", "Caldor", "Merrow", "Osten", "Pellan", "Quarl", "Rhosk", "Sarn", "Vellin")
# A capital letter inside of a sentence: mostly a name, hardly ever what a rule speaks of.
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{2,}")


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


def shortened_texts(characters: int) -> list[str]:
    """Return the texts of the corpora, cut to whole lines of their beginning and their end."""
    return [_shortened(text, characters) for text in texts()]


def _shortened(text: str, characters: int) -> str:
    if len(text) <= characters:
        return text
    lines = text.splitlines()
    head, tail = [lines.pop(0)[:characters]], [lines.pop()[:characters]] if lines else []
    size = len(head[0]) + sum(map(len, tail))
    while lines and size + len(lines[0]) < characters * 2 // 3:
        size += len(lines[0])
        head.append(lines.pop(0))
    while lines and size + len(lines[-1]) < characters:
        size += len(lines[-1])
        tail.insert(0, lines.pop())
    return "\n".join([*head, *tail])


def repeated(count: int, characters: int = sys.maxsize) -> Iterator[str]:
    """Yield the texts again and again, each time with other names.

    Args:
        count: How many.
        characters: How long each is at most.
    """
    sample = shortened_texts(characters)
    for number in range(count):
        turn, place = divmod(number, len(sample))
        yield _NAME.sub(lambda name, turn=turn: _renamed(name[0], turn), sample[place])  # type: ignore[misc]


def _renamed(name: str, turn: int) -> str:
    """Return another name for a name: the same within a turn."""
    mixed = crc32(f"{turn} {name}".encode())
    return _NAMES[mixed % len(_NAMES)] + _NAMES[mixed // 64 % len(_NAMES)].lower()
