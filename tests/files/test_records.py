"""From a file to its articles, each with its fault where it has one."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner.files.batches import Batches, Target
from cleaner.files.forms import Form
from cleaner.files.inputs import Entry
from cleaner.files.records import (
    FieldNames,
    Given,
    Piece,
    Reading,
    Record,
    get_field,
    read_record,
    with_field,
    without_field,
)


def _read(
    path: Path | None, form: Form = Form.TEXT, names: FieldNames | None = None, given: Given | None = None
) -> list[Record]:
    entry = Entry(str(path) if path else None, path.name if path else "-", form)
    reading = Reading(names or FieldNames(), given or Given())
    batches = Batches([entry], reading, single=Target(None) if form.holds_many else None)
    return [read_record(item, reading) for batch in batches for item in batch.items if isinstance(item, Piece)]


def _lines(tmp_path: Path, *lines: bytes, names: FieldNames | None = None) -> list[Record]:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(lines))
    return _read(path, Form.JSONL, names)


def test_a_text_comes_with_what_the_user_says_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Häfen\r\n".encode())
    (record,) = _read(path, given=Given("https://lisk.example/a", "Harbours", "de"))
    assert record.name == str(path)
    assert record.error is None
    assert record.article is not None
    article = record.article
    assert (article.text, article.html, article.id) == ("Häfen\r\n", None, "a.txt")
    assert (article.url, article.title, article.lang) == ("https://lisk.example/a", "Harbours", "de")


def test_a_page_is_handed_on_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<p>\xe9")
    (record,) = _read(path, Form.HTML)
    assert record.article is not None
    assert (record.article.text, record.article.html) == (None, b"<p>\xe9")


def test_a_text_that_had_to_be_decoded_by_guess_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Паром через залив снова опоздал на второй день месяца.".encode("cp1251"))
    assert _read(path)[0].flags == ("guessed_charset",)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("kind", ["missing", "dangling", "loop", "folder", "pipe"])
def test_what_cannot_be_read_is_told_in_one_record(tmp_path: Path, kind: str, form: Form) -> None:
    path = tmp_path / "a.txt"
    if kind == "dangling":
        path.symlink_to(tmp_path / "gone")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    (record,) = _read(path, form)
    assert record.article is None
    assert record.error is not None
    assert record.error.startswith("not a regular file" if kind in ("folder", "pipe") else "can't be read: ")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root can read everything")
def test_a_file_without_the_right_to_read_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    path.chmod(0)
    assert _read(path)[0].error == "can't be read: Permission denied"


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\ufeffHäfen".encode()), encoding="ascii"))
    (record,) = _read(None)
    assert record.name == "-"
    assert record.article is not None
    assert record.article.text == "Häfen"


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert [record.error for record in _read(None)] == ["standard input is closed"]


def test_records_come_in_order_and_are_named_by_their_lines(tmp_path: Path) -> None:
    records = _lines(tmp_path, b'\xef\xbb\xbf{"text": "one"}', b"", b'{"text": "two"}\r', b"   ", b'{"text": "three"}')
    assert [record.name.rpartition(":")[2] for record in records] == ["1", "3", "5"]
    assert [record.article and record.article.text for record in records] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"no json", "not JSON: "),
        (b'{"text": "cut', "not JSON: "),
        (b'{"text": "raw \x01 control"}', "not JSON: "),
        (b"9" * 9000, "not JSON: "),
        (b"[" * 100_000, "not JSON: "),
        (b'{"text": "\xe9"}', "not UTF-8 at byte 10"),
        ('{"text": "x"}'.encode("utf-16"), "not UTF-8 at byte 0"),
        (b'["text"]', "a line must be a JSON object"),
        (b'"text"', "a line must be a JSON object"),
        (b"null", "a line must be a JSON object"),
        (b"{}", "neither `text` nor `html` -> name the field with --text-field"),
        (b'{"text": null, "html": null}', "neither `text` nor `html`"),
        (b'{"text": 5}', "`text` must be a text, not a number"),
        (b'{"text": true}', "`text` must be a text, not a truth value"),
        (b'{"text": ["a"]}', "`text` must be a text, not a list"),
        (b'{"html": {"a": 1}}', "`html` must be a text, not an object"),
        (b'{"text": "x", "url": 1.5}', "`url` must be a text, not a number"),
        (b'{"text": "x", "title": []}', "`title` must be a text, not a list"),
        (b'{"text": "x", "lang": {}}', "`lang` must be a text, not an object"),
        (b'{"text": "x", "metadata": "old"}', "`metadata` must be an object, not a text"),
        (b'{"text": "x", "metadata": [1]}', "`metadata` must be an object, not a list"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_a_bad_line_is_told_and_the_next_is_read(tmp_path: Path, line: bytes, error: str) -> None:
    # In UTF-16 the byte of a line end is followed by another; the next line begins after it.
    records = _lines(tmp_path, line, b'{"text": "next"}')
    assert len(records) == 2
    assert records[0].article is None
    assert records[0].error is not None
    assert records[0].error.startswith(error)
    assert records[1].article is not None
    assert records[1].article.text == "next"


def test_a_bad_record_keeps_its_fields(tmp_path: Path) -> None:
    (record,) = _lines(tmp_path, b'{"id": 7, "text": 5}')
    assert record.fields == {"id": 7, "text": 5}


@pytest.mark.parametrize(
    ("given", "identity"), [('"a"', "a"), ("7", "7"), ("0", "0"), ("null", None), ('""', "")], ids=str
)
def test_an_id_is_text_whatever_it_was(tmp_path: Path, given: str, identity: str | None) -> None:
    (record,) = _lines(tmp_path, f'{{"text": "x", "id": {given}}}'.encode())
    assert record.article is not None
    assert record.article.id == identity


def test_fields_may_lie_anywhere(tmp_path: Path) -> None:
    names = FieldNames("doc.body", "doc.page", "meta.id", "meta.link", "meta.head.title", "language")
    line = {
        "doc": {"body": "Old pumps fail."},
        "meta": {"id": 4, "link": "https://lisk.example/", "head": {"title": "Pumps"}},
        "language": "en",
        "text": "not this",
    }
    (record,) = _lines(tmp_path, json.dumps(line).encode(), names=names)
    assert record.article is not None
    article = record.article
    assert (article.text, article.html, article.id) == ("Old pumps fail.", None, "4")
    assert (article.url, article.title, article.lang) == ("https://lisk.example/", "Pumps", "en")


def test_a_missing_dotted_field_is_called_by_its_name(tmp_path: Path) -> None:
    (record,) = _lines(tmp_path, b'{"doc": "x"}', names=FieldNames(text="doc.body", html="doc.page"))
    assert record.error == "neither `doc.body` nor `doc.page` -> name the field with --text-field"


@pytest.mark.parametrize(
    ("fields", "path", "value"),
    [
        ({"a": 1}, "a", 1),
        ({"a": {"b": {"c": 1}}}, "a.b.c", 1),
        ({"a.b": 1, "a": {"b": 2}}, "a.b", 1),
        ({"a": {"b": 1}}, "a.c", None),
        ({"a": "b"}, "a.b", None),
        ({}, "a", None),
        ({"a": {"": 1}}, "a.", 1),
    ],
    ids=str,
)
def test_a_dotted_path_leads_into_objects(fields: dict[str, Any], path: str, value: object) -> None:
    assert get_field(fields, path) == value


@pytest.mark.parametrize(
    ("fields", "path", "expected"),
    [
        ({"a": 1, "b": 2}, "a", {"a": 9, "b": 2}),
        ({"a": {"b": 1, "c": 2}}, "a.b", {"a": {"b": 9, "c": 2}}),
        ({"a.b": 1, "a": {"b": 2}}, "a.b", {"a.b": 9, "a": {"b": 2}}),
        ({}, "a.b.c", {"a": {"b": {"c": 9}}}),
        ({"a": 1}, "a.b", {"a": {"b": 9}}),
    ],
    ids=str,
)
def test_a_value_is_set_at_a_dotted_path_in_a_copy(fields: dict[str, Any], path: str, expected: dict[str, Any]) -> None:
    before = json.dumps(fields)
    assert with_field(fields, path, 9) == expected
    assert json.dumps(fields) == before


@pytest.mark.parametrize(
    ("fields", "path", "expected"),
    [
        ({"a": 1, "b": 2}, "a", {"b": 2}),
        ({"a": {"b": 1, "c": 2}}, "a.b", {"a": {"c": 2}}),
        ({"a.b": 1, "a": {"b": 2}}, "a.b", {"a": {"b": 2}}),
        ({"a": 1}, "a.b", {"a": 1}),
        ({"a": {"c": 1}}, "a.b", {"a": {"c": 1}}),
        ({"b": 1}, "a", {"b": 1}),
    ],
    ids=str,
)
def test_a_value_is_taken_away_at_a_dotted_path_in_a_copy(
    fields: dict[str, Any], path: str, expected: dict[str, Any]
) -> None:
    before = json.dumps(fields)
    assert without_field(fields, path) == expected
    assert json.dumps(fields) == before
