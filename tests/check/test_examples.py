"""Rules held against their examples: what must go, what must stay, and what must come of it."""

from __future__ import annotations

import pytest

from cleaner.check import PLACES, STOCK, check
from cleaner.errors import Problem
from cleaner.rulebook.chain import Chain
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.rule_file import read_rule_file
from cleaner.rulebook.vocabulary import Vocabulary

MISS = "- miss: 'The harbour was open all night.'"
MORE_LINE = r"""
  - id: more-line
    does: Drops a line that names another article.
    drop_line: 'read more: (?P<title>.{3,80})'
    capture: {title: related}
    examples:
      - hit: 'Read more: The harbour closes'
        gives: {related: [The harbour closes]}
      - miss: 'The harbour was open all night.'
"""


def _rule_set(*rules: str, budget: float = 1.0) -> RuleSet:
    problems: list[Problem] = []
    text = "schema: 1\nrules:\n" + "\n".join(rule.strip("\n") for rule in rules)
    read = read_rule_file(text, "f.yaml", family="related", site="", shared=Vocabulary(), problems=problems)
    assert problems == []
    return RuleSet(Chain(budget=budget), read)


def _rule(action: str, examples: str, *, verb: str = "Drops", rule_id: str = "tried") -> str:
    head = f"  - id: {rule_id}\n    does: {verb} it.\n"
    body = "".join(f"    {line}\n" for line in action.split("\n"))
    return f"{head}{body}    examples:\n" + "".join(f"      {line}\n" for line in examples.split("\n"))


def _found(*rules: str, budget: float = 1.0) -> list[str]:
    """Return what the check says of rules, without places and remedies."""
    problems = list(check(_rule_set(*rules, budget=budget)))
    assert all(problem.remedy and problem.path == "f.yaml" and problem.line > 2 for problem in problems)
    return [f"{problem.rule}: {problem.message}" for problem in problems]


def test_a_rule_that_does_as_its_examples_say_has_no_problem() -> None:
    assert _found(MORE_LINE) == []


def test_stock_prose_is_long_enough_for_every_place() -> None:
    assert len(STOCK) == 12
    assert all(len(line.split()) >= 8 for line in STOCK)


def test_a_problem_stands_where_its_example_stands() -> None:
    (problem,) = check(_rule_set(MORE_LINE.replace("gives: {related: [The", "gives: {related: [A")))
    assert (problem.path, problem.line, problem.rule) == ("f.yaml", 8, "more-line")


GOOD = {
    "several lines": ("drop_block: {from: 'begin', to: 'end', max_lines: 3}", "- hit: |-\n    Begin\n    x\n    End"),
    "cut leaves": ("cut: '\\(ad\\)'", "- hit: 'He came (ad) home.'\n  left: 'He came home.'"),
    "cut leaves nothing": ("cut: '\\(ad\\)'", "- hit: '(ad)'"),
    "run": (
        "drop_run: {heading: 'most read', each: {shape: heading}, max_lines: 3}",
        "- hit: |-\n    Most read\n    Ferry late\n    Pump mended",
    ),
    "repeats": ("drop_repeats: {line: 'tap here', min: 2}", "- hit: |-\n    Tap here\n    Tap here"),
    "before the body": ("drop_line: 'top line'\nwhere: before_body", "- hit: Top line"),
    "after the body": ("drop_line: 'last line'\nwhere: after_body", "- hit: Last line"),
    "first lines": ("drop_line: 'top line'\nwhere: {first: 2}", "- hit: Top line"),
    "last lines": ("drop_line: 'last line'\nwhere: {last: 2}", "- hit: Last line"),
    "far down": ("drop_rest: 'last line'\nwhere: {share: 0.9}", "- hit: |-\n    Last line\n    and more"),
    "in the middle": ("drop_line: 'a line'\nwhere: [{before: prose}, {after: prose}]", "- hit: A line"),
    "at a place named": ("drop_line: 'a line'\nwhere: {after: prose}", "- hit: A line\n  at: end"),
    "known title": ("drop_line: '.+'\nsame: title\nwhere: before_body", "- hit: Ferry late\n  title: Ferry late"),
    "known site": ("drop_line: 'a line'\nsites: example.org", "- hit: A line\n  site: www.example.org"),
    "known language": ("drop_line: 'a line'\nlangs: fr", "- hit: A line\n  lang: fr"),
    "evidence of a page": ("drop_line: 'a line'\npage: {links: all}", "- hit: A line\n  page: {links: all}"),
    "object": (
        "drop_line: 'photo: (?P<who>.+)'\ncapture: {who: captions.credit}",
        "- hit: 'Photo: Ada Reed'\n  gives: {captions: [{credit: Ada Reed}]}",
    ),
    "part of an object": (
        "drop_line: '© (?P<years>\\d+) (?P<who>.+)'\ncapture: {years: copyright.years, who: copyright.holder}",
        "- hit: '© 2024 Lisk'\n  gives: {copyright: {years: '2024'}}",
    ),
}


