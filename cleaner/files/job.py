"""A job: what a user asks for, checked before anything is read or written, and carried out.

Brings together what `inputs` found, where results go, and who listens.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cleaner.errors import UsageError
from cleaner.files import batch, parquet, streams, warc
from cleaner.files.atomic import AtomicFile
from cleaner.files.batches import Batches, Target
from cleaner.files.forms import Compression, Form, compression_of, form_of
from cleaner.files.inputs import STDIN, Entry, Plan, output_names
from cleaner.files.listeners import Listener
from cleaner.files.records import Reading
from cleaner.files.summary import Tally
from cleaner.files.work import Wanted, Work
from cleaner.pipeline import Cleaner
from cleaner.rulebook.digest import digest

if TYPE_CHECKING:
    from cleaner.files.manifest import Manifest

# What the manifest calls the inputs that are not there.
_INPUTS = "\0inputs"
_SINGLE = (Form.JSONL, Form.PARQUET)


class Job(Struct, frozen=True):
    """What is to be done.

    Attributes:
        cleaner: What cleans.
        found: The inputs.
        reading: How they are read.
        output: A folder, or a file for all records; None for none.
        prints_records: Records go to standard output.
        workers: How many processes clean.
        force: What earlier runs did counts for nothing.
        skip_failed: What failed before is not tried again.
        by_content: Inputs are known by their content, not by size and time.
        passed_over: Counts what files of records hold that is no article, by kind.
    """

    cleaner: Cleaner
    found: Plan
    reading: Reading
    output: Path | None = None
    prints_records: bool = False
    workers: int = 1
    force: bool = False
    skip_failed: bool = False
    by_content: bool = False
    passed_over: Counter[str] = field(default_factory=Counter)

    @property
    def single(self) -> Path | None:
        """The one file into which all records go; None where there is none."""
        return self.output if self.output and goes_to_one_file(self.output) else None

    @property
    def folder(self) -> Path | None:
        """The folder below which results go; None where there is none."""
        return self.output if self.output and not self.single else None

    @property
    def resumes(self) -> bool:
        """Whether another run can go on where this one is broken off; not with what can't be read twice."""
        return self.output is not None and all(entry.path is not None for entry in self.found.entries)

    def without_output(self) -> Job:
        """Return the job that only looks."""
        return replace(self, output=None)

    def printing_records(self) -> Job:
        """Return the job that prints records."""
        return replace(self, prints_records=True)

    def check(self, others: Iterable[Path] = ()) -> None:
        """Refuse what can't be carried out.

        Args:
            others: Other files that will be written.

        Raises:
            UsageError: An output would replace or spoil an input, two outputs share a name, or an extra is missing.
        """
        others = list(others)
        _need_extras(self.found.entries, self.output)
        if self.output:
            self._check_output(self.output)
        _refuse_inputs([*others, *([self.single] if self.single else [])], self.found.entries)
        self._check_others(others)

    def _check_output(self, output: Path) -> None:
        place = real(output)
        for folder in self.found.folders:
            if place.is_relative_to(real(folder)):
                raise UsageError(f"{output} lies inside the input {folder} -> write to a place outside of it")
        if self.single:
            self._check_columns(self.single)
            return
        if output.exists() and not output.is_dir():
            raise UsageError(f"{output} is a file -> name a folder, or a file that ends in .jsonl or .parquet")
        if any(entry.path is None for entry in self.found.entries):
            raise UsageError("standard input has no name in a folder -> write -o FILE.jsonl, or leave out -o")
        _refuse_inputs_below(output, self.found.entries)

    def _check_columns(self, single: Path) -> None:
        paths = [entry.path for entry in self.found.entries if entry.form is Form.PARQUET and entry.path is not None]
        if form_of(single.name) is Form.PARQUET and paths:
            parquet.refuse_mixed(paths, len(paths) < len(self.found.entries))

    def _check_others(self, others: list[Path]) -> None:
        """Refuse to write two things to one file: the later would replace the other."""
        for path in others:
            place = real(path)
            if self.single and place == real(self.single):
                raise UsageError(f"{path} is where results go -> name another place for it")
            if self.folder and place.is_relative_to(folder := real(self.folder)):
                name = place.relative_to(folder).as_posix()
                if any(name in output_names(entry) for entry in self.found.entries):
                    raise UsageError(f"{path} is where results go -> name another place for it")
        if len({real(path) for path in others}) < len(others):
            raise UsageError(f"{others[-1]} is named twice -> name another place for one of them")

    def run(self, listeners: Sequence[Listener], on_progress: Callable[[int, int], None] | None = None) -> None:
        """Carry it out.

        Args:
            listeners: Each hears of every article in order.
            on_progress: Called now and then with bytes of input and articles that are done since the last call.

        Raises:
            OSError: A file that many articles share can't be written.
            CleanerError: Another run writes to the same place, or this one can't be recorded.
        """
        wants_removals = any(listener.wants_removals for listener in listeners)
        wants_results = any(listener.wants_results for listener in listeners)
        lines = self.single is not None or self.prints_records
        lines |= self.folder is not None and any(entry.form.holds_many for entry in self.found.entries)
        wanted = Wanted(self.folder, lines, wants_removals, wants_results)
        if self.single:
            # What can't be written is told before anything is done.
            AtomicFile(self.single).discard()
        with self._manifest() as manifest:
            work = Work(self.cleaner, self.reading, wanted)
            batches = Batches(
                self.found.entries,
                self.reading,
                single=self._target(),
                folder=self.folder,
                digest=self._digest() if manifest else "",
                manifest=manifest,
                parts=batch.parts_of(manifest.path.parent) if manifest else None,
                by_content=self.by_content,
                # Who looks at whole results can't be served from what an earlier run left.
                force=self.force or wants_results,
                skip_failed=self.skip_failed,
                wants_removals=wants_removals,
                at_once=self.workers == 1 and not self.resumes,
                passed_over=self.passed_over,
            )
            batch.run(work, batches, listeners, self.workers, on_progress)
            if manifest:
                manifest.note("state", "finished")
                manifest.sync()

    def _target(self) -> Target | None:
        if self.single:
            return Target(self.single, self.single.name)
        return Target(None) if self.prints_records else None

    @contextmanager
    def _manifest(self) -> Iterator[Manifest | None]:
        if self.output is None or not self.resumes:
            yield None
            return
        # Not at the top: most runs keep nothing, and should not wait for a database and locks.
        from cleaner.files.locks import alone
        from cleaner.files.manifest import Manifest, run_folder

        folder = run_folder(self.output, single=self.single is not None)
        with alone(folder):
            manifest = Manifest(folder)
            try:
                manifest.note("state", "begun")
                manifest.put(_INPUTS, "", Tally(), self.found.failures)
                manifest.sync()
                yield manifest
            finally:
                manifest.close()

    def _digest(self) -> str:
        """Return what stands for everything that has a say in the results but the inputs."""
        return f"{digest(self.cleaner.rule_set)} {self.reading!r} {self.output and self.output.suffix}"


