"""Why: which part of a pattern took a line, and which condition kept a rule from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.evidence import Evidence, Extracted, Offer
from cleaner.explain import explain, why_not
from tests.small_rules import BODY, DIRTY, LINES, small_cleaner, write

RULES = r"""
schema: 1
rules:
  - id: after-line
    does: Drops a line.
    drop_line: ['tap here', 'tap (?P<what>.{3,20}) to sail']
    capture: {what: related}
    unless: 'storm'
    where: after_body
    shape: heading
    length: {max: 5}
    examples: [{hit: 'Tap here'}, {miss: 'Tap water was cold.'}]
  - id: run-of-two
    does: Drops a run.
    drop_run: {heading: 'most read', each: {shape: heading}, max_lines: 5, at_least: 2}
    examples: [{hit: "Most read\nOne\nTwo"}, {miss: 'Most read the paper.'}]
  - id: block
    does: Drops a block.
    drop_block: {from: 'box', to: 'end of box', max_lines: 3}
    examples: [{hit: "Box\nEnd of box"}, {miss: 'Box was empty.'}]
  - id: beside
    does: Drops a line.
    drop_line: 'harbour news'
    near: {above: related}
    examples: [{hit: 'Harbour news'}, {miss: 'Harbour news was read.'}]
  - id: of-a-site
    does: Drops a line.
    drop_line: 'lisk line'
    sites: lisk.example
    examples: [{hit: 'Lisk line'}, {miss: 'Lisk line was long.'}]
  - id: cuts
    does: Cuts a code.
    cut: '\(code \d\)'
    examples: [{hit: '(code 1)'}, {miss: 'The code.'}]
  - id: title-line
    does: Drops the title.
    drop_line: '.+'
    same: title
    examples: [{hit: 'A'}, {miss: 'B'}]
  - id: at-the-top
    does: Drops a line.
    drop_line: 'top line'
    where: [{first: 2}, before_body]
    examples: [{hit: 'Top line'}, {miss: 'Top line it was.'}]
  - id: far-down
    does: Drops a line.
    drop_line: 'far down'
    where: {share: 0.5}
    examples: [{hit: 'Far down'}, {miss: 'Far down it was.'}]
  - id: the-last
    does: Drops a line.
    drop_line: 'the last'
    where: {last: 1}
    examples: [{hit: 'The last'}, {miss: 'The last it was.'}]
  - id: between
    does: Drops a line.
    drop_line: 'between'
    where: [{before: item}, {after: prose}]
    examples: [{hit: 'Between'}, {miss: 'Between it was.'}]
  - id: the-rest
    does: Drops the rest.
    drop_rest: 'end of news'
    where: {share: 0.5}
    examples: [{hit: 'End of news'}, {miss: 'End of news it was.'}]
  - id: in-german
    does: Drops a line.
    drop_line: 'nur hier'
    langs: de
    examples: [{hit: 'Nur hier'}, {miss: 'Nur hier war es.'}]
  - id: saves
    does: Protects a line.
    protect: 'harbour master'
    examples: [{hit: 'The harbour master'}, {miss: 'A master.'}]
  - id: repeated
    does: Drops copies.
    drop_repeats: {line: 'tap tap', min: 3}
    examples: [{hit: "Tap tap\nTap tap\nTap tap"}, {miss: 'Tap tap it went.'}]
  - id: notes-it
    does: Notes a source.
    note: 'said (?P<who>the harbour master)'
    capture: {who: source}
    examples: [{hit: 'He was late, said the harbour master, by far.'}, {miss: 'He said so.'}]
