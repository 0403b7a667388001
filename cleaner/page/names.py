"""Names of authors: several in one text parted, and what is no name of theirs left out.

A text becomes names where that is certain: it is parted only if each part reads like a person's name; letters after a
name (MS, RD) belong to it, a role or an agency behind it does not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import regex

from cleaner.page.declared import clean_text
from cleaner.page.words import expression, words

_LONGEST = 2_000
_MOST_CHARACTERS = 120
_MOST_WORDS = 7
_NO_NAME = re.compile(r"https?:|www\.|@|/\S*/|\.(?:com|org|net)/", re.IGNORECASE)
_SEPARATOR = regex.compile(
    r"\s*(?:[;|,、，/&•·]|\s(?:and|und|et|y|e|og|och|en|ja|i|и|та|και|ve|dan|và)\s)(?:\s*(?:and|und|et|y|e)\s)?\s*"
)
# Two to four words that each begin with a letter, as Ana de la Cruz or J.-P. O'Neil.
_PERSON = regex.compile(r"(?:\p{L}[\p{L}\p{M}\w.'’-]*\s+){1,4}\p{L}[\p{L}\p{M}\w.'’-]*")
# Ada Miller (mil): the sign of who works for a paper.
_SIGN = regex.compile(r"\s\(\p{Ll}{2,4}\.?\)")
# MS, RD, Ph.D., CEPF®, CPA/PFS: letters behind a name.
_LETTERS = regex.compile(r"(?:E-)?\p{Lu}[\p{L}.-]{0,6}\p{Lu}[\p{Lu}.®-]*(?:\s\d+)?|(?:Jr|Sr|Esq|MSc|BSc|PhD|Dr)\.?")


def names(texts: Iterable[str], *, inverted: bool = False) -> list[str]:
    """Return the names of authors in texts that hold nothing else but roles and agencies, each once.

    Args:
        texts: What a page gives for its authors.
        inverted: The last name may stand first, behind it a comma, as in catalogues.
    """
    found: list[str] = []
    for text in texts:
        plain = _unlabelled(clean_text(text))
        if plain and len(plain) <= _LONGEST and not _NO_NAME.search(plain):
            found += _turned(plain) if inverted else _parted(_SIGN.sub("", plain))
    return distinct(name for name in found if is_name(name))


def is_name(text: str) -> bool:
    """Tell whether a text may be the name of an author."""
    return (
        1 < len(text) <= _MOST_CHARACTERS
        and len(text.split()) <= _MOST_WORDS
        and (text[0].isalnum() or text[0] in "'’.")
        and any(each.isalpha() for each in text)
        and text.casefold() not in words("no_names")
        and not all(each.strip(".,").casefold() in _calendar() for each in text.split())
        and not _NO_NAME.search(text)
    )


def is_person(text: str) -> bool:
    """Tell whether a text reads like the name of a person."""
    return _PERSON.fullmatch(text) is not None and not has_role(text)


def has_role(text: str) -> bool:
    """Tell whether a text speaks of what somebody does."""
    return any(each.strip(".,()").casefold() in words("roles") for each in text.split())


def is_agency(text: str) -> bool:
    """Tell whether a text is the name of a news agency."""
    return text.casefold() in words("agencies")


def are_letters(text: str) -> bool:
    """Tell whether a text is nothing but letters that stand behind a name, as those of a degree."""
    return _LETTERS.fullmatch(text) is not None and not is_agency(text)


def distinct(texts: Iterable[str]) -> list[str]:
    """Return texts without repetitions, whatever their case."""
    seen: dict[str, str] = {}
    for text in texts:
        if plain := " ".join(text.split()):
            seen.setdefault(plain.casefold(), plain)
    return list(seen.values())


@functools.cache
def _calendar() -> frozenset[str]:
    return words("months") | words("weekdays")


@functools.cache
def label() -> regex.Pattern[str]:
    """Return the expression for what stands before the name of an author."""
    return expression(r"^\W{0,3}(?:\L<by_words>)(?=[\s:：]|$)\s*[:：]?\s*")


def _unlabelled(text: str) -> str:
    return label().sub("", text).strip(" ,;|-–—")


def _turned(text: str) -> list[str]:
    last, comma, first = text.partition(",")
    return [f"{first.strip()} {last.strip()}"] if comma and "," not in first and first.strip() else _parted(text)


def _parted(text: str) -> list[str]:
    """Return the names in a text: its parts where they are people, else all of it."""
    parts = [part for part in _SEPARATOR.split(text) if part]
    if not parts or not is_person(parts[0]):
        # What begins with no person is a team or a company, whose name may hold any sign.
        return [text]
    people = parts[:1]
    for part in parts[1:]:
        if are_letters(part):
            people[-1] += f", {part}"
        elif is_person(part) or _is_listed(part, text):
            people.append(part)
        elif not has_role(part) and not is_agency(part):
            return [text]
    return people


def _is_listed(part: str, text: str) -> bool:
    """Tell whether a single word is one of several names between commas."""
    return " " not in part and part[:1].isupper() and f", {part}" in text and not has_role(part)
