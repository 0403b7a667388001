"""Folding: the form of a line in which keys are looked for.

Folding makes the same of all characters that a pattern takes for one another when case does not count, of every run of
spaces and of every number; patterns and lines are folded alike. The `core` of a folded line is what is left without the
marks and spaces around it, since patterns begin and end with any number of them.
"""

from __future__ import annotations

import string
from functools import cache

import regex

from cleaner.typography import beyond_ascii

SOME_MARKS = "\0"
"""Marks and spaces in what a pattern matches, as many as there may be or none; never in a text that is looked for."""

NO_CORE = "\0"
"""What stands for the core of a line of nothing but marks."""

MARKS = regex.compile(r"[^\p{L}\p{Nd}]*+")

_SPACES = regex.compile(r"[^\S\n]+")
_NUMBER = regex.compile(r"\d+")
_DIGIT_OR_SPACE = regex.compile(r"[\d\s]")
# Of each byte of UTF-8: what it is folded to.
_FOLDED_BYTES = bytes(
    ord("0") if chr(byte) in "123456789" else 0x20 if chr(byte) in "\t\x0b\x0c\r\x1c\x1d\x1e\x1f" else byte
    for byte in bytes(range(256)).lower()
)
_LAST_OF_16_BITS = "\uffff"
_COMMON_MARKS = string.punctuation + " …•»›«‹©→"
# What comes to one when two texts are put together.
_EVENED = (" ", "0", SOME_MARKS)

# What `str.lower` leaves apart although case does not part it, and the one letter that it would make two of.
_SAME = {
    "\u0130": "i",
    "\u0131": "i",
    "\u017f": "s",
    "\u03c2": "\u03c3",
    "\u03a3": "\u03c3",  # `str.lower` goes by what stands around it
    "\u00b5": "\u03bc",
    "\u0345": "\u03b9",
    "\u1fbe": "\u03b9",
    "\u03d0": "\u03b2",
    "\u03d1": "\u03b8",
    "\u03f4": "\u03b8",
    "\u03d5": "\u03c6",
    "\u03d6": "\u03c0",
    "\u03f0": "\u03ba",
    "\u03f1": "\u03c1",
    "\u03f5": "\u03b5",
    "\u1e9b": "\u1e61",
    "\u1c80": "\u0432",
    "\u1c81": "\u0434",
    "\u1c82": "\u043e",
    "\u1c83": "\u0441",
    "\u1c84": "\u0442",
    "\u1c85": "\u0442",
    "\u1c86": "\u044a",
    "\u1c87": "\u0463",
    "\u1c88": "\ua64b",
    "\u1fd3": "\u0390",
    "\u1fe3": "\u03b0",
    "\ufb05": "\ufb06",
    "\U0001df95": "\u00df",
}


def fold(text: str) -> str:
    """Fold a text: small letters, one space for every run of spaces, `0` for every number; line breaks stay."""
    strangers = beyond_ascii(text)
    if strangers and (max(strangers) > _LAST_OF_16_BITS or not strangers.isdisjoint(_uncommon())):
        for character in strangers & _SAME.keys():
            text = text.replace(character, _SAME[character])
        text = _SPACES.sub(" ", _NUMBER.sub("0", text))
        strangers = beyond_ascii(text)
    # What is not ASCII takes bytes of its own, so the bytes of ASCII can be folded by themselves.
    folded = text.encode("utf-8", "surrogatepass").translate(_FOLDED_BYTES)
    for character in strangers:
        if (small := character.lower()) != character:
            folded = folded.replace(character.encode(), small.encode())
    for twice in (b"00", b"  "):
        while twice in folded:
            folded = folded.replace(twice, twice[:1])
    return folded.decode("utf-8", "surrogatepass")


@cache
def _uncommon() -> frozenset[str]:
    """Return the letters of `_SAME`, and the digits and spaces of other scripts; all of 16 bits."""
    others = "".join(map(chr, range(0x80, ord(_LAST_OF_16_BITS) + 1)))
    return frozenset({*_SAME, *_DIGIT_OR_SPACE.findall(others)})


def core(folded: str) -> str:
    """Return a folded line without the marks and spaces around it; `NO_CORE` where nothing else is in it."""
    whole = folded.strip(_COMMON_MARKS)
    if whole:
        first, last = whole[0], whole[-1]
        # Asked of each line: a call for each of the two would cost more than what it asks.
        if (first.isalpha() or first.isdecimal()) and (last.isalpha() or last.isdecimal()):
            return whole
    return _without_marks_behind(_without_marks_before(whole)) or NO_CORE


def joined(one: str, other: str) -> str:
    """Put two folded texts together, as they are when folded: that may bring two spaces or figures together."""
    text = one + other
    if one[-1:] in _EVENED and other[:1] in _EVENED:
        for twice in ("  ", "00", SOME_MARKS * 2, f" {SOME_MARKS}", f"{SOME_MARKS} "):
            text = text.replace(twice, SOME_MARKS if SOME_MARKS in twice else twice[0])
    return text


def bare(text: str) -> str:
    """Return the first thing that a folded text tells, without marks around it: the core of a line has none there."""
    return _without_marks_behind(_without_marks_before(text).partition(SOME_MARKS)[0])


def _without_marks_before(text: str) -> str:
    marks = MARKS.match(text)
    return text[marks.end() :] if marks else text


def _without_marks_behind(text: str) -> str:
    return _without_marks_before(text[::-1])[::-1]
