"""Rules held against their own examples: what must go goes, what must stay stays.

An example stands between stock lines of prose at the place that its rule's `where` asks for. A `hit` is tried with
the rule by itself, and must go with the whole chain, too; a `miss` must survive the whole chain at the start, in the
middle and at the end. Whether a file can be loaded at all is for `cleaner.rulebook`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cleaner.errors import Problem
from cleaner.evidence import Evidence, Extracted, Offer
from cleaner.lines import without_marker
from cleaner.pipeline import Cleaner
from cleaner.result import Result
from cleaner.rulebook.chain import Chain
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.pattern import Clock, Expression, OutOfTimeError
from cleaner.rulebook.rule import BringBack, Example, Note, Protect, Rule, Where, first_pattern
from cleaner.typography import matching_view

PLACES = ("start", "middle", "end")
SECONDS = 1.0

# Neutral prose that no rule should want: enough of it that `where: {share: 0.9}` can hold behind it.
STOCK = (
    "The ferry across the narrow bay was late again on the second morning of the month.",
    "Two dozen passengers waited on the wooden pier while the crew looked at the engine.",
    "A mechanic from the village came down the hill with a bag of spanners and a lamp.",
    "He had mended the same pump in the spring, he told the harbour master, and in the autumn before.",
    "The oldest of the passengers remembered a time when the crossing was made under sail.",
    "Nobody on the pier seemed to mind the delay, for the weather was warm and the sea calm.",
    "Shortly before noon the engine turned over, coughed twice and ran as if nothing had happened.",
    "The crossing itself took less than half an hour, and every seat on the upper deck was taken.",
    "On the far side the bus to the market town had waited, as its driver always does.",
    "The harbour master wrote the delay into his book and underlined the word for pump.",
    "A new one has been ordered from the yard that built the ferry some thirty years ago.",
    "Until it arrives, the mechanic will keep his bag of spanners by the door of his house.",
)


@dataclass(frozen=True, slots=True)
class _Trial:
    """One example at one place: the text, which of its lines are the example's, and what a page says of them."""

    text: str
    first: int
    last: int
    evidence: Mapping[int, Evidence]
    offers: tuple[Offer, ...] = ()


def check(rule_set: RuleSet, rules: Iterable[Rule] | None = None) -> Iterator[Problem]:
    """Run the examples of rules, by themselves and in the company of a whole chain.

    Args:
        rule_set: The chain and all its rules; trial rules run in it where they were loaded.
        rules: The rules whose examples are run; all of the set where it is None.

    Yields:
        A problem for every example that does not hold.
    """
    company = Company(rule_set)
    for rule in rule_set.rules if rules is None else rules:
        yield from company.problems(rule)


def alone(rule: Rule, chain: Chain) -> Iterator[Problem]:
    """Run the examples of a rule against that rule only; one with `near` needs company and is passed over."""
    by_itself = Cleaner.of(RuleSet(replace(chain, budget=1.0), (rule,)))
    for example in rule.examples:
        if example.hit and not rule.near:
            faults = _hit(rule, example, by_itself)
        elif not example.hit and _may_match(rule, example):
            faults = _miss(rule, example, by_itself)
        else:
            continue
        yield from _problems(rule, example, faults)


class Company:
    """A whole chain, in which examples are run.

    Args:
        rule_set: The chain and all its rules.
    """

    def __init__(self, rule_set: RuleSet) -> None:
        # An example is mostly debris by design; the budget is for articles.
        self._unbounded = RuleSet(replace(rule_set.chain, budget=1.0), rule_set.rules)
        self._whole = Cleaner.of(self._unbounded)

    def problems(self, rule: Rule) -> Iterator[Problem]:
        """Yield a problem for every example of a rule that does not hold, by itself or in company."""
        by_itself = self._whole if rule.near else Cleaner.of(RuleSet(self._unbounded.chain, (rule,)))
        for example in rule.examples:
            if not example.hit:
                yield from _problems(rule, example, _miss(rule, example, self._whole))
                continue
            faults = list(_hit(rule, example, by_itself))
            yield from _problems(rule, example, faults or self._stays(rule, example))

    def _stays(self, rule: Rule, example: Example) -> Iterator[_Fault]:
        if isinstance(rule.action, Protect | Note | BringBack):
            return
        trial = _set_between(example, example.at or _place_of(rule.where))
        if _fault_of_gone(example, trial, _clean(self._whole, trial, example)):
            message = f"with the whole chain, its hit {_short(example)} stays"
            yield _Fault("hit-stays-in-chain", message, "look at it with `cleaner explain`")

    def takers(self, rule: Rule) -> Iterator[tuple[Example, tuple[str, ...]]]:
        """Yield each hit of a rule with the rules that want any of its lines, those that get them first."""
        for example in rule.examples:
            if example.hit:
                trial = _set_between(example, example.at or _place_of(rule.where))
                result = _clean(self._whole, trial, example)
                lines = range(trial.first, trial.last + 1)
                gets = (
                    each.rule for each in result.removed if each.line <= trial.last and each.last_line >= trial.first
                )
                wants = (name for line in lines for name in result.contested.get(line, ()))
                yield example, tuple(dict.fromkeys((*gets, *wants)))


