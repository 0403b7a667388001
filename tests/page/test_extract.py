"""From a page to the lines of its article."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.errors import UsageError
from cleaner.page import extract as module
from cleaner.page.extract import extract

SENTENCES = (
    "The ferry across the bay was late again on the second morning of the month, the harbour master said.",
    "Two dozen passengers waited on the wooden pier while the crew of the ferry looked at the engine.",
    "A mechanic from the village of Üster came down the hill with a bag of spanners and a lamp.",
)
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def _page(head: str = "", rest: str = "") -> str:
    return f"<html lang='en'><head>{head}</head><body><article>{PARAGRAPHS}</article>{rest}</body></html>"


def test_the_paragraphs_of_an_article_become_its_lines() -> None:
    assert extract(_page()).text.split("\n") == list(SENTENCES)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_bytes_are_decoded_by_what_the_page_declares(charset: str) -> None:
    page = _page(f'<meta charset="{charset}">')
    assert extract(page.encode(charset)).text.split("\n") == list(SENTENCES)


@pytest.mark.parametrize(
    ("head", "name", "value"),
    [
        ('<meta property="og:title" content="Ferry late again">', "title", "Ferry late again"),
        ('<meta property="og:site_name" content="Lisk Herald">', "sitename", "Lisk Herald"),
        ('<meta name="description" content="A pump failed.">', "description", "A pump failed."),
        ('<link rel="canonical" href="https://lisk.example/ferry">', "url", "https://lisk.example/ferry"),
        ('<link rel="canonical" href="https://lisk.example/ferry">', "hostname", "lisk.example"),
        ('<meta name="author" content="Ada Miller">', "author", ["Ada Miller"]),
        ('<meta name="author" content="Ada Miller; Bo Smith">', "author", ["Ada Miller", "Bo Smith"]),
        ('<meta property="article:published_time" content="2024-03-02T10:00:00Z">', "date", "2024-03-02T10:00:00Z"),
        ('<meta property="article:tag" content="Ferries">', "tags", ["Ferries"]),
        ('<meta property="article:section" content="Harbour">', "categories", ["Harbour"]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_the_page_says_of_itself_becomes_facts(head: str, name: str, value: object) -> None:
    assert extract(_page(head)).metadata[name] == value


def test_a_fact_that_is_not_known_is_absent() -> None:
    found = extract(_page()).metadata
    assert all(found.values())
    assert not {"author", "tags", "categories", "license", "sitename"} & set(found)


def test_the_address_that_the_caller_knows_helps() -> None:
    assert extract(_page(), "https://www.lisk.example/ferry").metadata["hostname"] == "lisk.example"


def test_comments_of_readers_are_no_part_of_the_article() -> None:
    comment = "I have taken this ferry for thirty years, and it has never once been on time in winter."
    text = extract(_page(rest=f'<div id="comments" class="comments"><p>{comment}</p></div>')).text
    assert text.split("\n") == list(SENTENCES)


def test_lines_carry_what_the_page_says_of_them() -> None:
    page = _page().replace("</article>", "<figure><figcaption>The pier at noon</figcaption></figure></article>")
    found = extract(page)
    assert {found.evidence[number].element for number in (1, 2, 3)} == {"p"}


def test_what_no_rule_asks_for_is_not_looked_for(tmp_path: Path) -> None:
    page = _page(rest="<p>The last boat of the day left at noon with nobody on board, as the crew had feared.</p>")
    asked, not_asked = extract(page), extract(page, testified=False)
    assert asked.evidence
    assert not not_asked.evidence
    assert not not_asked.offers
    assert (not_asked.text, not_asked.metadata) == (asked.text, asked.metadata)
    assert Cleaner().clean_html(page).known.evidence
    by_words = tmp_path / "words.yaml"
    by_words.write_text("schema: 1\nextends: default\nrules: {packs: [any, en]}\n", encoding="utf-8")
    assert not Cleaner(by_words).clean_html(page).known.evidence


def test_a_page_is_extracted_by_either_extractor() -> None:
    pytest.importorskip("resiliparse", reason="an extra")
    found = extract(_page(), extractor="resiliparse")
    assert [line.strip() for line in found.text.split("\n")] == list(SENTENCES)
    assert found.evidence


def test_a_missing_extractor_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resiliparse.extract.html2text", None)
    with pytest.raises(UsageError, match=r"pip install 'article-cleaner\[resiliparse\]'"):
        extract(_page(), extractor="resiliparse")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 50_000 + PARAGRAPHS,
        _page()[: len(_page()) // 2],
        "<html><body>" + "\0" * 100_000,
        "<html><body><script>" + "x" * 30_000_000 + "</script></body></html>",
    ],
    ids=["nested", "cut", "nul", "large"],
)
def test_hostile_pages_come_to_an_end(page: str) -> None:
    assert isinstance(extract(page).text, str)


@pytest.mark.parametrize(
    "page",
    ["", b"", "<html></html>", "no page at all", b"\xff\xfe\x00", b"\0" * 50, "<" * 1000],
    ids=["empty", "no bytes", "no body", "text", "broken utf-16", "nul", "brackets"],
)
def test_a_page_without_an_article_gives_an_empty_text(page: str | bytes) -> None:
    assert extract(page).text == ""


def test_a_page_that_seems_to_hold_no_article_is_searched_again() -> None:
    page = f"<html><body><aside class='popup'><header>{PARAGRAPHS * 3}</header></aside></body></html>"
    assert extract(page, favour="precision").text == ""
    assert extract(page).text.startswith(SENTENCES[0])


def test_where_much_was_left_out_the_page_is_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def text_of(_: object, *, favour: str, **__: object) -> str:
        asked.append(favour)
        return "\n".join(SENTENCES if favour == "recall" else SENTENCES[::2])

    monkeypatch.setattr(module, "text_of", text_of)
    whole = extract(_page())
    assert (whole.text, whole.offers, asked) == ("\n".join(SENTENCES), [], ["balanced", "recall"])
    assert len(whole.evidence) == len(SENTENCES)
    assert extract(_page(), extractor="resiliparse").text == "\n".join(SENTENCES[::2])
    assert extract(_page(), testified=False).text == "\n".join(SENTENCES[::2])
    assert asked == ["balanced", "recall", "balanced", "balanced"]


@pytest.mark.parametrize(
    ("left_out", "again"),
    [
        (f"<p>{SENTENCES[1]}</p>", True),
        (f"<p><a href='/a'>{SENTENCES[1]}</a></p>", False),
        (f"<aside><p>{SENTENCES[1]}</p></aside>", False),
        ("<p>The ferry.</p>", False),
    ],
)
def test_links_boxes_and_odd_words_are_not_much(monkeypatch: pytest.MonkeyPatch, left_out: str, again: bool) -> None:
    asked = []

    def text_of(_: object, *, favour: str, **__: object) -> str:
        asked.append(favour)
        return "\n".join(SENTENCES[::2])

    monkeypatch.setattr(module, "text_of", text_of)
    extract(f"<html><body><article><p>{SENTENCES[0]}</p>{left_out}<p>{SENTENCES[2]}</p></article></body></html>")
    assert asked == ["balanced", "recall"][: 1 + again]


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        (SENTENCES, True),
        ((SENTENCES[0], SENTENCES[1], SENTENCES[1] + SENTENCES[2]), False),
        ((SENTENCES[0], SENTENCES[2], "One."), False),
        ((), False),
    ],
)
def test_a_search_for_more_loses_no_line(monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], taken: bool) -> None:
    found = {"balanced": "\n".join(SENTENCES[::2]), "recall": "\n".join(more)}
    monkeypatch.setattr(module, "text_of", lambda *_, favour, **__: found[favour])
    assert extract(_page()).text == found["recall" if taken else "balanced"]


def test_lines_beside_the_article_and_lines_that_name_its_author_and_day_are_told() -> None:
    head = '<meta name="author" content="Ada Miller"><meta property="article:published_time" content="2024-03-02">'
    many = PARAGRAPHS + "".join(f"<p>{sentence.replace('ferry', 'boat')}</p>" for sentence in SENTENCES)
    page = f"<html><head>{head}</head><body><main><div>{many}</div><p>Ada Miller, 2 March 2024</p></main></body></html>"
    found = extract(page)
    evidence = found.evidence[len(found.text.split("\n"))]
    assert evidence.stands == "below"
    assert evidence.tells == {"author", "date"}


def test_a_page_is_searched_twice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def text_of(_: object, *, favour: str, **__: object) -> str:
        asked.append(favour)
        return "\n".join(SENTENCES[::2]) if favour == "recall" else ""

    monkeypatch.setattr(module, "text_of", text_of)
    assert extract(_page()).text == "\n".join(SENTENCES[::2])
    assert asked == ["balanced", "recall"]
