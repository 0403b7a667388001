"""Titles: whether a line is the known title, says it in other words, or reads like the headline of what follows."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, islice

import regex

from cleaner.engine.scan import BEST
from cleaner.engine.state import Line, State
from cleaner.lines import SPACELESS, is_heading, is_item
from cleaner.typography import matching_view

_stems = BEST.stems
_WORD = regex.compile(r"\w++")
# Site names follow a title behind these: "Headline - The Daily", "Headline | The Daily".
_SITE_NAME = regex.compile(r"\s+[-|·•:»/]+\s+[^-|·•»]{2,40}$")
_SHARED = 0.8
_FEWEST_WORDS = 4

_OPENING_LINES = 4
_OPENING_SHARE = 1 / 3
_SIMILAR_SHARE = 1 / 2
_FEWEST_SHARED = 2
_CONTENT_LETTERS = 4
_STEM_LETTERS = 5
# Marks join letters in Indic scripts and in decomposed text.
_CONTENT = regex.compile(r"[\w\p{M}]++")
_SPACELESS_RUN = regex.compile(SPACELESS + "++")
_LABEL_WORDS = 4
# More than a label has, so that what stands below a headline is never taken for one in the next round.
_OPENING_WORDS = (_LABEL_WORDS + 1, 22)
_LONG_WORDS = 9
_STANDFIRST_WORDS = 12
_KICKER_WORDS = 3
# What may stand between a headline and the prose: a standfirst, a byline, a stamp, a label.
_BETWEEN_LINES = 4
_TOPIC_WORDS = 8
_MANY_HEADINGS = 6
_NUMBER = regex.compile(r"\d")


def is_title(stripped: str, title: str) -> bool:
    """Tell whether a line is the title.

    It equals the title, begins or ends with it, or shares four fifths of its words with it. The title counts with and
    without the name of the site behind it. A title of fewer than four words must be equalled.
    """
    line = _words(stripped)
    return any(_same(line, words) for words in _variants(title))


@lru_cache(maxsize=64)
def _variants(title: str) -> tuple[tuple[str, ...], ...]:
    whole = _words(title)
    bare = _words(_SITE_NAME.sub("", title))
    return (whole, bare) if bare and bare != whole else (whole,)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def _same(line: tuple[str, ...], title: tuple[str, ...]) -> bool:
    if not line or not title:
        return False
    if line == title:
        return True
    size = len(title)
    if size < _FEWEST_WORDS or len(line) > 2 * size + _FEWEST_WORDS:
        return False
    if line[:size] == title or line[-size:] == title:
        return True
    shared = sum((Counter(line) & Counter(title)).values())
    return shared >= _SHARED * max(size, len(line))


def is_opening_headline(state: State, index: int) -> bool:
    """Tell whether a line reads like the headline of the article that follows.

    Nothing stands above it but labels of a few words, and it shares content words with the first lines of prose: two,
    and a third of its own. Prose follows, with nothing before it but key points in a list and one label; or a
    standfirst, a byline and their like stand between, and few sub-headings follow. None of what stands between could be
    the headline itself, so that it isn't taken for one once the first is gone.

    A first sub-heading does all that, too, and so does a standfirst. A headline either stands apart from the prose, by
    a label below it or a topic before a colon, or names what the whole text speaks of most. Where sub-headings follow,
    it must be long or bear a number as well.
    """
    if not all(_is_label(line) for line in state.lines[:index]) or not _reads_like_headline(state, index):
        return False
    between = (below for below in range(index + 1, state.first_prose) if not is_item(state.lines[below].stripped))
    # One more tells that there are too many.
    nearest = list(islice(between, _BETWEEN_LINES + 1))
    return len(nearest) <= _BETWEEN_LINES and not any(_reads_like_headline(state, below) for below in nearest)


def _is_label(line: Line) -> bool:
    """Tell whether a line may name the section or the topic above a headline."""
    return line.words <= _KICKER_WORDS and is_heading(line.stripped, line.words) and line.stripped[-1] not in "!?"


def _reads_like_headline(state: State, index: int) -> bool:
    line = state.lines[index]
    least, most = _OPENING_WORDS
    if not least <= line.words <= most or index + 1 >= len(state):
        return False
    content = _content_words(line.stripped)
    prose = (each.stripped for each in state.prose_after(index, _OPENING_LINES))
    shared = content & set().union(*map(_content_words, prose))
    if len(shared) < max(_FEWEST_SHARED, _OPENING_SHARE * len(content)):
        return False
    has_topic = ":" in line.stripped
    if not _leads_to_prose(state, index + 1):
        return (has_topic or _names_the_topic(content, state.lines[index + 1 :])) and not _has_headings(
            state, index + 1
        )
    if has_topic or _stands_apart(state, index):
        return True
    if line.words > _STANDFIRST_WORDS or not _names_the_topic(content, state.lines[index + 1 :]):
        return False
    return line.words >= _LONG_WORDS or _NUMBER.search(line.stripped) is not None or not _has_headings(state, index + 1)


def _stands_apart(state: State, index: int) -> bool:
    """Tell whether a label stands below a line that is not the heading of a list: a byline, a stamp, a place."""
    below = state.lines[index + 1]
    return not below.is_prose and not (index + 2 < len(state) and is_item(state.lines[index + 2].stripped))


def _names_the_topic(content: set[str], lines: Iterable[Line]) -> bool:
    """Tell whether two of the words are among those that stand in the most lines; ties count."""
    counts = Counter(chain.from_iterable(_content_words(line.view) for line in lines))
    least = min(heapq.nlargest(_TOPIC_WORDS, counts.values()), default=0)
    return sum(counts[word] >= least for word in content & counts.keys()) >= 2


def _has_headings(state: State, index: int) -> bool:
    found = (line for line in state.lines[index:] if line.words >= 2 and is_heading(line.stripped, line.words))
    return len(list(islice(found, _MANY_HEADINGS))) == _MANY_HEADINGS


def is_similar_title(state: State, index: int, title: str) -> bool:
    """Tell whether a line says the title in other words: the headline of the page, where the title is that of a search.

    Prose follows, as it follows an opening headline; and the line shares content words with the title: two, and half of
    those of each. What is less alike may be a standfirst.
    """
    content = _content_words(state.lines[index].stripped)
    wanted = _content_of_title(title)
    shared = len(content & wanted)
    if shared < max(_FEWEST_SHARED, _SIMILAR_SHARE * max(len(content), len(wanted))):
        return False
    return _leads_to_prose(state, index + 1)


@lru_cache(maxsize=64)
def _content_of_title(title: str) -> frozenset[str]:
    return frozenset(_content_words(matching_view(_SITE_NAME.sub("", title))))


def _leads_to_prose(state: State, index: int) -> bool:
    labels = 0
    for line in state.lines[index:]:
        if line.is_prose:
            return True
        if not is_item(line.stripped):
            labels += 1
            if labels > 1 or line.words > _LABEL_WORDS:
                return False
    return False


def _content_words(view: str) -> set[str]:
    """Return the longer words of a line, cut to their first letters so that endings do not matter.

    In scripts without spaces every two neighbouring characters count as one.
    """
    if view.isascii():
        return _stems(view, _CONTENT_LETTERS, _STEM_LETTERS)
    words = _CONTENT.findall(view.lower())
    if not _SPACELESS_RUN.search(view):
        return {word[:_STEM_LETTERS] for word in words if len(word) >= _CONTENT_LETTERS}
    found: set[str] = set()
    for word in words:
        if spaceless := _SPACELESS_RUN.findall(word):
            found.update(run[start : start + 2] for run in spaceless for start in range(len(run) - 1))
        elif len(word) >= _CONTENT_LETTERS:
            found.add(word[:_STEM_LETTERS])
    return found
