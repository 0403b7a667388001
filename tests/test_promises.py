"""The promises, held against any text that hypothesis can think of, with debris out of the rules' own examples."""

from __future__ import annotations

import pickle
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import FLAGS, Article, Cleaner, Result
from cleaner.check import STOCK
from cleaner.result import subtract
from cleaner.rulebook.library import load

_EXAMPLES = sorted(
    {line for rule in load(trial=True).rules for each in rule.examples for line in each.text.split("\n")}
)
_BROKEN = (
    "Â© 2024 The Harbour Post",
    "itâ€™s broken &amp; mended",
    "x &lt; y &amp;amp; z",
    "\x1b[31mred\x1b[0m",
    "Ã\u2003 lone",
    "ﬁne e\u0301",
    "\ud800",
    "«eins» und „zwei“ – »",
)
_LINES = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="Aa .!?«»‘’“”&;amp\u00a0\u2003Ãâ€©-—|•0123\t", max_size=60),
    st.sampled_from(STOCK),
    st.sampled_from(_EXAMPLES),
    st.sampled_from(_BROKEN),
    st.just(""),
)
_TEXTS = st.builds(
    lambda lines, end: end.join(lines), st.lists(_LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\n\n"])
)
_TITLES = st.one_of(st.none(), st.sampled_from(_EXAMPLES), st.text(max_size=40))
_MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module", params=["default", "language-model"])
def cleaner(request: pytest.FixtureRequest) -> Cleaner:
    return Cleaner(request.param, trial=True)


@given(text=_TEXTS, title=_TITLES)
@_MANY
def test_what_stayed_and_what_went_make_the_repaired_text(cleaner: Cleaner, text: str, title: str | None) -> None:
    result = cleaner.clean(text, title=title)
    position = 0
    for removal in result.removed:
        assert position <= removal.start < removal.end <= len(result.repaired)
        assert removal.text == result.repaired[removal.start : removal.end]
        leading = len(removal.text) - len(removal.text.lstrip())
        assert removal.line == result.repaired.count("\n", 0, removal.start + leading) + 1
        assert (
            removal.last_line
            == result.repaired.count("\n", 0, removal.end - len(removal.text) + len(removal.text.rstrip())) + 1
        )
        position = removal.end
    assert result.restore() == result.repaired
    body = subtract(result.repaired, result.removed)
    assert len(body) == len(result.text)
    assert [len(line) for line in body.split("\n")] == [len(line) for line in result.text.split("\n")]


@given(text=_TEXTS, title=_TITLES)
@_MANY
def test_cleaning_twice_equals_cleaning_once(cleaner: Cleaner, text: str, title: str | None) -> None:
    once = cleaner.clean(text, title=title)
    if not {"over_budget", "unsettled"} & set(once.flags):
        twice = cleaner.clean(once.text, title=title)
        assert twice.text == once.text
        assert not twice.removed


@given(text=_TEXTS)
@_MANY
def test_surviving_lines_keep_their_order_and_words(cleaner: Cleaner, text: str) -> None:
    result = cleaner.clean(text)
    gone = {number for removal in result.removed for number in range(removal.line, removal.last_line + 1)}
    lines = result.repaired.split("\n")
    untouched = [line for number, line in enumerate(lines, start=1) if number not in gone and line.strip()]
    survivors = iter(subtract(result.repaired, result.removed).split("\n"))
    assert all(line in survivors for line in untouched)


@given(text=_TEXTS)
@_MANY
def test_repair_keeps_the_number_of_lines(cleaner: Cleaner, text: str) -> None:
    result = cleaner.clean(text)
    assert result.repaired.count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert set(result.flags) <= set(FLAGS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\r\r\n",
        "\x00" * 1000,
        "\ud800\udfff\udc00",
        "a" * 10_000_000,
        "\n" * 1_000_000,
        "é " * 500_000,
        "((((" * 5_000,
    ],
    ids=["empty", "break", "returns", "nul", "surrogates", "ten-million", "a-million-lines", "accents", "brackets"],
)
def test_no_text_is_an_exception(cleaner: Cleaner, text: str) -> None:
    result = cleaner.clean(text)
    assert result.restore() == result.repaired
    assert not result.removed


def test_same_input_gives_same_output_from_threads_and_after_pickling(default_cleaner: Cleaner) -> None:
    texts = _articles(40)
    expected = [default_cleaner.clean(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(default_cleaner.clean, texts)) == expected
    travelled: Cleaner = pickle.loads(pickle.dumps(default_cleaner))  # noqa: S301 - our own bytes
    assert [travelled.clean(text) for text in texts] == expected


def test_many_articles_come_in_order_and_one_failure_stops_none(default_cleaner: Cleaner) -> None:
    articles: list[str | Article] = ["one", Article(text=3, id="bad"), Article(text="two", id="b")]  # type: ignore[arg-type]
    results: list[Result] = list(default_cleaner.clean_many(iter(articles)))
    assert [result.text for result in results] == ["one", "", "two"]
    assert results[1].flags == ("failed",)
    assert "TypeError" in str(results[1].error)
    assert [result.id for result in results] == [None, "bad", "b"]


def _articles(number: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - reproducible, not secret
    return ["\n".join(chance.sample([*STOCK, *_EXAMPLES[:200], *_BROKEN], 12)) for _ in range(number)]
