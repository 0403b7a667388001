"""Ray's datasets: the same bytes, from actors that hold the rules."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.articles import Row, canonical
from tests.extras import needed
from tests.small_rules import BODY, COPYRIGHT, small_cleaner

ray = needed("ray", "ray.data", "pyarrow")

import pyarrow as pa  # noqa: E402 - after the check that it can be imported

from cleaner.engines.ray import clean_dataset  # noqa: E402 - the same

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module", autouse=True)
def _session() -> Iterator[None]:
    os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"
    ray.init(num_cpus=2, include_dashboard=False, object_store_memory=200_000_000, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def test_a_dataset_gives_the_same_bytes(articles: list[Row], expected: bytes) -> None:
    schema = pa.schema([(name, pa.string()) for name in articles[0]])
    dataset = ray.data.from_arrow(pa.Table.from_pylist(articles, schema)).repartition(3)
    cleaned = clean_dataset(dataset, url="url", title="title", lang="lang", concurrency=1, batch_size=8)
    assert canonical(cleaned.take_all()) == expected


def test_odd_texts_are_flagged_and_end_no_job(tmp_path: Path) -> None:
    texts = [None, b"", b"\xff\x00\xfe ok \xe2\x82", b"a" * 5_000, (BODY + COPYRIGHT).encode()]
    dataset = ray.data.from_arrow(pa.table({"n": range(5), "body": texts}))
    cleaned = clean_dataset(dataset, "body", cleaner=small_cleaner(tmp_path), max_chars=4_000, concurrency=1)
    rows = {row["n"]: row for row in cleaned.take_all()}
    assert [list(rows[number]["flags"]) for number in (0, 1, 3, 4)] == [["no_text"], ["no_text"], ["too_long"], []]
    assert set(rows[2]["flags"]) & {"guessed_charset", "replaced"}
    assert rows[4]["body"] == BODY
