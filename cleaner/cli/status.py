"""`cleaner status`: how far a run is, and what failed."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.errors import UsageError
from cleaner.files.job import goes_to_one_file
from cleaner.files.locks import is_at_work
from cleaner.files.manifest import Manifest, run_folder
from cleaner.files.summary import Summary


@click.command("status")
@click.argument("output", type=click.Path(path_type=Path), metavar="OUT")
@click.pass_context
def command(context: click.Context, output: Path) -> None:
    """Tell how far a run into OUT is, and name what failed.

    OUT is what -o of `cleaner clean` named. Each failure is a line on standard output; the counts stand on standard
    error.

    Exit code 0: finished, and nothing failed; 1: at work, broken off, or something failed; 2: no run wrote to OUT.
    """
    folder = run_folder(output, single=goes_to_one_file(output) and not output.is_dir())
    if not (folder / "manifest.db").is_file():
        raise UsageError(f"no run has written to {output} -> name what -o of `cleaner clean` named")
    at_work = is_at_work(folder)
    manifest = Manifest(folder)
    try:
        total = Summary()
        total.tally, total.failed = manifest.tally()
        for name, reason in manifest.failures():
            click.echo(f"{name}: {reason}")
        finished = not at_work and manifest.noted("state") == "finished"
    finally:
        manifest.close()
    state = "at work" if at_work else "finished" if finished else "broken off -> run the same command again to go on"
    click.echo(f"{total.line()}; {state}", err=True)
    context.exit(0 if finished and not total.failed else 1)
