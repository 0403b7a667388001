"""Extractors leave the page as it is: what comes after them reads it, too."""

from __future__ import annotations

import pytest
from lxml.html import tostring

from cleaner.page.extractors import text_of
from cleaner.page.facts import facts_of
from cleaner.page.tree import read_page

SENTENCES = "".join(f"<p>The ferry was late again on morning {day}, the harbour master said.</p>" for day in range(9))
PAGE = f"""<html><head><title>Ferry</title><meta name="author" content="Ada"></head><body><nav>Home</nav>
<article><h1>Ferry late</h1><span class="author">Ada Miller</span><time>3 March 2024</time>{SENTENCES}
<aside>More</aside><table><tr><td>One</td></tr></table></article><footer>Ends</footer></body></html>"""


@pytest.mark.parametrize("favour", ["balanced", "precision", "recall"])
@pytest.mark.parametrize("name", ["trafilatura", "resiliparse"])
def test_the_page_stays_as_it_is(name: str, favour: str) -> None:
    if name == "resiliparse":
        pytest.importorskip("resiliparse", reason="an extra")
    tree = read_page(PAGE).tree
    assert tree is not None
    before = tostring(tree)
    assert "late again on morning 3" in text_of(tree, name=name, favour=favour)
    assert tostring(tree) == before


def test_the_search_for_facts_leaves_the_page_as_it_is() -> None:
    tree = read_page(PAGE).tree
    assert tree is not None
    before = tostring(tree)
    assert facts_of(tree).certain["date"] == "2024-03-03"
    assert tostring(tree) == before
