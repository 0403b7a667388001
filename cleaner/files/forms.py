"""What files hold, as their names tell: the form, and whether it is compressed."""

from __future__ import annotations

from enum import Enum


class Form(Enum):
    """What an input holds."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    PARQUET = "parquet"
    WARC = "warc"

    @property
    def holds_many(self) -> bool:
        """Whether one such file holds many articles."""
        return self not in (Form.TEXT, Form.HTML)


class Compression(Enum):
    """How the bytes of a file are packed."""

    NONE = ""
    GZIP = ".gz"
    ZSTD = ".zst"


_FORMS = {
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
    ".md": Form.TEXT,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".parquet": Form.PARQUET,
    ".warc": Form.WARC,
    ".wet": Form.WARC,
}


def form_of(name: str) -> Form | None:
    """Return what a file of this name holds; None where the name does not say."""
    return _FORMS.get(_suffix(without_compression(name)))


def compression_of(name: str) -> Compression:
    """Return how a file of this name is packed."""
    suffix = _suffix(name)
    return next((each for each in Compression if each.value == suffix), Compression.NONE)


def without_compression(name: str) -> str:
    """Return a name without `.gz` or `.zst` at its end."""
    return name[: len(name) - len(compression_of(name).value)]


def suffixes(*, many: bool) -> list[str]:
    """Return the suffixes of the forms that hold many articles, or of those that hold one."""
    return [suffix for suffix, form in _FORMS.items() if form.holds_many == many]


def _suffix(name: str) -> str:
    base = name.rpartition("/")[2].lstrip(".")
    return f".{base.rpartition('.')[2]}".lower() if "." in base else ""
