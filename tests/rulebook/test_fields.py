"""Fields of a mapping: every value checked for its type, every fault told with a remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cleaner.errors import Problem
from cleaner.rulebook.fields import Fields, Reporter, closest
from cleaner.rulebook.strict_yaml import Place

from .writing import fields_of

Reader = Callable[[Fields], Any]


def _text(fields: Fields) -> Any:  # noqa: ANN401 - readers return what they read
    return fields.text("key")


def _word(fields: Fields) -> Any:  # noqa: ANN401 - see _text
    return fields.word("key", ("title", "opening"))


def _number(fields: Fields) -> Any:  # noqa: ANN401 - see _text
    return fields.number("key", 0, 1)


def _integer(fields: Fields) -> Any:  # noqa: ANN401 - see _text
    return fields.integer("key", 1, 1_000)


def _truth(fields: Fields) -> Any:  # noqa: ANN401 - see _text
    return fields.truth("key")


def _texts(fields: Fields) -> Any:  # noqa: ANN401 - see _text
    return fields.texts("key")


@pytest.mark.parametrize(
    ("reader", "written", "value"),
    [
        (_text, "harbour", "harbour"),
        (_text, "'2024'", "2024"),
        (_text, "''", ""),
        (_text, "2024-05-01", "2024-05-01"),
        (_text, "infinity", "infinity"),
        (_text, "nan", "nan"),
        (_text, "|-\n  a\n  b", "a\nb"),
        (_word, "title", "title"),
        (_word, "'title'", "title"),
        (_word, "title # why", "title"),
        (_number, "0.7", 0.7),
        (_number, "1", 1.0),
        (_integer, "7", 7),
        (_integer, "1000", 1000),
        (_integer, "7.0", 7),
        (_truth, "true", True),
        (_truth, "false", False),
        (_texts, "one", ("one",)),
        (_texts, "[one, 'two']", ("one", "two")),
    ],
)
def test_a_right_value_is_read(reader: Reader, written: str, value: object) -> None:
    fields, problems = fields_of(f"key: {written}")
    assert reader(fields) == value
    assert problems == []


@pytest.mark.parametrize(
    ("reader", "written", "message", "remedy"),
    [
        (_text, "[a]", "expected a text", "in single quotes"),
        (_text, "{a: b}", "expected a text", "in single quotes"),
        (_text, "2024", "`2024` is not read as text", "write '2024'"),
        (_text, "1_000", "`1_000` is not read as text", "write '1_000'"),
        (_text, "-.5e3", "is not read as text", "write '-.5e3'"),
        (_text, "true", "`true` is not read as text", "write 'true'"),
        (_text, "Null", "`Null` is not read as text", "write 'Null'"),
        (_text, "~", "`~` is not read as text", "write '~'"),
        (_text, "", "the value is empty", "single quotes"),
        (_text, "#harbour", "the value is empty", "an unquoted # starts a comment"),
        (_text, "the #harbour", "ends at an unquoted #", "put the text in single quotes"),
        (_word, "titel", "`titel` is not possible here", "did you mean `title`?"),
        (_word, "zzz", "`zzz` is not possible here", "known: opening, title"),
        (_word, "[title]", "expected a word", "known: opening, title"),
        (_number, "2", "expected a number", "write one from 0 to 1, without quotes"),
        (_number, "-0.1", "expected a number", "from 0 to 1"),
        (_number, "nan", "expected a number", "from 0 to 1"),
        (_number, "half", "expected a number", "from 0 to 1"),
        (_number, "'0.5'", "expected a number", "without quotes"),
        (_number, "[0.5]", "expected a number", "from 0 to 1"),
        (_integer, "1.5", "`key` must be a whole number", "leave out the fraction"),
        (_integer, "1e999", "expected a number", "from 1 to 1000"),
        (_truth, "1", "`1` is not possible here", "known: false, true"),
        (_truth, "True", "`True` is not possible here", "did you mean `true`?"),
        (_texts, "[]", "the list is empty", "at least one entry"),
        (_texts, "[a, 3]", "`3` is not read as text", "write '3'"),
        (_texts, "{a: b}", "expected a text", "in single quotes"),
    ],
)
def test_a_wrong_value_is_told_once(reader: Reader, written: str, message: str, remedy: str) -> None:
    fields, problems = fields_of(f"key: {written}")
    reader(fields)
    fields.finish()
    (problem,) = problems
    assert message in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize("reader", [_text, _word, _number, _integer, _truth, _texts])
def test_an_absent_key_is_none_and_no_fault(reader: Reader) -> None:
    fields, problems = fields_of("other: x")
    assert reader(fields) is None
    assert problems == []


def test_a_truth_word_is_told_once_although_no_reader_takes_it() -> None:
    fields, problems = fields_of("key: no")
    assert _word(fields) is None
    (problem,) = problems
    assert "true or false" in problem.message


def test_a_number_with_one_right_value_is_named_in_the_remedy() -> None:
    fields, problems = fields_of("schema: 2")
    assert fields.integer("schema", 1, 1) is None
    assert problems[0].remedy == "write 1, without quotes"


def test_a_mapping_is_read_field_by_field() -> None:
    fields, problems = fields_of("key: {a: x}")
    inner = fields.mapping("key", "`key`")
    assert inner is not None
    assert "a" in inner
    assert [key.text for key, _ in inner.keys] == ["a"]
    inner.finish()
    assert problems == []


def test_a_value_that_is_no_mapping_is_told() -> None:
    fields, problems = fields_of("key: x")
    assert fields.mapping("key", "`key`") is None
    assert [problem.message for problem in problems] == ["`key` must have keys and values"]


def test_keys_that_nobody_asked_for_are_told_with_the_closest_key() -> None:
    fields, problems = fields_of("lenght: x\nzzz: v\nlength: w")
    fields.node("length")
    fields.finish()
    assert [(problem.line, problem.message, problem.remedy) for problem in problems] == [
        (1, "unknown key `lenght` in the thing", "did you mean `length`?"),
        (2, "unknown key `zzz` in the thing", "known: length"),
    ]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("other: x", ["unknown key `other` in the thing", "the thing has no `rules`"]),
        ("ruls: x", ["unknown key `ruls` in the thing"]),
        ("rules: x", []),
    ],
    ids=["absent", "misspelt", "there"],
)
def test_a_required_key_is_missed_unless_it_is_only_misspelt(text: str, messages: list[str]) -> None:
    fields, problems = fields_of(text)
    node = fields.require("rules", "add a list of rules")
    fields.finish()
    assert (node is None) == bool(messages)
    assert [problem.message for problem in problems] == messages


@pytest.mark.parametrize(
    ("word", "remedy"),
    [("fist", "did you mean `first`?"), ("zzz", "known: first, last")],
)
def test_a_remedy_names_the_closest_word_or_all(word: str, remedy: str) -> None:
    assert closest(word, ["last", "first"]) == remedy


def test_problems_from_yaml_get_the_rule_that_they_stand_in() -> None:
    places = [(1, 1), (4, 9), (7, 5), (9, 1)]
    problems = [Problem("f.yaml", line, column, "", "m") for line, column in places]
    report = Reporter("f.yaml", problems)
    report(Place(20, 3), "later", "r")
    report.name_rules([(Place(3, 5), "one"), (Place(6, 5), "two")])
    # What stands further left than a rule is no part of it; what was told later has its rule already.
    assert [problem.rule for problem in problems] == ["", "one", "two", "", ""]
