"""The structure of a regular expression: what it is made of, and in how many ways it may match.

Reads the dialect of the `regex` library far enough to judge a pattern without running it. A construct that it does
not know (recursion, conditionals, back-references, fuzzy matching) is `Opaque`, and every judgement treats that as
the worst case.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import regex

# A line of more characters is skipped by default, so an open-ended repeat has at most this many ways to end.
LINE_LIMIT = 4_000
# A pattern that could try more ways than this on one line is watched by the clock.
WAYS_LIMIT = 1_000_000
# More ways than this count as infinitely many.
_MANY = 1e100


@dataclass(frozen=True, slots=True)
class Literal:
    """One character that must stand there."""

    character: str


@dataclass(frozen=True, slots=True)
class OneOf:
    r"""One character out of a set: a class, a dot, `\w`.

    Attributes:
        members: All of the set, where they are few and written out; a space stands for `\s`, too, `0` for any digit.
        blank: None of the set is a letter or a digit.
        small: One of the set may be a small letter.
    """

    members: str = ""
    blank: bool = False
    small: bool = True


@dataclass(frozen=True, slots=True)
class Nothing:
    """An anchor, a boundary or a look-around: takes no character; `asserted` where what is inside must match.

    `opens` where it only holds at the start of the line, `ahead` where what is inside begins where it stands.
    """

    inner: Node | None = None
    asserted: bool = False
    opens: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that this module does not judge."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One branch of several."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part several times; `most` is None where nothing bounds it."""

    part: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Named:
    r"""A word list (`\L<name>`) or a piece of pattern (`{{name}}`), not yet filled in."""

    name: str
    is_list: bool


Node: TypeAlias = Literal | OneOf | Nothing | Opaque | Chain | Choice | Repeat | Named

_QUANTIFIER = re.compile(r"([*+?]|\{(\d{0,99})(,?)(\d{0,99})\})[?+]?")
_FUZZY = re.compile(r"\{[^{}]*[idse][^{}]*\}")
_SET = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:[pP](?:\{[^}]*\}|\w)|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|N\{[^}]*\}|.)", re.DOTALL)
_COUNT = re.compile(r"\{(\d{1,99})")
_NAMED = re.compile(r"\{\{(\w+)\}\}|\\L<(\w+)>")
_FLAGS = re.compile(r"\(\?[a-zA-Z]*(?:-[a-zA-Z]+)?\)")
_OPENING = re.compile(r"\((?:\?(?:P?<[^\W\d]\w*>|[a-zA-Z-]*:|>|\||<?[=!]))?")
_KNOWN_FLAGS = frozenset("(?-)imsu")
_FEW = 24
_PART_OF_WORD = regex.compile(r"[\p{L}\p{Nd}]")
# A member of a set: a class, a character, a mark behind a backslash, or a range of either.
_ONE = r"(?:\\[^\w\s]|[^\\\[\]])"
_MEMBER = re.compile(rf"\\([a-zA-Z])|({_ONE})(?:-({_ONE}))?")
_SIGNS = re.compile(r"\\p\{[SPZMC]\w?\}|\\u(?:FE0F|200D)")
_CAPITALS = regex.compile(r"\[(?:\\p\{Lu\}|\\d|[\p{P}\p{S}--\\\[\]-])+\]", regex.VERSION1)
_CLASSES = {"s": " ", "W": " ", "h": " ", "d": "0"}
_LONGEST_RANGE = 4_000
_SETS = frozenset("dDwWsShHvV")
_ANCHORS = frozenset("bBAZzGmMKQ")


