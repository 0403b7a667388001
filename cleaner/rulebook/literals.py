"""Literals: which pieces of text a pattern can't match without, read off its structure.

A line that holds none of a pattern's literals need not be tried. Literals are folded (`fold`), and so must be the
text in which they are looked for; folding makes the same of all characters that a pattern takes for one another when
case does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cleaner.rulebook.regex_syntax import Chain, Choice, Literal, Named, Node, Nothing, Repeat

_MOST_EXACT = 48
_MOST_LITERALS = 400
_LONGEST = 200
_LEAST_WEIGHT = 2
_ENOUGH_WEIGHT = 8

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
_FOLD = {ord(character): same for character, same in _SAME.items()}

Definition = Callable[[Named], "Needs"]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a node needs.

    Attributes:
        exact: All texts that it matches, folded; None where they are too many.
        literals: Texts of which each match holds at least one, where `exact` is None; None where there are none.
    """

    exact: frozenset[str] | None
    literals: frozenset[str] | None


_ANYTHING = Needs(None, None)
_EMPTY = Needs(frozenset({""}), None)


def fold(text: str) -> str:
    """Fold a text, one character for one."""
    if text.isascii():
        return text.lower()
    return text.translate(_FOLD).lower()


def needs_of_words(words: Iterable[str]) -> Needs:
    """Return what a list of words needs: one of them."""
    folded = frozenset(map(fold, words))
    return Needs(folded, None) if len(folded) <= _MOST_EXACT else Needs(None, _usable(folded))


def literals_of(node: Node, definition: Definition) -> frozenset[str] | None:
    """Return the literals of a whole pattern; the arguments are those of `needs`."""
    return _literals(needs(node, definition))


def needs(node: Node, definition: Definition) -> Needs:
    """Return what a node needs.

    Args:
        node: The structure of a pattern, or a part of it.
        definition: Returns what a list or piece needs that the pattern names.
    """
    match node:
        case Literal(character):
            return Needs(frozenset({fold(character)}), None)
        case Named():
            return definition(node)
        case Nothing(inner, asserted) if inner and asserted:
            # What is asserted must be in the text, although it takes nothing of it.
            return Needs(None, _literals(needs(inner, definition)))
        case Nothing():
            return _EMPTY
        case Chain(parts):
            return _of_chain([needs(part, definition) for part in parts])
        case Choice(branches):
            return _of_choice([needs(branch, definition) for branch in branches])
        case Repeat(part, least, most):
            return _of_repeat(needs(part, definition), least, most)
    return _ANYTHING


def _literals(found: Needs) -> frozenset[str] | None:
    return found.literals if found.exact is None else _usable(found.exact)


def _usable(texts: frozenset[str] | None) -> frozenset[str] | None:
    """Return literals that are worth a search: none so short that they stand everywhere, and not too many."""
    if not texts or len(texts) > _MOST_LITERALS or _weight(texts) < _LEAST_WEIGHT:
        return None
    return texts


def _weight(texts: frozenset[str]) -> int:
    """Tell how rare the commonest of some texts may be: letters count one, everything else two."""
    return min(
        sum(1 if each.isascii() and (each.isalnum() or each == " ") else 2 for each in text[:_ENOUGH_WEIGHT])
        for text in texts
    )


def _best(candidates: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    usable = [each for each in map(_usable, candidates) if each]
    return max(usable, key=lambda texts: (min(_weight(texts), _ENOUGH_WEIGHT), -len(texts)), default=None)


def _of_chain(parts: Sequence[Needs]) -> Needs:
    run = frozenset({""})
    candidates: list[frozenset[str] | None] = []
    unbroken = True
    for part in parts:
        joined = None if part.exact is None else _joined(run, part.exact)
        if joined is not None:
            run = joined
            continue
        unbroken = False
        candidates += [run, _literals(part)]
        run = part.exact or frozenset({""})
    if unbroken:
        return Needs(run, None)
    return Needs(None, _best([*candidates, run]))


def _joined(run: frozenset[str], more: frozenset[str]) -> frozenset[str] | None:
    if len(run) * len(more) > _MOST_EXACT or max(map(len, run), default=0) > _LONGEST:
        return None
    return frozenset(one + other for one in run for other in more)


def _of_choice(branches: Sequence[Needs]) -> Needs:
    exact: frozenset[str] | None = frozenset()
    literals: frozenset[str] | None = frozenset()
    for branch in branches:
        exact = None if exact is None or branch.exact is None else exact | branch.exact
    if exact is not None and len(exact) <= _MOST_EXACT:
        return Needs(exact, None)
    for branch in branches:
        own = _literals(branch)
        literals = None if literals is None or own is None else literals | own
    return Needs(None, _usable(literals))


def _of_repeat(part: Needs, least: int, most: int | None) -> Needs:
    if least == 0:
        optional = part.exact is not None and most == 1
        return Needs(part.exact | {""} if optional and part.exact is not None else None, None)
    if least == most and least <= 4:
        return _of_chain([part] * least)
    return Needs(None, _literals(part))
