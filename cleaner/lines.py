"""What a line is: how text splits into lines, how long they are, and what shape they have.

The words `prose`, `item` and `heading` of the rule format are defined here and nowhere else. All functions take the
matching view of a line (`cleaner.typography`), so they say the same of a text before and after it was normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import regex

PROSE_WORDS = 8
LONG_PROSE_WORDS = 30
HEADING_WORDS = 22
SLICE = 1 << 15
_LONG_LINE = 100_000

SPACELESS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""A character of a script that is written without spaces between words."""

_LINE_END = regex.compile(r"\r\n|\r")
_JOINERS = "'’.,-"
_WORD = regex.compile(rf"\w++(?:[{_JOINERS}]\w++)*+")
# Most lines can be written in one byte a character; the first is the faster by far, the second has `…` and `•`.
_ONE_BYTE = ("latin-1", "cp1252")
_SPACELESS = regex.compile(SPACELESS)
_MARKER = regex.compile(r"(?:[-*+•·‣⁃◦▪▸►>○●■□–]|\d{1,3}[.)])\s+(?=\S)")
_CLOSERS = "\"')]}’”»›」』】〕〉》﹂﹄ \t"
_SENTENCE_ENDS = frozenset(".!?…。！？｡．؟۔।॥։።។။‥⋯")
_NO_HEADING_ENDS = frozenset(".,;。｡、،؛۔।॥…")


def with_plain_breaks(text: str) -> str:
    """Return a text in which every line ends in LF; CRLF and CR end lines, too, and nothing else does."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def slices(text: str) -> Iterator[str]:
    """Cut a long text at line breaks into slices of 30,000 characters or so; joined with LF they are the text.

    What is made of a text on the way to its lines is several times its size, so it is made slice by slice.
    """
    return slices_of(text, ((0, len(text)),))


def slices_of(text: str, kept: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Cut what stays of a text into such slices.

    Args:
        text: The text.
        kept: What stays of it, as spans in order and apart.
    """
    pieces: list[str] = []
    size = 0
    for first, end in kept:
        start = first
        while size + end - start > SLICE:
            cut = text.find("\n", start + max(SLICE - size, 0), end)
            if cut < 0:
                break
            pieces.append(text[start:cut])
            yield "".join(pieces)
            pieces, size, start = [], 0, cut + 1
        pieces.append(text[start:end])
        size += end - start
    yield "".join(pieces)


def count_words(view: str) -> int:
    """Count the words of a line; two characters of a script without spaces count as one."""
    for codec in _ONE_BYTE:
        try:
            kinds = view.encode(codec).translate(_kinds(codec))
        except UnicodeEncodeError:
            continue
        # A joiner between two parts becomes a part; twice, since parts of one letter share their neighbours.
        joined = kinds.replace(b"a-a", b"aaa").replace(b"a-a", b"aaa").replace(b"-", b" ")
        return joined.count(b" a") + joined.startswith(b"a")
    spaced, spaceless = _SPACELESS.subn(" ", view)
    return _count(spaced) + (spaceless + 1) // 2


def _count(view: str) -> int:
    # A list is faster to make than to count one by one, but not of the words of a whole book.
    return len(_WORD.findall(view)) if len(view) < _LONG_LINE else sum(1 for _ in _WORD.finditer(view))


@cache
def _kinds(codec: str) -> bytes:
    """Return for each byte whether it is part of a word (`a`), may join two parts of one (`-`), or neither (` `)."""
    characters = (bytes([code]).decode(codec, "replace") for code in range(256))
    return bytes(
        ord("-") if each in _JOINERS else ord("a") if _WORD.fullmatch(each) else ord(" ") for each in characters
    )


def stems(view: str, least: int, most: int) -> set[str]:
    """Return the beginnings of the longer words of a line in ASCII, in small letters.

    Args:
        view: The line.
        least: How many letters a word has at least.
        most: How many of them are kept.
    """
    return set(_stem(least, most).findall(view.lower()))


@cache
def _stem(least: int, most: int) -> re.Pattern[str]:
    return re.compile(rf"\b(\w{{{least},{most}}})\w*+", re.ASCII)


def is_word(character: str) -> bool:
    """Tell whether a character is part of a word, by itself."""
    return _WORD.fullmatch(character) is not None


def is_joiner(character: str) -> bool:
    """Tell whether a character between two parts of a word makes them one."""
    return character in _JOINERS


def is_spaceless(character: str) -> bool:
    """Tell whether a character is of a script that is written without spaces between words."""
    return _SPACELESS.fullmatch(character) is not None


def without_marker(stripped: str) -> str:
    """Return a trimmed line without its list marker (a bullet, a dash, `1.`); the line itself when it has none."""
    if stripped[:1].isalpha():
        return stripped
    marker = _MARKER.match(stripped)
    return stripped[marker.end() :] if marker else stripped


def ends_sentence(stripped: str) -> bool:
    """Tell whether a trimmed line ends as sentences end in its script, closing quotes and brackets aside."""
    return stripped.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS


def is_prose(stripped: str, words: int) -> bool:
    """Tell whether a line reads as a sentence of an article."""
    return words >= LONG_PROSE_WORDS or (words >= PROSE_WORDS and ends_sentence(stripped))


def is_item(stripped: str) -> bool:
    """Tell whether a trimmed line begins with a list marker."""
    return _MARKER.match(stripped) is not None


def is_heading(stripped: str, words: int) -> bool:
    """Tell whether a trimmed line may be a headline or sub-heading.

    It has at most `HEADING_WORDS` words, no list marker, no table cell (`|`), no small first letter and no full stop,
    comma or semicolon at its end.
    """
    if not 1 <= words <= HEADING_WORDS or "|" in stripped or is_item(stripped):
        return False
    start = stripped.lstrip("\"'([¿¡«‹「『“‘")[:1]
    return not start.islower() and stripped.rstrip(_CLOSERS)[-1:] not in _NO_HEADING_ENDS
