"""Any bytes as text, page, records, packed data or rules: a result, or an error in words; never an exception.

In the suite each target runs a hundred examples; by hand as many as wanted:

    pytest tests/test_fuzz.py --no-cov --hypothesis-profile=long
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import FLAGS, Article, Cleaner, Result
from cleaner.check import STOCK
from cleaner.decode import decode
from cleaner.errors import CleanerError, Problem
from cleaner.files.batches import Batches, Target
from cleaner.files.forms import Form
from cleaner.files.inputs import Entry
from cleaner.files.records import Reading
from cleaner.files.work import Outcome, Wanted, Work
from cleaner.rulebook.chain import Chain, read_chain
from cleaner.rulebook.rule_file import read_rule_file
from cleaner.rulebook.vocabulary import Vocabulary
from tests.conftest import ROOT
from tests.files.test_warc import GOOD, WET

_PAGE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Ferry late</title></head><body><nav><a href=/>Home"
    "</a></nav><article><h1>Ferry late</h1>" + "".join(f"<p>{line}</p>" for line in STOCK) + "<table><tr><td>1</table>"
    "<figure><img src=x><figcaption>Photo: Ada</figcaption></figure><ul><li>Read more</ul></article></body></html>"
)
_RULES = sorted((ROOT / "rules" / "en").glob("*.yaml"))[:6]
_BYTES = (
    b"<",
    b">",
    b"&#x",
    b"\xff",
    b"\0",
    b"\xed\xa0\x80",
    b"\n",
    b"\r\n\r\n",
    b"{",
    b"}",
    b'"',
    b"\\ud800",
    b"'",
    b": ",
)
_WORDS = ("regex: ", "drop_line: ", "(?:", ")*", "{{", "\\L<", "!!python/object", "&a ", "*a", "<<: ", "- ", "  ", "\t")
_TOKENS = st.one_of(
    st.sampled_from(_BYTES),
    st.sampled_from([word.encode() for word in _WORDS]),
    st.binary(max_size=8),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")),
)


def _mutated(*seeds: bytes) -> st.SearchStrategy[bytes]:
    """Return one of the seeds with pieces cut out, put in and doubled."""
    edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.booleans(), _TOKENS), max_size=8)
    return st.builds(_edited, st.sampled_from(seeds), edits)


def _edited(data: bytes, edits: list[tuple[float, int, bool, bytes]]) -> bytes:
    for place, length, doubles, token in edits:
        start = round(place * len(data))
        piece = data[start : start + length]
        data = data[:start] + token + (piece * 2 if doubles else b"") + data[start + length :]
    return data


def _is_sound(result: Result) -> None:
    assert result.restore() == result.repaired
    assert set(result.flags) <= set(FLAGS)


@given(data=st.one_of(st.binary(max_size=400), _mutated("\n".join(STOCK).encode(), "\n".join(STOCK).encode("utf-16"))))
def test_any_bytes_are_a_text(default_cleaner: Cleaner, data: bytes) -> None:
    decoded = decode(data)
    result = default_cleaner.clean_article(Article(text=decoded.text))
    _is_sound(result)
    assert result.error is None


@given(
    data=st.one_of(
        st.binary(max_size=400), _mutated(_PAGE.encode(), _PAGE.encode("utf-16"), _PAGE.encode("latin-1", "replace"))
    )
)
def test_any_bytes_are_a_page(default_cleaner: Cleaner, data: bytes) -> None:
    _is_sound(default_cleaner.clean_article(Article(html=data)))


_LINES = b"".join(
    json.dumps(fields).encode() + b"\n"
    for fields in (
        {"id": 1, "text": "\n".join(STOCK), "metadata": {"title": "x"}},
        {"html": "<p>x</p>", "url": "https://lisk.example/a", "deep": {"text": [1, {}]}},
        {"text": "\ud800", "id": None, "lang": "en"},
    )
)


def _outcomes(cleaner: Cleaner, data: bytes, form: Form, suffix: str = "") -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(data)
        reading = Reading(max_size=10_000)
        batches = Batches([Entry(str(path), path.name, form)], reading, single=Target(None))
        work = Work(cleaner, reading, Wanted(lines=True, removals=True))
        return [work(item) for batch in batches for item in batch.items]


def _all_told(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        assert isinstance(json.loads(outcome.line), dict)
        assert (outcome.error is None) == (outcome.tally is not None)
        assert "error" in json.loads(outcome.line) or outcome.error is None


@given(data=st.one_of(st.binary(max_size=200), _mutated(_LINES)))
def test_any_bytes_are_records(default_cleaner: Cleaner, data: bytes) -> None:
    outcomes = _outcomes(default_cleaner, data, Form.JSONL)
    _all_told(outcomes)
    assert len(outcomes) == sum(1 for line in data.split(b"\n") if line.strip(b" \t\r\x0b\x0c"))


@pytest.mark.parametrize(
    ("form", "suffix", "seeds"),
    [
        (Form.WARC, ".warc", (GOOD + WET, WET * 3)),
        (Form.JSONL, ".jsonl.gz", (gzip.compress(_LINES, mtime=0),)),
    ],
    ids=["warc", "packed"],
)
def test_any_bytes_are_packed_data(default_cleaner: Cleaner, form: Form, suffix: str, seeds: tuple[bytes, ...]) -> None:
    @given(data=_mutated(*seeds))
    def holds(data: bytes) -> None:
        _all_told(_outcomes(default_cleaner, data, form, suffix))

    holds()


@given(data=_mutated(*(path.read_bytes() for path in _RULES)))
def test_any_bytes_are_rules_or_faults_told_with_their_place(data: bytes) -> None:
    problems: list[Problem] = []
    text = data.decode("utf-8", "replace")
    read_rule_file(text, "own.yaml", family="own", site="", shared=Vocabulary(), problems=problems, compiles=True)
    assert all(problem.line >= 1 and problem.message for problem in problems)


@given(data=_mutated((ROOT / "rules" / "chains" / "default.yaml").read_bytes()))
def test_any_bytes_are_a_chain_or_faults_told_with_their_place(data: bytes) -> None:
    problems: list[Problem] = []
    base: Callable[[str], Chain] = lambda _: Chain()  # noqa: E731 - as short as it is
    with suppress(CleanerError):
        read_chain(data.decode("utf-8", "replace"), "own.yaml", problems, base)
    assert all(problem.line >= 1 and problem.message for problem in problems)
