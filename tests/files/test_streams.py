"""Bytes in and out: unpacked as a stream, bounded, never cut short in silence."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from cleaner.errors import InputError, UsageError
from cleaner.files.forms import Compression
from cleaner.files.streams import packed, reading, zstd_module

DATA = b"The ferry was late again.\n" * 1000
PACK: dict[Compression, Callable[[bytes], bytes]] = {
    Compression.NONE: bytes,
    Compression.GZIP: gzip.compress,
    Compression.ZSTD: zstd.compress,
}


def _read(path: Path | None, compression: Compression, size: int = -1) -> bytes:
    with reading(str(path) if path else None, compression) as source:
        return source.read(size)


@pytest.mark.parametrize("compression", list(Compression))
@pytest.mark.parametrize("data", [DATA, b""], ids=["text", "empty"])
def test_what_is_packed_comes_back(tmp_path: Path, compression: Compression, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(PACK[compression](data))
    assert _read(path, compression) == data
    assert _read(path, compression, 100) == data[:100]
    with reading(str(path), compression) as source:
        assert [source.readline(), source.readline(5)] == [data[:26], data[26:31]]
        assert source.position <= path.stat().st_size


@pytest.mark.parametrize("compression", [Compression.GZIP, Compression.ZSTD])
def test_packed_files_may_hold_several_parts(tmp_path: Path, compression: Compression) -> None:
    path = tmp_path / "a"
    path.write_bytes(PACK[compression](b"one ") + PACK[compression](b"two"))
    assert _read(path, compression) == b"one two"


@pytest.mark.parametrize("compression", [Compression.GZIP, Compression.ZSTD])
@pytest.mark.parametrize("left", [1, 5, 20, -1, -5, -9])
def test_packed_data_that_is_cut_short_is_told(tmp_path: Path, compression: Compression, left: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(PACK[compression](DATA)[:left])
    with pytest.raises(InputError, match=r"cut short|no whole"):
        _read(path, compression)


@pytest.mark.parametrize("compression", [Compression.GZIP, Compression.ZSTD])
def test_what_is_not_packed_at_all_is_told(tmp_path: Path, compression: Compression) -> None:
    path = tmp_path / "a"
    path.write_bytes(DATA)
    with pytest.raises(InputError, match=r"no whole (gzip|zstd) data: "):
        _read(path, compression)


@pytest.mark.parametrize("compression", [Compression.GZIP, Compression.ZSTD])
def test_a_bomb_is_told_before_it_fills_the_memory(tmp_path: Path, compression: Compression) -> None:
    path = tmp_path / "a"
    path.write_bytes(PACK[compression](b"\0" * 50_000_000))
    with reading(str(path), compression) as source:
        with pytest.raises(InputError, match="grows to more than 200 times its size"):
            list(iter(lambda: source.read(1_000_000), b""))
        assert source.tell() < 30_000_000


@pytest.mark.parametrize("compression", list(Compression))
def test_standard_input_is_looked_at_to_see_how_it_is_packed(
    monkeypatch: pytest.MonkeyPatch, compression: Compression
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PACK[compression](DATA))))
    assert _read(None, Compression.NONE) == DATA


@pytest.mark.parametrize("compression", list(Compression))
def test_what_is_written_can_be_read(tmp_path: Path, compression: Compression) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        stream = packed(file, compression)
        stream.write(DATA)
        if stream is not file:
            stream.close()
        assert not file.closed
    assert _read(path, compression) == DATA


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    monkeypatch.setitem(sys.modules, "compression", None)
    monkeypatch.delattr("backports.zstd")
    with pytest.raises(UsageError, match=r"\.zst needs an extra .* -> pip install 'article-cleaner\[zstd\]'"):
        zstd_module()
