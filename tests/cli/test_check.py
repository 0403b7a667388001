"""`cleaner check`: what is wrong with a rule, where, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import CommandLine
from tests.small_rules import write

GOOD = """\
schema: 1
rules:
  - id: share-line
    does: Drops a line of a share button.
    drop_line: 'share this'
    examples:
      - hit: 'Share this'
      - miss: 'Share this with the children, the cook said.'
"""
WRONG_HIT = GOOD.replace("hit: 'Share this'", "hit: 'Share that'")
WRONG_MISS = GOOD.replace("miss: 'Share this with the children, the cook said.'", "miss: 'SHARE THIS'")
MISSPELT = GOOD.replace("drop_line:", "drop_lin:").replace("id: share-line", "id: other-line")


def test_the_built_in_rules_of_the_chain_are_checked_where_none_are_named(run: CommandLine) -> None:
    ran = run("check")
    assert (ran.code, ran.out, ran.err) == (0, "", "no problems in 8 rules with 16 examples\n")


@pytest.mark.parametrize("place", ["own", "own/social.yaml", "./own/", "../desk/own"])
def test_a_folder_or_a_file_of_one_s_own_is_checked_alone(run: CommandLine, place: str) -> None:
    write(Path("own"), {"social.yaml": GOOD})
    ran = run("check", place)
    assert (ran.code, ran.out, ran.err) == (0, "", "no problems in 1 rule with 2 examples\n")


def test_expressions_that_are_tried_on_every_line_are_named_and_are_no_problem(run: CommandLine) -> None:
    wide = GOOD.replace("drop_line: 'share this'", "drop_line: ['share this', '\\w{5} \\w{4}', '.{10}']")
    write(Path("own"), {"social.yaml": wide})
    ran = run("check", "own")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == ("2 expressions are tried on every line: share-line\nno problems in 1 rule with 2 examples\n")


def test_rules_are_found_from_inside_their_folder(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path("own"), {"social.yaml": WRONG_HIT})
    monkeypatch.chdir("own")
    ran = run("check", ".")
    assert ran.code == 1
    assert ran.out.startswith("social.yaml:7:")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (WRONG_HIT, 7, "[share-line] does not take its hit 'Share that' -> "),
        (WRONG_MISS, 8, "[share-line] at the start, it takes its miss 'SHARE THIS' -> "),
    ],
    ids=["hit", "miss"],
)
def test_an_example_that_does_not_hold_is_named_and_leaves_with_1(
    run: CommandLine, text: str, line: int, message: str
) -> None:
    write(Path("own"), {"social.yaml": text})
    ran = run("check", "own")
    assert ran.code == 1
    assert f"own/social.yaml:{line}:1: {message}" in ran.out
    assert ran.err.splitlines()[-1].endswith("in 1 rule with 2 examples")


def test_a_miss_must_survive_the_rules_of_the_chain_too(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": GOOD.replace("Share this with the children, the cook said.", "Read more: Cod")})
    ran = run("check", "own")
    assert ran.code == 1
    assert "read-more-any takes its miss 'Read more: Cod'" in ran.out


def test_a_misspelt_key_leaves_with_2_and_the_remedy(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": MISSPELT, "wrong.yaml": WRONG_HIT})
    ran = run("check", "own")
    assert ran.code == 2
    assert "own/social.yaml:5:5: [other-line] unknown key `drop_lin`" in ran.out
    assert "did you mean `drop_line`?" in ran.out
    assert ran.err.endswith("; no example was run\n")


def test_all_problems_of_all_files_are_told_at_once_and_in_order(run: CommandLine) -> None:
    write(
        Path("own"), {"a.yaml": MISSPELT, "b.yaml": "schema: 1\nrules: {", "c.yaml": GOOD + GOOD[GOOD.index("  -") :]}
    )
    ran = run("check", "own")
    assert ran.code == 2
    files = [line.partition(":")[0] for line in ran.out.splitlines()]
    assert sorted(set(files)) == ["own/a.yaml", "own/b.yaml", "own/c.yaml"]
    assert files == sorted(files)
    assert ran.err == f"{len(files)} problems; no example was run\n"


def test_rules_on_trial_are_checked(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": WRONG_HIT + "    status: trial\n"})
    assert run("check", "own").code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone"], "no rules at gone -> name a folder of rule files, or one file"),
        (["void"], "no rule files in void -> put a .yaml file there, named after a family"),
        (["--chain", "rouhg"], "no chain is called `rouhg` -> did you mean `rough`?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_there_leaves_with_2(run: CommandLine, arguments: list[str], message: str) -> None:
    Path("void").mkdir()
    ran = run("check", *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"cleaner: {message}\n")
