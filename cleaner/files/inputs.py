"""What there is to clean: the files behind the inputs that a user names, in a fixed order, and under which names.

Looks at folders and names only; reading is for `cleaner.files.records` and its kin. Folders may hold millions of files:
an entry is small, and nothing is asked of a file but its name.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from cleaner.errors import UsageError
from cleaner.files.forms import Form, form_of, suffixes

STDIN = "-"
RUN_FOLDER = ".cleaner"
"""What the folder is called in which a run keeps what it knows; never an input."""


class Entry(Struct, frozen=True):
    """One file to clean.

    Attributes:
        path: Where it lies; None for standard input.
        name: Its path below the input that brought it, with `/`; unique within a plan.
        form: What it holds.
    """

    path: str | None
    name: str
    form: Form


class Plan(Struct):
    """All files to clean.

    Attributes:
        entries: In the order in which they are cleaned.
        failures: Inputs that are not there or can't be listed, with the reason.
        passed_over: How many files of each suffix lie in the folders and are no texts.
        renamed: Names that were taken already, with the ones given instead.
        folders: The folders that were named as inputs.
    """

    entries: list[Entry] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)

    @property
    def is_single(self) -> bool:
        """Whether there is one file only, named as such: it may go to standard output."""
        return len(self.entries) == 1 and not self.folders and not self.failures


def plan(inputs: Iterable[str], form: Form | None = None) -> Plan:
    """Find the files behind inputs.

    Args:
        inputs: Paths of files and folders, or `-`.
        form: What files hold whose suffix does not say it, and standard input; text where it is None.

    Raises:
        UsageError: A folder holds no text at all.
    """
    found = Plan()
    names: set[str] = set()
    for given in inputs:
        if given == STDIN:
            _add(found, names, Entry(None, STDIN, form or Form.TEXT))
        elif os.path.isdir(given):  # noqa: PTH112 - Path.is_dir fails on names too long, and takes none for `.`
            _add_folder(found, names, given)
        elif os.path.lexists(given):
            name = os.path.basename(given)  # noqa: PTH119 - the same, and entries are made by the million
            _add(found, names, Entry(given, name, form or form_of(name) or Form.TEXT))
        else:
            found.failures.append((given, "there is no such file or folder"))
    return found


def output_names(entry: Entry) -> tuple[str, ...]:
    """Return the names that a file's results have below an output folder."""
    if entry.form is Form.WARC:
        return (f"{entry.name}.jsonl",)
    if entry.form.holds_many:
        return (entry.name,)
    stem = entry.name.removesuffix(".txt")
    return f"{stem}.txt", f"{stem}.json"


def _add(found: Plan, names: set[str], entry: Entry) -> None:
    name = entry.name
    count = 2
    while _place(name) in names:
        stem, dot, suffix = entry.name.rpartition(".")
        name = f"{stem}~{count}.{suffix}" if dot else f"{entry.name}~{count}"
        count += 1
    if name != entry.name:
        found.renamed.append((entry.name, name))
        entry = Entry(entry.path, name, entry.form)
    names.add(_place(name))
    found.entries.append(entry)


def _place(name: str) -> str:
    """Return what two names share where their results would share a file: `x.html` gives `x.html.txt`."""
    return name.lower().removesuffix(".txt")


def _add_folder(found: Plan, names: set[str], folder: str) -> None:
    found.folders.append(Path(folder))
    before = len(found.entries) + len(found.failures)
    # Slashes at the end aside, so that messages name a file as the user would.
    root = folder.rstrip("/") or folder
    for name in _walk(root, "", found):
        form = form_of(name)
        base = name.rpartition("/")[2]
        # A record file inside a folder would mix two kinds of output; it can be named by itself.
        if form is None or form.holds_many or base.startswith("."):
            found.passed_over[Path(base).suffix or base] += 1
        else:
            _add(found, names, Entry(f"{root}/{name}" if root != "/" else f"/{name}", name, form))
    if len(found.entries) + len(found.failures) == before:
        raise UsageError(
            f"no texts in {folder} -> texts end in {', '.join(suffixes(many=False))}; "
            f"files of records ({', '.join(suffixes(many=True))}) are named one by one"
        )


def _walk(root: str, below: str, found: Plan) -> Iterator[str]:
    """Yield the names of the files below a folder; links to folders are not followed, so no walk is endless."""
    waiting = [below]
    while waiting:
        folder = waiting.pop()
        place = f"{root}/{folder}" if folder else root
        files, folders = [], []
        try:
            with os.scandir(place) as listed:
                for each in listed:
                    name = f"{folder}/{each.name}" if folder else each.name
                    if each.is_dir(follow_symlinks=False):
                        folders.append(name)
                    elif not _leads_to_a_folder(each):
                        files.append(name)
        except OSError as error:
            found.failures.append((place.rstrip("/"), f"can't be listed: {error.strerror}"))
            continue
        yield from sorted(files)
        waiting += sorted((name for name in folders if name.rpartition("/")[2] != RUN_FOLDER), reverse=True)


def _leads_to_a_folder(each: os.DirEntry[str]) -> bool:
    try:
        return each.is_dir()
    except OSError:
        # A link that leads to itself: reading it will say so.
        return False
