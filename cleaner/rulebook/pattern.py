"""A PATTERN of the rule format: one regular expression, or several of which any will do.

Compiles on first use and pickles without what was compiled, so rules travel to other processes as text. The only
place that calls the `regex` library for rules, and the only one that looks at a clock, and that for patterns that
may backtrack.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import regex

from cleaner.rulebook.fields import closest
from cleaner.rulebook.literals import Needs, literals_of, needs, needs_of_words
from cleaner.rulebook.regex_syntax import LINE_LIMIT, WAYS_LIMIT, Named, lengths, parse, unrolled, ways
from cleaner.typography import unmapped

_PIECE = regex.compile(r"\{\{(\w+)\}\}")
_GROUP = regex.compile(r"\(\?P?<([^\W\d]\w*)>")
_NAMED_LIST = regex.compile(r"\\L<(\w+)>")
_MAX_EXPANSION = 200_000
_MAX_ROUNDS = 10
_MAX_COPIES = 20_000
_EMPTY_SECONDS = 1.0
# Of the words of a list, few begin with one another.
_WAYS_OF_LIST = 4.0

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
        written: The expression as the rule has it.
        vocabulary: The lists and pieces that it may name.
        case: Case counts.
        searches: It looks anywhere in a line, not from end to end.
        literals: Folded texts of which every match holds at least one; None where there are none.
        lengths: How many characters a match has at least and at most.
    """

    written: str
    vocabulary: Vocabulary
    case: bool
    searches: bool
    literals: frozenset[str] | None
    lengths: tuple[int, float] = (0, math.inf)
    _compiled: regex.Pattern[str] | None = field(default=None, repr=False, compare=False)
    _timed: bool = field(default=True, repr=False, compare=False)

    def check(self) -> None:
        """Check everything that can be wrong with it.

        Raises:
            PatternError: It can't be used; the message says why.
        """
        # The library writes out what must repeat, so a count in a pattern is an amount of memory.
        source = self.vocabulary.expand(self.written)
        try:
            too_large = unrolled(source) > len(source) + _MAX_COPIES
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
        if self._compiled is None:
            self._compiled = _compile(self.vocabulary.expand(self.written), case=self.case)
            self._timed = self.vocabulary.can_backtrack(self.written, searches=self.searches)
        return self._compiled

    def fullmatch(self, text: str, clock: Clock) -> Match | None:
        """Match a text from end to end."""
        least, most = self.lengths
        if not least <= len(text) <= most:
            return None
        compiled = self.compile()
        if self._timed:
            return clock.run(lambda limit: compiled.fullmatch(text, timeout=limit))
        return compiled.fullmatch(text)

    def search(self, text: str, position: int, clock: Clock) -> Match | None:
        """Find the first match at or after a position."""
        compiled = self.compile()
        if self._timed:
            return clock.run(lambda limit: compiled.search(text, position, timeout=limit))
        return compiled.search(text, position)

    @property
    def groups(self) -> frozenset[str]:
        """The names of its groups."""
        return self.vocabulary.groups(self.written)

    def __reduce__(self) -> tuple[type[Expression], tuple[object, ...]]:
        return Expression, (self.written, self.vocabulary, self.case, self.searches, self.literals, self.lengths)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Expressions of which any will do; the first that matches is the one reported."""

    expressions: tuple[Expression, ...]

    def fullmatch(self, text: str, clock: Clock, tried: Sequence[int] | None = None) -> Match | None:
        """Match a text from end to end with any of the expressions, or of those at the given positions."""
        for expression in self._tried(tried):
            if match := expression.fullmatch(text, clock):
                return match
        return None

    def search(self, text: str, clock: Clock) -> Match | None:
        """Find a match anywhere in a text."""
        for expression in self.expressions:
            if match := expression.search(text, 0, clock):
                return match
        return None

    def find_all(self, text: str, clock: Clock, tried: Sequence[int] | None = None) -> Iterator[Match]:
        """Yield every match that takes at least one character, expression by expression."""
        for expression in self._tried(tried):
            position = 0
            while position <= len(text) and (match := expression.search(text, position, clock)):
                if match.end() > match.start():
                    yield match
                position = max(match.end(), match.start() + 1)

    def _tried(self, positions: Sequence[int] | None) -> Iterable[Expression]:
        if positions is None:
            return self.expressions
        return [self.expressions[position] for position in positions]

    @property
    def groups(self) -> frozenset[str]:
        """The names of all groups."""
        return frozenset().union(*(expression.groups for expression in self.expressions))

    @property
    def literals(self) -> frozenset[str] | None:
        """Folded texts of which every match holds at least one; None where there are none."""
        found: set[str] = set()
        for expression in self.expressions:
            if expression.literals is None:
                return None
            found |= expression.literals
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    r"""What patterns may name: word lists for `\L<name>` and pieces of pattern for `{{name}}`."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defs: Mapping[str, str] = field(default_factory=dict)
    # What is known of lists and pieces by now, since many patterns name the same.
    _needs: dict[Named, Needs] = field(default_factory=dict, repr=False, compare=False)
    _ways: dict[Named, float] = field(default_factory=dict, repr=False, compare=False)
    _lengths: dict[Named, tuple[int, float]] = field(default_factory=dict, repr=False, compare=False)

    def extended(self, lists: Mapping[str, tuple[str, ...]], defs: Mapping[str, str]) -> Vocabulary:
        """Return a vocabulary in which the given names are known, too, and win."""
        return Vocabulary({**self.lists, **lists}, {**self.defs, **defs})

    def literals(self, written: str) -> frozenset[str] | None:
        """Return the literals of an expression (`cleaner.rulebook.literals`)."""
        # What is longer can't be used anyway.
        return literals_of(parse(written), self._needs_of) if len(written) <= _MAX_EXPANSION else None

    def _needs_of(self, named: Named) -> Needs:
        known = self._needs.get(named)
        if known is None:
            # While it is being worked out, a piece that names itself needs nothing.
            self._needs[named] = Needs(None, None)
            if named.is_list:
                known = needs_of_words(self.lists.get(named.name, ()))
            else:
                piece = self.defs.get(named.name, ".")
                known = needs(parse(piece if len(piece) <= _MAX_EXPANSION else "."), self._needs_of)
            self._needs[named] = known
        return known

    def lengths(self, written: str) -> tuple[int, float]:
        """Return how many characters a match of an expression has at least and at most."""
        return lengths(parse(written), self._lengths_of)

    def _lengths_of(self, named: Named) -> tuple[int, float]:
        known = self._lengths.get(named)
        if known is None:
            self._lengths[named] = (0, math.inf)
            if named.is_list:
                sizes = [len(word) for word in self.lists.get(named.name, ())] or [0]
                known = (min(sizes), max(sizes))
            else:
                known = lengths(parse(self.defs.get(named.name, "")), self._lengths_of)
            self._lengths[named] = known
        return known

    def can_backtrack(self, written: str, *, searches: bool) -> bool:
        """Tell whether an expression may try so many ways on one line that only a clock can bound it.

        Args:
            written: An expression that compiles.
            searches: It is tried from every place of the line, not from its start alone.
        """
        starts = LINE_LIMIT if searches else 1
        return ways(parse(written), self._ways_of) * starts > WAYS_LIMIT

    def _ways_of(self, named: Named) -> float:
        known = self._ways.get(named)
        if known is None:
            self._ways[named] = math.inf
            piece = "" if named.is_list else self.defs.get(named.name, "")
            known = _WAYS_OF_LIST if named.is_list else ways(parse(piece), self._ways_of)
            self._ways[named] = known
        return known

    def groups(self, written: str) -> frozenset[str]:
        """Return the names of the groups of an expression and of the pieces that it names."""
        found: set[str] = set()
        pending, seen = [written], {written}
        while pending:
            text = pending.pop()
            found.update(_GROUP.findall(text))
            pieces = {self.defs.get(name, "") for name in _PIECE.findall(text)} - seen
            seen |= pieces
            pending += pieces
        return frozenset(found)

    def __reduce__(self) -> tuple[type[Vocabulary], tuple[object, ...]]:
        return Vocabulary, (dict(self.lists), dict(self.defs))

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
        return Expression(
            written, vocabulary, case, searches, vocabulary.literals(written), vocabulary.lengths(written)
        )
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
        return regex.compile(source, regex.VERSION0 | (0 if case else regex.IGNORECASE))
    except RecursionError:
        raise _too_deep() from None
    except (regex.error, OverflowError, ValueError) as error:
        raise PatternError(f"does not compile: {error}", "a backslash before a sign takes it literally") from None
