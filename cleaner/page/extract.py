"""The extract step: from a page to the lines of its article, what the page says of each, and its facts."""

from __future__ import annotations

from cleaner.article import site_of
from cleaner.evidence import Extracted
from cleaner.page.evidence import Witness
from cleaner.page.extractors import text_of
from cleaner.page.facts import facts_of
from cleaner.page.offers import offers
from cleaner.page.telling import Telling
from cleaner.page.texts import PageTexts
from cleaner.page.tree import read_page


def extract(
    html: str | bytes,
    url: str | None = None,
    *,
    charset: str | None = None,
    extractor: str = "trafilatura",
    favour: str = "balanced",
    testified: bool = True,
) -> Extracted:
    """Find the article of a page.

    Args:
        html: The page; bytes are decoded by what their carrier or the page declares (`cleaner.page.tree`).
        url: Its address, where it is known.
        charset: What the carrier of the bytes declares.
        extractor: `trafilatura` or `resiliparse`.
        favour: `balanced`, `precision` or `recall`.
        testified: What the page says of its lines is wanted, too, and what was left out between them; where no rule
            asks for it, looking for the lines on the page is work for nothing.

    Raises:
        PageError: The page is too large.
        UsageError: The extractor is not installed.
    """
    page = read_page(html, charset)
    if page.tree is None:
        return Extracted("", flags=page.flags)
    text = text_of(page.tree, name=extractor, favour=favour)
    # Who asks for the faster extractor does not want to pay for the search of the slower.
    facts = facts_of(page.tree, url, searches=extractor == "trafilatura")
    if not testified:
        return Extracted(text, metadata=facts.certain, guessed=facts.guessed, flags=page.flags)
    texts = PageTexts(page.tree)
    lines = text.split("\n")
    spans = texts.find(lines)
    witness = Witness(texts, spans, site_of(url or facts.certain.get("url")))
    left_out = offers(text, texts, spans, witness)
    evidence = Telling({**facts.guessed, **facts.certain}).added(witness.evidence(), lines)
    return Extracted(text, evidence, facts.certain, facts.guessed, page.flags, left_out)