"""


def _cleaner(folder: Path, rules: str = RULES) -> Cleaner:
    chain = write(folder, {"chain.yaml": "schema: 1\nrules: {packs: [mine]}\n"}) / "chain.yaml"
    return Cleaner(chain, write(folder / "own", {"mine/related.yaml": rules}))


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    return _cleaner(tmp_path_factory.mktemp("rules"))


def test_each_line_names_the_expression_and_its_captures(tmp_path: Path) -> None:
    cleaner = small_cleaner(tmp_path)
    lines = explain(cleaner.clean(DIRTY), cleaner.rule_set.rules)
    taken = {each.report.line: (each.family, each.part, each.expression, dict(each.captures)) for each in lines}
    assert taken[1] == ("", "", "", {})
    assert taken[5] == (
        "related",
        "drop_line",
        r"read more:\s+(?P<title>.{10,150})",
        {"related": "Harbour to close for a week"},
    )
    assert taken[6][3] == {"copyright.years": "2024", "copyright.holder": "The Lisk Herald"}


def test_the_parts_of_a_block_and_a_run_are_told_apart(cleaner: Cleaner) -> None:
    text = BODY + "Box\nfull of soap\nEnd of box\nMost read\nOne\nTwo\n"
    parts = [each.part for each in explain(cleaner.clean(text), cleaner.rule_set.rules)][4:]
    assert parts[:4] == ["from", "", "to", "heading"]


CASES = {
    "takes it": (BODY + "Tap the mast to sail\n", "after-line", 5, "where.after_body", True, "no prose after it"),
    "no match": (BODY + "Tap the mast and go far beyond\n", "after-line", 5, "drop_line", False, " and then finds '"),
    "not one letter": (BODY + "Wind\n", "after-line", 5, "drop_line", False, "not even its first letter"),
    "wants more": (BODY + "Tap her\n", "after-line", 5, "drop_line", False, "the whole line, and wants more"),
    "unless": (BODY + "Tap the storm to sail\n", "after-line", 5, "unless", False, "'storm' spares it"),
    "place": ("Tap here\n" + BODY, "after-line", 1, "where.after_body", False, "prose stands after it, on line 5"),
    "shape": (BODY + "tap here\n", "after-line", 5, "shape", False, "of no shape; heading is asked for"),
    "length": (BODY + "Tap one two three four to sail\n", "after-line", 5, "length", False, "7 words, 0 to 5"),
    "short run": (
        BODY + "Most read\nOne\nall small\n",
        "run-of-two",
        5,
        "each",
        False,
        "1 line follows that fit, 2 are",
    ),
    "no end": (BODY + "Box\nof soap\n", "block", 5, "to", False, "no end comes within 3 lines"),
    "nobody beside": (BODY + "Harbour news\n", "beside", 5, "near", False, "nothing that goes stands above"),
    "site": (BODY + "Lisk line\n", "of-a-site", 5, "known", False, "asks for the site lisk.example, it is not known"),
    "no span": (BODY, "cuts", 1, "cut", False, "none of its expressions is found"),
    "no title": (BODY, "title-line", 1, "known", False, "asks for a known title, none is known"),
    "too early": ("Far down\n" + BODY, "far-down", 1, "where.share", False, "0.00 of the words stand before it, 0.5"),
    "not the last": (
        "The last\n" + BODY,
        "the-last",
        1,
        "where.last",
        False,
        "4 lines stand after it, among the last 1",
    ),
    "nothing below": (
        BODY + "Between\n",
        "between",
        5,
        "where.before",
        False,
        "the line below is nothing; item is asked",
    ),
    "prose above": (
        BODY + "Between\n- one\n",
        "between",
        5,
        "where.after",
        True,
        "the line above is prose; prose is asked",
    ),
    "the rest": (BODY + "End of news\nmore\n", "the-rest", 5, "where.share", True, "0.5 is asked for"),
    "a copy alone": (BODY + "Tap tap\n", "repeated", 5, "drop_repeats", True, "'tap tap' matches"),
    "a note": (BODY + "Late, said the harbour master.\n", "notes-it", 5, "protect", False, "`saves` protects the line"),
    "above debris": (BODY + "Tap here\nHarbour news\n", "beside", 6, "near", True, "above `after-line` took the line"),
    "too far down": ("A.\nB.\nTop line\n" + BODY, "at-the-top", 3, "where.first", False, "it is line 3 of those"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_last_condition_asked_is_the_one_that_decides(name: str, cleaner: Cleaner) -> None:
    text, rule_id, line, condition, holds, told = CASES[name]
    rule = next(rule for rule in cleaner.rule_set.rules if rule.id == rule_id)
    steps = list(why_not(cleaner.clean(text), rule, line))
    assert (steps[-1].name, steps[-1].holds) == (condition, holds)
    assert told in steps[-1].told
    assert all(step.holds for step in steps[:-1])


def test_a_rule_that_loses_and_a_line_that_is_protected_are_told(tmp_path: Path) -> None:
    cleaner = small_cleaner(tmp_path)
    rule = next(rule for rule in cleaner.rule_set.rules if rule.id == "read-more-any")
    assert list(why_not(cleaner.clean(DIRTY), rule, 5))[-1].told == "`read-more-line` wins the line"
    saved = cleaner.clean(BODY + "Read more: Letters to the harbour\n")
    assert list(why_not(saved, rule, 5))[-1].told == "`letters-column` protects the line"


def test_another_language_is_told(cleaner: Cleaner) -> None:
    rule = next(rule for rule in cleaner.rule_set.rules if rule.id == "in-german")
    (step,) = why_not(cleaner.clean(BODY + "Nur hier\n", lang="en"), rule, 5)
    assert (step.holds, step.told) == (False, "asks for de, the language is en")


def test_more_than_the_budget_is_told(tmp_path: Path) -> None:
    cleaner = small_cleaner(tmp_path)
    rule = next(rule for rule in cleaner.rule_set.rules if rule.id == "read-more-line")
    result = cleaner.clean("Read more: Harbour to close for a week\nAnd so on.")
    assert "over_budget" in result.flags
    assert list(why_not(result, rule, 1))[-1].name == "budget"


@pytest.mark.parametrize("line", [0, 3, 99])
def test_a_line_that_is_not_there_is_an_error(line: int, cleaner: Cleaner) -> None:
    result = cleaner.clean("One.\nTwo.\n\nFour.")
    with pytest.raises(LookupError, match=f"no line {line} that is not blank; it has 4 lines"):
        list(why_not(result, cleaner.rule_set.rules[0], line))


PAGE_RULES = r"""
schema: 1
rules:
  - id: promo-box
    does: Drops a line of a promo box.
    drop_line: '.{3,80}'
    page: {class: 'promo'}
    langs: en
    examples: [{hit: 'Sail cheaply', page: {class: promo}}, {miss: 'Sail on.'}]
  - id: aside-back
    does: Brings back a line.
    bring_back: '.{3,80}'
    page: {within: aside}
    examples: [{hit: 'Sail', page: {within: aside}}, {miss: 'Sail on.', page: {within: nav}}]
