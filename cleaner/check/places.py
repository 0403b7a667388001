"""Where things stand in a rule file: a walk over its nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from cleaner.rulebook.rule import Rule
from cleaner.rulebook.strict_yaml import Mapping, Node, Place, Scalar, Sequence

Locate: TypeAlias = Callable[[Rule, str], Place]
"""Returns where a text stands in a rule."""


class Places:
    """Where the texts of the rules of a file stand, so that a finding points at the very expression."""

    def __init__(self, root: Node | None) -> None:
        self._by_rule: dict[int, list[Scalar]] = {}
        rules = next((value for key, value in pairs(root) if key.text == "rules"), None)
        for item in rules.items if isinstance(rules, Sequence) else ():
            self._by_rule[item.place.line] = list(scalars(item))

    def of(self, rule: Rule, text: str, *, count: int = 1) -> Place:
        """Return where a text stands in a rule, for the first time or a later one; the rule's place otherwise."""
        found = [node.place for node in self._by_rule.get(rule.source.line, ()) if node.text == text]
        return found[min(count, len(found)) - 1] if found else Place(rule.source.line, 1)


def pairs(node: Node | None) -> Iterable[tuple[Scalar, Node]]:
    """Return the keys of a mapping with their values; none where it is no mapping."""
    return node.entries if isinstance(node, Mapping) else ()


def entries(root: Node | None, name: str) -> list[tuple[Scalar, Node]]:
    """Return the entries of a mapping at the top of a file."""
    return [pair for key, value in pairs(root) if key.text == name for pair in pairs(value)]


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield every value below a node."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for _, value in node.entries:
            yield from scalars(value)


def texts(root: Node | None) -> Iterator[str]:
    """Yield the text of every value of a file."""
    return (scalar.text for scalar in scalars(root)) if root else iter(())
