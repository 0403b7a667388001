"""When an article was published, as its page shows it close to the headline; a day of change is told apart."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from cleaner.dates import iso_date
from cleaner.page.headline import Piece, names_of
from cleaner.page.words import expression, words

_MOST_CHARACTERS = 90
_MOST_WORDS_BESIDE = 9
_MOST_TRIES = 4
_MOST_LABEL = 40
_FIGURES = regex.compile(r"\d")
_LETTER = regex.compile(r"\p{L}")
_ONLY_FIGURES = regex.compile(r"[\d\s./-]+")
_ISO_DAY = regex.compile(r"\s*((?:19|20)\d\d-\d\d-\d\d)(?:[T\s].*)?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The days that a page shows, as ISO 8601; None where it shows none.

    Attributes:
        published: The first that is not said to be one of change.
        updated: The first that is.
    """

    published: str | None = None
    updated: str | None = None


def stamp(pieces: Sequence[Piece], published_day: str | None = None, updated_day: str | None = None) -> Stamp:
    """Return the days that are shown close to the headline.

    Args:
        pieces: What stands around it (`cleaner.page.headline`).
        published_day: The day that is declared as that of publication.
        updated_day: The day that is declared as that of the last change.
    """
    published = updated = None
    tries = _MOST_TRIES
    for number, piece in enumerate(pieces):
        for written, said in _written(piece):
            if not tries:
                return Stamp(published, updated)
            tries -= 1
            is_change = _is_of_change(piece, said, pieces[number - 1] if number else None)
            # Reading one is slow: no more are read than are asked for.
            day = None if updated and is_change else iso_date(written)
            if not day:
                continue
            if published_day and (day == published_day[:10] or _is_turned(written, day, published_day)):
                day = published_day[:10]
                return Stamp(min(day, published or day), updated)
            if is_change or (updated_day and day == updated_day[:10]):
                updated = updated or day[:10]
            else:
                published = published or day[:10]
    return Stamp(published, updated)


def _written(piece: Piece) -> Iterator[tuple[str, str]]:
    """Yield the dates in a piece of text that says little else, each with what is said before it, else behind it."""
    if len(piece.text) > _MOST_CHARACTERS or any(holder.tag in ("td", "th") for holder in piece.holders):
        return
    for holder in piece.holders[:2]:
        if holder.tag == "time" and (found := _ISO_DAY.fullmatch(holder.get("datetime") or "")):
            yield str(found[1]), piece.text
            return
    if not _FIGURES.search(piece.text):
        return
    dates = list(_date().finditer(piece.text))
    beside = _date().sub(" ", piece.text).split()
    end = 0
    for date in dates if len(beside) <= _MOST_WORDS_BESIDE else ():
        before = piece.text[end : date.start()]
        end = date.end()
        yield str(date[0]), before if _LETTER.search(before) else piece.text[end:]


def _is_turned(written: str, day: str, other: str) -> bool:
    """Tell whether figures that were read with the day first name another day with the month first."""
    year, month, number = day[:10].split("-")
    return _ONLY_FIGURES.fullmatch(written) is not None and other[:10] == f"{year}-{number}-{month}"


def _is_of_change(piece: Piece, said: str, before: Piece | None) -> bool:
    """Tell whether a date is said to be that of a change: by the words around it, a label before it, or its names."""
    if _change().search(said) or (before and _is_label(before, piece) and _change().search(before.text)):
        return True
    return any(names_of(holder) & words("update_words") for holder in piece.holders[:2])


def _is_label(before: Piece, piece: Piece) -> bool:
    """Tell whether a piece of text is a label of the next."""
    together = not frozenset(before.holders).isdisjoint(piece.holders)
    return together and len(before.text) <= _MOST_LABEL and not _FIGURES.search(before.text)


@functools.cache
def _date() -> regex.Pattern[str]:
    return expression(r"(?<!\d){{date}}(?!\d)")


@functools.cache
def _change() -> regex.Pattern[str]:
    return expression(r"(?<!\p{L})(?:\L<update_words>)(?!\p{L})")
