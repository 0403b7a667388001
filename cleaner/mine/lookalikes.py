"""Look-alikes: prose of the same corpus that comes as close as possible to what a proposed rule takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import regex

from cleaner.article import Article
from cleaner.engine.state import Line
from cleaner.mine.gather import Found
from cleaner.mine.shapes import pattern_of, words_of

_LONGEST = 240
_SECONDS = 0.5


def lookalikes(
    articles: Iterable[Article], text_of: Callable[[Article], str], shapes: Sequence[Found]
) -> tuple[dict[str, str], dict[str, int]]:
    """Find for each shape the prose line that shares most of its words and does not match its pattern.

    Args:
        articles: The corpus.
        text_of: Returns an article's text.
        shapes: The shapes that rules are proposed for.

    Returns:
        By shape, the look-alike, which may be missing; and how many prose lines its pattern takes.
    """
    by_word: dict[str, list[Found]] = defaultdict(list)
    for found in shapes:
        for word in words_of(found.shape):
            by_word[word].append(found)
    patterns = {found.shape: regex.compile(pattern_of(found.shape), regex.IGNORECASE) for found in shapes}
    best: dict[str, tuple[float, str]] = {}
    prose_taken: dict[str, int] = defaultdict(int)
    for article in articles:
        for number, text in enumerate(text_of(article).splitlines(), start=1):
            line = Line(number, text)
            if not line.is_prose:
                continue
            words = words_of(text)
            near = {id(found): found for word in words for found in by_word.get(word, ())}
            for found in near.values():
                if patterns[found.shape].fullmatch(line.stripped, timeout=_SECONDS):
                    prose_taken[found.shape] += 1
                elif len(line.stripped) <= _LONGEST:
                    _note(best, found, line.stripped, words)
    return {shape: text for shape, (_, text) in best.items()}, dict(prose_taken)


def _note(best: dict[str, tuple[float, str]], found: Found, text: str, words: set[str]) -> None:
    wanted = words_of(found.shape)
    first = found.shape.split(" ", 1)[0]
    # A sentence that begins like the line is the one that a pattern takes by mistake.
    points = len(words & wanted) / len(wanted) + (1.0 if text.casefold().startswith(first) else 0.0) - len(text) / 1e4
    if points > best.get(found.shape, (0.0, ""))[0]:
        best[found.shape] = (points, text)
