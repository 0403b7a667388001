"""Keys: no match without them, or lines would go untried."""

from __future__ import annotations

import pickle

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.rulebook.folding import NO_CORE, core, fold
from cleaner.rulebook.keys import Key, Keys, Place
from cleaner.rulebook.pattern import read_expression
from cleaner.rulebook.vocabulary import PatternError, Vocabulary

VOCABULARY = Vocabulary({"verbs": ("see", "read more", "Ünder", "ß")}, {"p": "more|less", "q": "a{{p}}?b"})
ATOMS = [
    "a", "b", "B", "ab", "more", "é", "ß", "ſ", "K", "İ", "ı", "σ", "ς", "ΐ", "ǰ", "ﬁ", "µ", "[ab]", ".", r"\w",
    r"\L<verbs>", "{{p}}", "{{q}}", "(?=a)", "(?!a)", "(?<=b)", "(?<!b)", "^", "$", r"\b", "(?i:A)", "(?-i:k)",
    r"\x41", r"\.", r"\1", "(?#c)", "(?>a|ab)", "{", "}",
    " ", r"\s", r"\d", r"\W", "[0-9]", "[.:]", r"[\s|]", r"[^\w]", "12",
]  # fmt: skip
WORDS = [
    *("more", "less", "see", "read more", "ünder", "  ", "12", "3", "٣", ":", "|", "\t"),
    *"abABkKſSßẞİIiıσςΣµμΐéÉǰﬁ.{} ",
]


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


@settings(deadline=None, max_examples=600)
@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=8), st.booleans(), st.booleans())
def test_every_match_holds_each_key(written: str, texts: list[str], case: bool, searches: bool) -> None:
    try:
        expression = read_expression(written, VOCABULARY, case=case, searches=searches)
        compiled = expression.compile()
    except PatternError:
        return
    for text in texts:
        try:
            found = compiled.search(text, timeout=1) if searches else compiled.fullmatch(text, timeout=1)
        except TimeoutError:
            # It can't be told whether it matches.
            return
        if found:
            assert all(_holds(key, fold(text)) for key in expression.keys)


def _holds(key: Key, folded: str) -> bool:
    texts = tuple(key.texts)
    if key.place is Place.START:
        return core(folded).startswith(texts)
    return core(folded).endswith(texts) if key.place is Place.END else any(text in folded for text in texts)


@pytest.mark.parametrize(
    ("written", "place", "texts"),
    [
        ("read more: .+", Place.START, {"read more"}),
        (r"\W{0,3}(?:see|read) also.*", Place.START, {"see also", "read also"}),
        (r"(?:©|\(c\))?\s?the end .*", Place.START, {"the end", "c) the end", "c)the end"}),
        (".+ was contributed[.]", Place.END, {"ontributed"}),
        (r"\d{1,2} (?:May|June) 20\d\d", Place.START, {"0 may 0", "0 june 0"}),
        (r".{3,40}\s+\|\s+agency.*", Place.INSIDE, {" | agency"}),
        (r"[▶►]{1,3}", Place.START, {NO_CORE}),
    ],
)
def test_the_rarest_key_comes_first(written: str, place: Place, texts: set[str]) -> None:
    keys = read_expression(written, VOCABULARY, case=False, searches=False).keys
    assert keys[0] == Key(place, frozenset(texts))


@pytest.mark.parametrize("written", [".{1,40}", r"\p{Lu}\w+", "(?:a|.)+"])
def test_what_may_be_anything_has_no_key(written: str) -> None:
    assert read_expression(written, VOCABULARY, case=False, searches=False).keys == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [("»  Read on …", "Read on"), ("a", "a"), ("", NO_CORE), ("-- * --", NO_CORE), ("(1) one!", "1) one"), ("é.", "é")],
)
def test_the_core_of_a_line_has_no_marks_around_it(line: str, expected: str) -> None:
    assert core(line) == expected


def test_numbers_and_spaces_are_folded() -> None:
    assert fold("On  12\u00a0May\t2024, ٣٤ ½\nX") == "on 0 may 0, 0 ½\nx"


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


def test_keys_are_the_same_read_or_not() -> None:
    # Sets of one text each: in which order a set of several is shown is another for each.
    keys = Keys([Key(Place.INSIDE, frozenset({"b"})), Key(Place.END, frozenset({"c"}))])
    read = Keys.decode(keys.encode())
    assert bool(read)
    assert read == keys == tuple(keys)
    assert hash(read) == hash(keys)
    assert (len(read), read[0], read[1:]) == (2, keys[0], keys[1:])
    assert pickle.loads(pickle.dumps(read)) == keys  # noqa: S301 - what was just made
    assert repr(read) == repr(keys)


def test_no_keys_are_none_read_or_not() -> None:
    assert not Keys()
    assert not Keys.decode(Keys().encode())
    assert Keys() == ()


def test_broken_keys_are_as_good_as_none() -> None:
    assert tuple(Keys.decode(b"broken")) == ()
