"""What stands around the headline of a page."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from cleaner.page.headline import names_of, pieces_around


def _texts(body: str, title: str = "Ferry late again") -> list[str]:
    return [piece.text for piece in pieces_around(document_fromstring(f"<html><body>{body}</body></html>"), title)]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>Harbour</p><h1>Ferry late again</h1><p>By <b>Ada</b> today</p>", ["By", "Ada", "today", "Harbour"]),
        ("<h1>Lisk Herald</h1><h2>Ferry <i>late</i> again</h2><p>a</p>", ["a", "Lisk Herald"]),
        ("<h1>Lisk Herald</h1><p>a</p>", ["a"]),
        ("<h2>Another</h2><p>a</p>", ["a"]),
        ("<h2>Another</h2><p>b</p><div>Ferry late again</div><p>a</p>", ["a", "Another", "b"]),
        ("<h1>Ferry late again</h1><script>x()</script><style>b</style><p>a</p>", ["a"]),
        ("<p>a</p>", []),
    ],
    ids=[
        "behind, then before",
        "the heading that bears the title",
        "first h1",
        "first h2",
        "no heading, but the title",
        "mute",
        "no heading",
    ],
)
def test_pieces_follow_the_order_of_the_page(body: str, texts: list[str]) -> None:
    assert _texts(body) == texts


def test_only_what_is_close_counts() -> None:
    assert len(_texts("<p>a</p>" * 200 + "<h1>Ferry late again</h1>" + "<p>b</p>" * 200)) < 100


def test_holders_end_where_the_headline_is_held_too() -> None:
    tree = document_fromstring("<html><body><div><h1>Late</h1><p><b>a</b></p></div></body></html>")
    (piece,) = pieces_around(tree, "Late")
    assert [holder.tag for holder in piece.holders] == ["b", "p"]


def test_names_are_parted_into_their_words() -> None:
    tree = document_fromstring("<p class='blog-post_authorName x1' id='By-Line'>a</p>")
    assert names_of(tree.find(".//p")) == {"blog", "post", "author", "name", "x1", "by", "line"}
