"""The table of keys: made of rules, and only of those."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from cleaner.rulebook.key_table import END, HEAD, START, KeyTable, entries_of, key_table
from cleaner.rulebook.keys import Key, Place
from cleaner.rulebook.library import load
from cleaner.rulebook.rule import first_pattern
from cleaner.rulebook.zones import Zone, zone_of

RULES = load(only=["copyright", "newsletter", "title"], examples=False).rules
TABLE = key_table(RULES)


def test_each_expression_stands_under_its_first_key_in_the_zone_of_its_rule() -> None:
    found: dict[tuple[int, int], set[tuple[Zone, str]]] = {}
    for zone, keys in zip(Zone, TABLE.zones, strict=True):
        ends, named = keys.named_by()
        for text, number in keys.numbers().items():
            for expression in named[ends[number - 1] if number else 0 : ends[number]]:
                found.setdefault(TABLE.expressions[expression], set()).add((zone, text))
    expected = {
        (place, position): {(zone_of(rule), text) for text in entries_of(expression.keys[0])}
        for place, rule in enumerate(RULES)
        for position, expression in enumerate(first_pattern(rule.action).expressions)
        if expression.keys
    }
    assert found == expected


def test_texts_bear_the_marks_of_their_place() -> None:
    texts = frozenset({"read"})
    found = [list(entries_of(Key(place, texts))) for place in (Place.START, Place.END, Place.INSIDE)]
    assert found == [[f"{START}read"], [f"read{END}"], ["read"]]


def test_heads_and_sizes_are_those_of_the_texts() -> None:
    for keys in TABLE.zones:
        assert set(keys.sizes) == set(map(len, keys.texts))
        assert set(keys.heads) == {text[:HEAD] for text in keys.texts if len(text) >= HEAD}


def test_the_same_rules_give_the_same_bytes() -> None:
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(TABLE), type=KeyTable)
    assert again == TABLE == key_table(tuple(RULES))
    again.check(RULES)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (replace(TABLE, zones=TABLE.zones[1:]), "zones"),
        (replace(TABLE, zones=[replace(each, texts=[*each.texts, "more"]) for each in TABLE.zones]), "texts"),
        (replace(TABLE, zones=[replace(each, named=each.named[:-4]) for each in TABLE.zones]), "texts"),
        (replace(TABLE, expressions=TABLE.expressions[:1]), "not there"),
        (replace(TABLE, expressions=[*TABLE.expressions, (len(RULES), 0)]), "of no rule"),
        (replace(TABLE, expressions=[*TABLE.expressions, (0, 99)]), "of no rule"),
        (replace(TABLE, keyless=[*TABLE.keyless, (0, 0)]), "missing"),
    ],
)
def test_what_is_no_table_of_the_rules_is_refused(table: KeyTable, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        table.check(RULES)
