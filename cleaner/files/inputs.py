"""What there is to clean: the files behind the inputs that a user names, in a fixed order, and under which names.

Looks at folders and names only; reading is for `cleaner.files.records`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from cleaner.errors import UsageError

STDIN = "-"


class Form(Enum):
    """What an input holds."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"


_FORMS = {
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
    ".md": Form.TEXT,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to clean.

    Attributes:
        path: Where it lies; None for standard input.
        name: Its path below the input that brought it, with `/`; unique within a plan.
        form: What it holds.
    """

    path: Path | None
    name: str
    form: Form


@dataclass(slots=True)
class Plan:
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
            _add_folder(found, names, Path(given))
        elif os.path.lexists(given):
            path = Path(given)
            _add(found, names, Entry(path, path.name, form or _FORMS.get(path.suffix.lower(), Form.TEXT)))
        else:
            found.failures.append((given, "there is no such file or folder"))
    return found


def _add(found: Plan, names: set[str], entry: Entry) -> None:
    name = entry.name
    count = 2
    while _place(name) in names:
        stem, dot, suffix = entry.name.rpartition(".")
        name = f"{stem}~{count}.{suffix}" if dot else f"{entry.name}~{count}"
        count += 1
    if name != entry.name:
        found.renamed.append((entry.name, name))
    names.add(_place(name))
    found.entries.append(Entry(entry.path, name, entry.form))


def _place(name: str) -> str:
    """Return what two names share where their results would share a file: `x.html` gives `x.html.txt`."""
    return name.lower().removesuffix(".txt")


def _add_folder(found: Plan, names: set[str], folder: Path) -> None:
    found.folders.append(folder)
    before = len(found.entries) + len(found.failures)
    for path in _walk(folder, found):
        form = _FORMS.get(path.suffix.lower())
        # A record file inside a folder would mix two kinds of output; it can be named by itself.
        if form is None or form is Form.JSONL or path.name.startswith("."):
            found.passed_over[path.suffix or path.name] += 1
        else:
            _add(found, names, Entry(path, path.relative_to(folder).as_posix(), form))
    if len(found.entries) + len(found.failures) == before:
        raise UsageError(f"no texts in {folder} -> texts end in {', '.join(_text_suffixes())}")


def _text_suffixes() -> list[str]:
    return [suffix for suffix, form in _FORMS.items() if form is not Form.JSONL]


def _walk(folder: Path, found: Plan) -> Iterator[Path]:
    """Yield the files below a folder by name; links to folders are not followed, so no walk is endless."""

    def note(error: OSError) -> None:
        found.failures.append((str(error.filename), f"can't be listed: {error.strerror}"))

    for place, subfolders, files in os.walk(folder, onerror=note):
        subfolders.sort()
        for name in sorted(files):
            yield Path(place, name)
