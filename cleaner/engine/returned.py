"""Lines that the extractor left out, brought back where a rule says so, before anything else is asked of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from cleaner.article import Known
from cleaner.engine.conditions import applies, holds, is_like
from cleaner.engine.state import Line
from cleaner.evidence import Evidence, Extracted, Offer
from cleaner.rulebook.pattern import Clock
from cleaner.rulebook.rule import BringBack, Rule

_SECONDS = 0.5


class Returned(Struct, frozen=True):
    """A text with what was brought back.

    Attributes:
        text: The text.
        evidence: What the page says of its lines, by their numbers.
        rules: The numbers of the lines that were brought back, with the rules that did it.
    """

    text: str
    evidence: Mapping[int, Evidence]
    rules: Mapping[int, str]


def bring_back(extracted: Extracted, rules: Sequence[Rule], known: Known) -> Returned:
    """Put the lines that rules ask for where they stood on the page.

    Args:
        extracted: The lines of a page, and those that were left out.
        rules: The rules that bring back.
        known: What is known of the article.
    """
    able = [rule for rule in rules if applies(rule, known)]
    back: dict[int, list[tuple[Offer, str]]] = defaultdict(list)
    clock = Clock(_SECONDS)
    for offer in extracted.offers if able else ():
        line = Line(0, offer.text)
        if name := next((rule.id for rule in able if _wants(rule, line, offer.evidence, clock)), None):
            back[offer.after].append((offer, name))
    if not back:
        return Returned(extracted.text, extracted.evidence, {})
    lines: list[str] = []
    evidence: dict[int, Evidence] = {}
    by_rule: dict[int, str] = {}
    for number, text in enumerate(extracted.text.split("\n"), start=1):
        lines.append(text)
        if number in extracted.evidence:
            evidence[len(lines)] = extracted.evidence[number]
        for offer, name in back.get(number, ()):
            lines.append(offer.text)
            evidence[len(lines)], by_rule[len(lines)] = offer.evidence, name
    return Returned("\n".join(lines), evidence, by_rule)


def _wants(rule: Rule, line: Line, evidence: Evidence, clock: Clock) -> bool:
    if not isinstance(rule.action, BringBack) or rule.page is None or not holds(rule.page, evidence):
        return False
    if len(line.view) > rule.max_chars or not is_like(rule, line):
        return False
    if not rule.action.line.fullmatch(line.stripped, clock):
        return False
    return rule.unless is None or rule.unless.search(line.view, clock) is None
