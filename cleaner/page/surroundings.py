"""What stands around the elements of a page: which hold them, what they are called, whether they are shown.

Each element adds to what holds for the one around it, so nothing is walked twice however many lines ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd label mark q ruby rt rp s samp small span"
    " strike strong sub sup time tt u var wbr nobr".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINES = _INLINE | _HEADINGS | {"p", "li", "td", "tr", "blockquote"}
_CODE = ("pre", "code")
_NAMING = ("id", "class", "role", "itemprop", "data-testid", "data-component", "data-type", "data-module")
_MOST_TOKENS = 2_000
# relatedPosts, relatedposts and related_posts are named alike.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Place:
    """Where an element stands.

    Attributes:
        element: The element.
        parent: The place of the element around it; None for the root.
        depth: How many elements stand around it.
        block: The innermost element from here outwards that is no mere span of a line; None where all are.
        link: The innermost link from here outwards; None where there is none.
    """

    __slots__ = ("block", "depth", "element", "link", "parent")

    def __init__(self, element: _Element, parent: Place | None) -> None:
        self.element, self.parent = element, parent
        self.depth: int = 0 if parent is None else parent.depth + 1
        above_block, above_link = (None, None) if parent is None else (parent.block, parent.link)
        tag = element.tag
        self.block: _Element | None = above_block if tag in _INLINE else element
        self.link: _Element | None = element if tag == "a" else above_link

    def upwards(self) -> Iterator[Place]:
        """Yield this place and all around it, from the innermost."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


class Places(dict[_Element, Place]):
    """The places of elements, each found when it is first asked for."""

    def __missing__(self, element: _Element) -> Place:
        unknown = [element]
        around = element.getparent()
        while around is not None and around not in self:
            unknown.append(around)
            around = around.getparent()
        place = None if around is None else self[around]
        for each in reversed(unknown):
            place = self[each] = Place(each, place)
        return self[element]


def shared(one: Place, other: Place) -> Place:
    """Return the place of the innermost element that holds two others."""
    while one is not other:
        deeper, rest = (one, other) if one.depth >= other.depth else (other, one)
        # Both are of one tree, so at the latest its root is shared.
        one, other = deeper.parent or rest, rest
    return one


class Box(NamedTuple):
    """What a page says of all that stands directly in an element.

    Attributes:
        inside: It is the article's element, or within it.
        block: The name of the innermost element that is no mere span of a line.
        within: The names of all elements around, up to the article.
        tokens: Their names for it.
        hidden: One of them is not shown.
        code: One of them holds code, whose names speak of its parts.
    """

    inside: bool
    block: str
    within: frozenset[str] = frozenset()
    tokens: str = ""
    hidden: bool = False
    code: bool = False


class Boxes(dict[Place, Box]):
    """What a page says of all that stands in an element, found when it is first asked for.

    Args:
        article: The element up to which all counts; without one it is the whole page.
        common_names: Classes that say nothing of what they name.
    """

    def __init__(self, article: Place | None, common_names: frozenset[str]) -> None:
        super().__init__()
        self._common_names = common_names
        self._names: dict[_Element, str] = {}
        for place in article.upwards() if article else ():
            self[place] = Box(place is article, self._block(place))

    def __missing__(self, place: Place) -> Box:
        unknown = [place]
        while (around := unknown[-1].parent) is not None and around not in self:
            unknown.append(around)
        box = None if around is None else self[around]
        for each in reversed(unknown):
            box = self[each] = self._within(box, each)
        return self[place]

    def _within(self, around: Box | None, place: Place) -> Box:
        """Return the box of an element within another."""
        above = around or Box(inside=False, block="")
        element = place.element
        name, attributes = self._name(element), dict(element.items())
        code = above.code or element.tag in _CODE
        tokens = above.tokens
        if attributes and not code and attributes.get("class") not in self._common_names:
            tokens = " ".join(filter(None, (tokens, _named(element, attributes))))[:_MOST_TOKENS]
        return Box(
            inside=above.inside,
            block=self._block(place),
            within=above.within if name in above.within else above.within | {name},
            tokens=tokens,
            hidden=above.hidden or (bool(attributes) and _is_hidden(attributes)),
            code=code,
        )

    def _block(self, place: Place) -> str:
        return self._name(place.element if place.block is None else place.block)

    def _name(self, element: _Element) -> str:
        known = self._names.get(element)
        if known is None:
            known = self._names[element] = _name(element)
        return known


def is_line(element: _Element) -> bool:
    """Tell whether an element is one of those that hold a line, or part of one."""
    return element.tag in _LINES


def _name(element: _Element) -> str:
    if element.tag == "figcaption":
        figure = element.getparent()
        if figure is not None and (figure.find(".//blockquote") is not None or figure.find(".//table") is not None):
            # What stands below a quotation says who is quoted, and what stands below a table is its heading.
            return "cite"
    return element.tag if isinstance(element.tag, str) else ""


def _named(element: _Element, attributes: dict[str, str]) -> str:
    # The id of a heading repeats its words.
    naming = _NAMING if element.tag not in _HEADINGS else _NAMING[1:]
    named = " ".join([value for name in naming if (value := attributes.get(name))])
    return _HUMP.sub("-", named.replace("_", "-")).lower()


def _is_hidden(attributes: dict[str, str]) -> bool:
    if attributes.get("hidden") is not None or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
