"""The samples: invented articles, dirty and clean, and everything that was said of what went.

`samples/dirty/NAME.txt` goes in; `samples/clean/NAME.txt` and `NAME.json` must come out, byte for byte, just as
`cleaner clean samples/dirty -o OUT` writes them. `pytest --force-regen` writes them anew: read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from cleaner import Cleaner
from cleaner.files.work import encode_json
from tests.conftest import ROOT

SAMPLES = ROOT / "samples"
DIRTY = sorted((SAMPLES / "dirty").glob("*.txt"))
LEAST = 24


@pytest.fixture(params=DIRTY, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_are_enough_samples() -> None:
    assert len(DIRTY) >= LEAST
    assert {path.stem for path in DIRTY} == {path.stem for path in (SAMPLES / "clean").glob("*.txt")}


def test_sample_comes_out_as_it_was_read(
    sample: Path, default_cleaner: Cleaner, file_regression: FileRegressionFixture
) -> None:
    result = default_cleaner.clean(sample.read_text(encoding="utf-8"))
    clean = SAMPLES / "clean" / sample.name
    file_regression.check(result.text, encoding="utf-8", newline="", fullpath=clean)
    file_regression.check(encode_json(result.as_record(), indent=1), binary=True, fullpath=clean.with_suffix(".json"))


def test_clean_sample_stays_as_it_is(sample: Path, default_cleaner: Cleaner) -> None:
    text = (SAMPLES / "clean" / sample.name).read_bytes().decode()
    if sample.stem != "over-budget-en":
        assert default_cleaner.clean(text).text == text


@pytest.mark.parametrize("name", ["clean-en", "about-debris-en"])
def test_an_article_without_debris_is_byte_identical(name: str, default_cleaner: Cleaner) -> None:
    text = (SAMPLES / "dirty" / f"{name}.txt").read_bytes().decode()
    result = default_cleaner.clean(text)
    assert result.text == text
    assert not result.removed


def test_the_sample_over_its_budget_is_left_alone_and_flagged() -> None:
    record = json.loads((SAMPLES / "clean" / "over-budget-en.json").read_text(encoding="utf-8"))
    assert "over_budget" in record["flags"]
    assert record["withheld"]
    assert not record["removed"]
