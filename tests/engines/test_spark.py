"""Data frames: the same bytes, the schema kept and extended."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import UsageError
from tests.engines.articles import FIELDS, Row, canonical
from tests.extras import needed
from tests.small_rules import BODY, COPYRIGHT, small_cleaner

sql = needed("pyspark.sql", "pyarrow")

from cleaner.engines.spark import clean_dataframe  # noqa: E402 - after the check that it can be imported

pytestmark = pytest.mark.filterwarnings("ignore")
SCHEMA = ", ".join(f"{name} string" for name in FIELDS)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    # Read from the environment alone: the setting `spark.pyspark.python` counts for what `spark-submit` starts.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("tests")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_a_data_frame_gives_the_same_bytes(spark: Any, articles: list[Row], expected: bytes) -> None:  # noqa: ANN401
    frame = spark.createDataFrame([tuple(row[name] for name in FIELDS) for row in articles], SCHEMA).repartition(3)
    cleaned = clean_dataframe(frame, url="url", title="title", lang="lang").collect()
    assert canonical(row.asDict(recursive=True) for row in cleaned) == expected


def test_the_schema_is_kept_and_extended(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    frame = spark.createDataFrame([(1, {"a": 2}, BODY + COPYRIGHT)], "n int, extra map<string, int>, body string")
    cleaned = clean_dataframe(frame, "body", cleaner=small_cleaner(tmp_path))
    assert cleaned.schema.fields[:3] == frame.schema.fields
    assert cleaned.columns[3:] == ["metadata", "removed", "flags", "error", "cleaned_by"]
    (row,) = cleaned.collect()
    assert (row.n, row.extra, row.body) == (1, {"a": 2}, BODY)
    assert row.metadata.copyright.holder == "The Lisk Herald"


def test_odd_texts_are_flagged_and_end_no_job(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    data = [(0, None), (1, bytearray()), (2, bytearray(b"\xff\x00\xfe ok \xe2\x82")), (3, bytearray(b"a" * 5_000))]
    frame = spark.createDataFrame(data, "n int, text binary")
    cleaned = clean_dataframe(frame, cleaner=small_cleaner(tmp_path), max_chars=4_000)
    assert cleaned.schema["text"].dataType.typeName() == "string"
    flags = {row.n: row.flags for row in cleaned.collect()}
    assert flags[0] == flags[1] == ["no_text"]
    assert flags[2] in (["guessed_charset"], ["replaced"], ["guessed_charset", "replaced"])
    assert flags[3] == ["too_long"]


def test_a_wrong_column_is_told_before_anything_runs(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    frame = spark.createDataFrame([(1, BODY)], "flags int, body string")
    with pytest.raises(UsageError, match="`text` is not among flags, body"):
        clean_dataframe(frame, cleaner=small_cleaner(tmp_path))
    with pytest.raises(UsageError, match="`flags` is there already"):
        clean_dataframe(frame, "body", cleaner=small_cleaner(tmp_path))
    assert "x_flags" in clean_dataframe(frame, "body", cleaner=small_cleaner(tmp_path), prefix="x_").columns
