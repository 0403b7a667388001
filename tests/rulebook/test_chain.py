"""A chain: packs in order, and the options of each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cleaner.errors import Problem
from cleaner.rulebook.chain import Chain, Normalise, read_chain

PATH = "chain.yaml"
BASE = Chain(
    entities=False, packs=("any", "en"), skip=("old-rule",), budget=0.5, normalise=Normalise("keep", "keep", "plain")
)


def _base(name: str) -> Chain:
    assert name == "base"
    return BASE


def _read(text: str, base: Callable[[str], Chain] = _base) -> tuple[Chain, list[Problem]]:
    problems: list[Problem] = []
    return read_chain(f"schema: 1\n{text}\n", PATH, problems, base), problems


PACKS = "rules: {packs: [any]}"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (PACKS, Chain(packs=("any",))),
        ("rules: {packs: any}", Chain(packs=("any",))),
        (
            "rules: {packs: [any, en], skip: [a-rule], budget: 0.4}",
            Chain(packs=("any", "en"), skip=("a-rule",), budget=0.4),
        ),
        ("rules: {packs: [any], skip: []}", Chain(packs=("any",))),
        (f"{PACKS}\nextract: {{with: trafilatura}}", Chain(packs=("any",))),
        (f"{PACKS}\nrepair: {{entities: false}}", Chain(packs=("any",), entities=False)),
        (f"{PACKS}\nrepair: {{}}", Chain(packs=("any",))),
        (f"{PACKS}\nnormalise: {{quotes: keep}}", Chain(packs=("any",), normalise=Normalise(quotes="keep"))),
        (
            f"{PACKS}\nnormalise: {{quotes: keep, spaces: keep, dashes: plain}}",
            Chain(packs=("any",), normalise=Normalise("keep", "keep", "plain")),
        ),
    ],
)
def test_a_chain_says_what_differs_from_the_usual(text: str, chain: Chain) -> None:
    assert _read(text) == (chain, [])


@pytest.mark.parametrize(
    ("step", "chain"),
    [
        ("extract", Chain(packs=("any",), extract=None)),
        ("repair", Chain(packs=("any",), entities=None)),
        ("normalise", Chain(packs=("any",), normalise=None)),
    ],
)
def test_a_step_is_switched_off_by_false(step: str, chain: Chain) -> None:
    assert _read(f"{PACKS}\n{step}: false") == (chain, [])


def test_the_rules_are_switched_off_by_false() -> None:
    assert _read("rules: false") == (Chain(packs=None), [])


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("", BASE),
        ("rules: {packs: [de]}", replace(BASE, packs=("de",))),
        ("rules: {skip: []}", replace(BASE, skip=())),
        ("rules: {skip: [b]}", replace(BASE, skip=("b",))),
        ("rules: {budget: 0}", replace(BASE, budget=0.0)),
        ("repair: {}", BASE),
        ("repair: {entities: true}", replace(BASE, entities=True)),
        (
            "normalise: {quotes: straight}",
            replace(BASE, normalise=Normalise("straight", "keep", "plain")),
        ),
        ("normalise: false", replace(BASE, normalise=None)),
    ],
)
def test_extending_takes_over_what_is_not_named(text: str, chain: Chain) -> None:
    assert _read(f"extends: base\n{text}") == (chain, [])


def test_a_step_that_the_base_switched_off_can_be_switched_on() -> None:
    bare = Chain(extract=None, entities=None, packs=None, normalise=None)
    text = "extends: x\nextract: {with: trafilatura}\nrepair: {}\nrules: {packs: [any]}\nnormalise: {quotes: keep}"
    assert _read(text, lambda _: bare) == (Chain(packs=("any",), normalise=Normalise(quotes="keep")), [])
    assert _read("extends: x", lambda _: bare) == (bare, [])


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ("", 1, "the chain names no packs", "`extends: default`"),
        ("rules: {budget: 0.5}", 2, "the chain names no packs", "add `packs: [any, en]`"),
        ("rules: {pakcs: [any]}", 2, "unknown key `pakcs` in `rules`", "did you mean `packs`?"),
        ("ruels: {packs: [any]}", 2, "unknown key `ruels` in the file", "did you mean `rules`?"),
        ("extend: base", 2, "unknown key `extend` in the file", "did you mean `extends`?"),
        ("rules: {packs: []}", 2, "the list is empty", "at least one entry"),
        ("rules: {packs: [3]}", 2, "`3` is not read as text", "write '3'"),
        ("rules: [any]", 2, "`rules` must have keys and values", "write `key: value`"),
        ("rules: true", 2, "`rules` must have keys and values", "write `key: value`"),
        ("rules: no", 2, "an unquoted `no`", "true or false"),
        ("rules: 'false'", 2, "`rules` must have keys and values", "write `key: value`"),
        (f"{PACKS}\nextract: {{with: magic}}", 3, "`magic` is not possible here", "known: resiliparse, trafilatura"),
        (f"{PACKS}\nextract: {{wiht: magic}}", 3, "unknown key `wiht` in `extract`", "did you mean `with`?"),
        (f"{PACKS}\nrepair: {{entities: maybe}}", 3, "`maybe` is not possible here", "known: false, true"),
        (f"{PACKS}\nrepair: {{entites: true}}", 3, "unknown key `entites` in `repair`", "did you mean `entities`?"),
        (f"{PACKS}\nnormalise: {{quotes: curly}}", 3, "`curly` is not possible here", "known: keep, straight"),
        (f"{PACKS}\nnormalise: {{quote: keep}}", 3, "unknown key `quote` in `normalise`", "did you mean `quotes`?"),
        (f"{PACKS}\nnormalize: false", 3, "unknown key `normalize` in the file", "did you mean `normalise`?"),
        ("rules: {packs: [any], budget: 2}", 2, "expected a number", "one from 0 to 1"),
        ("rules: {packs: [any], skip: [3]}", 2, "`3` is not read as text", "write '3'"),
        ("rules: {packs: [any], skip: {a: b}}", 2, "expected a text", "in single quotes"),
        ("extends: [base]", 2, "expected a text", "in single quotes"),
    ],
)
def test_a_mistake_in_a_chain_gives_one_problem(text: str, line: int, message: str, remedy: str) -> None:
    _, problems = _read(text)
    assert len(problems) == 1, "\n".join(map(str, problems))
    (problem,) = problems
    assert (problem.path, problem.line, problem.rule) == (PATH, line, "")
    assert message in problem.message
    assert remedy in problem.remedy


def test_an_empty_chain_file_gives_one_problem() -> None:
    problems: list[Problem] = []
    assert read_chain("", PATH, problems, _base).packs is None
    assert [problem.message for problem in problems] == ["the file is empty"]
