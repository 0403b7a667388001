"""The native scan, with the plain one as its oracle."""

from __future__ import annotations

import gzip
import json
import os
from array import array
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.engine.characters import MARK, page_of
from cleaner.engine.matcher import Matcher
from cleaner.engine.rounds import Engine
from cleaner.engine.scan import NATIVE, PLAIN, Scan
from cleaner.engine.state import Line
from cleaner.engine.target import Target
from cleaner.lines import count_words, stems
from cleaner.rulebook.folding import MARKS, fold
from cleaner.rulebook.key_table import END, START, ZoneKeys
from cleaner.rulebook.library import load
from cleaner.rulebook.pattern import Clock, Expression, read_expression
from cleaner.rulebook.rule import Rule, all_patterns
from cleaner.rulebook.vocabulary import PatternError, Vocabulary
from cleaner.rulebook.zones import Zone
from cleaner.typography import matching_view
from tests.rulebook.test_keys import PATTERNS, TEXTS, VOCABULARY

if NATIVE is None:
    if os.environ.get("CI"):
        pytest.fail("CI needs the native scan, which was not compiled")
    pytest.skip("the native scan was not compiled", allow_module_level=True)

from cleaner.engine.native import program_of

RULE_SET = load()
_LINES = sorted({line for rule in RULE_SET.rules for each in rule.examples for line in each.text.split("\n") if line})
_STRANGE = st.text(
    alphabet=st.sampled_from("aZ 09١٢ \t\xa0\u2028İıſςΣßÄ·'’.,-–©|/()中ไทยไ\u200b\u0301\ud800K"), max_size=40
)


@cache
def _matcher(scan: Scan | None) -> Matcher:
    assert scan
    return Matcher(RULE_SET.rules, RULE_SET.kept, scan)


@pytest.fixture(scope="module")
def plain_cleaner() -> Cleaner:
    made = Cleaner()
    assert made._engine
    made._engine = Engine(made._engine.rules, made._engine.budget, kept=made.rule_set.kept, scan=PLAIN)
    return made


@given(lines=st.lists(st.sampled_from(_LINES) | st.text(max_size=30) | _STRANGE, max_size=12))
@settings(max_examples=100)
def test_both_clean_alike(plain_cleaner: Cleaner, default_cleaner: Cleaner, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert default_cleaner.clean(text) == plain_cleaner.clean(text)


def test_both_clean_the_corpora_alike(plain_cleaner: Cleaner, default_cleaner: Cleaner, shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*-dev.text.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as records:
            for record in records:
                article = json.loads(record)
                text = article["texts"].get("trafilatura") or ""
                assert default_cleaner.clean(text) == plain_cleaner.clean(text), article["id"]


@pytest.mark.parametrize("zone", Zone)
def test_the_native_scan_sees_less_at_the_same_cost(zone: Zone) -> None:
    for start in range(0, len(_LINES), 500):
        lines = [Line(number, matching_view(text)) for number, text in enumerate(_LINES[start : start + 500], start=1)]
        seen: list[dict[int, dict[int, int]]] = []
        costs: list[float] = []
        for matcher in (_matcher(NATIVE), _matcher(PLAIN)):
            candidates = matcher.candidates(Clock(1.0, characters=1e9))
            before = candidates.clock.left
            matcher._find(zone, matcher.sheet(lines), candidates)
            seen.append(candidates.seen)
            costs.append(before - candidates.clock.left)
        assert costs[0] == costs[1]
        found = [sum(bits.bit_count() for each in rules.values() for bits in each.values()) for rules in seen]
        assert found[0] <= found[1]


def test_threads_that_share_a_cleaner_do_not_disturb_each_other(default_cleaner: Cleaner) -> None:
    texts = ["\n".join(_LINES[start : start + 60]) for start in range(0, len(_LINES), 60)]
    fresh = Cleaner.of(default_cleaner.rule_set)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fresh.clean, texts)) == list(map(default_cleaner.clean, texts))


@pytest.mark.parametrize("scan", [NATIVE, PLAIN], ids=["native", "plain"])
def test_lines_longer_than_any_rule_looks_at_cost_nothing(scan: Scan) -> None:
    matcher = _matcher(scan)
    for text, costs in (("Read more: " + "x " * 4_000, False), ("Read more: x" + " " * 9_000, True)):
        candidates = matcher.candidates(Clock(1.0, characters=1e9))
        matcher.look(matcher.sheet([Line(1, text)]), candidates)
        assert (candidates.clock.left < 1e9) == costs
        assert bool(candidates.seen) == costs


def _all_expressions() -> list[tuple[Rule, Expression]]:
    return [(rule, each) for rule in RULE_SET.rules for some in all_patterns(rule) for each in some.expressions]


