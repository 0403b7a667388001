"""Ray Data: a dataset in, a dataset out, cleaned by a pool of actors, each of which has its rules ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.arrow import MAX_CHARS, BatchCleaner
from cleaner.extras import require
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset
else:
    require("ray.data", "ray")


class CleaningActor:
    """What a process of Ray keeps from one batch to the next.

    Args:
        clean: The batch core.
    """

    def __init__(self, clean: BatchCleaner) -> None:
        self._clean = clean

    def __call__(self, table: pa.Table) -> pa.Table:
        """Clean a block of rows."""
        return self._clean(table)


def clean_dataset(
    ds: Dataset,
    text: str = "text",
    url: str | None = None,
    *,
    title: str | None = None,
    lang: str | None = None,
    cleaner: Cleaner | None = None,
    spans: bool = False,
    prefix: str = "",
    max_chars: int = MAX_CHARS,
    **options: Any,  # noqa: ANN401 - those of map_batches
) -> Dataset:
    """Return a dataset whose texts are cleaned when it is computed; its other columns stay, and columns are added.

    The rules are put into the object store once: nodes need the package, but no rule files.

    Args:
        ds: A dataset with a column of texts.
        text: That column; `url`, `title` and `lang` name the columns of what is known of an article.
        url: See `text`.
        title: See `text`.
        lang: See `text`.
        cleaner: What cleans; the default chain where none is given.
        spans: See `cleaner.arrow.BatchCleaner`; so with the next two.
        prefix: See there.
        max_chars: See there.
        options: Those of `map_batches`: `concurrency`, `batch_size`, `num_cpus`, `memory` and so on.
    """
    clean = BatchCleaner(cleaner, text, url, title, lang, spans, prefix, max_chars)
    return ds.map_batches(CleaningActor, fn_constructor_args=(clean,), batch_format="pyarrow", **options)
