"""What a page says of its lines."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from cleaner.evidence import Evidence
from cleaner.page.evidence import Witness
from cleaner.page.texts import PageTexts

PROSE = [
    f"The {name} was late again on the second morning of the month, the harbour master of Lisk said."
    for name in ("ferry", "bus", "tram", "train", "boat", "post", "milk", "crew")
]
QUOTED = "<figure><blockquote>Q</blockquote><figcaption>Louder</figcaption></figure>"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in PROSE)


def _evidence(inserted: str, line: str) -> Evidence:
    page = f"<html><body><div class='story newsletter'>{PARAGRAPHS}{inserted}</div></body></html>"
    texts = PageTexts(document_fromstring(page))
    lines = [*PROSE, line]
    return Witness(texts, texts.find(lines), "lisk.example").evidence()[len(lines)]


@pytest.mark.parametrize(
    ("inserted", "field", "expected"),
    [
        ("<h3>Louder</h3>", "element", "h3"),
        ("<p><b>Louder</b></p>", "element", "p"),
        ("<p><b>Louder</b></p>", "within", frozenset({"p", "b"})),
        ("<aside><p>Louder</p></aside>", "within", frozenset({"aside", "p"})),
        ("<figure><figcaption>Louder</figcaption></figure>", "within", frozenset({"figure", "figcaption"})),
        (QUOTED, "element", "cite"),
        (
            QUOTED,
            "within",
            frozenset({"figure", "cite"}),
        ),
        ("<div class='relatedPosts my_box'><p>Louder</p></div>", "tokens", "related-posts my-box"),
        ("<p>Louder</p>", "tokens", ""),
        ("<h3 id='newsletter'>Louder</h3>", "tokens", ""),
        ("<pre class='a'><span class='comment'>Louder</span></pre>", "tokens", ""),
        ("<p><a href='/x'>Louder</a></p>", "link_share", 1.0),
        ("<p>Louder</p>", "link_share", 0.0),
        ("<p><a href='/x'>Louder</a></p>", "target", "site"),
        ("<p><a href='https://www.lisk.example/x'>Louder</a></p>", "target", "site"),
        ("<p><a href='https://other.example/x'>Louder</a></p>", "target", "elsewhere"),
        ("<p><a href='#part'>Louder</a></p>", "target", "page"),
        ("<p style='display: none'>Louder</p>", "hidden", True),
        ("<div aria-hidden='true'><p>Louder</p></div>", "hidden", True),
        ("<p>Louder</p>", "hidden", False),
    ],
)
def test_evidence_is_what_stands_around_the_line(inserted: str, field: str, expected: object) -> None:
    assert getattr(_evidence(inserted, "Louder"), field) == expected


def test_a_line_is_linked_by_the_share_of_its_words() -> None:
    found = _evidence("<p>Read the <a href='/x'>other</a> report</p>", "Read the other report")
    assert (found.links, found.link_share) == (1, 0.25)


def test_names_under_which_much_of_the_text_stands_name_no_box() -> None:
    boxes = "".join(f"<div class='teaser'><p>{text}</p></div>" for text in PROSE[:7])
    boxes += f"<div class='teaser'><p>Louder</p></div><div><p>{PROSE[7]}</p></div>"
    page = f"<html><body><div>{boxes}</div></body></html>"
    texts = PageTexts(document_fromstring(page))
    lines = [*PROSE[:7], "Louder", PROSE[7]]
    assert Witness(texts, texts.find(lines)).evidence()[8].tokens == ""


def test_a_line_that_the_page_does_not_hold_has_no_evidence() -> None:
    texts = PageTexts(document_fromstring(f"<html><body>{PARAGRAPHS}</body></html>"))
    assert 2 not in Witness(texts, texts.find([PROSE[0], "Nowhere to be seen"])).evidence()


@pytest.mark.parametrize(
    ("page", "stands"),
    [
        (f"<p>Louder</p><div>{PARAGRAPHS}</div>", "above"),
        (f"<div>{PARAGRAPHS}</div><p>Louder</p>", "below"),
        (f"<div>{PARAGRAPHS}<p>Louder</p></div>", ""),
        (f"<div>{PARAGRAPHS}<section><p>Louder</p></section></div>", ""),
    ],
    ids=["above", "below", "inside", "deep inside"],
)
def test_a_line_stands_above_or_below_the_element_of_the_article(page: str, stands: str) -> None:
    texts = PageTexts(document_fromstring(f"<html><body>{page}</body></html>"))
    lines = ["Louder", *PROSE] if stands == "above" else [*PROSE, "Louder"]
    evidence = Witness(texts, texts.find(lines)).evidence()
    assert [each.stands for each in evidence.values() if each.stands] == ([stands] if stands else [])


def test_where_much_of_the_text_stands_outside_of_the_article_no_line_is_said_to_stand_below_it() -> None:
    halves = [f"<div>{''.join(f'<p>{text}</p>' for text in part)}</div>" for part in (PROSE[:6], PROSE[6:])]
    texts = PageTexts(document_fromstring(f"<html><body>{''.join(halves)}</body></html>"))
    witness = Witness(texts, texts.find(PROSE))
    assert witness.article is not None
    assert not witness.is_inside(witness.place_of(len(PROSE) - 1))
    assert {each.stands for each in witness.evidence().values()} == {""}
