"""`cleaner explain`: every line, and the rule that took it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.running import CommandLine, write_jsonl
from tests.small_rules import BODY, DIRTY, LINES, write


def _rows(out: str) -> list[tuple[str, str, str]]:
    return [(row[:5].strip(), row[7:35].strip(), row[37:]) for row in out.splitlines()]


def test_every_line_is_shown_with_its_number_and_the_rule_that_took_it(run: CommandLine) -> None:
    write(Path(), {"a.txt": DIRTY})
    ran = run("explain", "a.txt")
    assert ran.code == 0
    stays = [(str(number), "", line) for number, line in enumerate(LINES, start=1)]
    assert _rows(ran.out) == [
        *stays,
        ("5", "read-more-line", "Read more: Harbour to close for a week  [also read-more-any]"),
        ("6", "copyright-notice", "© 2024 The Lisk Herald"),
    ]
    assert ran.err.splitlines() == [
        "related: ['Harbour to close for a week'] (from read-more-line)",
        "copyright: {'years': '2024', 'holder': 'The Lisk Herald'} (from copyright-notice)",
    ]


def test_a_line_that_lost_a_part_is_marked(run: CommandLine) -> None:
    ran = run("explain", "-", stdin=(BODY + "The mayor (adslot 4) arrived by boat.").encode())
    assert _rows(ran.out)[-1] == ("5", "+ advert-code", "The mayor (adslot 4) arrived by boat.")


def test_a_protected_line_names_what_protects_it_and_who_wanted_it(run: CommandLine) -> None:
    ran = run("explain", "-", stdin=(BODY + "Read more: Letters to the harbour").encode())
    assert _rows(ran.out)[-1][:2] == ("5", "")
    assert "[protected by letters-column; also read-more-line, read-more-any]" in ran.out


def test_flags_are_told(run: CommandLine) -> None:
    ran = run("explain", "-", stdin=(BODY + "Begin of box\n").encode())
    assert (ran.code, ran.err) == (0, "flags: unclosed\n")


def test_flags_of_the_reading_are_told_too(run: CommandLine) -> None:
    ran = run("explain", "-", stdin=(BODY + "Begin of box\n").encode("utf-16") + b"x")
    assert (ran.code, ran.err) == (0, "flags: replaced, unclosed\n")


def test_what_is_known_of_the_text_helps(run: CommandLine) -> None:
    ran = run("explain", "-", "--title", "Pump fails again", stdin=("Pump fails again\n" + BODY).encode())
    assert _rows(ran.out)[0] == ("1", "title-known", "Pump fails again")
    assert ran.err == "title: Pump fails again (from caller)\n"


def test_rules_can_be_chosen(run: CommandLine) -> None:
    ran = run("explain", "-", "--only", "copyright", stdin=DIRTY.encode())
    assert {rule for _, rule, _ in _rows(ran.out)} == {"", "copyright-notice"}


def test_a_page_is_explained_by_the_lines_of_its_text(run: CommandLine) -> None:
    write(Path(), {"a.html": "".join(f"<p>{line}</p>" for line in DIRTY.splitlines())})
    ran = run("explain", "a.html")
    assert ("5", "read-more-line") in [row[:2] for row in _rows(ran.out)]


def test_a_text_that_cannot_be_cleaned_says_so_and_leaves_with_2(run: CommandLine) -> None:
    ran = run("explain", "-", "--from", "html", "--chain", "texts-only", stdin=b"<p>")
    assert ran.code == 2
    assert ran.err.splitlines()[0] == "flags: failed"
    assert ran.err.splitlines()[1].startswith("error: ValueError: the chain has `extract: false`")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.txt", "gone.txt: there is no such file or folder"),
        ("link.txt", "link.txt: can't be read: No such file or directory"),
        ("pipe", "pipe: not a regular file"),
        ("folder", "explain reads one text -> name a file, or - for standard input"),
        (
            "void",
            "no texts in void -> texts end in .txt, .text, .md, .html, .htm, .xhtml; "
            "files of records (.jsonl, .ndjson, .parquet, .warc, .wet) are named one by one",
        ),
        ("in.jsonl", "explain reads one text -> name a file, or - for standard input"),
    ],
)
def test_what_is_not_one_text_is_refused_with_2(run: CommandLine, name: str, message: str) -> None:
    write(Path("folder"), {"a.txt": BODY})
    write_jsonl(Path("in.jsonl"), {"text": BODY})
    Path("void").mkdir()
    Path("link.txt").symlink_to("nowhere")
    os.mkfifo("pipe")
    ran = run("explain", name)
    assert (ran.code, ran.out, ran.err) == (2, "", f"cleaner: {message}\n")


def test_why_a_rule_did_not_take_a_line(run: CommandLine) -> None:
    ran = run("explain", "-", "--rule", "title-known", "--line", "1", "--title", "Pump fails", stdin=BODY.encode())
    assert ran.code == 0
    rows = [(row[:3].strip(), row[5:23].strip()) for row in ran.out.splitlines()]
    assert rows[-1] == ("NO", "same")
    assert {mark for mark, _ in rows[:-1]} == {"yes"}


def test_everything_is_printed_as_json(run: CommandLine) -> None:
    whole = json.loads(run("explain", "-", "--json", stdin=DIRTY.encode()).out)
    assert whole["lines"][0] == {"line": 1, "text": LINES[0], "rule": None}
    assert whole["lines"][4]["captures"] == {"related": "Harbour to close for a week"}
    assert whole["lines"][4]["also"] == ["read-more-any"]
    assert whole["metadata"]["copyright"]["years"] == "2024"
    steps = json.loads(run("explain", "-", "--json", "--rule", "advert-code", "--line", "1", stdin=BODY.encode()).out)
    assert steps[-1]["condition"] == "cut"
    assert steps[-1]["holds"] is False


def test_expressions_and_captures_are_shown_where_they_are_asked_for(run: CommandLine) -> None:
    ran = run("explain", "-", "--patterns", stdin=DIRTY.encode())
    assert r"drop_line: read more:\s+(?P<title>.{10,150})" in ran.out
    assert "related: Harbour to close for a week" in ran.out


@pytest.mark.parametrize(("option", "coloured"), [("--colour", True), ("--no-colour", False)])
def test_colours_are_a_choice(run: CommandLine, option: str, coloured: bool) -> None:
    assert ("\x1b[" in run("explain", "-", option, stdin=DIRTY.encode()).out) == coloured
    assert "\x1b[" not in run("explain", "-", stdin=DIRTY.encode()).out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--rule", "title-known"], "--rule and --line belong together"),
        (["--rule", "titel-known", "--line", "1"], "did you mean `title-known`?"),
        (["--rule", "title-known", "--line", "77"], "the text has no line 77"),
    ],
)
def test_a_question_that_makes_no_sense_leaves_with_2(run: CommandLine, arguments: list[str], message: str) -> None:
    ran = run("explain", "-", *arguments, stdin=BODY.encode())
    assert ran.code == 2
    assert message in ran.err
