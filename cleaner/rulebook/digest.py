"""A name for what a set of rules does: the same for the same rules and options, another for any other."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
from msgspec import structs

from cleaner.rulebook.keys import Key, Keys
from cleaner.rulebook.layout import FACTS, built_in_rules
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.rule import Source
from cleaner.rulebook.vocabulary import Vocabulary
from cleaner.version import __version__

_NOWHERE = Source("", 0)
# What else has a say in what comes out.
_LIBRARIES = ("ftfy", "regex", "trafilatura")


def digest_of_words() -> str:
    """Return the digest of the words that tell the facts of a page."""
    return hashlib.sha256((built_in_rules() / FACTS).read_bytes()).hexdigest()


def digest(rule_set: RuleSet) -> str:
    """Return the digest of rules in their order, its options, the words for facts of pages, and versions.

    Where a rule stands in which file, and its examples, make no difference.
    """
    # Reading what is installed takes a parser of e-mail; most runs ask for no digest.
    from importlib import metadata

    versions = [f"cleaner {__version__}", *(f"{name} {metadata.version(name)}" for name in _LIBRARIES)]
    found = hashlib.sha256("\n".join([*versions, repr(rule_set.chain)]).encode("utf-8", "surrogatepass"))
    found.update((rule_set.words or digest_of_words()).encode())
    known: dict[int, str] = {}

    def words(value: Any) -> str | tuple[Key, ...]:  # noqa: ANN401 - what msgspec hands over
        if isinstance(value, Keys):
            return tuple(value)
        if not isinstance(value, Vocabulary):
            raise NotImplementedError(f"{type(value).__name__} has no digest")
        if id(value) not in known:
            held = msgspec.msgpack.encode([dict(value.lists), dict(value.defs)], order="deterministic")
            known[id(value)] = hashlib.sha256(held).hexdigest()
        return known[id(value)]

    encoder = msgspec.json.Encoder(enc_hook=words, order="deterministic")
    for rule in rule_set.rules:
        written = encoder.encode(structs.replace(rule, examples=(), does="", source=_NOWHERE))
        # A number that was kept and read again is a float where it was an integer before.
        found.update(json.dumps(json.loads(written, parse_int=float)).encode())
    return found.hexdigest()
