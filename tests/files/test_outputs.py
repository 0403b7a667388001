"""Files that many articles share: put together of blocks, and whole or not there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cleaner.files.batches import Batch, Target
from cleaner.files.forms import Compression, compression_of
from cleaner.files.manifest import Manifest
from cleaner.files.outputs import Outputs, removals_beside
from cleaner.files.records import FieldNames
from cleaner.files.streams import reading
from cleaner.files.summary import Tally
from cleaner.files.work import Outcome
from tests.small_rules import parts_in

NAMES = FieldNames()


def _batch(target: Target, number: int = 0) -> Batch:
    return Batch([], target=target, key=f"{target.key}\0{number}", identity=str(number), whole="w")


def _outcome(text: str, removals: bytes = b"") -> Outcome:
    return Outcome("x", Tally(1), line=json.dumps({"id": "x", "text": text}).encode() + b"\n", removals=removals)


def _manifest(tmp_path: Path) -> Manifest:
    (tmp_path / ".cleaner").mkdir(exist_ok=True)
    return Manifest(tmp_path / ".cleaner")


@pytest.mark.parametrize("name", ["o.jsonl", "o.jsonl.gz", "o.jsonl.zst"])
def test_records_appear_once_their_file_is_closed(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    outputs = Outputs(NAMES)
    for number, text in enumerate(("one", "two")):
        outputs.take(_batch(Target(path), number), [_outcome(text)])
        assert not path.exists()
    outputs.close()
    with reading(str(path), compression_of(name)) as source:
        assert [json.loads(line)["text"] for line in source.read().splitlines()] == ["one", "two"]


def test_the_same_records_give_the_same_packed_bytes(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        outputs = Outputs(NAMES)
        outputs.take(_batch(Target(tmp_path / name)), [_outcome("one")])
        outputs.close()
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_records_that_are_given_up_never_appear(tmp_path: Path) -> None:
    outputs = Outputs(NAMES)
    outputs.take(_batch(Target(tmp_path / "o.jsonl")), [_outcome("one")])
    outputs.abandon()
    outputs.abandon()
    assert list(tmp_path.iterdir()) == []


def test_each_file_of_records_is_finished_when_the_next_begins(tmp_path: Path) -> None:
    outputs = Outputs(NAMES)
    outputs.take(_batch(Target(tmp_path / "a.jsonl", "a")), [_outcome("one")])
    outputs.take(_batch(Target(tmp_path / "b.jsonl", "b")), [_outcome("two")])
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".jsonl"] == ["a.jsonl"]
    outputs.close()
    assert (tmp_path / "b.jsonl").is_file()
    assert parts_in(tmp_path) == []


def test_blocks_are_kept_until_all_are_there_and_then_go(tmp_path: Path) -> None:
    manifest, parts = _manifest(tmp_path), tmp_path / ".cleaner" / "parts"
    target = Target(tmp_path / "o.jsonl", "o.jsonl")
    first, second = _batch(target, 1), _batch(target, 2)
    outputs = Outputs(NAMES, manifest, parts)
    outputs.take(first, [_outcome("one", b"gone\n")])
    outputs.abandon()
    assert removals_beside(first.part_in(parts)).read_bytes() == b"gone\n"
    outputs = Outputs(NAMES, manifest, parts)
    manifest.put(first.key, first.identity, Tally(1), [])
    first.recalled = manifest.recall(first.key, first.identity, skip_failed=False)
    manifest.put("o.jsonl\0stale", "", Tally(5), [])
    manifest.put(second.key, second.identity, Tally(1), [("b", "odd")])
    outputs.take(first, [])
    outputs.take(second, [_outcome("two")])
    outputs.close()
    assert [json.loads(line)["text"] for line in (tmp_path / "o.jsonl").read_bytes().splitlines()] == ["one", "two"]
    assert not list(parts.iterdir())
    whole = manifest.recall("o.jsonl", "w", skip_failed=True)
    assert whole is not None
    assert (whole.tally.articles, whole.failed, list(manifest.failures())) == (2, 1, [("b", "odd")])
    manifest.close()


def test_records_go_to_standard_output_as_they_come(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    outputs = Outputs(NAMES)
    outputs.take(_batch(Target(None)), [_outcome("one")])
    assert json.loads(capsysbinary.readouterr().out)["text"] == "one"
    outputs.close()
    outputs.abandon()


def test_a_closed_standard_output_is_an_error_like_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="standard output is closed"):
        Outputs(NAMES).take(_batch(Target(None)), [_outcome("one")])


def test_a_name_says_what_a_target_holds(tmp_path: Path) -> None:
    assert Target(tmp_path / "a.jsonl.zst").compression is Compression.ZSTD
    assert Target(None).compression is Compression.NONE
