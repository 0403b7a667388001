"""Facts fit into columns, and come back as they were."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.facts import FIELDS
from tests.extras import needed

pa = needed("pyarrow")

from cleaner.arrow_schema import METADATA, as_facts, as_struct, encodable  # noqa: E402 - after the check


def test_every_fact_has_its_place() -> None:
    assert [field.name for field in METADATA] == [*FIELDS, "other"]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"title": "Ferry late", "author": ["A. Reed"], "date": "2024-03-03"},
        {"captions": [{"text": "The pier."}, {"credit": "B. Lund"}]},
        {"copyright": {"holder": "The Post"}, "dateline": {"place": "LISK", "agency": "Wire"}},
        {"contributors": {"reporting": "A. Reed", "gardening": "B. Lund"}},
        {"captions": [{"text": "The pier.", "camera": "box"}], "mood": ["calm", {"deep": 1}]},
    ],
)
def test_facts_come_back_as_they_were(facts: dict[str, Any]) -> None:
    (row,) = pa.array([as_struct(facts)], METADATA).to_pylist()
    assert as_facts(row) == facts


def test_a_lone_surrogate_becomes_a_sign_that_arrow_can_hold() -> None:
    value = {"title": "a\ud800b", "author": ["\U0001f6a2", "\udfff"], "line": 3}
    assert encodable(value) == {"title": "a\ufffdb", "author": ["\U0001f6a2", "\ufffd"], "line": 3}
