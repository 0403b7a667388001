"""What a page says of its lines, as values: the page step makes them, and conditions of rules ask them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct


class Evidence(Struct, frozen=True):
    """What a page says of a line; everything counts from the line up to the article, which holds most of the text.

    Attributes:
        element: The name of the innermost element around the line that is no mere span of a line, as `p` or `li`.
        within: The names of all elements around the line inside of the article.
        tokens: Their class, id, role and itemprop, in small letters with hyphens between words.
        links: How many links the line holds or stands in.
        link_share: The share of its words that stand in links, from 0 to 1.
        target: Where all its links lead: to this `page`, to another page of this `site`, `elsewhere`; else empty.
        hidden: The page does not show it, or hides it from readers' aids.
        stands: `above` or `below` the article, outside of its element; empty inside of it, and where there is none.
        tells: Facts of the page that the line says again: `author`, `date`.
    """

    element: str = "p"
    within: frozenset[str] = frozenset()
    tokens: str = ""
    links: int = 0
    link_share: float = 0.0
    target: str = ""
    hidden: bool = False
    stands: str = ""
    tells: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the page within the article that the extractor left out.

    Attributes:
        after: The number of the line behind which it stands.
        text: The line.
        evidence: What the page says of it.
    """

    after: int
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article of a page.

    Attributes:
        text: Its lines; empty where there are none.
        evidence: What the page says of its lines, by their numbers from 1.
        metadata: What the page says of the article (`cleaner.facts`).
        guessed: Facts of the page that count less than those of the text.
        flags: What reading the page earned (`cleaner.result.FLAGS`).
        offers: Lines within the article that the extractor left out, from top to bottom.
    """

    text: str
    evidence: Mapping[int, Evidence] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    guessed: dict[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    offers: Sequence[Offer] = ()
