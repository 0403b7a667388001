"""`cleaner explain`: every line of a text, and the rule that took it, or why one did not."""

from __future__ import annotations

import json
from dataclasses import replace

import click

from cleaner.cli.options import cleaner_options, given_options
from cleaner.errors import InputError, UsageError
from cleaner.explain import Explanation, Step, explain, why_not
from cleaner.files.forms import Form
from cleaner.files.inputs import plan
from cleaner.files.records import Given, Piece, Reading, name_of, read_record
from cleaner.pipeline import Cleaner
from cleaner.result import Result
from cleaner.rulebook.fields import closest

_WIDTH = 28


@click.command("explain")
@click.argument("file", metavar="FILE")
@given_options
@cleaner_options
@click.option("--rule", "rule_id", metavar="ID", help="Say why this rule takes, or does not take, the line of --line.")
@click.option("--line", type=click.IntRange(1), metavar="N", help="The line that --rule asks about.")
@click.option("--patterns", is_flag=True, help="Show below each line the expression that took it, and its captures.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.option("--colour/--no-colour", default=None, help="Colour the output. [default: on a terminal]")
@click.pass_context
def command(
    context: click.Context,
    file: str,
    cleaner: Cleaner,
    form: str | None,
    given: Given,
    rule_id: str | None,
    line: int | None,
    patterns: bool,
    as_json: bool,
    colour: bool | None,
) -> None:
    """Print every line of FILE, and the rule that took it.

    A line that stays has no rule before it. `+` marks a line that lost a part. Behind a line stand the rules that
    wanted it and did not get it, and the rule that protects it. Lines are numbered as reports and --removed number
    them. With --rule and --line it says which conditions of a rule hold there, and which one fails.
    """
    if (rule_id is None) != (line is None):
        raise UsageError("--rule and --line belong together -> name a rule and a line of the text")
    result = _result(cleaner, file, form, given)
    if rule_id is not None and line is not None:
        steps = _steps(cleaner, result, rule_id, line)
        if as_json:
            click.echo(json.dumps([_step_object(step) for step in steps], ensure_ascii=False, indent=1))
        for step in () if as_json else steps:
            click.echo(_step_line(step), color=colour)
        context.exit(0)
    lines = explain(result, cleaner.rule_set.rules)
    if as_json:
        whole = {"lines": [each.as_dict() for each in lines], **result.as_record()}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        for each in lines:
            click.echo(_line(each), color=colour)
            if patterns and each.expression:
                click.echo(_below(each), color=colour)
        for note in _notes(result):
            click.echo(note, err=True)
    context.exit(2 if result.error else 0)


def _result(cleaner: Cleaner, file: str, form: str | None, given: Given) -> Result:
    found = plan([file], Form(form) if form else None)
    if found.failures:
        raise InputError(": ".join(found.failures[0]))
    if not found.is_single or found.entries[0].form.holds_many:
        raise UsageError("explain reads one text -> name a file, or - for standard input")
    entry = found.entries[0]
    record = read_record(Piece(entry, name_of(entry)), Reading(given=given))
    if record.article is None:
        raise InputError(f"{record.name}: {record.error}")
    result = cleaner.clean_article(record.article)
    return replace(result, flags=tuple(sorted({*result.flags, *record.flags})))


def _steps(cleaner: Cleaner, result: Result, rule_id: str, line: int) -> list[Step]:
    rules = {rule.id: rule for rule in cleaner.rule_set.rules}
    if rule_id not in rules:
        remedy = closest(rule_id, rules)
        hint = remedy if remedy.startswith("did") else "`cleaner rules` lists them all; rules on trial need --trial"
        raise UsageError(f"no rule that runs is called `{rule_id}` -> {hint}")
    try:
        return list(why_not(result, rules[rule_id], line))
    except LookupError as error:
        raise UsageError(f"{error.args[0]} -> `cleaner explain` without --line numbers them") from None


def _step_object(step: Step) -> dict[str, object]:
    return {"condition": step.name, "holds": step.holds, "found": step.told}


def _step_line(step: Step) -> str:
    mark = click.style("yes", fg="green") if step.holds else click.style("NO ", fg="red", bold=True)
    return f"{mark}  {step.name:<18}  {step.told}"


def _line(each: Explanation) -> str:
    report = each.report
    rule = (report.rule or "") if report.whole or not report.rule else f"+ {report.rule}"
    remarks = [f"protected by {report.protected}"] if report.protected else []
    remarks += [f"also {', '.join(report.also)}"] if report.also else []
    behind = click.style(f"  [{'; '.join(remarks)}]", dim=True) if remarks else ""
    number = click.style(f"{report.line:>5}", dim=True)
    if report.rule is None:
        return f"{number}  {'':<{_WIDTH}}  {report.text}{behind}".rstrip()
    name = click.style(f"{rule:<{_WIDTH}}", fg="yellow" if report.whole else "cyan")
    text = click.style(report.text, dim=True, strikethrough=True) if report.whole else report.text
    return f"{number}  {name}  {text}{behind}".rstrip()


def _below(each: Explanation) -> str:
    captures = "".join(f"\n{'':>37}{field}: {text}" for field, text in each.captures.items())
    return click.style(f"{'':>37}{each.part}: {each.expression}{captures}", fg="blue")


def _notes(result: Result) -> list[str]:
    notes = [f"flags: {', '.join(result.flags)}"] if result.flags else []
    notes += [f"{name}: {value} (from {result.sources[name]})" for name, value in result.metadata.items()]
    return notes + ([f"error: {result.error}"] if result.error else [])
