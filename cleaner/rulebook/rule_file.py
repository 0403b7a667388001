"""A rule file: from YAML to rules, with every fault of the file reported at once.

The reference of the format is `docs/rule-format.md`. The fields of a rule are read by the modules named after them;
which files there are, and in which order their rules stand, is for `cleaner.rulebook.library`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cleaner.errors import Problem
from cleaner.rulebook import rule as model
from cleaner.rulebook.action_fields import read_action
from cleaner.rulebook.condition_fields import (
    read_langs,
    read_length,
    read_near,
    read_page,
    read_shape,
    read_sites,
    read_where,
)
from cleaner.rulebook.example_fields import read_captures, read_examples
from cleaner.rulebook.fields import Fields, read_root
from cleaner.rulebook.pattern import Pattern, read_expression
from cleaner.rulebook.pattern_fields import PatternReader
from cleaner.rulebook.strict_yaml import Mapping, Node, Place, Scalar, Sequence
from cleaner.rulebook.vocabulary import PatternError, Vocabulary

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"\w+")
SAME = ("title", "similar", "opening")
STATUS = ("stable", "trial")
_VERBS: dict[type[model.Action], str] = {model.Note: "Notes", model.Protect: "Protects", model.Cut: "Cuts"}
_VERBS[model.BringBack] = "Brings back"


def read_vocabulary(
    text: str, path: str, shared: Vocabulary, problems: list[Problem], *, compiles: bool = True
) -> Vocabulary:
    """Read a file that holds only `lists` and `defs`; returns what is shared with its own added."""
    fields = read_root(text, path, problems)
    if fields is None:
        return shared
    vocabulary = _vocabulary(fields, shared, compiles=compiles)
    fields.finish()
    return vocabulary


def read_retired(text: str, path: str, problems: list[Problem]) -> dict[str, str]:
    """Read a file of retired ids; returns for each what to do instead."""
    fields = read_root(text, path, problems)
    if fields is None:
        return {}
    found = {}
    node = fields.require("retired", "add a list of ids")
    for item in node.items if isinstance(node, Sequence) else ():
        entry = fields.read_mapping(item, "the entry")
        if entry is None:
            continue
        entry.require("id", "name the id that is gone")
        old, new = entry.text("id"), entry.text("successor")
        entry.finish()
        if old:
            found[old] = f"use `{new}`" if new else "nothing took its place"
    if node and not isinstance(node, Sequence):
        fields.report(node.place, "`retired` must be a list", "begin each entry with `- id: ...`")
    fields.finish()
    return found


def read_rule_file(
    text: str,
    path: str,
    *,
    family: str,
    site: str,
    shared: Vocabulary,
    problems: list[Problem],
    compiles: bool = True,
) -> tuple[model.Rule, ...]:
    """Read a rule file.

    Args:
        text: The file's text.
        path: Its name, for messages and for `Rule.source`.
        family: The family of its rules, unless a rule names its own; empty where each must.
        site: The site whose file this is; empty for none.
        shared: Lists and pieces known to all files.
        problems: Every fault found is appended here.
        compiles: Patterns are compiled now, so that their faults are told; else when they are first tried.
    """
    fields = read_root(text, path, problems)
    if fields is None:
        return ()
    vocabulary = _vocabulary(fields, shared, compiles=compiles)
    node = fields.require("rules", "add a list of rules")
    rules = []
    if isinstance(node, Sequence):
        begins = []
        for item in node.items:
            fields.report.rule = ""
            rules.append(_rule(fields, item, PatternReader(vocabulary, case=False, compiles=compiles), family, site))
            begins.append((item.place, fields.report.rule))
        fields.report.rule = ""
        fields.report.name_rules(begins)
    elif node:
        fields.report(node.place, "`rules` must be a list", "begin each rule with `- id: ...`")
    fields.finish()
    return tuple(rule for rule in rules if rule)


def _vocabulary(fields: Fields, shared: Vocabulary, *, compiles: bool) -> Vocabulary:
    lists = {key.text: tuple(text for _, text in fields.read_texts(value)) for key, value in _named(fields, "lists")}
    pieces = [(key.text, value, fields.read_text(value)) for key, value in _named(fields, "defs")]
    vocabulary = shared.extended(lists, {name: text for name, _, text in pieces if text is not None})
    for name, node, text in pieces if compiles else ():
        try:
            read_expression(text or "", vocabulary, case=False, searches=True).check()
        except PatternError as error:
            fields.report(node.place, f"the piece `{name}` {error}", error.remedy, "pattern")
    return vocabulary


def _named(fields: Fields, key: str) -> list[tuple[Scalar, Node]]:
    inner = fields.mapping(key, f"`{key}`")
    entries = list(inner.keys) if inner else []
    for name, _ in entries:
        if not _NAME.fullmatch(name.text):
            fields.report(name.place, f"`{name.text}` is no name", "use letters, digits and _")
    return entries


def _rule(file: Fields, node: Node, patterns: PatternReader, family: str, site: str) -> model.Rule | None:
    if not isinstance(node, Mapping):
        file.report(node.place, "a rule must have keys and values", "write `- id: ...`")
        return None
    fields = Fields(node, file.report, "the rule")
    rule_id = _id(fields)
    patterns = replace(patterns, case=bool(fields.truth("case")))
    action = read_action(fields, patterns)
    rule = model.Rule(
        id=rule_id,
        family=_family(fields, family),
        does=_does(fields, action),
        # A rule without an action is already reported and goes no further than this function.
        action=action or model.Note(Pattern(())),
        source=model.Source(file.report.path, node.place.line),
        examples=read_examples(fields),
        unless=patterns.read(fields, "unless", searches=True),
        captures=read_captures(fields, _groups(action) if action else None),
        same=fields.word("same", SAME),
        where=read_where(fields),
        shape=read_shape(fields, "shape"),
        near=read_near(fields),
        length=read_length(fields),
        page=read_page(fields, patterns),
        sites=read_sites(fields) or frozenset(filter(None, [site])),
        langs=read_langs(fields),
        max_chars=fields.integer("max_chars", 1, 10_000_000) or 4_000,
        trial=fields.word("status", STATUS) == "trial",
    )
    _check_together(fields, rule)
    fields.finish()
    return rule if rule_id and action else None


def _id(fields: Fields) -> str:
    fields.require("id", "give it an id such as `read-more-line`")
    rule_id = fields.text("id") or ""
    fields.report.rule = rule_id
    if rule_id and not ID.fullmatch(rule_id):
        fields.report(_place(fields, "id"), f"`{rule_id}` is no id", "use small letters, digits and single hyphens")
    return rule_id


def _family(fields: Fields, of_file: str) -> str:
    family = fields.text("family") or of_file
    if not family:
        fields.report(fields.place, "the rule has no family", "add `family:`; the file of a site has none of its own")
    elif not ID.fullmatch(family):
        remedy = "use small letters, digits and single hyphens"
        fields.report(_place(fields, "family"), f"`{family}` is no family", remedy)
    return family


def _does(fields: Fields, action: model.Action | None) -> str:
    fields.require("does", "say in one sentence what the rule does")
    does = fields.text("does") or ""
    if action and does:
        verb = _VERBS.get(type(action), "Drops")
        if not does.startswith(verb + " ") or not does.endswith("."):
            remedy = f"begin with `{verb}` and end with a full stop"
            fields.report(_place(fields, "does"), "`does` must be a sentence", remedy, "does")
    return does


def _place(fields: Fields, key: str) -> Place:
    node = fields.node(key)
    return node.place if node else fields.place


def _groups(action: model.Action) -> frozenset[str]:
    return frozenset().union(*(pattern.groups for pattern in model.patterns_of(action)))


def _check_together(fields: Fields, rule: model.Rule) -> None:
    """Check what no field can check by itself."""
    if isinstance(rule.action, model.DropRest) and rule.where is None:
        fields.report(fields.place, "`drop_rest` needs `where`", "say how far down it may begin: `{share: 0.5}`")
    if isinstance(rule.action, model.BringBack):
        if rule.page is None:
            remedy = "only a page has lines that were left out; say what it must say of them"
            fields.report(fields.place, "`bring_back` needs `page`", remedy)
        if rule.where or rule.near or rule.same or rule.captures:
            remedy = "a line that was left out has no place in the text yet"
            fields.report(fields.place, "`bring_back` can't ask for `where`, `near` or `same`, nor capture", remedy)
    if isinstance(rule.action, model.Protect):
        if rule.where or rule.near or rule.same:
            remedy = "what stands around a line changes as debris goes; protect by the line itself"
            fields.report(fields.place, "a protecting rule can't ask for `where`, `near` or `same`", remedy)
        if rule.captures:
            fields.report(fields.place, "a protecting rule captures nothing", "use `note` for the facts")
