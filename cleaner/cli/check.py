"""`cleaner check`: a linter for rules."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from cleaner.check import Report, run
from cleaner.check.checker import mend_all
from cleaner.check.codes import CODES, Gravity
from cleaner.corpus import read_corpus
from cleaner.errors import Problem

_LEVELS = {Gravity.FATAL: "error", Gravity.ERROR: "error", Gravity.ADVICE: "notice"}


@click.command("check")
@click.argument("rules", required=False, type=click.Path(path_type=Path), metavar="[RULES]")
@click.option("--chain", default="default", metavar="NAME|FILE", show_default=True,
              help="The chain in whose company rules are tried.")  # fmt: skip
@click.option(
    "--deep", is_flag=True, help="Try rules in the company of the whole chain, and measure them. Takes a minute or two."
)
@click.option("--corpus", type=click.Path(path_type=Path, exists=True), metavar="PATH",
              help="Articles on which rules are timed: a folder, or a .jsonl file.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help="How findings are printed.")  # fmt: skip
@click.option("--advice/--no-advice", default=None,
              help="List advice, or only count it. [default: listed where RULES are named]")  # fmt: skip
@click.option("--fix", is_flag=True, help="Mend what is mechanical, in the files themselves, before the check.")
@click.pass_context
def command(
    context: click.Context,
    rules: Path | None,
    chain: str,
    deep: bool,
    corpus: Path | None,
    form: str,
    advice: bool | None,
    fix: bool,
) -> None:
    """Check rule files: are they valid, do their rules do what their examples promise.

    RULES is a folder of your own rules, or one file; without it the rules of the chain are checked. Every finding is
    printed as FILE:LINE:COLUMN: [RULE] what is wrong -> what to do (CODE). Files that did not change since the last
    check are not looked at again.

    Exit code 0: fine, or nothing but advice; 1: a rule does not do what it promises; 2: wrong usage, or a file that
    can't be loaded.
    """
    if fix:
        for path, count in mend_all(rules, chain):
            click.echo(f"mended {count} in {path}", err=True)
    articles = read_corpus([corpus]).articles() if corpus else None
    report = run(rules, chain, deep=deep, corpus=articles)
    listed = form != "text" or (rules is not None if advice is None else advice)
    shown = report.problems if listed else report.of(Gravity.FATAL, Gravity.ERROR)
    if form == "json":
        click.echo(json.dumps([_as_object(problem) for problem in shown], ensure_ascii=False, indent=1))
    for problem in shown if form != "json" else ():
        click.echo(_annotation(problem) if form == "github" else f"{problem} ({problem.code})")
    click.echo(_summary(report), err=True)
    context.exit(2 if report.of(Gravity.FATAL) else 1 if report.of(Gravity.ERROR) else 0)


def _as_object(problem: Problem) -> dict[str, object]:
    return {**asdict(problem), "gravity": CODES[problem.code].gravity.value}


def _annotation(problem: Problem) -> str:
    """Return a finding as GitHub's runners read it: they show it beside the line of the change."""
    level = _LEVELS[CODES[problem.code].gravity]
    place = f"file={_escaped(problem.path, ',:')},line={problem.line},col={problem.column}"
    title = _escaped(f"{problem.rule or 'rules'}: {problem.code}", ",:")
    return f"::{level} {place},title={title}::{_escaped(f'{problem.message} -> {problem.remedy}')}"


def _escaped(text: str, further: str = "") -> str:
    """Escape what GitHub's runners read as the end of a line or of a property."""
    for character in "%\r\n" + further:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _summary(report: Report) -> str:
    problems = len(report.of(Gravity.FATAL, Gravity.ERROR))
    found = f"{problems} problem{'' if problems == 1 else 's'}" if problems else "no problems"
    advice = Counter(problem.code for problem in report.of(Gravity.ADVICE))
    kinds = ", ".join(f"{code} {count}" for code, count in sorted(advice.items()))
    told = f"; advice: {kinds}" if advice else ""
    return f"{found} in {report.rules} rule{'' if report.rules == 1 else 's'} with {report.examples} examples{told}"
