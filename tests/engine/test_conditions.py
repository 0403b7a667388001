"""Where a rule may take, and where not."""

from __future__ import annotations

import pytest

from cleaner.article import Article
from cleaner.evidence import Evidence, Extracted
from tests.engine.rig import PROSE, rig, text

A, B, C = PROSE
AD = "ad here"


@pytest.mark.parametrize(
    ("condition", "gone", "stays"),
    [
        pytest.param("where: before_body", (AD, A, B), (A, AD, B), id="before_body"),
        pytest.param("where: after_body", (A, B, AD), (A, AD, B), id="after_body"),
        pytest.param("where: after_body", (A, AD, "x", "y"), (A, AD, "x", B), id="after_body-with-short-lines"),
        pytest.param("where: {first: 2}", ("x", AD, A), ("x", "y", AD, A), id="first"),
        pytest.param("where: {last: 2}", (A, AD, "x"), (A, AD, "x", "y"), id="last"),
        pytest.param("where: {share: 0.5}", (A, B, AD, C), (A, AD, B, C), id="share"),
        pytest.param("where: {before: prose}", (A, AD, B), (A, AD, "Word"), id="before-prose"),
        pytest.param("where: {before: not heading}", (A, AD, "- item"), (A, AD, "Heading"), id="before-not-heading"),
        pytest.param("where: {after: item}", ("- item", AD, B), (A, AD, B), id="after-item"),
        pytest.param("where: [after_body, {last: 1}]", (A, AD), (A, AD, "x"), id="all-of-a-list"),
        pytest.param("length: {max: 2}", (A, AD), (A, f"{AD} and there"), id="length-max"),
        pytest.param("length: {min: 3}", (A, f"{AD} now"), (A, AD), id="length-min"),
        pytest.param("shape: item", (A, f"- {AD}", B), (A, AD, B), id="item"),
        pytest.param("shape: not item", (A, AD, B), (A, f"- {AD}", B), id="not-item"),
        pytest.param("shape: heading", (A, "Ad here", B), (A, "ad here", B), id="heading"),
        pytest.param("shape: prose", (A, f"{AD} is one that has a full stop.", B), (A, AD, B), id="prose"),
        pytest.param("shape: not heading", (A, "ad | here", B), (A, "Ad here", B), id="table-row-is-no-heading"),
    ],
)
def test_condition_holds_and_fails(condition: str, gone: tuple[str, ...], stays: tuple[str, ...]) -> None:
    cleaner = rig(f"drop_line: '(?:- )?ad\\b.*'\n{condition}")
    assert "ad" not in cleaner.clean(text(*gone)).text.lower().split()
    assert cleaner.clean(text(*stays)).text == text(*stays)


@pytest.mark.parametrize(
    ("near", "lines", "left"),
    [
        pytest.param("debris", (A, "seed", "x1", B), (A, B), id="below-debris"),
        pytest.param("debris", (A, "x1", "seed", B), (A, B), id="above-debris"),
        pytest.param("debris", (A, "seed", "", "x1", B), (A, B), id="blank-lines-do-not-count"),
        pytest.param("debris", (A, "seed", "x1", "x2", B), (A, "x2", B), id="does-not-spread"),
        pytest.param("{above: debris}", (A, "x1", "seed", "x2", B), (A, "x1", B), id="debris-above-only"),
        pytest.param("{below: debris}", (A, "x1", "seed", "x2", B), (A, "x2", B), id="debris-below-only"),
        pytest.param("{beside: debris, spread: true}", (A, "x1", "x2", "seed", "x3", "x4", B), (A, B), id="spreads"),
        pytest.param("related", (A, "seed", "x1", B), (A, B), id="right-family"),
        pytest.param("[social, tags]", (A, "seed", "x1", B), (A, "x1", B), id="wrong-family"),
        pytest.param("debris", (A, "x1", B), (A, "x1", B), id="no-debris"),
    ],
)
def test_near_asks_for_debris_beside(near: str, lines: tuple[str, ...], left: tuple[str, ...]) -> None:
    cleaner = rig("drop_line: seed", f"drop_line: 'x\\d'\nnear: {near}")
    assert cleaner.clean(text(*lines)).text == text(*left)