@pytest.mark.parametrize(("action", "hit"), GOOD.values(), ids=GOOD)
def test_a_hit_that_goes_is_fine(action: str, hit: str) -> None:
    assert _found(_rule(action, f"{hit}\n{MISS}", verb="Cuts" if action.startswith("cut") else "Drops")) == []


def test_a_budget_is_for_articles_not_for_examples() -> None:
    assert _found(MORE_LINE, budget=0.0) == []


BAD = {
    "no match": ("drop_line: 'see also'", "- hit: See", ["does not take its hit 'See'"]),
    "condition": ("drop_line: 'see'\nshape: item", "- hit: See", ["does not take its hit 'See'"]),
    "place": ("drop_line: 'see'\nwhere: before_body", "- hit: See\n  at: end", ["does not take its hit 'See'"]),
    "other site": ("drop_line: 'see'\nsites: example.org", "- hit: See", ["does not take its hit 'See'"]),
    "other language": ("drop_line: 'see'\nlangs: fr", "- hit: See\n  lang: de", ["does not take its hit 'See'"]),
    "half of it": (
        "drop_line: 'see'",
        "- hit: |-\n    See\n    The pier",
        ["of its hit 'See / The pier' there is left 'The pier'"],
    ),
    "too much left": (
        "cut: '\\(ad\\)'",
        "- hit: 'He (ad) came'",
        ["of its hit 'He (ad) came' there is left 'He came'"],
    ),
    "wrong left": (
        "cut: '\\(ad\\)'",
        "- hit: 'He (ad) came'\n  left: He came home",
        ["of its hit 'He (ad) came' there is left 'He came', not 'He came home'"],
    ),
    "nothing left": (
        "drop_line: 'see'",
        "- hit: See\n  left: See",
        ["of its hit 'See' there is left '', not 'See'"],
    ),
    "wrong fact": (
        "drop_line: 'see (?P<x>.+)'\ncapture: {x: related}",
        "- hit: See pier\n  gives: {related: [the pier]}",
        ["its hit 'See pier' gives related: ['pier'], not ['the pier']"],
    ),
    "no fact": (
        "drop_line: 'see pier'",
        "- hit: See pier\n  gives: {related: [pier], title: Pier}",
        [
            "its hit 'See pier' gives related: None, not ['pier']",
            "its hit 'See pier' gives title: None, not 'Pier'",
        ],
    ),
    "wrong part": (
        "drop_line: '© (?P<x>.+)'\ncapture: {x: copyright.holder}",
        "- hit: © Lisk\n  gives: {copyright: {holder: Lisk, years: '2024'}}",
        ["its hit '© Lisk' gives copyright: {'holder': 'Lisk'}, not {'holder': 'Lisk', 'years': '2024'}"],
    ),
}


@pytest.mark.parametrize(("action", "hit", "messages"), BAD.values(), ids=BAD)
def test_a_hit_that_does_not_hold_is_told(action: str, hit: str, messages: list[str]) -> None:
    verb = "Cuts" if action.startswith("cut") else "Drops"
    found = _found(_rule(action, f"{hit}\n{MISS}", verb=verb))
    assert found == [f"tried: {message}" for message in messages]


ANY_LINE = "drop_line: 'see the pier'"
TAKEN = {
    "everywhere": (ANY_LINE, PLACES),
    "before the body": (f"{ANY_LINE}\nwhere: before_body", ("start",)),
    "after the body": (f"{ANY_LINE}\nwhere: after_body", ("end",)),
    "inside the body": (f"{ANY_LINE}\nwhere: [{{before: prose}}, {{after: prose}}]", ("middle",)),
    "far down": (f"{ANY_LINE}\nwhere: {{share: 0.3}}", ("middle", "end")),
    "nowhere": (f"{ANY_LINE}\nsites: example.org", ()),
}


