"""`# allow:` remarks: an author knows better, and says so where it is read.

`# allow: CODE, CODE - why` behind a line allows these findings on that line; on a line of its own inside a rule, in
that rule; before the first rule, in the whole file. What makes a file impossible to load can't be allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.check.codes import CODES, Gravity
from cleaner.errors import Problem

_REMARK = re.compile(r"(?:^|\s)#\s*allow:\s*([a-z-]+(?:\s*,\s*[a-z-]+)*)")
_RULE = re.compile(r"\s*-\s+id\s*:")


@dataclass(frozen=True, slots=True)
class _Remark:
    line: int
    first: int
    last: int
    code: str


def allowed(path: str, lines: Sequence[str], problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems that no remark of their file allows, and remarks that allow nothing.

    Args:
        path: The file.
        lines: Its lines.
        problems: What was found in it.
    """
    remarks = list(_remarks(lines))
    used = set()
    for problem in problems:
        allowing = [each for each in remarks if each.code == problem.code and each.first <= problem.line <= each.last]
        used.update(allowing)
        if not allowing or CODES[problem.code].gravity is Gravity.FATAL:
            yield problem
    for remark in remarks:
        code = CODES.get(remark.code)
        # What is looked for only with company can't be missed without it.
        if remark not in used and (code is None or not code.deep):
            column = lines[remark.line - 1].index("#") + 1
            why = "there is no such code" if code is None else "nothing of the kind was found"
            message = f"`allow: {remark.code}` allows nothing: {why}"
            yield Problem(path, remark.line, column, "", message, "remove the remark", "unused-allow")


def is_allowed(lines: Sequence[str], problem: Problem) -> bool:
    """Tell whether a remark allows one problem."""
    return any(each.code == problem.code and each.first <= problem.line <= each.last for each in _remarks(lines))


def _remarks(lines: Sequence[str]) -> Iterator[_Remark]:
    starts = [number for number, line in enumerate(lines, start=1) if _RULE.match(line)]
    for number, line in enumerate(lines, start=1):
        if "allow:" not in line or not (found := _REMARK.search(line)):
            continue
        if line.lstrip().startswith("#"):
            first = max((start for start in starts if start <= number), default=1)
            last = min((start for start in starts if start > number), default=len(lines) + 1) - 1
            last = last if first in starts else len(lines)
        else:
            first = last = number
        for code in re.split(r"\s*,\s*", found[1]):
            yield _Remark(number, first, last, code)
