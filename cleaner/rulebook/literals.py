"""Keys: which pieces of text a pattern can't match without, read off its structure, and where in a line they stand.

A line that holds none of a pattern's key texts need not be tried. A pattern that must match a line from end to end
often says how the line begins or ends; that is rarer, and cheaper to look up, than a text that may stand anywhere.
Texts are folded (`fold`), and so must be the line in which they are looked for; folding makes the same of all
characters that a pattern takes for one another when case does not count. Marks and spaces at the ends of a line are
left aside (`core`), since patterns begin with any number of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

import regex
from msgspec import Struct

from cleaner.rulebook.regex_syntax import Chain, Choice, Literal, Named, Node, Nothing, OneOf, Repeat

_MOST_TEXTS = 256
_MOST_EXACT = 300
_LONGEST = 60
_SHORT = 4
_ENOUGH = 10
# A text shorter than its neighbours in a set makes the set common, so all are cut rather than some left out.
_CUTS = (24, 12, 8, 6, 5, 4, 3, 2)

# Marks and spaces, as many as there may be or none; never part of a text that is looked for.
_SOME_MARK = "\0"
_EVENED = (" ", "0", _SOME_MARK)
_OTHER_SPACES = re.compile(r"[\t\x0b\x0c\r\x85\u1680\u2028\u2029]")
_SPACES = regex.compile(r"[^\S\n]+")
_FURTHER_DIGITS = regex.compile(r"[^\P{Nd}0-9]")
_NUMBER = regex.compile(r"\d+")
_MARKS = regex.compile(r"[^\p{L}\p{Nd}]*+")

NO_CORE = "\0"
"""What stands for the core of a line of nothing but marks."""

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


class Place(Enum):
    """Where in a line a key text stands."""

    START = "start"
    END = "end"
    INSIDE = "inside"


class Key(Struct, frozen=True, array_like=True):
    """Folded texts of which every match holds at least one.

    Attributes:
        place: At the start or the end of the line's `core`, or anywhere in the line.
        texts: The texts; for a start or an end without marks at that side.
    """

    place: Place
    texts: frozenset[str]


Texts: TypeAlias = frozenset[str]
Definition = Callable[[Named], "Needs"]


@dataclass(frozen=True, slots=True)
class Side:
    """What stands at one side of every match of a node: one of these texts.

    Attributes:
        whole: Texts that are all of the match.
        part: Texts beyond which the match goes on in a way that is not told.
    """

    whole: Texts
    part: Texts

    @property
    def texts(self) -> Texts:
        """All of them."""
        return self.whole | self.part


@dataclass(frozen=True, slots=True)
class Needs:
    """What every match of a node holds.

    Attributes:
        start: How it begins.
        end: How it ends.
        inside: Texts of which it holds at least one; None where there are none worth a search.
    """

    start: Side
    end: Side
    inside: Texts | None = None

    @property
    def exact(self) -> Texts | None:
        """All texts that the node matches; None where they are too many to be told."""
        return None if self.start.part or len(self.start.whole) > _MOST_EXACT else self.start.whole


def _exactly(texts: Texts) -> Needs:
    side = Side(texts, frozenset())
    return Needs(side, side)


_NOTHING: Texts = frozenset()
_UNTOLD = Side(_NOTHING, frozenset({""}))
ANYTHING = Needs(_UNTOLD, _UNTOLD)
"""What is needed where nothing is known."""
_EMPTY = _exactly(frozenset({""}))


def fold(text: str) -> str:
    """Fold a text: small letters, one space for every run of spaces, `0` for every number; line breaks stay."""
    if not text.isascii():
        for character, same in _SAME.items():
            text = text.replace(character, same)
        if _FURTHER_DIGITS.search(text):
            text = _NUMBER.sub("0", text)
    text = text.lower()
    for digit in "123456789":
        text = text.replace(digit, "0")
    for twice in ("00", "  "):
        while twice in text:
            text = text.replace(twice, twice[0])
    return _SPACES.sub(" ", text) if _OTHER_SPACES.search(text) else text


def core(folded: str) -> str:
    """Return a folded line without the marks and spaces around it; `NO_CORE` where nothing else is in it."""
    start, end = 0, len(folded)
    while start < end and not (folded[start].isalpha() or folded[start].isdecimal()):
        start += 1
    while start < end and not (folded[end - 1].isalpha() or folded[end - 1].isdecimal()):
        end -= 1
    return folded[start:end] or NO_CORE


def needs_of_words(words: Iterable[str]) -> Needs:
    """Return what a list of words needs: one of them."""
    return _of_choice([_exactly(frozenset({fold(word)})) for word in words])


def keys_of(node: Node, definition: Definition, *, searches: bool) -> tuple[Key, ...]:
    """Return the keys of a whole pattern, the rarest first; none where it has none.

    Args:
        node: The structure of the pattern.
        definition: Returns what a list or piece needs that the pattern names.
        searches: It looks anywhere in a line, not from end to end.
    """
    found = needs(node, definition)
    inside = _inside(found)
    keys = [Key(Place.INSIDE, inside)] if inside else []
    if not searches or _opens(node):
        # Where a pattern may stop, a line may go on.
        start = Side(_NOTHING, found.start.texts) if searches else found.start
        keys.append(Key(Place.START, _cores(start)))
    if not searches:
        end = Side(_reversed(found.end.whole), _reversed(found.end.part))
        keys.append(Key(Place.END, _reversed(_cores(end))))
    usable = [Key(key.place, _short(key)) for key in keys if _is_usable(key)]
    return tuple(sorted(usable, key=_cost))


def _short(key: Key) -> Texts:
    """Return the texts of a key cut to what tells them from prose: what is longer only makes the start slower."""
    if key.place is Place.INSIDE:
        return frozenset(text[:_ENOUGH] for text in key.texts)
    ends = _reversed(key.texts) if key.place is Place.END else key.texts
    short = frozenset(_bare(text[:_ENOUGH]) or NO_CORE for text in ends)
    return _reversed(short) if key.place is Place.END else short


def _opens(node: Node) -> bool:
    first = node.parts[0] if isinstance(node, Chain) and node.parts else node
    return isinstance(first, Nothing) and first.opens


def _cores(side: Side) -> Texts:
    """Return how the core of a line begins that begins like this."""
    whole = (_bare(text) or NO_CORE for text in side.whole)
    return frozenset((*whole, *map(_bare, side.part)))


def _bare(text: str) -> str:
    """Return the first thing that a text tells, without marks around it: the core of a line has none there."""
    marks = _MARKS.match(text)
    first = text[marks.end() if marks else 0 :].partition(_SOME_MARK)[0]
    marks = _MARKS.match(first[::-1])
    return first[: len(first) - (marks.end() if marks else 0)]


def _reversed(texts: Texts) -> Texts:
    return frozenset(text[::-1] for text in texts)


def _is_usable(key: Key) -> bool:
    return bool(key.texts) and "" not in key.texts and _hits_a_line(key) < _MOST_HITS


# A rough model of how often a text stands in a line, good enough to tell rare ones from common ones.
_MOST_HITS = 8.0
_RARE = 0.001
_PLACES = (Place.START, Place.END, Place.INSIDE)
_PLACES_A_LINE = 120
_FIRST_LETTER, _FURTHER_LETTER, _OTHER_LETTER = 1 / 14, 1 / 7, 1 / 30
_SPACE, _MARK, _SIGN = 1 / 6, 1 / 50, 1 / 2000


def _cost(key: Key) -> tuple[float, int]:
    """Order keys by how often they hold; among rare ones those at the ends of a line cost less to look up."""
    return max(_hits_a_line(key), _RARE), _PLACES.index(key.place)


def _hits_a_line(key: Key) -> float:
    chances = sum(map(_chance, key.texts))
    return chances * _PLACES_A_LINE if key.place is Place.INSIDE else chances * 2


@lru_cache(maxsize=1 << 16)
def _chance(text: str) -> float:
    chance, in_word = 1.0, False
    for character in text[:_LONGEST]:
        if character.isalpha():
            chance *= _OTHER_LETTER if not character.isascii() else _FURTHER_LETTER if in_word else _FIRST_LETTER
        else:
            chance *= _SPACE if character == " " else _MARK if character.isascii() else _SIGN
        in_word = character.isalpha()
    return chance


def needs(node: Node, definition: Definition) -> Needs:
    """Return what a node needs; `definition` as in `keys_of`."""
    match node:
        case Literal(character):
            return _exactly(frozenset({fold(character)}))
        case OneOf(members) if members:
            return _exactly(frozenset(map(fold, members)))
        case OneOf(blank=True):
            return _exactly(frozenset({_SOME_MARK}))
        case Named():
            return definition(node)
        case Nothing(inner, asserted) if inner and asserted:
            # What is asserted must be in the text, although it takes nothing of it.
            return Needs(_EMPTY.start, _EMPTY.end, _inside(needs(inner, definition)))
        case Nothing():
            return _EMPTY
        case Chain(parts):
            return _of_chain([needs(part, definition) for part in _with_words(parts)])
        case Choice(branches):
            return _of_choice([needs(branch, definition) for branch in branches])
        case Repeat(part, least, most):
            return _of_repeat(needs(part, definition), least, most)
    return ANYTHING


def _with_words(parts: Iterable[Node]) -> Iterator[Node]:
    """Yield the parts of a chain, characters that stand in a row as one: most of a pattern is plain words."""
    for is_plain, group in groupby(parts, key=lambda part: isinstance(part, Literal)):
        if is_plain:
            yield Literal("".join(part.character for part in group if isinstance(part, Literal)))
        else:
            yield from group


def _inside(found: Needs) -> Texts | None:
    return _best((found.inside, found.exact, found.start.texts, found.end.texts))


def _best(candidates: Iterable[Texts | None]) -> Texts | None:
    """Return the rarest of some sets of texts to look for."""
    keys = [Key(Place.INSIDE, _cut_at_marks(texts)) for texts in candidates if texts]
    rarest = min(filter(_is_usable, keys), key=_hits_a_line, default=None)
    return rarest.texts if rarest else None


def _cut_at_marks(texts: Texts) -> Texts:
    """Return texts without marks that are not told: of each the longest piece between them."""
    return frozenset(max(text.split(_SOME_MARK), key=len) if _SOME_MARK in text else text for text in texts)


def _of_chain(parts: Sequence[Needs]) -> Needs:
    start, end = _EMPTY.start, _EMPTY.end
    for part in parts:
        start = _joined(start, part.start)
    for part in reversed(parts):
        end = _joined(end, part.end, at_end=True)
    return Needs(start, end, _best(_of_runs(parts)))


def _joined(side: Side, further: Side, *, at_end: bool = False) -> Side:
    """Go on from one side into the next part, as far as texts stay few.

    Args:
        side: What is told so far.
        further: What is told of the next part, seen from the same side.
        at_end: The side is the end, so the next part stands before it.
    """
    if not side.whole:
        return side
    open_texts, part = side.whole, side.part
    if len(open_texts) * len(further.texts) + len(part) > _MOST_TEXTS:
        # What is long already is rare enough; which marks stand before the first letter does not matter.
        open_texts = frozenset(text for text in side.whole if len(text) < _SHORT)
        part = _few(Side(_NOTHING, part | (side.whole - open_texts)), _MOST_TEXTS // 2, at_end=at_end).part
        if any(text and _MARKS.fullmatch(text) for text in open_texts):
            open_texts = frozenset(_SOME_MARK if _MARKS.fullmatch(text) else text for text in open_texts)
        further = _few(further, (_MOST_TEXTS - len(part)) // max(len(open_texts), 1), at_end=at_end)
    if max(map(len, open_texts), default=0) > _LONGEST:
        return Side(_NOTHING, side.texts)
    whole = _pairs(open_texts, further.whole, at_end=at_end)
    return Side(whole, part | _pairs(open_texts, further.part, at_end=at_end))


def _pairs(ones: Texts, others: Texts, *, at_end: bool = False) -> Texts:
    if at_end:
        ones, others = others, ones
    return frozenset(
        _evened(one + other) if one[-1:] in _EVENED and other[:1] in _EVENED else one + other
        for one in ones
        for other in others
    )


def _evened(text: str) -> str:
    """Return a text as it is when folded, where putting it together may have brought two spaces or figures together."""
    for twice in ("  ", "00", _SOME_MARK * 2, f" {_SOME_MARK}", f"{_SOME_MARK} "):
        text = text.replace(twice, _SOME_MARK if _SOME_MARK in twice else twice[0])
    return text


def _of_runs(parts: Sequence[Needs]) -> Iterable[Texts | None]:
    """Yield sets of which every match of a chain holds one: what is told without a gap, and what its parts hold."""
    run: Texts = frozenset({""})
    for part in parts:
        yield part.inside
        if part.exact is not None and (joined := _product(run, part.exact)):
            if len(run) * len(part.exact) > _MOST_EXACT:
                # What goes on is short of its first letters.
                yield run
            run = joined
            continue
        yield from (run, part.exact, _product(run, part.start.texts, cut=True))
        run = part.end.texts
    yield run


def _product(run: Texts, more: Texts, *, cut: bool = False) -> Texts | None:
    """Put two sets together; where they are too many, only the last letters of the first.

    Args:
        run: The first.
        more: The second.
        cut: The second may be cut short, too.
    """
    for text in (None, *_CUTS[2:]) if cut else (None,):
        heads = frozenset(each[:text] for each in more)
        for size in (_LONGEST, 3, 2, 1):
            ends = frozenset(each[-size:] for each in run)
            if len(ends) * len(heads) <= _MOST_EXACT:
                return _pairs(ends, heads)
    return None


def _of_choice(branches: Sequence[Needs]) -> Needs:
    start = Side(_union(each.start.whole for each in branches), _union(each.start.part for each in branches))
    end = Side(_union(each.end.whole for each in branches), _union(each.end.part for each in branches))
    insides = [_inside(each) for each in branches]
    inside = None if None in insides else _union(each for each in insides if each)
    start, end = _few(start, _MOST_TEXTS), _few(end, _MOST_TEXTS, at_end=True)
    return Needs(start, end, inside if inside and len(inside) <= _MOST_TEXTS * 2 else None)


def _union(sets: Iterable[Texts]) -> Texts:
    return frozenset().union(*sets)


def _few(side: Side, most: int, *, at_end: bool = False) -> Side:
    """Return a side with few enough texts: cut shorter where they are too many."""
    if len(side.texts) <= most:
        return side
    for size in _CUTS:
        whole = frozenset(text for text in side.whole if len(text) <= size)
        part = frozenset(text[-size:] if at_end else text[:size] for text in side.texts - whole)
        if len(whole) + len(part) <= most:
            return Side(whole, part)
    return _UNTOLD


def _of_repeat(part: Needs, least: int, most: int | None) -> Needs:
    if most == 1 and least == 0:
        return Needs(_or_nothing(part.start), _or_nothing(part.end))
    if most == least == 1:
        return part
    if part.exact and (part.exact <= {" ", ""} or part.exact <= {"0", ""}):
        # A run of spaces is one space when folded, and a number one figure.
        return _exactly(part.exact | {""} if least == 0 else part.exact)
    if part.exact and all(map(_MARKS.fullmatch, part.exact)):
        return _exactly(frozenset({_SOME_MARK}))
    if least == most and least <= 4:
        return _of_chain([part] * least)
    start, end = (Side(_NOTHING, side.texts) for side in (part.start, part.end))
    if least == 0:
        return Needs(_or_nothing(start), _or_nothing(end))
    return Needs(start, end, _inside(part))


def _or_nothing(side: Side) -> Side:
    return Side(side.whole | {""}, side.part)
