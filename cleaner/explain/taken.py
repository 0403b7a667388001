"""What became of each line: which pattern of which rule took it, and what it captured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner.explain.patterns import first_match, parts_of
from cleaner.result import LineReport, Result
from cleaner.rulebook import rule as model


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of one line, and by what.

    Attributes:
        report: What the result says of it.
        family: The family of the rule that took it.
        part: Which pattern of the rule took it: `drop_line`, `from`, `each` and so on; empty where none did by itself.
        expression: The expression as the rule has it.
        captures: What it captured, by dotted field.
    """

    report: LineReport
    family: str = ""
    part: str = ""
    expression: str = ""
    captures: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        report = self.report
        found: dict[str, Any] = {"line": report.line, "text": report.text, "rule": report.rule}
        if report.rule:
            found |= {"family": self.family, "whole": report.whole, "part": self.part, "expression": self.expression}
            found["captures"] = dict(self.captures)
        if report.also:
            found["also"] = list(report.also)
        if report.protected:
            found["protected"] = report.protected
        return found


def explain(result: Result, rules: Sequence[model.Rule]) -> tuple[Explanation, ...]:
    """Return for every line of a result what took it, and with which expression."""
    by_id = {rule.id: rule for rule in rules}
    return tuple(_explained(report, by_id.get(report.rule or "")) for report in result.explain())


def _explained(report: LineReport, rule: model.Rule | None) -> Explanation:
    if rule is None:
        return Explanation(report)
    for part, pattern in parts_of(rule.action):
        if pattern and (found := first_match(pattern, report.text)):
            expression, match = found
            fields = dict(rule.captures)
            named = {fields[name]: text for name, text in match.groupdict().items() if text and name in fields}
            return Explanation(report, rule.family, part, expression.written, named)
    return Explanation(report, rule.family)
