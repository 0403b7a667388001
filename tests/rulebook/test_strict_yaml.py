"""YAML read strictly: plain data comes through with its places, everything else is refused in words."""

from __future__ import annotations

import pytest

from cleaner.errors import Problem
from cleaner.rulebook import strict_yaml
from cleaner.rulebook.strict_yaml import Mapping, Node, Place, Scalar, Sequence, read_yaml


def _read(text: str) -> tuple[Node | None, list[Problem]]:
    problems: list[Problem] = []
    return read_yaml(text, "f.yaml", problems), problems


def test_a_tree_knows_where_its_nodes_stand() -> None:
    node, problems = _read("key:\n  - one\n  - {two: 'three'}\n")
    assert problems == []
    assert node == Mapping(
        Place(1, 1),
        (
            (
                Scalar(Place(1, 1), "key", plain=True, cut_short=False),
                Sequence(
                    Place(2, 3),
                    (
                        Scalar(Place(2, 5), "one", plain=True, cut_short=False),
                        Mapping(
                            Place(3, 5),
                            (
                                (
                                    Scalar(Place(3, 6), "two", plain=True, cut_short=False),
                                    Scalar(Place(3, 11), "three", plain=False, cut_short=False),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "text", "plain", "cut_short"),
    [
        ("word", "word", True, False),
        ("'a ''quoted'' # word'", "a 'quoted' # word", False, False),
        (r'"tab\tbreak\n"', "tab\tbreak\n", False, False),
        ("|-\n  no \\quoting: 'needed' #\n  second", "no \\quoting: 'needed' #\nsecond", False, False),
        (">-\n  folded\n  line", "folded line", False, False),
        ("harbour # closes", "harbour", True, True),
        ("harbour#closes", "harbour#closes", True, False),
        ("# nothing", "", True, False),
        ("", "", True, False),
        ("'no' # quoted", "no", False, False),
        ("true", "true", True, False),
        ("Hafen — über 😀 # x", "Hafen — über 😀", True, True),
    ],
)
def test_a_value_keeps_its_characters(written: str, text: str, plain: bool, cut_short: bool) -> None:
    node, problems = _read(f"key: {written}\n")
    assert problems == []
    assert isinstance(node, Mapping)
    value = node.entries[0][1]
    assert isinstance(value, Scalar)
    assert (value.text, value.plain, value.cut_short) == (text, plain, cut_short)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n...\n# x\n"], ids=["empty", "comment", "marks"])
def test_a_file_without_data_is_no_fault_here(text: str) -> None:
    node, problems = _read(text)
    assert problems == []
    assert node is None or (isinstance(node, Scalar) and node.text == "")


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\r", "\r\n"], ids=ascii)
def test_other_line_ends_of_yaml_do_no_harm(mark: str) -> None:
    node, problems = _read(f"a: 'x'{mark}b: v{mark}{mark}c: z{mark}d: w # end{mark}")
    assert problems == []
    assert isinstance(node, Mapping)
    assert [key.text for key, _ in node.entries] == ["a", "b", "c", "d"]
    last = node.entries[-1][1]
    assert isinstance(last, Scalar)
    assert last.cut_short


@pytest.mark.parametrize("word", ["y", "n", "yes", "no", "on", "off", "No", "ON"])
def test_a_word_that_yaml_takes_for_a_truth_value_must_be_quoted(word: str) -> None:
    node, problems = _read(f"key: {word}")
    assert node is not None
    (problem,) = problems
    assert (problem.line, problem.column) == (1, 6)
    assert problem.message == f"YAML reads an unquoted `{word}` as true or false"
    assert f"'{word}'" in problem.remedy
    assert _read(f"key: '{word}'")[1] == []


def test_a_key_that_stands_twice_is_a_fault_and_the_first_counts() -> None:
    node, problems = _read("a: 1\nb: 2\na: 3\n")
    (problem,) = problems
    assert (problem.line, problem.column) == (3, 1)
    assert problem.message == "the key `a` stands twice"
    assert problem.remedy == "remove one; the first is on line 1"
    assert isinstance(node, Mapping)
    assert [(key.text, value.text) for key, value in node.entries if isinstance(value, Scalar)] == [
        ("a", "1"),
        ("b", "2"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ("a: !!str x", 1, "the tag tag:yaml.org,2002:str is not read", "remove it"),
        ("a: !own {b: c}", 1, "the tag !own is not read", "remove it"),
        ("a: !!python/object/apply:os.getcwd []", 1, "is not read", "remove it"),
        ("a: 1\nb: &name x", 2, "anchors and aliases", "write the value out"),
        ("a: *name", 1, "anchors and aliases", "write the value out"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "anchors and aliases", "write the value out"),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins here", "keep one document a file"),
        ("[" * 100_000, 1, "nested more than 20 deep", "flatten it"),
        ("- " * 10_000 + "x", 1, "nested more than 20 deep", "flatten it"),
        ("a:\n\tb: c\n", 2, "not valid YAML", "indent with spaces, not with tabs"),
        ("a: b: c", 1, "mapping values are not allowed", "put the value in single quotes"),
        ("a: %x", 1, "cannot start any token", "put the value in single quotes"),
        ("a: @x", 1, "cannot start any token", "put the value in single quotes"),
        (r'a: "\d"', 1, "escape", "use single quotes: double quotes read backslashes"),
        ("a: 'x", 1, "unexpected end of stream", "check quotes and indentation"),
        ("a: [x", 2, "not valid YAML", "check quotes and indentation"),
        ("a: x\0y", 1, "#x0000", "remove the character"),
        ("a: \x07", 1, "#x0007", "remove the character"),
        ("{a: b}: c", 1, "a key must be a word", "check the indentation"),
        ("x" * 4_000_001, 1, "more than 4,000,000 characters", "split it"),
    ],
    ids=[
        "tag", "own tag", "python tag", "anchor", "alias", "alias bomb", "second document", "deep brackets",
        "deep dashes", "tab", "colon", "percent", "at", "escape", "open quote", "open bracket", "nul", "bell",
        "mapping as key", "long",
    ],
)  # fmt: skip
def test_what_is_not_plain_data_is_refused_once(text: str, line: int, message: str, remedy: str) -> None:
    _, problems = _read(text)
    (problem,) = problems
    assert problem.line == line
    assert message in problem.message
    assert remedy in problem.remedy
    assert "\n" not in str(problem)


def test_the_deepest_allowed_nesting_is_read() -> None:
    deepest = strict_yaml.MAX_DEPTH
    assert _read("[" * deepest + "]" * deepest)[1] == []
    assert len(_read("[" * (deepest + 2) + "]" * (deepest + 2))[1]) == 1


@pytest.mark.parametrize("text", ["? a", "a: {b: c, d"])
def test_an_empty_value_at_the_very_end_is_no_line_too_many(text: str) -> None:
    problems: list[Problem] = []
    node = read_yaml(text, "own.yaml", problems)
    assert node is not None or problems
