"""Needs: what every match of a pattern holds, read off the pattern's structure.

Worked out from the parts up: how a match begins and ends, as far as that is told by few texts, and which texts are in
it. From what the whole pattern needs come its keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cleaner.rulebook.folding import MARKS, NO_CORE, SOME_MARKS, bare, fold, joined
from cleaner.rulebook.keys import Key, Place, Texts, backwards, ranked, rarest_few, rarest_inside
from cleaner.rulebook.regex_syntax import Chain, Choice, Literal, Named, Node, Nothing, OneOf, Repeat

_MOST_TEXTS = 256
_MOST_EXACT = 300
# Sets that are asked about where the rarest was found: how many, and of how many texts.
_MOST_BESIDES = 3
_FEW_TEXTS = 24
_FEW_CHARACTERS = 6
_LONGEST = 60
_SHORT = 4
# A text shorter than its neighbours in a set makes the set common, so all are cut rather than some left out.
_CUTS = (24, 12, 8, 6, 5, 4, 3, 2)

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
        besides: Further sets of a few texts, of each of which it holds at least one.
    """

    start: Side
    end: Side
    inside: Texts | None = None
    besides: tuple[Texts, ...] = ()

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
    insides = rarest_few([_inside(found), *found.besides], _MOST_BESIDES + 1)
    keys = [Key(Place.INSIDE, inside) for inside in insides]
    if not searches or opens(node):
        # Where a pattern may stop, a line may go on.
        start = Side(_NOTHING, found.start.texts) if searches else found.start
        keys.append(Key(Place.START, _cores(start)))
    if not searches:
        end = Side(backwards(found.end.whole), backwards(found.end.part))
        keys.append(Key(Place.END, backwards(_cores(end))))
    return ranked(keys)


def opens(node: Node) -> bool:
    """Tell whether a pattern holds at the start of a line alone."""
    first = node.parts[0] if isinstance(node, Chain) and node.parts else node
    return isinstance(first, Nothing) and first.opens


def _cores(side: Side) -> Texts:
    """Return how the core of a line begins that begins like this."""
    whole = (bare(text) or NO_CORE for text in side.whole)
    return frozenset((*whole, *map(bare, side.part)))


def needs(node: Node, definition: Definition) -> Needs:
    """Return what a node needs; `definition` as in `keys_of`."""
    match node:
        case Literal(character):
            return _exactly(frozenset({fold(character)}))
        case OneOf(members) if 0 < len(members) <= _FEW_CHARACTERS:
            return _exactly(frozenset(map(fold, members)))
        case OneOf(blank=True):
            return _exactly(frozenset({SOME_MARKS}))
        case Named():
            return definition(node)
        case Nothing(inner, asserted) if inner and asserted:
            # What is asserted must be in the text, although it takes nothing of it.
            found = needs(inner, definition)
            return Needs(_EMPTY.start, _EMPTY.end, _inside(found), found.besides)
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
    return rarest_inside((found.inside, found.exact, found.start.texts, found.end.texts))


def _of_chain(parts: Sequence[Needs]) -> Needs:
    start, end = _EMPTY.start, _EMPTY.end
    for part in parts:
        start = _joined(start, part.start)
    for part in reversed(parts):
        end = _joined(end, part.end, at_end=True)
    runs = list(_of_runs(parts))
    besides = [each for part in parts for each in part.besides]
    besides += [run for run in runs if run and len(run) <= _FEW_TEXTS]
    return Needs(start, end, rarest_inside(runs), rarest_few(besides, _MOST_BESIDES))


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
        if any(text and MARKS.fullmatch(text) for text in open_texts):
            open_texts = frozenset(SOME_MARKS if MARKS.fullmatch(text) else text for text in open_texts)
        further = _few(further, (_MOST_TEXTS - len(part)) // max(len(open_texts), 1), at_end=at_end)
    if max(map(len, open_texts), default=0) > _LONGEST:
        return Side(_NOTHING, side.texts)
    whole = _pairs(open_texts, further.whole, at_end=at_end)
    return Side(whole, part | _pairs(open_texts, further.part, at_end=at_end))


def _pairs(ones: Texts, others: Texts, *, at_end: bool = False) -> Texts:
    if at_end:
        ones, others = others, ones
    return frozenset(joined(one, other) for one in ones for other in others)


def _of_runs(parts: Sequence[Needs]) -> Iterable[Texts | None]:
    """Yield sets of which every match of a chain holds one: what is told without a gap, and what its parts hold."""
    run: Texts = frozenset({""})
    for part in parts:
        yield part.inside
        if part.exact is not None and (longer := _product(run, part.exact)):
            if len(run) * len(part.exact) > _MOST_EXACT:
                # What goes on is short of its first letters.
                yield run
            run = longer
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
    if part.exact and all(map(MARKS.fullmatch, part.exact)):
        marks = _exactly(frozenset({SOME_MARKS})).start
        return Needs(marks, marks, part.exact if least and part.exact.isdisjoint({SOME_MARKS, ""}) else None)
    if least == most and least <= 4:
        return _of_chain([part] * least)
    start, end = (Side(_NOTHING, side.texts) for side in (part.start, part.end))
    if least == 0:
        return Needs(_or_nothing(start), _or_nothing(end))
    return Needs(start, end, _inside(part), part.besides)


def _or_nothing(side: Side) -> Side:
    return Side(side.whole | {""}, side.part)
