"""The schemas say what the readers accept, no more and no less that a schema can say."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cleaner.check.plain import SCHEMA_FOLDER, SCHEMA_LINE
from cleaner.errors import Problem
from cleaner.rulebook.chain import read_chain
from cleaner.rulebook.fields import Fields
from cleaner.rulebook.layout import built_in_rules
from cleaner.rulebook.rule_file import read_retired, read_rule_file, read_vocabulary
from cleaner.rulebook.schema import KINDS, schema
from cleaner.rulebook.vocabulary import Vocabulary
from tests.conftest import ROOT

EVERYTHING = r"""
schema: 1
lists: {boats: [ferry, tug]}
defs: {pier: 'pier \d+'}
rules:
  - id: a-line
    does: Drops a line.
    family: related
    drop_line: ['look at the \L<boats>', 'see {{pier}}: (?P<title>.+)']
    unless: 'never'
    capture: {title: related, _: copyright.text}
    same: title
    where: [after_body, {first: 3, last: 4, share: 0.5, before: prose, after: not item}]
    shape: heading
    near: {above: [related, debris], spread: true}
    length: {min: 1, max: 9}
    page: {links: all, to: site, element: figcaption, class: promo, within: aside, outside: table, hidden: true,
           named: true, stands: below, tells: author}
    sites: [example.org]
    langs: en
    case: true
    max_chars: 9000
    status: trial
    examples:
      - {hit: 'Look', at: end, left: 'x', gives: {title: x}, title: t, lang: en, site: example.org,
         page: {links: all, to: site, element: h2, within: aside, class: promo, hidden: true, stands: above,
         tells: date}}
      - miss: 'Stay'
  - {id: b, does: Drops it., drop_block: {from: a, to: b, max_lines: 3}, examples: [{hit: x}, {miss: stay}]}
  - {id: c, does: Drops it., drop_run: {heading: a, each: {line: b, shape: item, length: {max: 3}, page: {links: all}},
     max_lines: 3, at_least: 2}, examples: [{hit: x}, {miss: stay}]}
  - {id: d, does: Drops it., drop_rest: a, where: {share: 0.5}, examples: [{hit: x}, {miss: stay}]}
  - {id: e, does: Drops it., drop_repeats: {line: a, min: 2}, near: debris, examples: [{hit: x}, {miss: stay}]}
  - {id: f, does: Cuts it., cut: a, examples: [{hit: x}, {miss: stay}]}
  - {id: g, does: Notes it., note: a, examples: [{hit: x}, {miss: stay}]}
  - {id: h, does: Protects it., protect: a, examples: [{hit: x}, {miss: stay}]}
  - {id: i, does: Brings back it., bring_back: a, page: {element: p},
     examples: [{hit: x, page: {element: p}}, {miss: stay, page: [{element: p}]}]}
