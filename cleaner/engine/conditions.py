"""The conditions of a rule, judged on what would go: the lines from `first` to `last` of a state.

`failed_condition` names the first that does not hold, so that it can be told why a rule left a line alone. Conditions
on what other rules take (`near`) are for `cleaner.engine.claims`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cleaner.article import Known
from cleaner.engine.state import Line, State
from cleaner.engine.titles import is_opening_headline, is_similar_title, is_title
from cleaner.evidence import Evidence
from cleaner.rulebook.rule import Length, Page, Rule, Where

_NEARLY_ALL = 0.9
_MOST = 0.5
_FEW = 1 / 3
_CLASS_SECONDS = 0.2

_Check = Callable[[Where, State, int, int], bool]


def is_choosy(rule: Rule) -> bool:
    """Tell whether there are articles to which a rule does not apply."""
    return bool(rule.sites or rule.same or rule.page or rule.langs)


def applies(rule: Rule, known: Known) -> bool:
    """Tell whether a rule can take anything of an article with these known facts."""
    if rule.sites and not known.is_of(rule.sites):
        return False
    if rule.same and (rule.same == "opening") == bool(known.title):
        return False
    if rule.page and not known.evidence:
        # Plain text carries no evidence of a page.
        return False
    return not (rule.langs and known.lang and known.lang not in rule.langs)


def has_length(length: Length, words: int) -> bool:
    """Tell whether a number of words lies in the bounds."""
    return length.least <= words and (length.most is None or words <= length.most)


def is_like(rule: Rule, line: Line) -> bool:
    """Tell whether a line is of the length and the shape that a rule asks of what it takes, or of its first line."""
    if rule.length and not has_length(rule.length, line.words):
        return False
    return rule.shape is None or line.has(rule.shape)


def is_testified(page: Page, known: Known, line: Line) -> bool:
    """Tell whether the page says of a line what is asked; of a line that it does not know it says nothing."""
    evidence = known.evidence.get(line.number)
    return evidence is not None and holds(page, evidence)


def holds(page: Page, evidence: Evidence) -> bool:
    """Tell whether evidence is what is asked."""
    if page.links and not _LINKS[page.links](evidence.link_share):
        return False
    if page.to and evidence.target != page.to:
        return False
    if page.element and evidence.element not in page.element:
        return False
    if page.within and page.within.isdisjoint(evidence.within):
        return False
    if page.class_ and not page.class_.stands_in(evidence.tokens, _CLASS_SECONDS):
        return False
    if page.hidden not in (None, evidence.hidden) or page.named not in (None, bool(evidence.tokens)):
        return False
    if page.stands not in (None, evidence.stands) or not page.tells <= evidence.tells:
        return False
    return page.outside.isdisjoint(evidence.within)


_LINKS: Mapping[str, Callable[[float], bool]] = {
    # A mark or a number before the link is no reason to doubt.
    "all": lambda share: share >= _NEARLY_ALL,
    "most": lambda share: share >= _MOST,
    "some": lambda share: share > 0,
    "few": lambda share: share < _FEW,
    "none": lambda share: share == 0,
}


def failed_condition(rule: Rule, state: State, known: Known, first: int, last: int) -> str | None:
    """Return the name of the first condition that does not hold, or None where all do.

    `shape`, `length`, `page` and `same` ask about the first line; a run says of its other lines what they must be.
    """
    line = state.lines[first]
    if rule.length and not has_length(rule.length, line.words):
        return "length"
    if rule.shape and not line.has(rule.shape):
        return "shape"
    if rule.page and not is_testified(rule.page, known, line):
        return "page"
    if rule.where and (name := _failed_place(rule.where, state, first, last)):
        return f"where.{name}"
    if rule.same and not _is_same(rule.same, state, known, first):
        return "same"
    return None


def _is_same(what: str, state: State, known: Known, index: int) -> bool:
    if what == "opening":
        return not known.title and is_opening_headline(state, index)
    if not known.title:
        return False
    if what == "similar":
        return is_similar_title(state, index, known.title)
    return is_title(state.lines[index].stripped, known.title)


def _failed_place(where: Where, state: State, first: int, last: int) -> str | None:
    for name, holds in _PLACES.items():
        if getattr(where, name) not in (None, False) and not holds(where, state, first, last):
            return name
    return None


def _is_first(where: Where, _: State, __: int, last: int) -> bool:
    return last < (where.first or 0)


def _is_last(where: Where, state: State, first: int, _: int) -> bool:
    return first >= len(state) - (where.last or 0)


def _before_body(_: Where, state: State, first: int, __: int) -> bool:
    return first <= state.first_prose


def _after_body(_: Where, state: State, __: int, last: int) -> bool:
    return last >= state.last_prose


def _share(where: Where, state: State, first: int, _: int) -> bool:
    return state.words_before[first] >= (where.share or 0.0) * state.words_before[-1]


def _before(where: Where, state: State, _: int, last: int) -> bool:
    return where.before is not None and last + 1 < len(state) and state.lines[last + 1].has(where.before)


def _after(where: Where, state: State, first: int, _: int) -> bool:
    return where.after is not None and first > 0 and state.lines[first - 1].has(where.after)


_PLACES: Mapping[str, _Check] = {
    "first": _is_first,
    "last": _is_last,
    "before_body": _before_body,
    "after_body": _after_body,
    "share": _share,
    "before": _before,
    "after": _after,
}
