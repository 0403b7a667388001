"""The rules that come with the package: every example holds, and the house rules of packs are kept."""

from __future__ import annotations

import pytest

from cleaner.check import check
from cleaner.rulebook.layout import built_in_rules
from cleaner.rulebook.library import load
from cleaner.rulebook.rule import BringBack, Note, Protect, Rule

FAMILIES = (
    "title section byline stamp caption credit contributors copyright tags source related appeal newsletter social "
    "advert controls consent comments legal bio"
).split()  # fmt: skip
RULE_SET = load(trial=True, compiles=True)


@pytest.fixture(scope="module")
def problems() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in check(RULE_SET):
        found.setdefault(problem.rule, []).append(str(problem))
    return found


@pytest.mark.parametrize("rule", RULE_SET.rules, ids=lambda rule: rule.id)
def test_examples_hold(rule: Rule, problems: dict[str, list[str]]) -> None:
    assert problems.get(rule.id, []) == []


@pytest.mark.parametrize("rule", RULE_SET.rules, ids=lambda rule: rule.id)
def test_family_is_one_of_the_guideline(rule: Rule) -> None:
    if isinstance(rule.action, Note | Protect | BringBack):
        assert rule.family == "body" or rule.family in FAMILIES
    else:
        assert rule.family in FAMILIES


def test_ids_of_language_packs_bear_their_language() -> None:
    packs = built_in_rules()
    for rule in RULE_SET.rules:
        pack = rule.source.path.removeprefix(str(packs)).strip("/\\").replace("\\", "/").split("/")[0]
        assert pack in ("any", "sites") or rule.id.startswith(f"{pack}-"), rule.id


@pytest.mark.parametrize("pack", ["en", "de", "fr", "es"])
def test_packs_speak_of_every_family(pack: str) -> None:
    found = {rule.family for rule in RULE_SET.rules if f"/{pack}/" in rule.source.path.replace("\\", "/")}
    # Titles have no language, and these packs leave to `any` what is a name or a sign.
    assert found >= set(FAMILIES) - {"title", "caption", "credit"}
