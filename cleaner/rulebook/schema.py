"""JSON Schemas of rule files and chains, made of the same tables and bounds that the readers check against.

For editors, which complete and check by them as an author types. What a schema can't say (does a pattern compile, has
every group its capture) is left to `cleaner check`. A test holds the keys of every mapping to those that the readers
ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from cleaner.facts import FIELDS, Kind
from cleaner.rulebook import action_fields, chain, condition_fields, example_fields, fields, rule_file
from cleaner.rulebook.condition_fields import MAX_LINES

Schema: TypeAlias = dict[str, Any]

_DIALECT = "http://json-schema.org/draft-07/schema#"
_PATTERN_HELP = (
    "A regular expression of the regex library, or a list of them, any of which will do. Case does not count; "
    "write ' and -, they match all quotes and dashes. \\L<name> stands for a list, {{name}} for a piece of pattern."
)

ACTIONS: Mapping[str, str] = {
    "drop_line": "Takes a line that matches from end to end.",
    "drop_block": "Takes everything from one line to another, both included; nothing when `to` does not come.",
    "drop_run": "Takes a heading and the lines after it while `each` holds; nothing with fewer than `at_least`.",
    "drop_rest": "Takes this line and everything after it; needs `where`.",
    "drop_repeats": "Takes every copy of a matching line that stands at least `min` times in the article.",
    "cut": "Takes every matching span inside a line, with one adjoining space.",
    "note": "Takes nothing; captures facts of the body that stays.",
    "protect": "Takes nothing; saves the line from every other rule.",
    "bring_back": "Takes nothing; brings back a line that the extractor left out within the article; needs `page`.",
}
"""What each action does, in a sentence."""


def _object(
    properties: Mapping[str, Schema], *, required: Iterable[str] = (), least: int = 0, means: str = ""
) -> Schema:
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if required:
        schema["required"] = list(required)
    if least:
        schema["minProperties"] = least
    return _described(schema, means)


def _described(schema: Schema, means: str) -> Schema:
    return {**schema, "description": means} if means else schema


def _text(means: str = "") -> Schema:
    return _described({"type": "string"}, means)


def _one_of(words: Iterable[str], means: str = "") -> Schema:
    return _described({"enum": list(words)}, means)


def _number(least: float, most: float, means: str = "") -> Schema:
    return _described({"type": "number", "minimum": least, "maximum": most}, means)


def _integer(least: int, most: int, means: str = "") -> Schema:
    return _described({"type": "integer", "minimum": least, "maximum": most}, means)


def _some(item: Schema, means: str = "") -> Schema:
    """One, or a list of them."""
    return _described({"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}, means)


def _matching(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def _pattern(means: str = "") -> Schema:
    return {"$ref": "#/definitions/pattern", **({"description": means} if means else {})}


def _shape(means: str) -> Schema:
    return _one_of((*condition_fields.SHAPES, *condition_fields.NEGATED_SHAPES), means)


def _length() -> Schema:
    bounds = {
        "min": _integer(0, 100_000, "At least so many words."),
        "max": _integer(1, 100_000, "At most so many words."),
    }
    return _object(bounds, least=1, means="Words of the line, of a run or block of its first.")


def _lines(means: str, least: int = 1) -> Schema:
    return _integer(least, MAX_LINES, means)


def _each() -> Schema:
    conditions = {
        "line": _pattern(),
        "shape": _shape("What shape each line must have."),
        "length": _length(),
        "page": _page(),
    }
    means = "What the lines after the heading must be: a pattern, or conditions of which all must hold."
    return {"anyOf": [_pattern(), _object(conditions, least=1)], "description": means}


def _actions() -> dict[str, Schema]:
    block = {
        "from": _pattern("The first line."),
        "to": _pattern("The last line."),
        "max_lines": _lines("How many lines may go."),
    }
    run = {
        "heading": _pattern("The line above the run."),
        "each": _each(),
        "max_lines": _lines("How many lines may follow the heading."),
        "at_least": _lines("How many must follow it; 1 where this is not said."),
    }
    repeats = {"line": _pattern("The line."), "min": _lines("How often it must stand.", 2)}
    made: Mapping[str, Callable[[str], Schema]] = {
        "drop_block": lambda means: _object(block, required=block, means=means),
        "drop_run": lambda means: _object(run, required=("heading", "each", "max_lines"), means=means),
        "drop_repeats": lambda means: _object(repeats, required=repeats, means=means),
    }
    return {name: made.get(name, _pattern)(ACTIONS[name]) for name in action_fields.READERS}


def _where() -> Schema:
    places = {
        "first": _lines("Among the first so many lines that are left."),
        "last": _lines("Among the last so many lines that are left."),
        "share": _number(0, 1, "At least this share of the words stands before it."),
        "before": _shape("The line directly after it has that shape."),
        "after": _shape("The line directly before it has that shape."),
    }
    place = {"anyOf": [_one_of(condition_fields.PLACES), _object(places, least=1)]}
    return _some(place, "Where it must stand: a place, or a list of places that must all hold.")


def _near() -> Schema:
    families = _some(_text(), "`debris` for any, a family, or a list of them.")
    sides = dict.fromkeys(condition_fields.SIDES, families)
    spread = {"type": "boolean", "description": "What this rule took counts, too."}
    sided = {**_object({**sides, "spread": spread}), "oneOf": [{"required": [side]} for side in sides]}
    return {"anyOf": [families, sided], "description": "Only beside a line that a rule of these families takes."}


def _page() -> Schema:
    evidence = {
        "links": _one_of(condition_fields.LINKS, "How many of the line's words stand in links."),
        "to": _one_of(condition_fields.LINK_TARGETS, "Where its links lead."),
        "element": _some(_element(), "Names of elements that the line may be in directly."),
        "class": _pattern("Searched in class, id, role and itemprop of the line and what stands around it."),
        "within": _some(_element(), "Names of elements of which one stands around the line."),
        "outside": _some(_element(), "Names of elements of which none stands around the line."),
        "hidden": {"type": "boolean", "description": "The line can't be seen on the page."},
        "named": {"type": "boolean", "description": "Whether an element around the line bears a class or an id."},
        "stands": _one_of(condition_fields.STANDS, "On which side of the article it stands, outside of its element."),
        "tells": _one_of(condition_fields.TELLS, "The fact of the page that it says again."),
    }
    return _object(evidence, least=1, means="Evidence from a web page; never holds on plain text.")


def _element() -> Schema:
    return _matching(condition_fields.ELEMENT.pattern)


def _testimony() -> Schema:
    """What the page of an example says of its lines, or of each of them."""
    evidence = _object(
        {
            "element": _text("The element that the line is in directly; `p` where this is not said."),
            "within": _some(_text(), "Names of elements around it."),
            "class": _text("Class, id, role and itemprop tokens of the line and what stands around it."),
            "links": _one_of(example_fields.LINK_SHARES, "How many of its words stand in links."),
            "to": _one_of(condition_fields.LINK_TARGETS, "Where its links lead."),
            "hidden": {"type": "boolean", "description": "It can't be seen on the page."},
            "stands": _one_of(condition_fields.STANDS, "On which side of the article it stands."),
            "tells": _one_of(condition_fields.TELLS, "The fact of the page that it says again."),
        }
    )
    means = "Evidence of the page: for all lines of the example, or a list with one entry a line."
    return {"anyOf": [evidence, {"type": "array", "items": evidence}], "description": means}


def _facts() -> Schema:
    """A field of facts, with its part where it has parts."""
    plain = [name for name, kind in FIELDS.items() if kind not in (Kind.OBJECT, Kind.OBJECTS)]
    parted = "|".join(name for name in FIELDS if name not in plain)
    return {"anyOf": [{"enum": plain}, _matching(rf"({parted})\.[a-z_]+")]}


def _example() -> Schema:
    kinds = {
        "hit": _text("A text that must go."),
        "miss": _text("A look-alike from real prose, which must stay."),
    }
    known = {name: _text(f"The {name} that is known of the article.") for name in example_fields.KNOWN}
    fields = {
        **{kind: kinds[kind] for kind in example_fields.KINDS},
        "at": _one_of(example_fields.PLACES, "Where it stands; else where the rule's `where` asks for."),
        "left": _text("What remains of a hit."),
        "gives": {"type": "object", "propertyNames": {"enum": list(FIELDS)}, "description": "The facts of a hit."},
        "page": _testimony(),
        **known,
    }
    return {**_object(fields), "oneOf": [{"required": [kind]} for kind in example_fields.KINDS]}


def _rule() -> Schema:
    fields = {
        "id": _described(_matching(rule_file.ID.pattern), "Unique, never used again for something else."),
        "does": _text("One sentence that begins with Drops, Cuts, Notes, Protects or Brings back."),
        "family": _described(_matching(rule_file.ID.pattern), "Where the file's name is not the family."),
        **_actions(),
        "unless": _pattern("Searched in the text about to go; a match spares it."),
        "capture": {
            "type": "object",
            "additionalProperties": {"$ref": "#/definitions/field"},
            "description": "Where each named group goes; `_` is all that goes.",
        },
        "same": _one_of(rule_file.SAME, "Compares the line with the known title, or with what follows."),
        "where": _where(),
        "shape": _shape("What shape the line must have."),
        "near": _near(),
        "length": _length(),
        "page": _page(),
        "sites": _some(_matching(condition_fields.SITE.pattern), "Only on these domains and their subdomains."),
        "langs": _some(_matching(condition_fields.LANG.pattern), "Only in these languages, where it is known."),
        "case": {"type": "boolean", "description": "Case counts."},
        "max_chars": _integer(1, 10_000_000, "Look at lines up to this length; 4000 where this is not said."),
        "status": _one_of(rule_file.STATUS, "`trial` runs only with --trial."),
        "examples": {
            "type": "array",
            "items": {"$ref": "#/definitions/example"},
            "minItems": 2,
            "description": "At least one `hit` and one `miss`.",
        },
    }
    rule = _object(fields, required=("id", "does", "examples"))
    return {**rule, "oneOf": [{"required": [action]} for action in action_fields.READERS]}


def _vocabulary() -> dict[str, Schema]:
    name = {"pattern": r"^\w+$"}
    return {
        "lists": {
            "type": "object",
            "propertyNames": name,
            "additionalProperties": _some(_text()),
            "description": "Word lists: \\L<name> stands for any word of one.",
        },
        "defs": {
            "type": "object",
            "propertyNames": name,
            "additionalProperties": _text(),
            "description": "Pieces of pattern: {{name}} stands for one.",
        },
    }


def _schema_number() -> Schema:
    return {"const": fields.SCHEMA, "description": "The version of the format."}


def _rules_file() -> Schema:
    rules = {"type": "array", "items": {"$ref": "#/definitions/rule"}}
    root = _object({"schema": _schema_number(), **_vocabulary(), "rules": rules}, required=("schema", "rules"))
    definitions = {
        "pattern": _some(_text(), _PATTERN_HELP),
        "field": _facts(),
        "example": _example(),
        "rule": _rule(),
    }
    return {**root, "definitions": definitions}


def _shared_file() -> Schema:
    return _object({"schema": _schema_number(), **_vocabulary()}, required=("schema",))


def _retired_file() -> Schema:
    entry = _object(
        {"id": _text("The id that is gone."), "successor": _text("The rule to use instead.")}, required=["id"]
    )
    return _object(
        {"schema": _schema_number(), "retired": {"type": "array", "items": entry}}, required=("schema", "retired")
    )


def _step(options: Mapping[str, Schema], means: str) -> Schema:
    return {"anyOf": [_object(options), {"const": False}], "description": f"{means} `false` switches it off."}


def _chain_file() -> Schema:
    steps = {
        "extract": _step(
            {"with": _one_of(chain.EXTRACTORS), "favour": _one_of(chain.FAVOURS)}, "From a page to its text."
        ),
        "repair": _step({"entities": {"type": "boolean"}}, "Undoes mojibake, entities, control characters."),
        "rules": _step(
            {
                "packs": _some(_text(), "Folders of rules, in the order in which they win."),
                "skip": {"anyOf": [_text(), {"type": "array", "items": _text()}], "description": "Ids or families."},
                "budget": _number(0, 1, "The share of an article's words that may go."),
            },
            "Which rules run.",
        ),
        "normalise": _step(
            {"quotes": _one_of(chain.QUOTES), "spaces": _one_of(chain.SPACES), "dashes": _one_of(chain.DASHES)},
            "How the body is written.",
        ),
    }
    extends = _text("The chain that says what is not said here.")
    return _object({"schema": _schema_number(), "extends": extends, **steps}, required=("schema",))


_MAKERS: Mapping[str, tuple[str, Callable[[], Schema]]] = {
    "rules": ("A file of rules of one family of debris", _rules_file),
    "chain": ("A chain: which packs run, and the options of each step", _chain_file),
    "shared": ("Lists and pieces of pattern that all rule files share", _shared_file),
    "retired": ("Ids of rules that are gone", _retired_file),
}

KINDS = tuple(_MAKERS)
"""The kinds of file that have a schema."""


def schema(kind: str) -> Schema:
    """Return the JSON Schema of a kind of file, one out of `KINDS`."""
    title, make = _MAKERS[kind]
    return {"$schema": _DIALECT, "title": title, **make()}
