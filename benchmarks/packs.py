"""What the packs hold: `docs/coverage.md`, by pack and family.

    python benchmarks/packs.py            write the page; its counts of hits stay as they are
    python benchmarks/packs.py --hits     count the hits over the corpora in `../shared` anew, too
    python benchmarks/packs.py --check    say whether the page is current

Hits are what the rules took of the texts that trafilatura gave, in all corpora together.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.rulebook.layout import built_in_rules
from cleaner.rulebook.library import load
from cleaner.rulebook.rule import Rule

PAGE = Path(__file__).resolve().parent.parent / "docs" / "coverage.md"
FAMILIES = (
    "title section byline stamp caption credit contributors copyright tags source bio related appeal newsletter social "
    "advert controls consent comments legal body"
).split()
HEAD = """# What the packs cover

By pack and family: the rules, and behind the stroke their examples. `any` holds what has no language or is written the
same in many; its lists of words speak for packs that have no rule of their own.
"""
HITS = "## Hits\n"
NO_HITS = f"{HITS}\nNot counted yet.\n"

Counts = Mapping[tuple[str, str], str]


def main(arguments: Iterable[str] | None = None) -> None:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hits", action="store_true", help="count the hits over the corpora anew")
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the page is out of date")
    options = parser.parse_args(None if arguments is None else list(arguments))
    rule_set = load(trial=True)
    packs = dict.fromkeys(pack_of(rule) for rule in rule_set.rules)
    present = PAGE.read_text(encoding="utf-8") if PAGE.exists() else NO_HITS
    kept = present[present.find(HITS) :] if HITS in present else NO_HITS
    page = f"{HEAD}\n{table(packs, counts(rule_set.rules))}\n{hits(packs) if options.hits else kept}"
    if not options.check:
        PAGE.write_text(page, encoding="utf-8")
    elif page != present:
        sys.exit("docs/coverage.md is out of date -> python benchmarks/packs.py")


def pack_of(rule: Rule) -> str:
    """Return the pack that a shipped rule lies in."""
    return Path(rule.source.path).relative_to(built_in_rules()).parts[0]


def counts(rules: Iterable[Rule]) -> Counts:
    """Return rules and examples by pack and family, as the page writes them."""
    number: Counter[tuple[str, str]] = Counter()
    examples: Counter[tuple[str, str]] = Counter()
    for rule in rules:
        key = pack_of(rule), rule.family
        number[key] += 1
        examples[key] += len(rule.examples)
    return {key: f"{count}/{examples[key]}" for key, count in number.items()}


def hits(packs: Iterable[str]) -> str:
    """Return the section of the page that counts what the rules took of the corpora's texts."""
    # It asks for the corpora, which the rest of the page can do without.
    import accuracy

    from cleaner import Cleaner

    bench = accuracy.Bench(Cleaner(), "all", titles=False)
    homes = {rule.id: (pack_of(rule), rule.family) for rule in bench.cleaner.rule_set.rules}
    found = Counter(
        homes[removal.rule]
        for name in accuracy.CORPORA
        for result in bench.results(name).values()
        for removal in result.removed
    )
    texts = sum(len(bench.corpus(name)) for name in accuracy.CORPORA)
    shown = table(packs, {key: str(count) for key, count in found.items()})
    return (
        f"{HITS}\nRemovals from {texts} texts of the corpora, most of them English and German. The rule that wins a\n"
        f"line counts, whatever the language of the text: short forms are the same in several.\n\n{shown}"
    )


def table(packs: Iterable[str], cells: Counts) -> str:
    """Return a table with a row for each pack and a column for each family."""
    rows = [f"| pack | {' | '.join(FAMILIES)} |", f"| --- |{' --- |' * len(FAMILIES)}"]
    rows += [f"| {pack} | {' | '.join(cells.get((pack, family), '') for family in FAMILIES)} |" for pack in packs]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
