"""Corpora: folders and records read article by article, for commands that look at many and write none.

The one place through which `check`, `compare` and `mine` read; how files are read is for `cleaner.files`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from cleaner.article import Article
from cleaner.files.batches import Batches
from cleaner.files.forms import Form
from cleaner.files.inputs import plan
from cleaner.files.records import FieldNames, Piece, Reading, Record, read_record


class Corpus(Struct):
    """Articles on disk, read anew at each pass.

    Attributes:
        inputs: Folders and files.
        form: What files hold whose suffix does not say it.
        names: Where JSON records keep what.
        failures: What could not be read in the last pass, with the reason.
    """

    inputs: tuple[str, ...]
    form: Form | None
    names: FieldNames
    failures: list[tuple[str, str]]

    def records(self) -> Iterator[Record]:
        """Yield every record that holds an article; the others are noted as failures."""
        found = plan(self._files(), self.form)
        self.failures = list(found.failures)
        reading = Reading(self.names)
        for batch in Batches(found.entries, reading):
            for piece in batch.items:
                # Nothing is recalled where no run is taken up.
                assert isinstance(piece, Piece)  # noqa: S101
                record = read_record(piece, reading)
                if record.article is None:
                    self.failures.append((record.name, record.error or ""))
                else:
                    yield record

    def articles(self) -> Iterator[Article]:
        """Yield every article."""
        return (record.article for record in self.records() if record.article)

    def _files(self) -> list[str]:
        """Return the inputs, folders of records spelt out: here nothing is written, so forms may be mixed."""
        named: list[str] = []
        for given in self.inputs:
            lines = sorted(Path(given).rglob("*.jsonl")) if Path(given).is_dir() else []
            others = not lines or any(_is_text(path) for path in Path(given).rglob("*"))
            named += [given] if others else []
            named += map(str, lines)
        return named


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in (".txt", ".text", ".md", ".html", ".htm", ".xhtml")


def read_corpus(inputs: Iterable[str | Path], form: str | None = None, names: FieldNames | None = None) -> Corpus:
    """Return the corpus behind some inputs.

    Args:
        inputs: Folders and files.
        form: What files hold whose suffix does not say it: `text`, `html` or `jsonl`.
        names: Where JSON records keep what.

    Raises:
        UsageError: A folder holds no text at all (told when it is read).
    """
    return Corpus(tuple(map(str, inputs)), Form(form) if form else None, names or FieldNames(), [])
