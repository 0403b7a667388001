"""Findings that are mended without a thought: a misspelt key, a missing quote, a missing full stop.

A mend is kept only where the finding is then gone and the file no worse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cleaner.check.codes import CODES, Gravity
from cleaner.errors import Problem
from cleaner.typography import matching_view, unmapped

_MEANT = re.compile(r"did you mean `([^`]+)`\?")
_WRITE = re.compile(r"write ('[^']+')$")
_MOST_MENDS = 500


def mend(text: str, look: Callable[[str], Sequence[Problem]]) -> tuple[str, int]:
    """Mend what is mechanical.

    Args:
        text: A rule file.
        look: Returns what is wrong with a text of that file.

    Returns:
        The text mended, and how many mends that took.
    """
    problems = look(text)
    passed_over: set[tuple[str, int, int]] = set()
    mended = 0
    for _ in range(_MOST_MENDS):
        for problem in problems:
            place = (problem.code, problem.line, problem.column)
            better = None if place in passed_over else _mended(text, problem)
            if better is None or better == text:
                continue
            left = look(better)
            # What was hidden by one fault may show once that is mended.
            if problem not in left and _weight(left) <= _weight(problems):
                mended += 1
                text, problems = better, left
                break
            passed_over.add(place)
        else:
            break
    return text, mended


def _weight(problems: Sequence[Problem]) -> tuple[int, int]:
    """Return how bad a file is: what keeps it from being loaded hides the rest."""
    return sum(CODES[problem.code].gravity is Gravity.FATAL for problem in problems), len(problems)


def _mended(text: str, problem: Problem) -> str | None:
    """Return a text without one problem, or None where that takes a thought."""
    if problem.code == "no-schema-line":
        return f"{problem.remedy.removeprefix('begin with `').removesuffix('`')}\n{text}"
    lines = text.split("\n")
    if not 1 <= problem.line <= len(lines):
        return None
    before, rest = lines[problem.line - 1][: problem.column - 1], lines[problem.line - 1][problem.column - 1 :]
    better = _mended_rest(rest, problem)
    if better is None:
        return None
    lines[problem.line - 1] = before + better
    return "\n".join(lines)


def _mended_rest(rest: str, problem: Problem) -> str | None:
    """Return what should stand from the place of a problem to the end of its line."""
    if meant := _MEANT.search(problem.remedy):
        written = re.match(r"""(?:'[^']*'|"[^"]*"|[^\s:,}\]]+)""", rest)
        return meant[1] + rest[written.end() :] if written else None
    if problem.code == "unquoted" and (quoted := _WRITE.match(problem.remedy)):
        plain = quoted[1][1:-1]
        return quoted[1] + rest[len(plain) :] if rest.startswith(plain) else None
    if problem.code == "does" and not rest.rstrip("'\"").endswith("."):
        quote = rest[-1:] if rest[-1:] in ("'", '"') else ""
        return rest.removesuffix(quote) + "." + quote
    if problem.code == "pattern" and problem.message.startswith("the pattern holds"):
        plain = "".join(matching_view(each) if unmapped(each) else each for each in rest)
        in_single_quotes = rest.startswith("'")
        return _with_doubled(rest, plain) if in_single_quotes else plain
    return None


def _with_doubled(written: str, plain: str) -> str:
    """Double the quotes that a change brought into a text in single quotes, as YAML wants them."""
    pairs = zip(written, plain, strict=True)
    return "".join("''" if new == "'" and old != "'" else new for old, new in pairs)
