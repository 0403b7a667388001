"""Examples and captures: what a rule shows and what it hands over."""

from __future__ import annotations

import pytest

from cleaner.evidence import Evidence
from cleaner.rulebook.example_fields import plain_data, read_captures, read_examples
from cleaner.rulebook.rule import Example
from cleaner.rulebook.strict_yaml import read_yaml

from .writing import fields_of


def _examples(text: str) -> tuple[Example, ...]:
    fields, problems = fields_of(text)
    examples = read_examples(fields)
    fields.finish()
    assert problems == []
    return examples


def test_an_example_says_what_is_known_and_what_must_come_of_it() -> None:
    hit, miss = _examples(
        """
examples:
  - hit: |
      Photo: Ada Reed
      The pier
    at: end
    gives: {captions: [{credit: Ada Reed}], copyright: {years: '2024'}}
    left: 'The pier'
    title: The ferry
    lang: en
    site: example.org
    page: {links: all, stands: below, tells: date}
  - miss: 'A photo.'
"""
    )
    assert hit == Example(
        text="Photo: Ada Reed\nThe pier",
        hit=True,
        line=3,
        at="end",
        gives={"captions": [{"credit": "Ada Reed"}], "copyright": {"years": "2024"}},
        left="The pier",
        known={"title": "The ferry", "lang": "en", "site": "example.org"},
        page=(Evidence("p", frozenset({"p"}), links=1, link_share=1.0, stands="below", tells=frozenset({"date"})),) * 2,
    )
    assert miss == Example(text="A photo.", hit=False, line=13, known={})


def test_spaces_of_an_example_are_kept_but_for_line_breaks_at_its_end() -> None:
    hit, _ = _examples("examples: [{hit: \"  a \\n b \\n\\n\"}, {miss: 'x'}]")
    assert hit.text == "  a \n b "


@pytest.mark.parametrize(
    ("examples", "messages"),
    [
        ("[]", ["the rule has no `hit` among its examples", "the rule has no `miss` among its examples"]),
        ("[{hit: a}]", ["the rule has no `miss` among its examples"]),
        ("[{hit: a}, {mis: b}]", ["unknown key `mis` in the example"]),
        ("[{hit: a}, {miss: 3}]", ["`3` is not read as text"]),
        ("[{hit: a}, {miss: ''}]", ["the example is empty"]),
        ("[{hit: a}, {miss: b, more: c}]", ["unknown key `more` in the example"]),
        ("[{hit: a, left: [b]}, {miss: b}]", ["expected a text"]),
    ],
)
def test_faulty_examples_are_told(examples: str, messages: list[str]) -> None:
    fields, problems = fields_of(f"examples: {examples}")
    read_examples(fields)
    assert [problem.message for problem in problems] == messages


def _captures(text: str, groups: frozenset[str] | None) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    fields, problems = fields_of(text)
    found = read_captures(fields, groups)
    fields.node("other")
    fields.finish()
    return found, [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("text", "groups", "captures"),
    [
        ("other: x", set(), ()),
        ("capture: {_: title}", set(), (("_", "title"),)),
        ("capture: {who: author, when: date}", {"who", "when"}, (("who", "author"), ("when", "date"))),
        (
            "capture: {who: captions.credit, _: captions.text}",
            {"who"},
            (("who", "captions.credit"), ("_", "captions.text")),
        ),
    ],
)
def test_every_group_has_its_field(text: str, groups: set[str], captures: tuple[tuple[str, str], ...]) -> None:
    assert _captures(text, frozenset(groups)) == (captures, [])


@pytest.mark.parametrize(
    ("text", "groups", "messages"),
    [
        ("other: x", {"b", "a"}, ["the group `a` has no capture", "the group `b` has no capture"]),
        ("capture: {a: title}", {"a", "b"}, ["the group `b` has no capture"]),
        ("capture: {c: title}", {"a"}, ["`capture` names `c`, which is no group"]),
        ("capture: {a: titel}", {"a"}, ["`titel` is no field of facts"]),
        ("capture: {a: captions}", {"a"}, ["`captions` is no field of facts"]),
        ("capture: {a: title.x}", {"a"}, ["`title.x` is no field of facts"]),
        ("capture: {a: [title]}", {"a"}, ["expected a text"]),
        ("capture: title", {"a"}, ["`capture` must have keys and values"]),
        ("captuer: {a: title}", {"a"}, ["unknown key `captuer` in the thing"]),
    ],
)
def test_faulty_captures_are_told(text: str, groups: set[str], messages: list[str]) -> None:
    assert _captures(text, frozenset(groups))[1] == messages


def test_groups_of_a_faulty_action_are_not_missed() -> None:
    assert _captures("capture: {a: title, b: titel}", None) == (
        (("a", "title"),),
        ["`titel` is no field of facts"],
    )


def test_plain_data_are_lists_mappings_and_texts() -> None:
    node = read_yaml("{a: [1, {b: true}], c: 'x'}", "f.yaml", [])
    assert node
    assert plain_data(node) == {"a": ["1", {"b": "true"}], "c": "x"}
