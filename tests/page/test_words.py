"""The word lists of facts."""

from __future__ import annotations

from cleaner.page.words import expression, words


def test_lists_are_read_in_small_letters() -> None:
    assert {"by", "written by", "von"} <= words("by_words")
    assert "märz" in words("months")


def test_expressions_may_name_lists_and_pieces() -> None:
    assert expression(r"\L<by_words>").match("Written by")
    assert expression("{{date}}").search("on 2 March 2024")
