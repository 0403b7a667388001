"""Two rule sets over one corpus, and what becomes of labelled lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.compare import Change, cleaner_of, compare, read_labels
from cleaner.corpus import read_corpus
from cleaner.errors import UsageError
from tests.cli.running import write_jsonl
from tests.small_rules import BODY, DIRTY, small_cleaner, write, write_built_in

WIDE = r"""
schema: 1
rules:
  - id: ferry-line
    does: Drops a line about the ferry.
    drop_line: 'the ferry .{5,200}'
    examples: [{hit: 'The ferry was late.'}, {miss: 'A ferry.'}]
  - id: copyright-mine
    does: Drops a notice.
    drop_line: '© 2024 .{3,50}'
    examples: [{hit: '© 2024 The Lisk Herald'}, {miss: 'A notice.'}]
"""


def test_lines_are_newly_taken_newly_kept_and_taken_by_another(tmp_path: Path) -> None:
    before = small_cleaner(tmp_path)
    chain = write(tmp_path, {"mine.yaml": "schema: 1\nrules: {packs: [mine]}\n"}) / "mine.yaml"
    after = cleaner_of(str(write(tmp_path / "wide", {"mine/related.yaml": WIDE})), str(chain))
    corpus = read_corpus([write(tmp_path / "texts", {"a.txt": DIRTY, "b.txt": "Nothing.\n"})])
    found = compare(before, after, corpus.records())
    counts = {(change.value, rule): count for (change, rule), count in found.counts.items()}
    assert counts == {
        ("newly taken", "ferry-line"): 1,
        ("newly kept", "read-more-line"): 1,
        ("taken by another rule", "copyright-mine"): 1,
    }
    assert (found.articles, found.differing, found.losses) == (2, 1, [])
    (sample,) = found.samples[Change.TAKEN, "ferry-line"]
    assert (sample.article, sample.line, sample.text) == ("a.txt", 1, BODY.splitlines()[0])


def test_the_same_rules_differ_nowhere(tmp_path: Path) -> None:
    cleaner = small_cleaner(tmp_path)
    found = compare(cleaner, cleaner, read_corpus([write(tmp_path / "texts", {"a.txt": DIRTY})]).records())
    assert (found.articles, found.differing, found.counts) == (1, 0, {})


def test_a_folder_of_packs_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    other = write_built_in(tmp_path / "other")
    (other / "any" / "related.yaml").unlink()
    assert not any(rule.family == "related" for rule in cleaner_of(str(other)).rule_set.rules)


def test_labels_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"labels.jsonl:1: no labels"):
        read_labels(write_jsonl(tmp_path / "labels.jsonl", {"id": "a", "lines": ["body"]}))
