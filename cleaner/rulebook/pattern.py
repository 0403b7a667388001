"""A PATTERN of the rule format: one regular expression, or several of which any will do.

Compiles on first use and pickles without what was compiled, so rules travel to other processes as text. The only
place that calls the `regex` library for rules, and the only one that looks at a clock, and that for patterns that
may backtrack.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import regex

from cleaner.rulebook.fields import closest
from cleaner.rulebook.regex_syntax import can_backtrack, unrolled
from cleaner.typography import unmapped

_PIECE = regex.compile(r"\{\{(\w+)\}\}")
_NAMED_LIST = regex.compile(r"\\L<(\w+)>")
_MAX_EXPANSION = 200_000
_MAX_ROUNDS = 10
_MAX_COPIES = 20_000
_EMPTY_SECONDS = 1.0

Match: TypeAlias = "regex.Match[str]"


class PatternError(ValueError):
    """A pattern that can't be used; `remedy` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


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
            PatternError: A name is unknown, pieces name each other in a circle, or too much comes of it.
        """
        expanded = written
        for _ in range(_MAX_ROUNDS):
            names = _PIECE.findall(expanded)
            if not names:
                return self._with_lists(expanded)
            _check_size(len(expanded) + sum(len(self._piece(name)) for name in names))
            expanded = _PIECE.sub(lambda match: self._piece(match[1]), expanded)
        raise PatternError("runs in a circle: its {{pieces}} name each other", "write one of the pieces out")

    def _piece(self, name: str) -> str:
        if name not in self.defs:
            raise PatternError(f"names the piece `{name}`, which is not defined", _definition("defs", name, self.defs))
        return f"(?:{self.defs[name]})"

    def _with_lists(self, expanded: str) -> str:
        names = _NAMED_LIST.findall(expanded)
        words = {name: self._words(name) for name in set(names)}
        _check_size(len(expanded) + sum(len(words[name]) for name in names))
        return _NAMED_LIST.sub(lambda match: words[match[1]], expanded)

    def _words(self, name: str) -> str:
        if name not in self.lists:
            raise PatternError(f"names the list `{name}`, which is not defined", _definition("lists", name, self.lists))
        longest_first = sorted(self.lists[name], key=lambda word: (-len(word), word))
        return f"(?:{'|'.join(regex.escape(word, special_only=True) for word in longest_first)})"


def _definition(key: str, name: str, known: Iterable[str]) -> str:
    return f"define it under `{key}`; {closest(name, known)}" if known else f"define it under `{key}`"


def _check_size(size: int) -> None:
    if size > _MAX_EXPANSION:
        message = f"has more than {_MAX_EXPANSION:,} characters with its pieces and lists filled in"
        raise PatternError(message, "name fewer of them, or make them shorter")


def compile_expression(written: str, vocabulary: Vocabulary, *, case: bool, searches: bool) -> Expression:
    """Check one regular expression and make it ready.

    Args:
        written: The expression as the rule has it.
        vocabulary: The lists and pieces that it may name.
        case: Case counts.
        searches: It looks anywhere in a line, not from end to end.

    Raises:
        PatternError: It can't be used; the message says why.
    """
    source = vocabulary.expand(written)
    if strangers := unmapped(source):
        raise PatternError(
            f"holds {strangers!r}, which the matching view never does", "write the plain quote, dash or space"
        )
    expression = Expression(source, written, case, timed=True)
    try:
        # The library writes out what must repeat, so a count in a pattern is an amount of memory.
        too_large = unrolled(source) > len(source) + _MAX_COPIES
        compiled = None if too_large else expression.compiled
        takes_nothing = compiled and not searches and compiled.fullmatch("", timeout=_EMPTY_SECONDS)
        expression.timed = too_large or can_backtrack(source, searches=searches)
    except RecursionError:
        raise PatternError("is nested too deep", "use fewer brackets") from None
    except TimeoutError:
        raise PatternError("takes too long even on an empty line", "don't repeat what may be empty") from None
    except (regex.error, OverflowError, ValueError) as error:
        raise PatternError(f"does not compile: {error}", "a backslash before a sign takes it literally") from None
    if too_large:
        raise PatternError("repeats its parts too often", f"use counts that make fewer than {_MAX_COPIES:,} copies")
    if takes_nothing:
        raise PatternError("matches the empty line", "make a part of it obligatory")
    return expression
