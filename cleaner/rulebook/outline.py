"""Outlines: what a folded line must look like for an expression to match it, as a small program.

An outline knows letters, numbers, spaces, marks, word lists, order and repetition; it takes every character for any
other where an expression asks for more than that, and forgets look-arounds and how often what repeats may do so. So
whatever an expression matches, its outline does, too, and nearly all that it does not match, its outline neither.

A program is a list of instructions (`Op`), each with its arguments, in which jumps count instructions from their own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import groupby
from typing import TypeAlias

from msgspec import Struct

from cleaner.rulebook.folding import fold
from cleaner.rulebook.needs import opens
from cleaner.rulebook.regex_syntax import Chain, Choice, Literal, Named, Node, Nothing, OneOf, Repeat


class Op(IntEnum):
    """What an instruction asks for.

    Folding makes one of several spaces, and of several figures. So an instruction that may take one of these may also
    take nothing, where what was taken before is the same.
    """

    MATCH = 0  # the end of the program
    TEXT = 1  # as many arguments as the first says: these characters, none of them a space or figure
    ONE_OF = 2  # as many arguments as the first says: one of these characters
    MARK = 3  # neither a letter nor a figure
    ANY = 4  # any character
    ANYTHING = 5  # any characters, or none
    WORD = 6  # one of the words of a list
    JUMP = 7  # go on elsewhere
    EITHER = 8  # go on with the next instruction, or elsewhere


Instruction: TypeAlias = tuple[int | str, ...]
Code: TypeAlias = list[Instruction]
Definition: TypeAlias = Callable[[Named, bool], Code]

ANYTHING: Code = [(Op.ANYTHING,)]
"""What everything matches."""

# What has more instructions might take longer than the expression itself.
_LONGEST = 3_000
_MOST_COPIES = 3
_ANY: Code = [(Op.ANY,)]
# What folding makes one of.
_JOINED = " 0"


class Outline(Struct, frozen=True, array_like=True):
    """The outline of an expression.

    Attributes:
        programs: What must match from end to end; then what, by a look ahead, must begin where that does. As 32-bit
            integers in the order of the machine; jumps count these.
        lists: The names of the word lists that they ask for, by number.
        opens: It only holds at the start of the line.
        backwards: The first program goes from the end of the line to its start.
    """

    programs: tuple[bytes, ...]
    lists: tuple[str, ...]
    opens: bool
    backwards: bool


def outline(node: Node, definition: Definition, *, searches: bool) -> Outline | None:
    """Return the outline of a whole pattern; None where it would be that of every line.

    Args:
        node: The structure of the pattern.
        definition: Returns the program, backwards or not, of a list or piece that the pattern names.
        searches: It looks anywhere in a line, not from end to end.
    """
    lists: dict[str, int] = {}
    codes = [code_of(each, definition) for each in (node, *_looks_ahead(node))]
    if all(set(code) <= {*ANYTHING, *_ANY} for code in codes):
        return None
    backwards = False
    if not searches and _begins_anyhow(codes[0]):
        # Most captions end in a credit, and what stands before it is any text.
        turned = code_of(node, definition, backwards=True)
        if not _begins_anyhow(turned):
            codes[0], backwards = turned, True
    programs = tuple(_written([*code, (Op.MATCH,)], lists) for code in codes)
    return Outline(programs, tuple(lists), opens(node), backwards)


def _begins_anyhow(code: Code) -> bool:
    """Tell whether a program may take any character first."""
    pending, seen = [0], {0}
    while pending:
        at = pending.pop()
        op, *arguments = code[at] if at < len(code) else (Op.MATCH,)
        if op in (Op.ANY, Op.ANYTHING, Op.MATCH):
            return True
        further = [at + int(arguments[0])] if op in (Op.JUMP, Op.EITHER) else []
        if op == Op.EITHER:
            further.append(at + 1)
        pending += set(further) - seen
        seen.update(further)
    return False


def _written(code: Code, lists: dict[str, int]) -> bytes:
    places = [0]
    for instruction in code:
        places.append(places[-1] + len(instruction))
    integers = array("i")
    for number, (op, *arguments) in enumerate(code):
        if op == Op.WORD:
            arguments = [lists.setdefault(str(arguments[0]), len(lists))]
        elif op in (Op.JUMP, Op.EITHER):
            arguments = [places[number + int(arguments[0])] - places[number]]
        integers.extend(map(int, (op, *arguments)))
    return integers.tobytes()


def _looks_ahead(node: Node) -> Iterator[Node]:
    """Yield what is looked for ahead from where a node begins."""
    if isinstance(node, Nothing) and node.inner and node.asserted and node.ahead:
        yield node.inner
    if isinstance(node, Chain):
        for part in node.parts:
            yield from _looks_ahead(part)
            if not isinstance(part, Nothing):
                break


def code_of(node: Node, definition: Definition, *, backwards: bool = False) -> Code:
    """Return the program of a node, without its end; arguments as for `outline`."""
    code = _code(node, definition, backwards=backwards)
    return code if len(code) <= _LONGEST else ANYTHING


def _code(node: Node, definition: Definition, *, backwards: bool) -> Code:
    match node:
        case Literal(character):
            return list(_text(fold(character)))
        case OneOf(members) if members:
            characters = sorted(set(map(ord, map(fold, members))))
            return [(Op.ONE_OF, len(characters), *characters)]
        case OneOf(blank=blank):
            return [(Op.MARK,)] if blank else _ANY
        case Nothing():
            return []
        case Named():
            return definition(node, backwards)
        case Chain(parts):
            codes = list(_parts(parts, definition, backwards=backwards))
            return _in_a_row(reversed(codes) if backwards else codes)
        case Choice(branches):
            return _either([code_of(branch, definition, backwards=backwards) for branch in branches])
        case Repeat(part, least, most):
            return _repeated(code_of(part, definition, backwards=backwards), least, most)
    return ANYTHING


def _parts(parts: Iterable[Node], definition: Definition, *, backwards: bool) -> Iterator[Code]:
    """Yield the programs of the parts of a chain, characters that stand in a row as one: most of it is plain words."""
    for is_plain, group in groupby(parts, key=lambda part: isinstance(part, Literal)):
        if is_plain:
            folded = fold("".join(part.character for part in group if isinstance(part, Literal)))
            yield list(_text(folded[::-1] if backwards else folded))
        else:
            yield from (code_of(part, definition, backwards=backwards) for part in group)


def _text(folded: str) -> Iterator[Instruction]:
    for is_joined, group in groupby(folded, key=_JOINED.__contains__):
        characters = list(map(ord, group))
        if is_joined:
            yield from ((Op.ONE_OF, 1, character) for character in characters)
        else:
            yield (Op.TEXT, len(characters), *characters)


def _in_a_row(parts: Iterable[Code]) -> Code:
    code: Code = []
    before: Code = []
    for part in parts:
        # Anything and then anything is anything.
        if part != ANYTHING or before != ANYTHING:
            code += part
        before = part
    return code


def _either(branches: Sequence[Code]) -> Code:
    code = branches[-1]
    for branch in reversed(branches[:-1]):
        code = [(Op.EITHER, len(branch) + 2), *branch, (Op.JUMP, len(code) + 1), *code]
    return code


def _repeated(part: Code, least: int, most: int | None) -> Code:
    if not part or most == 0:
        return []
    code = part * min(least, _MOST_COPIES)
    if most is None or most > _MOST_COPIES:
        if part == _ANY:
            return code + ANYTHING
        return [*code, (Op.EITHER, len(part) + 2), *part, (Op.JUMP, -len(part) - 1)]
    further: Code = []
    for _ in range(most - least):
        further = [(Op.EITHER, len(part) + len(further) + 1), *part, *further]
    return code + further