@functools.lru_cache(maxsize=1)
def parse(pattern: str) -> Node:
    """Parse a pattern; the answer for one that doesn't compile is meaningless, but there is one."""
    parser = _Parser(pattern)
    node = parser.choice()
    return Opaque() if parser.lost else node


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        # Something stood there of which it can't be told where it ends; what came before means nothing, either.
        self.lost = False

    def choice(self) -> Node:
        branches = [self._chain()]
        while self._text[self._at : self._at + 1] == "|":
            self._at += 1
            branches.append(self._chain())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _chain(self) -> Node:
        parts: list[Node] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            parts.append(self._quantified(self._atom()))
        return parts[0] if len(parts) == 1 else Chain(tuple(parts))

    def _quantified(self, part: Node) -> Node:
        while match := _QUANTIFIER.match(self._text, self._at):
            sign, least, comma, most = match.groups()
            if sign[0] == "{" and not (least or most):
                return part  # `{` and `{,}` stand for themselves; the next atom reads them
            self._at = match.end()
            if sign[0] == "{":
                low = int(least or 0)
                part = Repeat(part, low, (int(most) if most else None) if comma else low)
            else:
                part = Repeat(part, int(sign == "+"), 1 if sign == "?" else None)
        return self._skip() if self._take(_FUZZY) else part

    def _take(self, expression: re.Pattern[str]) -> str:
        match = expression.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match.group()

    def _atom(self) -> Node:
        character = self._text[self._at]
        if character in "{\\" and (named := _NAMED.match(self._text, self._at)):
            self._at = named.end()
            return Named(named[1] or named[2], is_list=named[1] is None)
        if character == "(":
            return self._group()
        if character == "[":
            members = self._take(_SET)
            return _set(members) if members else self._skip()
        if character == "\\":
            escape = self._take(_ESCAPE)
            return _escaped(escape[1:]) if escape else self._skip()
        self._at += 1
        if character == ".":
            return OneOf()
        return Nothing(opens=character == "^") if character in "^$" else Literal(character)

    def _skip(self) -> Opaque:
        self._at = len(self._text)
        self.lost = True
        return Opaque()

    def _group(self) -> Node:
        if flags := self._take(_FLAGS):
            return Nothing() if _KNOWN_FLAGS.issuperset(flags) else self._skip()
        opening = self._take(_OPENING)
        if self._text[self._at : self._at + 1] == "?":
            return self._skip()
        inner = self.choice()
        self._at += 1
        if not opening.endswith(("=", "!")):
            return inner
        return Nothing(inner, opening.endswith("="), ahead="<" not in opening)


def _set(written: str) -> Node:
    if written.startswith("[^"):
        return OneOf(
            blank=_excludes_letters_and_digits(written.replace(r"\\", "")),
            small=r"\p{Ll}" not in written.replace(r"\\", ""),
        )
    spelled, told = "", True
    at = 1
    while at < len(written) - 1:
        if signs := _SIGNS.match(written, at):
            # Of a kind without letters and figures; any sign stands for it.
            spelled, told, at = spelled + "*", False, signs.end()
            continue
        member = _MEMBER.match(written, at, len(written) - 1)
        if not member or member[1] not in {None, *_CLASSES}:
            return OneOf(small=not _CAPITALS.fullmatch(written))
        told &= member[1] not in ("W", "h")
        spelled += _CLASSES[member[1]] if member[1] else _range(member[2][-1], (member[3] or member[2])[-1])
        at = member.end()
    blank = bool(spelled) and not _PART_OF_WORD.search(spelled)
    if told and spelled.isdecimal():
        return OneOf("0")
    return OneOf(spelled if told and len(spelled) <= _FEW else "", blank)


def _range(first: str, last: str) -> str:
    """Return the characters of a range; letters for one that is too long to look at."""
    size = ord(last) - ord(first) + 1
    return "".join(map(chr, range(ord(first), ord(last) + 1))) if 0 < size <= _LONGEST_RANGE else "a" * _LONGEST_RANGE


def _excludes_letters_and_digits(negated: str) -> bool:
    digits = any(name in negated for name in (r"\d", r"\p{N}", r"\p{Nd}"))
    return r"\w" in negated or (digits and r"\p{L}" in negated)


def _escaped(body: str) -> Node:
    if body[:1] in ("p", "P") or body in _SETS:
        return OneOf({"s": " ", "d": "0"}.get(body, ""), blank=body in ("s", "W", "h"))
    if body in ("R", "X"):
        # A line break or a whole grapheme: several characters.
        return Repeat(OneOf(), 1, None)
    if body in _ANCHORS:
        return Nothing(opens=body == "A")
    if body[:1] in ("x", "u") and len(body) > 1:
        return Literal(chr(int(body[1:], 16)))
    if body in ("n", "t", "r", "f"):
        return OneOf(" ", blank=True)
    return Opaque() if body[:1].isalnum() else Literal(body)


