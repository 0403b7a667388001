"""WARC and WET files, read record by record: pages and texts that a crawler fetched; the only place with fastwarc."""

from __future__ import annotations

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
        # Packed content is unpacked by the reader, within the limit of what is read.
        for record in ArchiveIterator(source, parse_http=True, auto_decode="all", stream_detect=False):
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
    promised = record.content_length
    try:
        data = record.reader.read(reading.max_size + 1)
    except OSError as error:
        return Piece(entry, name, error=f"its content can't be unpacked: {error}")
    if len(data) > reading.max_size:
        return Piece(entry, name, size=len(data), error=reading.too_large)
    if len(data) < promised and not (http and (http.get("Content-Encoding") or http.get("Transfer-Encoding"))):
        return Piece(entry, name, error="the WARC record is cut short")
    fields: dict[str, Any] = {}
    for path, header in ((reading.names.id, "WARC-Record-ID"), (reading.names.url, "WARC-Target-URI")):
        fields = with_field(fields, path, (record.headers.get(header) or "").strip("<>") or None)
    fields["fetched"] = record.headers.get("WARC-Date")
    charset = record.http_charset if http is not None else None
    return Piece(entry, name, _with_content(fields, data, mime, charset, reading.names), len(data))


def _with_content(
    fields: dict[str, Any], data: bytes, mime: str, charset: str | None, names: FieldNames
) -> dict[str, Any]:
    if mime == _TEXT:
        return with_field(fields, names.text, decode(data, charset).text)
    # What the server declared counts more than what the page does.
    return with_field(fields, names.html, decode(data, charset).text if charset else data)
