"""What can go wrong is told with its place and its remedy."""

from __future__ import annotations

import pickle

import pytest

from cleaner.errors import CleanerError, InputError, Problem, RuleFileError, UsageError


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.yaml", 3, 5, "more-line", "is wrong", "mend it"), "a.yaml:3:5: [more-line] is wrong -> mend it"),
        (Problem("a.yaml", 3, 5, "", "is wrong", "mend it"), "a.yaml:3:5: is wrong -> mend it"),
        (Problem("a.yaml", 3, 5, "more-line", "is wrong"), "a.yaml:3:5: [more-line] is wrong"),
    ],
    ids=["whole", "without a rule", "without a remedy"],
)
def test_a_problem_reads_as_one_line(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_problems_come_in_the_order_of_files_and_lines_and_each_once() -> None:
    first, second, third = (
        Problem("a.yaml", 2, 1, "", "one"),
        Problem("a.yaml", 10, 1, "", "two"),
        Problem("b.yaml", 1, 1, "", "three"),
    )
    error = RuleFileError([third, second, first, second])
    assert error.problems == (first, second, third)
    assert str(error) == "a.yaml:2:1: one\na.yaml:10:1: two\nb.yaml:1:1: three"


def test_an_error_travels_between_processes() -> None:
    error = RuleFileError([Problem("a.yaml", 2, 1, "", "one", "two")])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - pickled here
    assert isinstance(copy, RuleFileError)
    assert copy.problems == error.problems


@pytest.mark.parametrize("error", [InputError("x"), UsageError("x"), RuleFileError([])])
def test_whoever_catches_the_base_catches_all(error: Exception) -> None:
    assert isinstance(error, CleanerError)
