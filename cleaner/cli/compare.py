"""`cleaner compare`: what a change of the rules does to a corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from cleaner.cli.options import corpus_options
from cleaner.compare import Change, Comparison, Difference, cleaner_of, read_labels
from cleaner.compare import compare as run
from cleaner.corpus import Corpus

_WIDTH = 100


@click.command("compare")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@corpus_options
@click.option("--chain", default="default", metavar="NAME|FILE", show_default=True,
              help="The chain in which rules of your own run.")  # fmt: skip
@click.option("--labels", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.jsonl",
              help='What lines are, by hand: {"id": ..., "lines": {"0": "body", "1": "related"}}.')  # fmt: skip
@click.option("--samples", type=click.IntRange(0), default=3, show_default=True, metavar="N",
              help="How many lines are shown of each rule.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.pass_context
def command(
    context: click.Context,
    first: str,
    second: str,
    corpus: Corpus,
    chain: str,
    labels: Path | None,
    samples: int,
    as_json: bool,
) -> None:
    """Compare two rule sets, A and B, over articles: what is newly taken and newly kept, and by which rule.

    A and B are each a chain (its name or file), a folder of your own rules or one rule file, or a folder of packs with
    its chains, such as the `rules` of another checkout. INPUT is folders and files, .jsonl among them.

    Exit code 0: fine; 1: a line that is labelled body is newly lost; 2: wrong usage, or an input that can't be read.
    """
    before, after = cleaner_of(first, chain), cleaner_of(second, chain)
    found = run(before, after, corpus.records(), read_labels(labels) if labels else None, samples)
    if as_json:
        click.echo(json.dumps(_as_object(found), ensure_ascii=False, indent=1))
    else:
        for line in _lines(found):
            click.echo(line)
    for name, reason in corpus.failures:
        click.echo(f"cleaner: {name}: {reason}", err=True)
    click.echo(_summary(found), err=True)
    context.exit(2 if corpus.failures else 1 if found.losses else 0)


def _as_object(found: Comparison) -> dict[str, object]:
    rules = [
        {
            "change": change.value,
            "rule": rule,
            "lines": count,
            "labels": dict(found.labels[change, rule]),
            "samples": [each.as_dict() for each in found.samples[change, rule]],
        }
        for (change, rule), count in _ranked(found)
    ]
    losses = [each.as_dict() for each in found.losses]
    counts = {"articles": found.articles, "differing": found.differing}
    return {**counts, "rules": rules, "losses": losses, "flags": dict(found.flags)}


def _ranked(found: Comparison) -> list[tuple[tuple[Change, str], int]]:
    order = list(Change)
    return sorted(found.counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))


def _lines(found: Comparison) -> Iterator[str]:
    shown: Change | None = None
    for (change, rule), count in _ranked(found):
        if change is not shown:
            yield f"{'' if shown is None else chr(10)}{click.style(change.value, bold=True)}"
            shown = change
        labels = found.labels.get((change, rule))
        known = f"  ({', '.join(f'{number:,} {label}' for label, number in sorted(labels.items()))})" if labels else ""
        yield f"{count:>7,}  {click.style(rule, fg='yellow')}{known}"
        yield from map(_sample, found.samples[change, rule])
    if found.losses:
        yield f"\n{click.style('body newly lost', bold=True, fg='red')}"
        yield from map(_sample, found.losses)


def _sample(each: Difference) -> str:
    text = each.text.strip()
    shown = text if len(text) <= _WIDTH else f"{text[:_WIDTH]}..."
    was = f"  [was {each.before}]" if each.change in (Change.MOVED, Change.CUT) and each.before else ""
    return f"{'':>9}{click.style(f'{each.article}:{each.line}', dim=True)}  {shown}{was}"


def _summary(found: Comparison) -> str:
    changes = ", ".join(f"{found.total(change):,} {change.value}" for change in Change)
    flags = ", ".join(f"{flag} {count:,}" for flag, count in sorted(found.flags.items()))
    parts = [f"{found.articles:,} articles, {found.differing:,} differ", f"lines: {changes}"]
    parts += [f"flags: {flags}"] if flags else []
    parts += [f"{found.unlabelled:,} labelled for another text"] if found.unlabelled else []
    parts += [f"{len(found.losses):,} of body newly lost"] if found.losses else []
    return "; ".join(parts)
