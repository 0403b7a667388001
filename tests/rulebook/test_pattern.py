"""Patterns: what they match, what can be wrong with them, how they travel, and how long they may take."""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from cleaner.rulebook import pattern as module
from cleaner.rulebook.keys import Key, Place
from cleaner.rulebook.pattern import (
    Clock,
    Expression,
    Match,
    OutOfTimeError,
    Pattern,
    TooMuchTriedError,
    read_expression,
)
from cleaner.rulebook.vocabulary import PatternError, Vocabulary

T = TypeVar("T")
NOTHING = Vocabulary()
SLOW = "(?:a|aa)+[!?]"
SLOW_TEXT = "a" * 200


class _NoClock(Clock):
    """A clock that nobody may ask."""

    def run(self, match: Callable[[float], Match | None]) -> Match | None:
        raise AssertionError(match)


NO_CLOCK = _NoClock(0)


def _expression(
    written: str, vocabulary: Vocabulary = NOTHING, *, case: bool = False, searches: bool = False
) -> Expression:
    return read_expression(written, vocabulary, case=case, searches=searches)


def _pattern(*written: str, searches: bool = False) -> Pattern:
    return Pattern(tuple(_expression(each, searches=searches) for each in written))


def _copy(value: T) -> T:
    copy = pickle.loads(pickle.dumps(value))  # noqa: S301 - pickled here
    assert isinstance(copy, type(value))
    return copy


def test_a_whole_line_must_match_from_end_to_end() -> None:
    pattern = _pattern("read more: .+")
    assert pattern.fullmatch("read more: pumps", NO_CLOCK)
    assert not pattern.fullmatch("please read more: pumps", NO_CLOCK)
    assert not pattern.fullmatch("read more: pumps\n", NO_CLOCK)


def test_the_first_expression_that_matches_is_the_one_reported() -> None:
    pattern = _pattern("never", r"(?P<one>ferry)", r"(?P<two>\w+)")
    match = pattern.fullmatch("ferry", NO_CLOCK)
    assert match
    assert match.groupdict() == {"one": "ferry"}
    found = _pattern("never", "pier").search("the old pier", NO_CLOCK)
    assert found
    assert found.span() == (8, 12)
    assert _pattern("never").search("the old pier", NO_CLOCK) is None
    assert _pattern("never").fullmatch("the old pier", NO_CLOCK) is None


@pytest.mark.parametrize(("case", "matches"), [(False, True), (True, False)])
def test_case_counts_only_where_asked(case: bool, matches: bool) -> None:
    expression = _expression("Ferry", case=case)
    assert bool(expression.fullmatch("FERRY", NO_CLOCK)) == matches
    assert expression.fullmatch("Ferry", NO_CLOCK)


@pytest.mark.parametrize(
    ("written", "text", "spans"),
    [
        (("ad",), "ad, bad ad", [(0, 2), (5, 7), (8, 10)]),
        (("x*",), "axxb", [(1, 3)]),
        ((r"\b",), "a b", []),
        (("a", "b"), "ab a", [(0, 1), (3, 4), (1, 2)]),
        (("a",), "", []),
    ],
)
def test_every_match_that_takes_something_is_found(
    written: tuple[str, ...], text: str, spans: list[tuple[int, int]]
) -> None:
    found = [match.span() for match in _pattern(*written, searches=True).find_all(text, Clock(10.0))]
    assert found == spans


def test_groups_are_those_of_all_expressions_and_of_their_pieces() -> None:
    vocabulary = Vocabulary({}, {"who": "(?P<name>.+)", "line": "by {{who}}", "unused": "(?P<other>.)"})
    expressions = (_expression("{{line}} (?<day>.+)", vocabulary), _expression("(?P<place>.+)(?:x)(?=y)(?<!z)"))
    assert Pattern(expressions).groups == {"name", "day", "place"}
    assert _pattern("a").groups == frozenset()


