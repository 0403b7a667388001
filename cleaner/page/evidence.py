"""What a page says of each line of an extracted text: the elements around it, their names for it, its links.

What holds for an element holds for all inside of it, so it is found out once an element (`cleaner.page.surroundings`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lxml.etree import _Element

from cleaner.article import site_of
from cleaner.evidence import Evidence
from cleaner.page.surroundings import Box, Boxes, Place, Places, is_line, shared
from cleaner.page.texts import PageTexts, Span

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ARTICLE_SHARE = 0.75
# Where more than that stands outside of the article's element, so may parts of the article.
_WHOLE_SHARE = 0.8
_PROSE_CHARACTERS = 60
_TEXT_SHARE = 0.25
_TEXT_CHARACTERS = 500


class Witness:
    """Tells what a page says of the lines of an extracted text.

    Args:
        texts: The texts of the page.
        spans: For each line where it stands among them.
        site: The host of the page, empty where it is unknown.

    Attributes:
        article: The innermost element that holds most of the long lines; None where there are none.
    """

    def __init__(self, texts: PageTexts, spans: Sequence[Span | None], site: str = "") -> None:
        self._texts, self._spans, self._site = texts, spans, site
        self._places = Places()
        prose = self._prose_by_element()
        self.article = _article_of(prose)
        self._boxes = Boxes(self.article, _names_of_the_text(prose, self.article))
        self._reach = self._article_reach(prose)

    def evidence(self) -> Mapping[int, Evidence]:
        """Return the evidence for each line, by its number from 1; lines that can't be found have none."""
        return {number: self.testify(span) for number, span in enumerate(self._spans, start=1) if span}

    def testify(self, span: Span) -> Evidence:
        """Return what the page says of a span of its text."""
        pieces = self._texts.pieces_of(span)
        holders = [self.place_of(piece) for piece in pieces]
        around = shared(holders[0], holders[-1])
        box: Box = self._boxes[around]
        links: dict[_Element, None] = {}
        linked = total = 0
        for piece, holder in zip(pieces, holders, strict=True):
            words = self._texts.words[piece]
            total += words
            if holder.link is not None:
                links[holder.link] = None
                linked += words
        return Evidence(
            element=box.block,
            within=box.within,
            tokens=box.tokens,
            links=len(links),
            link_share=linked / total if total else 0.0,
            target=self._target(links) if links else "",
            hidden=box.hidden,
            stands="" if box.inside else self._side(span),
        )

    def place_of(self, piece: int) -> Place:
        """Return the place of the element that holds a piece of the page's text."""
        return self._places[self._texts.holders[piece]]

    def is_inside(self, place: Place) -> bool:
        """Tell whether an element is that of the article or stands inside of it."""
        return self._boxes[place].inside

    def _prose_by_element(self) -> Mapping[Place, int]:
        """Return for each element how many characters of long lines it holds."""
        sizes: dict[Place, int] = {}
        for span in self._spans:
            if span and (size := span[1] - span[0]) >= _PROSE_CHARACTERS:
                place: Place | None = self.place_of(self._texts.pieces_of(span)[0])
                while place is not None:
                    sizes[place] = sizes.get(place, 0) + size
                    place = place.parent
        return sizes

    def _article_reach(self, prose: Mapping[Place, int]) -> Span | None:
        """Return the span of the lines inside of the article, where its element holds nearly all."""
        if self.article is None or prose[self.article] < _WHOLE_SHARE * max(prose.values()):
            return None
        inside = [
            span for span in self._spans if span and self.is_inside(self.place_of(self._texts.pieces_of(span)[0]))
        ]
        return (inside[0][0], max(end for _, end in inside)) if inside else None

    def _side(self, span: Span) -> str:
        if self._reach is None:
            return ""
        if span[1] <= self._reach[0]:
            return "above"
        return "below" if span[0] >= self._reach[1] else ""

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


def _article_of(prose: Mapping[Place, int]) -> Place | None:
    """Return the innermost element that holds most of the long lines."""
    least = _ARTICLE_SHARE * max(prose.values(), default=0)
    # A line's own element is no article.
    holding = (place for place, size in prose.items() if size >= least and not is_line(place.element))
    return max(holding, key=lambda place: place.depth, default=None)


def _names_of_the_text(prose: Mapping[Place, int], article: Place | None) -> frozenset[str]:
    """Return the classes under which much of the text stands: whatever they say, they name no box beside it."""
    outside = set() if article is None else set(article.upwards())
    sizes: dict[str, int] = {}
    for place, size in prose.items():
        if place not in outside and (name := place.element.get("class")):
            sizes[name] = sizes.get(name, 0) + size
    least = max(_TEXT_SHARE * max(prose.values(), default=0), _TEXT_CHARACTERS)
    return frozenset(name for name, size in sizes.items() if size >= least)
