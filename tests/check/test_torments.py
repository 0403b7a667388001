"""Texts made to bring an expression down."""

from __future__ import annotations

import pytest

from cleaner.check.torments import MOST_TEXTS, torments


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("ahoy (?:a|aa)+!", "ahoy aaaaa"),
        (r"\s*end", "          "),
        (r"(?:\d+,)*x", "0,0,0,0,0,"),
        (r"(?=.*b)c(?:de)*f", "cdededede"),
        (r"x|y(?:z)+", "yzzzzzzz"),
    ],
)
def test_a_repeat_is_filled_to_the_brim(source: str, part: str) -> None:
    texts = list(torments(source, 200))
    assert any(part in text for text in texts)
    assert len(texts) <= MOST_TEXTS
    assert len(set(texts)) == len(texts)


def test_texts_are_about_as_long_as_asked_for() -> None:
    assert all(len(text) <= 220 for text in torments("ahoy (?:a|aa)+!", 200))
    assert any(len(text) >= 190 for text in torments("ahoy (?:a|aa)+!", 200))
