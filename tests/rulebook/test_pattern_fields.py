"""PATTERN fields: one expression or a list of them."""

from __future__ import annotations

import pytest

from cleaner.rulebook.pattern import Clock
from cleaner.rulebook.pattern_fields import PatternReader
from cleaner.rulebook.vocabulary import Vocabulary

from .writing import fields_of

READER = PatternReader(Vocabulary({"verbs": ("see", "read")}, {}), case=False, compiles=True)
CLOCK = Clock(1.0)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("'read more'", "READ MORE"),
        ("[see also, 'read more']", "read more"),
        ("|-\n  it's \\d+", "it's 5"),
        (r"'\L<verbs> it'", "see it"),
    ],
)
def test_a_pattern_is_one_expression_or_several(written: str, line: str) -> None:
    fields, problems = fields_of(f"key: {written}")
    pattern = READER.read(fields, "key")
    assert problems == []
    assert pattern
    assert pattern.fullmatch(line, CLOCK)
    assert not pattern.fullmatch("something else", CLOCK)


def test_an_absent_pattern_is_none() -> None:
    fields, problems = fields_of("other: x")
    assert READER.read(fields, "key") is None
    fields.node("other")
    fields.finish()
    assert problems == []


def test_a_required_pattern_must_be_there() -> None:
    fields, problems = fields_of("other: x")
    assert READER.require(fields, "key") is None
    fields.node("other")
    fields.finish()
    assert [(problem.message, problem.remedy) for problem in problems] == [
        ("the thing has no `key`", "give it a pattern")
    ]
    fields, problems = fields_of("key: x")
    assert READER.require(fields, "key")
    assert problems == []


def test_each_faulty_expression_of_a_list_is_told_at_its_place() -> None:
    fields, problems = fields_of("key:\n  - fine\n  - '('\n  - 'a*'\n  - '[z-a]'\n")
    assert READER.read(fields, "key") is None
    assert [(problem.line, problem.message.split(":")[0]) for problem in problems] == [
        (3, "the pattern does not compile"),
        (4, "the pattern matches the empty line"),
        (5, "the pattern does not compile"),
    ]
    assert all(problem.remedy for problem in problems)


def test_a_searching_pattern_may_match_nothing_but_must_compile() -> None:
    fields, problems = fields_of("key: 'a*'\nother: '('")
    assert READER.read(fields, "key", searches=True)
    assert problems == []
    assert READER.read(fields, "other", searches=True) is None
    assert len(problems) == 1


def test_case_counts_where_the_rule_says_so() -> None:
    fields, _ = fields_of("key: Read")
    pattern = PatternReader(Vocabulary(), case=True, compiles=True).read(fields, "key")
    assert pattern
    assert pattern.fullmatch("Read", CLOCK)
    assert not pattern.fullmatch("READ", CLOCK)
