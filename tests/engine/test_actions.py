"""What each action takes."""

from __future__ import annotations

import pytest

from tests.engine.rig import PROSE, rig, text

A, B, C = PROSE


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        pytest.param("drop_line: 'ad'", (A, "AD", B), (A, B), id="line-ignores-case"),
        pytest.param("drop_line: 'ad'\ncase: true", (A, "AD", B), (A, "AD", B), id="line-with-case"),
        pytest.param("drop_line: 'ad'", (A, "an ad", B), (A, "an ad", B), id="line-from-end-to-end"),
        pytest.param("drop_line: 'ad'", (A, "  • ad ", B), (A, B), id="line-without-marker"),
        pytest.param("drop_line: '- ad'", (A, "– ad", B), (A, B), id="line-with-marker"),
        pytest.param("drop_line: [ad, promo]", (A, "promo", "ad", B), (A, B), id="any-pattern-of-a-list"),
        pytest.param('drop_line: "it\'s \\"here\\""', (A, "It’s “here”", B), (A, B), id="typographic-quotes-match"),
        pytest.param("drop_line: 'a.*'", (A, "a" * 4_001, B), (A, "a" * 4_001, B), id="long-line-is-skipped"),
        pytest.param("drop_line: 'a+'\nmax_chars: 5000", (A, "a" * 4_001, B), (A, B), id="long-line-with-max-chars"),
        pytest.param("cut: '\\(ad\\)'", ("One (ad) two.", B), ("One two.", B), id="cut-with-one-space"),
        pytest.param("cut: '\\(ad\\)'", ("One (ad)", B), ("One", B), id="cut-at-the-end"),
        pytest.param("cut: '\\(ad\\)'", ("(ad) one (ad) (ad) two", B), ("one two", B), id="cut-every-span"),
        pytest.param("cut: 'ad'", ("* ad ad *", B), (B,), id="line-without-a-word-goes-whole"),
        pytest.param("cut: 'x*'", (A, B), (A, B), id="empty-match-cuts-nothing"),
        pytest.param(
            "drop_block:\n  from: begin\n  to: end\n  max_lines: 3", (A, "begin", "x", "end", B), (A, B), id="block"
        ),
        pytest.param(
            "drop_block:\n  from: begin\n  to: end\n  max_lines: 3",
            (A, "begin", "x", "y", "end", B),
            (A, "begin", "x", "y", "end", B),
            id="block-too-long",
        ),
        pytest.param(
            "drop_run:\n  heading: most read\n  each: {shape: heading}\n  max_lines: 2",
            (A, "Most read", "One", "Two", "Three"),
            (A, "Three"),
            id="run-up-to-its-most-lines",
        ),
        pytest.param(
            "drop_run:\n  heading: most read\n  each: {shape: heading}\n  max_lines: 9\n  at_least: 2",
            (A, "Most read", "One", B),
            (A, "Most read", "One", B),
            id="run-with-too-few",
        ),
        pytest.param(
            "drop_run:\n  heading: most read\n  each: 'n\\d'\n  max_lines: 9\nunless: n3",
            (A, "Most read", "n1", "n2", "n3", "n4"),
            (A, "n3", "n4"),
            id="unless-ends-a-run",
        ),
        pytest.param(
            "drop_run:\n  heading: most read\n  each: {length: {max: 2}, line: '.+e.*'}\n  max_lines: 9",
            (A, "Most read", "- red fern", "green", "blue green tea"),
            (A, "blue green tea"),
            id="each-with-conditions",
        ),
        pytest.param("drop_rest: comments\nwhere: {share: 0.4}", (A, B, "Comments", C), (A, B), id="rest"),
        pytest.param(
            "drop_rest: comments\nwhere: {share: 0.9}", (A, "Comments", C), (A, "Comments", C), id="rest-too-early"
        ),
        pytest.param(
            "drop_rest: comments\nwhere: {share: 0.1}\nunless: mechanic",
            (A, "Comments", C),
            (A, "Comments", C),
            id="unless-spares-a-rest",
        ),
        pytest.param(
            "drop_repeats:\n  line: 's\\w+'\n  min: 2", (A, "share", "Share", "save", B), (A, "save", B), id="repeats"
        ),
        pytest.param("drop_line: 'ad.*'\nunless: keep", (A, "ad", "ad keep", B), (A, "ad keep", B), id="unless"),
        pytest.param("protect: ad", (A, "ad", B), (A, "ad", B), id="protect-takes-nothing"),
        pytest.param("note: ad", (A, "ad", B), (A, "ad", B), id="note-takes-nothing"),
    ],
)
def test_action_takes(rule: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert rig(rule).clean(text(*before)).text == text(*after)


def test_a_block_without_its_end_is_flagged() -> None:
    result = rig("drop_block:\n  from: begin\n  to: end\n  max_lines: 5").clean(text(A, "begin", B))
    assert result.flags == ("unclosed",)
    assert not result.removed


def test_a_removed_line_takes_the_blank_lines_after_it_along() -> None:
    result = rig("drop_line: ad").clean(f"{A}\n\nad\n\n\n{B}\n")
    assert result.text == f"{A}\n\n{B}\n"
    (removal,) = result.removed
    assert removal.text == "ad\n\n\n"
    assert (removal.line, removal.last_line) == (3, 3)


@pytest.mark.parametrize(("end", "left"), [("\n", "\n"), ("", ""), ("\n\n\n", "\n")])
def test_what_ends_a_text_leaves_no_gap(end: str, left: str) -> None:
    result = rig("drop_line: 'ad|promo'").clean(f"{A}\n\nad\n\npromo{end}")
    assert result.text == A + left
    assert result.restore() == result.repaired


def test_a_line_cut_in_one_round_can_go_whole_in_the_next() -> None:
    cleaner = rig("cut: '\\(ad\\)'", "drop_line: 'left over'")
    result = cleaner.clean(text(A, "left (ad) over", B))
    assert result.text == text(A, B)
    assert [(each.rule, each.text) for each in result.removed] == [("r2", "left "), ("r1", "(ad) "), ("r2", "over\n")]
    assert result.restore() == result.repaired


def test_a_cut_that_a_second_cleaning_would_repair_is_not_made() -> None:
    result = rig("cut: 'ad'").clean("Fish &adamp; chips are on the menu of the ferry today.")
    assert "&adamp;" in result.text
