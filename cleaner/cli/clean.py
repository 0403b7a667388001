"""`cleaner clean`: files, folders, records and standard input, cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from cleaner.cli.options import SIZE, cleaner_options, given_options, record_options
from cleaner.cli.progress import Voice, listed
from cleaner.cli.stopping import stopping
from cleaner.errors import UsageError
from cleaner.files.atomic import AtomicFile
from cleaner.files.forms import Form
from cleaner.files.inputs import Plan, plan
from cleaner.files.job import Job
from cleaner.files.listeners import Counter, DiffPrinter, Listener, RemovalsWriter, Teller, TextPrinter
from cleaner.files.records import MAX_SIZE, FieldNames, Given, Reading
from cleaner.files.summary import Summary
from cleaner.files.work import encode_json
from cleaner.pipeline import Cleaner


@click.command("clean")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT",
              help="A folder that mirrors the inputs, or a file that ends in .jsonl, .jsonl.gz, .jsonl.zst or "
                   ".parquet. Needed for more than one text.")  # fmt: skip
@click.option("-j", "--workers", type=click.IntRange(min=1), default=1, metavar="N", show_default=True,
              help="How many processes clean.")  # fmt: skip
@given_options
@cleaner_options
@click.option("--json", "as_json", is_flag=True, help="Print a single text as a record with its facts.")
@click.option("--removed", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.jsonl",
              help="Write everything that was removed, one object a removal.")  # fmt: skip
@click.option("--summary", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.json",
              help="Write the counts of the run.")  # fmt: skip
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.html",
              help="Write one page about the run: figures, and every article before and after.")  # fmt: skip
@click.option("--check", is_flag=True, help="Write nothing; name what would change, and exit with 1 if anything would.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--force", is_flag=True, help="Clean everything anew, whatever an earlier run did.")
@click.option("--skip-failed", is_flag=True, help="Don't try again what failed in an earlier run.")
@click.option("--by-content", is_flag=True,
              help="Know inputs by their content, not by path, size and time; slower.")  # fmt: skip
@click.option("--max-size", type=SIZE, default=MAX_SIZE, metavar="SIZE", show_default="64MB",
              help="An article that is larger fails, and is never loaded whole.")  # fmt: skip
@record_options
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what failed.")
@click.pass_context
def command(
    context: click.Context,
    inputs: tuple[str, ...],
    cleaner: Cleaner,
    output: Path | None,
    workers: int,
    form: str | None,
    given: Given,
    as_json: bool,
    removed: Path | None,
    summary: Path | None,
    report: Path | None,
    check: bool,
    diff: bool,
    force: bool,
    skip_failed: bool,
    by_content: bool,
    max_size: int,
    names: FieldNames,
    quiet: bool,
) -> None:
    """Clean texts.

    INPUT is a file, a folder, or - for standard input. A single text goes to standard output unless -o names a place.
    A folder goes to a folder: x.txt gives x.txt, the body, and x.json, its facts, flags and removals; a page x.html
    gives x.html.txt and x.html.json. Records (JSON Lines, Parquet, WARC) give records, each with its text cleaned and
    its facts added as `metadata`. All of it may be packed as .gz or .zst. Inputs are never changed.

    A run that was broken off is taken up by the same command: what is done and has not changed is not done again.

    The last line on standard error counts what was done. Exit code 0: fine; 1: --check found something to change;
    2: wrong usage, a bad rule, or an input that failed, after all others were cleaned; 130: interrupted.
    """
    found = plan(inputs, Form(form) if form else None)
    if given != Given() and (not found.is_single or found.entries[0].form.holds_many):
        raise UsageError("--url, --title and --lang speak of a single text -> put them into the records of a .jsonl")
    writes = not (check or diff)
    _check_usage(found, output if writes else None, as_json=as_json, writes=writes)
    job = Job(
        cleaner,
        found,
        Reading(names, given, max_size),
        output=output,
        workers=workers,
        force=force,
        skip_failed=skip_failed,
        by_content=by_content,
    )
    job.check([path for path in (removed, summary, report) if path])
    if not writes:
        job = job.without_output()
    elif output is None and any(entry.form.holds_many for entry in found.entries):
        job = job.printing_records()
    say, total = Voice(quiet=quiet), Summary(passed_over=job.passed_over)
    say.plan(found)
    with stopping(resumes=job.resumes):
        listeners: list[Listener] = [Counter(total), Teller(say.failure, say.change if check else None)]
        if diff:
            listeners.append(DiffPrinter())
        elif writes and output is None and not job.prints_records:
            listeners.append(TextPrinter(as_json=as_json))
        listeners += _writers(removed if writes else None, report, cleaner, inputs)
        with say.progress(found) as on_progress:
            job.run(listeners, on_progress)
    for name, reason in found.failures:
        total.fail(name, reason)
        say.failure(name, reason)
    if summary and writes:
        with AtomicFile(summary) as file:
            file.write(encode_json(total.as_dict(), indent=1))
    if total.passed_over:
        say.line(f"passed over in files of records, as no articles: {listed(total.passed_over)}")
    say.line(total.line())
    context.exit(total.exit_code(checking=check))


def _check_usage(found: Plan, output: Path | None, *, as_json: bool, writes: bool) -> None:
    if output is None and writes and not found.is_single and (found.entries or found.folders):
        raise UsageError("more than one text needs a place -> add -o FOLDER, or -o FILE.jsonl")
    if output is not None and as_json:
        raise UsageError("--json prints a single text -> leave out -o, or write -o FILE.jsonl")


def _writers(removed: Path | None, report: Path | None, cleaner: Cleaner, inputs: Iterable[str]) -> Iterator[Listener]:
    """Yield those who write about the run beside its results."""
    if removed:
        yield RemovalsWriter(removed)
    if report:
        # Its page is made by libraries that no other run needs. It may be about what would be done: --check, --diff.
        from cleaner.report import ReportWriter

        yield ReportWriter(report, cleaner.rule_set.rules, ", ".join(inputs))
