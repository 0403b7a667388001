"""What the libraries find where a page declares nothing."""

from __future__ import annotations

from lxml.html import document_fromstring, tostring

from cleaner.page import search

PAGE = document_fromstring(
    "<html><head><title>Ferry late again</title></head><body><h1>Ferry late again</h1>"
    "<div class='byline author'>Ada Miller</div><div class='post-meta'><a href='/category/harbour'>Harbour</a></div>"
    "<p>Published on 2024-03-02.</p>"
    "<a rel='license' href='https://creativecommons.org/licenses/by/4.0/'>free</a></body></html>"
)


def test_each_field_is_found_by_itself_and_the_page_stays_as_it_is() -> None:
    before = tostring(PAGE)
    assert search.title(PAGE) == "Ferry late again"
    assert search.categories(PAGE) == ["Harbour"]
    assert search.license_of(PAGE) == "CC BY 4.0"
    assert search.authors(PAGE) == ["Ada Miller"]
    assert search.day(PAGE, None) == "2024-03-02"
    assert tostring(PAGE) == before


def test_what_is_not_there_is_not_found() -> None:
    empty = document_fromstring("<html><body><p>x</p></body></html>")
    assert not search.title(empty)
    assert search.categories(empty) == []
    assert search.authors(empty) == [""]
    assert search.day(empty, None) is None
