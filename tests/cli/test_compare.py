"""`cleaner compare`: what a change of the rules does to a corpus."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.cli.running import CommandLine, write_jsonl
from tests.small_rules import BODY, DIRTY, write
from tests.test_compare import WIDE


def test_a_labelled_line_of_body_that_is_newly_lost_is_told_and_leaves_with_1(run: CommandLine) -> None:
    write(Path("wide"), {"mine.yaml": WIDE})
    write_jsonl(Path("texts.jsonl"), {"id": "a", "text": DIRTY}, {"id": "b", "text": DIRTY})
    lines = dict.fromkeys(map(str, range(4)), "body") | {"4": "related", "5": "copyright"}
    write_jsonl(Path("labels.jsonl"), {"id": "a", "lines": lines})
    ran = run("compare", "default", "wide", "texts.jsonl", "--labels", "labels.jsonl")
    assert ran.code == 1
    assert "      2  ferry-line  (1 body)" in ran.out
    assert ran.out.splitlines()[-1].split() == f"a:1 {BODY.splitlines()[0]}".split()
    assert ran.summary.endswith("1 of body newly lost")
    assert run("compare", "wide", "default", "texts.jsonl", "--labels", "labels.jsonl").code == 0
    found = json.loads(run("compare", "default", "wide", "texts.jsonl", "--labels", "labels.jsonl", "--json").out)
    assert [(each["article"], each["line"], each["after"]) for each in found["losses"]] == [("a", 1, "ferry-line")]


def test_labels_for_another_text_count_for_nothing_and_are_told(run: CommandLine) -> None:
    write(Path("wide"), {"mine.yaml": WIDE})
    write_jsonl(Path("texts.jsonl"), {"id": "a", "text": DIRTY})
    digest = hashlib.sha256(b"another").hexdigest()[:12]
    write_jsonl(Path("labels.jsonl"), {"id": "a", "text_sha": digest, "lines": {"0": "body"}})
    ran = run("compare", "default", "wide", "texts.jsonl", "--labels", "labels.jsonl")
    assert ran.code == 0
    assert "1 labelled for another text" in ran.err


def test_an_input_that_cannot_be_read_leaves_with_2_after_the_rest(run: CommandLine) -> None:
    write_jsonl(Path("texts.jsonl"), {"id": "a", "text": DIRTY}, b"{")
    ran = run("compare", "default", "rough", "texts.jsonl")
    assert ran.code == 2
    assert "texts.jsonl:2: not JSON" in ran.err
    assert ran.summary.startswith("1 articles, 0 differ")