def tried_everywhere(rules: Iterable[Rule]) -> Iterator[tuple[Rule, Expression]]:
    """Yield expressions that hold no text to look for, so that they are tried on every line, with their rules.

    A rule with `same` is left out, since it compares lines with a title and can name no text, and so is a rule with
    `page`, which looks at no line of a plain text and asks the page first.
    """
    for rule in rules:
        for expression in () if rule.same or rule.page else first_pattern(rule.action).expressions:
            if not expression.keys:
                yield rule, expression


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with an example."""

    code: str
    message: str
    remedy: str


def _problems(rule: Rule, example: Example, faults: Iterable[_Fault]) -> Iterator[Problem]:
    for fault in faults:
        yield Problem(rule.source.path, example.line, 1, rule.id, fault.message, fault.remedy, fault.code)


def _may_match(rule: Rule, example: Example) -> bool:
    """Tell whether the rule's first pattern matches any line of an example: if not, it takes none of it anywhere."""
    clock = Clock(SECONDS)
    pattern = first_pattern(rule.action)
    searches = any(expression.searches for expression in pattern.expressions)
    for line in map(str.strip, matching_view(example.text).split("\n")):
        for form in dict.fromkeys((line, without_marker(line))):
            try:
                if (pattern.search if searches else pattern.fullmatch)(form, clock):
                    return True
            except OutOfTimeError:
                return True
    return False


def _hit(rule: Rule, example: Example, alone: Cleaner) -> Iterator[_Fault]:
    trial = _trial(rule, example, example.at or _place_of(rule.where))
    result = _clean(alone, trial, example)
    mend = "mend the pattern or the example"
    if isinstance(rule.action, BringBack):
        if not all(line in result.repaired.split("\n") for line in example.text.split("\n")):
            message = f"does not bring back its hit {_short(example)}"
            yield _Fault("hit-stays", message, "mend the pattern or a condition, or the example")
        return
    if isinstance(rule.action, Protect):
        if not any(name == rule.id for name in result.protected.values()):
            yield _Fault("hit-stays", f"protects nothing of its hit {_short(example)}", mend)
        return
    if not isinstance(rule.action, Note):
        yield from _must_go(rule, example, trial, result)
    elif not any(rule.id in source.split(", ") for source in result.sources.values()):
        yield _Fault("hit-stays", f"notes nothing of its hit {_short(example)}", mend)
        return
    for name, expected in (example.gives or {}).items():
        given = result.metadata.get(name)
        if not _gives(given, expected):
            message = f"its hit {_short(example)} gives {name}: {given!r}, not {expected!r}"
            yield _Fault("hit-gives", message, "mend the capture")


def _must_go(rule: Rule, example: Example, trial: _Trial, result: Result) -> Iterator[_Fault]:
    names = {removal.rule for removal in result.removed} | {
        name for contenders in result.contested.values() for name in contenders
    }
    if rule.id not in names:
        message = f"does not take its hit {_short(example)}"
        yield _Fault("hit-stays", message, "mend the pattern or a condition, or the example")
    elif fault := _fault_of_gone(example, trial, result):
        yield _Fault("hit-stays", f"of its hit {_short(example)} {fault}", "mend the pattern, or say what is `left:`")


