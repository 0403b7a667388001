"""The books of the benchmarks: verdicts on what is lost, without a word of what was measured."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import pytest

from cleaner import Cleaner
from tests.conftest import ROOT

BENCHMARKS = ROOT / "benchmarks"
REFEREE = ROOT.parent / "shared" / "tools" / "score.py"


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    if not REFEREE.is_file():
        pytest.skip("the measuring data does not lie beside the checkout")
    spec = importlib.util.spec_from_file_location("accuracy", BENCHMARKS / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["accuracy"] = module
    spec.loader.exec_module(module)
    return module


def test_a_fingerprint_does_not_depend_on_spaces_or_case(accuracy: ModuleType) -> None:
    assert accuracy.fingerprint("Read  more\n") == accuracy.fingerprint("read more")
    assert accuracy.fingerprint("Read more") != accuracy.fingerprint("Read less")


def test_every_loss_has_a_verdict_and_a_reason(accuracy: ModuleType) -> None:
    verdicts = accuracy.read_verdicts()
    assert verdicts
    for (corpus, _, text), known in verdicts.items():
        assert corpus in accuracy.LABELLED
        assert re.fullmatch("[0-9a-f]{12}", text)
        assert known.verdict in ("debris", "body")
        assert known.reason


def test_debris_has_its_family_as_reason(accuracy: ModuleType) -> None:
    families = {rule.family for rule in Cleaner().rule_set.rules}
    for known in accuracy.read_verdicts().values():
        if known.verdict == "debris":
            assert known.reason.split(":")[0] in families
    assert set(accuracy.read_corrections().values()) <= families


def test_losses_are_counted_by_verdict(accuracy: ModuleType) -> None:
    rates = accuracy._rates(accuracy.Counter({"debris": 3, "body": 1}), 1000)
    assert rates.startswith("40.00 words lost of 10,000: 30.00 debris, 10.00 body, 0.00 not judged, open")
