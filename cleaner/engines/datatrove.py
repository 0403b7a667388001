"""datatrove: a step of a pipeline that cleans documents, with statistics by family of debris."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any

from cleaner.arrow import MAX_CHARS, BatchCleaner
from cleaner.arrow_schema import as_facts, encodable
from cleaner.extras import require
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    import pyarrow as pa
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.writers.disk_base import DiskWriter
    from datatrove.utils.typeshelper import StatHints
else:
    pa = require("pyarrow", "datatrove")
    PipelineStep = require("datatrove.pipeline.base", "datatrove").PipelineStep
    Document = require("datatrove.data", "datatrove").Document
    StatHints = require("datatrove.utils.typeshelper", "datatrove").StatHints

_KNOWN = ("url", "title", "language")


class ArticleCleaner(PipelineStep):
    """Cleans the text of documents and merges facts into their metadata, what stands there already winning.

    What is known of an article is read from the metadata: `url`, `title`, `language`. `flags`, `error` and `cleaned_by`
    are written to it, the first two only where there are any.

    Args:
        cleaner: What cleans; the default chain where none is given.
        removals: A writer that gets a document for each removal: its text, and as metadata the rest of it.
        spans: The text stays, repaired; what would go is told in `metadata["removed"]`.
        batch_size: How many documents are cleaned together.
        max_chars: Longer texts are not cleaned; see `cleaner.arrow.BatchCleaner`.
    """

    name = "🧹 Article cleaner"
    type = "✂️ - FORMAT"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        removals: DiskWriter | None = None,
        *,
        spans: bool = False,
        batch_size: int = 100,
        max_chars: int = MAX_CHARS,
    ) -> None:
        super().__init__()
        known = {"url": "url", "title": "title", "lang": "language"}
        self.clean = BatchCleaner(cleaner, **known, spans=spans, max_chars=max_chars)
        self.removals = removals
        self.batch_size = batch_size

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002
        """Yield every document, cleaned."""
        with self.removals or nullcontext() as writer:
            for documents in _batches(data or (), self.batch_size):
                with self.track_time("batch"):
                    rows = self._rows(documents)
                for document, row in zip(documents, rows, strict=True):
                    self._count(row)
                    if writer:
                        for number, removal in enumerate(row["removed"]):
                            writer.write(_removal(document, number, removal), rank)
                    self._fill(document, row)
                    self.update_doc_stats(document)
                    yield document

    def _rows(self, documents: list[Document]) -> list[dict[str, Any]]:
        """Clean documents by the batch core; returns its rows."""
        columns = {
            "text": [document.text for document in documents],
            **{name: [document.metadata.get(name) for document in documents] for name in _KNOWN},
        }
        arrays = {name: pa.array(map(_text, values), pa.string()) for name, values in columns.items()}
        return self.clean(pa.RecordBatch.from_pydict(arrays)).to_pylist()  # type: ignore[no-any-return]

    def _count(self, row: dict[str, Any]) -> None:
        self.stat_update(StatHints.total)
        for flag in row["flags"]:
            self.stat_update(f"flag_{flag}")
        families = Counter(removal["family"] for removal in row["removed"])
        if families:
            self.stat_update("changed_by_rules")
        for family, count in sorted(families.items()):
            self.stat_update(f"removed_{family}", value=count)

    def _fill(self, document: Document, row: dict[str, Any]) -> None:
        document.text = row["text"] or ""
        found = {**as_facts(row["metadata"]), "flags": row["flags"], "error": row["error"]}
        if self.clean.spans:
            found["removed"] = row["removed"]
        known = {name: value for name, value in document.metadata.items() if value is not None}
        document.metadata = {
            **document.metadata,
            **{name: value for name, value in found.items() if value},
            **known,
            "cleaned_by": row["cleaned_by"],
        }


def _text(value: object) -> str | None:
    """Return a value where it is a text; one of no other kind can be told of an article."""
    return encodable(value) if isinstance(value, str) else None


def _removal(document: Document, number: int, removal: dict[str, Any]) -> Document:
    rest = {name: value for name, value in removal.items() if name != "text"}
    return Document(text=removal["text"], id=f"{document.id}/{number}", metadata={"article": document.id, **rest})


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, size)):
        yield batch
