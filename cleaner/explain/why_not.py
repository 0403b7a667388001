"""Why not: the conditions of one rule for one line, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaner.article import Known
from cleaner.engine.conditions import applies, failed_condition, has_length, is_testified
from cleaner.engine.state import Line, State
from cleaner.explain.patterns import SECONDS, first_match, parts_of, reaches
from cleaner.explain.words import told_of_condition, told_of_known
from cleaner.lines import without_marker
from cleaner.result import LineReport, Result
from cleaner.rulebook import rule as model
from cleaner.rulebook.pattern import Clock, Pattern
from cleaner.typography import matching_view


@dataclass(frozen=True, slots=True)
class Step:
    """One condition on the way to taking a line.

    Attributes:
        name: The condition, by the name of its field.
        holds: Whether it holds.
        told: What was found, in words.
    """

    name: str
    holds: bool
    told: str


def why_not(result: Result, rule: model.Rule, number: int) -> Iterator[Step]:
    """Yield the conditions of a rule for one line, in the order in which they are asked, to the first that fails.

    Args:
        result: The cleaned article.
        rule: The rule.
        number: The line, as reports number them.

    Raises:
        LookupError: The text has no such line, or it is blank.
    """
    reports = {report.line: report for report in result.explain()}
    report = reports.get(number)
    if report is None or not report.text.strip():
        raise LookupError(f"the text has no line {number} that is not blank; it has {len(reports)} lines")
    for step in _steps(result, rule, report, reports):
        yield step
        if not step.holds:
            return


def _steps(result: Result, rule: model.Rule, report: LineReport, reports: Mapping[int, LineReport]) -> Iterator[Step]:
    known = result.known
    yield Step("known", applies(rule, known), told_of_known(rule, known))
    size = len(matching_view(report.text).strip())
    yield Step(
        "max_chars", size <= rule.max_chars, f"the line has {size:,} characters, at most {rule.max_chars:,} count"
    )
    part, pattern = next(parts_of(rule.action))
    yield _of_pattern(part, pattern or Pattern(()), report.text)
    state, index = _state(reports, report.line)
    last, step = _reach(rule, state, known, index)
    if step:
        yield step
    yield from _of_unless(rule, [line.view for line in state.lines[index : last + 1]])
    failed = failed_condition(rule, state, known, index, last)
    for name in _asked(rule):
        holds = failed is None or failed != name
        yield Step(name, holds, told_of_condition(name, rule, state, known, (index, last)))
    if rule.near:
        yield _of_near(rule.near, reports, report.line)
    if report.protected and report.protected != rule.id:
        yield Step("protect", False, f"`{report.protected}` protects the line")  # noqa: FBT003 - it fails
    if report.rule and report.rule != rule.id:
        yield Step("conflict", False, f"`{report.rule}` wins the line")  # noqa: FBT003 - it fails
    if result.withheld and not report.rule:
        told = "more than the budget of the article would have gone, so nothing went"
        yield Step("budget", False, told)  # noqa: FBT003 - it fails


def _of_pattern(part: str, pattern: Pattern, text: str) -> Step:
    if found := first_match(pattern, text):
        return Step(part, holds=True, told=f"'{found[0].written}' matches")
    searched = any(expression.searches for expression in pattern.expressions)
    if searched:
        return Step(part, holds=False, told="none of its expressions is found in the line")
    stripped = without_marker(matching_view(text).strip())
    reach, furthest = max(((reaches(each, stripped), each) for each in pattern.expressions), key=lambda pair: pair[0])
    shown = (
        f"'{stripped[:reach]}' and then finds '{stripped[reach : reach + 20]}'"
        if reach
        else "not even its first letter"
    )
    if reach >= len(stripped):
        shown = "the whole line, and wants more"
    return Step(part, holds=False, told=f"the one that comes furthest, '{furthest.written}', matches {shown}")


def _state(reports: Mapping[int, LineReport], number: int) -> tuple[State, int]:
    """Return the lines that are left in the end, and the one asked about among them."""
    left = [
        Line(report.line, report.text)
        for report in reports.values()
        if report.text.strip() and (report.line == number or not report.whole)
    ]
    return State(left), next(index for index, line in enumerate(left) if line.number == number)


def _reach(rule: model.Rule, state: State, known: Known, index: int) -> tuple[int, Step | None]:
    """Return the last line that the rule would take, and whether it finds what it needs to begin at all."""
    if isinstance(rule.action, model.DropRest):
        return len(state) - 1, None
    if isinstance(rule.action, model.DropBlock):
        for last in range(index + 1, min(index + rule.action.max_lines, len(state))):
            if first_match(rule.action.end, state.lines[last].text):
                return last, Step("to", holds=True, told=f"the block ends on line {state.lines[last].number}")
        return index, Step("to", holds=False, told=f"no end comes within {rule.action.max_lines} lines")
    if isinstance(rule.action, model.DropRun):
        last = index
        for position in range(index + 1, min(index + 1 + rule.action.max_lines, len(state))):
            if not _is_of_run(rule.action.each, state.lines[position], known):
                break
            last = position
        count = last - index
        told = f"{count} {'line follows' if count == 1 else 'lines follow'} that fit, {rule.action.at_least} are needed"
        return last, Step("each", count >= rule.action.at_least, told)
    return index, None


def _is_of_run(each: model.Each, line: Line, known: Known) -> bool:
    if each.length and not has_length(each.length, line.words):
        return False
    if each.shape and not line.has(each.shape):
        return False
    if each.page and not is_testified(each.page, known, line):
        return False
    return each.line is None or first_match(each.line, line.text) is not None


def _of_unless(rule: model.Rule, views: Sequence[str]) -> Iterator[Step]:
    if rule.unless is None:
        return
    for view in views:
        match = rule.unless.search(view, Clock(SECONDS))
        if match:
            yield Step("unless", holds=False, told=f"'{match[0]}' spares it")
            return
    yield Step("unless", holds=True, told="nothing spares it")


def _asked(rule: model.Rule) -> Iterator[str]:
    """Yield the names of the rule's conditions as the engine names and orders them."""
    if rule.length:
        yield "length"
    if rule.shape:
        yield "shape"
    if rule.page:
        yield "page"
    for name in model.Where.__struct_fields__ if rule.where else ():
        if getattr(rule.where, name) not in (None, False):
            yield f"where.{name}"
    if rule.same:
        yield "same"


def _of_near(near: model.Near, reports: Mapping[int, LineReport], number: int) -> Step:
    sides = [side for side, asked in (("above", near.above), ("below", near.below)) if asked]
    found = {side: _neighbour(reports, number, -1 if side == "above" else 1) for side in sides}
    taken = {side: each.rule for side, each in found.items() if each and each.rule and each.whole}
    wanted = ", ".join(sorted(near.families)) or "any debris"
    if taken:
        names = ", ".join(f"{side} `{name}` took the line" for side, name in taken.items())
        return Step("near", holds=True, told=f"{names}; {wanted} is asked for")
    return Step("near", holds=False, told=f"nothing that goes stands {' or '.join(sides)}; {wanted} is asked for")


def _neighbour(reports: Mapping[int, LineReport], number: int, step: int) -> LineReport | None:
    while (number := number + step) in reports:
        if reports[number].text.strip():
            return reports[number]
    return None