@pytest.mark.parametrize(
    ("url", "goes"),
    [
        ("https://example.org/a", True),
        ("https://www.example.org/a", True),
        ("https://news.example.org/a", True),
        ("https://badexample.org/a", False),
        ("https://[broken", False),
        (None, False),
    ],
)
def test_sites_hold_on_their_hosts_only(url: str | None, goes: bool) -> None:
    result = rig("drop_line: ad\nsites: example.org").clean(text(A, "ad", B), url=url)
    assert (result.text == text(A, B)) is goes


@pytest.mark.parametrize(
    ("lang", "goes"),
    [("de", True), ("de-AT", True), ("DE_ch", True), ("en", False), ("en-GB", False), (None, True), ("German", True)],
)
def test_langs_count_where_the_language_is_known(lang: str | None, goes: bool) -> None:
    result = rig("drop_line: ad\nlangs: de").clean(text(A, "ad", B), lang=lang)
    assert (result.text == text(A, B)) is goes


@pytest.mark.parametrize(
    ("declared", "given", "goes"), [("de-CH", None, True), ("en", None, False), ("en", "de", True), ("", None, True)]
)
def test_a_page_tells_its_language(declared: str, given: str | None, goes: bool) -> None:
    page = f"<html lang='{declared}'><body><article><p>{A}</p><p>ad</p><p>{B}</p></article></body></html>"
    (result,) = rig("drop_line: ad\nlangs: de").clean_many([Article(html=page, lang=given)])
    assert ("\nad\n" not in result.text) is goes


def test_page_never_holds_on_plain_text() -> None:
    cleaner = rig("drop_line: ad\npage: {element: aside, links: all, class: 'promo', within: footer}")
    assert cleaner.clean(text(A, "ad", B)).text == text(A, "ad", B)


@pytest.mark.parametrize(
    ("asked", "holds", "fails"),
    [
        ("links: all", Evidence(link_share=0.95), Evidence(link_share=0.8)),
        ("links: most", Evidence(link_share=0.5), Evidence(link_share=0.4)),
        ("links: some", Evidence(link_share=0.1), Evidence()),
        ("links: few", Evidence(link_share=0.3), Evidence(link_share=0.4)),
        ("links: none", Evidence(), Evidence(link_share=0.1)),
        ("to: site", Evidence(target="site"), Evidence(target="elsewhere")),
        ("element: [h2, h3]", Evidence("h3"), Evidence("p")),
        ("within: aside", Evidence(within=frozenset({"aside"})), Evidence(within=frozenset({"p"}))),
        ("outside: aside", Evidence(), Evidence(within=frozenset({"aside"}))),
        ("class: 'promo'", Evidence(tokens="promo-box"), Evidence(tokens="box")),
        ("named: false", Evidence(), Evidence(tokens="box")),
        ("hidden: true", Evidence(hidden=True), Evidence()),
        ("stands: below", Evidence(stands="below"), Evidence(stands="above")),
        ("stands: above", Evidence(stands="above"), Evidence()),
        ("tells: date", Evidence(tells=frozenset({"author", "date"})), Evidence(tells=frozenset({"author"}))),
        ("links: all, element: p", Evidence("p", link_share=1), Evidence("h2", link_share=1)),
    ],
)
def test_the_page_must_say_all_that_is_asked(asked: str, holds: Evidence, fails: Evidence) -> None:
    cleaner = rig(f"drop_line: ad\npage: {{{asked}}}")
    assert cleaner.clean_extracted(Extracted(text(A, "ad", B), {2: holds})).text == text(A, B)
    assert cleaner.clean_extracted(Extracted(text(A, "ad", B), {2: fails})).text == text(A, "ad", B)
    assert cleaner.clean_extracted(Extracted(text(A, "ad", B), {1: holds})).text == text(A, "ad", B)


def test_each_line_of_a_run_may_ask_the_page() -> None:
    cleaner = rig("drop_run: {heading: more, each: {page: {links: all}}, max_lines: 5}")
    linked = Evidence(link_share=1.0)
    result = cleaner.clean_extracted(Extracted(text(A, "more", "one", "two", "end"), {3: linked, 4: linked}))
    assert result.text == text(A, "end")


def test_a_protecting_rule_may_ask_the_page() -> None:
    cleaner = rig("protect: ad\npage: {within: blockquote}", "drop_line: ad")
    quoted = Evidence(within=frozenset({"blockquote"}))
    assert cleaner.clean_extracted(Extracted(text(A, "ad", B), {2: quoted})).text == text(A, "ad", B)
    assert cleaner.clean(text(A, "ad", B)).text == text(A, B)
