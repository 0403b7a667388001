"""The structure of patterns: how many ways they may match, and how large they are once written out."""

from __future__ import annotations

import math

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.rulebook.regex_syntax import (
    LINE_LIMIT,
    Chain,
    Choice,
    Literal,
    Named,
    Node,
    Nothing,
    OneOf,
    Opaque,
    Repeat,
    capitals,
    parse,
    unrolled,
    unrolled_at_most,
    ways,
)

A, B = Literal("a"), Literal("b")


def _ways(pattern: str) -> float:
    return ways(parse(pattern), lambda _: 1.0)


def _unrolled(pattern: str) -> float:
    size = unrolled(parse(pattern), lambda _: 1)
    return unrolled_at_most(pattern) if size == math.inf else size


@pytest.mark.parametrize(
    ("pattern", "node"),
    [
        ("a", A),
        ("", Chain(())),
        ("ab", Chain((A, B))),
        ("a|b", Choice((A, B))),
        ("(?:ab)", Chain((A, B))),
        ("(ab)", Chain((A, B))),
        ("(?P<name>a)", A),
        ("(?<name>a)", A),
        ("(?i:a)", A),
        ("(?>a)", A),
        ("(?|a|b)", Choice((A, B))),
        (".", OneOf()),
        ("[a-z]", OneOf()),
        ("[]a]", OneOf()),
        ("[^]]", OneOf()),
        (r"[\]a]", OneOf("]a")),
        ("[abc]", OneOf("abc")),
        ("[a-zA-Z]", OneOf()),
        ("[0-9]", OneOf("0")),
        (r"[\s|-]", OneOf(" |-", blank=True)),
        (r"[|\W]", OneOf(blank=True)),
        ("[ -~]", OneOf()),
        ("[!-/]", OneOf("!\"#$%&'()*+,-./", blank=True)),
        (r"[\x21-\x7f]", OneOf()),
        (r"[\p{So}\s\uFE0F]", OneOf(blank=True)),
        (r"[\p{So}a]", OneOf()),
        (r"[\p{Lu}]", OneOf(small=False)),
        (r"[^\w]", OneOf(blank=True)),
        (r"[^\p{L}\d]", OneOf(blank=True)),
        (r"[^\p{L}]", OneOf()),
        (r"[^\\w]", OneOf()),
        (r"\W", OneOf(blank=True)),
        (r"\s", OneOf(" ", blank=True)),
        ("[[:alpha:]]", OneOf()),
        (r"\d", OneOf("0")),
        (r"\p{Lu}", OneOf()),
        (r"\n", OneOf(" ", blank=True)),
        (r"\x41", Literal("A")),
        (r"\u0041", Literal("A")),
        (r"\.", Literal(".")),
        (r"\b", Nothing()),
        ("^", Nothing(opens=True)),
        (r"\A", Nothing(opens=True)),
        ("$", Nothing()),
        ("(?i)", Nothing()),
        ("(?=a)", Nothing(A, asserted=True, ahead=True)),
        ("(?!a)", Nothing(A, ahead=True)),
        ("(?<=a)", Nothing(A, asserted=True)),
        ("(?<!a)", Nothing(A)),
        ("a*", Repeat(A, 0, None)),
        ("a+?", Repeat(A, 1, None)),
        ("a?", Repeat(A, 0, 1)),
        ("a??", Repeat(A, 0, 1)),
        ("a++", Repeat(A, 1, None)),
        ("a{3}", Repeat(A, 3, 3)),
        ("a{2,}", Repeat(A, 2, None)),
        ("a{,4}", Repeat(A, 0, 4)),
        ("a{2,4}?", Repeat(A, 2, 4)),
        ("a{2}{3}", Repeat(Repeat(A, 2, 2), 3, 3)),
        ("{", Literal("{")),
        ("a{,}", Chain((A, Literal("{"), Literal(","), Literal("}")))),
        (r"(a)\1", Chain((A, Opaque()))),
        ("(?:a){e<=1}", Opaque()),
        ("(?:a){2i+1d<=3}b", Opaque()),
        ("a(?#note)|b", Opaque()),
        ("{{who}}", Named("who", is_list=False)),
        (r"\L<verbs>+", Repeat(Named("verbs", is_list=True), 1, None)),
    ],
)
def test_a_pattern_is_taken_apart(pattern: str, node: Node) -> None:
    assert parse(pattern) == node


