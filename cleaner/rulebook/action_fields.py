"""Reading the action of a rule: exactly one of nine, with its patterns and bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from cleaner.rulebook import rule as model
from cleaner.rulebook.condition_fields import MAX_LINES, read_length, read_page, read_shape
from cleaner.rulebook.fields import Fields
from cleaner.rulebook.pattern import Pattern
from cleaner.rulebook.pattern_fields import PatternReader
from cleaner.rulebook.strict_yaml import Mapping

_EACH = ("line", "shape", "length", "page")

_Reader: TypeAlias = Callable[[Fields, str, PatternReader], model.Action | None]


def read_action(fields: Fields, patterns: PatternReader) -> model.Action | None:
    """Read the one action that a rule must have."""
    named = [key for key in READERS if key in fields]
    if len(named) == 1:
        return READERS[named[0]](fields, named[0], patterns)
    for key in READERS:
        fields.node(key)
    remedy = f"give it exactly one of {', '.join(READERS)}"
    if named:
        fields.report(fields.place, f"the rule has {len(named)} actions ({', '.join(named)})", remedy)
    else:
        fields.miss(READERS, "the rule has no action", remedy)
    return None


def _whole(make: Callable[[Pattern], model.Action]) -> _Reader:
    def read(fields: Fields, key: str, patterns: PatternReader) -> model.Action | None:
        pattern = patterns.read(fields, key)
        return make(pattern) if pattern else None

    return read


def _within(make: Callable[[Pattern], model.Action]) -> _Reader:
    def read(fields: Fields, key: str, patterns: PatternReader) -> model.Action | None:
        pattern = patterns.read(fields, key, searches=True)
        return make(pattern) if pattern else None

    return read


def _block(fields: Fields, key: str, patterns: PatternReader) -> model.DropBlock | None:
    inner = fields.mapping(key, f"`{key}`")
    if inner is None:
        return None
    start, end = patterns.require(inner, "from"), patterns.require(inner, "to")
    max_lines = _required_integer(inner, "max_lines", 1)
    inner.finish()
    return model.DropBlock(start, end, max_lines) if start and end and max_lines else None


def _run(fields: Fields, key: str, patterns: PatternReader) -> model.DropRun | None:
    inner = fields.mapping(key, f"`{key}`")
    if inner is None:
        return None
    heading = patterns.require(inner, "heading")
    each = _each(inner, patterns)
    max_lines = _required_integer(inner, "max_lines", 1)
    at_least = inner.integer("at_least", 1, MAX_LINES) or 1
    inner.finish()
    return model.DropRun(heading, each, max_lines, at_least) if heading and each and max_lines else None


def _each(inner: Fields, patterns: PatternReader) -> model.Each | None:
    node = inner.require("each", "say what the lines after the heading must be")
    if node is None:
        return None
    if not isinstance(node, Mapping):
        pattern = patterns.read_node(inner, node)
        return model.Each(pattern, None, None) if pattern else None
    conditions = Fields(node, inner.report, "`each`")
    each = model.Each(
        patterns.read(conditions, "line"),
        read_shape(conditions, "shape"),
        read_length(conditions),
        read_page(conditions, patterns),
    )
    if not any(key in conditions for key in _EACH):
        conditions.miss(_EACH, "`each` says nothing", "give it `line`, `shape`, `length` or `page`")
    conditions.finish()
    return None if each == model.Each(None, None, None) else each


def _repeats(fields: Fields, key: str, patterns: PatternReader) -> model.DropRepeats | None:
    inner = fields.mapping(key, f"`{key}`")
    if inner is None:
        return None
    pattern = patterns.require(inner, "line")
    least = _required_integer(inner, "min", 2)
    inner.finish()
    return model.DropRepeats(pattern, least) if pattern and least else None


def _required_integer(fields: Fields, key: str, least: int) -> int | None:
    fields.require(key, "give it a number of lines")
    return fields.integer(key, least, MAX_LINES)


READERS: dict[str, _Reader] = {
    "drop_line": _whole(model.DropLine),
    "drop_block": _block,
    "drop_run": _run,
    "drop_rest": _whole(model.DropRest),
    "drop_repeats": _repeats,
    "cut": _within(model.Cut),
    "note": _within(model.Note),
    "protect": _within(model.Protect),
    "bring_back": _whole(model.BringBack),
}
