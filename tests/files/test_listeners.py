"""Those who hear of every article."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cleaner.article import Article
from cleaner.files.forms import Form
from cleaner.files.inputs import Entry
from cleaner.files.listeners import Counter, DiffPrinter, RemovalsWriter, Teller, TextPrinter
from cleaner.files.records import Record
from cleaner.files.summary import Summary, Tally
from cleaner.files.work import Outcome
from cleaner.result import Removal, Result

REMOVAL = Removal("read-more-line", "related", 2, 2, 4, 8, "Read")
RESULT = Result("One\n", "One\nRead", metadata={"title": "Pumps"}, sources={"title": "caller"}, removed=(REMOVAL,))


def _outcome(text: str = "One\nRead", result: Result | None = RESULT) -> Outcome:
    record = Record(Entry("x.txt", "x.txt", Form.TEXT), "in/x.txt", Article(text=text, id="x.txt"))
    return Outcome("in/x.txt", Tally(1), record=record, result=result)


def test_what_was_cleaned_failed_and_skipped_is_counted() -> None:
    summary = Summary()
    counter = Counter(summary)
    for outcome in (
        Outcome("a", Tally(1, 1)),
        Outcome("b", error="odd"),
        Outcome("c", Tally(3), before=True, skipped=2),
    ):
        counter.hear(outcome)
    counter.close()
    assert (summary.tally.articles, summary.tally.changed, summary.failed) == (4, 1, 1)
    assert (summary.before, summary.skipped, summary.failures) == (3, 2, [("b", "odd")])


def test_each_failure_and_each_change_is_told_once() -> None:
    failures: list[tuple[str, str]] = []
    changes: list[str] = []
    teller = Teller(lambda name, reason: failures.append((name, reason)), changes.append)
    for outcome in (Outcome("a", Tally(1, 1)), Outcome("b", Tally(1, 0)), Outcome("c", error="odd")):
        teller.hear(outcome)
    assert (failures, changes) == ([("c", "odd")], ["a"])


def test_removals_appear_when_the_run_ends_and_never_where_it_is_broken_off(tmp_path: Path) -> None:
    for name in ("kept", "dropped"):
        writer = RemovalsWriter(tmp_path / name)
        writer.hear(Outcome("a", removals=b"one\n"))
        writer.hear(Outcome("b", removals=b"two\n"))
        assert not (tmp_path / name).exists()
        (writer.close if name == "kept" else writer.abandon)()
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_bytes() == b"one\ntwo\n"


def test_standard_output_gets_the_text_or_its_record(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for as_json in (False, True):
        printer = TextPrinter(as_json=as_json)
        printer.hear(_outcome(result=None))
        printer.hear(_outcome())
        printer.close()
        printer.abandon()
    text, _, record = capsysbinary.readouterr().out.partition(b"\n")
    assert text == b"One"
    assert json.loads(record) == {"id": "x.txt", "text": "One\n", **RESULT.as_record()}


def test_a_closed_standard_output_is_an_error_like_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="standard output is closed"):
        TextPrinter(as_json=False).hear(_outcome())


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
    printer = DiffPrinter()
    printer.hear(_outcome(before, Result(after, before)))
    printer.hear(_outcome(result=None))
    printer.close()
    assert capsysbinary.readouterr().out.decode() == diff


def test_the_diff_of_a_page_is_against_its_extracted_text(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    record = Record(Entry("x.html", "x.html", Form.HTML), "x.html", Article(html=b"<p>"))
    DiffPrinter().hear(Outcome("x.html", Tally(1), record=record, result=Result("a\n", "a\nb\n")))
    assert capsysbinary.readouterr().out.endswith(b" a\n-b\n")
