"""Parquet: the schema stays, facts are added."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.errors import UsageError
from cleaner.files.parquet import arrow_module
from tests.cli.running import CommandLine, read_jsonl, write_jsonl
from tests.small_rules import BODY, DIRTY

PAGE = "<html><body><article>" + "".join(f"<p>{line}</p>" for line in DIRTY.splitlines()) + "</article></body></html>"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> CommandLine:
    """Return the command line, in an empty folder and with the small rules."""
    from tests.small_rules import write_built_in

    monkeypatch.chdir(tmp_path)
    built_in = write_built_in(tmp_path / "built-in")
    monkeypatch.setattr("cleaner.rulebook.layout.built_in_rules", lambda: built_in)
    return CommandLine(monkeypatch, capsysbinary)


def _write(name: str, columns: dict[str, Any], **options: Any) -> pa.Table:  # noqa: ANN401 - pyarrow's
    table = pa.table(columns)
    pq.write_table(table, name, **options)
    return table


def test_columns_stay_as_they_are_and_facts_are_added(run: CommandLine) -> None:
    columns = {
        "doc": pa.array([1, 2, 3], pa.int16()),
        "body": pa.array([DIRTY, BODY, DIRTY], pa.large_string()),
        "when": pa.array([datetime(2024, 5, 1)] * 3, pa.timestamp("ms")),
        "deep": pa.array([{"a": [1]}] * 3),
        "raw": pa.array([b"\xff", None, b""]),
    }
    before = _write("in.parquet", columns)
    fields = ["--text-field", "body", "--id-field", "doc"]
    assert run("clean", "in.parquet", "-o", "out.parquet", "--removed", "r.jsonl", *fields).code == 0
    after = pq.read_table("out.parquet")
    assert after.column("body").to_pylist() == [BODY] * 3
    kept = [name for name in before.schema.names if name != "body"]
    assert after.select(kept).equals(before.select(kept))
    assert after.schema.names == [*before.schema.names, "metadata", "flags", "error"]
    assert after.schema.field("body").type == pa.large_string()
    assert json.loads(after.column("metadata")[0].as_py())["copyright"]["holder"] == "The Lisk Herald"
    assert after.column("error").to_pylist() == [None] * 3
    assert [each["id"] for each in read_jsonl(Path("r.jsonl"))] == ["1", "1", "3", "3"]


def test_a_row_that_fails_keeps_its_place_and_its_text(run: CommandLine) -> None:
    _write("in.parquet", {"text": [DIRTY, None, DIRTY, "x" * 5000]})
    ran = run("clean", "in.parquet", "-o", "out.parquet", "--max-size", "4kB")
    assert ran.code == 2
    after = pq.read_table("out.parquet")
    assert after.column("text").to_pylist() == [BODY, None, BODY, "x" * 5000]
    assert [str(error)[:11] for error in after.column("error").to_pylist()] == [
        "None",
        "neither `te",
        "None",
        "larger than",
    ]


@pytest.mark.parametrize("with_text", [True, False])
def test_pages_give_way_to_their_text(run: CommandLine, with_text: bool) -> None:
    texts = {"text": pa.array([None, DIRTY], pa.string())} if with_text else {}
    _write("in.parquet", {**texts, "html": [PAGE, PAGE], "k": [1, 2]})
    assert run("clean", "in.parquet", "-o", "out.parquet").code == 0
    after = pq.read_table("out.parquet")
    assert [text.rstrip() for text in after.column("text").to_pylist()] == [BODY.rstrip()] * 2
    assert ("html" in after.schema.names) == with_text
    if with_text:
        assert after.column("html").to_pylist() == [None, PAGE]


def test_facts_that_are_there_are_the_callers(run: CommandLine) -> None:
    _write("text.parquet", {"text": [DIRTY], "metadata": ['{"related": "mine", "k": 1}']})
    _write("struct.parquet", {"text": [DIRTY], "metadata": [{"related": "mine"}]})
    run("clean", "text.parquet", "struct.parquet", "-o", "out")
    text, struct = (pq.read_table(f"out/{name}.parquet") for name in ("text", "struct"))
    assert json.loads(text.column("metadata")[0].as_py())["related"] == "mine"
    assert struct.column("metadata").to_pylist() == [{"related": "mine"}]
    assert json.loads(struct.column("cleaner_metadata")[0].as_py())["related"] == "mine"


def test_parquet_may_become_json_lines_and_the_other_way_round(run: CommandLine) -> None:
    _write("in.parquet", {"id": [1], "text": [DIRTY], "when": [datetime(2024, 5, 1)], "raw": [b"\xff"]})
    assert run("clean", "in.parquet", "-o", "a.jsonl").code == 0
    (record,) = read_jsonl(Path("a.jsonl"))
    assert (record["text"], record["when"], record["raw"]) == (BODY, "2024-05-01T00:00:00", "/w==")
    write_jsonl(Path("in.jsonl"), {"id": 1, "text": DIRTY, "k": [1]}, b"{cut", {"text": "\ud800"})
    assert run("clean", "in.jsonl", "-o", "b.parquet").code == 2
    after = pq.read_table("b.parquet")
    assert after.schema.names == ["id", "text", "metadata", "flags", "error", "fields"]
    assert after.column("text").to_pylist() == [BODY, None, "\ufffd"]
    assert after.column("fields").to_pylist() == ['{"k": [1]}', None, None]


def test_a_file_without_rows_stays_a_file_without_rows(run: CommandLine) -> None:
    _write("in.parquet", {"text": pa.array([], pa.string()), "k": pa.array([], pa.int8())})
    assert run("clean", "in.parquet", "-o", "out.parquet").code == 0
    after = pq.read_table("out.parquet")
    assert (after.num_rows, after.schema.names[:2]) == (0, ["text", "k"])


def test_standard_input_may_be_parquet(run: CommandLine) -> None:
    _write("in.parquet", {"text": [DIRTY]})
    ran = run("clean", "-", "--from", "parquet", stdin=Path("in.parquet").read_bytes())
    assert [record["text"] for record in ran.records] == [BODY]


def test_many_rows_come_in_order_from_several_row_groups(run: CommandLine) -> None:
    _write("in.parquet", {"text": [BODY] * 1000, "n": list(range(1000))}, row_group_size=300)
    assert run("clean", "in.parquet", "-o", "out.parquet", "-j", "2").code == 0
    assert pq.read_table("out.parquet").column("n").to_pylist() == list(range(1000))


@pytest.mark.parametrize("kind", ["cut", "no parquet", "packed", "bomb", "no text"])
def test_a_file_that_cannot_be_read_fails_by_name_and_the_rest_goes_on(run: CommandLine, kind: str) -> None:
    name = "bad.parquet.gz" if kind == "packed" else "bad.parquet"
    _write(name, {"words" if kind == "no text" else "text": [DIRTY] * 50})
    if kind == "cut":
        Path(name).write_bytes(Path(name).read_bytes()[:-50])
    elif kind == "no parquet":
        Path(name).write_bytes(b"no parquet")
    elif kind == "bomb":
        _write(name, {"text": [f"{n}" + "a" * 10_000_000 for n in range(9)]}, compression="zstd", use_dictionary=False)
    _write("good.parquet", {"text": [DIRTY]})
    ran = run("clean", name, "good.parquet", "-o", "out")
    assert ran.code == 2
    reason = {
        "cut": "no whole Parquet data: ",
        "no parquet": "no whole Parquet data: ",
        "packed": "Parquet packs its data itself",
        "bomb": "grows to more than 200 times its size when unpacked",
        "no text": "neither a column `text` nor `html`",
    }[kind]
    assert ran.err.splitlines()[0].startswith(f"cleaner: {name}: ")
    assert reason in ran.err.splitlines()[0]
    assert pq.read_table("out/good.parquet").column("text").to_pylist() == [BODY]
    assert not Path("out", name).exists()


def test_what_cannot_share_a_file_is_refused_before_anything_is_done(run: CommandLine) -> None:
    _write("a.parquet", {"text": [DIRTY]})
    _write("b.parquet", {"text": [DIRTY], "k": [1]})
    write_jsonl(Path("c.jsonl"), {"text": DIRTY})
    for other in ("b.parquet", "c.jsonl"):
        ran = run("clean", "a.parquet", other, "-o", "out.parquet")
        assert (ran.code, Path("out.parquet").exists()) == (2, False)
        assert ran.err.startswith("cleaner: the inputs have different columns -> ")
    assert run("clean", "a.parquet", "-o", "out.parquet.gz").err.startswith(
        "cleaner: out.parquet.gz: Parquet packs its"
    )


def test_a_text_inside_of_a_column_can_go_to_json_lines_only(run: CommandLine) -> None:
    _write("in.parquet", {"doc": [{"body": DIRTY}]})
    assert "is inside of a column" in run("clean", "in.parquet", "-o", "o.parquet", "--text-field", "doc.body").err
    assert run("clean", "in.parquet", "-o", "o.jsonl", "--text-field", "doc.body").code == 0
    assert read_jsonl(Path("o.jsonl"))[0]["doc"] == {"body": BODY}


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"Parquet needs an extra .* -> pip install 'article-cleaner\[parquet\]'"):
        arrow_module()