"""


def test_a_page_testifies_here_as_it_did_when_the_rule_ran(tmp_path: Path) -> None:
    cleaner = _cleaner(tmp_path, PAGE_RULES)
    rule = next(rule for rule in cleaner.rule_set.rules if rule.id == "promo-box")
    evidence = {
        1: Evidence(),
        2: Evidence("div", frozenset({"div"}), "promo box", hidden=True, stands="below", tells=frozenset({"date"})),
        3: Evidence(),
    }
    page = Extracted(f"{LINES[0]}\nSail cheaply\n{LINES[1]}", evidence, {"language": "en"})
    result = cleaner.clean_extracted(page)
    assert [removal.line for removal in result.removed] == [2]
    assert all(step.holds for step in why_not(result, rule, 2))
    told = {step.name: step.told for step in why_not(result, rule, 2)}
    assert "`div` within nothing else" in told["page"]
    assert "hidden" in told["page"]
    assert "below the article" in told["page"]
    assert "tells the date" in told["page"]
    *_, last = why_not(result, rule, 1)
    assert (last.name, last.holds, "no names" in last.told) == ("page", False, True)
    foreign = cleaner.clean_extracted(replace(page, metadata={"language": "de"}))
    (step,) = why_not(foreign, rule, 2)
    assert (foreign.removed, step.holds, step.told) == ((), False, "asks for en, the language is de")


def test_rules_that_bring_back_are_told_of_like_others(tmp_path: Path) -> None:
    cleaner = _cleaner(tmp_path, PAGE_RULES)
    rule = next(rule for rule in cleaner.rule_set.rules if rule.id == "aside-back")
    offer = Offer(1, "Sail cheaply", Evidence("p", frozenset({"p", "aside"})))
    result = cleaner.clean_extracted(
        Extracted(f"{LINES[0]}\n{LINES[1]}", {1: Evidence(), 2: Evidence()}, offers=[offer])
    )
    assert result.protected == {2: "aside-back"}
    assert [step.name for step in why_not(result, rule, 2) if not step.holds] == []
