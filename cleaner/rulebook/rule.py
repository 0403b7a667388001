"""Rules as values: what an action takes and under which conditions.

Plain frozen data without behaviour: `cleaner.rulebook.rule_file` makes it out of YAML, `cleaner.engine` acts on it,
and `cleaner.rulebook.cache` keeps it from one run to the next, for which it is made of msgspec's structs.
`docs/rule-format.md` says what each field means to an author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, ClassVar, TypeAlias

from msgspec import Struct

from cleaner.evidence import Evidence
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


class DropLine(Struct, frozen=True, tag=True, array_like=True):
    """Takes a line that matches from end to end."""

    line: Pattern
    rank: ClassVar[Rank] = Rank.LINE


class DropBlock(Struct, frozen=True, tag=True, array_like=True):
    """Takes everything from one line to another."""

    start: Pattern
    end: Pattern
    max_lines: int
    rank: ClassVar[Rank] = Rank.BLOCK


class Each(Struct, frozen=True, array_like=True):
    """What a line of a run must be: matching, of a shape, of a length, of a page; what is None does not matter."""

    line: Pattern | None
    shape: Shape | None
    length: Length | None
    page: Page | None = None


class DropRun(Struct, frozen=True, tag=True, array_like=True):
    """Takes a heading and the lines after it while each of them holds."""

    heading: Pattern
    each: Each
    max_lines: int
    at_least: int
    rank: ClassVar[Rank] = Rank.RUN


class DropRest(Struct, frozen=True, tag=True, array_like=True):
    """Takes a line that matches and all that follows."""

    line: Pattern
    rank: ClassVar[Rank] = Rank.REST


class DropRepeats(Struct, frozen=True, tag=True, array_like=True):
    """Takes every copy of a matching line that stands often enough."""

    line: Pattern
    least: int
    rank: ClassVar[Rank] = Rank.REPEATS


class Cut(Struct, frozen=True, tag=True, array_like=True):
    """Takes every matching span inside a line."""

    span: Pattern
    rank: ClassVar[Rank] = Rank.CUT


class Note(Struct, frozen=True, tag=True, array_like=True):
    """Takes nothing; captures facts."""

    span: Pattern
    rank: ClassVar[Rank] = Rank.NOTE


class Protect(Struct, frozen=True, tag=True, array_like=True):
    """Takes nothing; saves the line from every other rule."""

    span: Pattern
    rank: ClassVar[Rank] = Rank.PROTECT


class BringBack(Struct, frozen=True, tag=True, array_like=True):
    """Brings back a line of the page that the extractor left out and that matches from end to end."""

    line: Pattern
    rank: ClassVar[Rank] = Rank.PROTECT


Action: TypeAlias = DropLine | DropBlock | DropRun | DropRest | DropRepeats | Cut | Note | Protect | BringBack


class Shape(Struct, frozen=True, array_like=True):
    """`item`, `heading` or `prose` (`cleaner.lines`), or not that."""

    name: str
    negated: bool


class Length(Struct, frozen=True, array_like=True):
    """Bounds on the words of a line, both included."""

    least: int
    most: int | None


class Where(Struct, frozen=True, array_like=True):
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


class Near(Struct, frozen=True, array_like=True):
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


class Page(Struct, frozen=True, array_like=True):
    """Evidence from the page that a line must carry, all of it; never holds on plain text.

    Attributes:
        links: `all`, `most`, `some`, `few` or `none` of the line's words stand in links.
        to: `page`, `site` or `elsewhere`: where all its links lead.
        element: Names of elements that the line may be in directly.
        class_: Searched in the class, id, role and itemprop tokens of the line's element and those around it.
        within: Names of elements of which one stands around the line.
        outside: Names of elements of which none stands around the line.
        hidden: Whether the page hides the line.
        named: Whether any element around the line bears a class, an id or the like.
        stands: `above` or `below`: the line stands outside of the article's element, on that side of it.
        tells: Facts of the page of which the line must say one again.
    """

    links: str | None = None
    to: str | None = None
    element: frozenset[str] = frozenset()
    class_: Pattern | None = None
    within: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    hidden: bool | None = None
    named: bool | None = None
    stands: str | None = None
    tells: frozenset[str] = frozenset()


class Example(Struct, frozen=True, array_like=True):
    """One or more lines that a rule must take (`hit`) or leave (`miss`).

    Attributes:
        text: The lines.
        hit: They must go; otherwise they must stay.
        line: Where the example stands in its file.
        at: `start`, `middle` or `end` of the text; None for what the rule's `where` asks for.
        gives: Facts that must come of it.
        left: What must remain of it.
        known: What the caller knows: `title`, `lang`, `site`.
        page: Evidence of the page for each of its lines.
    """

    text: str
    hit: bool
    line: int
    at: str | None = None
    gives: Mapping[str, Any] | None = None
    left: str | None = None
    known: Mapping[str, str] | None = None
    page: tuple[Evidence, ...] = ()


class Source(Struct, frozen=True, array_like=True):
    """Where a rule is written."""

    path: str
    line: int


class Rule(Struct, frozen=True, array_like=True):
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
        case Protect(pattern) | BringBack(pattern):
            return (pattern,)


def all_patterns(rule: Rule) -> Iterator[Pattern]:
    """Yield the patterns of a rule: those of its action and those of its conditions."""
    yield from patterns_of(rule.action)
    yield from filter(None, [rule.unless, rule.page.class_ if rule.page else None])
