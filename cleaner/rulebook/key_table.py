"""A table of keys: for each text that is looked for, the expressions that need it; made once and kept with the rules.

There are tens of thousands of such texts, and to note each anew would be the dearest part of a start. The table is
plain data and knows rules by their places, so it serves whichever of them run.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence

import msgspec

from cleaner.rulebook.keys import Key, Place
from cleaner.rulebook.rule import Rule, first_pattern
from cleaner.rulebook.zones import Zone, zone_of

START, END = "\2", "\n"
"""What stands before what a line starts with, and behind a line, in what is scanned. No key holds them."""

HEAD = 4
"""So many characters tell of most pieces of a text that they are no key."""

_AROUND = {Place.START: (START, ""), Place.END: ("", END), Place.INSIDE: ("", "")}

Named = tuple[int, int]
"""An expression: the place of its rule, and its place in the rule's first pattern."""


def entries_of(key: Key) -> Iterator[str]:
    """Yield the texts of a key as they stand in what is scanned."""
    before, behind = _AROUND[key.place]
    return (before + text + behind for text in key.texts)


class ZoneKeys(msgspec.Struct, frozen=True, array_like=True):
    """The keys that are looked for in one zone.

    Attributes:
        texts: The texts, each once.
        sizes: How many characters they have.
        heads: The first characters (`HEAD`) of those that have more.
        ends: For each text where its expressions end in `named`, as 32-bit integers.
        named: The expressions of each text, by their places in the table, as 32-bit integers.
    """

    texts: list[str]
    sizes: list[int]
    heads: list[str]
    ends: bytes
    named: bytes

    def numbers(self) -> dict[str, int]:
        """Return the texts with their numbers."""
        return dict(zip(self.texts, range(len(self.texts)), strict=True))

    def named_by(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return `ends` and `named` as integers."""
        return _integers(self.ends), _integers(self.named)


class KeyTable(msgspec.Struct, frozen=True, array_like=True):
    """The first keys of all expressions of some rules.

    Attributes:
        expressions: The expressions that have keys.
        keyless: Those that have none.
        zones: The keys of each zone, in the order of `Zone`.
    """

    expressions: list[Named]
    keyless: list[Named]
    zones: list[ZoneKeys]

    def check(self, rules: Sequence[Rule]) -> None:
        """Check that it may be a table of these rules.

        Raises:
            ValueError: It is none.
        """
        if len(self.zones) != len(Zone):
            raise ValueError("zones are missing")
        for each in self.zones:
            ends, named = each.named_by()
            if len(ends) != len(each.texts) or (ends[-1] if ends else 0) != len(named):
                raise ValueError("texts without their expressions")
            if named and max(named) >= len(self.expressions):
                raise ValueError("an expression that is not there")
        counts = [len(first_pattern(rule.action).expressions) for rule in rules]
        if any(
            place >= len(counts) or position >= counts[place] for place, position in (*self.expressions, *self.keyless)
        ):
            raise ValueError("an expression of no rule")
        if len(self.expressions) + len(self.keyless) != sum(counts):
            raise ValueError("expressions are missing")


def key_table(rules: Sequence[Rule]) -> KeyTable:
    """Return the table of some rules."""
    expressions: list[Named] = []
    keyless: list[Named] = []
    found: dict[Zone, dict[str, list[int]]] = {zone: {} for zone in Zone}
    for place, rule in enumerate(rules):
        texts = found[zone_of(rule)]
        for position, expression in enumerate(first_pattern(rule.action).expressions):
            if not expression.keys:
                keyless.append((place, position))
                continue
            # Sorted, so that the same rules give the same bytes.
            for entry in sorted(entries_of(expression.keys[0])):
                texts.setdefault(entry, []).append(len(expressions))
            expressions.append((place, position))
    return KeyTable(expressions, keyless, [_zone_keys(texts) for texts in found.values()])


def _zone_keys(texts: dict[str, list[int]]) -> ZoneKeys:
    named: list[int] = []
    ends: list[int] = []
    for numbers in texts.values():
        named += numbers
        ends.append(len(named))
    sizes, heads = set(map(len, texts)), {text[:HEAD] for text in texts if len(text) >= HEAD}
    return ZoneKeys(list(texts), sorted(sizes), sorted(heads), _bytes(ends), _bytes(named))


def _bytes(integers: Sequence[int]) -> bytes:
    packed = array("I", integers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _integers(packed: bytes) -> Sequence[int]:
    integers = array("I", packed)
    if sys.byteorder == "big":
        integers.byteswap()
    return integers
