"""Spark: a data frame in, a data frame out, cleaned by `mapInArrow` wherever its partitions lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.arrow import MAX_CHARS, BatchCleaner
from cleaner.extras import require
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType
else:
    pa = require("pyarrow", "spark")

_types = require("pyspark.sql.pandas.types", "spark")


def clean_dataframe(
    df: DataFrame,
    text: str = "text",
    url: str | None = None,
    *,
    title: str | None = None,
    lang: str | None = None,
    cleaner: Cleaner | None = None,
    spans: bool = False,
    prefix: str = "",
    max_chars: int = MAX_CHARS,
) -> DataFrame:
    """Return a data frame whose texts are cleaned when it is computed; its other columns stay, and columns are added.

    The rules travel with the plan: nodes need the package, but no rule files.

    Args:
        df: A data frame with a column of texts, strings or binary.
        text: That column; `url`, `title` and `lang` name the columns of what is known of an article.
        url: See `text`.
        title: See `text`.
        lang: See `text`.
        cleaner: What cleans; the default chain where none is given.
        spans: See `cleaner.arrow.BatchCleaner`; so with the next two.
        prefix: See there.
        max_chars: See there.

    Raises:
        UsageError: A column is missing, stands twice, holds no text, or has the name of an added one.
    """
    clean = BatchCleaner(cleaner, text, url, title, lang, spans, prefix, max_chars)
    return df.mapInArrow(clean.batches, _schema(df.schema, clean))


def _schema(schema: StructType, clean: BatchCleaner) -> StructType:
    """Return the schema that comes out for one that goes in, checked."""
    read = {clean.text, clean.url, clean.title, clean.lang}
    # Columns that are only handed through may have types that Arrow has no name for.
    kinds = [_types.to_arrow_type(field.dataType) if field.name in read else pa.null() for field in schema.fields]
    given = pa.schema([(field.name, kind) for field, kind in zip(schema.fields, kinds, strict=True)])
    place = given.get_field_index(clean.text)
    wanted = clean.schema(given)
    fields = list(schema.fields)
    fields[place] = _types.from_arrow_schema(pa.schema([wanted.field(place)])).fields[0]
    return type(schema)([*fields, *_types.from_arrow_schema(pa.schema(clean.added)).fields])
