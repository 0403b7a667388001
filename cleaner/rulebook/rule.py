"""Rules as values: what an action takes and under which conditions.

Plain frozen data without behaviour: `cleaner.rulebook.rule_file` makes it out of YAML, `cleaner.engine` acts on it.
`docs/rule-format.md` says what each field means to an author.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from cleaner.rulebook.pattern import Pattern


class Rank(IntEnum):
    """Which action wins where two want the same line: the lower number."""

    REST = 0
    BLOCK = 1
    RUN = 2
    REPEATS = 3
    LINE = 4
    CUT = 5
    NOTE = 6
    PROTECT = 7


@dataclass(frozen=True, slots=True)
class DropLine:
    """Takes a line that matches from end to end."""

    line: Pattern
    rank = Rank.LINE


@dataclass(frozen=True, slots=True)
class DropBlock:
    """Takes everything from one line to another."""

    start: Pattern
    end: Pattern
    max_lines: int
    rank = Rank.BLOCK


@dataclass(frozen=True, slots=True)
class Each:
    """What a line of a run must be: matching, of a shape, of a length; what is None does not matter."""

    line: Pattern | None
    shape: Shape | None
    length: Length | None


@dataclass(frozen=True, slots=True)
class DropRun:
    """Takes a heading and the lines after it while each of them holds."""

    heading: Pattern
    each: Each
    max_lines: int
    at_least: int
    rank = Rank.RUN


@dataclass(frozen=True, slots=True)
class DropRest:
    """Takes a line that matches and all that follows."""

    line: Pattern
    rank = Rank.REST


@dataclass(frozen=True, slots=True)
class DropRepeats:
    """Takes every copy of a matching line that stands often enough."""

    line: Pattern
    least: int
    rank = Rank.REPEATS


@dataclass(frozen=True, slots=True)
class Cut:
    """Takes every matching span inside a line."""

    span: Pattern
    rank = Rank.CUT


@dataclass(frozen=True, slots=True)
class Note:
    """Takes nothing; captures facts."""

    span: Pattern
    rank = Rank.NOTE


@dataclass(frozen=True, slots=True)
class Protect:
    """Takes nothing; saves the line from every other rule."""

    span: Pattern
    rank = Rank.PROTECT


Action: TypeAlias = DropLine | DropBlock | DropRun | DropRest | DropRepeats | Cut | Note | Protect


@dataclass(frozen=True, slots=True)
class Shape:
    """`item`, `heading` or `prose` (`cleaner.lines`), or not that."""

    name: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Length:
    """Bounds on the words of a line, both included."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Where:
    """Where in the surviving text that which would go must stand; what is None or False does not matter.

    Attributes:
        first: Among the first so many lines that are not blank.
        last: Among the last so many.
        before_body: No prose line stands before it.
        after_body: No prose line stands after it.
        share: At least this share of the words stands before it.
        before: It stands directly before a line of that shape.
        after: It stands directly after a line of that shape.
    """

    first: int | None = None
    last: int | None = None
    before_body: bool = False
    after_body: bool = False
    share: float | None = None
    before: Shape | None = None
    after: Shape | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Beside which debris a line must stand.

    Attributes:
        families: The families that count; empty for all.
        above: Debris may stand directly above it.
        below: Debris may stand directly below it.
        spread: What the rule itself took counts, too.
    """

    families: frozenset[str]
    above: bool
    below: bool
    spread: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Evidence from the page that a line must carry; never holds on plain text.

    Attributes:
        links: `all`, `some` or `none` of the line's words stand in links.
        element: Names of elements that the line may be in directly.
        class_: Searched in the class, id, role and itemprop tokens of the line's element and those around it.
        within: Names of elements of which one stands around the line.
    """

    links: str | None = None
    element: frozenset[str] = frozenset()
    class_: Pattern | None = None
    within: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """One or more lines that a rule must take (`hit`) or leave (`miss`).

    Attributes:
        text: The lines.
        hit: They must go; otherwise they must stay.
        line: Where the example stands in its file.
        at: `start`, `middle` or `end` of the text; None for what the rule's `where` asks for.
        gives: Facts that must come of it.
        left: What must remain of it.
        known: What the caller knows: `title`, `lang`, `site`.
        page: Evidence of the page for its lines.
    """

    text: str
    hit: bool
    line: int
    at: str | None = None
    gives: Mapping[str, Any] | None = None
    left: str | None = None
    known: Mapping[str, str] | None = None
    page: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule is written."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `docs/rule-format.md` describes the fields, which bear the same names there.

    Attributes:
        captures: Group name (`_` for all that goes) to the dotted field that it fills.
        same: `title`, `similar` or `opening`.
        max_chars: Longer lines are not looked at.
    """

    id: str
    family: str
    does: str
    action: Action
    source: Source
    examples: tuple[Example, ...] = ()
    unless: Pattern | None = None
    captures: tuple[tuple[str, str], ...] = ()
    same: str | None = None
    where: Where | None = None
    shape: Shape | None = None
    near: Near | None = None
    length: Length | None = None
    page: Page | None = None
    sites: frozenset[str] = frozenset()
    langs: frozenset[str] = frozenset()
    max_chars: int = 4_000
    trial: bool = False


def first_pattern(action: Action) -> Pattern:
    """Return the pattern that a line must match for an action to begin there."""
    return patterns_of(action)[0]


def patterns_of(action: Action) -> tuple[Pattern, ...]:
    """Return the patterns of an action."""
    match action:
        case DropBlock(start, end):
            return start, end
        case DropRun(heading, each):
            return (heading, each.line) if each.line else (heading,)
        case DropLine(pattern) | DropRest(pattern) | DropRepeats(pattern) | Cut(pattern) | Note(pattern):
            return (pattern,)
        case Protect(pattern):
            return (pattern,)
