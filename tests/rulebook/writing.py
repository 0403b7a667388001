"""Rule files written short: one faultless rule, and ways to plant a mistake in it."""

from __future__ import annotations

from pathlib import Path

from cleaner.errors import Problem
from cleaner.rulebook.fields import Fields, Reporter
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.rule_file import read_rule_file
from cleaner.rulebook.strict_yaml import Mapping, read_yaml
from cleaner.rulebook.vocabulary import Vocabulary

PATH = "related.yaml"
RULE_ID = "more-line"

# The lines of a file: the id stands on line 3, the action on 5, the capture on 6, the examples on 7 to 9.
FAULTLESS = """\
schema: 1
rules:
  - id: more-line
    does: Drops a line that names another article.
    drop_line: 'read more: (?P<title>.{3,80})'
    capture: {title: related}
    examples:
      - hit: 'Read more: The harbour closes'
      - miss: 'Read more books, she said.'
"""
_ACTION = "    drop_line: 'read more: (?P<title>.{3,80})'\n    capture: {title: related}\n"


def planted(old: str, new: str) -> str:
    """Return the faultless file with one text changed."""
    assert FAULTLESS.count(old) == 1
    return FAULTLESS.replace(old, new)


def with_field(field: str) -> str:
    """Return the faultless file with a field more, on line 7."""
    return planted("    examples:", f"    {field}\n    examples:")


def with_action(action: str, verb: str = "Drops") -> str:
    """Return the faultless file with another action, on line 5, and no capture."""
    return planted(_ACTION, f"    {action}\n").replace("Drops", verb)


def small_file(rule_id: str, action: str = "drop_line: 'read more'", verb: str = "Drops", more: str = "") -> str:
    """Return a file with one small rule."""
    does = f"    does: {verb} it.\n"
    examples = "    examples: [{hit: a}, {miss: b}]\n"
    return f"schema: 1\nrules:\n  - id: {rule_id}\n{does}    {action}\n{more}{examples}"


def read(
    text: str, *, family: str = "related", site: str = "", shared: Vocabulary | None = None
) -> tuple[tuple[Rule, ...], list[Problem]]:
    """Read a rule file; returns its rules and problems."""
    problems: list[Problem] = []
    rules = read_rule_file(
        text, PATH, family=family, site=site, shared=shared or Vocabulary(), problems=problems
    )  # fmt: skip
    return rules, problems


def read_one(text: str, *, family: str = "related", site: str = "", shared: Vocabulary | None = None) -> Rule:
    """Read a rule file without a fault and with one rule."""
    rules, problems = read(text, family=family, site=site, shared=shared)
    assert problems == []
    (rule,) = rules
    return rule


def fields_of(text: str) -> tuple[Fields, list[Problem]]:
    """Return the fields of a YAML mapping, and the list that its problems go to."""
    problems: list[Problem] = []
    node = read_yaml(text, PATH, problems)
    assert isinstance(node, Mapping)
    return Fields(node, Reporter(PATH, problems), "the thing"), problems


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder; returns the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
