"""Facts: which fields there are, and what becomes of captured text."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.facts import FIELDS, Capture, Kind, collect, is_field


def _facts(*pairs: tuple[str, str]) -> dict[str, Any]:
    """Return the facts of captures, each of one pair, line by line."""
    captures = [Capture("rule", line, (pair,)) for line, pair in enumerate(pairs, start=1)]
    return collect(captures)[0]


@pytest.mark.parametrize("name", ["title", "tags", "author", "date", "related", "captions.credit", "dateline.place"])
def test_a_field_may_be_captured(name: str) -> None:
    assert is_field(name)


@pytest.mark.parametrize("name", ["", "titel", "title.short", "captions", "captions.", "related.title", "unknown.part"])
def test_what_is_no_field_may_not(name: str) -> None:
    assert not is_field(name)


def test_every_field_says_how_it_is_kept() -> None:
    assert all(isinstance(kind, Kind) for kind in FIELDS.values())
    assert all(is_field(name) != is_field(f"{name}.part") for name in FIELDS)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "  The \n harbour\tcloses ", "The harbour closes"),
        ("date", "3 May 2024", "2024-05-03"),
        ("related", "Ferries, and and how to mend them", ["Ferries, and and how to mend them"]),
        ("related", "Two\nlines", ["Two lines"]),
        ("tags", "Harbour, Ferry; Pump | Bay / Pier • Sea · Lamp", "Harbour Ferry Pump Bay Pier Sea Lamp".split()),
        ("tags", "#harbour #ferry", ["harbour", "ferry"]),
        ("tags", "Harbour\n  Old ferry \n\nPump", ["Harbour", "Old ferry", "Pump"]),
        ("tags", "Harbour, Ferry, Harbour", ["Harbour", "Ferry"]),
        ("categories", "News, Coast", ["News", "Coast"]),
        ("author", "Ada Reed", ["Ada Reed"]),
        ("author", "Ada Reed, Ben Moor and Cleo Sand", ["Ada Reed", "Ben Moor", "Cleo Sand"]),
        ("author", "Ada Reed; Ben Moor & Cleo Sand", ["Ada Reed", "Ben Moor", "Cleo Sand"]),
        ("author", "Ada Reed und Ben Moor", ["Ada Reed", "Ben Moor"]),
        ("author", "Ada Reed et Ben Moor", ["Ada Reed", "Ben Moor"]),
        ("author", "Ada Reed\nBen Moor", ["Ada Reed", "Ben Moor"]),
        ("author", "Andrea Sanders", ["Andrea Sanders"]),
        ("captions.credit", "Ada  Reed", [{"credit": "Ada Reed"}]),
        ("captions.text", "The\nferry", [{"text": "The ferry"}]),
        ("copyright.holder", "The Lisk Herald", {"holder": "The Lisk Herald"}),
    ],
)
def test_text_becomes_the_value_of_its_field(name: str, text: str, value: object) -> None:
    assert _facts((name, text)) == {name.split(".")[0]: value}


@pytest.mark.parametrize("pair", [("title", " \n "), ("date", "May 2024"), ("tags", " , ; "), ("captions.text", "")])
def test_a_capture_without_a_value_gives_nothing(pair: tuple[str, str]) -> None:
    assert collect([Capture("rule", 1, (pair,))]) == ({}, {})


@pytest.mark.parametrize(
    ("pairs", "facts"),
    [
        ((("title", "First"), ("title", "Second")), {"title": "First"}),
        ((("date", "May 2024"), ("date", "3 May 2024"), ("date", "4 May 2024")), {"date": "2024-05-03"}),
        ((("related", "One"), ("related", "Two"), ("related", "One")), {"related": ["One", "Two"]}),
        ((("captions.text", "One"), ("captions.text", "One")), {"captions": [{"text": "One"}]}),
        (
            (("copyright.years", "2024"), ("copyright.holder", "Lisk"), ("copyright.years", "2025")),
            {"copyright": {"years": "2024", "holder": "Lisk"}},
        ),
    ],
    ids=["text", "date", "list", "objects", "object"],
)
def test_lists_grow_and_everything_else_keeps_what_came_first(
    pairs: tuple[tuple[str, str], ...], facts: dict[str, Any]
) -> None:
    assert _facts(*pairs) == facts


def test_parts_of_one_capture_make_one_entry() -> None:
    pairs = (("captions.text", "The ferry"), ("related", "Pumps"), ("captions.credit", "Ada Reed"))
    facts, _ = collect([Capture("photo", 1, pairs), Capture("photo", 2, (("captions.text", "The pier"),))])
    assert facts == {
        "related": ["Pumps"],
        "captions": [{"text": "The ferry", "credit": "Ada Reed"}, {"text": "The pier"}],
    }


def test_captures_count_in_the_order_of_the_lines() -> None:
    captures = [Capture("late", 9, (("title", "Late"),)), Capture("early", 2, (("title", "Early"),))]
    assert collect(captures) == ({"title": "Early"}, {"title": "early"})


def test_sources_name_the_rules_that_gave_something_new_and_each_once() -> None:
    captures = [
        Capture("one", 1, (("related", "A"), ("date", "2024-05-03"))),
        Capture("one", 2, (("related", "B"),)),
        Capture("two", 3, (("related", "A"), ("date", "2024-05-03"))),
        Capture("three", 4, (("related", "C"), ("date", "3 May 2024"))),
    ]
    facts, sources = collect(captures)
    assert facts == {"related": ["A", "B", "C"], "date": "2024-05-03"}
    assert sources == {"related": "one, three", "date": "one"}


def test_a_field_without_a_value_has_no_source() -> None:
    assert collect([Capture("one", 1, (("date", "soon"),))]) == ({}, {})