def test_groups_of_circular_pieces_are_found_without_end() -> None:
    vocabulary = Vocabulary({}, {"a": "(?P<one>x){{b}}", "b": "(?P<two>x){{a}}"})
    assert vocabulary.groups("{{a}}") == {"one", "two"}


def test_lists_and_pieces_are_filled_in() -> None:
    vocabulary = Vocabulary({"verbs": ("see", "see also", "a.b")}, {"more": r"\L<verbs>|more", "line": "{{more}}!"})
    assert vocabulary.expand("x{{line}}") == r"x(?:(?:(?:see\ also|a\.b|see)|more)!)"
    assert vocabulary.expand("plain {2} {{}} {x}") == "plain {2} {{}} {x}"
    expression = _expression("{{line}}", vocabulary)
    assert expression.fullmatch("see also!", NO_CLOCK)
    assert expression.fullmatch("A.B!", NO_CLOCK)
    assert not expression.fullmatch("axb!", NO_CLOCK)


def test_an_extended_vocabulary_leaves_the_first_as_it_was() -> None:
    first = Vocabulary({"a": ("x",)}, {"p": "old", "q": "{{p}}"})
    assert first.keys("{{q}}", searches=True) == (Key(Place.INSIDE, frozenset({"old"})),)
    second = first.extended({"b": ("y",)}, {"p": "new"})
    assert (second.lists, second.defs) == ({"a": ("x",), "b": ("y",)}, {"p": "new", "q": "{{p}}"})
    assert second.expand("{{q}}") == "(?:(?:new))"
    assert second.keys("{{q}}", searches=True) == (Key(Place.INSIDE, frozenset({"new"})),)
    assert first.expand("{{q}}") == "(?:(?:old))"


