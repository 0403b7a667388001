"""`cleaner rules`: which rules there are, and what one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import CommandLine
from tests.small_rules import write

OWN = """\
schema: 1
rules:
- id: own-first
  does: Drops a line of mine.
  drop_line: |-
    mine

    # and no comment
  examples:
  - hit: |-
      mine

      # and no comment
  - miss: 'Mine is long.'

# About the second.
-
  id: own-second
  does: Drops another line of mine.
# A remark that stands further out than what it speaks of.
  drop_line: 'another'
  examples: [{hit: 'Another'}, {miss: 'Another is long.'}]
"""


def test_rules_are_listed_in_the_order_in_which_they_win(run: CommandLine) -> None:
    ran = run("rules")
    assert (ran.code, ran.err) == (0, "")
    rows = [line.split(maxsplit=2) for line in ran.out.splitlines()]
    assert [(row[0], row[1]) for row in rows] == [
        ("advert-box", "advert"),
        ("advert-code", "advert"),
        ("letters-column", "body"),
        ("copyright-notice", "copyright"),
        ("read-more-line", "related"),
        ("read-more-any", "related"),
        ("title-known", "title"),
    ]
    assert rows[0][2] == "Drops a box of advertising."


def test_rules_on_trial_are_listed_when_asked_for_and_marked(run: CommandLine) -> None:
    assert "see-also-trial" not in run("rules").out
    assert 'Drops a "See also" line. (trial)\n' in run("rules", "--trial").out


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--only", "related"], {"letters-column", "read-more-line", "read-more-any"}),
        (["--skip", "related", "--skip", "advert"], {"letters-column", "copyright-notice", "title-known"}),
    ],
    ids=["only", "skip"],
)
def test_the_list_follows_what_was_chosen(run: CommandLine, options: list[str], ids: set[str]) -> None:
    assert {line.split()[0] for line in run("rules", *options).out.splitlines()} == ids


def test_one_rule_is_shown_as_it_is_written(run: CommandLine, built_in: Path) -> None:
    ran = run("rules", "read-more-line")
    lines = ran.out.splitlines()
    assert ran.code == 0
    place, _, number = lines[0].rpartition(":")
    path = built_in / "any" / "related.yaml"
    assert place == str(path)
    assert path.read_text().splitlines()[int(number) - 1].strip() == lines[1] == "- id: read-more-line"
    assert lines[2] == '  does: Drops a "Read more" line that names another article.'
    assert lines[-1] == "    - miss: 'Read more books, the minister told the pupils of the village school.'"


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("own-first", "- id: own-first", "  - miss: 'Mine is long.'"),
        ("own-second", "id: own-second", "examples: [{hit: 'Another'}, {miss: 'Another is long.'}]"),
    ],
)
def test_a_rule_is_shown_whole_however_it_is_laid_out(run: CommandLine, name: str, start: str, end: str) -> None:
    write(Path("own"), {"mine.yaml": OWN})
    lines = run("rules", name, "--rules", "own").out.splitlines()
    assert (lines[1], lines[-1]) == (start, end)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read-more-lin"], "no rule is called `read-more-lin` -> did you mean `read-more-line`?"),
        (["zzz"], "no rule is called `zzz` -> `cleaner rules` lists them all; rules on trial need --trial"),
        (["see-also-trial"], "no rule is called `see-also-trial`"),
        (["--only", "zzz"], "no rule or family is called `zzz` -> `cleaner rules` lists them all"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_name_that_is_not_there_leaves_with_2(run: CommandLine, arguments: list[str], message: str) -> None:
    ran = run("rules", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"cleaner: {message}")
    assert ran.err.count("\n") == 1
