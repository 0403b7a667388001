"""What a run did, counted."""

from __future__ import annotations

import pytest

from cleaner.files.summary import Summary
from cleaner.result import Removal, Result


def _result(*families: str, flags: tuple[str, ...] = ()) -> Result:
    removed = tuple(Removal("some-rule", family, 1, 1, 0, 1, "x") for family in families)
    return Result("", "", removed=removed, flags=flags)


def test_an_empty_run_is_told_in_the_same_words() -> None:
    assert Summary().line() == "0 articles, 0 changed, 0 failed; 0 removals"


def test_one_of_each_is_counted_in_the_singular() -> None:
    summary = Summary()
    summary.add(_result("related"), changed=True)
    assert summary.line() == "1 article, 1 changed, 0 failed; 1 removal: related 1"


def test_families_and_flags_are_named_the_most_frequent_first_then_by_name() -> None:
    summary = Summary()
    summary.add(_result("tags", "related", "tags"), changed=True)
    summary.add(_result("caption", flags=("spared", "guessed_charset")), changed=False)
    summary.add(_result(flags=("spared",)), changed=False)
    summary.fail("a.txt", "can't be read")
    expected = "4 articles, 1 changed, 1 failed; 4 removals: tags 2, caption 1, related 1"
    assert summary.line() == f"{expected}; flags: spared 2, guessed_charset 1"


def test_thousands_are_set_apart() -> None:
    summary = Summary(articles=12345, changed=6789)
    summary.families["tags"] = 1234567
    assert summary.line() == "12,345 articles, 6,789 changed, 0 failed; 1,234,567 removals: tags 1,234,567"


@pytest.mark.parametrize(
    ("changed", "failed", "checking", "code"),
    [
        (False, False, False, 0),
        (False, False, True, 0),
        (True, False, False, 0),
        (True, False, True, 1),
        (False, True, False, 2),
        (True, True, True, 2),
    ],
)
def test_a_failure_beats_a_finding_and_a_finding_counts_when_checking(
    changed: bool, failed: bool, checking: bool, code: int
) -> None:
    summary = Summary()
    summary.add(_result(), changed=changed)
    if failed:
        summary.fail("a.txt", "can't be read")
    assert summary.exit_code(checking=checking) == code