@pytest.mark.parametrize(
    "pattern",
    [
        r"(.)\1", "(?P<x>a)(?P=x)", "a(?R)?b", "(a)?(?(1)b|c)", "(?x) a", "(?#note)a", "(?:foo){e<=1}", r"\Xa\0",
        r"(?V1)a", "[a", "a\\", r"\G<x>\g<1>",
    ],
)  # fmt: skip
def test_what_is_not_understood_counts_as_the_worst_case(pattern: str) -> None:
    assert _ways(pattern) == math.inf


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("abc", 1),
        (r"\bread\s", 1),
        ("a?", 2),
        ("a{2,5}", 4),
        ("a*", LINE_LIMIT + 1),
        ("a{5000}", 1),
        ("a?b?c?", 8),
        ("a?|ab", 3),
        ("cat|dog?", 2),
        ("Cat|car", 2),
        ("|a", 2),
        ("(?=a?b?)", 4),
        ("(?:a?){3}", 8),
        ("(?:a|a){5}", 32),
        ("(?:a?){21}", math.inf),
        ("(?:a+)+", math.inf),
        ("(?:a*a*)*", math.inf),
    ],
)
def test_ways_are_counted(pattern: str, number: float) -> None:
    assert _ways(pattern) == number


@pytest.mark.parametrize("pattern", ["(?:" + ".*" * 45 + "){2}", "(?:" + "x.*" * 20 + "){20}", ".*" * 200])
def test_astronomic_numbers_of_ways_are_no_fault(pattern: str) -> None:
    assert _ways(pattern) == math.inf


def test_what_a_pattern_names_is_asked_for() -> None:
    asked = []

    def named(node: Named) -> float:
        asked.append(node)
        return 3.0

    assert ways(parse(r"{{who}}? \L<verbs>"), named) == 18
    assert asked == [Named("who", is_list=False), Named("verbs", is_list=True)]


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("abc", 3),
        ("a|bc", 3),
        ("a{1000}", 1000),
        ("a{1000,}", 1000),
        ("a{0,1000}", 1),
        ("a*", 1),
        ("(?:ab){10}c", 21),
        ("(?:(?:ab){10}){10}", 200),
        ("(?=a{50})", 50),
        (r"\b", 1),
        ("a{1000000000}", 1_000_000_000),
        ("(?#x)a{100}b{100}", 170_000),
        ("(?:a|(?R)){9}", 13 * 9),
        ("(?=(?R))a{7}", 12 * 7),
    ],
)
def test_what_must_repeat_is_counted_as_often(pattern: str, size: int) -> None:
    assert _unrolled(pattern) == size


@settings(deadline=None)
@given(st.text(alphabet="ab1(?:P<x>)[]^{},*+|\\.=!-#$dpLu", max_size=30))
def test_any_text_has_an_answer(pattern: str) -> None:
    assert _ways(pattern) >= 1
    assert _unrolled(pattern) >= 0


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"[^\p{Ll}.]{3}x", 3),
        (r"[^\p{Ll}]{3,5}a", 3),
        (r"\b[^\p{Ll}]{4}", 4),
        (r'(?=[\p{Lu}\d"][^\p{Ll}]{9})(?=.*a)[\p{Lu}].+', 10),
        (r"(?=[^\p{Ll}]{2})[^\p{Ll}]{5}", 5),
        (r"(?![^\p{Ll}]{9})[^\p{Ll}]{2}x", 2),
        (r"[\p{Lu}]{2}x", 2),
        (r"\W{0,3}[^\p{Ll}]{9}", 0),
        (r"(?:[^\p{Ll}]|b){3}", 0),
        (r"[\p{Lu}a]{3}", 0),
        (r"[^\\p{Ll}]{3}", 0),
        (r".{9}", 0),
        ("abc", 0),
    ],
)
def test_capitals_at_the_start_are_counted(pattern: str, expected: int) -> None:
    assert capitals(parse(pattern))[0] == expected
    # No match begins with fewer.
    if expected:
        assert not regex.match(pattern, '"' * (expected - 1) + "abcdefghijkl")
