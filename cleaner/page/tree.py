"""From what a page came as to its tree: the charset, and what can't be parsed told rather than guessed.

The charset is that of the byte order mark; else UTF-8 where the bytes are valid UTF-8 with more than ASCII, whatever is
declared, since by chance they never are; else what the carrier or the page declares; else it is detected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import XPath
from lxml.html import HtmlElement

from cleaner.decode import decode

MOST_CHARACTERS = 50_000_000
MOST_ELEMENTS = 100_000
_COUNT = XPath("count(//*)")
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{2,40})", re.IGNORECASE)
_SNIFFED = 4_096
# What browsers read under these names: the sets that hold them.
_WIDER = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "tis-620": "cp874",
}


class PageError(ValueError):
    """A page that can't be read: the message says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        tree: Its elements; None where there are none.
        flags: What its reading earned (`cleaner.result.FLAGS`).
    """

    tree: HtmlElement | None
    flags: tuple[str, ...] = ()


def read_page(html: str | bytes, charset: str | None = None) -> Page:
    """Parse a page.

    Args:
        html: The page.
        charset: What its carrier, as a header of HTTP, says of its bytes.

    Raises:
        PageError: The page is too large.
    """
    if len(html) > MOST_CHARACTERS:
        raise PageError(f"the page has more than {MOST_CHARACTERS:,} characters -> cut it, or give its text")
    decoded = decode(html, _charset_of(html, charset)) if isinstance(html, bytes) else None
    text = decoded.text if decoded else str(html)
    if "<" not in text:
        return Page(None, decoded.flags if decoded else ())
    from trafilatura import load_html

    tree = load_html(text.replace("\0", ""))
    if tree is not None and _COUNT(tree) > MOST_ELEMENTS:
        raise PageError(f"the page has more than {MOST_ELEMENTS:,} elements -> cut it, or give its text")
    return Page(tree, decoded.flags if decoded else ())


def _charset_of(data: bytes, told: str | None) -> str | None:
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return "utf-8"
    return _named(told) or declared_charset(data)


def declared_charset(data: bytes) -> str | None:
    """Return the charset that a page declares for itself, as Python names it."""
    head = data[:_SNIFFED]
    found = _META.search(head) or _XML.search(head)
    return _named(found[1].decode("ascii")) if found else None


def _named(charset: str | None) -> str | None:
    name = (charset or "").strip().lower()
    # Whoever could read the declaration did not read UTF-16.
    return None if name.startswith(("utf-16", "utf-32")) else _WIDER.get(name, name) or None
