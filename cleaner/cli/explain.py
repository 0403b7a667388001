"""`cleaner explain`: every line of a text, and the rule that took it."""

from __future__ import annotations

from dataclasses import replace

import click

from cleaner.cli.options import cleaner_options, given_options
from cleaner.errors import InputError, UsageError
from cleaner.files.forms import Form
from cleaner.files.inputs import plan
from cleaner.files.records import Given, Piece, Reading, name_of, read_record
from cleaner.pipeline import Cleaner
from cleaner.result import LineReport, Result

_WIDTH = 28


@click.command()
@click.argument("file", metavar="FILE")
@given_options
@cleaner_options
@click.pass_context
def explain(
    context: click.Context,
    file: str,
    cleaner: Cleaner,
    form: str | None,
    given: Given,
) -> None:
    """Print every line of FILE, and the rule that took it.

    A line that stays has no rule before it. `+` marks a line that lost a part. Behind a line stand the rules that
    wanted it and did not get it, and the rule that protects it. Lines are numbered as reports and --removed number
    them.
    """
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
    result = replace(result, flags=tuple(sorted({*result.flags, *record.flags})))
    for report in result.explain():
        click.echo(_line(report))
    for note in _notes(result):
        click.echo(note, err=True)
    context.exit(2 if result.error else 0)


def _line(report: LineReport) -> str:
    rule = (report.rule or "") if report.whole or not report.rule else f"+ {report.rule}"
    remarks = [f"protected by {report.protected}"] if report.protected else []
    remarks += [f"also {', '.join(report.also)}"] if report.also else []
    behind = f"  [{'; '.join(remarks)}]" if remarks else ""
    return f"{report.line:>5}  {rule:<{_WIDTH}}  {report.text}{behind}".rstrip()


def _notes(result: Result) -> list[str]:
    notes = [f"flags: {', '.join(result.flags)}"] if result.flags else []
    notes += [f"{name}: {value} (from {result.sources[name]})" for name, value in result.metadata.items()]
    return notes + ([f"error: {result.error}"] if result.error else [])
