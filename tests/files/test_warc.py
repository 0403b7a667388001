"""WARC and WET files, record by record."""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from pathlib import Path

import pytest

from cleaner.article import Article
from cleaner.errors import UsageError
from cleaner.files.batches import Batches, Target
from cleaner.files.forms import Form
from cleaner.files.inputs import Entry
from cleaner.files.records import Piece, Reading, Record, read_record
from cleaner.files.warc import fastwarc

PAGE = "<html><body><p>Häfen</p></body></html>"


def _record(kind: str, content: bytes, content_type: str, url: str = "https://lisk.example/a") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{kind}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-05-01T10:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def _response(body: bytes, content_type: str = "text/html", status: int = 200, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return _record("response", head.encode() + body, "application/http; msgtype=response")


WET = _record("conversion", "Häfen und Fähren.\n".encode(), "text/plain")
GOOD = _response(PAGE.encode())


def _read(tmp_path: Path, data: bytes, max_size: int = 1000) -> tuple[list[Record], Counter[str]]:
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    reading = Reading(max_size=max_size)
    batches = Batches([Entry(str(path), "a.warc", Form.WARC)], reading, single=Target(None))
    pieces = [item for batch in batches for item in batch.items if isinstance(item, Piece)]
    return [read_record(piece, reading) for piece in pieces], batches.passed_over


def _articles(records: list[Record]) -> list[Article]:
    assert [record.error for record in records] == [None] * len(records)
    return [record.article for record in records if record.article]


def test_a_page_comes_with_its_address_and_its_time(tmp_path: Path) -> None:
    (record,), _ = _read(tmp_path, GOOD)
    assert record.name.endswith("a.warc:1")
    assert record.article == Article(html=PAGE.encode(), id="urn:uuid:response", url="https://lisk.example/a")
    assert record.fields is not None
    assert record.fields["fetched"] == "2024-05-01T10:00:00Z"


def test_what_the_server_declared_counts(tmp_path: Path) -> None:
    records, _ = _read(tmp_path, _response(PAGE.encode("latin-1"), "text/html; charset=ISO-8859-1"))
    assert _articles(records)[0].html == PAGE


def test_a_text_of_a_wet_file_is_a_text(tmp_path: Path) -> None:
    records, _ = _read(tmp_path, WET)
    assert _articles(records)[0].text == "Häfen und Fähren.\n"


def test_packed_content_is_unpacked_within_the_limit(tmp_path: Path) -> None:
    small = _response(gzip.compress(PAGE.encode()), more="Content-Encoding: gzip\r\n")
    large = _response(gzip.compress(b"a" * 5000), more="Content-Encoding: gzip\r\n")
    records, _ = _read(tmp_path, small + large + GOOD)
    assert [record.error for record in records] == [None, "larger than 1,000 bytes -> allow more with --max-size", None]
    assert records[0].article is not None
    assert records[0].article.html == PAGE.encode()


def test_what_is_no_article_is_passed_over_and_counted(tmp_path: Path) -> None:
    data = b"".join(
        [
            _record("warcinfo", b"software: x\r\n", "application/warc-fields"),
            _record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
            _response(b"\x89PNG", "image/png"),
            _response(b"gone", status=404),
            _record("metadata", b"x: y\r\n", "application/warc-fields"),
            GOOD,
        ]
    )
    records, passed_over = _read(tmp_path, data)
    assert len(_articles(records)) == 1
    assert passed_over == {"warcinfo": 1, "request": 1, "image/png": 1, "status 404": 1, "metadata": 1}


@pytest.mark.parametrize("left", [-10, -60, 300, 40], ids=["in the page", "before it", "in its head", "in the first"])
def test_a_file_that_is_cut_short_is_told_after_what_was_whole(tmp_path: Path, left: int) -> None:
    cut = GOOD[:left] if left != 40 else b""
    records, _ = _read(tmp_path, GOOD + (cut or GOOD[:40]))
    assert records[0].error is None
    assert len(records) == 2
    assert "cut short" in str(records[1].error) or "no whole WARC data" in str(records[1].error)


@pytest.mark.parametrize("data", [b"no warc at all\n" * 20, b"\0" * 100], ids=["text", "nul"])
def test_what_is_no_warc_is_told_once(tmp_path: Path, data: bytes) -> None:
    records, _ = _read(tmp_path, data)
    assert len(records) == 1
    assert "WARC data" in str(records[0].error)


def test_broken_content_is_the_fault_of_its_record_alone(tmp_path: Path) -> None:
    records, _ = _read(tmp_path, _response(b"no gzip" * 9, more="Content-Encoding: gzip\r\n") + GOOD)
    assert "can't be unpacked" in str(records[0].error)
    assert [record.error for record in records[1:]] == [None]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"5\r\n<p>H\xc3\r\n8;x=y\r\n\xa4fen</p>\r\n0\r\n\r\n", None),
        (b"5\r\n<p>H\xc3\r\nzz\r\n", "its content can't be unpacked: invalid literal"),
        (b"5", "its content can't be unpacked: subsection not found"),
    ],
    ids=["whole", "no size", "cut"],
)
def test_chunks_are_joined(tmp_path: Path, sent: bytes, fault: str | None) -> None:
    records, _ = _read(tmp_path, _response(sent, more="Transfer-Encoding: chunked\r\n") + GOOD)
    assert str(records[0].error).startswith(str(fault))
    assert records[1].error is None
    if records[0].article:
        assert records[0].article.html == "<p>Häfen</p>".encode()


def test_a_packing_that_is_not_known_is_told(tmp_path: Path) -> None:
    records, _ = _read(tmp_path, _response(b"x", more="Content-Encoding: br\r\n"))
    assert records[0].error == "its content can't be unpacked: packed as br"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(UsageError, match=r"WARC needs an extra .* -> pip install 'article-cleaner\[warc\]'"):
        fastwarc()
