"""Reading PATTERN fields: one expression or a list of them, checked and made ready."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.rulebook.fields import Fields
from cleaner.rulebook.pattern import Expression, Pattern, read_expression
from cleaner.rulebook.strict_yaml import Node
from cleaner.rulebook.vocabulary import PatternError, Vocabulary


@dataclass(frozen=True, slots=True)
class PatternReader:
    """Reads the patterns of one rule.

    Attributes:
        vocabulary: The lists and pieces that they may name.
        case: Case counts in this rule.
        compiles: Patterns are compiled as they are read, so that every fault is told; else when they are first tried.
    """

    vocabulary: Vocabulary
    case: bool
    compiles: bool

    def read(self, fields: Fields, key: str, *, searches: bool = False) -> Pattern | None:
        """Read the pattern under a key, which may be absent.

        Args:
            fields: The mapping that holds the key.
            key: The key.
            searches: The pattern looks anywhere in a line, not from end to end.
        """
        node = fields.node(key)
        return self.read_node(fields, node, searches=searches) if node else None

    def require(self, fields: Fields, key: str) -> Pattern | None:
        """Read the pattern under a key that must be there."""
        node = fields.require(key, "give it a pattern")
        return self.read_node(fields, node) if node else None

    def read_node(self, fields: Fields, node: Node, *, searches: bool = False) -> Pattern | None:
        """Read one node as a pattern."""
        expressions: list[Expression] = []
        faultless = True
        for place, written in fields.read_texts(node):
            try:
                expression = read_expression(written, self.vocabulary, case=self.case, searches=searches)
                if self.compiles:
                    expression.check()
                expressions.append(expression)
            except PatternError as error:
                fields.report(place, f"the pattern {error}", error.remedy, "pattern")
                faultless = False
        return Pattern(tuple(expressions)) if expressions and faultless else None