HUGE = Vocabulary(
    {"long": ("x" * 3_000_000,)},
    {"long": "x" * 3_000_000, "twice": "{{double}}{{double}}", "double": "x" * 60_000, "loop": "{{loop}}{{loop}}"},
)


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("(", "does not compile: missing )", "a backslash before a sign takes it literally"),
        ("[z-a]", "does not compile: bad character range", "a backslash"),
        (r"\p{Nonsense}", "does not compile: unknown property", "a backslash"),
        ("a\\", "does not compile: bad escape (end of pattern)", "a backslash"),
        ("[a", "does not compile: unterminated character set", "a backslash"),
        ("a)b", "does not compile: unbalanced parenthesis", "a backslash"),
        ("a{" + "9" * 5_000 + "}", "", ""),
        ("a{1000000000}", "repeats its parts too often", "use counts that make fewer than 20,000 copies"),
        ("(?:(?:(?:a?){999}){999}){999}", "repeats its parts too often", "use counts"),
        ("(?#note)a{1000000000}", "repeats its parts too often", "use counts"),
        ("(?:" * 5_000 + "a" + ")" * 5_000, "is nested too deep", "use fewer brackets"),
        ("'“'", "holds '“', which the matching view never does", "write the plain quote, dash or space"),
        ("a – b\u00a0c", "holds '–\\xa0', which", "write the plain quote, dash or space"),
        ("", "matches the empty line", "make a part of it obligatory"),
        ("a*|b", "matches the empty line", "make a part of it obligatory"),
        ("{{who}}", "names the piece `who`, which is not defined", "define it under `defs`; known: double, long"),
        ("{{loup}}", "names the piece `loup`", "define it under `defs`; did you mean `loop`?"),
        (r"\L<who>", "names the list `who`, which is not defined", "define it under `lists`; known: long"),
        ("{{loop}}", "", ""),
        ("{{long}}" * 10_000, "has more than 200,000 characters with its pieces", "name fewer of them"),
        ("{{twice}}{{twice}}", "has more than 200,000 characters with its pieces", "name fewer of them"),
        (r"\L<long>" * 10_000, "has more than 200,000 characters with its pieces", "name fewer of them"),
        ("x" * 200_001, "has more than 200,000 characters", "name fewer of them, or make them shorter"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_pattern_that_can_not_be_used_is_told_in_words(written: str, message: str, remedy: str) -> None:
    with pytest.raises(PatternError) as caught:
        _expression(written, HUGE).check()
    assert message in str(caught.value)
    assert remedy in caught.value.remedy
    assert caught.value.remedy


def test_what_must_repeat_is_counted_through_lists_and_pieces() -> None:
    vocabulary = Vocabulary({"words": ("see", "more")}, {"piece": r"\L<words>{3}a", "huge": "a{9999999999}"})
    copies = (7 * 3 + 1) * 2 - len(vocabulary.expand("{{piece}}{2}"))
    assert vocabulary.has_copies("{{piece}}{2}", copies - 1)
    assert not vocabulary.has_copies("{{piece}}{2}", copies)
    assert vocabulary.has_copies("(?:" * 99 + "{{huge}}" + "){9999999999}" * 99, 10**900)


def test_pieces_in_a_circle_are_told() -> None:
    vocabulary = Vocabulary({}, {"a": "{{b}}", "b": "x{{a}}"})
    with pytest.raises(PatternError, match="runs in a circle"):
        _expression("{{a}}", vocabulary).check()
    with pytest.raises(PatternError, match="which is not defined") as caught:
        _expression("{{a}}").check()
    assert caught.value.remedy == "define it under `defs`"


def test_pieces_that_are_deep_only_together_are_told() -> None:
    deep = {f"p{number}": "(?:" * 60 + f"{{{{p{number + 1}}}}}" + ")" * 60 for number in range(8)} | {"p8": "x"}
    with pytest.raises(PatternError, match="nested too deep"):
        _expression("{{p0}}", Vocabulary({}, deep)).check()


def test_a_pattern_that_takes_too_long_on_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EMPTY_SECONDS", 0.01)
    with pytest.raises(PatternError, match="takes too long even on an empty line"):
        _expression("(?:(?=a?)|(?!b)|){60}(?!)").check()


def test_a_pattern_that_searches_may_match_the_empty_line() -> None:
    _expression("a*", searches=True).check()


@pytest.mark.parametrize("compiled", [False, True], ids=["fresh", "compiled"])
def test_patterns_travel_to_other_processes(compiled: bool) -> None:
    vocabulary = Vocabulary({"verbs": ("see", "read")}, {"more": r"\L<verbs> more"})
    pattern = Pattern((_expression("{{more}}: (?P<title>.+)", vocabulary, case=True),))
    if compiled:
        assert pattern.fullmatch("see more: pumps", NO_CLOCK)
    copy = _copy(pattern)
    assert copy == pattern
    assert copy.groups == pattern.groups
    match = copy.fullmatch("see more: pumps", NO_CLOCK)
    assert match
    assert match["title"] == "pumps"
    assert copy.fullmatch("SEE more: pumps", NO_CLOCK) is None
    assert _copy(vocabulary) == vocabulary


def test_what_came_of_a_search_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_ANSWERS", 2)
    pattern = Pattern((_expression("promo", searches=True),))
    before = pickle.dumps(pattern)
    for _ in range(2):
        assert pattern.stands_in("box promo", 1.0)
        assert not any(pattern.stands_in(text, 1.0) for text in ("box", "card", "teaser"))
    with monkeypatch.context() as patched:
        patched.setattr(Pattern, "search", None)
        assert not pattern.stands_in("teaser", 1.0)
    assert pickle.dumps(pattern) == before


def test_what_was_compiled_stays_at_home() -> None:
    expression = _expression("read more")
    before = pickle.dumps(expression)
    expression.compile()
    assert pickle.dumps(expression) == before


@pytest.mark.parametrize(
    ("written", "line", "anywhere"),
    [
        ("read more: .{3,80}", False, False),
        (r"(?:c|©)\s*\d{4}", False, True),
        (r"\bphoto: \w+", False, True),
        (".*x.*", True, True),
        ("(?:a+)+b", True, True),
        (r"(.)\1", True, True),
        ("(?:foo){e<=1}", True, True),
        ("{{slow}}", True, True),
        ("{{quick}}", False, False),
        (r"\L<verbs> more", False, False),
    ],
)
def test_a_pattern_is_watched_where_it_may_try_many_ways(written: str, line: bool, anywhere: bool) -> None:
    vocabulary = Vocabulary({"verbs": ("see", "read")}, {"slow": ".*x.*", "quick": "{{more}}", "more": "read more"})
    assert (vocabulary.quick_length(written, searches=False) < math.inf) == line
    assert (vocabulary.quick_length(written, searches=True) < math.inf) == anywhere


@pytest.mark.parametrize(
    ("written", "length"), [("x{2}", math.inf), (".*x.*", 400), (".*x.*y.*", 60), ("(?:a+)+", 0), (r"(.)\1", 0)]
)
def test_on_short_lines_fewer_ways_are_tried(written: str, length: float) -> None:
    assert Vocabulary().quick_length(written, searches=False) == length


@pytest.mark.parametrize("action", ["fullmatch", "search"])
def test_a_slow_pattern_runs_out_of_the_clock(action: str) -> None:
    pattern = _pattern(SLOW)
    with pytest.raises(OutOfTimeError):
        getattr(pattern, action)(SLOW_TEXT, Clock(0.02))


def test_a_slow_pattern_that_finds_its_match_is_fine() -> None:
    clock = Clock(10.0)
    assert _pattern(SLOW).fullmatch("aaa!", clock)
    assert _pattern(SLOW).search("the aaa!", clock)


def test_a_clock_gives_each_match_what_the_others_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 0.4, 10.0, 10.5, 20.0, 23.0, 30.0, 30.1])
    monkeypatch.setattr(time, "perf_counter", lambda: next(now))
    limits: list[float] = []

    def match(timeout: float) -> None:
        limits.append(timeout)

    clock = Clock(1.0)
    for _ in range(4):
        assert clock.watch(match) is None
    assert limits == pytest.approx([1.0, 0.6, 0.1, 0.001])


