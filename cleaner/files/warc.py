"""WARC and WET files, read record by record: pages and texts that a crawler fetched; the only place with fastwarc."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cleaner.decode import decode
from cleaner.errors import InputError
from cleaner.files.inputs import Entry
from cleaner.files.records import FieldNames, Piece, Reading, name_of, with_field
from cleaner.files.streams import Source, missing

_PAGES = ("text/html", "application/xhtml+xml")
_TEXT = "text/plain"
# How zlib is told of a packing: gzip or zlib, whichever it is.
_WINDOWS = dict.fromkeys(("gzip", "x-gzip", "deflate"), zlib.MAX_WBITS | 32)


def read_warc(entry: Entry, source: Source, reading: Reading, passed_over: Counter[str]) -> Iterator[Piece]:
    """Yield a piece for each page or text.

    Its `id` is the record's, its `url` the address that was fetched, `fetched` the time.

    Args:
        entry: The file.
        source: Its bytes, unpacked.
        reading: How records are read.
        passed_over: Counts what is neither page nor text, by kind.

    Raises:
        InputError: The file is cut short or no WARC at all.
    """
    ArchiveIterator, WarcRecordType = fastwarc()  # noqa: N806 - classes
    wanted = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    seen = 0
    try:
        # The reader could unpack what a server packed, but one broken record would end it.
        for record in ArchiveIterator(source, parse_http=True, auto_decode="none", stream_detect=False):
            seen += 1
            if not record.record_type & wanted:
                passed_over[str(record.record_type)] += 1
                continue
            piece = _piece(entry, record, seen, reading)
            if isinstance(piece, str):
                passed_over[piece] += 1
            else:
                yield piece
    except InputError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"no whole WARC data after record {seen}: {error}") from error
    except BaseException as error:
        # What Rust calls a panic is no `Exception`, and a hostile file may cause one.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(f"no whole WARC data after record {seen}") from error
    if source.position and not seen:
        raise InputError("no WARC data")


def fastwarc() -> tuple[Any, Any]:
    """Import what reads WARC files."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise missing("warc", "WARC") from None
    return ArchiveIterator, WarcRecordType


def _piece(entry: Entry, record: Any, number: int, reading: Reading) -> Piece | str:  # noqa: ANN401 - fastwarc's
    """Return the piece of a record, or the kind of what is none."""
    name = f"{name_of(entry)}:{number}"
    if record.headers.get("WARC-Record-ID") is None:
        return Piece(entry, name, error="the WARC record is cut short")
    http = record.http_headers
    content_type = ((http.get("Content-Type") if http else record.headers.get("Content-Type")) or "").lower()
    mime = content_type.partition(";")[0].strip()
    if http is not None and http.status_code is not None and not 200 <= http.status_code < 300:
        return f"status {http.status_code}"
    if mime not in (*_PAGES, _TEXT):
        return mime or "unknown"
    data = record.reader.read(reading.max_size + 1)
    if len(data) <= reading.max_size and len(data) < record.content_length:
        return Piece(entry, name, error="the WARC record is cut short")
    try:
        data = _unpacked(data, http, reading.max_size + 1) if http is not None else data
    except (ValueError, zlib.error) as error:
        return Piece(entry, name, size=len(data), error=f"its content can't be unpacked: {error}")
    if len(data) > reading.max_size:
        return Piece(entry, name, size=len(data), error=reading.too_large)
    fields: dict[str, Any] = {}
    for path, header in ((reading.names.id, "WARC-Record-ID"), (reading.names.url, "WARC-Target-URI")):
        fields = with_field(fields, path, (record.headers.get(header) or "").strip("<>") or None)
    fields["fetched"] = record.headers.get("WARC-Date")
    charset = record.http_charset if http is not None else None
    return Piece(entry, name, _with_content(fields, data, mime, charset, reading.names), len(data))


def _unpacked(data: bytes, http: Any, most: int) -> bytes:  # noqa: ANN401 - fastwarc's
    """Undo how a server sent a page, up to so many bytes.

    Raises:
        ValueError: It is not what the server said.
        zlib.error: The same.
    """
    if (http.get("Transfer-Encoding") or "").lower().strip() == "chunked":
        data = _joined(data)
    packing = (http.get("Content-Encoding") or "identity").lower().strip()
    if packing in ("identity", ""):
        return data
    if packing not in _WINDOWS:
        raise ValueError(f"packed as {packing}")
    return zlib.decompressobj(_WINDOWS[packing]).decompress(data, most)


def _joined(data: bytes) -> bytes:
    """Join the chunks in which a server sent a page."""
    pieces: list[bytes] = []
    position = 0
    while True:
        end = data.index(b"\r\n", position)
        size = int(data[position:end].partition(b";")[0], 16)
        if size <= 0:
            return b"".join(pieces)
        pieces.append(data[end + 2 : end + 2 + size])
        position = end + 2 + size + 2


def _with_content(
    fields: dict[str, Any], data: bytes, mime: str, charset: str | None, names: FieldNames
) -> dict[str, Any]:
    if mime == _TEXT:
        return with_field(fields, names.text, decode(data, charset).text)
    # What the server declared counts more than what the page does.
    return with_field(fields, names.html, decode(data, charset).text if charset else data)
