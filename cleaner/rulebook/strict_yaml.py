"""YAML read strictly: a tree of nodes that know where they stand, and every trap reported.

Only plain data passes: no tags, anchors, aliases or second documents, no key twice, no word that YAML 1.1 would read
as a truth value. Nothing is constructed from the text, so a hostile file can do nothing but be refused. What the
nodes mean is for `cleaner.rulebook.fields` and the modules above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

import yaml
from msgspec import Struct

from cleaner.errors import Problem

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 20

_TRUTH_WORDS = frozenset({"y", "n", "yes", "no", "on", "off"})
# What ends a line to YAML.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place(Struct, frozen=True):
    """Where a node begins: line and column, from 1."""

    line: int
    column: int


class Scalar(Struct, frozen=True):
    """One value as it is written.

    Attributes:
        text: Its characters, escapes undone.
        plain: It stands without quotes and in no block, so YAML would guess its type.
        cut_short: A ` #` on its line made the rest a comment.
    """

    place: Place
    text: str
    plain: bool
    cut_short: bool


class Sequence(Struct, frozen=True):
    """A list of nodes."""

    place: Place
    items: tuple[Node, ...]


class Mapping(Struct, frozen=True):
    """Keys, each once, and their nodes, in the order of the file."""

    place: Place
    entries: tuple[tuple[Scalar, Node], ...]


Node: TypeAlias = Scalar | Sequence | Mapping
Report: TypeAlias = Callable[[Place, str, str], None]


class _RefusedError(Exception):
    def __init__(self, place: Place, message: str, remedy: str) -> None:
        super().__init__(message)
        self.place, self.message, self.remedy = place, message, remedy


def read_yaml(text: str, path: str, problems: list[Problem]) -> Node | None:
    """Read one YAML document.

    Args:
        text: The file's text.
        path: Its name, for messages.
        problems: Every fault found is appended here.

    Returns:
        The root node, or None where the file is empty or can't be read at all.
    """
    root, faults = _document(text)
    problems += (
        Problem(path, place.line, place.column, "", message, remedy, "yaml") for place, message, remedy in faults
    )
    return root


# A check asks for the rules of a file, and then where in it they stand.
@lru_cache(maxsize=1)
def _document(text: str) -> tuple[Node | None, tuple[tuple[Place, str, str], ...]]:
    """Return the root of a document and the faults in it: where, what, and what to do."""
    faults: list[tuple[Place, str, str]] = []

    def report(place: Place, message: str, remedy: str) -> None:
        faults.append((place, message, remedy))

    return _readable(text, report), tuple(faults)


def _readable(text: str, report: Report) -> Node | None:
    if len(text) > MAX_CHARACTERS:
        report(Place(1, 1), f"the file has more than {MAX_CHARACTERS:,} characters", "split it")
        return None
    try:
        return _read(text, report)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        line = (_LINE_END.split(text)[place.line - 1 : place.line] or [""])[0]
        remedy = _remedy_for(error.problem or "", line[place.column - 1 : place.column])
        report(place, f"not valid YAML: {error.problem}", remedy)
    except yaml.YAMLError as error:
        report(Place(1, 1), f"not valid YAML: {' '.join(str(error).split())}", "remove the character")
    except _RefusedError as refused:
        report(refused.place, refused.message, refused.remedy)
    return None


def _remedy_for(problem: str, character: str) -> str:
    if character == "\t":
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in problem or "cannot start any token" in problem:
        return "put the value in single quotes"
    if "escape" in problem:
        return "use single quotes: double quotes read backslashes"
    return "check quotes and indentation"


def _read(text: str, report: Report) -> Node | None:
    source = _LINE_END.split(text)
    events = iter(yaml.parse(text, Loader=_Loader))
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _RefusedError(_place(event), "a second document begins here", "keep one document a file")
            root = _node(next(events), events, source, report, depth=0)
    return root


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _node(event: yaml.Event, events: Iterator[yaml.Event], source: list[str], report: Report, depth: int) -> Node:
    place = _place(event)
    if depth > MAX_DEPTH:
        raise _RefusedError(place, f"nested more than {MAX_DEPTH} deep", "flatten it")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _RefusedError(place, "anchors and aliases are not read", "write the value out, or use `lists` or `defs`")
    if tag := getattr(event, "tag", None):
        raise _RefusedError(place, f"the tag {tag} is not read", "remove it")
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(place, events, source, report, depth)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(place, events, source, report, depth)
    if not isinstance(event, yaml.ScalarEvent):
        raise TypeError(f"no node begins with {event}")
    return _scalar(event, source, report)


def _sequence(place: Place, events: Iterator[yaml.Event], source: list[str], report: Report, depth: int) -> Sequence:
    items = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        items.append(_node(event, events, source, report, depth + 1))
    return Sequence(place, tuple(items))


def _mapping(place: Place, events: Iterator[yaml.Event], source: list[str], report: Report, depth: int) -> Mapping:
    entries: dict[str, tuple[Scalar, Node]] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, source, report, depth + 1)
        value = _node(next(events), events, source, report, depth + 1)
        if not isinstance(key, Scalar):
            report(key.place, "a key must be a word", "check the indentation")
        elif key.text in entries:
            first = entries[key.text][0].place.line
            report(key.place, f"the key `{key.text}` stands twice", f"remove one; the first is on line {first}")
        else:
            entries[key.text] = (key, value)
    return Mapping(place, tuple(entries.values()))


def _scalar(event: yaml.ScalarEvent, source: list[str], report: Report) -> Scalar:
    place = _place(event)
    plain = event.style is None or event.style == ""
    if plain and event.value.lower() in _TRUTH_WORDS:
        report(
            place,
            f"YAML reads an unquoted `{event.value}` as true or false",
            f"write '{event.value}' for the word, true or false for the truth value",
        )
    end = event.end_mark
    # A value that is left out at the very end is said to end on a line more than there are.
    rest = source[end.line][end.column :] if plain and end and end.line < len(source) else ""
    return Scalar(place, event.value, plain, rest.lstrip().startswith("#") and event.value != "")
