"""What is done to one article, and what comes of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cleaner.article import Article
from cleaner.files.forms import Form
from cleaner.files.inputs import Entry
from cleaner.files.records import FieldNames, Piece, Reading, Record
from cleaner.files.summary import Tally
from cleaner.files.work import Recalled, Wanted, Work, as_record, encode_json, encode_text
from cleaner.pipeline import Cleaner
from cleaner.result import Removal, Result
from tests.small_rules import BODY, DIRTY, parts_in, small_cleaner, write

REMOVAL = Removal("read-more-line", "related", 2, 2, 4, 8, "Read")
RESULT = Result("One\n", "One\nRead", metadata={"title": "Pumps"}, sources={"title": "caller"}, removed=(REMOVAL,))
NAMES = FieldNames()
REMOVED_KEYS = ["id", "line", "last_line", "start", "end", "rule", "family", "text"]


def _file(name: str, form: Form = Form.TEXT, text: str = "One\nRead") -> Record:
    return Record(Entry(name, name, form), f"in/{name}", Article(text=text, id=name))


def _line(fields: dict[str, Any], article: Article | None = None, error: str | None = None) -> Record:
    return Record(Entry("in.jsonl", "in.jsonl", Form.JSONL), "in.jsonl:1", article, fields=fields, error=error)


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    return small_cleaner(tmp_path_factory.mktemp("own"))


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


def _piece(folder: Path, name: str = "deep/x.txt") -> Piece:
    write(folder, {name: DIRTY})
    return Piece(Entry(str(folder / name), name, Form.TEXT), str(folder / name))


def test_a_text_has_its_facts_beside_it(cleaner: Cleaner, tmp_path: Path) -> None:
    out = tmp_path / "out"
    outcome = Work(cleaner, Reading(), Wanted(folder=out))(_piece(tmp_path))
    assert outcome.error is None
    assert sorted(path.name for path in (out / "deep").iterdir()) == ["x.json", "x.txt"]
    assert (out / "deep/x.txt").read_bytes() == BODY.encode()
    assert list(json.loads((out / "deep/x.json").read_bytes())) == ["metadata", "sources", "flags", "removed"]


def test_what_nobody_wants_is_not_handed_back(cleaner: Cleaner, tmp_path: Path) -> None:
    outcome = Work(cleaner, Reading())(_piece(tmp_path))
    assert (outcome.line, outcome.removals, outcome.record, outcome.result) == (b"", b"", None, None)
    assert outcome.tally is not None
    assert (outcome.tally.changed, outcome.tally.kept, outcome.tally.removed) == (1, 60, 12)


def test_what_is_wanted_is_handed_back(cleaner: Cleaner, tmp_path: Path) -> None:
    outcome = Work(cleaner, Reading(), Wanted(None, lines=True, removals=True, results=True))(_piece(tmp_path))
    assert json.loads(outcome.line)["text"] == BODY
    removals = [json.loads(line) for line in outcome.removals.splitlines()]
    assert [list(each) for each in removals] == [REMOVED_KEYS] * 2
    assert {each["id"] for each in removals} == {"deep/x.txt"}
    assert outcome.result is not None
    assert outcome.result.text == BODY


@pytest.mark.parametrize(
    ("line", "identity"), [({"id": "a7", "text": DIRTY}, "a7"), ({"text": DIRTY}, "in.jsonl:1")], ids=["id", "no id"]
)
def test_removals_are_told_under_the_id_of_their_record(cleaner: Cleaner, line: dict[str, Any], identity: str) -> None:
    piece = Piece(Entry("in.jsonl", "in.jsonl", Form.JSONL), "in.jsonl:1", json.dumps(line).encode())
    outcome = Work(cleaner, Reading(), Wanted(removals=True))(piece)
    assert {json.loads(each)["id"] for each in outcome.removals.splitlines()} == {identity}


def test_what_cannot_be_written_is_the_fault_of_one_article(cleaner: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "out/deep/x.txt").mkdir(parents=True)
    outcome = Work(cleaner, Reading(), Wanted(folder=tmp_path / "out"))(_piece(tmp_path))
    assert outcome.error == "can't be written: not a regular file"
    assert outcome.tally is None
    assert parts_in(tmp_path) == []


def test_what_cannot_be_cleaned_is_told_and_written_as_it_was(
    cleaner: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Result:
        raise RuntimeError("odd")

    monkeypatch.setattr(Cleaner, "clean", fail)
    outcome = Work(cleaner, Reading(), Wanted(folder=tmp_path / "out"))(_piece(tmp_path, "x.txt"))
    assert outcome.error == "RuntimeError: odd"
    assert (tmp_path / "out/x.txt").read_text() == DIRTY


@pytest.mark.parametrize("size", [len(DIRTY.encode()), len(DIRTY)], ids=["just fits", "too large"])
def test_an_article_over_the_limit_fails_by_name(cleaner: Cleaner, tmp_path: Path, size: int) -> None:
    outcome = Work(cleaner, Reading(max_size=size))(_piece(tmp_path))
    expected = None if size > len(DIRTY) else f"larger than {size:,} bytes -> allow more with --max-size"
    assert outcome.error == expected


def test_what_an_earlier_run_made_is_counted_and_its_removals_are_read_again(cleaner: Cleaner, tmp_path: Path) -> None:
    piece, out = _piece(tmp_path), tmp_path / "out"
    first = Work(cleaner, Reading(), Wanted(out, removals=True))(piece)
    assert first.tally is not None
    again = Work(cleaner, Reading(), Wanted(out, removals=True))(Recalled(piece, first.tally))
    assert (again.before, again.tally, again.removals) == (True, first.tally, first.removals)
    skipped = Work(cleaner, Reading(), Wanted(out, removals=True))(Recalled(piece, Tally(), failed=True))
    assert (skipped.skipped, skipped.removals, skipped.error) == (1, b"", None)


def test_an_article_that_its_process_did_not_survive_keeps_its_fields(cleaner: Cleaner, tmp_path: Path) -> None:
    work = Work(cleaner, Reading(), Wanted(lines=True))
    entry = Entry("in.jsonl", "in.jsonl", Form.JSONL)
    outcome = work.lost(Piece(entry, "in.jsonl:1", b'{"text": "x", "k": 1}'), "it died")
    assert (outcome.error, json.loads(outcome.line)) == ("it died", {"text": "x", "k": 1, "error": "it died"})
    # Nobody looks at a file again that two processes died of.
    os.mkfifo(tmp_path / "pipe")
    outcome = work.lost(Piece(Entry(str(tmp_path / "pipe"), "pipe", Form.TEXT), "pipe"), "it died")
    assert outcome.error == "it died"
