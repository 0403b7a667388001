"""Reading what a rule shows and hands over: its examples and its captures."""

from __future__ import annotations

from typing import Any

from cleaner.evidence import Evidence
from cleaner.facts import FIELDS, is_field
from cleaner.rulebook import rule as model
from cleaner.rulebook.condition_fields import LINK_TARGETS, STANDS, TELLS
from cleaner.rulebook.fields import Fields, closest
from cleaner.rulebook.strict_yaml import Mapping, Node, Scalar, Sequence

KINDS = ("hit", "miss")
PLACES = ("start", "middle", "end")
KNOWN = ("title", "lang", "site")
LINK_SHARES = {"none": 0.0, "few": 0.2, "some": 0.3, "most": 0.7, "all": 1.0}


def read_captures(fields: Fields, groups: frozenset[str] | None) -> tuple[tuple[str, str], ...]:
    """Read `capture`; every group of the rule's patterns must have its field.

    Args:
        fields: The rule.
        groups: The names of the groups in the action's patterns; None where a faulty action leaves them unknown.

    Returns:
        Pairs of group name and dotted field.
    """
    inner = fields.mapping("capture", "`capture`")
    named: set[str] = set()
    targets: list[tuple[str, str]] = []
    for key, value in inner.keys if inner else ():
        named.add(key.text)
        field = fields.read_text(value)
        if groups is not None and key.text != "_" and key.text not in groups:
            fields.report(
                key.place, f"`capture` names `{key.text}`, which is no group", closest(key.text, (*groups, "_"))
            )
        elif field is not None and not is_field(field):
            fields.report(value.place, f"`{field}` is no field of facts", _field_remedy(field))
        elif field is not None:
            targets.append((key.text, field))
    known = groups or frozenset()
    # Where `capture` can't be read or names a group wrongly, that is the mistake.
    if (inner or "capture" not in fields) and named <= known | {"_"}:
        for group in sorted(known - named):
            remedy = f"add `capture: {{{group}: FIELD}}`, or write (?:...)"
            fields.miss(["capture"], f"the group `{group}` has no capture", remedy)
    return tuple(targets)


def _field_remedy(dotted: str) -> str:
    name = dotted.split(".")[0]
    if name not in FIELDS:
        return closest(name, FIELDS)
    return f"`{name}` has no parts; write it alone" if is_field(name) else f"name a part of it: `{name}.text`"


def read_examples(fields: Fields) -> tuple[model.Example, ...]:
    """Read `examples`: at least one `hit` and one `miss`."""
    node = fields.require("examples", "add at least one `hit` and one `miss`")
    if not isinstance(node, Sequence):
        if node:
            fields.report(node.place, "`examples` must be a list", "begin each with `- hit:` or `- miss:`")
        return ()
    examples = [example for item in node.items if (example := _example(fields, item))]
    if len(examples) == len(node.items):
        for kind in KINDS:
            if not any(example.hit == (kind == "hit") for example in examples):
                fields.report(node.place, f"the rule has no `{kind}` among its examples", f"add `- {kind}: '...'`")
    return tuple(examples)


def _example(rule: Fields, node: Node) -> model.Example | None:
    if not isinstance(node, Mapping):
        rule.report(node.place, "an example must have keys and values", "write `- hit: '...'`")
        return None
    fields = Fields(node, rule.report, "the example")
    kinds = [kind for kind in KINDS if fields.node(kind)]
    if len(kinds) != 1:
        fields.miss(KINDS, "an example is one `hit` or one `miss`", "give it one of the two")
    text = fields.text(kinds[0]) if len(kinds) == 1 else None
    gives, page = _facts(fields), _page(fields, len((text or "").rstrip("\n").split("\n")))
    example = model.Example(
        text=(text or "").rstrip("\n"),
        hit=kinds == ["hit"],
        line=node.place.line,
        at=fields.word("at", PLACES),
        gives=gives,
        left=fields.text("left"),
        known={key: value for key in KNOWN if (value := fields.text(key))},
        page=page,
    )
    fields.finish()
    if text is not None and not text.strip():
        fields.report(node.place, "the example is empty", "give it a line of text")
    return example if example.text.strip() else None


def _page(fields: Fields, lines: int) -> tuple[Evidence, ...]:
    """Read `page`: what the page says of all lines of the example, or a list that says it of each."""
    node = fields.node("page")
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        return (_evidence(fields, node),) * lines
    if len(node.items) != lines:
        fields.report(node.place, f"`page` speaks of {len(node.items)} lines of {lines}", "give it one entry a line")
    return tuple(_evidence(fields, each) for each in node.items)


def _evidence(fields: Fields, node: Node) -> Evidence:
    inner = fields.read_mapping(node, "`page` of the example")
    if inner is None:
        return Evidence()
    element = inner.text("element") or "p"
    share = LINK_SHARES[inner.word("links", tuple(LINK_SHARES)) or "none"]
    evidence = Evidence(
        element=element,
        within=frozenset((element, *(inner.texts("within") or ()))),
        tokens=inner.text("class") or "",
        links=int(share > 0),
        link_share=share,
        target=inner.word("to", LINK_TARGETS) or "",
        hidden=bool(inner.truth("hidden")),
        stands=inner.word("stands", STANDS) or "",
        tells=frozenset(filter(None, [inner.word("tells", TELLS)])),
    )
    inner.finish()
    return evidence


def _facts(fields: Fields) -> dict[str, Any] | None:
    """Read `gives`: facts by their names."""
    inner = fields.mapping("gives", "`gives`")
    if inner is None:
        return None
    for key, _ in inner.keys:
        if key.text not in FIELDS:
            fields.report(key.place, f"`{key.text}` is no field of facts", closest(key.text, FIELDS))
    return {key.text: plain_data(value) for key, value in inner.keys}


def plain_data(node: Node) -> Any:  # noqa: ANN401 - YAML holds any data
    """Return a node as lists, dicts and texts; numbers stay as they are written."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain_data(item) for item in node.items]
    return {key.text: plain_data(value) for key, value in node.entries}
