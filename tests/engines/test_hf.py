"""Datasets and streams: the same bytes, and a cache that is found again."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from tests.engines.articles import Row, canonical
from tests.extras import needed
from tests.small_rules import BODY, COPYRIGHT, small_cleaner

datasets = needed("datasets", "pyarrow")

from cleaner.engines.hf import CleanBatch, clean_batch  # noqa: E402 - after the check that it can be imported

KNOWN: dict[str, Any] = {"url": "url", "title": "title", "lang": "lang"}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "hf")
    datasets.disable_progress_bars()


@pytest.mark.parametrize("form", [None, "arrow"])
def test_a_dataset_gives_the_same_bytes(articles: list[Row], expected: bytes, form: str | None) -> None:
    dataset = datasets.Dataset.from_list(articles).with_format(form)
    cleaned = dataset.map(CleanBatch(**KNOWN), batched=True, batch_size=7, writer_batch_size=5)
    assert canonical(cleaned.with_format(None)) == expected


@pytest.mark.parametrize("form", [None, "arrow"])
def test_a_stream_gives_the_same_bytes(articles: list[Row], expected: bytes, form: str | None) -> None:
    stream = datasets.Dataset.from_list(articles).to_iterable_dataset(num_shards=2).with_format(form)
    cleaned = stream.map(CleanBatch(**KNOWN), batched=True, batch_size=7)
    rows = [row for table in cleaned for row in table.to_pylist()] if form else list(cleaned)
    assert canonical(rows) == expected


def test_two_processes_give_the_same_bytes(articles: list[Row], expected: bytes) -> None:
    dataset = datasets.Dataset.from_list(articles)
    assert canonical(dataset.map(CleanBatch(**KNOWN), batched=True, batch_size=8, num_proc=2)) == expected


def test_other_columns_keep_their_features() -> None:
    features = datasets.Features({"text": datasets.Value("string"), "kind": datasets.ClassLabel(names=["a", "b"])})
    dataset = datasets.Dataset.from_dict({"text": [BODY, BODY], "kind": [0, 1]}, features=features)
    for form in (None, "arrow"):
        cleaned = dataset.with_format(form).map(clean_batch, batched=True)
        assert cleaned.features["kind"] == features["kind"]
        assert list(cleaned.features)[:3] == ["text", "kind", "metadata"]


def test_the_fingerprint_is_that_of_the_rules(tmp_path: Path) -> None:
    dataset = datasets.Dataset.from_dict({"text": [BODY + COPYRIGHT]})
    cleaner = small_cleaner(tmp_path)

    def fingerprint(step: CleanBatch) -> str:
        return str(dataset.map(step, batched=True)._fingerprint)

    first = fingerprint(CleanBatch(cleaner))
    used = CleanBatch(cleaner)
    used({"text": [BODY]})
    assert fingerprint(used) == first
    assert fingerprint(pickle.loads(pickle.dumps(used))) == first  # noqa: S301 - our own bytes
    assert fingerprint(CleanBatch(small_cleaner(tmp_path), spans=True)) != first
    chain = tmp_path / "own-only.yaml"
    assert fingerprint(CleanBatch(Cleaner(chain, tmp_path / "own-rules", skip=["copyright"]))) != first


def test_the_cache_is_found_again_by_another_process(tmp_path: Path) -> None:
    script = """
import datasets, sys
from cleaner.engines.hf import clean_batch
datasets.disable_progress_bars()
dataset = datasets.load_dataset("text", data_files=sys.argv[1], cache_dir=sys.argv[2], split="train")
print(dataset.map(clean_batch, batched=True)._fingerprint)
"""
    source = tmp_path / "lines.txt"
    source.write_text(BODY, encoding="utf-8")
    command = [sys.executable, "-c", script, str(source), str(tmp_path / "cache")]

    def run(seed: str) -> tuple[str, set[str]]:
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        return done.stdout, {path.name for path in (tmp_path / "cache").rglob("cache-*.arrow")}

    first, files = run("1")
    assert len(files) == 1
    assert run("2") == (first, files)


def test_null_and_empty_texts_are_flagged() -> None:
    dataset = datasets.Dataset.from_dict({"text": [None, "", BODY]})
    cleaned = dataset.map(clean_batch, batched=True)
    assert cleaned["flags"][:] == [["no_text"], ["no_text"], []]
    assert cleaned["text"][:] == [None, "", BODY]


def test_a_generator_of_dicts_needs_no_arrow_type(tmp_path: Path) -> None:
    step = CleanBatch(small_cleaner(tmp_path))

    def batches() -> Iterator[dict[str, list[Any]]]:
        yield {"text": [BODY + COPYRIGHT]}

    (cleaned,) = map(step, batches())
    assert cleaned["text"] == [BODY]
    assert [removal["family"] for removal in cleaned["removed"][0]] == ["copyright"]
