"""`cleaner mine`: rules proposed for lines that repeat."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.options import cleaner_options, corpus_options
from cleaner.corpus import Corpus
from cleaner.errors import UsageError
from cleaner.mine.proposals import Proposal, propose, write
from cleaner.pipeline import Cleaner
from cleaner.rulebook.unjudged import listed_rules

_WIDTH = 90


@click.command("mine")
@corpus_options
@cleaner_options
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write the proposals as rule files, one a family.")  # fmt: skip
@click.option("--at-least", type=click.IntRange(2), default=3, show_default=True, metavar="N",
              help="In how many articles a line must stand.")  # fmt: skip
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, metavar="N",
              help="How many rules are proposed.")  # fmt: skip
@click.pass_context
def command(
    context: click.Context, corpus: Corpus, cleaner: Cleaner, output: Path | None, at_least: int, most: int
) -> None:
    """Propose rules for lines that repeat across articles and that no rule takes.

    INPUT is folders and files, .jsonl among them; where addresses are known, sites are counted, too. Lines that differ
    in numbers, dates and names, or in what follows a label, count as one. The most debris-like come first: by how many
    articles and sites they stand in, where, and in which form. Proposed rules are on trial, with examples from the
    corpus: read each, narrow it, find a better look-alike, then run `cleaner check` and `cleaner compare`.
    """
    if output and output.exists() and any(output.glob("*.yaml")):
        raise UsageError(f"{output} holds rules already -> name an empty folder")
    proposals, articles = propose(
        corpus.articles, lambda article: article.text or "", cleaner, listed_rules(), least=at_least, most=most
    )
    if output:
        for path in write(output, proposals):
            click.echo(str(path))
    else:
        for number, proposal in enumerate(proposals, start=1):
            click.echo(_row(number, proposal))
    for name, reason in corpus.failures:
        click.echo(f"cleaner: {name}: {reason}", err=True)
    told = f"{articles:,} articles, {len(proposals):,} proposals"
    click.echo(f"{told}; -o DIR writes them as rules" if proposals and not output else told, err=True)
    context.exit(2 if corpus.failures else 0)


def _row(number: int, proposal: Proposal) -> str:
    found = proposal.found
    sites = f"{len(found.sites):>4} sites" if found.sites else ""
    text = found.texts[0]
    shown = text if len(text) <= _WIDTH else f"{text[:_WIDTH]}..."
    warning = click.style(f"  [takes {proposal.prose} lines of prose]", fg="red") if proposal.prose else ""
    family = click.style(f"{proposal.family:<12}", fg="yellow")
    return f"{number:>4}  {found.left:>5} articles{sites:>11}  {family}  {proposal.place:<11}  {shown}{warning}"
