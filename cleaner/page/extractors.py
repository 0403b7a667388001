"""Extractors: which lines of a page are its article; the only place that imports trafilatura's and resiliparse's.

Comments of readers are left out, since they are debris by every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml.html import HtmlElement, tostring

from cleaner.errors import UsageError


def text_of(tree: HtmlElement, *, name: str, favour: str) -> str:
    """Return the lines of the article of a page, empty where it has none.

    Args:
        tree: The page; it stays as it is.
        name: The extractor, as a chain names it.
        favour: `balanced`, `precision` or `recall`.

    Raises:
        UsageError: The extractor is not installed.
    """
    return _EXTRACTORS[name](tree, favour)


def _trafilatura(tree: HtmlElement, favour: str) -> str:
    from trafilatura import bare_extraction

    # It works on a copy of its own.
    document = bare_extraction(
        tree,
        include_comments=False,
        favor_precision=favour == "precision",
        favor_recall=favour == "recall",
    )
    found = document if isinstance(document, dict) or document is None else document.as_dict()
    return (found or {}).get("text") or ""


def _resiliparse(tree: HtmlElement, favour: str) -> str:
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError:
        remedy = "pip install 'article-cleaner[resiliparse]', or name trafilatura in the chain"
        raise UsageError(f"the chain extracts with resiliparse, which is not installed -> {remedy}") from None
    found = extract_plain_text(
        tostring(tree, encoding="unicode"),
        main_content=favour != "recall",
        alt_texts=False,
        links=False,
        form_fields=False,
        noscript=False,
        comments=favour == "recall",
    )
    return "\n".join(line for line in str(found).split("\n") if line.strip())


_EXTRACTORS: Mapping[str, Callable[[HtmlElement, str], str]] = {
    "trafilatura": _trafilatura,
    "resiliparse": _resiliparse,
}
