"""What stands around the elements of a page."""

from __future__ import annotations

from lxml.html import Element, HtmlElement, document_fromstring

from cleaner.page.surroundings import Boxes, Place, Places, is_line, shared

PAGE = """<html><body><nav id="menu"><a href="/"><b>Home</b></a></nav>
<article class="story"><div class="relatedPosts"><p hidden><a href="/x"><i>More</i></a></p></div>
<pre class="code"><b id="keyword">if</b></pre><p>Prose</p></article></body></html>"""


def _place(places: Places, tree: HtmlElement, path: str) -> Place:
    return places[tree.find(f".//{path}")]


def test_a_place_knows_the_block_and_the_link_around_it() -> None:
    tree, places = document_fromstring(PAGE), Places()
    place = _place(places, tree, "i")
    assert place.block is tree.find(".//div/p")
    assert place.link is tree.find(".//div/p/a")
    assert [each.element.tag for each in place.upwards()] == ["i", "a", "p", "div", "article", "body", "html"]
    assert place.depth == 6
    assert _place(places, tree, "pre").link is None


def test_two_places_share_what_holds_both() -> None:
    tree, places = document_fromstring(PAGE), Places()
    one, other = _place(places, tree, "i"), _place(places, tree, "pre/b")
    assert shared(one, other).element.tag == "article"
    assert shared(one, one) is one
    assert shared(one, _place(places, tree, "div")).element.tag == "div"
    assert shared(_place(places, tree, "nav/a"), one).element.tag == "body"


def test_boxes_count_from_the_article_inwards() -> None:
    tree, places = document_fromstring(PAGE), Places()
    boxes = Boxes(_place(places, tree, "article"), frozenset())
    article, linked, code = (boxes[_place(places, tree, path)] for path in ("article", "i", "pre/b"))
    assert (article.inside, article.within, article.tokens) == (True, frozenset(), "")
    assert (linked.inside, linked.block, linked.hidden) == (True, "p", True)
    assert linked.within == {"div", "p", "a", "i"}
    assert linked.tokens == "related-posts"
    assert (code.tokens, code.hidden) == ("", False)
    outside = boxes[_place(places, tree, "nav/a/b")]
    assert (outside.inside, outside.block, outside.tokens) == (False, "nav", "menu")


def test_without_an_article_the_whole_page_counts() -> None:
    tree, places = document_fromstring(PAGE), Places()
    box = Boxes(None, frozenset(["story"]))[_place(places, tree, "article/p")]
    assert (box.inside, box.tokens) == (False, "")
    assert box.within == {"html", "body", "article", "p"}


def test_names_are_cut_where_they_are_many() -> None:
    tree = document_fromstring(f"<html><body><div class='{'a ' * 5_000}'><p id='b'>Prose</p></div></body></html>")
    assert len(Boxes(None, frozenset())[Places()[tree.find(".//p")]].tokens) == 2_000


def test_depth_is_no_danger() -> None:
    innermost = root = Element("div")
    for _ in range(5_000):
        innermost.append(deeper := Element("div"))
        innermost = deeper
    places = Places()
    place = places[innermost]
    assert place.depth == 5_000
    assert Boxes(None, frozenset())[place].within == {"div"}
    assert shared(place, places[root]).element is root


def test_headings_and_paragraphs_hold_lines() -> None:
    assert is_line(Element("h2"))
    assert is_line(Element("b"))
    assert not is_line(Element("section"))
