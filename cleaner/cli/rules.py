"""`cleaner rules`: which rules there are, and what one says."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cleaner.cli.options import cleaner_options
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.rulebook.fields import closest
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.schema import KINDS, schema


def _print_schema(context: click.Context, _: click.Parameter, kind: str | None) -> None:
    if kind:
        click.echo(json.dumps(schema(kind), indent=1, ensure_ascii=False))
        context.exit()


@click.command("rules")
@click.argument("rule_id", required=False, metavar="[ID]")
@click.option("--schema", "kind", type=click.Choice(KINDS), is_eager=True, expose_value=False, callback=_print_schema,
              help="Print the JSON Schema of a kind of file, for editors, and do nothing else.")  # fmt: skip
@cleaner_options
def command(rule_id: str | None, cleaner: Cleaner) -> None:
    """List the rules that run, in the order in which they win, or show the one with this ID and its examples."""
    known = {rule.id: rule for rule in cleaner.rule_set.rules}
    if rule_id is None:
        for rule in known.values():
            click.echo(f"{rule.id:<36}  {rule.family:<14}  {rule.does}{' (trial)' if rule.trial else ''}")
        return
    if rule_id not in known:
        remedy = closest(rule_id, known)
        hint = remedy if remedy.startswith("did") else "`cleaner rules` lists them all; rules on trial need --trial"
        raise UsageError(f"no rule is called `{rule_id}` -> {hint}")
    rule = known[rule_id]
    click.echo(f"{rule.source.path}:{rule.source.line}")
    click.echo(_source_of(rule))


def _source_of(rule: Rule) -> str:
    """Return a rule as it is written, examples and all."""
    first, *rest = Path(rule.source.path).read_text(encoding="utf-8-sig").split("\n")[rule.source.line - 1 :]
    indent = _indent(first)
    # The keys of a rule stand further in than its dash, which may stand on the line above.
    least = indent + first.lstrip().startswith("-")
    taken = [first]
    for line in rest:
        is_remark = line.lstrip().startswith("#")
        if line.strip() and not is_remark and _indent(line) < least:
            break
        taken.append(line)
    while len(taken) > 1 and (not taken[-1].strip() or _indent(taken[-1]) < least):
        # What stands between two rules belongs to the next.
        taken.pop()
    return "\n".join(line[min(indent, _indent(line)) :] for line in taken)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
