"""Parquet, by batches of rows; the schema stays, facts are added. The only place that knows pyarrow.

Only the columns that cleaning asks for leave a batch; the others go from file to file as they are.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import IO, Any

from cleaner.errors import InputError, UsageError
from cleaner.files.inputs import Entry
from cleaner.files.records import FieldNames, Piece, Reading, get_field, name_of
from cleaner.files.streams import MAX_RATIO, missing

ROWS = 256
"""How many rows are worked on together."""

_ROWS_OF_GROUP = 32_768
_BYTES_OF_GROUP = 64_000_000
_FREE_GROWTH = 64_000_000
_ADDED = ("metadata", "flags", "error")


def arrow_module() -> Any:  # noqa: ANN401 - a module without types
    """Import what reads and writes Parquet."""
    try:
        import pyarrow
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError:
        raise missing("parquet", "Parquet") from None
    return pyarrow


def read_batches(stream: IO[bytes]) -> Iterator[tuple[int, Any]]:
    """Yield the rows of a file as record batches, each with the number of rows of the whole file.

    Raises:
        InputError: The file is cut short, no Parquet at all, or grows beyond all measure.
    """
    arrow = arrow_module()
    try:
        with arrow.parquet.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False) as file:
            _refuse_bombs(file.metadata)
            if not file.metadata.num_rows:
                yield 0, arrow.RecordBatch.from_pylist([], schema=file.schema_arrow)
            for batch in file.iter_batches(ROWS, use_threads=False):
                yield file.metadata.num_rows, batch
    except arrow.ArrowException as error:
        raise InputError(f"no whole Parquet data: {error}") from error


def refuse_mixed(paths: Sequence[str], others: bool) -> None:  # noqa: FBT001 - read at one place
    """Refuse inputs that can't go into one Parquet file; those that can't be read are told later.

    Args:
        paths: Parquet files.
        others: There are other inputs, too.

    Raises:
        UsageError: They differ in their columns.
    """
    arrow = arrow_module()
    schemas = []
    for path in paths:
        try:
            schemas.append(arrow.parquet.read_schema(path))
        except (OSError, arrow.ArrowException):
            continue
    if schemas and (others or any(not schema.equals(schemas[0]) for schema in schemas)):
        raise UsageError("the inputs have different columns -> write them to a folder, or to a .jsonl")


def _refuse_bombs(metadata: Any) -> None:  # noqa: ANN401 - pyarrow's
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        packed = sum(group.column(each).total_compressed_size for each in range(group.num_columns))
        if group.total_byte_size > _FREE_GROWTH + MAX_RATIO * packed:
            raise InputError(f"grows to more than {MAX_RATIO} times its size when unpacked -> unpack it yourself")


def pieces_of(entry: Entry, batch: Any, first: int, reading: Reading, *, whole: bool) -> list[Piece]:  # noqa: ANN401
    """Return the rows of a batch as pieces.

    Args:
        entry: The file.
        batch: The record batch.
        first: The number of its first row, from 1.
        reading: How records are read.
        whole: All columns are wanted, not only those that cleaning asks for.
    """
    wanted = {getattr(reading.names, part).partition(".")[0] for part in FieldNames.__struct_fields__}
    wanted |= {getattr(reading.names, part) for part in FieldNames.__struct_fields__} | {"metadata"}
    names = [name for name in batch.schema.names if whole or name in wanted]
    pieces = []
    for number, row in enumerate(batch.select(names).to_pylist(), start=first):
        name = f"{name_of(entry)}:{number}"
        fields = {key: _plain(value) for key, value in row.items()}
        fields["metadata"] = _as_object(fields.get("metadata"))
        size = sum(len(get_field(fields, path) or "") for path in _contents(fields, reading.names))
        too_large = size > reading.max_size
        pieces.append(Piece(entry, name, None if too_large else fields, size, reading.too_large if too_large else None))
    return pieces


def _contents(fields: dict[str, Any], names: FieldNames) -> list[str]:
    return [path for path in (names.text, names.html) if isinstance(get_field(fields, path), str | bytes)]


def _as_object(value: object) -> object:
    """Return facts that stand in a text column as the object that they are."""
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column
    """Return a value as JSON knows values; bytes that are no UTF-8 in base 64."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def check_columns(schema: Any, names: FieldNames) -> None:  # noqa: ANN401 - pyarrow's
    """Refuse a file whose rows can't be cleaned into a Parquet file.

    Raises:
        InputError: There is neither text nor page, or the text stands inside of another column.
    """
    for path in (names.text, names.html):
        if path in schema.names:
            return
        if path.partition(".")[0] in schema.names and "." in path:
            raise InputError(f"`{path}` is inside of a column -> write -o FILE.jsonl, or give the text a column")
    raise InputError(f"neither a column `{names.text}` nor `{names.html}` -> name the column with --text-field")


