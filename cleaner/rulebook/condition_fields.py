"""Reading the conditions of a rule: where, shape, near, length, page, sites, langs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from cleaner.rulebook import rule as model
from cleaner.rulebook.fields import Fields, closest
from cleaner.rulebook.pattern_fields import PatternReader
from cleaner.rulebook.strict_yaml import Mapping, Node, Scalar, Sequence

MAX_LINES = 1_000
SHAPES = ("item", "heading", "prose")
NEGATED_SHAPES = tuple(f"not {shape}" for shape in SHAPES)
PLACES = ("before_body", "after_body")
SIDES = ("above", "below", "beside")
SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]+")
LANG = re.compile(r"[a-z]{2}")
ELEMENT = re.compile(r"[a-z][a-z0-9-]*")
LINKS = ("all", "most", "some", "few", "none")
LINK_TARGETS = ("page", "site", "elsewhere")
STANDS = ("above", "below")
TELLS = ("author", "date")
PAGE = ("links", "to", "element", "class", "within", "outside", "hidden", "named", "stands", "tells")


def read_shape(fields: Fields, key: str) -> model.Shape | None:
    """Read `item`, `heading`, `prose`, or `not` one of them."""
    node = fields.node(key)
    word = fields.read_word(node, SHAPES + NEGATED_SHAPES) if node else None
    return model.Shape(word.removeprefix("not "), word.startswith("not ")) if word else None


def read_length(fields: Fields) -> model.Length | None:
    """Read `length: {min, max}`."""
    inner = fields.mapping("length", "`length`")
    if inner is None:
        return None
    least, most = inner.integer("min", 0, 100_000), inner.integer("max", 1, 100_000)
    if "min" not in inner and "max" not in inner:
        inner.miss(("min", "max"), "`length` bounds nothing", "give it `min` or `max`")
    inner.finish()
    if least is not None and most is not None and least > most:
        message = f"no line has at least {least} and at most {most} words"
        fields.report(inner.place, message, "write the smaller number as `min`")
    return None if least is None and most is None else model.Length(least or 0, most)


def read_where(fields: Fields) -> model.Where | None:
    """Read `where`: a word, a mapping, or a list of them that must all hold."""
    node = fields.node("where")
    if node is None:
        return None
    given: dict[str, Any] = {}
    parts = node.items if isinstance(node, Sequence) else (node,)
    if not parts:
        fields.report(node.place, "`where` names no place", "write `where: after_body` or `{first: 3}`")
    for each in parts:
        for name, value in _where_part(fields, each).items():
            if name in given:
                fields.report(each.place, f"`where` says `{name}` twice", "keep one")
            given[name] = value
    return model.Where(**given)


def _where_part(fields: Fields, node: Node) -> dict[str, Any]:
    if isinstance(node, Scalar):
        if node.text in PLACES:
            return {node.text: True}
        fields.report(node.place, f"`{node.text}` is no place", closest(node.text, (*PLACES, "first", "last", "share")))
        return {}
    if not isinstance(node, Mapping):
        fields.report(node.place, "a place is a word or a mapping", "write `where: after_body` or `{first: 3}`")
        return {}
    inner = Fields(node, fields.report, "`where`")
    found = {
        "first": inner.integer("first", 1, MAX_LINES),
        "last": inner.integer("last", 1, MAX_LINES),
        "share": inner.number("share", 0, 1),
        "before": read_shape(inner, "before"),
        "after": read_shape(inner, "after"),
    }
    if not any(key in inner for key in found):
        inner.miss(found, "`where` names no place", f"give it one of {', '.join(found)}")
    inner.finish()
    return {name: value for name, value in found.items() if value is not None}


def read_near(fields: Fields) -> model.Near | None:
    """Read `near`: families, or a side with families and maybe `spread`."""
    node = fields.node("near")
    if node is None:
        return None
    if not isinstance(node, Mapping):
        return model.Near(_families(fields, node), above=True, below=True, spread=False)
    inner = Fields(node, fields.report, "`near`")
    given = {side: value for side in SIDES if (value := inner.node(side))}
    sides = list(given)
    spread = bool(inner.truth("spread"))
    families = frozenset().union(*(_families(inner, value) for value in given.values()))
    if len(sides) != 1:
        inner.miss(SIDES, "`near` needs one side", "give it one of `above`, `below`, `beside`")
    inner.finish()
    if len(sides) != 1:
        return None
    return model.Near(families, above=sides[0] != "below", below=sides[0] != "above", spread=spread)


def _families(fields: Fields, node: Node) -> frozenset[str]:
    named = frozenset(text for _, text in fields.read_texts(node))
    return frozenset() if "debris" in named else named


def read_sites(fields: Fields) -> frozenset[str]:
    """Read `sites`: domains."""
    return _set(fields, "sites", SITE, "a domain such as example.org")


def read_langs(fields: Fields) -> frozenset[str]:
    """Read `langs`: ISO 639-1 codes."""
    return _set(fields, "langs", LANG, "a two-letter language code")


def _set(fields: Fields, key: str, form: re.Pattern[str], what: str) -> frozenset[str]:
    node = fields.node(key)
    entries = set()
    for place, text in fields.read_texts(node) if node else ():
        if form.fullmatch(text):
            entries.add(text)
        else:
            fields.report(place, f"`{text}` in `{key}` is not {what}", "write it in small letters")
    return frozenset(entries)


def read_page(fields: Fields, patterns: PatternReader) -> model.Page | None:
    """Read `page`: evidence that a line of a web page must carry."""
    inner = fields.mapping("page", "`page`")
    if inner is None:
        return None
    page = model.Page(
        links=inner.word("links", LINKS),
        to=inner.word("to", LINK_TARGETS),
        element=_elements(inner, "element"),
        # Evidence is in small letters, whatever the rule says of case.
        class_=replace(patterns, case=False).read(inner, "class", searches=True),
        within=_elements(inner, "within"),
        outside=_elements(inner, "outside"),
        hidden=inner.truth("hidden"),
        named=inner.truth("named"),
        stands=inner.word("stands", STANDS),
        tells=frozenset(filter(None, [inner.word("tells", TELLS)])),
    )
    if not any(key in inner for key in PAGE):
        inner.miss(PAGE, "`page` asks for nothing", f"give it one of {', '.join(PAGE)}")
    inner.finish()
    return page


def _elements(fields: Fields, key: str) -> frozenset[str]:
    return _set(fields, key, ELEMENT, "the name of an element such as figcaption") if key in fields else frozenset()
