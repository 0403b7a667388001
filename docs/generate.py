"""The pages that are made of the code and of the rules: the reference, a page a family, the table of codes.

    python docs/generate.py        writes docs/reference.md, docs/families/*.md, docs/schema/*.json, and the table in
                                   docs/check.md

A test holds the pages to what this writes.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.check.codes import CODES
from cleaner.check.plain import SCHEMA_FOLDER
from cleaner.rulebook.rule import Example, Rule
from cleaner.rulebook.schema import ACTIONS, KINDS, schema
from cleaner.rulebook.unjudged import listed_rules

ROOT = Path(__file__).resolve().parent.parent
MEANT = {
    "advert": "ad markers, sponsor notices, affiliate and price notes, calls to buy or book",
    "appeal": "paywall, subscription, membership, donation, trial and log-in",
    "bio": "about the author, company or organisation, after the article's end",
    "body": "nothing that goes: these rules note a fact of the body, or protect it",
    "byline": "the author, with role and agency",
    "caption": "captions of photos, videos and graphics",
    "comments": "comment prompts and rules, and the comments",
    "consent": "cookie, JavaScript and browser notices, placeholders of embedded content",
    "contributors": "who else worked on it: reporting, editing, photographs",
    "controls": "buttons, players, galleries, tables of contents, navigation",
    "copyright": "copyright, licence, reuse and syndication notices",
    "credit": "a credit alone: an agency, a photographer",
    "legal": "disclaimers, standards, terms",
    "newsletter": "newsletters, apps, podcasts, messengers",
    "related": "other articles: labelled links, and lists of headlines",
    "section": "section labels, kickers and breadcrumbs that stand alone",
    "social": "prompts to share and follow, contacts and tips",
    "source": "where it comes from: a source, an agency, a first publication",
    "stamp": "publication and update stamps, reading time",
    "tags": "tags, topics and keywords",
    "title": "the headline once more",
}
_LONGEST = 150


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every generated file with its text."""
    yield ROOT / "docs" / "reference.md", reference()
    by_family: dict[str, list[Rule]] = defaultdict(list)
    for rule in listed_rules():
        by_family[rule.family].append(rule)
    folder = ROOT / "docs" / "families"
    for family, rules in sorted(by_family.items()):
        yield folder / f"{family}.md", family_page(family, rules)
    yield folder / "README.md", overview(by_family)
    for kind in KINDS:
        text = json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n"
        yield ROOT / SCHEMA_FOLDER / f"{kind}.json", text
    check = ROOT / "docs" / "check.md"
    yield check, with_codes(check.read_text(encoding="utf-8"))


def overview(by_family: Mapping[str, list[Rule]]) -> str:
    """Return the list of families."""
    rows = [
        f"| [{family}]({family}.md) | {MEANT.get(family, '')} | {len(rules)} |"
        for family, rules in sorted(by_family.items())
    ]
    head = "# Families of debris\n\nMade by `python docs/generate.py` of the shipped rules.\n\n"
    return head + "| family | what | rules |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def family_page(family: str, rules: Iterable[Rule]) -> str:
    """Return the page of a family: its rules by pack, with an example of what goes and of what stays."""
    by_pack: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_pack[Path(rule.source.path).parent.name].append(rule)
    parts = [f"# {family}\n\n{MEANT.get(family, family).capitalize()}. Made by `python docs/generate.py`.\n"]
    for pack, of_pack in by_pack.items():
        parts.append(f"\n## {pack}\n\n| rule | what it does | goes | stays |\n| --- | --- | --- | --- |\n")
        parts += [_row(rule) for rule in of_pack]
    return "".join(parts)


def _row(rule: Rule) -> str:
    hit = next((example for example in rule.examples if example.hit), None)
    miss = next((example for example in rule.examples if not example.hit), None)
    trial = " (on trial)" if rule.trial else ""
    return f"| `{rule.id}`{trial} | {_cell(rule.does)} | {_shown(hit)} | {_shown(miss)} |\n"


def _shown(example: Example | None) -> str:
    if example is None:
        return ""
    text = " / ".join(example.text.split("\n"))
    return _cell(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")


def _cell(text: str) -> str:
    """Return a text that no table and no Markdown takes for a sign of its own."""
    return re.sub(r"([\\`*_{}\[\]<>|])", r"\\\1", text)


def reference() -> str:
    """Return the reference of the format, made of the schema by which files are read."""
    rules, chain = schema("rules"), schema("chain")
    rule = rules["definitions"]["rule"]
    actions = {name: rule["properties"][name] for name in ACTIONS}
    fields = {name: part for name, part in rule["properties"].items() if name not in ACTIONS}
    parts = [
        "# Reference of the rule format\n\n",
        "Made by `python docs/generate.py` of the [schema](schema/rules.json) by which editors check. What words mean, "
        "and who wins: [the rule format](rule-format.md).\n",
        _table("A rule file", rules["properties"]),
        _table("Actions: exactly one a rule", actions),
        *(_table(f"`{name}`", part["properties"]) for name, part in actions.items() if "properties" in part),
        _table("Fields of a rule", fields),
        *(_table(f"`{name}`", inner) for name, part in fields.items() if (inner := _inner(part))),
        _table("An example", rules["definitions"]["example"]["properties"]),
        _table("A chain", chain["properties"]),
        *(
            _table(f"`{name}` of a chain", inner)
            for name, part in chain["properties"].items()
            if (inner := _inner(part))
        ),
    ]
    return "\n".join(parts)


def _inner(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the keys of a mapping, or of the mapping among several forms."""
    if "properties" in part:
        return dict(part["properties"])
    for each in part.get("anyOf", ()):
        if found := _inner(each):
            return found
    return {}


def _table(title: str, properties: Mapping[str, Any]) -> str:
    rows = [f"| `{name}` | {_kind(part)} | {_cell(part.get('description', ''))} |" for name, part in properties.items()]
    return f"\n## {title}\n\n| key | value | meaning |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _kind(part: Mapping[str, Any]) -> str:
    if "$ref" in part:
        return f"a {part['$ref'].rpartition('/')[2]}"
    if "const" in part:
        return f"`{json.dumps(part['const'])}`"
    if "enum" in part:
        return ", ".join(f"`{word}`" for word in part["enum"])
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_kind(each) for each in part["anyOf"]))
    if part.get("type") in ("integer", "number"):
        what = "a whole number" if part["type"] == "integer" else "a number"
        return f"{what} from {part['minimum']:,} to {part['maximum']:,}"
    if part.get("type") == "array":
        return f"a list, each {_kind(part['items'])}"
    if part.get("type") == "object":
        return (
            "keys: " + ", ".join(f"`{name}`" for name in part["properties"])
            if "properties" in part
            else "keys and values"
        )
    if "pattern" in part:
        return f"a text like `{part['pattern']}`".replace("|", "\\|")
    return {"boolean": "`true` or `false`"}.get(str(part.get("type")), "a text")


def with_codes(page: str) -> str:
    """Return the page of the check with its table of codes made anew."""
    rows = [
        f"| `{name}` | {code.gravity.value} | {'`--deep`' if code.deep else 'always'} | {code.means} |"
        for name, code in CODES.items()
    ]
    table = "| code | gravity | looked for | meaning |\n| --- | --- | --- | --- |\n" + "\n".join(rows)
    return re.sub(
        r"<!-- codes -->.*<!-- /codes -->", lambda _: f"<!-- codes -->\n{table}\n<!-- /codes -->", page, flags=re.S
    )


def main() -> None:
    """Write every page."""
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
