"""Keys: texts without which a pattern can't match, where in a line they stand, and how rare they are.

A line that holds none of a pattern's key texts need not be tried. A pattern that must match a line from end to end
often says how the line begins or ends; that is rarer, and cheaper to look up, than a text that may stand anywhere.
Which keys a pattern has is for `cleaner.rulebook.needs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import lru_cache
from math import fsum
from typing import TypeAlias, overload

import msgspec
from msgspec import Struct

from cleaner.rulebook.folding import NO_CORE, SOME_MARKS, bare

Texts: TypeAlias = frozenset[str]

# A rough model of how often a text stands in a line, good enough to tell rare ones from common ones.
_MOST_HITS = 8.0
_RARE = 0.001
_PLACES_A_LINE = 120
_FIRST_LETTER, _FURTHER_LETTER, _OTHER_LETTER = 1 / 14, 1 / 7, 1 / 30
_SPACE, _MARK, _SIGN = 1 / 6, 1 / 50, 1 / 2000
# Beyond so many characters nothing gets rarer.
_LONGEST = 60
LONGEST_KEY = 10
"""How many characters a key has at most: more would tell it no better from prose."""


class Place(Enum):
    """Where in a line a key text stands; what stands at an end is cheaper to look up than what may be anywhere."""

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


class Keys(Sequence[Key]):
    """The keys of an expression, the rarest first.

    All expressions together have tens of thousands of texts, and most are never asked for by themselves: what was kept
    is read when it is.
    """

    __slots__ = ("_encoded", "_keys")

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._keys: tuple[Key, ...] | None = tuple(keys)
        self._encoded: bytes | None = None

    @classmethod
    def decode(cls, encoded: bytes) -> Keys:
        """Return the keys that were encoded; what is broken is as good as none, since then every line is tried."""
        keys = cls()
        keys._keys, keys._encoded = None, encoded
        return keys

    def encode(self) -> bytes:
        """Return the keys as data: the same bytes for the same keys."""
        if self._encoded is None:
            self._encoded = msgspec.msgpack.encode(self._all, order="deterministic")
        return self._encoded

    @property
    def _all(self) -> tuple[Key, ...]:
        if self._keys is None:
            try:
                self._keys = msgspec.msgpack.decode(self._encoded or b"", type=tuple[Key, ...])
            except msgspec.MsgspecError:
                self._keys = ()
        return self._keys

    def __len__(self) -> int:
        return len(self._all)

    def __bool__(self) -> bool:
        return self._encoded != _NO_KEYS if self._keys is None else bool(self._keys)

    @overload
    def __getitem__(self, index: int) -> Key: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Key, ...]: ...
    def __getitem__(self, index: int | slice) -> Key | tuple[Key, ...]:
        return self._all[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keys | tuple) and self._all == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return f"Keys({self._all})"

    def __reduce__(self) -> tuple[Callable[[bytes], Keys], tuple[bytes]]:
        return Keys.decode, (self.encode(),)


_NO_KEYS = msgspec.msgpack.encode(())


def ranked(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Return the keys that are worth a look, the one that costs least first, cut to what tells them from prose."""
    return tuple(sorted((Key(key.place, _short(key)) for key in keys if _is_usable(key)), key=_cost))


def rarest_inside(candidates: Iterable[Texts | None]) -> Texts | None:
    """Return the rarest of some sets of texts that may stand anywhere; None where none is worth a search."""
    return next(iter(rarest_few(candidates, 1)), None)


def rarest_few(candidates: Iterable[Texts | None], most: int) -> tuple[Texts, ...]:
    """Return the rarest of some sets of texts that may stand anywhere, but for those that say what a rarer one says."""
    keys = dict.fromkeys(Key(Place.INSIDE, _without_marks(texts)) for texts in candidates if texts)
    found: list[Texts] = []
    for key in sorted(filter(_is_usable, keys), key=_hits_a_line):
        if len(found) < most and not any(_implies(each, key.texts) for each in found):
            found.append(key.texts)
    return tuple(found)


def _implies(ones: Texts, others: Texts) -> bool:
    """Tell whether a line that holds one of the first holds one of the others, too."""
    return all(any(other in one for other in others) for one in ones)


def backwards(texts: Texts) -> Texts:
    """Return texts written backwards, so that their ends are their starts."""
    return frozenset(text[::-1] for text in texts)


def _without_marks(texts: Texts) -> Texts:
    """Return texts without marks that are not told: of each the longest piece between them."""
    return frozenset(max(text.split(SOME_MARKS), key=len) if SOME_MARKS in text else text for text in texts)


def _short(key: Key) -> Texts:
    """Return the texts of a key cut to what tells them from prose: what is longer only makes the start slower."""
    if key.place is Place.INSIDE:
        return frozenset(text[:LONGEST_KEY] for text in key.texts)
    ends = backwards(key.texts) if key.place is Place.END else key.texts
    short = frozenset(bare(text[:LONGEST_KEY]) or NO_CORE for text in ends)
    return backwards(short) if key.place is Place.END else short


def _is_usable(key: Key) -> bool:
    return bool(key.texts) and "" not in key.texts and _hits_a_line(key) < _MOST_HITS


def _cost(key: Key) -> tuple[float, int]:
    """Order keys by how often they hold; among rare ones those at the ends of a line cost less to look up."""
    return max(_hits_a_line(key), _RARE), tuple(Place).index(key.place)


def _hits_a_line(key: Key) -> float:
    # Exact, so that the order of a set makes no difference.
    chances = fsum(map(_chance, key.texts))
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
