"""Articles cleaned by several processes: handed out in chunks, given back in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from cleaner.article import Article
from cleaner.result import Result
from cleaner.workers import Chunk, run_ordered

_CHUNK_ARTICLES = 32
_CHUNK_BYTES = 500_000


class _Ready(Struct, frozen=True):
    """Makes the work of a process ready: what cleans came with its rules."""

    clean: Callable[[Article], Result]

    def __call__(self, _: int) -> Callable[[Article], Result]:
        return self.clean


def clean_in_processes(
    clean: Callable[[Article], Result], articles: Iterable[Article], workers: int
) -> Iterator[Result]:
    """Yield what comes of articles, in order.

    Args:
        clean: Cleans one article; it must pickle.
        articles: The articles; taken from only as fast as they are cleaned.
        workers: How many processes, at least two.

    Raises:
        CleanerError: Processes can't be started, or what `clean` raised.
    """
    for _, results in run_ordered(_Ready(clean), _chunks(articles), workers, _lost):
        yield from results


def _chunks(articles: Iterable[Article]) -> Iterator[Chunk[Article]]:
    chunk: Chunk[Article] = Chunk([])
    for article in articles:
        chunk.items.append(article)
        held = article.text if article.text is not None else article.html
        chunk.size += len(held) if isinstance(held, str | bytes) else 0
        if len(chunk.items) >= _CHUNK_ARTICLES or chunk.size >= _CHUNK_BYTES:
            yield chunk
            chunk = Chunk([])
    if chunk.items:
        yield chunk


def _lost(article: Article, reason: str) -> Result:
    text = article.text if isinstance(article.text, str) else ""
    return Result(text, text, flags=("failed",), error=reason, id=article.id)