def ways(node: Node, named: Callable[[Named], float], line: int = LINE_LIMIT) -> float:
    """Return an upper estimate of the ways in which a node can match from one place; infinite where unbounded.

    Args:
        node: The structure of a pattern, or a part of it.
        named: Returns the ways of a list or piece that the pattern names.
        line: How many characters the line has at most.
    """
    match node:
        case Opaque():
            return math.inf
        case Named():
            return named(node)
        case Chain(parts):
            return math.prod(ways(part, named, line) for part in parts)
        case Choice(branches):
            firsts = [_first(branch) for branch in branches]
            exclusive = None not in firsts and len(set(firsts)) == len(firsts)
            counts = [ways(branch, named, line) for branch in branches]
            return max(counts) if exclusive else sum(counts)
        case Repeat(part, least, most):
            return _ways_of_repeat(ways(part, named, line), least, line if most is None else min(most, line))
        case Nothing(inner) if inner:
            return ways(inner, named, line)
    return 1.0


def _ways_of_repeat(each: float, least: int, most: int) -> float:
    if each > 1.0 and most > 1:
        return math.inf if most > 20 or each > _MANY ** (1 / most) else each**most
    return (most - least + 1) * each if most >= least else 1.0


def lengths(node: Node, named: Callable[[Named], tuple[int, float]]) -> tuple[int, float]:
    """Return how many characters a match of a node has at least and at most.

    Args:
        node: The structure of a pattern, or a part of it.
        named: Returns the same of a list or piece that the pattern names.
    """
    match node:
        case Literal() | OneOf():
            return 1, 1
        case Nothing():
            return 0, 0
        case Named():
            return named(node)
        case Chain(parts):
            bounds = [lengths(part, named) for part in parts]
            return sum(least for least, _ in bounds), sum(most for _, most in bounds)
        case Choice(branches):
            bounds = [lengths(branch, named) for branch in branches]
            return min(least for least, _ in bounds), max(most for _, most in bounds)
        case Repeat(part, fewest, often):
            least, most = lengths(part, named)
            longest = math.inf if often is None else often * most if often else 0.0
            return least * fewest, longest if most else 0.0
    return 0, math.inf


def capitals(node: Node) -> tuple[int, bool]:
    """Return how many characters a match of a node begins with that are no small letters, where case counts.

    Beside it stands whether it may go on like this: all of the match is told by them.
    """
    match node:
        case OneOf(small=False):
            return 1, True
        case Nothing(inner, asserted=True, ahead=True) if inner:
            return capitals(inner)[0], False
        case Nothing():
            return 0, True
        case Repeat(part, least, most):
            size, goes_on = capitals(part)
            return size * least if goes_on else min(size, size * least), goes_on and least == most
        case Chain(parts):
            return _capitals_of_chain(parts)
    return 0, False


def _capitals_of_chain(parts: Iterable[Node]) -> tuple[int, bool]:
    size, longest = 0, 0
    for part in parts:
        more, goes_on = capitals(part)
        longest = max(longest, size + more)
        if not goes_on and not isinstance(part, Nothing):
            return longest, False
        if goes_on:
            size += more
    return longest, size == longest


def _first(node: Node) -> str | None:
    if isinstance(node, Literal):
        return node.character.lower()
    if isinstance(node, Chain) and node.parts:
        return _first(node.parts[0])
    return None


def unrolled(node: Node, named: Callable[[Named], float]) -> float:
    """Return how many characters and sets a node has once every part that must repeat is written out as often.

    Infinitely many where it holds anything `Opaque`: see `unrolled_at_most`.

    Args:
        node: The structure of a pattern, or a part of it.
        named: Returns the same of a list or piece that the pattern names.
    """
    match node:
        case Opaque():
            return math.inf
        case Named():
            return named(node)
        case Chain(parts) | Choice(parts):
            return sum(unrolled(part, named) for part in parts)
        case Repeat(part, least):
            return unrolled(part, named) * max(least, 1)
        case Nothing(inner) if inner:
            return unrolled(inner, named)
    return 1


def unrolled_at_most(pattern: str) -> int:
    """Return an upper estimate of `unrolled` that holds whatever stands in a pattern, without lists and pieces."""
    return len(pattern) * math.prod(max(int(count), 1) for count in _COUNT.findall(pattern))