def block_of(lines: Sequence[bytes], batch: Any, names: FieldNames) -> bytes:  # noqa: ANN401 - pyarrow's
    """Return cleaned records as a block that a `ParquetJoin` takes.

    Args:
        lines: The records as JSON, a line each; empty where one was passed over.
        batch: The rows that they were; None where they come from elsewhere.
        names: Where records keep what.
    """
    arrow = arrow_module()
    records = [json.loads(line) for line in lines]
    table = _merged(arrow, records, batch, names) if batch is not None else _table(arrow, records, names)
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _merged(arrow: Any, records: list[dict[str, Any]], batch: Any, names: FieldNames) -> Any:  # noqa: ANN401
    """Put cleaned texts and their facts into the rows that they came from."""
    table = arrow.Table.from_batches([batch])
    texts = [_encodable(record.get(names.text)) for record in records]
    place = table.schema.get_field_index(names.text)
    html = table.schema.get_field_index(names.html)
    if place < 0:
        # The text takes the place of the page that it was extracted from.
        table = table.set_column(html, names.text, arrow.array(texts, arrow.string()))
    else:
        kept = table.column(place).to_pylist()
        texts = [old if record.get("error") else text for text, old, record in zip(texts, kept, records, strict=True)]
        field = table.schema.field(place)
        table = table.set_column(place, field, arrow.array(texts, arrow.string()).cast(field.type))
        if html >= 0:
            pages = table.column(html).to_pylist()
            left = [
                page if names.html in record or record.get("error") else None
                for page, record in zip(pages, records, strict=True)
            ]
            table = table.set_column(html, table.schema.field(html), arrow.array(left, table.schema.field(html).type))
    return _with_added(arrow, table, records)


def _with_added(arrow: Any, table: Any, records: list[dict[str, Any]]) -> Any:  # noqa: ANN401
    for name, (values, kind) in _added(arrow, records).items():
        column = arrow.array(values, kind)
        place = table.schema.get_field_index(name)
        if place < 0:
            table = table.append_column(name, column)
        elif table.schema.field(place).type == kind:
            table = table.set_column(place, table.schema.field(place), column)
        else:
            # Another type under this name is the caller's own and stays.
            table = table.append_column(f"cleaner_{name}", column)
    return table


def _added(arrow: Any, records: list[dict[str, Any]]) -> dict[str, tuple[list[Any], Any]]:  # noqa: ANN401
    return {
        "metadata": ([_json(record.get("metadata")) for record in records], arrow.string()),
        "flags": ([record.get("flags") or [] for record in records], arrow.list_(arrow.string())),
        "error": ([_encodable(record.get("error")) for record in records], arrow.string()),
    }


def _table(arrow: Any, records: list[dict[str, Any]], names: FieldNames) -> Any:  # noqa: ANN401
    """Make rows of records that have no schema; what has no column of its own is JSON in `fields`."""
    own = {names.id, names.text, *_ADDED}
    columns: dict[str, Any] = {
        "id": [None if record.get(names.id) is None else _encodable(str(record[names.id])) for record in records],
        "text": [
            _encodable(value) if isinstance(value := get_field(record, names.text), str) else None for record in records
        ],
    }
    arrays = {name: arrow.array(values, arrow.string()) for name, values in columns.items()}
    arrays |= {name: arrow.array(values, kind) for name, (values, kind) in _added(arrow, records).items()}
    others = ({key: value for key, value in record.items() if key not in own} for record in records)
    arrays["fields"] = arrow.array([_json(each or None) for each in others], arrow.string())
    return arrow.table(arrays)


def _json(value: object) -> str | None:
    return None if value is None else _encodable(json.dumps(value, ensure_ascii=False))


def _encodable(text: str | None) -> str | None:
    """Return a text that UTF-8 has a form for: lone surrogates become U+FFFD."""
    return None if text is None else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class ParquetJoin:
    """Blocks put together into one Parquet file, row group by row group.

    Args:
        stream: Where it goes; stays open.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._arrow = arrow_module()
        self._stream = _Sink(stream)
        self._writer: Any = None
        self._tables: list[Any] = []

    def add(self, block: bytes) -> None:
        """Take one block; all must have the same columns, and an empty one holds no rows."""
        if not block:
            return
        with self._arrow.ipc.open_stream(block) as reader:
            table = reader.read_all()
        self._tables.append(table)
        rows = sum(each.num_rows for each in self._tables)
        if rows >= _ROWS_OF_GROUP or sum(each.nbytes for each in self._tables) >= _BYTES_OF_GROUP:
            self._write_group()

    def close(self) -> bool:
        """Write what is left, and the file's foot; returns whether there was anything to write."""
        if self._tables:
            self._write_group()
        if self._writer is not None:
            self._writer.close()
        return self._writer is not None

    def _write_group(self) -> None:
        table = self._arrow.concat_tables(self._tables)
        if self._writer is None:
            self._writer = self._arrow.parquet.ParquetWriter(self._stream, table.schema, compression="zstd")
        self._writer.write_table(table)
        self._tables = []


class _Sink(io.RawIOBase):
    """Hands on what is written; pyarrow closes what it was given, and the file below is not its to close."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        self._stream.write(bytes(data))
        return len(data)
