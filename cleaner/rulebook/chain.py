"""A chain: which packs run in which order, and the options of each step, read from YAML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cleaner.errors import Problem
from cleaner.rulebook.fields import Fields, read_root
from cleaner.rulebook.strict_yaml import Scalar

EXTRACTORS = ("trafilatura", "resiliparse")
FAVOURS = ("balanced", "precision", "recall")
QUOTES = ("straight", "keep")
SPACES = ("plain", "keep")
DASHES = ("plain", "keep")

_NO_PACKS = "the chain names no packs"


@dataclass(frozen=True, slots=True)
class Normalise:
    """Options of the normalise step: `keep` leaves the characters as they are."""

    quotes: str = "straight"
    spaces: str = "plain"
    dashes: str = "keep"


@dataclass(frozen=True, slots=True)
class Extract:
    """Options of the extract step.

    Attributes:
        extractor: Who finds the article of a page.
        favour: `precision` for less text, `recall` for more.
    """

    extractor: str = "trafilatura"
    favour: str = "balanced"


@dataclass(frozen=True, slots=True)
class Chain:
    """The options of every step; None switches a step off.

    Attributes:
        extract: How pages are extracted.
        entities: The repair step decodes HTML entities; None where the step is off.
        packs: Names of packs, in order; None where the rules step is off.
        skip: Ids or families that don't run.
        budget: The share of an article's words that the rules may take.
        normalise: Options of the last step.
    """

    extract: Extract | None = Extract()
    entities: bool | None = True
    packs: tuple[str, ...] | None = ()
    skip: tuple[str, ...] = ()
    budget: float = 0.6
    normalise: Normalise | None = Normalise()


def read_chain(text: str, path: str, problems: list[Problem], base: Callable[[str], Chain]) -> Chain:
    """Read a chain.

    Args:
        text: The file's text.
        path: Its name, for messages.
        problems: Every fault found is appended here.
        base: Returns the chain of a name, for `extends`.

    Returns:
        The chain; without packs where it can't be read.
    """
    fields = read_root(text, path, problems)
    if fields is None:
        return Chain(packs=None)
    extends = fields.text("extends")
    chain = base(extends) if extends else Chain()
    chain = _extract(fields, chain)
    chain = _repair(fields, chain)
    chain = _rules(fields, chain)
    chain = _normalise(fields, chain)
    if chain.packs == () and "rules" not in fields and "extends" not in fields:
        fields.miss(["rules", "extends"], _NO_PACKS, "add `rules: {packs: [any, en]}` or `extends: default`")
    fields.finish()
    return chain


def _step(fields: Fields, key: str) -> tuple[bool, Fields | None]:
    """Return whether a step is switched off, and its options where it has some."""
    node = fields.node(key)
    if isinstance(node, Scalar) and node.plain and node.text == "false":
        return True, None
    return False, fields.mapping(key, f"`{key}`")


def _extract(fields: Fields, chain: Chain) -> Chain:
    off, inner = _step(fields, "extract")
    if off:
        return replace(chain, extract=None)
    if inner:
        options = chain.extract or Extract()
        options = Extract(
            inner.word("with", EXTRACTORS) or options.extractor,
            inner.word("favour", FAVOURS) or options.favour,
        )
        chain = replace(chain, extract=options)
        inner.finish()
    return chain


def _repair(fields: Fields, chain: Chain) -> Chain:
    off, inner = _step(fields, "repair")
    if off:
        return replace(chain, entities=None)
    if inner:
        entities = inner.truth("entities")
        kept = True if chain.entities is None else chain.entities
        chain = replace(chain, entities=kept if entities is None else entities)
        inner.finish()
    return chain


def _rules(fields: Fields, chain: Chain) -> Chain:
    off, inner = _step(fields, "rules")
    if off:
        return replace(chain, packs=None)
    if inner:
        packs, budget = inner.texts("packs"), inner.number("budget", 0, 1)
        if chain.packs == () and "packs" not in inner:
            inner.miss(["packs"], _NO_PACKS, "add `packs: [any, en]`")
        skip = _texts_or_none(inner, "skip")
        chain = replace(
            chain,
            packs=chain.packs if packs is None else packs,
            skip=chain.skip if skip is None else skip,
            budget=chain.budget if budget is None else budget,
        )
        inner.finish()
    return chain


def _texts_or_none(fields: Fields, key: str) -> tuple[str, ...] | None:
    """Return a list of texts that may be empty."""
    node = fields.node(key)
    if node is None or getattr(node, "items", None) == ():
        return None if node is None else ()
    return fields.texts(key)


def _normalise(fields: Fields, chain: Chain) -> Chain:
    off, inner = _step(fields, "normalise")
    if off:
        return replace(chain, normalise=None)
    if inner:
        options = chain.normalise or Normalise()
        options = Normalise(
            inner.word("quotes", QUOTES) or options.quotes,
            inner.word("spaces", SPACES) or options.spaces,
            inner.word("dashes", DASHES) or options.dashes,
        )
        inner.finish()
        chain = replace(chain, normalise=options)
    return chain
