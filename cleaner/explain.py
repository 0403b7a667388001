"""Why: which part of which pattern took a line, and which condition kept a rule from taking one.

Looks at a result after the fact and asks the rules again, line by line; nothing of it runs while articles are cleaned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner.article import Known, site_of
from cleaner.engine.conditions import applies, failed_condition, has_length
from cleaner.engine.state import Line, State
from cleaner.lines import without_marker
from cleaner.result import LineReport, Result
from cleaner.rulebook import rule as model
from cleaner.rulebook.pattern import Clock, Expression, Match, OutOfTimeError, Pattern
from cleaner.typography import matching_view

_SECONDS = 1.0


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


def explain(result: Result, rules: Sequence[model.Rule]) -> tuple[Explanation, ...]:
    """Return for every line of a result what took it, and with which expression."""
    by_id = {rule.id: rule for rule in rules}
    return tuple(_explained(report, by_id.get(report.rule or "")) for report in result.explain())


def _explained(report: LineReport, rule: model.Rule | None) -> Explanation:
    if rule is None:
        return Explanation(report)
    for part, pattern in _parts(rule.action):
        if pattern and (found := _match(pattern, report.text)):
            expression, match = found
            fields = dict(rule.captures)
            named = {fields[name]: text for name, text in match.groupdict().items() if text and name in fields}
            return Explanation(report, rule.family, part, expression.written, named)
    return Explanation(report, rule.family)


def _parts(action: model.Action) -> Iterator[tuple[str, Pattern | None]]:
    match action:
        case model.DropBlock(start, end):
            yield from (("from", start), ("to", end))
        case model.DropRun(heading, each):
            yield from (("heading", heading), ("each", each.line))
        case model.DropLine(pattern):
            yield "drop_line", pattern
        case model.DropRest(pattern):
            yield "drop_rest", pattern
        case model.DropRepeats(pattern):
            yield "drop_repeats", pattern
        case model.Cut(pattern):
            yield "cut", pattern
        case model.Note(pattern):
            yield "note", pattern
        case model.Protect(pattern):
            yield "protect", pattern


def _match(pattern: Pattern, text: str) -> tuple[Expression, Match] | None:
    """Return the first expression that matches a line, as the engine tries it."""
    clock = Clock(_SECONDS)
    view = matching_view(text)
    stripped = view.strip()
    try:
        for expression in pattern.expressions:
            if expression.searches:
                found = expression.search(view, 0, clock)
            else:
                found = expression.fullmatch(stripped, clock) or expression.fullmatch(without_marker(stripped), clock)
            if found:
                return expression, found
    except OutOfTimeError:
        pass
    return None


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
    known = _known(result)
    yield Step("known", applies(rule, known), _told_of_known(rule, known))
    size = len(matching_view(report.text).strip())
    yield Step(
        "max_chars", size <= rule.max_chars, f"the line has {size:,} characters, at most {rule.max_chars:,} count"
    )
    part, pattern = next(_parts(rule.action))
    yield _of_pattern(part, pattern or Pattern(()), report.text)
    state, index = _state(reports, report.line)
    last, step = _reach(rule, state, index)
    if step:
        yield step
    yield from _of_unless(rule, [line.view for line in state.lines[index : last + 1]])
    failed = failed_condition(rule, state, known, index, last)
    for name in _asked(rule):
        holds = failed is None or failed != name
        yield Step(name, holds, _told_of_place(name, rule, state, index, last))
    if rule.near:
        yield _of_near(rule.near, reports, report.line)
    if report.protected:
        yield Step("protect", False, f"`{report.protected}` protects the line")  # noqa: FBT003 - it fails
    if report.rule and report.rule != rule.id:
        yield Step("conflict", False, f"`{report.rule}` wins the line")  # noqa: FBT003 - it fails
    if result.withheld and not report.rule:
        told = "more than the budget of the article would have gone, so nothing went"
        yield Step("budget", False, told)  # noqa: FBT003 - it fails


def _known(result: Result) -> Known:
    """Return what the caller, or the page, said of the article."""
    said = {name: str(result.metadata[name]) for name, source in result.sources.items() if source in ("caller", "page")}
    return Known(title=said.get("title", ""), lang=said.get("language", ""), site=site_of(said.get("url")))


def _told_of_known(rule: model.Rule, known: Known) -> str:
    asked = []
    if rule.sites:
        asked.append(f"asks for the site {', '.join(sorted(rule.sites))}, it is {known.site or 'not known'}")
    if rule.langs and known.lang:
        asked.append(f"asks for {', '.join(sorted(rule.langs))}, the language is {known.lang}")
    if rule.same:
        wants = "no title to be known" if rule.same == "opening" else "a known title"
        asked.append(f"asks for {wants}, it is {known.title!r}" if known.title else f"asks for {wants}, none is known")
    if rule.page:
        asked.append("asks for evidence from the page, which a plain text has not")
    return "; ".join(asked) or "asks for nothing that must be known"


def _of_pattern(part: str, pattern: Pattern, text: str) -> Step:
    if found := _match(pattern, text):
        return Step(part, holds=True, told=f"'{found[0].written}' matches")
    searched = any(expression.searches for expression in pattern.expressions)
    if searched:
        return Step(part, holds=False, told="none of its expressions is found in the line")
    stripped = without_marker(matching_view(text).strip())
    reach, furthest = max(((_reaches(each, stripped), each) for each in pattern.expressions), key=lambda pair: pair[0])
    shown = (
        f"'{stripped[:reach]}' and then finds '{stripped[reach : reach + 20]}'"
        if reach
        else "not even its first letter"
    )
    if reach >= len(stripped):
        shown = "the whole line, and wants more"
    return Step(part, holds=False, told=f"the one that comes furthest, '{furthest.written}', matches {shown}")


def _reaches(expression: Expression, text: str) -> int:
    """Return how many characters of a line an expression likes before it gives up."""
    low, high = 0, len(text)
    try:
        while low < high:
            middle = (low + high + 1) // 2
            if expression.compile().fullmatch(text[:middle], partial=True, timeout=_SECONDS):
                low = middle
            else:
                high = middle - 1
    except TimeoutError:
        pass
    return low


def _state(reports: Mapping[int, LineReport], number: int) -> tuple[State, int]:
    """Return the lines that are left in the end, and the one asked about among them."""
    left = [
        Line(report.line, report.text)
        for report in reports.values()
        if report.text.strip() and (report.line == number or not report.whole)
    ]
    return State(left), next(index for index, line in enumerate(left) if line.number == number)


def _reach(rule: model.Rule, state: State, index: int) -> tuple[int, Step | None]:
    """Return the last line that the rule would take, and whether it finds what it needs to begin at all."""
    if isinstance(rule.action, model.DropRest):
        return len(state) - 1, None
    if isinstance(rule.action, model.DropBlock):
        for last in range(index + 1, min(index + rule.action.max_lines, len(state))):
            if _match(rule.action.end, state.lines[last].text):
                return last, Step("to", holds=True, told=f"the block ends on line {state.lines[last].number}")
        return index, Step("to", holds=False, told=f"no end comes within {rule.action.max_lines} lines")
    if isinstance(rule.action, model.DropRun):
        last = index
        for position in range(index + 1, min(index + 1 + rule.action.max_lines, len(state))):
            if not _is_of_run(rule.action.each, state.lines[position]):
                break
            last = position
        count = last - index
        told = f"{count} {'line follows' if count == 1 else 'lines follow'} that fit, {rule.action.at_least} are needed"
        return last, Step("each", count >= rule.action.at_least, told)
    return index, None


def _is_of_run(each: model.Each, line: Line) -> bool:
    if each.length and not has_length(each.length, line.words):
        return False
    if each.shape and not line.has(each.shape):
        return False
    return each.line is None or _match(each.line, line.text) is not None


def _of_unless(rule: model.Rule, views: Sequence[str]) -> Iterator[Step]:
    if rule.unless is None:
        return
    for view in views:
        match = rule.unless.search(view, Clock(_SECONDS))
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
    for name in model.Where.__struct_fields__ if rule.where else ():
        if getattr(rule.where, name) not in (None, False):
            yield f"where.{name}"
    if rule.same:
        yield "same"


def _told_of_place(name: str, rule: model.Rule, state: State, first: int, last: int) -> str:
    line = state.lines[first]
    where = rule.where or model.Where()
    if name == "length" and rule.length:
        most = "any number" if rule.length.most is None else rule.length.most
        return f"the line has {line.words} words, {rule.length.least} to {most} are asked for"
    if name == "shape" and rule.shape:
        return f"the line is {_shapes(line)}; {_shape(rule.shape)} is asked for"
    if name == "where.first":
        return f"it is line {last + 1} of those that are left, among the first {where.first} is asked for"
    if name == "where.last":
        return f"{len(state) - first - 1} lines stand after it, among the last {where.last} is asked for"
    if name == "where.before_body":
        before = state.first_prose < first
        return (
            f"prose stands before it, on line {state.lines[state.first_prose].number}"
            if before
            else "no prose before it"
        )
    if name == "where.after_body":
        after = state.last_prose > last
        return (
            f"prose stands after it, on line {state.lines[state.last_prose].number}" if after else "no prose after it"
        )
    if name == "where.share":
        share = state.words_before[first] / max(state.words_before[-1], 1)
        return f"{share:.2f} of the words stand before it, {where.share} is asked for"
    if name in ("where.before", "where.after"):
        index = last + 1 if name == "where.before" else first - 1
        side = "below" if name == "where.before" else "above"
        shape = where.before if name == "where.before" else where.after
        found = _shapes(state.lines[index]) if 0 <= index < len(state) else "nothing"
        return f"the line {side} is {found}; {_shape(shape) if shape else ''} is asked for"
    return f"compared with the title by `same: {rule.same}`"


def _shape(shape: model.Shape) -> str:
    return f"{'not ' if shape.negated else ''}{shape.name}"


def _shapes(line: Line) -> str:
    names = [name for name in ("prose", "heading", "item") if line.has(model.Shape(name, negated=False))]
    return " and ".join(names) or "of no shape"


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
