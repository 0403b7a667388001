"""The kinds of finding: a code that stays the same, how grave it is, and what it means.

A code is what reports, `# allow:` remarks and other programs go by; messages may be reworded at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Gravity(Enum):
    """How grave a finding is."""

    FATAL = "fatal"
    """The file can't be loaded."""
    ERROR = "error"
    """The rule does not do what it promises, or can do harm."""
    ADVICE = "advice"
    """The rule works, but costs time or does nothing that another does not."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes:
        gravity: How grave it is.
        deep: It is looked for only with `--deep`.
        means: What is wrong, in a sentence.
    """

    gravity: Gravity
    deep: bool
    means: str


def _fatal(means: str) -> Code:
    return Code(Gravity.FATAL, False, means)  # noqa: FBT003 - a table of cases


def _error(means: str, *, deep: bool = False) -> Code:
    return Code(Gravity.ERROR, deep, means)


def _advice(means: str, *, deep: bool = False) -> Code:
    return Code(Gravity.ADVICE, deep, means)


CODES = {
    "unreadable": _fatal("The file can't be opened, or is not UTF-8."),
    "yaml": _fatal("The file is no plain YAML: syntax, a key twice, an anchor, a tag, an unquoted yes or no."),
    "unknown-key": _fatal("A key that the format does not know, most often misspelt."),
    "missing-key": _fatal("Something that must be there is not."),
    "wrong-value": _fatal("A value of the wrong kind, out of bounds, or at odds with another."),
    "unquoted": _fatal("A text that YAML reads as something else, or cuts short at a #, because it is not quoted."),
    "does": _fatal("`does` is no sentence that begins with the verb of its action."),
    "pattern": _fatal("A pattern that does not compile, names what is not there, or matches the empty line."),
    "duplicate-id": _fatal("Two rules have one id."),
    "retired-id": _fatal("A rule has an id that was retired; ids are never used again."),
    "hit-stays": _error("A `hit` that its own rule does not take, or of which something else is left than it says."),
    "hit-gives": _error("A `hit` does not give the facts that it says."),
    "miss-taken": _error("A `miss` that its own rule takes."),
    "any-short-line": _error("A pattern that takes whatever short line stands there, without a condition on it."),
    "unused-list": _error("A named list that no pattern names."),
    "unused-def": _error("A named piece of pattern that nothing names."),
    "unknown-family": _error("`near` names a family of which there is no rule, so it never holds."),
    "retired-successor": _error("A retired id names a successor that is not there."),
    "same-pattern": _advice("An expression that stands twice in a rule, or in two rules with the same conditions."),
    "no-schema-line": _advice("A shipped file does not name its schema, so editors can't complete and check it."),
    "unused-allow": _advice("An `# allow:` remark that allows nothing."),
    "miss-taken-by-other": _error("A `miss` that another rule of the chain takes.", deep=True),
    "hit-stays-in-chain": _error("A `hit` that goes by its rule alone, but stays with the whole chain.", deep=True),
    "backtracks": _error(
        "An expression that takes too long on a line of 100 characters made to bring it down.", deep=True
    ),
    "slow-on-long-lines": _advice("The same on a line as long as lines may be, where the clock stops it.", deep=True),
    "hit-taken-first": _advice("All `hit`s of a rule are taken by others that stand before it.", deep=True),
    "twins": _advice("Two rules each take all `hit`s of the other.", deep=True),
    "no-literal": _advice("An expression without a text to look for: it is tried on every line.", deep=True),
    "slow": _advice("A rule that takes a large part of the time of all rules over a corpus.", deep=True),
}
"""Every code that a finding can have."""
