"""`cleaner clean`: files, folders, records and standard input, cleaned."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cleaner.cli.options import cleaner_options, given_options
from cleaner.errors import UsageError
from cleaner.files import batch
from cleaner.files.inputs import Entry, Form, Plan, plan
from cleaner.files.outputs import (
    DiffWriter,
    FolderWriter,
    JsonlWriter,
    RemovalsWriter,
    StdoutWriter,
    Writer,
    output_names,
)
from cleaner.files.records import FieldNames, Given
from cleaner.pipeline import Cleaner


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT",
              help="A folder that mirrors the inputs, or a .jsonl file. Needed for more than one text.")  # fmt: skip
@given_options
@cleaner_options
@click.option("--json", "as_json", is_flag=True, help="Print a single text as a record with its facts.")
@click.option("--removed", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.jsonl",
              help="Write everything that was removed, one object a removal.")  # fmt: skip
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.html",
              help="Write one page about the run: figures, and every article before and after.")  # fmt: skip
@click.option("--check", is_flag=True, help="Write nothing; name what would change, and exit with 1 if anything would.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--text-field", default="text", show_default=True, metavar="PATH",
              help="Where JSON records keep their text; dots lead into objects.")  # fmt: skip
@click.option("--html-field", default="html", show_default=True, metavar="PATH", help="Where they keep a page.")
@click.option("--id-field", default="id", show_default=True, metavar="PATH", help="Where they keep their id.")
@click.option("--url-field", default="url", show_default=True, metavar="PATH", help="Where they keep their address.")
@click.option("--title-field", default="title", show_default=True, metavar="PATH", help="Where they keep their title.")
@click.option("--lang-field", default="lang", show_default=True, metavar="PATH", help="Where they keep their language.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what failed.")
@click.pass_context
def clean(
    context: click.Context,
    inputs: tuple[str, ...],
    cleaner: Cleaner,
    output: Path | None,
    form: str | None,
    url: str | None,
    title: str | None,
    lang: str | None,
    as_json: bool,
    removed: Path | None,
    report: Path | None,
    check: bool,
    diff: bool,
    text_field: str,
    html_field: str,
    id_field: str,
    url_field: str,
    title_field: str,
    lang_field: str,
    quiet: bool,
) -> None:
    """Clean texts.

    INPUT is a file, a folder, or - for standard input. A single text goes to standard output unless -o names a place.
    A folder goes to a folder: x.txt gives x.txt, the body, and x.json, its facts, flags and removals; a page x.html
    gives x.html.txt and x.html.json. JSON Lines give JSON Lines: each record with its text cleaned and its facts added
    as `metadata`. Inputs are never changed.

    The last line on standard error counts what was done. Exit code 0: fine; 1: --check found something to change;
    2: wrong usage, a bad rule, or an input that failed, after all others were cleaned.
    """
    found = plan(inputs, Form(form) if form else None)
    names = FieldNames(text_field, html_field, id_field, url_field, title_field, lang_field)
    given = Given(url, title, lang)
    if (url or title or lang) and (not found.is_single or found.entries[0].form is Form.JSONL):
        raise UsageError("--url, --title and --lang speak of a single text -> put them into the records of a .jsonl")
    writes = not (check or diff)
    if removed:
        _refuse_inputs([removed], found.entries)
        _refuse_twice(removed, output, found.entries)
    writers = _writers(found, output, names, as_json=as_json) if writes else []
    if diff:
        writers.append(DiffWriter())
    if removed and writes:
        writers = _with_removals(writers, removed)
    if report:
        # A report is about what would be done, too, so --check and --diff go with it.
        _refuse_inputs([report], found.entries)
        _refuse_twice(report, output, found.entries, "--report")
        writers.append(_report(report, cleaner, inputs))
    say = _Voice(quiet=quiet)
    say.plan(found)
    with say.progress(found.entries) as entries:
        summary = batch.run(cleaner, entries, writers, names, given, say.failure, say.change if check else None)
    for name, reason in found.failures:
        summary.fail(name, reason)
        say.failure(name, reason)
    say.line(summary.line())
    context.exit(summary.exit_code(checking=check))


def _writers(found: Plan, output: Path | None, names: FieldNames, *, as_json: bool) -> list[Writer]:
    if output is None:
        if not found.is_single and (found.entries or found.folders):
            raise UsageError("more than one text needs a place -> add -o FOLDER, or -o FILE.jsonl")
        if any(entry.form is Form.JSONL for entry in found.entries):
            return [JsonlWriter(None, names)]
        return [StdoutWriter(as_json=as_json)]
    if as_json:
        raise UsageError("--json prints a single text -> leave out -o, or write -o FILE.jsonl")
    _refuse_inside(output, found.folders)
    if output.suffix.lower() in (".jsonl", ".ndjson"):
        _refuse_inputs([output], found.entries)
        return [JsonlWriter(output, names)]
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file -> name a folder, or a file that ends in .jsonl")
    if any(entry.path is None for entry in found.entries):
        raise UsageError("standard input has no name in a folder -> write -o FILE.jsonl, or leave out -o")
    _refuse_inputs((output / name for entry in found.entries for name in output_names(entry)), found.entries)
    return [FolderWriter(output, names)]


def _with_removals(writers: list[Writer], path: Path) -> list[Writer]:
    try:
        return [*writers, RemovalsWriter(path)]
    except OSError:
        for writer in writers:
            writer.abandon()
        raise


def _refuse_inside(output: Path, folders: Iterable[Path]) -> None:
    place = _real(output)
    for folder in folders:
        if place.is_relative_to(_real(folder)):
            raise UsageError(f"{output} lies inside the input {folder} -> write to a place outside of it")


def _refuse_inputs(outputs: Iterable[Path], entries: list[Entry]) -> None:
    """Refuse to write over what is read: inputs are never changed."""
    inputs = {_real(entry.path) for entry in entries if entry.path}
    for path in outputs:
        if _real(path) in inputs:
            raise UsageError(f"{path} is an input, and inputs are never changed -> name another place")


def _report(path: Path, cleaner: Cleaner, inputs: Iterable[str]) -> Writer:
    from cleaner.report import ReportWriter

    return ReportWriter(path, cleaner.rule_set.rules, ", ".join(inputs))


def _refuse_twice(removed: Path, output: Path | None, entries: list[Entry], option: str = "--removed") -> None:
    """Refuse to write removals and results to one file: the later would replace the other."""
    results = [output, *(output / name for entry in entries for name in output_names(entry))] if output else []
    if _real(removed) in map(_real, results):
        raise UsageError(f"{removed} is where results go -> name another place for {option}")


def _real(path: Path) -> Path:
    """Return where a path leads; unlike `Path.resolve` it does not fail on a link that leads to itself."""
    return Path(os.path.realpath(path))


class _Voice:
    """What the user is told while a batch runs, all of it on standard error."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def line(self, text: str) -> None:
        if not self._quiet:
            click.echo(text, err=True)

    def failure(self, name: str, reason: str) -> None:
        click.echo(f"cleaner: {name}: {reason}", err=True)

    def change(self, name: str) -> None:
        self.line(f"would change {name}")

    def plan(self, found: Plan) -> None:
        for old, new in found.renamed:
            click.echo(f"cleaner: a second {old} is written as {new}", err=True)
        if found.passed_over:
            kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(found.passed_over.items()))
            self.line(f"passed over in folders, as no texts: {kinds}")

    @contextmanager
    def progress(self, entries: list[Entry]) -> Iterator[Iterable[Entry]]:
        if self._quiet or len(entries) < 2 or not sys.stderr.isatty():
            yield entries
            return
        with click.progressbar(entries, label="cleaning", file=sys.stderr, show_pos=True) as progress:
            yield progress
