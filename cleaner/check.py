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
from cleaner.pipeline import Cleaner
from cleaner.result import Result
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.rule import BringBack, Example, Note, Protect, Rule, Where, first_pattern

PLACES = ("start", "middle", "end")

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
    """Run the examples of rules.

    Args:
        rule_set: The chain and all its rules; trial rules run in it where they were loaded.
        rules: The rules whose examples are run; all of the set where it is None.

    Yields:
        A problem for every example that does not hold.
    """
    # An example is mostly debris by design; the budget is for articles.
    unbounded = RuleSet(replace(rule_set.chain, budget=1.0), rule_set.rules)
    whole = Cleaner.of(unbounded)
    for rule in rule_set.rules if rules is None else rules:
        alone = whole if rule.near else Cleaner.of(RuleSet(unbounded.chain, (rule,)))
        for example in rule.examples:
            faults = _hit(rule, example, alone, whole) if example.hit else _miss(rule, example, whole)
            for message, remedy in faults:
                yield Problem(rule.source.path, example.line, 1, rule.id, message, remedy)


def tried_everywhere(rules: Iterable[Rule]) -> list[str]:
    """Return the ids of rules, one for each expression, that hold no text to look for: they are tried on every line.

    A rule with `same` is left out, since it compares lines with a title and can name no text, and so is a rule with
    `page`, which looks at no line of a plain text and asks the page first.
    """
    patterns = ((rule, first_pattern(rule.action)) for rule in rules if not (rule.same or rule.page))
    return [rule.id for rule, pattern in patterns for each in pattern.expressions if not each.keys]


def _hit(rule: Rule, example: Example, alone: Cleaner, whole: Cleaner) -> Iterator[tuple[str, str]]:
    trial = _trial(rule, example, example.at or _place_of(rule.where))
    result = _clean(alone, trial, example)
    if isinstance(rule.action, BringBack):
        if not all(line in result.repaired.split("\n") for line in example.text.split("\n")):
            yield f"does not bring back its hit {_short(example)}", "mend the pattern or a condition, or the example"
        return
    if isinstance(rule.action, Protect):
        if not any(name == rule.id for name in result.protected.values()):
            yield f"protects nothing of its hit {_short(example)}", "mend the pattern or the example"
        return
    if not isinstance(rule.action, Note):
        faults = list(_must_go(rule, example, trial, result))
        yield from faults
        if not faults and _fault_of_gone(example, trial, _clean(whole, trial, example)):
            yield f"with the whole chain, its hit {_short(example)} stays", "look at it with `cleaner explain`"
    elif not any(rule.id in source.split(", ") for source in result.sources.values()):
        yield f"notes nothing of its hit {_short(example)}", "mend the pattern or the example"
        return
    for name, expected in (example.gives or {}).items():
        given = result.metadata.get(name)
        if not _gives(given, expected):
            yield f"its hit {_short(example)} gives {name}: {given!r}, not {expected!r}", "mend the capture"


def _must_go(rule: Rule, example: Example, trial: _Trial, result: Result) -> Iterator[tuple[str, str]]:
    names = {removal.rule for removal in result.removed} | {
        name for contenders in result.contested.values() for name in contenders
    }
    if rule.id not in names:
        yield f"does not take its hit {_short(example)}", "mend the pattern or a condition, or the example"
    elif fault := _fault_of_gone(example, trial, result):
        yield f"of its hit {_short(example)} {fault}", "mend the pattern, or say what is `left:`"


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


def _miss(rule: Rule, example: Example, whole: Cleaner) -> Iterator[tuple[str, str]]:
    for place in PLACES:
        trial = _trial(rule, example, place)
        result = _clean(whole, trial, example)
        if isinstance(rule.action, BringBack):
            if rule.id in result.protected.values():
                yield f"brings back its miss {_short(example)}", "narrow the pattern, or add `unless`"
            continue
        takers = sorted(
            {
                removal.rule
                for removal in result.removed
                if removal.line <= trial.last and removal.last_line >= trial.first
            }
        )
        if takers:
            who = "it takes" if takers == [rule.id] else f"{', '.join(takers)} takes"
            yield f"at the {place}, {who} its miss {_short(example)}", "narrow the pattern, or add `unless` or `where`"


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
