"""What a page says of each line of an extracted text: the elements around it, their names for it, its links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from lxml.etree import _Element

from cleaner.article import site_of
from cleaner.evidence import Evidence
from cleaner.page.texts import PageTexts, Span

INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd label mark q ruby rt rp s samp small span"
    " strike strong sub sup time tt u var wbr nobr".split()
)
_NAMING = ("id", "class", "role", "itemprop", "data-testid", "data-component", "data-type", "data-module")
_MOST_TOKENS = 2_000
# relatedPosts, relatedposts and related_posts are named alike.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ARTICLE_SHARE = 0.75
_PROSE_CHARACTERS = 60
_TEXT_SHARE = 0.25
_TEXT_CHARACTERS = 500

Chain = tuple[_Element, ...]


class Witness:
    """Tells what a page says of the lines of an extracted text.

    Args:
        texts: The texts of the page.
        spans: For each line where it stands among them.
        site: The host of the page, empty where it is unknown.
    """

    def __init__(self, texts: PageTexts, spans: Sequence[Span | None], site: str = "") -> None:
        self._texts, self._spans, self._site = texts, spans, site
        self._chains: dict[_Element, Chain] = {}
        self._tokens: dict[_Element, str] = {}
        self._prose = self._prose_by_element()
        self.article = self._article()
        self._outside = frozenset(self.article)
        self._common_names = self._names_of_the_text()

    def evidence(self) -> Mapping[int, Evidence]:
        """Return the evidence for each line, by its number from 1; lines that can't be found have none."""
        return {number: self.testify(span) for number, span in enumerate(self._spans, start=1) if span}

    def testify(self, span: Span) -> Evidence:
        """Return what the page says of a span of its text."""
        pieces = self._texts.pieces_of(span)
        around = self._common(pieces)
        inner = [element for element in around if element not in self._outside]
        block = next((each for each in reversed(around) if each.tag not in INLINE), around[-1])
        links: dict[_Element, None] = {}
        linked = total = 0
        for piece in pieces:
            total += self._texts.words[piece]
            if (link := self._link_of(self._texts.holders[piece])) is not None:
                links[link] = None
                linked += self._texts.words[piece]
        return Evidence(
            element=_name(block),
            within=frozenset(map(_name, inner)),
            tokens=" ".join(filter(None, map(self._tokens_of, _named_of(inner))))[:_MOST_TOKENS],
            links=len(links),
            link_share=linked / total if total else 0.0,
            target=self._target(links),
            hidden=any(map(_is_hidden, inner)),
        )

    def chain(self, element: _Element) -> Chain:
        """Return an element and all around it, from the outermost."""
        known = self._chains.get(element)
        if known is None:
            known = self._chains[element] = (*reversed(list(element.iterancestors())), element)
        return known

    def _common(self, pieces: range) -> Chain:
        """Return the elements that stand around all pieces."""
        holders = {self._texts.holders[piece] for piece in (pieces[0], pieces[-1])}
        return reduce(_shared, map(self.chain, holders))

    def _prose_by_element(self) -> Mapping[_Element, int]:
        """Return for each element how many characters of long lines it holds."""
        sizes: dict[_Element, int] = {}
        for span in self._spans:
            if span and (size := span[1] - span[0]) >= _PROSE_CHARACTERS:
                for element in self.chain(self._texts.holders[self._texts.pieces_of(span)[0]]):
                    sizes[element] = sizes.get(element, 0) + size
        return sizes

    def _article(self) -> Chain:
        """Return the innermost element that holds most of the long lines, and all around it."""
        least = _ARTICLE_SHARE * max(self._prose.values(), default=0)
        # A line's own element is no article.
        holding = [each for each, size in self._prose.items() if size >= least and each.tag not in _LINES]
        return max(map(self.chain, holding), key=len, default=())

    def _names_of_the_text(self) -> frozenset[str]:
        """Return the classes under which much of the text stands: whatever they say, they name no box beside it."""
        sizes: dict[str, int] = {}
        for element, size in self._prose.items():
            if element not in self._outside and (name := element.get("class")):
                sizes[name] = sizes.get(name, 0) + size
        least = max(_TEXT_SHARE * max(self._prose.values(), default=0), _TEXT_CHARACTERS)
        return frozenset(name for name, size in sizes.items() if size >= least)

    def _target(self, links: Iterable[_Element]) -> str:
        targets = {self._leads_to(link.get("href") or "") for link in links}
        return targets.pop() if len(targets) == 1 else ""

    def _leads_to(self, address: str) -> str:
        address = address.strip()
        if address.startswith("#"):
            return "page"
        if not _ABSOLUTE.match(address):
            return "site" if address else ""
        host = site_of(address if ":" in address.partition("/")[0] else f"https:{address}")
        if not host or not self._site:
            return ""
        same = f".{host}".endswith(f".{self._site}") or f".{self._site}".endswith(f".{host}")
        return "site" if same else "elsewhere"

    def _link_of(self, holder: _Element) -> _Element | None:
        return next((each for each in reversed(self.chain(holder)) if each.tag == "a"), None)

    def _tokens_of(self, element: _Element) -> str:
        if element.get("class") in self._common_names:
            return ""
        known = self._tokens.get(element)
        if known is None:
            # The id of a heading repeats its words.
            naming = _NAMING if element.tag not in _HEADINGS else _NAMING[1:]
            named = " ".join(value for name in naming if (value := element.get(name)))
            known = _HUMP.sub("-", named.replace("_", "-")).lower()
            self._tokens[element] = known
        return known


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINES = INLINE | _HEADINGS | {"p", "li", "td", "tr", "blockquote"}


def _name(element: _Element) -> str:
    if element.tag == "figcaption":
        figure = element.getparent()
        if figure is not None and (figure.find(".//blockquote") is not None or figure.find(".//table") is not None):
            # What stands below a quotation says who is quoted, and what stands below a table is its heading.
            return "cite"
    return element.tag if isinstance(element.tag, str) else ""


def _named_of(inner: Sequence[_Element]) -> Sequence[_Element]:
    """Return the elements whose names speak of a line: inside of code they speak of its parts."""
    code = next((place for place, element in enumerate(inner) if element.tag in ("pre", "code")), len(inner))
    return inner[:code]


def _shared(one: Chain, other: Chain) -> Chain:
    size = 0
    for mine, its in zip(one, other, strict=False):
        if mine is not its:
            break
        size += 1
    return one[:size]


def _is_hidden(element: _Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
