"""Charsets of pages, and pages that are too large."""

from __future__ import annotations

import codecs

import pytest

from cleaner.page import tree
from cleaner.page.tree import PageError, declared_charset, read_page

WORDS = "Üster – Zoë"


def _text(page: bytes, charset: str | None = None) -> str:
    found = read_page(page, charset).tree
    assert found is not None
    return str(found.text_content())


def _page(meta: str = "") -> str:
    return f"<html><head>{meta}</head><body><p>{WORDS}</p></body></html>"


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (_page().encode(), None),
        (codecs.BOM_UTF16_LE + _page().encode("utf-16-le"), None),
        (_page('<meta charset="iso-8859-1">').encode("cp1252"), None),
        (_page('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">').encode("cp1252"), None),
        (_page().encode("cp1252"), "windows-1252"),
        (_page('<meta charset="iso-8859-1">').encode(), None),
        (_page('<meta charset="utf-16">').encode(), None),
        (_page('<meta charset="no-such-set">').encode(), None),
    ],
    ids=["utf-8", "mark", "meta", "http-equiv", "header", "declared wrong", "utf-16 by name", "unknown name"],
)
def test_bytes_are_decoded(page: bytes, charset: str | None) -> None:
    assert WORDS in _text(page, charset)


def test_a_charset_that_nobody_declares_is_flagged_as_guessed() -> None:
    page = "<p>Zoë et le café de la forêt: une journée d'été très ordinaire à l'île</p>" * 5
    assert "guessed_charset" in read_page(page.encode("cp1252")).flags


def test_what_a_page_declares_is_read_as_browsers_read_it() -> None:
    assert declared_charset(b"<meta charset='ISO-8859-1'>") == "cp1252"
    assert declared_charset(b"<?xml version='1.0' encoding='euc-kr'?>") == "cp949"
    assert declared_charset(b"<p>") is None


@pytest.mark.parametrize(("limit", "what"), [("MOST_CHARACTERS", "characters"), ("MOST_ELEMENTS", "elements")])
def test_a_page_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str, what: str) -> None:
    monkeypatch.setattr(tree, limit, 3)
    with pytest.raises(PageError, match=f"more than 3 {what}"):
        read_page(_page())


@pytest.mark.parametrize("page", ["", b"", "no page"])
def test_what_is_no_page_has_no_tree(page: str | bytes) -> None:
    assert read_page(page).tree is None