def _fault_of_gone(example: Example, trial: _Trial, result: Result) -> str:
    """Return what is wrong with what is left of a hit; empty where nothing is."""
    left = _left(trial, result)
    expected = example.left or ""
    if [line.split() for line in left.split("\n")] == [line.split() for line in expected.split("\n")]:
        return ""
    return f"there is left {left!r}" + (f", not {expected!r}" if expected else "")


def _left(trial: _Trial, result: Result) -> str:
    """Return what is left of the lines of an example."""
    gone: dict[int, list[tuple[int, int]]] = {}
    for removal in result.removed:
        for number in range(removal.line, removal.last_line + 1):
            gone.setdefault(number, []).append((removal.start, removal.end))
    left = []
    start = 0
    for number, line in enumerate(result.repaired.split("\n"), start=1):
        if trial.first <= number <= trial.last:
            spans = gone.get(number, [])
            kept = "".join(
                character
                for position, character in enumerate(line, start=start)
                if not any(low <= position < high for low, high in spans)
            )
            left += [kept] if kept.strip() else []
        start += len(line) + 1
    return "\n".join(left)


def _miss(rule: Rule, example: Example, whole: Cleaner) -> Iterator[_Fault]:
    for place in PLACES:
        trial = _trial(rule, example, place)
        result = _clean(whole, trial, example)
        if isinstance(rule.action, BringBack):
            if rule.id in result.protected.values():
                yield _Fault(
                    "miss-taken", f"brings back its miss {_short(example)}", "narrow the pattern, or add `unless`"
                )
            continue
        takers = sorted(
            {
                removal.rule
                for removal in result.removed
                if removal.line <= trial.last and removal.last_line >= trial.first
            }
        )
        if takers:
            own = rule.id in takers
            who = "it takes" if takers == [rule.id] else f"{', '.join(takers)} takes"
            yield _Fault(
                "miss-taken" if own else "miss-taken-by-other",
                f"at the {place}, {who} its miss {_short(example)}",
                "narrow the pattern, or add `unless` or `where`",
            )


def _trial(rule: Rule, example: Example, place: str) -> _Trial:
    """Set an example where it is tried: between the stock lines, or among what was left out between them."""
    if not isinstance(rule.action, BringBack):
        return _set_between(example, place)
    lines = example.text.split("\n")
    offers = (Offer(len(STOCK) // 2, line, evidence) for line, evidence in zip(lines, example.page, strict=False))
    return _Trial("\n".join(STOCK), 0, 0, _stock_evidence(len(STOCK)), tuple(offers))


def _stock_evidence(lines: int) -> dict[int, Evidence]:
    """Return what a page says of stock lines, which are what an article is made of."""
    return dict.fromkeys(range(1, lines + 1), Evidence("p", frozenset({"p"})))


def _set_between(example: Example, place: str) -> _Trial:
    lines = example.text.split("\n")
    half = len(STOCK) // 2
    before = {"start": (), "middle": STOCK[:half], "end": STOCK}[place]
    after = {"start": STOCK, "middle": STOCK[half:], "end": ()}[place]
    first, last = len(before) + 1, len(before) + len(lines)
    page: dict[int, Evidence] = {}
    if example.page:
        page = _stock_evidence(len(STOCK) + len(lines)) | dict(zip(range(first, last + 1), example.page, strict=True))
    return _Trial("\n".join((*before, *lines, *after)), first, last, page)


def _place_of(where: Where | None) -> str:
    if where is None:
        return "middle"
    if where.before_body or where.first is not None:
        return "start"
    return "end" if where.after_body or where.last is not None or where.share else "middle"


def _clean(cleaner: Cleaner, trial: _Trial, example: Example) -> Result:
    known = example.known or {}
    url = f"https://{known['site']}/" if "site" in known else None
    extracted = Extracted(trial.text, trial.evidence, offers=trial.offers)
    return cleaner.clean_extracted(extracted, url=url, title=known.get("title"), lang=known.get("lang"))


def _gives(given: Any, expected: Any) -> bool:  # noqa: ANN401 - facts are texts, lists and objects
    if isinstance(expected, Mapping):
        return isinstance(given, Mapping) and all(_gives(given.get(key), value) for key, value in expected.items())
    return bool(given == expected)


def _short(example: Example) -> str:
    text = example.text.replace("\n", " / ")
    return f"'{text[:60]}...'" if len(text) > 63 else f"'{text}'"
