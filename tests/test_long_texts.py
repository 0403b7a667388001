"""Long texts: packed or not, they are the same texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.lines import slices, slices_of
from cleaner.long_texts import LONG, Packed, give_back, joined, kept, text_of

LINES = st.lists(st.text(alphabet="ab \u2019\U0001f642\ud800", max_size=9), max_size=12).map("\n".join)


@given(LINES, st.lists(st.integers(0, 100), max_size=6))
def test_slices_together_are_what_stays(text: str, bounds: list[int]) -> None:
    cuts = sorted(min(bound, len(text)) for bound in bounds)
    cuts = [0, *cuts, len(text)] if len(cuts) % 2 == 0 else [0, *cuts]
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.lines.SLICE", 5)
        assert text_of(joined(slices_of(text, spans))) == "".join(text[start:end] for start, end in spans)
        assert text_of(joined(slices(text))) == text


@pytest.mark.parametrize(
    ("text", "is_packed"),
    [
        ("a" * LONG, False),
        ("\u2019" * LONG, False),
        ("\U0001f642" + "a" * LONG, True),
        ("\U0001f642" + "\ud800" * LONG, True),
        ("\U0001f642", False),
    ],
)
def test_only_what_is_long_and_wide_is_packed(text: str, is_packed: bool) -> None:
    found = kept(text)
    assert isinstance(found, Packed) is is_packed
    assert text_of(found) == text
    assert found == kept(text)


def test_one_slice_is_handed_on_as_it_is() -> None:
    text = "one line"
    assert joined([text]) is text
    assert joined([]) == ""


def test_giving_back_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    give_back(LONG)
    give_back(0)
    monkeypatch.setattr("sys.platform", "darwin")
    give_back(LONG)


def test_a_long_wide_article_is_cleaned_and_restored_as_a_short_one_is() -> None:
    text = "\n\n".join(
        ["\U0001f642 The ferry was late again on the second morning.", "Read more: Pumps"]
        + [f"Two dozen passengers waited “on the pier” and looked at engine {number}." for number in range(LONG // 60)]
        + ["\u00a9 2024 The Harbour Post"]
    )
    assert len(text) >= LONG
    result = clean(text)
    assert result.repaired == text == result.restore()
    assert [removal.rule for removal in result.removed][-1] == "copyright-notice"
    assert result.text.startswith("\U0001f642 The ferry")
    assert result.text.endswith("looked at engine 8332.")
    assert "“" not in result.text