@pytest.mark.parametrize(("action", "places"), TAKEN.values(), ids=TAKEN)
def test_a_miss_that_goes_is_told_for_each_place(action: str, places: tuple[str, ...]) -> None:
    hit = "- hit: See the pier\n  site: example.org"
    found = _found(_rule(action, f"{hit}\n- miss: See the pier"))
    assert found == [f"tried: at the {place}, it takes its miss 'See the pier'" for place in places]


def test_a_miss_that_loses_a_part_is_told() -> None:
    found = _found(_rule("cut: '\\(ad\\)'", "- hit: (ad)\n- miss: 'He (ad) came.'", verb="Cuts"))
    assert found == [f"tried: at the {place}, it takes its miss 'He (ad) came.'" for place in PLACES]


def test_a_miss_that_another_rule_takes_is_told() -> None:
    tried = _rule("drop_line: 'see also'", "- hit: See also\n- miss: 'Read more: pumps'")
    found = _found(MORE_LINE, tried)
    assert found == [f"tried: at the {place}, more-line takes its miss 'Read more: pumps'" for place in PLACES]


def test_a_hit_that_the_chain_protects_is_told() -> None:
    shield = _rule(
        "protect: 'harbour closes'", "- hit: The harbour closes\n- miss: x", verb="Protects", rule_id="shield"
    )
    assert _found(MORE_LINE, shield) == [
        "more-line: with the whole chain, its hit 'Read more: The harbour closes' stays"
    ]


def test_a_hit_that_an_earlier_rule_takes_is_fine() -> None:
    later = MORE_LINE.replace("more-line", "later-line")
    assert _found(MORE_LINE, later) == []


def test_a_near_rule_is_tried_with_the_rules_that_it_stands_by() -> None:
    examples = "- hit: |-\n    Read more: pumps\n    The pier\n- miss: The pier"
    near = _rule("drop_line: 'the pier'\nnear: {above: related}", examples)
    assert _found(MORE_LINE, near) == []
    assert _found(near) == ["tried: does not take its hit 'Read more: pumps / The pier'"]


@pytest.mark.parametrize(
    ("hit", "messages"),
    [
        ("- hit: 'LISK - The ferry was late.'\n  gives: {dateline: {place: LISK}}", []),
        ("- hit: 'LISK - The ferry was late.'", []),
        ("- hit: 'The ferry was late.'", ["tried: notes nothing of its hit 'The ferry was late.'"]),
        (
            "- hit: 'LISK - The ferry was late.'\n  gives: {dateline: {place: Lisk}}",
            ["tried: its hit 'LISK - The ferry was late.' gives dateline: {'place': 'LISK'}, not {'place': 'Lisk'}"],
        ),
    ],
    ids=["fact", "no fact asked for", "no match", "wrong fact"],
)
def test_a_note_must_give_its_facts(hit: str, messages: list[str]) -> None:
    note = _rule(
        "note: '^(?P<place>LISK) -'\ncase: true\ncapture: {place: dateline.place}", f"{hit}\n{MISS}", verb="Notes"
    )
    assert _found(note) == messages


@pytest.mark.parametrize(
    ("hit", "messages"),
    [
        ("Letters: the pier", []),
        ("Notes: the pier", ["tried: protects nothing of its hit 'Notes: the pier'"]),
    ],
    ids=["protected", "not protected"],
)
def test_a_protecting_rule_must_protect_its_hit(hit: str, messages: list[str]) -> None:
    assert _found(_rule("protect: '^letters:'", f"- hit: '{hit}'\n{MISS}", verb="Protects")) == messages


def test_only_the_rules_asked_for_are_checked_but_the_whole_chain_takes_part() -> None:
    tried = _rule("drop_line: 'see also'", "- hit: See also\n- miss: 'Read more: pumps'")
    rule_set = _rule_set(MORE_LINE.replace("gives: {related: [The", "gives: {related: [A"), tried)
    problems = list(check(rule_set, rule_set.rules[1:]))
    assert {problem.rule for problem in problems} == {"tried"}
    assert len(problems) == len(PLACES)


def test_a_long_example_is_told_in_short() -> None:
    (found,) = _found(_rule("drop_line: 'see'", f"- hit: '{'pier ' * 30}'\n{MISS}"))
    assert found == f"tried: does not take its hit '{('pier ' * 30)[:60]}...'"
