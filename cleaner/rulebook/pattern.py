"""A PATTERN of the rule format: one regular expression, or several of which any will do.

Compiles on first use and pickles without what was compiled, so rules travel to other processes as text. The only
place that calls the `regex` library for rules, and the only one that looks at a clock, and that for patterns that
may backtrack.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

import regex
from msgspec import Struct

from cleaner.rulebook.compiled import flags, shipped
from cleaner.rulebook.keys import Keys
from cleaner.rulebook.outline import Outline
from cleaner.rulebook.vocabulary import PatternError, Vocabulary
from cleaner.typography import unmapped

_MAX_COPIES = 20_000
_EMPTY_SECONDS = 1.0
COST_OF_A_TRY = 20
"""What a try costs before it looks at the first character, in characters."""
_MOST_ANSWERS = 300
_LEAST_SECONDS = 0.001

Match: TypeAlias = "regex.Match[str]"


class OutOfTimeError(Exception):
    """A pattern used up the time that an article may cost."""


class TooMuchTriedError(OutOfTimeError):
    """The patterns were tried on more text than an article may cost."""


class Clock:
    """What patterns may cost on one article.

    Args:
        allowance: The time that those which can backtrack may use, in seconds.
        characters: On how many characters any may be tried, all tries together. Text that is made of what patterns
            begin with asks for so many that each being short does not help; and a number, other than a time, is the
            same on every machine.
    """

    __slots__ = ("_allowance", "_began", "_characters", "_left")

    def __init__(self, allowance: float, characters: float = math.inf) -> None:
        self._allowance = self._left = allowance
        self._began = time.thread_time()
        self._characters = characters

    def count(self, size: int) -> None:
        """Count a try on a text of so many characters.

        Raises:
            TooMuchTriedError: It is one too many.
        """
        self.spend(size + COST_OF_A_TRY)

    @property
    def left(self) -> float:
        """On how many characters patterns may still be tried."""
        return self._characters

    def spend(self, characters: float) -> None:
        """Count that so many characters were looked at.

        Raises:
            TooMuchTriedError: They are too many.
        """
        self._characters -= characters
        if self._characters < 0:
            raise TooMuchTriedError

    def watch(self, match: Callable[..., Match | None], *arguments: str | int) -> Match | None:
        """Run one match, which takes its time limit, against what is left of the allowance.

        Raises:
            OutOfTimeError: Nothing is left of it.
        """
        while True:
            started = time.perf_counter()
            try:
                return match(*arguments, timeout=max(self._left, _LEAST_SECONDS))
            except TimeoutError:
                pass
            finally:
                self._left -= time.perf_counter() - started
            # The clock on the wall goes on while other threads and processes work, and so does that of the whole
            # process, by which the library goes; the thread's own is the dearest to read.
            self._left = self._allowance - (time.thread_time() - self._began)
            if self._left < _LEAST_SECONDS:
                raise OutOfTimeError


class Expression(Struct, frozen=True, dict=True, array_like=True):
    """One regular expression, compiled when it is first tried.

    Attributes:
        written: The expression as the rule has it.
        vocabulary: The lists and pieces that it may name.
        case: Case counts.
        searches: It looks anywhere in a line, not from end to end.
        keys: Texts of which every match holds at least one, a set for each place in the line; the rarest first.
        lengths: How many characters a match has at least and at most.
        quick: How long a line may be on which it needs no clock; on longer ones it may try too many ways.
        capitals: How many characters a match begins with that are no small letters.
    """

    written: str
    vocabulary: Vocabulary
    case: bool
    searches: bool
    keys: Keys
    lengths: tuple[int, float] = (0, math.inf)
    quick: float = 0
    capitals: int = 0

    @property
    def source(self) -> str:
        """The expression with its lists and pieces filled in.

        Raises:
            PatternError: It can't be filled in.
        """
        return self.vocabulary.expand(self.written)

    def check(self) -> None:
        """Check everything that can be wrong with it.

        Raises:
            PatternError: It can't be used; the message says why.
        """
        # The library writes out what must repeat, so a count in a pattern is an amount of memory.
        try:
            too_large = self.vocabulary.has_copies(self.written, _MAX_COPIES)
        except RecursionError:
            raise _too_deep() from None
        if too_large:
            raise PatternError("repeats its parts too often", f"use counts that make fewer than {_MAX_COPIES:,} copies")
        compiled = self.compile()
        try:
            empty = None if self.searches else compiled.fullmatch("", timeout=_EMPTY_SECONDS)
        except TimeoutError:
            raise PatternError("takes too long even on an empty line", "don't repeat what may be empty") from None
        if empty:
            raise PatternError("matches the empty line", "make a part of it obligatory")

    def compile(self) -> regex.Pattern[str]:
        """Return the compiled expression.

        Raises:
            PatternError: It does not compile; the message says why.
        """
        return self._compiled

    @cached_property
    def _compiled(self) -> regex.Pattern[str]:
        return _compile(self.source, case=self.case)

    @property
    def outline(self) -> Outline | None:
        """What a line must look like that it matches; None where that is told of every line."""
        try:
            return shipped().outline(self.source, searches=self.searches)
        except LookupError:
            return self.vocabulary.outline(self.written, searches=self.searches)

    def fullmatch(self, text: str, clock: Clock, *, counted: bool = False) -> Match | None:
        """Match a text from end to end; `counted` where the clock was told before."""
        size = len(text)
        least, most = self.lengths
        if size < least or size > most:
            return None
        if not counted:
            clock.count(size)
        compiled = self._compiled
        if size <= self.quick:
            return compiled.fullmatch(text)
        return clock.watch(compiled.fullmatch, text)

    def search(self, text: str, position: int, clock: Clock, *, counted: bool = False) -> Match | None:
        """Find the first match at or after a position; `counted` where the clock was told before."""
        if not counted:
            clock.count(len(text))
        compiled = self._compiled
        if len(text) <= self.quick:
            return compiled.search(text, position)
        return clock.watch(compiled.search, text, position)

    @property
    def groups(self) -> frozenset[str]:
        """The names of its groups."""
        return self.vocabulary.groups(self.written)


class Pattern(Struct, frozen=True, dict=True, array_like=True):
    """Expressions of which any will do; the first that matches is the one reported."""

    expressions: tuple[Expression, ...]

    def fullmatch(self, text: str, clock: Clock, tried: Sequence[int] | None = None) -> Match | None:
        """Match a text from end to end with any of the expressions.

        Args:
            text: The text.
            clock: What trying may cost.
            tried: The positions of those that need a look; the scan that found it counted those that have keys.
        """
        for expression in self._tried(tried):
            if match := expression.fullmatch(text, clock, counted=tried is not None and bool(expression.keys)):
                return match
        return None

    def search(self, text: str, clock: Clock) -> Match | None:
        """Find a match anywhere in a text."""
        for expression in self.expressions:
            if match := expression.search(text, 0, clock):
                return match
        return None

    def stands_in(self, text: str, seconds: float) -> bool:
        """Tell whether there is a match anywhere in a text that is asked about again and again, and remember it.

        Args:
            text: The text, as the names of a page's elements.
            seconds: How long a search may take.
        """
        known = self._answers.get(text)
        if known is None:
            known = self.search(text, Clock(seconds)) is not None
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            self._answers[text] = known
        return known

    @cached_property
    def _answers(self) -> dict[str, bool]:
        return {}

    def find_all(self, text: str, clock: Clock, tried: Sequence[int] | None = None) -> Iterator[Match]:
        """Yield every match that takes at least one character, an expression at a time; arguments as in `fullmatch`."""
        for expression in self._tried(tried):
            position = 0
            counted = tried is not None and bool(expression.keys)
            while position <= len(text) and (match := expression.search(text, position, clock, counted=counted)):
                if match.end() > match.start():
                    yield match
                position = max(match.end(), match.start() + 1)
                counted = False

    def _tried(self, positions: Sequence[int] | None) -> Iterable[Expression]:
        if positions is None:
            return self.expressions
        return [self.expressions[position] for position in positions]

    @property
    def groups(self) -> frozenset[str]:
        """The names of all groups."""
        return frozenset().union(*(expression.groups for expression in self.expressions))


def read_expression(written: str, vocabulary: Vocabulary, *, case: bool, searches: bool) -> Expression:
    """Make an expression ready, without compiling it.

    Args:
        written: The expression as the rule has it.
        vocabulary: The lists and pieces that it may name.
        case: Case counts.
        searches: It looks anywhere in a line, not from end to end.

    Raises:
        PatternError: It is nested too deep.
    """
    try:
        keys = Keys(vocabulary.keys(written, searches=searches))
        quick = vocabulary.quick_length(written, searches=searches)
        capitals = vocabulary.capitals(written) if case and "(?i" not in written else 0
        return Expression(written, vocabulary, case, searches, keys, vocabulary.lengths(written), quick, capitals)
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> PatternError:
    return PatternError("is nested too deep", "use fewer brackets")


def _compile(source: str, *, case: bool) -> regex.Pattern[str]:
    if strangers := unmapped(source):
        raise PatternError(
            f"holds {strangers!r}, which the matching view never does", "write the plain quote, dash or space"
        )
    try:
        return shipped().find(source, case=case) or regex.compile(source, flags(case=case))
    except RecursionError:
        raise _too_deep() from None
    except (regex.error, OverflowError, ValueError) as error:
        raise PatternError(f"does not compile: {error}", "a backslash before a sign takes it literally") from None
