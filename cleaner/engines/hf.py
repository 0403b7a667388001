"""Hugging Face datasets: `clean_batch` for `Dataset.map(batched=True)`, in memory and streaming.

A `CleanBatch` pickles to the same bytes for the same rules, options and version, so the fingerprint that `datasets`
takes of it stays the same, and its cache is found again; other rules give another.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.arrow import BatchCleaner
from cleaner.extras import require
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = require("pyarrow", "hf")
    require("datasets", "hf")


class CleanBatch:
    """Cleans a batch as `datasets` hands it over: a dict of lists, or a table where the format is `arrow`.

    Args:
        cleaner: What cleans; the default chain where none is given, loaded when it is first needed.
        options: `text`, `url`, `title`, `lang`, `spans`, `prefix`, `max_chars`: see `cleaner.arrow.BatchCleaner`.
    """

    def __init__(self, cleaner: Cleaner | None = None, **options: Any) -> None:  # noqa: ANN401 - those of BatchCleaner
        self._cleaner = cleaner
        self._options = options

    @cached_property
    def _core(self) -> BatchCleaner:
        return BatchCleaner(self._cleaner, **self._options)

    def __reduce__(self) -> tuple[type[CleanBatch], tuple[()], dict[str, Any]]:
        # With the default chain's rules, too: when they change, so does the fingerprint.
        return CleanBatch, (), {"_core": self._core}

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - whatever the format is
        """Clean a batch; returns a table for a table, and for a dict the text and the added columns."""
        if isinstance(batch, pa.Table):
            return self._core(batch)
        core = self._core
        names = [name for name in (core.text, core.url, core.title, core.lang) if name is not None]
        table = pa.table({name: pa.array(batch[name]) for name in names if name in batch})
        cleaned = core(table)
        return {name: _TypedList(cleaned.column(name)) for name in (core.text, *(field.name for field in core.added))}


class _TypedList(list[Any]):
    """A list that knows its Arrow type.

    `datasets` makes columns of lists by looking at the values of the first batch, where a fact may be null throughout.
    """

    def __init__(self, column: pa.ChunkedArray) -> None:
        super().__init__(column.to_pylist())
        self._column = column

    def __arrow_array__(self, type: pa.DataType | None = None) -> pa.Array:  # noqa: A002 - Arrow's protocol
        array = pa.concat_arrays(self._column.chunks) if self._column.num_chunks else pa.array([], self._column.type)
        return array if type is None else array.cast(type)


clean_batch = CleanBatch()
"""Cleans the column `text` with the default chain: `dataset.map(clean_batch, batched=True)`."""
