"""What can go wrong, in words for the person who has to mend it: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CleanerError(Exception):
    """Anything that `cleaner` reports to its user; the message is fit to be printed as it is."""


class InputError(CleanerError):
    """An input that can't be read or cleaned; the rest of a batch goes on."""


class UsageError(CleanerError):
    """A request that can't be carried out at all, before anything is read or written."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a rule file or chain.

    Attributes:
        path: The file as the user named it.
        line: Line in the file, from 1.
        column: Column in the line, from 1.
        rule: The rule's id; empty where the fault is in no rule.
        message: What is wrong.
        remedy: What to do about it.
        code: The kind of fault, a name that stays the same whatever the message says.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str = ""
    code: str = "wrong-value"

    def __str__(self) -> str:
        rule = f" [{self.rule}]" if self.rule else ""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{self.path}:{self.line}:{self.column}:{rule} {self.message}{remedy}"


class RuleFileError(CleanerError):
    """Rule files or chains that can't be loaded; holds every problem found, in the order of the files."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
