"""What a run did, counted."""

from __future__ import annotations

from collections import Counter

import pytest

from cleaner.files.summary import Summary, Tally
from cleaner.result import Removal, Result


def _tally(*families: str, flags: tuple[str, ...] = (), changed: bool = False) -> Tally:
    removed = tuple(Removal("some-rule", family, 1, 1, 0, 1, "gone it is") for family in families)
    return Tally.of(Result("It stays.\nIt does.", "", removed=removed, flags=flags), changed=changed)


def test_an_empty_run_is_told_in_the_same_words() -> None:
    assert Summary().line() == "0 articles, 0 changed, 0 failed; 0 words kept, 0 removed; 0 removals"


def test_one_of_each_is_counted_in_the_singular() -> None:
    summary = Summary(_tally("related", changed=True))
    expected = "1 article, 1 changed, 0 failed; 4 words kept, 3 removed; 1 removal: related 1"
    assert summary.line() == expected


def test_families_and_flags_are_named_the_most_frequent_first_then_by_name() -> None:
    summary = Summary(_tally("tags", "related", "tags", changed=True))
    summary.tally.add(_tally("caption", flags=("spared", "guessed_charset")))
    summary.tally.add(_tally(flags=("spared",)))
    summary.fail("a.txt", "can't be read")
    summary.before, summary.skipped = 2, 1
    expected = "4 articles, 1 changed, 1 failed; 12 words kept, 12 removed; 4 removals: tags 2, caption 1, related 1"
    expected += "; flags: spared 2, guessed_charset 1; 2 done before; 1 that failed before skipped"
    assert summary.line() == expected


def test_thousands_are_set_apart() -> None:
    summary = Summary(Tally(12345, 6789, 1000, 2000, Counter(tags=1234567)))
    expected = "12,345 articles, 6,789 changed, 0 failed; 1,000 words kept, 2,000 removed; 1,234,567 removals: tags"
    assert summary.line().startswith(expected)


def test_counts_come_back_from_where_they_are_kept() -> None:
    tally = _tally("tags", "related", flags=("spared",), changed=True)
    assert Tally.from_dict(tally.as_dict()) == tally


def test_the_written_summary_names_the_first_failures() -> None:
    summary = Summary(_tally("tags"), before=1)
    for number in range(1500):
        summary.fail(f"{number}.txt", "odd")
    written = summary.as_dict()
    assert (written["articles"], written["failed"], len(written["failures"])) == (1501, 1500, 1000)
    assert written["failures"][0] == {"name": "0.txt", "reason": "odd"}
    assert (written["words"], written["removals"]) == ({"kept": 4, "removed": 3}, {"tags": 1})
    assert written["done_before"] == 1


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
    summary = Summary(_tally(changed=changed))
    if failed:
        summary.fail("a.txt", "can't be read")
    assert summary.exit_code(checking=checking) == code
