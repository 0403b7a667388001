"""Gathering: in how many articles and on how many sites a shape stands, where in them, and which rules take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from cleaner.article import Article, site_of
from cleaner.engine.state import Line
from cleaner.mine.shapes import shapes_of
from cleaner.mine.sketch import Sketch
from cleaner.pipeline import Cleaner
from cleaner.result import LineReport

MOST_SHAPES = 50_000
"""Shapes that are looked at closely at the same time; of more, those in the fewest articles go."""

_MOST_TEXTS = 6
_MOST_SITES = 200


@dataclass(slots=True)
class Found:
    """What is known of a shape.

    Attributes:
        shape: The shape (`cleaner.mine.shapes`).
        articles: In how many articles it stands.
        taken: In how many of them a rule takes it, or protects it.
        sites: How many articles of each site, where sites are known.
        before: In how many it stands before all prose.
        after: In how many after all prose.
        prose: In how many the line is prose.
        headings: In how many it has the form of a heading.
        words: Words of all its lines.
        neighbours: In how many a line directly beside it goes.
        texts: Lines of this shape, no two alike.
        langs: How many articles of each language, where it is known.
    """

    shape: str
    articles: int = 0
    taken: int = 0
    sites: Counter[str] = field(default_factory=Counter)
    before: int = 0
    after: int = 0
    prose: int = 0
    headings: int = 0
    words: int = 0
    neighbours: int = 0
    texts: list[str] = field(default_factory=list)
    langs: Counter[str] = field(default_factory=Counter)

    @property
    def left(self) -> int:
        """In how many articles it stands and no rule takes it."""
        return self.articles - self.taken


def count(articles: Iterable[Article], text_of: Callable[[Article], str]) -> tuple[Sketch, int]:
    """Count in how many articles each shape stands; returns the sketch and the number of articles."""
    sketch, number = Sketch(), 0
    for article in articles:
        number += 1
        for shape in _shapes(text_of(article)):
            sketch.add(shape)
    return sketch, number


def _shapes(text: str) -> set[str]:
    return {shape for line in text.splitlines() for shape in shapes_of(line)}


def gather(
    articles: Iterable[Article], text_of: Callable[[Article], str], cleaner: Cleaner, sketch: Sketch, least: int
) -> dict[str, Found]:
    """Look closer at the shapes that stand in enough articles.

    Args:
        articles: The corpus, as it was counted.
        text_of: Returns an article's text.
        cleaner: The rules that are asked.
        sketch: In how many articles each shape stands.
        least: In how many a shape must stand.
    """
    known: dict[str, Found] = {}
    for article in articles:
        text = text_of(article)
        wanted = {shape for shape in _shapes(text) if sketch.count(shape) >= least}
        if not wanted:
            continue
        reports = [report for report in cleaner.clean_article(article).explain() if report.text.strip()]
        site, lang = site_of(article.url), article.lang or ""
        for found, place in _places(reports, wanted, known):
            _note(found, place, site, lang)
        if len(known) > MOST_SHAPES:
            fewest = sorted(known.values(), key=lambda each: each.articles)[: MOST_SHAPES // 4]
            for each in fewest:
                del known[each.shape]
    return known


@dataclass(frozen=True, slots=True)
class _Place:
    line: Line
    report: LineReport
    before: bool
    after: bool
    beside: bool


def _places(reports: list[LineReport], wanted: set[str], known: dict[str, Found]) -> Iterator[tuple[Found, _Place]]:
    """Yield each wanted shape of an article once, with its first place."""
    lines = [Line(report.line, report.text) for report in reports]
    prose = [index for index, line in enumerate(lines) if line.is_prose and not reports[index].whole]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    for index, report in enumerate(reports):
        for shape in shapes_of(report.text):
            if shape in wanted:
                wanted.discard(shape)
                beside = any(each.whole for each in reports[max(index - 1, 0) : index + 2])
                place = _Place(lines[index], report, index <= first, index >= last, beside)
                yield known.setdefault(shape, Found(shape)), place


def _note(found: Found, place: _Place, site: str, lang: str) -> None:
    found.articles += 1
    found.taken += bool(place.report.rule or place.report.protected)
    found.before += place.before
    found.after += place.after
    found.prose += place.line.is_prose
    found.headings += not place.line.is_prose and not place.line.stripped.endswith((",", ";"))
    found.words += place.line.words
    found.neighbours += place.beside
    if site and (site in found.sites or len(found.sites) < _MOST_SITES):
        found.sites[site] += 1
    if lang:
        found.langs[lang] += 1
    text = place.report.text.strip()
    if place.report.rule is None and text not in found.texts and len(found.texts) < _MOST_TEXTS:
        found.texts.append(text)
