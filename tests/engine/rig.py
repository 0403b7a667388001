"""A cleaner made of a few rules, written short: ids, sentences and examples are filled in."""

from __future__ import annotations

from dataclasses import replace

from cleaner import Cleaner
from cleaner.errors import Problem
from cleaner.rulebook.chain import Chain
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.rule_file import read_rule_file
from cleaner.rulebook.vocabulary import Vocabulary

PROSE = (
    "The ferry across the narrow bay was late again this morning.",
    "Two dozen passengers waited on the pier and looked at the engine.",
    "A mechanic came down from the village with a bag of spanners.",
)


def rig(*rules: str, budget: float = 1.0, family: str = "related") -> Cleaner:
    """Return a cleaner with rules, each given as the YAML of its action and conditions; `r1`, `r2` are their ids."""
    problems: list[Problem] = []
    made: list[Rule] = []
    for number, rule in enumerate(rules, start=1):
        verb = {"cut": "Cuts", "not": "Notes", "pro": "Protects"}.get(rule.lstrip()[:3], "Drops")
        head = f"schema: 1\nrules:\n  - id: r{number}\n    does: {verb} it.\n    examples: [{{hit: a}}, {{miss: b}}]\n"
        body = "".join(f"    {line}\n" for line in rule.strip().split("\n"))
        made += read_rule_file(head + body, "rig.yaml", family=family, site="", shared=Vocabulary(), problems=problems)
    assert not problems, "\n".join(map(str, problems))
    return Cleaner.of(RuleSet(replace(Chain(), budget=budget), tuple(made)))


def text(*lines: str) -> str:
    """Return lines as a text."""
    return "\n".join(lines)
