"""What was found of a condition, in words."""

from __future__ import annotations

from cleaner.article import Known
from cleaner.engine.state import Line, State
from cleaner.evidence import Evidence
from cleaner.rulebook import rule as model


def told_of_known(rule: model.Rule, known: Known) -> str:
    """Say what a rule asks to be known of an article, and what is."""
    asked = []
    if rule.sites:
        asked.append(f"asks for the site {', '.join(sorted(rule.sites))}, it is {known.site or 'not known'}")
    if rule.langs and known.lang:
        asked.append(f"asks for {', '.join(sorted(rule.langs))}, the language is {known.lang}")
    if rule.same:
        wants = "no title to be known" if rule.same == "opening" else "a known title"
        asked.append(f"asks for {wants}, it is {known.title!r}" if known.title else f"asks for {wants}, none is known")
    if rule.page and not known.evidence:
        asked.append("asks for evidence from the page, which a plain text has not")
    return "; ".join(asked) or "asks for nothing that must be known"


def told_of_condition(name: str, rule: model.Rule, state: State, known: Known, reach: tuple[int, int]) -> str:
    """Say what was found of a condition.

    Args:
        name: The condition, as the engine names it.
        rule: The rule.
        state: The lines that are left.
        known: What is known of the article.
        reach: The indexes of the first and the last line that the rule would take.
    """
    first, last = reach
    line = state.lines[first]
    where = rule.where or model.Where()
    if name == "length" and rule.length:
        most = "any number" if rule.length.most is None else rule.length.most
        return f"the line has {line.words} words, {rule.length.least} to {most} are asked for"
    if name == "shape" and rule.shape:
        return f"the line is {_shapes(line)}; {_shape(rule.shape)} is asked for"
    if name == "page":
        return _told_of_page(known.evidence.get(line.number))
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


def _told_of_page(evidence: Evidence | None) -> str:
    if evidence is None:
        return "the page says nothing of the line"
    around = ", ".join(sorted(evidence.within - {evidence.element})) or "nothing else"
    told = [f"the line is in `{evidence.element}` within {around}", f"{evidence.link_share:.0%} of it is links"]
    if evidence.target:
        told.append(f"they lead to {evidence.target}")
    if evidence.hidden:
        told.append("it is hidden")
    if evidence.stands:
        told.append(f"it stands {evidence.stands} the article")
    if evidence.tells:
        told.append(f"it tells the {' and '.join(sorted(evidence.tells))} of the page")
    told.append(f"its names are '{evidence.tokens}'" if evidence.tokens else "it has no names")
    return ", ".join(told)


def _shape(shape: model.Shape) -> str:
    return f"{'not ' if shape.negated else ''}{shape.name}"


def _shapes(line: Line) -> str:
    names = [name for name in ("prose", "heading", "item") if line.has(model.Shape(name, negated=False))]
    return " and ".join(names) or "of no shape"
