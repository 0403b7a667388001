"""Literals: no match without one of them, or lines would go untried."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.rulebook.literals import fold
from cleaner.rulebook.pattern import read_expression
from cleaner.rulebook.vocabulary import PatternError, Vocabulary

VOCABULARY = Vocabulary({"verbs": ("see", "read more", "Ünder", "ß")}, {"p": "more|less", "q": "a{{p}}?b"})
ATOMS = [
    "a", "b", "B", "ab", "more", "é", "ß", "ſ", "K", "İ", "ı", "σ", "ς", "ΐ", "ǰ", "ﬁ", "µ", "[ab]", ".", r"\w",
    r"\L<verbs>", "{{p}}", "{{q}}", "(?=a)", "(?!a)", "(?<=b)", "(?<!b)", "^", "$", r"\b", "(?i:A)", "(?-i:k)",
    r"\x41", r"\.", r"\1", "(?#c)", "(?>a|ab)", "{", "}",
]  # fmt: skip
WORDS = ["more", "less", "see", "read more", "ünder", *"abABkKſSßẞİIiıσςΣµμΐéÉǰﬁ.{} "]


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{,2}", "{3,}", "{0}"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, counts).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    )


PATTERNS = st.recursive(st.sampled_from(ATOMS), _compound, max_leaves=8)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map("".join)


@settings(deadline=None, max_examples=200)
@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=8), st.booleans())
def test_every_match_holds_a_literal(written: str, texts: list[str], case: bool) -> None:
    try:
        expression = read_expression(written, VOCABULARY, case=case, searches=True)
        compiled = expression.compile()
    except PatternError:
        return
    literals = expression.literals
    if literals is None:
        return
    for text in texts:
        if compiled.search(text, timeout=5):
            assert any(literal in fold(text) for literal in literals)


@pytest.mark.parametrize("before", ["", "a", "ab "])
@pytest.mark.parametrize("character", ["Σ", "İ", "I", "ẞ", "\u212a"])
@pytest.mark.parametrize("after", ["", "b", " b"])
def test_folding_does_not_ask_what_stands_around(before: str, character: str, after: str) -> None:
    assert fold(before + character + after) == fold(before) + fold(character) + fold(after)


def test_folding_makes_the_same_of_what_patterns_take_for_one_another() -> None:
    for number in range(0x110000):
        character = chr(number)
        folded = fold(character)
        assert len(folded) == 1
        for other in {character.lower(), character.upper(), character.casefold()} - {character}:
            if len(other) == 1 and fold(other) != folded:
                assert not regex.fullmatch(regex.escape(character), other, regex.IGNORECASE), (character, other)
