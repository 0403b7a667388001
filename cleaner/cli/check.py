"""`cleaner check`: rules loaded strictly and held against their examples."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.check import check as run_examples
from cleaner.check import tried_everywhere
from cleaner.errors import Problem, RuleFileError
from cleaner.rulebook.library import RuleSet, load
from cleaner.rulebook.rule import Rule


@click.command()
@click.argument("rules", required=False, type=click.Path(path_type=Path), metavar="[RULES]")
@click.option("--chain", default="default", metavar="NAME|FILE", show_default=True,
              help="The chain that misses must survive.")  # fmt: skip
@click.pass_context
def check(context: click.Context, rules: Path | None, chain: str) -> None:
    """Check rule files and run the examples of their rules.

    RULES is a folder of your own rules, or one file; without it the rules of the chain are checked. Every problem is
    printed as FILE:LINE:COLUMN: [RULE] what is wrong -> what to do. Rules that hold no text to look for, so that they
    are tried on every line, are named, too; that is no problem, but costs time.

    Exit code 0: fine; 1: an example does not hold; 2: wrong usage, or a file that can't be loaded.
    """
    try:
        rule_set = load(chain, rules, trial=True, compiles=True)
    except RuleFileError as error:
        _print(error.problems)
        click.echo(_summary(len(error.problems), None), err=True)
        context.exit(2)
    checked = _of(rule_set, rules)
    problems = tuple(sorted(run_examples(rule_set, checked)))
    _print(problems)
    if slow := tried_everywhere(checked):
        click.echo(_told_of(slow), err=True)
    click.echo(_summary(len(problems), checked), err=True)
    context.exit(1 if problems else 0)


def _of(rule_set: RuleSet, own: Path | None) -> list[Rule]:
    if own is None:
        return list(rule_set.rules)
    return [rule for rule in rule_set.rules if Path(rule.source.path).is_relative_to(own)]


def _print(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(str(problem))


def _told_of(slow: list[str]) -> str:
    """Say which rules have expressions that cost time on every line; that is a matter of speed, not a problem."""
    are = "1 expression is" if len(slow) == 1 else f"{len(slow)} expressions are"
    return f"{are} tried on every line: {', '.join(sorted(set(slow)))}"


def _summary(problems: int, rules: list[Rule] | None) -> str:
    found = f"{problems} problem{'' if problems == 1 else 's'}" if problems else "no problems"
    if rules is None:
        return f"{found}; no example was run"
    examples = sum(len(rule.examples) for rule in rules)
    return f"{found} in {len(rules)} rule{'' if len(rules) == 1 else 's'} with {examples} examples"
