"""`cleaner check`: what is wrong with a rule, where, and what to do."""

from __future__ import annotations

import json
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


def test_advice_is_listed_for_rules_that_are_named_and_is_no_problem(run: CommandLine) -> None:
    wide = GOOD.replace("drop_line: 'share this'", "drop_line: ['share this', '\\w{5} \\w{4}', '.{10}']")
    write(Path("own"), {"social.yaml": wide})
    ran = run("check", "own", "--deep")
    assert ran.code == 0
    assert [line.split()[-1] for line in ran.out.splitlines()] == ["(no-literal)", "(no-literal)"]
    assert ran.err == "no problems in 1 rule with 2 examples; advice: no-literal 2\n"
    assert run("check", "own", "--deep", "--no-advice").out == ""


def test_findings_are_printed_as_json(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": WRONG_HIT})
    (found,) = json.loads(run("check", "own", "--format", "json").out)
    assert (found["path"], found["line"], found["column"]) == ("own/social.yaml", 7, 7)
    assert (found["rule"], found["code"], found["gravity"]) == ("share-line", "hit-stays", "error")
    assert found["message"]
    assert found["remedy"]


def test_findings_are_printed_as_annotations_of_github(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": WRONG_HIT.replace("Share that", "100%, that: yes")})
    assert run("check", "own", "--format", "github").out == (
        "::error file=own/social.yaml,line=7,col=7,title=share-line%3A hit-stays::does not take its hit "
        "'100%25, that: yes' -> mend the pattern or a condition, or the example\n"
    )


def test_what_is_mechanical_is_mended_in_the_file(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": MISSPELT})
    ran = run("check", "own", "--fix")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[0] == "mended 1 in own/social.yaml"
    assert Path("own/social.yaml").read_text(encoding="utf-8") == MISSPELT.replace("drop_lin:", "drop_line:")


def test_rules_are_timed_over_a_corpus(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": GOOD.replace("'share this'", "'share (?:(?:\\w+ ?)*(?:\\w+ ?)*)*this'")})
    line = f"Share {'one ' * 300}- this\n"
    write(Path("texts"), {f"{number}.txt": line * 20 for number in range(9)})
    ran = run("check", "own", "--corpus", "texts")
    assert "[share-line] it takes " in ran.out
    assert ran.out.rstrip().endswith("(slow)")
    assert ran.code == 0


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
    assert f"own/social.yaml:{line}:7: {message}" in ran.out
    assert ran.err.splitlines()[-1].endswith("in 1 rule with 2 examples")


def test_a_miss_must_survive_the_rules_of_the_chain_too(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": GOOD.replace("Share this with the children, the cook said.", "Read more: Cod")})
    assert run("check", "own").code == 0
    ran = run("check", "own", "--deep")
    assert ran.code == 1
    assert "read-more-any takes its miss 'Read more: Cod'" in ran.out


def test_a_misspelt_key_leaves_with_2_and_the_remedy(run: CommandLine) -> None:
    write(Path("own"), {"social.yaml": MISSPELT, "wrong.yaml": WRONG_HIT})
    ran = run("check", "own")
    assert ran.code == 2
    assert "own/social.yaml:5:5: [other-line] unknown key `drop_lin`" in ran.out
    assert "did you mean `drop_line`?" in ran.out
    assert "own/wrong.yaml:7:7: [share-line] does not take its hit" in ran.out


def test_all_problems_of_all_files_are_told_at_once_and_in_order(run: CommandLine) -> None:
    write(
        Path("own"), {"a.yaml": MISSPELT, "b.yaml": "schema: 1\nrules: {", "c.yaml": GOOD + GOOD[GOOD.index("  -") :]}
    )
    ran = run("check", "own")
    assert ran.code == 2
    files = [line.partition(":")[0] for line in ran.out.splitlines()]
    assert sorted(set(files)) == ["own/a.yaml", "own/b.yaml", "own/c.yaml"]
    assert files == sorted(files)
    assert ran.err.startswith("3 problems in 2 rules with 4 examples")


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
