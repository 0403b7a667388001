"""The batch core: what it keeps, adds and refuses, and that no row ends anything."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner import Article, Cleaner
from cleaner.errors import UsageError
from tests.extras import needed
from tests.small_rules import BODY, COPYRIGHT, DIRTY, RELATED, small_cleaner

pa = needed("pyarrow")

from cleaner.arrow import BatchCleaner  # noqa: E402 - after the check that it can be imported
from cleaner.arrow_schema import ADDED, as_facts  # noqa: E402 - the same


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    return small_cleaner(tmp_path_factory.mktemp("small"))


def _flags(core: BatchCleaner, column: Any) -> list[list[str]]:  # noqa: ANN401 - a column of any kind
    return core(pa.record_batch({"text": column})).column("flags").to_pylist()  # type: ignore[no-any-return]


def test_rows_are_those_of_clean_many(small: Cleaner) -> None:
    texts = [DIRTY, "", BODY, RELATED + BODY, "Pump of the ferry fails again\n" + BODY]
    titles = [None, None, None, None, "Pump of the ferry fails again"]
    batch = pa.record_batch({"n": range(5), "text": texts, "title": titles})
    rows = BatchCleaner(small, title="title")(batch).to_pylist()
    results = small.clean_many(Article(text=text, title=title) for text, title in zip(texts, titles, strict=True))
    for number, (row, result) in enumerate(zip(rows, results, strict=True)):
        assert (row["n"], row["text"], as_facts(row["metadata"])) == (number, result.text, result.metadata)
        assert row["removed"] == [removal.as_dict() for removal in result.removed]
        assert (row["flags"], row["error"]) == (list(result.flags), result.error)


def test_columns_stay_and_others_are_added(small: Cleaner) -> None:
    schema = pa.schema([("a", pa.int8()), ("body", pa.large_string()), ("b", pa.list_(pa.int64()))], {"made": "here"})
    batch = pa.record_batch([[1], [DIRTY], [[2, 3]]], schema=schema)
    core = BatchCleaner(small, text="body", prefix="x_")
    cleaned = core(batch)
    assert cleaned.schema.equals(core.schema(schema), check_metadata=True)
    assert cleaned.schema.names == ["a", "body", "b", *(f"x_{field.name}" for field in ADDED)]
    assert list(cleaned.schema)[:3] == list(schema)
    assert cleaned.schema.metadata == {b"made": b"here"}
    assert cleaned.slice(0, 1).to_pylist()[0]["body"] == BODY


def test_a_table_gives_a_table_chunk_by_chunk(small: Cleaner) -> None:
    table = pa.table({"text": pa.chunked_array([[DIRTY], [], [BODY, None]])})
    cleaned = BatchCleaner(small)(table)
    assert cleaned.column("text").to_pylist() == [BODY, BODY, None]
    empty = BatchCleaner(small)(table.slice(0, 0))
    assert (empty.num_rows, empty.schema) == (0, cleaned.schema)
    with pytest.raises(TypeError, match="RecordBatch or Table, not dict"):
        BatchCleaner(small)({"text": [BODY]})


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "binary", "large_binary", "dictionary"])
def test_every_kind_of_text_is_cleaned(kind: str, small: Cleaner) -> None:
    values = [DIRTY.encode() if "binary" in kind else DIRTY, None]
    column = pa.array(values).dictionary_encode() if kind == "dictionary" else pa.array(values, getattr(pa, kind)())
    cleaned = BatchCleaner(small)(pa.record_batch({"text": column}))
    assert cleaned.column("text").to_pylist() == [BODY, None]
    large = (
        pa.large_string() if kind.startswith("large") else pa.string_view() if kind == "string_view" else pa.string()
    )
    assert cleaned.schema.field("text").type == large


def test_null_and_empty_texts_are_flagged(small: Cleaner) -> None:
    assert _flags(BatchCleaner(small), pa.array([None, "", " \n", BODY])) == [["no_text"]] * 3 + [[]]
    assert _flags(BatchCleaner(small), pa.nulls(2)) == [["no_text"]] * 2


def test_a_very_long_text_is_handed_through(small: Cleaner) -> None:
    core = BatchCleaner(small, max_chars=len(DIRTY))
    long, short = core(pa.record_batch({"text": [DIRTY + "!", DIRTY]})).to_pylist()
    assert (long["text"], long["flags"], long["removed"]) == (DIRTY + "!", ["too_long"], [])
    assert "more than" in long["error"]
    assert (short["text"], short["flags"]) == (BODY, [])


def test_texts_that_are_no_utf_8_are_flagged_and_leave_the_others_alone(small: Cleaner) -> None:
    values = [
        "\ufeff".encode() + BODY.encode(),
        b"Caf\xe9 au lait, s'il vous pla\xeet, dit le capitaine.",
        BODY.encode(),
    ]
    offsets, data = [0], b""
    for value in values:
        data += value
        offsets.append(len(data))
    broken = pa.StringArray.from_buffers(3, pa.array(offsets, pa.int32()).buffers()[1], pa.py_buffer(data))
    assert _flags(BatchCleaner(small), broken) == [[], ["guessed_charset"], []]
    # Alone or beside a broken one, a text comes out the same.
    alone = BatchCleaner(small)(pa.record_batch({"text": [values[0].decode()]})).column("text")[0]
    assert BatchCleaner(small)(pa.record_batch({"text": broken})).column("text")[0] == alone


def test_an_article_that_fails_ends_nothing(small: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError("no more")

    monkeypatch.setattr(small, "_clean", fail)
    (row,) = BatchCleaner(small)(pa.record_batch({"text": [BODY]})).to_pylist()
    assert (row["text"], row["flags"], row["error"]) == (BODY, ["failed"], "MemoryError: no more")


def test_spans_mark_the_repaired_text(small: Cleaner) -> None:
    text = "\U0001f6a2 cafÃ©\n" + DIRTY
    core = BatchCleaner(small, spans=True)
    (row,) = core(pa.record_batch({"text": [text]})).to_pylist()
    assert row["text"] == small.clean(text).repaired
    assert [removal["rule"] for removal in row["removed"]] == ["read-more-line", "copyright-notice"]
    for removal in row["removed"]:
        assert row["text"][removal["start"] : removal["end"]] == removal["text"]
    assert row["removed"][-1]["text"] == COPYRIGHT


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (["body"], {}, "`text` is not among body"),
        (["text", "text"], {}, "`text` stands twice"),
        (["text"], {"url": "link"}, "`link` is not among text"),
        (["text", "flags"], {}, "`flags` is there already"),
        (["text", "n"], {"title": "n"}, "`n` holds int64, no texts"),
    ],
)
def test_a_wrong_request_is_told(names: list[str], options: dict[str, str], message: str, small: Cleaner) -> None:
    batch = pa.record_batch([pa.array([1] if name == "n" else ["a"]) for name in names], names=names)
    with pytest.raises(UsageError, match=message):
        BatchCleaner(small, **options)(batch)  # type: ignore[arg-type]


def test_the_text_may_not_be_called_as_an_added_column(small: Cleaner) -> None:
    with pytest.raises(UsageError, match="`error`, as an added one"):
        BatchCleaner(small, text="error")


def test_it_pickles_to_the_same_bytes_used_or_not(small: Cleaner) -> None:
    core = BatchCleaner(small, spans=True, max_chars=99)
    fresh = pickle.dumps(core)
    core(pa.record_batch({"text": [BODY]}))
    again = pickle.loads(fresh)  # noqa: S301 - our own bytes
    assert pickle.dumps(core) == pickle.dumps(again) == fresh
    assert (again.spans, again.max_chars, again.cleaned_by) == (True, 99, core.cleaned_by)


def test_the_digest_travels_with_every_row(small: Cleaner, tmp_path: Path) -> None:
    core = BatchCleaner(small)
    cleaned = core(pa.record_batch({"text": [BODY, None]}))
    assert set(cleaned.column("cleaned_by").to_pylist()) == {core.cleaned_by}
    assert core.cleaned_by.endswith(small.digest)
    assert BatchCleaner(small_cleaner(tmp_path)).cleaned_by == core.cleaned_by
    other = Cleaner.of(replace(small.rule_set, rules=small.rule_set.rules[1:]))
    assert BatchCleaner(other).cleaned_by != core.cleaned_by
