"""Expressions under strain: texts made to bring them down, and the time they take over a corpus."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import structs

from cleaner.article import Article
from cleaner.check.places import Locate
from cleaner.check.torments import torments
from cleaner.errors import Problem
from cleaner.pipeline import Cleaner
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.pattern import Clock, Expression, Match, Pattern
from cleaner.rulebook.rule import Rule, patterns_of
from cleaner.rulebook.strict_yaml import Place
from cleaner.rulebook.vocabulary import PatternError

SECONDS_A_LINE = 0.1
"""An expression that takes longer on one line can make an article run out of time."""

LINE = 100
"""Characters of a line as articles have many; what takes long on it tries exponentially many ways."""

SLOW_SHARE = 0.05
"""A rule that takes a larger part of the time of all rules is slow."""

_LEAST_SECONDS = 0.01
_MOST_SECONDS = 0.2
_PATIENCE = 50
_LONGEST = 4_000


def problems(rules: Iterable[Rule], locate: Locate) -> Iterator[Problem]:
    """Yield expressions that take too long on a text made to bring them down; `locate` says where they stand."""
    for rule in rules:
        for pattern in (*patterns_of(rule.action), *filter(None, [rule.unless])):
            for expression in pattern.expressions:
                for size, code in ((LINE, "backtracks"), (_LONGEST, "slow-on-long-lines")):
                    size = min(rule.max_chars, size)
                    # On lines that short it tries so few ways that nothing can happen.
                    if expression.quick < size and (found := _worst(expression, size)):
                        yield _problem(rule, expression, locate(rule, expression.written), code, *found)
                        break


def _problem(rule: Rule, expression: Expression, place: Place, code: str, spent: float, text: str) -> Problem:
    took = f"more than {_MOST_SECONDS:g} s" if spent >= _MOST_SECONDS else f"{spent:.2f} s"
    head = expression.written[:40] + ("..." if len(expression.written) > 40 else "")
    message = f"the expression '{head}' takes {took} on a line of {len(text):,} characters ({text[:24]!r} and so on)"
    remedy = "bound its repeats, or let no two of them take the same characters"
    return Problem(rule.source.path, place.line, place.column, rule.id, message, remedy, code)


def _worst(expression: Expression, size: int) -> tuple[float, str] | None:
    """Return the time of the first text on which an expression takes too long, and that text."""
    try:
        source = expression.source
        compiled = expression.compile()
    except PatternError:
        return None
    match = compiled.search if expression.searches else compiled.fullmatch
    for text in torments(source, size):
        # Machines are noisy: what is slow must be slow twice.
        if _seconds(match, text, SECONDS_A_LINE) >= SECONDS_A_LINE:
            spent = _seconds(match, text, _MOST_SECONDS)
            if spent >= SECONDS_A_LINE:
                return spent, text
    return None


def _seconds(match: Callable[..., object], text: str, most: float) -> float:
    """Return the processor's seconds that a match takes, or as many as it is given."""
    allowed = most
    while True:
        started = time.thread_time()
        try:
            match(text, timeout=allowed)
        except TimeoutError:
            # The library looks at the clock on the wall, and others may have had the processor meanwhile.
            if time.thread_time() - started < most and allowed < _PATIENCE * most:
                allowed *= 2
                continue
            return most
        return time.thread_time() - started


class _Timed(Pattern, frozen=True, array_like=True, dict=True):
    """A pattern that notes the time it takes."""

    def fullmatch(self, text: str, clock: Clock, tried: Sequence[int] | None = None) -> Match | None:
        with _timing(self):
            return super().fullmatch(text, clock, tried)

    def search(self, text: str, clock: Clock) -> Match | None:
        with _timing(self):
            return super().search(text, clock)

    def find_all(self, text: str, clock: Clock, tried: Sequence[int] | None = None) -> Iterator[Match]:
        with _timing(self):
            return iter(list(super().find_all(text, clock, tried)))


_spent: dict[int, float] = defaultdict(float)


@contextmanager
def _timing(pattern: Pattern) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        _spent[id(pattern)] += time.perf_counter() - started


def slow(rule_set: RuleSet, rules: Sequence[Rule], corpus: Iterable[Article]) -> Iterator[Problem]:
    """Yield the rules that take a large part of the time of all rules over a corpus."""
    _spent.clear()
    owners: dict[int, str] = {}
    timed = tuple(_timed(rule, owners) for rule in rule_set.rules)
    cleaner = Cleaner.of(RuleSet(rule_set.chain, timed))
    articles = 0
    for article in corpus:
        cleaner.clean_article(article)
        articles += 1
    seconds: dict[str, float] = defaultdict(float)
    for pattern, spent in _spent.items():
        seconds[owners[pattern]] += spent
    total = sum(seconds.values())
    asked = {rule.id: rule for rule in rules}
    for name, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        share = spent / total
        if share > SLOW_SHARE and spent > _LEAST_SECONDS and name in asked:
            source = asked[name].source
            message = f"it takes {share:.0%} of the time of all rules, {1e6 * spent / articles:,.0f} µs an article"
            remedy = "name a rarer word that must stand there, or bound what may be repeated"
            yield Problem(source.path, source.line, 1, name, message, remedy, "slow")


def _timed(rule: Rule, owners: dict[int, str]) -> Rule:
    def of(pattern: Pattern) -> Pattern:
        timed = _Timed(pattern.expressions)
        owners[id(timed)] = rule.id
        return timed

    fields = {name: getattr(rule.action, name) for name in rule.action.__struct_fields__}
    changed = {name: of(value) for name, value in fields.items() if isinstance(value, Pattern)}
    action = structs.replace(rule.action, **changed)
    return structs.replace(rule, action=action, unless=of(rule.unless) if rule.unless else None)