"""
CHAIN = """
schema: 1
extends: default
extract: {with: trafilatura, favour: recall}
repair: {entities: true}
rules: {packs: [any], skip: [], budget: 0.6}
normalise: {quotes: straight, spaces: plain, dashes: keep}
"""
RETIRED = "schema: 1\nretired: [{id: old, successor: a-line}]\n"
SHARED = "schema: 1\nlists: {boats: [tug]}\ndefs: {pier: 'x'}\n"
# Whatever keys they hold is for others to say.
FREE = {"`capture`", "`gives`", "`lists`", "`defs`"}


def _asked(monkeypatch: pytest.MonkeyPatch, kind: str) -> set[frozenset[str]]:
    """Return, for every mapping that the readers of a kind of file read, the keys that they ask for."""
    asked: dict[str, set[str]] = defaultdict(set)
    finish = Fields.finish

    def noted(fields: Fields) -> None:
        asked[fields._what] |= fields._asked
        finish(fields)

    monkeypatch.setattr(Fields, "finish", noted)
    problems: list[Problem] = []
    if kind == "rules":
        read_rule_file(EVERYTHING, "f.yaml", family="x", site="", shared=Vocabulary(), problems=problems)
    elif kind == "chain":
        read_chain(CHAIN, "c.yaml", problems, lambda _: read_chain("schema: 1\nextract: false\n", "", [], None))  # type: ignore[arg-type]
    elif kind == "retired":
        read_retired(RETIRED, "r.yaml", problems)
    else:
        read_vocabulary(SHARED, "s.yaml", Vocabulary(), problems)
    assert problems == []
    return {frozenset(keys) for what, keys in asked.items() if what not in FREE}


def _objects(part: Any) -> Iterator[frozenset[str]]:  # noqa: ANN401 - a schema is any JSON
    """Yield the keys of every object with fixed keys in a schema."""
    if isinstance(part, dict):
        if part.get("additionalProperties") is False:
            yield frozenset(part["properties"])
        for value in part.values():
            yield from _objects(value)
    elif isinstance(part, list):
        for value in part:
            yield from _objects(value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_has_the_keys_that_the_readers_ask_for(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = _asked(monkeypatch, kind)
    found = set(_objects(schema(kind)))
    # `page` reads its keys by itself, and an example may hold evidence of a page.
    assert found == wanted


@pytest.mark.parametrize(
    ("kind", "text"), [("rules", EVERYTHING), ("chain", CHAIN), ("retired", RETIRED), ("shared", SHARED)]
)
def test_what_uses_every_field_is_valid(kind: str, text: str) -> None:
    jsonschema.validate(yaml.safe_load(text), schema(kind))
    jsonschema.Draft7Validator.check_schema(schema(kind))


WRONG = {
    "an unknown key": ("    does: Drops a line.", "    author: me"),
    "an unknown place": ("after_body, {first", "afterwards, {first"),
    "a shape": ("shape: heading", "shape: headline"),
    "two actions": ("    unless: 'never'", "    cut: 'never'"),
    "no examples": ("    examples:\n      - {hit: 'Look'", "    example:\n      - {hit: 'Look'"),
    "a share": ("share: 0.5, before", "share: 5, before"),
    "a side": ("near: {above:", "near: {over:"),
    "an id": ("id: a-line", "id: A_Line"),
    "a field of facts": ("title: related,", "title: headline,"),
    "a part of a fact without parts": ("title: related,", "title: related.text,"),
    "a site": ("[example.org]", "[Example]"),
    "a status": ("status: trial", "status: trail"),
    "an example of both kinds": ("{hit: 'Look',", "{hit: 'Look', miss: x,"),
    "too few lines": ("max_lines: 3}, examples", "max_lines: 0}, examples"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_readers_refuse_the_schema_refuses(name: str) -> None:
    old, new = WRONG[name]
    text = EVERYTHING.replace(old, new, 1)
    assert text != EVERYTHING
    problems: list[Problem] = []
    read_rule_file(text, "f.yaml", family="x", site="", shared=Vocabulary(), problems=problems)
    assert problems
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), schema("rules"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_the_one_of_the_code(kind: str) -> None:
    published = json.loads((ROOT / SCHEMA_FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    assert published == schema(kind), f"write it anew: cleaner rules --schema {kind} > {SCHEMA_FOLDER}/{kind}.json"


def _shipped() -> list[tuple[Path, str]]:
    rules = built_in_rules()
    kinds = {"chains": "chain"}
    found = [(path, kinds.get(path.parent.name, "rules")) for path in sorted(rules.glob("*/*.yaml"))]
    return [*found, (rules / "shared.yaml", "shared")]


def test_every_shipped_file_is_valid_and_names_its_schema() -> None:
    validators = {kind: jsonschema.Draft7Validator(schema(kind)) for kind in KINDS}
    nameless = []
    for path, kind in _shipped():
        text = path.read_text(encoding="utf-8")
        up = "../" * len(path.relative_to(built_in_rules().parent).parent.parts)
        if not text.startswith(f"{SCHEMA_LINE}{up}{SCHEMA_FOLDER}/{kind}.json\n"):
            nameless.append(str(path))
        errors = [error.message for error in validators[kind].iter_errors(yaml.load(text, yaml.CSafeLoader))]
        assert errors == [], path
    assert nameless == [], "`cleaner check --fix` adds the line"
