"""JSON Lines, read line by line; a line too long is passed over without being held."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.files.inputs import Entry
from cleaner.files.records import Piece, Reading, name_of
from cleaner.files.streams import Source

_BLOCK = 1 << 20


def read_lines(entry: Entry, source: Source, reading: Reading) -> Iterator[Piece]:
    """Yield a piece for each line that is not blank."""
    name = name_of(entry)
    number = 0
    while line := source.readline(reading.max_size + 1):
        number += 1
        if len(line) > reading.max_size and not line.endswith(b"\n"):
            size = len(line) + _skip_line(source)
            yield Piece(entry, f"{name}:{number}", size=size, error=reading.too_large)
        elif not line.isspace():
            yield Piece(entry, f"{name}:{number}", line, len(line))


def _skip_line(source: Source) -> int:
    size = 0
    while line := source.readline(_BLOCK):
        size += len(line)
        if line.endswith(b"\n"):
            break
    return size
