"""Rules in the company of a whole chain: who takes whose examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaner.check.examples import Company, tried_everywhere
from cleaner.check.places import Locate
from cleaner.errors import Problem
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.rule import Note, Protect, Rule

# Found already when a rule is tried by itself.
_TOLD = ("hit-stays", "hit-gives", "miss-taken")


def problems(rule_set: RuleSet, rules: Sequence[Rule], locate: Locate) -> Iterator[Problem]:
    """Yield what is wrong with rules in company.

    Args:
        rule_set: The chain with all its rules.
        rules: The rules that are asked about, with their examples.
        locate: Returns where a text stands in a rule.
    """
    company = Company(rule_set)
    for rule in rules:
        told = () if rule.near else _TOLD
        yield from (each for each in company.problems(rule) if each.code not in told)
    yield from _overlaps(company, rules)
    for rule, expression in tried_everywhere(rules):
        message = f"the expression {_short(expression.written)} holds no text to look for: it is tried on every line"
        remedy = "name a word that must stand there"
        place = locate(rule, expression.written)
        yield Problem(rule.source.path, place.line, place.column, rule.id, message, remedy, "no-literal")


def _overlaps(company: Company, rules: Sequence[Rule]) -> Iterator[Problem]:
    takers = {
        rule.id: [names for _, names in company.takers(rule)]
        for rule in rules
        if not isinstance(rule.action, Note | Protect)
    }
    by_id = {rule.id: rule for rule in rules}
    for name, hits in takers.items():
        rule = by_id[name]
        firsts = {names[0] for names in hits if names}
        if (
            not (hits and all(hits))
            or name in firsts
            or not all(_may_lean_on(rule, by_id.get(each)) for each in firsts)
        ):
            continue
        mutual = sorted(other for other in firsts if other in takers and name in _always_wanting(takers[other]))
        if mutual:
            message = f"it and {_listed(mutual)} take each other's hits"
            remedy, code = "add hits that tell them apart, or retire one", "twins"
        else:
            message = f"all its hits are taken first by {_listed(sorted(firsts))}"
            remedy, code = "add a hit that only this rule takes, or retire it", "hit-taken-first"
        yield Problem(rule.source.path, rule.source.line, 1, name, message, remedy, code)


def _always_wanting(hits: Sequence[tuple[str, ...]]) -> set[str]:
    """Return the rules that want every one of some hits."""
    return set.intersection(*map(set, hits)) if hits else set()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _may_lean_on(rule: Rule, other: Rule | None) -> bool:
    """Tell whether another rule can do the work of this one: a pack must do without the packs of other languages."""
    if other is None:
        return True
    return Path(other.source.path).parent.name in (Path(rule.source.path).parent.name, "any")


def _short(text: str) -> str:
    return f"'{text[:40]}...'" if len(text) > 43 else f"'{text}'"
