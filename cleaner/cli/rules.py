"""`cleaner rules`: which rules there are, and what one says."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.options import cleaner_options
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.rulebook.fields import closest
from cleaner.rulebook.rule import Rule


@click.command()
@click.argument("rule_id", required=False, metavar="[ID]")
@cleaner_options
def rules(rule_id: str | None, cleaner: Cleaner) -> None:
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
    lines = Path(rule.source.path).read_text(encoding="utf-8-sig").split("\n")
    start = rule.source.line - 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    taken = [lines[start]]
    for line in lines[start + 1 :]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        taken.append(line)
    return "\n".join(line[indent:] for line in taken).rstrip()