def test_time_that_ran_out_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 5.0, 6.0, 6.0])
    spent = iter([0.0, 5.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(now))
    monkeypatch.setattr(time, "thread_time", lambda: next(spent))

    def late(*, timeout: float) -> None:
        raise TimeoutError(timeout)

    def keep(*, timeout: float) -> None:
        limits.append(timeout)

    limits: list[float] = []
    clock = Clock(1.0)
    with pytest.raises(OutOfTimeError):
        clock.watch(late)
    clock.watch(keep)
    assert limits == [0.001]


def test_time_that_others_took_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 9.0, 9.0, 9.1])
    spent = iter([0.0, 0.25])
    monkeypatch.setattr(time, "perf_counter", lambda: next(now))
    monkeypatch.setattr(time, "thread_time", lambda: next(spent))
    limits: list[float] = []

    def interrupted(*, timeout: float) -> None:
        limits.append(timeout)
        if len(limits) == 1:
            raise TimeoutError

    assert Clock(1.0).watch(interrupted) is None
    assert limits == pytest.approx([1.0, 0.75])


def test_what_was_counted_before_is_not_counted_again() -> None:
    clock = Clock(1.0, characters=100)
    clock.spend(90)
    keyed = _expression("read more: .+")
    assert Pattern((keyed,)).fullmatch("read more: pumps", clock, (0,))
    assert clock.left == 10
    with pytest.raises(TooMuchTriedError):
        Pattern((keyed,)).fullmatch("read more: pumps", clock)


def test_what_has_no_keys_was_not_counted_before() -> None:
    clock = Clock(1.0, characters=100)
    assert _pattern(".+").fullmatch("pumps", clock, (0,))
    assert clock.left == 100 - module.COST_OF_A_TRY - len("pumps")


def test_only_the_first_search_of_a_line_was_counted_before() -> None:
    clock = Clock(1.0, characters=1_000)
    found = list(_pattern("pump", searches=True).find_all("pump by pump", clock, (0,)))
    assert len(found) == 2
    assert clock.left == 1_000 - 2 * (module.COST_OF_A_TRY + len("pump by pump"))
