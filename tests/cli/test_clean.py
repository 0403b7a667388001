"""`cleaner clean`: what users type, and what they get."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.pipeline import Cleaner
from cleaner.result import Result
from tests.cli.running import CommandLine, read_jsonl, snapshot, write_jsonl
from tests.small_rules import BODY, COPYRIGHT, DIRTY, LINES, RELATED, parts_in, write

PAGE = "<html><body><article>" + "".join(f"<p>{line}</p>" for line in DIRTY.splitlines()) + "</article></body></html>"
SUMMARY = "1 article, 1 changed, 0 failed; 60 words kept, 12 removed; 2 removals: copyright 1, related 1"
FACTS = {
    "related": ["Harbour to close for a week"],
    "copyright": {"years": "2024", "holder": "The Lisk Herald"},
}
REMOVED_KEYS = ["id", "line", "last_line", "start", "end", "rule", "family", "text"]


@pytest.fixture(autouse=True)
def _inputs_are_never_changed(tmp_path: Path) -> Iterator[None]:
    """Hold every test of this module to it: what lies in `in` lies there still, and nothing else does."""
    yield
    before, folder = tmp_path / "before.json", tmp_path / "desk" / "in"
    assert not before.exists() or json.loads(before.read_text()) == _as_text(folder)
    assert parts_in(tmp_path) == []


def _inputs(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    folder = tmp_path / "desk" / "in"
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "before.json").write_text(json.dumps(_as_text(folder)))


def _as_text(folder: Path) -> dict[str, str]:
    return {name: data.decode("latin-1") for name, data in snapshot(folder).items()}


# One text


def test_one_text_goes_to_standard_output_and_the_counts_to_standard_error(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"a.txt": DIRTY})
    ran = run("clean", "in/a.txt")
    assert (ran.code, ran.out, ran.err) == (0, BODY, SUMMARY + "\n")


def test_one_text_as_json_is_a_record_with_its_facts(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"a.txt": DIRTY})
    ran = run("clean", "in/a.txt", "--json")
    (record,) = ran.records
    assert list(record) == ["id", "text", "metadata", "sources", "flags", "removed"]
    assert (record["id"], record["text"], record["metadata"]) == ("a.txt", BODY, FACTS)
    assert record["sources"] == {"related": "read-more-line", "copyright": "copyright-notice"}
    assert [removal["text"] for removal in record["removed"]] == [RELATED, COPYRIGHT]


def test_one_page_goes_to_standard_output_as_text(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"a.html": PAGE})
    ran = run("clean", "in/a.html")
    assert (ran.code, ran.out.splitlines()) == (0, LINES)


@pytest.mark.parametrize(
    ("form", "given", "expected"),
    [
        ([], DIRTY, BODY),
        (["--from", "text"], DIRTY, BODY),
        (["--from", "html"], PAGE, BODY),
    ],
    ids=["nothing said", "text", "html"],
)
def test_standard_input_holds_what_the_user_says(run: CommandLine, form: list[str], given: str, expected: str) -> None:
    ran = run("clean", "-", *form, stdin=given.encode())
    assert (ran.code, ran.out.rstrip("\n"), ran.summary) == (0, expected.rstrip("\n"), SUMMARY)


def test_standard_input_may_hold_records(run: CommandLine) -> None:
    ran = run("clean", "-", "--from", "jsonl", stdin=json.dumps({"text": DIRTY, "k": 1}).encode())
    assert ran.records == [{"text": BODY, "k": 1, "metadata": FACTS}]


def test_standard_input_may_go_to_a_file_of_records(run: CommandLine) -> None:
    assert run("clean", "-", "-o", "out.jsonl", stdin=DIRTY.encode()).code == 0
    assert read_jsonl(Path("out.jsonl")) == [{"id": "-", "text": BODY, "metadata": FACTS}]


def test_what_is_known_of_a_text_helps_and_becomes_facts(run: CommandLine) -> None:
    known = ("--title", "Pump fails again", "--url", "https://lisk.example/pump", "--lang", "en")
    ran = run("clean", "-", "--json", *known, stdin=("Pump fails again\n" + BODY).encode())
    (record,) = ran.records
    assert record["text"] == BODY
    assert record["metadata"] == {"title": "Pump fails again", "url": "https://lisk.example/pump", "language": "en"}
    assert set(record["sources"].values()) == {"caller"}


def test_a_clean_text_comes_out_as_it_is(run: CommandLine) -> None:
    ran = run("clean", "-", stdin=BODY.encode())
    assert (ran.out, ran.summary) == (BODY, "1 article, 0 changed, 0 failed; 60 words kept, 0 removed; 0 removals")


@pytest.mark.parametrize(
    ("data", "text", "flag"),
    [
        (DIRTY.encode("utf-16"), BODY, None),
        (b"\xef\xbb\xbf" + DIRTY.encode(), BODY, None),
        (
            ("Паром через залив снова опоздал на второй день месяца.\n" * 4).encode("cp1251"),
            "Паром",
            "guessed_charset 1",
        ),
        (BODY.encode() + "Häfen".encode() * 9 + b"\xff!\n", BODY, "replaced 1"),
        (b"nul\0 and more\n", "nul and more\n", None),
        (b"", "", "no_text 1"),
        (b" \n\n", " \n\n", "no_text 1"),
    ],
    ids=["utf-16", "mark", "cp1251", "bad byte", "nul", "empty", "blank"],
)
def test_any_bytes_are_read_and_what_was_guessed_is_said(
    run: CommandLine, data: bytes, text: str, flag: str | None
) -> None:
    ran = run("clean", "-", stdin=data)
    assert ran.code == 0
    assert ran.out.startswith(text)
    assert ran.summary.partition("flags: ")[2] == (flag or "")


def test_a_latin_1_text_is_flagged(run: CommandLine) -> None:
    french = (
        "Le bac a été réparé à l'aube, et les passagers, fâchés d'avoir attendu, ont dû payer la traversée.\n"
        "Le capitaine, né à Lisk, a déclaré que la pompe était usée et que le mécanicien reviendrait bientôt.\n"
        "Où êtes-vous allés, a demandé la fillette à ses frères, déçus d'avoir manqué la fête du village ?\n"
    ) * 3
    (record,) = run("clean", "-", "--json", stdin=french.encode("latin-1")).records
    assert (record["text"], record["flags"]) == (french, ["guessed_charset"])


# Folders


def test_a_folder_goes_to_a_folder_with_facts_beside_each_text(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"a.txt": DIRTY, "deep/er/b.html": PAGE, "deep/c.md": BODY, "d.png": b"\x89"})
    ran = run("clean", "in", "-o", "out")
    assert (ran.code, ran.out) == (0, "")
    out = snapshot(Path("out"))
    assert sorted(out) == [
        "a.json",
        "a.txt",
        "deep/c.md.json",
        "deep/c.md.txt",
        "deep/er/b.html.json",
        "deep/er/b.html.txt",
    ]
    assert out["a.txt"] == out["deep/c.md.txt"] == BODY.encode()
    assert out["deep/er/b.html.txt"].decode().splitlines() == LINES
    assert json.loads(out["a.json"])["metadata"] == FACTS
    assert list(json.loads(out["deep/c.md.json"])) == ["metadata", "sources", "flags", "removed"]
    assert ran.err.splitlines()[0] == "passed over in folders, as no texts: 1 .png"
    assert ran.summary.startswith(
        "3 articles, 2 changed, 0 failed; 180 words kept, 24 removed; 4 removals: copyright 2"
    )


def test_cleaning_a_cleaned_folder_changes_nothing(run: CommandLine) -> None:
    write(Path("in"), {"a.txt": DIRTY})
    run("clean", "in", "-o", "once")
    ran = run("clean", "once", "-o", "twice")
    assert Path("twice/a.txt").read_bytes() == Path("once/a.txt").read_bytes()
    assert ran.summary == "1 article, 0 changed, 0 failed; 60 words kept, 0 removed; 0 removals"


def test_the_same_input_gives_the_same_bytes(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"a.txt": DIRTY, "b.html": PAGE})
    for out in ("one", "two"):
        run("clean", "in", "-o", out, "--removed", f"{out}.removed")
    assert snapshot(Path("one")) == snapshot(Path("two"))
    assert Path("one.removed").read_bytes() == Path("two.removed").read_bytes()


def test_results_replace_those_of_an_earlier_run_and_leave_other_files_alone(run: CommandLine) -> None:
    write(Path("in"), {"a.txt": DIRTY})
    write(Path("out"), {"a.txt": "old", "other.txt": "mine"})
    assert run("clean", "in", "-o", "out").code == 0
    assert (Path("out/a.txt").read_text(), Path("out/other.txt").read_text()) == (BODY, "mine")


def test_a_folder_goes_to_one_file_of_records_named_by_their_paths(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"a.txt": DIRTY, "deep/b.html": PAGE})
    assert run("clean", "in", "-o", "new/out.jsonl").code == 0
    records = read_jsonl(Path("new/out.jsonl"))
    assert [(record["id"], sorted(record)) for record in records] == [
        ("a.txt", ["id", "metadata", "text"]),
        ("deep/b.html", ["id", "metadata", "text"]),
    ]


def test_two_inputs_of_one_name_both_come_out_and_the_user_is_told(run: CommandLine) -> None:
    write(Path(), {"one/x.txt": DIRTY, "two/x.txt": "Another.\n"})
    ran = run("clean", "one", "two/x.txt", "-o", "out", "--quiet")
    assert ran.err == "cleaner: a second x.txt is written as x~2.txt\n"
    assert (Path("out/x.txt").read_text(), Path("out/x~2.txt").read_text()) == (BODY, "Another.\n")


def test_a_page_and_a_text_whose_results_share_a_name_both_come_out(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"x.html": PAGE, "x.html.txt": "Another.\n"})
    ran = run("clean", "in", "-o", "out")
    assert "a second x.html.txt is written as x.html~2.txt" in ran.err
    assert sorted(snapshot(Path("out"))) == ["x.html.json", "x.html.txt", "x.html~2.json", "x.html~2.txt"]


# Records


def test_records_come_back_in_their_order_with_their_other_keys_untouched(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {})
    before: list[dict[str, Any]] = [
        {"id": 3, "text": DIRTY, "k": {"deep": [1, None, "ü"]}, "metadata": {"related": "mine", "x": 1}},
        {"text": BODY, "flags_of_mine": []},
        {"html": PAGE, "id": "page", "z": 0, "a": 0},
        {"text": ""},
    ]
    write_jsonl(Path("in.jsonl"), *before)
    data = Path("in.jsonl").read_bytes()
    ran = run("clean", "in.jsonl", "-o", "out.jsonl")
    assert (ran.code, Path("in.jsonl").read_bytes()) == (0, data)
    first, second, page, empty = read_jsonl(Path("out.jsonl"))
    assert first == {**before[0], "text": BODY, "metadata": {**FACTS, "related": "mine", "x": 1}}
    assert second == {**before[1], "metadata": {}}
    assert list(page) == ["id", "z", "a", "text", "metadata"]
    assert page["text"].splitlines() == LINES
    assert empty == {"text": "", "metadata": {}, "flags": ["no_text"]}


def test_records_without_a_place_go_to_standard_output(run: CommandLine) -> None:
    write_jsonl(Path("in.jsonl"), {"text": DIRTY}, {"text": BODY})
    ran = run("clean", "in.jsonl")
    assert [record["text"] for record in ran.records] == [BODY, BODY]


def test_dotted_names_lead_to_the_fields_of_a_record(run: CommandLine) -> None:
    write_jsonl(
        Path("in.jsonl"),
        {"doc": {"body": "Pump fails again\n" + BODY, "k": 1}, "about": {"head": "Pump fails again", "key": "k1"}},
        {"doc": {"page": PAGE}, "about": {"link": "https://lisk.example/", "tongue": "en"}},
    )
    fields = ["--text-field", "doc.body", "--html-field", "doc.page", "--id-field", "about.key"]
    fields += ["--title-field", "about.head", "--url-field", "about.link", "--lang-field", "about.tongue"]
    assert run("clean", "in.jsonl", "-o", "out.jsonl", "--removed", "removed.jsonl", *fields).code == 0
    first, second = read_jsonl(Path("out.jsonl"))
    assert first["doc"] == {"body": BODY, "k": 1}
    assert first["metadata"] == {"title": "Pump fails again"}
    assert list(second["doc"]) == ["body"]
    assert second["metadata"]["url"] == "https://lisk.example/"
    assert second["metadata"]["language"] == "en"
    assert [removal["id"] for removal in read_jsonl(Path("removed.jsonl"))] == ["k1", "in.jsonl:2", "in.jsonl:2"]


def test_a_bad_line_keeps_its_place_and_the_rest_is_finished(run: CommandLine) -> None:
    write_jsonl(Path("in.jsonl"), {"text": DIRTY}, b"{cut", {"text": 5, "k": 1}, {"text": BODY})
    ran = run("clean", "in.jsonl", "-o", "out.jsonl")
    assert ran.code == 2
    records = read_jsonl(Path("out.jsonl"))
    assert [record.get("text") for record in records] == [BODY, None, 5, BODY]
    assert records[1]["error"].startswith("not JSON: ")
    assert records[2] == {"text": 5, "k": 1, "error": "`text` must be a text, not a number"}
    lines = ran.err.splitlines()
    assert lines[0].startswith("cleaner: in.jsonl:2: not JSON: ")
    assert lines[1] == "cleaner: in.jsonl:3: `text` must be a text, not a number"
    assert lines[2].startswith("4 articles, 1 changed, 2 failed; 120 words kept, 12 removed; 2 removals: copyright 1")


def test_lone_surrogates_in_records_come_through(run: CommandLine) -> None:
    line = json.dumps({"text": "The pump \ud800 fails.", "k": "\udfff"}).encode()
    for chain in ("default", "rough"):
        ran = run("clean", "-", "--from", "jsonl", "--chain", chain, stdin=line)
        assert ran.code == 0
        assert ran.records[0]["k"] == "\udfff"
    assert ran.records[0]["text"] == "The pump \ud800 fails."


def test_files_of_records_may_go_to_a_folder(run: CommandLine) -> None:
    write_jsonl(Path("a.jsonl"), {"text": DIRTY}, {"text": BODY})
    write_jsonl(Path("b.jsonl"), {"text": BODY})
    write(Path(), {"c.txt": DIRTY})
    assert run("clean", "a.jsonl", "b.jsonl", "c.txt", "-o", "out").code == 0
    assert sorted(snapshot(Path("out"))) == ["a.jsonl", "b.jsonl", "c.json", "c.txt"]
    assert len(read_jsonl(Path("out/a.jsonl"))) == 2


# What went


def test_removals_are_told_one_object_each_with_exactly_these_keys(run: CommandLine, tmp_path: Path) -> None:
    _inputs(tmp_path, {"a.txt": DIRTY, "b.txt": BODY, "c.txt": BODY + COPYRIGHT})
    run("clean", "in", "-o", "out", "--removed", "new/removed.jsonl")
    removals = read_jsonl(Path("new/removed.jsonl"))
    assert [list(removal) for removal in removals] == [REMOVED_KEYS] * 3
    assert [(removal["id"], removal["rule"], removal["family"], removal["line"]) for removal in removals] == [
        ("a.txt", "read-more-line", "related", 5),
        ("a.txt", "copyright-notice", "copyright", 6),
        ("c.txt", "copyright-notice", "copyright", 5),
    ]
    assert all(DIRTY[removal["start"] : removal["end"]] == removal["text"] for removal in removals[:2])


def test_one_text_may_go_to_standard_output_and_its_removals_to_a_file(run: CommandLine) -> None:
    ran = run("clean", "-", "--removed", "removed.jsonl", stdin=DIRTY.encode())
    assert ran.out == BODY
    assert [removal["text"] for removal in read_jsonl(Path("removed.jsonl"))] == [RELATED, COPYRIGHT]


# Only looking


@pytest.mark.parametrize(("text", "code"), [(DIRTY, 1), (BODY, 0)], ids=["dirty", "clean"])
@pytest.mark.parametrize("more", [[], ["-o", "out"], ["-o", "out.jsonl", "--removed", "r.jsonl"]], ids=len)
def test_check_writes_nothing_and_its_code_says_whether_anything_would_change(
    run: CommandLine, text: str, code: int, more: list[str]
) -> None:
    write(Path("in"), {"a.txt": BODY, "b.txt": text})
    ran = run("clean", "in", "--check", *more)
    assert (ran.code, ran.out) == (code, "")
    assert [path.name for path in Path().iterdir()] == ["in"]
    assert ("would change in/b.txt" in ran.err) == bool(code)
    assert "would change in/a.txt" not in ran.err


def test_a_failure_beats_what_a_check_finds(run: CommandLine) -> None:
    write(Path(), {"a.txt": DIRTY})
    assert run("clean", "a.txt", "missing.txt", "--check").code == 2


@pytest.mark.parametrize("more", [[], ["-o", "out", "--removed", "r.jsonl"]], ids=len)
def test_diff_shows_what_would_go_and_writes_nothing(run: CommandLine, more: list[str]) -> None:
    write(Path("in"), {"a.txt": DIRTY, "b.txt": BODY})
    ran = run("clean", "in", "--diff", *more)
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if line[0] in "+-"] == [
        "--- in/a.txt",
        "+++ in/a.txt",
        "-" + RELATED.rstrip(),
        "-" + COPYRIGHT.rstrip(),
    ]
    assert [path.name for path in Path().iterdir()] == ["in"]


def test_diff_and_check_go_together(run: CommandLine) -> None:
    ran = run("clean", "-", "--diff", "--check", stdin=DIRTY.encode())
    assert ran.code == 1
    assert "-" + RELATED in ran.out


# Which rules


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (["--only", "related"], BODY + COPYRIGHT),
        (["--only", "copyright-notice"], BODY + RELATED),
        (["--skip", "copyright"], BODY + COPYRIGHT),
        (["--skip", "copyright", "--skip", "related"], DIRTY),
        (["--skip", "read-more-line"], BODY),
    ],
    ids=["only a family", "only a rule", "skip a family", "skip two", "skip a rule"],
)
def test_rules_and_families_can_be_chosen(run: CommandLine, options: list[str], left: str) -> None:
    assert run("clean", "-", *options, stdin=DIRTY.encode()).out == left


def test_rules_on_trial_run_when_asked_to(run: CommandLine) -> None:
    text = (BODY + "See also: The lighthouse\n").encode()
    assert run("clean", "-", stdin=text).out == text.decode()
    assert run("clean", "-", "--trial", stdin=text).out == BODY


def test_rules_of_one_s_own_come_first(run: CommandLine) -> None:
    own = """\
