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
