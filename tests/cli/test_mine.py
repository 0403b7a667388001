"""`cleaner mine`: rules proposed for lines that repeat."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import CommandLine, write_jsonl
from tests.small_rules import BODY, write


def _texts() -> None:
    write(Path("texts"), {f"{number}.txt": f"{BODY}Follow the ferry on Tooter\n" for number in range(4)})


def test_proposals_are_listed(run: CommandLine) -> None:
    _texts()
    ran = run("mine", "texts")
    assert ran.code == 0
    assert "4 articles" in ran.out.splitlines()[0]
    assert "after_body" in ran.out.splitlines()[0]
    assert ran.out.splitlines()[0].endswith("Follow the ferry on Tooter")
    assert ran.summary == "4 articles, 1 proposals; -o DIR writes them as rules"


def test_proposals_are_written_and_pass_the_check(run: CommandLine) -> None:
    _texts()
    (written,) = run("mine", "texts", "-o", "mined").out.splitlines()
    assert "id: mined-follow-the-ferry-on-tooter" in Path(written).read_text(encoding="utf-8")
    assert run("check", "mined").code == 0
    assert run("mine", "texts", "-o", "mined").code == 2


def test_what_is_left_with_other_rules_is_proposed(run: CommandLine) -> None:
    write(Path("texts"), {f"{number}.txt": f"{BODY}Read more: The ferry is late\n" for number in range(4)})
    assert run("mine", "texts").out == ""
    assert "Read more" in run("mine", "texts", "--skip", "related").out


def test_records_that_fail_are_told_after_the_rest(run: CommandLine) -> None:
    records = [{"text": BODY + "Follow the ferry on Tooter\n"}] * 4
    write_jsonl(Path("in.jsonl"), *records, b"{")
    ran = run("mine", "in.jsonl")
    assert ran.code == 2
    assert "in.jsonl:5: not JSON" in ran.err
    assert "Follow the ferry" in ran.out
