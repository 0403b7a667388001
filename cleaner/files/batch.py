"""A batch: every record read, cleaned, written and counted; whatever fails is told, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from cleaner.files.inputs import Entry
from cleaner.files.outputs import Writer
from cleaner.files.records import FieldNames, Given, Record, read_records
from cleaner.files.summary import Summary
from cleaner.pipeline import Cleaner
from cleaner.result import Result


def run(
    cleaner: Cleaner,
    entries: Iterable[Entry],
    writers: Sequence[Writer],
    names: FieldNames,
    given: Given,
    on_failure: Callable[[str, str], None],
    on_change: Callable[[str], None] | None = None,
) -> Summary:
    """Clean every article of every file, in order, one in memory at a time.

    Args:
        cleaner: What cleans.
        entries: The files.
        writers: Each gets every result.
        names: Where JSON records keep what.
        given: What is known of a single text.
        on_failure: Called with name and reason of each failure as it happens.
        on_change: Called with the name of each article that came out other than it went in.
    """
    summary = Summary()
    try:
        for entry in entries:
            for record in read_records(entry, names, given):
                result = _clean(cleaner, record)
                reason = _write(writers, record, result) or record.error or (result.error if result else None)
                if reason or result is None:
                    summary.fail(record.name, reason or "")
                    on_failure(record.name, reason or "")
                    continue
                changed = record.article is not None and record.article.text != result.text
                summary.add(result, changed=changed)
                if changed and on_change:
                    on_change(record.name)
    except BaseException:
        for writer in writers:
            writer.abandon()
        raise
    _close(writers)
    return summary


def _close(writers: Sequence[Writer]) -> None:
    for number, writer in enumerate(writers, start=1):
        try:
            writer.close()
        except BaseException:
            for other in writers[number:]:
                other.abandon()
            raise


def _clean(cleaner: Cleaner, record: Record) -> Result | None:
    if record.article is None:
        return None
    result = cleaner.clean_article(record.article)
    return replace(result, flags=tuple(sorted({*result.flags, *record.flags}))) if record.flags else result


def _write(writers: Sequence[Writer], record: Record, result: Result | None) -> str | None:
    """Hand a result to every writer; returns why that failed, if it did."""
    try:
        for writer in writers:
            writer.write(record, result)
    except BrokenPipeError:
        raise
    except OSError as error:
        # A full disk, a name too long: this article is lost to the run, the next may not be.
        return f"can't be written: {error.strerror or error}"
    return None