def goes_to_one_file(output: Path) -> bool:
    """Tell whether an output is a file for all records; else it is a folder."""
    return form_of(output.name) in _SINGLE


def real(path: Path | str) -> Path:
    """Return where a path leads; unlike `Path.resolve` it does not fail on a link that leads to itself."""
    return Path(os.path.realpath(path))


def _need_extras(entries: Iterable[Entry], output: Path | None) -> None:
    """Refuse formats whose extra is not installed, before anything is done."""
    names = {(entry.form, compression_of(entry.path or STDIN)) for entry in entries}
    if output:
        names.add((form_of(output.name) or Form.TEXT, compression_of(output.name)))
    forms, compressions = {form for form, _ in names}, {compression for _, compression in names}
    if Form.PARQUET in forms:
        parquet.arrow_module()
    if Form.WARC in forms:
        warc.fastwarc()
    if Compression.ZSTD in compressions:
        streams.zstd_module()
    if output and form_of(output.name) is Form.PARQUET and compression_of(output.name) is not Compression.NONE:
        raise UsageError(f"{output}: Parquet packs its data itself -> name a file that ends in .parquet")


def _places(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield where inputs really lie; folders are looked up once, since there may be very many files in each."""
    folders: dict[str, str] = {}
    for entry in entries:
        if entry.path is None:
            continue
        if os.path.islink(entry.path):  # noqa: PTH114 - called by the million
            yield os.path.realpath(entry.path)
            continue
        folder, name = os.path.split(entry.path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        yield os.path.join(folders[folder], name)  # noqa: PTH118 - the same


def _refuse_inputs(paths: Iterable[Path], entries: Iterable[Entry]) -> None:
    """Refuse to write over what is read: inputs are never changed."""
    outputs = {str(real(path)): path for path in paths}
    for place in _places(entries) if outputs else ():
        if place in outputs:
            raise UsageError(f"{outputs[place]} is an input, and inputs are never changed -> name another place")


def _refuse_inputs_below(output: Path, entries: list[Entry]) -> None:
    """Refuse a folder in which a result would replace an input."""
    folder = str(real(output)).rstrip("/") + "/"
    inside = [place.removeprefix(folder) for place in _places(entries) if place.startswith(folder)]
    names = {name for entry in entries for name in output_names(entry)} if inside else set()
    for name in inside:
        if name in names:
            raise UsageError(f"{output / name} is an input, and inputs are never changed -> name another place")
