"""What `cleaner mine` finds of the debris that is known.

    python benchmarks/mined.py        the twenty commonest lines of debris in the corpora, and which of them are
                                      proposed when there are no rules at all, by the default number of proposals
    python benchmarks/mined.py scale  time and memory of mining that many `--lines` in `--sites` sites

Known debris is what the shipped rules take, and what is labelled so, in the texts of all extractors; lines that differ
in numbers, and in what follows a label, count as one. For the scale the texts are repeated, each time with other names
and on another site. The corpora lie in `../shared`.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from corpora import records, repeated

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


def table() -> None:
    """Print which of the commonest lines are proposed."""
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


def many(lines: int, sites: int) -> Iterator[Article]:
    """Yield articles that have so many lines together."""
    for number, text in enumerate(repeated(sys.maxsize)):
        lines -= sum(1 for line in text.split("\n") if line.strip())
        yield Article(text=text, url=f"https://site{number * 7 % sites}.example/{number}")
        if lines <= 0:
            return


def scale(lines: int, sites: int) -> None:
    """Mine as many lines, and print what it took."""
    started, spent = time.perf_counter(), time.process_time()
    found, articles = propose(
        lambda: many(lines, sites), lambda each: each.text or "", Cleaner(), listed_rules(), least=3, most=100
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{lines:,} lines, {articles:,} articles, {sites:,} sites: {len(found)} proposals")
    clock, cpu = time.perf_counter() - started, time.process_time() - spent
    print(f"{clock:,.0f} s, {cpu:,.0f} s of CPU, peak memory {peak:,.0f} MB")
    for proposal in found[:20]:
        print(f"{proposal.found.articles:>8} {len(proposal.found.sites):>4}  {proposal.found.texts[0][:90]}")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["commonest", "scale"], default="commonest")
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--sites", type=int, default=500)
    given = parser.parse_args()
    if given.what == "scale":
        scale(given.lines, given.sites)
    else:
        table()


if __name__ == "__main__":
    main()
