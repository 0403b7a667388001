"""What `cleaner mine` finds of the debris that is known.

    python benchmarks/mined.py        the twenty commonest lines of debris in the corpora, and which of them are
                                      proposed when there are no rules at all, by the default number of proposals

Known debris is what the shipped rules take, and what is labelled so, in the texts of all extractors; lines that differ
in numbers, and in what follows a label, count as one. The corpora lie in `../shared`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from corpora import records

from cleaner import Article, Cleaner
from cleaner.mine.proposals import propose
from cleaner.mine.shapes import shapes_of
from cleaner.rulebook.library import RuleSet
from cleaner.rulebook.unjudged import listed_rules

COMMONEST = 20
EXTRACTORS = ("trafilatura", "traf_recall")


def articles() -> Iterator[Article]:
    """Yield every text of the corpora, an article of its own for each extractor."""
    for name, record in records():
        for extractor in EXTRACTORS:
            if text := record["texts"].get(extractor):
                yield Article(text=text, id=f"{name}/{record['id']}", url=record.get("url"))


def commonest(cleaner: Cleaner) -> list[tuple[str, int, str]]:
    """Return the shapes of debris that stand in the most documents, with their number and a line of each."""
    documents: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for article in articles():
        for report in cleaner.clean_article(article).explain():
            shapes = shapes_of(report.text) if report.whole else ()
            for shape in shapes[-1:]:
                documents[shape].add(article.id or "")
                shown[shape][report.text.strip()] += 1
    ranked = sorted(documents, key=lambda shape: (-len(documents[shape]), shape))
    return [(shape, len(documents[shape]), shown[shape].most_common(1)[0][0]) for shape in ranked[:COMMONEST]]


def main() -> None:
    """Print the table."""
    shipped = Cleaner()
    known = commonest(shipped)
    empty = Cleaner.of(RuleSet(replace(shipped.rule_set.chain, packs=()), ()))
    found, _ = propose(articles, lambda article: article.text or "", empty, listed_rules(), least=3, most=100)
    rank = {proposal.found.shape: number for number, proposal in enumerate(found, start=1)}
    print("| debris | documents | proposed as number |\n| --- | --- | --- |")
    proposed = 0
    for shape, number, text in known:
        of_line = [rank[each] for each in (*shapes_of(text), shape) if each in rank]
        proposed += bool(of_line)
        print(f"| {text[:60].replace('|', '/')} | {number} | {min(of_line) if of_line else '-'} |")
    print(f"\n{proposed} of {len(known)} are proposed, among {len(found)} proposals")


if __name__ == "__main__":
    main()