schema: 1
rules:
  - id: own-line
    does: Drops a line of mine.
    drop_line: 'my line'
    examples:
      - hit: 'My line'
      - miss: 'My line is long.'
"""
    write(Path("own"), {"mine.yaml": own})
    ran = run("clean", "-", "--rules", "own", stdin=(DIRTY + "My line\n").encode())
    assert (ran.out, ran.summary.partition("removals: ")[2]) == (BODY, "copyright 1, mine 1, related 1")


# What fails


@pytest.mark.parametrize("kind", ["missing", "dangling", "loop", "pipe", "unreadable"])
def test_what_cannot_be_read_is_named_and_the_rest_is_finished(run: CommandLine, kind: str) -> None:
    write(Path("in"), {"a.txt": DIRTY, "c.txt": DIRTY})
    bad = Path("in/b.txt")
    if kind == "dangling":
        bad.symlink_to("gone.txt")
    elif kind == "loop":
        bad.symlink_to("b.txt")
    elif kind == "pipe":
        os.mkfifo(bad)
    elif kind == "unreadable":
        if os.geteuid() == 0:
            pytest.skip("root can read everything")
        bad.write_text(BODY)
        bad.chmod(0)
    given = ["in/a.txt", "in/b.txt", "in/c.txt"] if kind == "missing" else ["in"]
    ran = run("clean", *given, "-o", "out")
    assert ran.code == 2
    assert any(line.startswith("cleaner: in/b.txt: ") for line in ran.err.splitlines())
    assert ran.summary.startswith("3 articles, 2 changed, 1 failed")
    assert sorted(snapshot(Path("out"))) == ["a.json", "a.txt", "c.json", "c.txt"]


@pytest.mark.parametrize("name", ["missing.txt", "", "n" * 300], ids=["missing", "empty", "too long"])
def test_one_file_that_is_not_there_is_a_failure(run: CommandLine, name: str) -> None:
    ran = run("clean", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"cleaner: {name}: there is no such file or folder\n")


def test_what_cannot_be_written_is_named_and_the_rest_is_finished(run: CommandLine) -> None:
    write(Path("in"), {"a.txt": DIRTY, "b.txt": DIRTY})
    Path("out/a.txt").mkdir(parents=True)
    ran = run("clean", "in", "-o", "out")
    assert (ran.code, Path("out/b.txt").read_text()) == (2, BODY)
    assert ran.err.startswith("cleaner: in/a.txt: can't be written: not a regular file\n")


def test_a_chain_without_extraction_fails_on_pages_and_goes_on(run: CommandLine) -> None:
    write(Path("in"), {"a.html": PAGE, "b.txt": DIRTY})
    ran = run("clean", "in", "-o", "out", "--chain", "texts-only")
    assert ran.code == 2
    assert "in/a.html: ValueError: the chain has `extract: false`" in ran.err
    assert Path("out/b.txt").read_text() == BODY
    assert json.loads(Path("out/a.html.json").read_text())["flags"] == ["failed"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["in", "-o", "in/out"], "in/out lies inside the input in -> write to a place outside of it"),
        (["in", "-o", "in"], "in lies inside the input in"),
        (["in", "-o", "in/out.jsonl"], "in/out.jsonl lies inside the input in"),
        (["in", "-o", "link/out"], "link/out lies inside the input in"),
        (["in/a.txt", "-o", "in"], "in/a.txt is an input, and inputs are never changed -> name another place"),
        (["in/a.txt", "-o", "link"], "link/a.txt is an input"),
        (["r.jsonl", "-o", "r.jsonl"], "r.jsonl is an input"),
        (["r.jsonl", "-o", "."], "r.jsonl is an input"),
        (["r.jsonl", "-o", "o.jsonl", "--removed", "r.jsonl"], "r.jsonl is an input"),
        (["r.jsonl", "-o", "o.jsonl", "--removed", "o.jsonl"], "o.jsonl is where results go -> name another place"),
        (["in", "-o", "out", "--removed", "out/a.json"], "out/a.json is where results go"),
        (["in"], "more than one text needs a place -> add -o FOLDER, or -o FILE.jsonl"),
        (["in/a.txt", "in/b.txt"], "more than one text needs a place"),
        (["in/a.txt", "missing.txt"], "more than one text needs a place"),
        (["in/a.txt", "-o", "in/b.txt"], "in/b.txt is a file -> name a folder, or a file that ends in .jsonl"),
        (["-", "-o", "out"], "standard input has no name in a folder -> write -o FILE.jsonl, or leave out -o"),
        (["in/a.txt", "-o", "out", "--json"], "--json prints a single text -> leave out -o, or write -o FILE.jsonl"),
        (["in", "-o", "out", "--title", "T"], "--url, --title and --lang speak of a single text"),
        (["r.jsonl", "--lang", "en"], "--url, --title and --lang speak of a single text"),
        (["void", "-o", "out"], "no texts in void -> texts end in .txt"),
        (["in/a.txt", "--skip", "relatd"], "no rule or family is called `relatd` -> did you mean `related`?"),
        (["in/a.txt", "--chain", "defalt"], "no chain is called `defalt` -> did you mean `default`?"),
        (["in/a.txt", "--chain", "gone.yaml"], "no chain file at gone.yaml"),
        (["in/a.txt", "--rules", "gone"], "no rules at gone -> name a folder of rule files, or one file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_meant_is_refused_in_one_line_before_anything_is_written(
    run: CommandLine, arguments: list[str], message: str
) -> None:
    write(Path(), {"in/a.txt": DIRTY, "in/b.txt": DIRTY})
    Path("void").mkdir()
    Path("link").symlink_to("in")
    write_jsonl(Path("r.jsonl"), {"text": DIRTY})
    before = snapshot(Path())
    ran = run("clean", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"cleaner: {message}")
    assert ran.err.count("\n") == 1
    assert snapshot(Path()) == before
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["-o", "file/out.jsonl"], "file"),
        (["-o", "folder.jsonl"], "folder.jsonl"),
        (["-o", "n" * 300], "n" * 300),
        (["-o", "out.jsonl", "--removed", "file/removed.jsonl"], "file"),
        (["-o", "out.jsonl", "--removed", "pipe"], "pipe"),
    ],
    ids=["below a file", "over a folder", "name too long", "removals below a file", "removals over a pipe"],
)
def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(
    run: CommandLine, arguments: list[str], place: str
) -> None:
    write(Path(), {"a.txt": DIRTY, "file": "x"})
    Path("folder.jsonl").mkdir()
    os.mkfifo("pipe")
    before = sorted(path.name for path in Path().iterdir())
    ran = run("clean", "a.txt", *arguments)
    assert ran.code == 2
    assert ran.err.startswith(f"cleaner: {place}")
    assert sorted(path.name for path in Path().iterdir()) == before


def test_an_output_that_is_a_link_to_itself_fails_by_name(run: CommandLine) -> None:
    write(Path(), {"a.txt": DIRTY})
    Path("loop").symlink_to("loop")
    ran = run("clean", "a.txt", "-o", "loop")
    assert ran.code == 2
    assert ran.err.startswith("cleaner: loop/.cleaner: Too many levels")


def test_an_interruption_leaves_what_was_finished_and_nothing_half_written(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _inputs(tmp_path, {"a.txt": DIRTY, "b.txt": DIRTY, "c.txt": DIRTY})
    seen: list[Result] = []
    clean = Cleaner.clean

    def interrupt(self: Cleaner, text: str, **known: str | None) -> Result:
        if seen:
            raise KeyboardInterrupt
        seen.append(clean(self, text, **known))
        return seen[-1]

    monkeypatch.setattr(Cleaner, "clean", interrupt)
    ran = run("clean", "in", "-o", "out", "--removed", "removed.jsonl")
    assert ran.code == 130
    assert ran.summary == "cleaner: interrupted; what was finished is whole -> run the same command again to go on"
    assert sorted(snapshot(Path("out"))) == ["a.json", "a.txt"]
    assert not Path("removed.jsonl").exists()
    seen.clear()
    assert run("clean", "in", "-o", "out.jsonl").code == 130
    assert not Path("out.jsonl").exists()


# What the user is told


def test_quiet_says_nothing_but_what_failed(run: CommandLine) -> None:
    write(Path("in"), {"a.txt": DIRTY, "b.png": ""})
    assert run("clean", "in", "-o", "out", "--quiet").err == ""
    assert run("clean", "in", "--check", "-q").err == ""
    ran = run("clean", "in", "gone.txt", "-o", "out", "-q")
    assert ran.err == "cleaner: gone.txt: there is no such file or folder\n"


@pytest.mark.parametrize("quiet", [False, True])
def test_progress_is_shown_on_a_terminal_only(run: CommandLine, monkeypatch: pytest.MonkeyPatch, quiet: bool) -> None:
    write(Path("in"), {"a.txt": DIRTY, "b.txt": DIRTY})
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ran = run("clean", "in", "-o", "out", *(["--quiet"] if quiet else []))
    assert ("cleaning" in ran.err) != quiet
    if not quiet:
        assert ran.summary.startswith("2 articles, 2 changed, 0 failed")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    assert "cleaning" not in run("clean", "in", "-o", "out").err


def test_flags_are_counted_in_the_summary(run: CommandLine) -> None:
    write(Path("in"), {"a.txt": BODY + "Begin of box\n", "b.txt": "Read more: Harbour to close for a week\nWell.\n"})
    ran = run("clean", "in", "-o", "out")
    assert ran.summary.endswith("0 removals; flags: over_budget 1, unclosed 1")
    assert Path("out/b.txt").read_bytes() == Path("in/b.txt").read_bytes()
    assert [each["rule"] for each in json.loads(Path("out/b.json").read_text())["withheld"]] == ["read-more-line"]
