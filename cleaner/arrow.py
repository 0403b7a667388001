"""The batch core: Arrow record batches in, record batches out; every adapter of `cleaner.engines` calls it.

`docs/pipelines/arrow.md` describes the columns. What is wrong with a row is told in its flags, never raised; what is
wrong with the request, a column that isn't there, is a `UsageError` before the first row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from cleaner.arrow_schema import ADDED, as_row, encodable
from cleaner.article import Article
from cleaner.decode import Decoded, decode
from cleaner.errors import CleanerError, UsageError
from cleaner.extras import require
from cleaner.pipeline import Cleaner
from cleaner.result import Result
from cleaner.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = require("pyarrow", "arrow")

MAX_CHARS = 10_000_000
"""How long a text may be, in characters, unless the caller says otherwise; a longer one is not cleaned."""

_Data = TypeVar("_Data", "pa.RecordBatch", "pa.Table")


@dataclass(frozen=True)
class BatchCleaner:
    """Cleans record batches: columns stay as they are, the text is cleaned in its place, and columns are added.

    It is called with a `RecordBatch` or a `Table` and returns the same kind. It pickles with its rules, so that other
    processes need no files, and a process makes them ready once, however often it is handed over. The same rules and
    options pickle to the same bytes.

    Attributes:
        cleaner: What cleans; the default chain where none is given.
        text: The column of texts: strings, or bytes, which are decoded.
        url: The column of addresses; rules for single sites need it. None where there is none; so with the next two.
        title: The column of known titles.
        lang: The column of languages as ISO 639-1.
        spans: Nothing is taken out: the text column gets the repaired text, and `removed` marks spans of it.
        prefix: Stands before the name of every added column.
        max_chars: Longer texts are not cleaned; they come out as they are, flagged `too_long`.

    Raises:
        UsageError: Two columns are to be one.
    """

    cleaner: Cleaner | None = None
    text: str = "text"
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    spans: bool = False
    prefix: str = ""
    max_chars: int = MAX_CHARS

    def __post_init__(self) -> None:
        if self.cleaner is None:
            object.__setattr__(self, "cleaner", Cleaner())
        if self.text in (self.prefix + field.name for field in ADDED):
            raise UsageError(f"the text's column is called `{self.text}`, as an added one -> give another `prefix`")

    def __reduce__(self) -> tuple[Any, ...]:
        # Not what it worked out meanwhile: others take the bytes for its fingerprint.
        options = (self.text, self.url, self.title, self.lang, self.spans, self.prefix, self.max_chars)
        return BatchCleaner, (self.cleaner, *options)

    @cached_property
    def cleaned_by(self) -> str:
        """What cleaned a row: the version of the package and the digest of rules, options and libraries."""
        return f"article-cleaner {__version__} {self._cleaner.digest}"

    @property
    def added(self) -> tuple[pa.Field, ...]:
        """The columns that are added, in their order."""
        return tuple(field.with_name(self.prefix + field.name) for field in ADDED)

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the schema of what comes out for the schema of what goes in.

        Raises:
            UsageError: A column is missing, stands twice, holds no text, or has the name of an added one.
        """
        for name in filter(None, (self.text, self.url, self.title, self.lang)):
            _check_column(schema, name, may_be_bytes=name == self.text)
        for field in self.added:
            if field.name in schema.names:
                raise UsageError(
                    f"the column `{field.name}` is there already -> rename it, or give a `prefix` for the added columns"
                )
        place = schema.get_field_index(self.text)
        field = schema.field(place)
        schema = schema.set(place, field.with_type(_text_type(field.type)))
        for added in self.added:
            schema = schema.append(added)
        return schema

    def __call__(self, data: _Data) -> _Data:
        """Clean a record batch or a table."""
        if isinstance(data, pa.RecordBatch):
            return self._batch(data)
        if isinstance(data, pa.Table):
            return pa.Table.from_batches(map(self._batch, data.to_batches()), self.schema(data.schema))
        raise TypeError(f"data must be a pyarrow RecordBatch or Table, not {type(data).__name__}")

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Clean batches one after the other, in order, one in memory at a time."""
        return map(self._batch, batches)

    @property
    def _cleaner(self) -> Cleaner:
        assert self.cleaner is not None  # noqa: S101 - set in __post_init__
        return self.cleaner

    def _batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        schema = self.schema(batch.schema)
        texts, results = [], []
        known = (self._known(batch, name) for name in (self.url, self.title, self.lang))
        for value, url, title, lang in zip(_values(batch, self.text), *known, strict=True):
            result = self._result(value, url, title, lang)
            texts.append(None if value is None else result.repaired if self.spans else result.text)
            results.append(result)
        rows = [as_row(result, self.cleaned_by) for result in results]
        place = schema.get_field_index(self.text)
        columns = [*batch.columns, *(_array([row[field.name] for row in rows], field.type) for field in ADDED)]
        columns[place] = _array([encodable(text) for text in texts], schema.field(place).type)
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def _known(self, batch: pa.RecordBatch, name: str | None) -> list[str | None]:
        if name is None:
            return [None] * batch.num_rows
        values = _values(batch, name)
        return [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in values]

    def _result(self, value: str | bytes | None, url: str | None, title: str | None, lang: str | None) -> Result:
        if value is None:
            return self._cleaner.clean_article(Article(text="", url=url, title=title, lang=lang))
        decoded = Decoded(value) if isinstance(value, str) else decode(value)
        text = decoded.text
        if len(text) > self.max_chars:
            error = f"the text has {len(text):,} characters -> split it, or allow more than {self.max_chars:,}"
            result = Result(text, text, flags=("too_long",), error=error)
        else:
            result = self._cleaner.clean_article(Article(text=text, url=url, title=title, lang=lang))
        if decoded.flags:
            result = replace(result, flags=tuple(sorted({*result.flags, *decoded.flags})))
        return result


def _check_column(schema: pa.Schema, name: str, *, may_be_bytes: bool) -> None:
    places = schema.get_all_field_indices(name)
    if len(places) != 1:
        what = "stands twice" if places else f"is not among {', '.join(schema.names) or 'none'}"
        raise UsageError(f'the column `{name}` {what} -> name the columns, as in `text="body"`')
    kind = _plain_type(schema.field(name).type)
    if not (_is_text(kind) or (may_be_bytes and _is_bytes(kind))):
        raise UsageError(f"the column `{name}` holds {kind}, no texts -> name another column, or make it strings")


def _plain_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    is_string = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return bool(is_string or pa.types.is_null(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _text_type(kind: pa.DataType) -> pa.DataType:
    """Return the type of cleaned texts: that of the texts that came, where it was one of strings."""
    kind = _plain_type(kind)
    if _is_bytes(kind):
        return pa.large_string() if pa.types.is_large_binary(kind) else pa.string()
    return pa.string() if pa.types.is_null(kind) else kind


def _values(batch: pa.RecordBatch, name: str) -> list[str | bytes | None]:
    """Return the values of a column; of strings, only those that are no UTF-8 as bytes."""
    column = batch.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        # Arrow trusts whoever filled the column; one bad value must not make the others read another way.
        kind = pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary()
        return [value if value is None else _text_or_bytes(value) for value in column.cast(kind).to_pylist()]


def _text_or_bytes(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


def _array(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    array = pa.array(values, kind)
    if isinstance(array, pa.ChunkedArray):
        raise CleanerError("a batch came out with more than 2 GB in one column -> hand over smaller batches")
    return array