def test_what_an_expression_matches_its_outline_does() -> None:
    views = list(map(matching_view, _LINES))
    programs = [(rule, each, program_of(each)) for rule, each in _all_expressions()]
    for rule, expression, program in programs:
        if program is None:
            continue
        own = {matching_view(line) for each in rule.examples for line in each.text.split("\n")}
        for view in (*own, *views[:: len(views) // 40]):
            found = expression.compile().search(view) if expression.searches else _full(expression, view)
            assert not found or program.passes(view), (rule.id, expression.written, view)


def _full(expression: Expression, view: str) -> object:
    return expression.compile().fullmatch(view.strip(), timeout=5)


@pytest.mark.parametrize(
    ("written", "passes", "fails"),
    [
        ("read more: .+", ["Read more: pumps", "- read  more: 12", "3. Read more: x"], ["Read more", "read: more"]),
        (r"\d+ of \d{3}", ["12 of 345", "1 of 1"], ["12 of", "of 345"]),
        (r"20\d\d", ["2024"], ["x2024", "20 24 "]),
        (r"a\s?\s?b", ["ab", "a b", "a  b"], ["a-b"]),
        (r"(?:pump|mill)s?", ["pump", "Mills"], ["pumpss", "mil"]),
        (r"(?:a|b\w*) ?.{0,3}", ["a", "bcd", "a xyz"], ["c", ""]),
        (r"(?:ab){2,3}", ["abab", "ababab"], ["ab", "abababab"]),
        (r"(?:ab){2,}c", ["ababc", "abababababc"], ["abc", "abab"]),
        (r"\W{1,3}more", ["» more", "- more"], ["more", "a more"]),
        (r"(?=.*pump).*mill", ["pump and mill"], ["a mill", "pump"]),
        (r"(?=pump)\w+", ["pumps"], ["a pump"]),
        (r"[\p{So}]+ new", ["★ new"], ["a new"]),
        (r"\L<towns> post", ["Lisk post", "New Harn post", "9 mills post"], ["Lis post", "New post"]),
        (r"\d\L<towns>", ["19 mills", "1lisk"], ["1 Lisk"]),
        ("{{pair}}!", ["a and b!"], ["a!", "and b!"]),
    ],
)
def test_an_outline_tells_order_numbers_words_and_repetition(written: str, passes: list[str], fails: list[str]) -> None:
    vocabulary = Vocabulary({"towns": ("Lisk", "New Harn", "9 mills")}, {"pair": r"\w+ and \w+"})
    program = program_of(read_expression(written, vocabulary, case=False, searches=False))
    assert program
    assert [text for text in passes if not program.passes(text)] == []
    assert [text for text in fails if program.passes(text)] == []


def test_an_expression_that_searches_may_stand_anywhere() -> None:
    program = program_of(read_expression(r"\bmore\s\d", Vocabulary(), case=False, searches=True))
    assert program
    assert program.passes("there is more 1 than that")
    assert not program.passes("there is more than 1")


def test_an_outline_that_would_take_too_long_is_given_up() -> None:
    program = program_of(read_expression("x" + "[^.]" * 40 + "x", Vocabulary(), case=False, searches=False))
    assert program
    assert program.passes("x" + "0 " * 100 + "x")
    assert not program.passes("x" + "a" * 50 + "x")


def test_what_takes_any_line_has_no_outline() -> None:
    for written in (".{2,90}", r"(\w)\1", "(?!a).+"):
        assert program_of(read_expression(written, Vocabulary(), case=False, searches=False)) is None


@settings(max_examples=600)
@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=8), st.booleans())
def test_no_outline_rules_out_a_match(written: str, texts: list[str], searches: bool) -> None:
    try:
        expression = read_expression(written, VOCABULARY, case=False, searches=searches)
        compiled = expression.compile()
    except PatternError:
        return
    program = program_of(expression)
    if program is None:
        return
    for view in map(matching_view, texts):
        try:
            found = compiled.search(view, timeout=1) if searches else compiled.fullmatch(view.strip(), timeout=1)
        except TimeoutError:
            # It can't be told whether it matches.
            return
        assert not found or program.passes(view)


@given(view=_STRANGE | st.text(max_size=40))
@settings(max_examples=300)
def test_words_are_counted_alike(view: str) -> None:
    assert NATIVE is not None
    assert NATIVE.count_words(view) == count_words(view)


@given(view=st.text(alphabet=st.characters(max_codepoint=127), max_size=40))
def test_stems_are_cut_alike(view: str) -> None:
    assert NATIVE is not None
    assert NATIVE.stems(view, 4, 5) == stems(view, 4, 5)


def test_single_characters_are_folded_as_texts_are() -> None:
    for number in (0, 1, 3, 4, 0x20, 0x2C, 0x30, 0xFF, 0x1D4, 0x1F6):
        folded, kinds = page_of(number)
        for place, (low, kind) in enumerate(zip(folded, kinds, strict=True)):
            character = chr(number * 256 + place)
            assert low == fold(character)
            assert bool(kind & MARK) == bool(MARKS.fullmatch(fold(character)))


def test_what_is_stripped_is_a_space_when_folded() -> None:
    spaces = [chr(code) for code in range(0x110000) if chr(code).isspace() and chr(code) != "\n"]
    assert {fold(each) for each in spaces} == {" "}


def test_keys_of_any_size_are_looked_for() -> None:
    # Kept rules that somebody else made may have them.
    assert NATIVE is not None
    texts = ["", START, END, "x" * 30, f"{START}{'y' * 30}", f"{'z' * 30}{END}"]
    named = array("I", range(len(texts))).tobytes()
    keys = ZoneKeys(texts, [], [], array("I", range(1, len(texts) + 1)).tobytes(), named)
    expression = read_expression(".+", Vocabulary(), case=False, searches=False)
    index = NATIVE.index(keys, len(texts), lambda number: Target(number, 1, 0, 999, 99, expression), 4_000)
    seen: dict[int, dict[int, int]] = {}
    index.find(NATIVE.sheet([Line(1, f"{'y' * 40} {'x' * 40} {'z' * 40}")]), seen, 1e9)
    assert set(seen) == {3, 4, 5}
