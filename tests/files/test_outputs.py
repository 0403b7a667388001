"""Results as files, as JSON Lines and on standard output."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cleaner.article import Article
from cleaner.files.inputs import Entry, Form
from cleaner.files.outputs import (
    DiffWriter,
    FolderWriter,
    JsonlWriter,
    RemovalsWriter,
    StdoutWriter,
    as_record,
    encode_json,
    encode_text,
    output_names,
)
from cleaner.files.records import FieldNames, Record
from cleaner.result import Removal, Result
from tests.small_rules import parts_in

REMOVAL = Removal("read-more-line", "related", 2, 2, 4, 8, "Read")
RESULT = Result("One\n", "One\nRead", metadata={"title": "Pumps"}, sources={"title": "caller"}, removed=(REMOVAL,))
NAMES = FieldNames()


def _file(name: str, form: Form = Form.TEXT, text: str = "One\nRead") -> Record:
    return Record(Entry(Path(name), name, form), f"in/{name}", Article(text=text, id=name))


def _line(fields: dict[str, Any], article: Article | None = None, error: str | None = None) -> Record:
    return Record(Entry(Path("in.jsonl"), "in.jsonl", Form.JSONL), "in.jsonl:1", article, fields=fields, error=error)


@pytest.mark.parametrize(
    ("name", "form", "names"),
    [
        ("x.txt", Form.TEXT, ("x.txt", "x.json")),
        ("deep/x.txt", Form.TEXT, ("deep/x.txt", "deep/x.json")),
        ("x.md", Form.TEXT, ("x.md.txt", "x.md.json")),
        ("x.html", Form.HTML, ("x.html.txt", "x.html.json")),
        ("x", Form.TEXT, ("x.txt", "x.json")),
        ("x.txt.txt", Form.TEXT, ("x.txt.txt", "x.txt.json")),
        ("x.jsonl", Form.JSONL, ("x.jsonl",)),
    ],
)
def test_results_are_named_after_their_input(name: str, form: Form, names: tuple[str, ...]) -> None:
    assert output_names(Entry(Path(name), name, form)) == names


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("Häfen 🚢", "Häfen 🚢".encode()),
        ("a\ud800b", "a\ufffdb".encode()),
        ("\ufeffa", "\ufeffa".encode()),
        ("nul\0", b"nul\0"),
        ("", b""),
    ],
    ids=["any letter", "lone surrogate", "mark", "nul", "empty"],
)
def test_every_text_has_an_encoding(text: str, encoded: bytes) -> None:
    assert encode_text(text) == encoded


@pytest.mark.parametrize("text", ["Häfen 🚢", "a\ud800b", "nul\0", 'quote " and \\', "two\nlines\u2028"], ids=repr)
def test_every_text_comes_back_from_json_and_stays_on_one_line(text: str) -> None:
    line = encode_json({"text": text})
    assert json.loads(line) == {"text": text}
    assert line.count(b"\n") == 1


def test_json_keeps_letters_readable() -> None:
    assert encode_json("Häfen") == '"Häfen"\n'.encode()


def test_a_file_of_its_own_becomes_a_record_with_its_name_as_id() -> None:
    assert as_record(_file("deep/x.txt"), RESULT, NAMES) == {
        "id": "deep/x.txt",
        "text": "One\n",
        "metadata": {"title": "Pumps"},
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "One", "k": [1]}, {"text": "One\n", "k": [1], "metadata": {"title": "Pumps"}}),
        ({"text": "One", "metadata": None}, {"text": "One\n", "metadata": {"title": "Pumps"}}),
        ({"text": "", "metadata": {"title": "Mine"}}, {"text": "One\n", "metadata": {"title": "Mine"}}),
        ({"text": "", "metadata": {"k": 1}}, {"text": "One\n", "metadata": {"title": "Pumps", "k": 1}}),
        ({"text": "", "html": "kept"}, {"text": "One\n", "html": "kept", "metadata": {"title": "Pumps"}}),
    ],
    ids=["others kept", "no metadata yet", "the caller wins", "merged", "html beside a text that was used"],
)
def test_a_record_keeps_what_is_not_cleaned(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    before = json.dumps(fields)
    assert as_record(_line(fields, Article(text="x")), RESULT, NAMES) == expected
    assert json.dumps(fields) == before


@pytest.mark.parametrize(
    ("fields", "names", "expected"),
    [
        ({"html": "<p>", "k": 1}, NAMES, {"k": 1, "text": "One\n"}),
        ({"d": {"p": "<p>", "k": 1}}, FieldNames("d.t", "d.p"), {"d": {"k": 1, "t": "One\n"}}),
        ({"text": None, "html": "<p>"}, NAMES, {"text": "One\n"}),
    ],
    ids=["plain", "dotted", "text is null"],
)
def test_a_page_gives_way_to_its_text(fields: dict[str, Any], names: FieldNames, expected: dict[str, Any]) -> None:
    record = as_record(_line(fields, Article(html="<p>")), RESULT, names)
    assert record == {**expected, "metadata": {"title": "Pumps"}}


def test_flags_and_errors_stand_in_a_record_only_when_there_are_any() -> None:
    failed = Result("x", "x", flags=("failed",), error="KeyError: 'x'")
    record = as_record(_line({"text": "x"}, Article(text="x")), failed, NAMES)
    assert record == {"text": "x", "metadata": {}, "flags": ["failed"], "error": "KeyError: 'x'"}


def test_a_record_that_could_not_be_read_tells_its_error_and_is_else_untouched() -> None:
    assert as_record(_line({"text": 5, "html": "<p>"}, error="bad"), None, NAMES) == {
        "text": 5,
        "html": "<p>",
        "error": "bad",
    }


def test_a_text_in_a_folder_has_its_facts_beside_it(tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path, NAMES)
    writer.write(_file("deep/x.txt"), RESULT)
    writer.write(_file("bad.txt"), None)
    writer.close()
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["x.json", "x.txt"]
    assert (tmp_path / "deep/x.txt").read_bytes() == b"One\n"
    assert json.loads((tmp_path / "deep/x.json").read_bytes()) == {
        "metadata": {"title": "Pumps"},
        "sources": {"title": "caller"},
        "flags": [],
        "removed": [REMOVAL.as_dict()],
    }
    assert not (tmp_path / "bad.txt").exists()


def test_each_file_of_records_in_a_folder_stays_a_file_of_its_own(tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path, NAMES)
    for name in ("a.jsonl", "a.jsonl", "b.jsonl"):
        record = Record(Entry(Path(name), name, Form.JSONL), name, Article(text=name), fields={"text": name})
        writer.write(record, Result(name, name))
    assert (tmp_path / "a.jsonl").read_bytes().count(b"\n") == 2
    assert not (tmp_path / "b.jsonl").exists()
    writer.close()
    writer.close()
    assert (tmp_path / "b.jsonl").read_bytes().count(b"\n") == 1


def test_a_folder_that_is_given_up_keeps_no_half_written_file_of_records(tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path, NAMES)
    writer.write(_line({"text": "x"}, Article(text="x")), RESULT)
    writer.abandon()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_records_that_cannot_be_finished_does_not_spoil_the_next(tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path, NAMES)
    first = Record(Entry(None, "a.jsonl", Form.JSONL), "a", Article(text="x"), fields={"text": "x"})
    second = Record(Entry(None, "b.jsonl", Form.JSONL), "b", Article(text="x"), fields={"text": "x"})
    writer.write(first, RESULT)
    (tmp_path / "a.jsonl").mkdir()
    with pytest.raises(OSError, match=r"a\.jsonl"):
        writer.write(second, RESULT)
    writer.write(second, RESULT)
    writer.close()
    assert (tmp_path / "b.jsonl").is_file()
    assert parts_in(tmp_path) == []


def test_records_appear_once_their_file_is_closed(tmp_path: Path) -> None:
    writer = JsonlWriter(tmp_path / "out.jsonl", NAMES)
    writer.write(_file("x.txt"), RESULT)
    assert not (tmp_path / "out.jsonl").exists()
    writer.close()
    assert json.loads((tmp_path / "out.jsonl").read_bytes())["text"] == "One\n"


def test_records_that_are_given_up_never_appear(tmp_path: Path) -> None:
    for writer in (JsonlWriter(tmp_path / "out.jsonl", NAMES), RemovalsWriter(tmp_path / "removed.jsonl")):
        writer.write(_file("x.txt"), RESULT)
        writer.abandon()
    assert list(tmp_path.iterdir()) == []


@dataclass(frozen=True)
class _Identity:
    """Which id a removal is told under."""

    article: Article | None
    expected: str


@pytest.mark.parametrize(
    "case",
    [
        _Identity(Article(text="x", id="a7"), "a7"),
        _Identity(Article(text="x"), "in.jsonl:1"),
        _Identity(None, "in.jsonl:1"),
    ],
    ids=["id", "no id", "no article"],
)
def test_a_removal_is_told_with_its_article_and_exactly_these_keys(tmp_path: Path, case: _Identity) -> None:
    writer = RemovalsWriter(tmp_path / "removed.jsonl")
    writer.write(_line({}, case.article), RESULT)
    writer.write(_line({}), None)
    writer.close()
    (line,) = (tmp_path / "removed.jsonl").read_bytes().splitlines()
    found = json.loads(line)
    assert list(found) == ["id", "line", "last_line", "start", "end", "rule", "family", "text"]
    assert found["id"] == case.expected


def test_standard_output_gets_the_text_or_its_record(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for as_json in (False, True):
        writer = StdoutWriter(as_json=as_json)
        writer.write(_file("x.txt"), None)
        writer.write(_file("x.txt"), RESULT)
        writer.close()
        writer.abandon()
    text, _, record = capsysbinary.readouterr().out.partition(b"\n")
    assert text == b"One"
    assert json.loads(record) == {"id": "x.txt", "text": "One\n", **RESULT.as_record()}


def test_records_go_to_standard_output_too(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    writer = JsonlWriter(None, NAMES)
    writer.write(_line({"text": "x", "k": "\ud800"}, Article(text="x")), RESULT)
    writer.close()
    writer.abandon()
    assert json.loads(capsysbinary.readouterr().out)["k"] == "\ud800"


def test_a_closed_standard_output_is_an_error_like_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="standard output is closed"):
        StdoutWriter(as_json=False).write(_file("x.txt"), RESULT)


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ("a\nb\n", "a\n", "--- in/x.txt\n+++ in/x.txt\n@@ -1,2 +1 @@\n a\n-b\n"),
        ("a\nb", "a\n", "--- in/x.txt\n+++ in/x.txt\n@@ -1,2 +1 @@\n a\n-b\n\\ No newline at end of file\n"),
        ("a\n", "a\n", ""),
    ],
    ids=["a line went", "no last line end", "nothing"],
)
def test_a_diff_shows_what_would_change(
    capsysbinary: pytest.CaptureFixture[bytes], before: str, after: str, diff: str
) -> None:
    writer = DiffWriter()
    writer.write(_file("x.txt", text=before), Result(after, before))
    writer.write(_file("x.txt"), None)
    writer.close()
    writer.abandon()
    assert capsysbinary.readouterr().out.decode() == diff


def test_the_diff_of_a_page_is_against_its_extracted_text(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    record = Record(Entry(None, "x.html", Form.HTML), "x.html", Article(html=b"<p>"))
    DiffWriter().write(record, Result("a\n", "a\nb\n"))
    assert capsysbinary.readouterr().out.endswith(b" a\n-b\n")
