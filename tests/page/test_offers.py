"""Texts that an extractor left out, and rules that bring them back."""

from __future__ import annotations

from lxml.html import document_fromstring

from cleaner import Cleaner
from cleaner.evidence import Evidence, Extracted, Offer
from cleaner.page.evidence import Witness
from cleaner.page.offers import offers
from cleaner.page.texts import PageTexts

FIRST = "The ferry across the bay was late again on the second morning of the month, the harbour master said."
LAST = "Two dozen passengers waited on the wooden pier while the crew of the ferry looked at the engine."


def _offers(between: str) -> list[tuple[int, str]]:
    page = f"<html><body><nav>Menu</nav><article><p>{FIRST}</p>{between}<p>{LAST}</p></article></body></html>"
    texts, text = PageTexts(document_fromstring(page)), f"{FIRST}\n{LAST}"
    spans = texts.find(text.split("\n"))
    return [(each.after, each.text) for each in offers(text, texts, spans, Witness(texts, spans))]


def test_what_stands_between_the_lines_is_offered() -> None:
    assert _offers("<h2>How it <i>was</i> mended</h2>") == [(1, "How it was mended")]
    assert _offers("<ul><li>Spanners</li><li>A lamp</li></ul>") == [(1, "- Spanners"), (1, "- A lamp")]


def test_what_is_there_already_or_beside_the_article_is_not() -> None:
    assert _offers("<p>the wooden pier</p>") == []
    assert _offers("") == []


def test_a_plain_sub_heading_comes_back_to_its_place() -> None:
    plain, named = Evidence("h2", frozenset({"h2"})), Evidence("h2", frozenset({"h2"}), tokens="widget-title")
    evidence = dict.fromkeys((1, 2), Evidence("p", frozenset({"p"})))
    left_out = (Offer(1, "How it was mended", plain), Offer(1, "Follow the harbour", named))
    result = Cleaner().clean_extracted(Extracted(f"{FIRST}\n{LAST}", evidence, offers=left_out))
    assert result.text.split("\n") == [FIRST, "How it was mended", LAST]
    assert result.protected[2] == "page-heading-back"
    assert result.restore() == result.repaired


def test_a_plain_paragraph_of_prose_comes_back() -> None:
    prose = "The crew took the engine apart on the pier, and the children of Lisk held the lamp for it."
    back = Cleaner().clean_extracted(_extracted(prose, Evidence("p", frozenset({"p"}))))
    assert back.text.split("\n") == [FIRST, prose, LAST]
    linked = Evidence("p", frozenset({"p"}), links=1, link_share=0.6, target="site")
    assert prose not in Cleaner().clean_extracted(_extracted(prose, linked)).text


def _extracted(left_out: str, evidence: Evidence) -> Extracted:
    lines = dict.fromkeys((1, 2), Evidence("p", frozenset({"p"})))
    return Extracted(f"{FIRST}\n{LAST}", lines, offers=(Offer(1, left_out, evidence),))


def test_a_line_of_a_plain_quotation_stays_whatever_rules_for_text_say() -> None:
    line = "Read more: How the lock was mended"
    quoted, plain = (Evidence("p", frozenset({"p", *around})) for around in (["blockquote"], []))
    results = [
        Cleaner().clean_extracted(Extracted(f"{FIRST}\n{line}\n{LAST}", dict.fromkeys((1, 2, 3), evidence)))
        for evidence in (quoted, plain)
    ]
    assert [line in result.text for result in results] == [True, False]
