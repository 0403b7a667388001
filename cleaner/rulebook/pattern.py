"""A PATTERN of the rule format: one regular expression, or several of which any will do.

Compiles on first use and pickles without what was compiled, so rules travel to other processes as text. The only
place that calls the `regex` library for rules, and the only one that looks at a clock, and that for patterns that
may backtrack.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import regex

from cleaner.rulebook.regex_syntax import can_backtrack
from cleaner.typography import unmapped

_PIECE = regex.compile(r"\{\{(\w+)\}\}")
_NAMED_LIST = regex.compile(r"\\L<(\w+)>")
_MAX_EXPANSION = 100_000

Match: TypeAlias = "regex.Match[str]"


class OutOfTimeError(Exception):
    """A pattern used up the time that an article may cost."""


class Clock:
    """The time that patterns which can backtrack may use on one article, in seconds."""

    __slots__ = ("_left",)

    def __init__(self, allowance: float) -> None:
        self._left = allowance

    def run(self, match: Callable[[float], Match | None]) -> Match | None:
        """Run one match, which takes its time limit, against what is left of the allowance.

        Raises:
            OutOfTimeError: Nothing is left of it.
        """
        started = time.perf_counter()
        try:
            return match(max(self._left, 0.001))
        except TimeoutError:
            raise OutOfTimeError from None
        finally:
            self._left -= time.perf_counter() - started


@dataclass(slots=True)
class Expression:
    """One regular expression, compiled when it is first tried.

    Attributes:
        source: The expression with lists and pieces filled in.
        written: The expression as the rule has it.
        case: Case counts.
        timed: It can backtrack, so each try is watched by the clock.
    """

    source: str
    written: str
    case: bool
    timed: bool
    _compiled: regex.Pattern[str] | None = field(default=None, repr=False, compare=False)

    @property
    def compiled(self) -> regex.Pattern[str]:
        """The compiled expression."""
        if self._compiled is None:
            self._compiled = regex.compile(self.source, regex.VERSION0 | (0 if self.case else regex.IGNORECASE))
        return self._compiled

    def fullmatch(self, text: str, clock: Clock) -> Match | None:
        """Match a text from end to end."""
        if self.timed:
            return clock.run(lambda limit: self.compiled.fullmatch(text, timeout=limit))
        return self.compiled.fullmatch(text)

    def search(self, text: str, position: int, clock: Clock) -> Match | None:
        """Find the first match at or after a position."""
        if self.timed:
            return clock.run(lambda limit: self.compiled.search(text, position, timeout=limit))
        return self.compiled.search(text, position)

    def __getstate__(self) -> tuple[str, str, bool, bool]:
        return self.source, self.written, self.case, self.timed

    def __setstate__(self, state: tuple[str, str, bool, bool]) -> None:
        self.source, self.written, self.case, self.timed = state
        self._compiled = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Expressions of which any will do; the first that matches is the one reported."""

    expressions: tuple[Expression, ...]

    def fullmatch(self, text: str, clock: Clock) -> Match | None:
        """Match a text from end to end with any of the expressions."""
        for expression in self.expressions:
            if match := expression.fullmatch(text, clock):
                return match
        return None

    def search(self, text: str, clock: Clock) -> Match | None:
        """Find a match anywhere in a text."""
        for expression in self.expressions:
            if match := expression.search(text, 0, clock):
                return match
        return None

    def find_all(self, text: str, clock: Clock) -> Iterator[Match]:
        """Yield every match that takes at least one character, expression by expression."""
        for expression in self.expressions:
            position = 0
            while position <= len(text) and (match := expression.search(text, position, clock)):
                if match.end() > match.start():
                    yield match
                position = max(match.end(), match.start() + 1)

    @property
    def groups(self) -> frozenset[str]:
        """The names of all groups."""
        return frozenset(name for expression in self.expressions for name in expression.compiled.groupindex)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    r"""What patterns may name: word lists for `\L<name>` and pieces of pattern for `{{name}}`."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defs: Mapping[str, str] = field(default_factory=dict)

    def extended(self, lists: Mapping[str, tuple[str, ...]], defs: Mapping[str, str]) -> Vocabulary:
        """Return a vocabulary in which the given names are known, too, and win."""
        return Vocabulary({**self.lists, **lists}, {**self.defs, **defs})

    def expand(self, written: str) -> str:
        """Fill in lists and pieces.

        Raises:
            ValueError: A name is unknown, or pieces name each other in a circle.
        """
        expanded = written
        for _ in range(10):
            expanded, count = _PIECE.subn(self._piece, expanded)
            if len(expanded) > _MAX_EXPANSION:
                raise ValueError(f"grows to more than {_MAX_EXPANSION:,} characters when its pieces are filled in")
            if not count:
                return _NAMED_LIST.sub(self._words, expanded)
        raise ValueError("its {{pieces}} name each other in a circle")

    def _piece(self, match: Match) -> str:
        name = match[1]
        if name not in self.defs:
            raise ValueError(f"no piece `{{{{{name}}}}}` is defined; known: {_names(self.defs)}")
        return f"(?:{self.defs[name]})"

    def _words(self, match: Match) -> str:
        name = match[1]
        if name not in self.lists:
            raise ValueError(f"no list `{name}` is defined; known: {_names(self.lists)}")
        longest_first = sorted(self.lists[name], key=lambda word: (-len(word), word))
        return f"(?:{'|'.join(regex.escape(word, special_only=True) for word in longest_first)})"


def _names(known: Mapping[str, object]) -> str:
    return ", ".join(sorted(known)) or "none"


def compile_expression(written: str, vocabulary: Vocabulary, *, case: bool, searches: bool) -> Expression:
    """Check one regular expression and make it ready.

    Args:
        written: The expression as the rule has it.
        vocabulary: The lists and pieces that it may name.
        case: Case counts.
        searches: It looks anywhere in a line, not from end to end.

    Raises:
        ValueError: It can't be used; the message says why.
    """
    source = vocabulary.expand(written)
    if strangers := unmapped(source):
        raise ValueError(
            f"holds {strangers!r}, which the matching view never does; write the plain quote, dash or space"
        )
    expression = Expression(source, written, case, timed=True)
    try:
        compiled = expression.compiled
    except (regex.error, RecursionError, OverflowError) as error:
        raise ValueError(f"does not compile: {error}") from None
    if not searches and compiled.fullmatch(""):
        raise ValueError("matches the empty line")
    expression.timed = can_backtrack(source, searches=searches)
    return expression
