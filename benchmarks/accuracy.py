"""Accuracy on the development corpora, measured with their own referee.

    python benchmarks/accuracy.py                     the table of the README (held half)
    python benchmarks/accuracy.py families            recall by family, and the mean over documents beside the total
    python benchmarks/accuracy.py pages               the pages themselves: lines, documents and facts, beside
                                                      trafilatura's own
    python benchmarks/accuracy.py extractors          document figures for the text of every extractor
    python benchmarks/accuracy.py bodies              words lost from texts that are all body, by verdict (answers.csv)
    python benchmarks/accuracy.py facts               facts found in the text
    python benchmarks/accuracy.py languages           by language: labelled lines taken, and words lost from the answers
    python benchmarks/accuracy.py rules               each rule: hits, true hits, body words taken; rules without a hit,
                                                      on labelled lines or in any text
    python benchmarks/accuracy.py missed              open half: debris lines that no rule takes, commonest first
    python benchmarks/accuracy.py wrong               every body line that a rule takes, and which are debris after all
                                                      (labels.csv); only their number outside the open half

`--half open|held|all` chooses the sites (held, but for `rules` and `wrong`, where it is open), `--title` tells the
cleaner the titles, `--pages` gives it the pages instead of their texts, `--chain`, `--rules-dir` and `--trial` choose
the rules. The corpora and the referee lie in
`../shared`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import importlib.util
import json
import re
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cleaner import Article, Cleaner, Result
from cleaner.rulebook.rule import BringBack, Note, Protect, Rule

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
LABELLED = ("fundus-dev", "wcxb-dev")
CORPORA = (*LABELLED, "trafilatura-eval-dev")
VERDICTS = ("debris", "body", "not judged, open", "not judged, held")
EXTRACTORS = ("trafilatura", "traf_recall", "readability", "newspaper4k", "justext", "resiliparse")


def _referee() -> Any:  # noqa: ANN401 - a module that is not installed
    path = SHARED / "tools" / "score.py"
    if not path.is_file():
        sys.exit(f"no referee at {path} -> put the measuring data beside the checkout")
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} can't be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


score = _referee()


@dataclass(frozen=True)
class Verdict:
    """What somebody found who read a text that was lost: `debris` or `body`, and why."""

    rule: str
    verdict: str
    reason: str


def fingerprint(text: str) -> str:
    """Return a short hash of a text; spaces and case do not count."""
    return hashlib.sha256(" ".join(text.lower().split()).encode()).hexdigest()[:12]


def read_verdicts(path: Path = HERE / "answers.csv") -> dict[tuple[str, str, str], Verdict]:
    """Return the verdicts on what the answers lose, by corpus, id and fingerprint of the text."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["corpus"], row["id"], row["text"]): Verdict(row["rule"], row["verdict"], row["reason"])
            for row in csv.DictReader(file)
        }


def read_corrections(path: Path = HERE / "labels.csv") -> dict[tuple[str, str, int], str]:
    """Return the family of lines labelled body that are debris by the guideline, by corpus, id and line from 1."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["corpus"], row["id"], int(row["line"])): row["family"] for row in csv.DictReader(file)}


@dataclass(frozen=True)
class Bench:
    """What is measured: a cleaner, a half of the sites, whether titles are told, and whether pages are given."""

    cleaner: Cleaner
    half: str
    titles: bool = False
    pages: bool = False

    @cache  # noqa: B019 - one bench lives as long as the process
    def corpus(self, name: str) -> list[dict[str, Any]]:
        """Return the records of a corpus in this half."""
        records = score.read(str(SHARED / "corpus" / f"{name}.text.jsonl.gz"))
        return [record for record in records if self.half in ("all", score.half_of(record))]

    @cache  # noqa: B019 - see above
    def labels(self, name: str) -> list[dict[str, Any]]:
        """Return the labelled lines of a corpus in this half."""
        known = {record["id"] for record in self.corpus(name)}
        return [entry for entry in score.read(str(SHARED / "corpus" / f"{name}.lines.jsonl")) if entry["id"] in known]

    def clean(self, record: dict[str, Any], text: str) -> Result:
        """Clean one text of a record; nothing but the title is ever told of it."""
        title = (record.get("gold") or {}).get("title") or record.get("title") if self.titles else None
        return self.cleaner.clean_article(Article(text=text, title=title))

    @cache  # noqa: B019 - see above
    def results(self, name: str, extractor: str = "trafilatura") -> dict[str, Result]:
        """Return the results for the texts of an extractor, or for the pages themselves, by id."""
        if self.pages and extractor == "trafilatura":
            known = {record["id"] for record in self.corpus(name)}
            # The page alone, without its address: rules for single sites don't count here.
            return {
                page["id"]: self.cleaner.clean_article(Article(html=page["html"]))
                for page in read_pages(name)
                if page["id"] in known
            }
        return {each["id"]: self.clean(each, each["texts"].get(extractor) or "") for each in self.corpus(name)}

    def texts(self, name: str, extractor: str = "trafilatura") -> dict[str, str]:
        """Return the cleaned texts of an extractor, by id."""
        return {key: result.text for key, result in self.results(name, extractor).items()}

    def facts(self, name: str) -> dict[str, float]:
        """Return the figures for the facts found in trafilatura's text."""
        metadata = {key: result.metadata for key, result in self.results(name).items()}
        figures: dict[str, float] = score.score_facts(self.corpus(name), metadata)
        return figures

    def labelled(self, name: str) -> Iterator[tuple[dict[str, Any], dict[str, str], Result]]:
        """Yield each labelled record with its labels, by line number from 0, and its result."""
        records = {record["id"]: record for record in self.corpus(name)}
        for entry in self.labels(name):
            record = records[entry["id"]]
            if self.pages:
                result = self.results(name)[record["id"]]
                yield record, _renumbered(entry["lines"], result, self.cleaner), result
                continue
            yield record, entry["lines"], self.clean(record, record["texts"][entry["extractor"]])


def read_pages(name: str) -> Iterator[dict[str, Any]]:
    """Yield the pages of a corpus."""
    with gzip.open(SHARED / "corpus" / f"{name}.html.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _renumbered(labels: dict[str, str], result: Result, cleaner: Cleaner) -> dict[str, str]:
    """Return labels by the lines of a result in which lines that were left out stand again."""
    returning = {rule.id for rule in cleaner.rule_set.rules if isinstance(rule.action, BringBack)}
    returned = sorted(number for number, rule in result.protected.items() if rule in returning)
    renumbered = {}
    for number, label in labels.items():
        place = int(number) + 1
        for each in returned:
            place += each <= place
        renumbered[str(place - 1)] = label
    return renumbered


def raw(bench: Bench, name: str, extractor: str = "trafilatura") -> dict[str, str]:
    """Return the texts of an extractor as they are."""
    return {each["id"]: each["texts"].get(extractor) or "" for each in bench.corpus(name)}


def table(bench: Bench) -> None:
    """Print the table of the README."""
    titled = Bench(bench.cleaner, bench.half, titles=True)
    print(f"| {bench.half} half, trafilatura's text | before | after | title known |")
    print("| --- | --- | --- | --- |")
    for name in LABELLED:
        before = score.score_lines(bench.corpus(name), raw(bench, name), bench.labels(name))
        after = score.score_lines(bench.corpus(name), bench.texts(name), bench.labels(name))
        known = score.score_lines(bench.corpus(name), titled.texts(name), bench.labels(name))
        for figure, places in (("line_recall", 3), ("line_precision", 3), ("words_lost", 1)):
            cells = (f"{each[figure]:.{places}f}" for each in (before, after, known))
            print(f"| {name} {figure} | {' | '.join(cells)} |")
    for name in CORPORA:
        before = score.score(bench.corpus(name), raw(bench, name))
        after = score.score(bench.corpus(name), bench.texts(name))
        known = score.score(bench.corpus(name), titled.texts(name))
        for figure in ("shingle_f1", "exact", "must_have", "leaked"):
            if figure in before:
                print(f"| {name} {figure} | {before[figure]:.3f} | {after[figure]:.3f} | {known[figure]:.3f} |")
    for name in LABELLED:
        after, known = bench.facts(name), titled.facts(name)
        for figure in after:
            print(f"| {name} fact: {figure} | 0 | {after[figure]:.3f} | {known[figure]:.3f} |")


def pages(bench: Bench) -> None:
    """Print figures for pages, beside those of trafilatura by itself."""
    bench = replace(bench, pages=True)
    print(f"| pages, {bench.half} half | trafilatura | cleaned |")
    print("| --- | --- | --- |")
    for name in LABELLED:
        before = score.score_lines(bench.corpus(name), raw(bench, name), bench.labels(name))
        after = score.score_lines(bench.corpus(name), bench.texts(name), bench.labels(name))
        for figure, places in (("line_recall", 3), ("line_precision", 3), ("words_lost", 1)):
            print(f"| {name} {figure} | {before[figure]:.{places}f} | {after[figure]:.{places}f} |")
    for name in CORPORA:
        before = score.score(bench.corpus(name), raw(bench, name))
        after = score.score(bench.corpus(name), bench.texts(name))
        for figure in ("shingle_f1", "shingle_r", "exact", "must_have", "leaked"):
            if figure in before:
                print(f"| {name} {figure} | {before[figure]:.4f} | {after[figure]:.4f} |")
    for name in LABELLED:
        own, after = score.score_facts(bench.corpus(name), _own_facts(bench, name)), bench.facts(name)
        for figure in after:
            print(f"| {name} fact: {figure} | {own.get(figure, 0):.3f} | {after[figure]:.3f} |")


def _own_facts(bench: Bench, name: str) -> dict[str, dict[str, Any]]:
    """Return what trafilatura by itself says of the pages."""
    from trafilatura import extract_metadata

    known = {record["id"] for record in bench.corpus(name)}
    found = {}
    for page in read_pages(name):
        if page["id"] in known:
            facts = extract_metadata(page["html"]).as_dict()
            found[page["id"]] = facts | {"author": (facts.get("author") or "").split("; ")}
    return found


def families(bench: Bench) -> None:
    """Print recall by family, and means over documents."""
    for name in LABELLED:
        result = score.score_lines(bench.corpus(name), bench.texts(name), bench.labels(name))
        print(f"{name}, {bench.half} half")
        for figure, value in result.items():
            print(f"  {figure:24} {value if isinstance(value, str) else f'{value:.4f}'}")
        recalls, losses = _by_document(bench, name)
        print(f"  mean over {len(recalls)} documents with debris: recall {statistics.fmean(recalls or [0]):.4f}")
        print(f"  documents that lose body words: {sum(map(bool, losses))} of {len(losses)}")


def _by_document(bench: Bench, name: str) -> tuple[list[float], list[int]]:
    recalls: list[float] = []
    losses: list[int] = []
    for _, labels, result in bench.labelled(name):
        taken = _taken(result)
        debris = [int(number) + 1 in taken for number, label in labels.items() if label != "body"]
        lost = [number for number, label in labels.items() if label == "body" and int(number) + 1 in taken]
        losses.append(len(lost))
        if debris:
            recalls.append(statistics.fmean(debris))
    return recalls, losses


def _taken(result: Result) -> dict[int, str]:
    """Return the lines that went whole, with the rule that took each."""
    return {report.line: report.rule for report in result.explain() if report.whole and report.rule}


def extractors(bench: Bench) -> None:
    """Print document figures before and after for every extractor."""
    print("| corpus | extractor | shingle_f1 before | after | exact before | after | leaked before | after |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in CORPORA:
        for extractor in EXTRACTORS:
            before = score.score(bench.corpus(name), raw(bench, name, extractor))
            after = score.score(bench.corpus(name), bench.texts(name, extractor))
            cells = []
            for figure in ("shingle_f1", "exact", "leaked"):
                cells += [f"{each[figure]:.4f}" if figure in each else "" for each in (before, after)]
            print(f"| {name} | {extractor} | {' | '.join(cells)} |")


def bodies(bench: Bench) -> None:
    """Print what the answers themselves lose, each loss with its verdict; by country where the id begins with one."""
    verdicts = read_verdicts()
    for name in LABELLED:
        total: Counter[str] = Counter()
        lost: dict[str, Counter[str]] = defaultdict(Counter)
        by_rule: Counter[str] = Counter()
        for record in bench.corpus(name):
            body = score.body_of(record)
            if body is None:
                continue
            country = record["id"].split("-")[0] if name == "fundus-dev" else ""
            total[country] += len(score.words(body))
            half = "open" if score.half_of(record) == "open" else "held"
            for removal in bench.clean(record, body).removed:
                known = verdicts.get((name, record["id"], fingerprint(removal.text)))
                verdict = known.verdict if known else f"not judged, {half}"
                size = len(score.words(removal.text))
                lost[country][verdict] += size
                by_rule[removal.rule] += size
                if bench.half != "held":
                    reason = f"{verdict} ({known.reason})" if known else verdict
                    print(f"  {record['id'][:28]:28} {removal.rule:28} {reason:32} {_short(removal.text)}")
        print(f"{name}, {bench.half} half: {_rates(sum(lost.values(), Counter()), total.total())}; {_counts(by_rule)}")
        if name == "fundus-dev":
            for country in sorted(lost):
                print(f"  {country}: {_rates(lost[country], total[country])}")


def _rates(lost: Counter[str], total: int) -> str:
    """Return the words lost in 10,000: all, and by verdict."""
    parts = [f"{10_000 * lost[each] / total:.2f} {each}" for each in VERDICTS]
    return f"{10_000 * lost.total() / total:.2f} words lost of 10,000: {', '.join(parts)}"


_PAGE_LANGUAGE = re.compile(r"<html[^>]{0,2000}?\blang\s*=\s*[\"']?([a-z]{2})", re.IGNORECASE)
# What a page says of its language, else what its country speaks, where that is one.
_LANGUAGES = {"no": "nb", "cn": "zh", "il": "he", "jp": "ja"}


def _languages(name: str) -> dict[str, str]:
    """Return the language of every page of a corpus, by id."""
    found: dict[str, str] = {}
    for page in score.read(str(SHARED / "corpus" / f"{name}.html.jsonl.gz")):
        named = _PAGE_LANGUAGE.search(page.get("html") or "")
        code = named[1].lower() if named else page["id"].partition("-")[0]
        found[page["id"]] = _LANGUAGES.get(code, code if named else "en")
    return found


def languages(bench: Bench) -> None:
    """Print lines taken and body words lost by language; debris that the answers left in is told apart."""
    taken: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    lost: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    verdicts = read_verdicts()
    for name in LABELLED:
        language = _languages(name)
        for record, labels, result in bench.labelled(name):
            row = taken[language[record["id"]]]
            row[0] += sum(label != "body" for label in labels.values())
            gone = [labels[str(line - 1)] for line in _taken(result) if str(line - 1) in labels]
            row[1] += sum(label != "body" for label in gone)
            row[2] += sum(label == "body" for label in gone)
        for record in bench.corpus(name):
            body = score.body_of(record)
            if body is not None:
                row = lost[language[record["id"]]]
                row[0] += 1
                row[1] += len(score.words(body))
                for removal in bench.clean(record, body).removed:
                    verdict = verdicts.get((name, record["id"], fingerprint(removal.text)))
                    size = len(score.words(removal.text))
                    row[2] += size
                    row[3] += 0 if verdict and verdict.verdict == "debris" else size
    print(f"| {bench.half} half | texts | debris lines | taken | body lines taken | words lost per 10,000 | of body |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for code in sorted(lost):
        texts, words, gone_words, body_words = lost[code]
        lines, right, wrong_lines = taken[code]
        rates = " | ".join(f"{10_000 * each / max(1, words):.1f}" for each in (gone_words, body_words))
        print(f"| {code} | {texts} | {lines} | {right} | {wrong_lines} | {rates} |")


def facts(bench: Bench) -> None:
    """Print the facts found in the text."""
    for name in LABELLED:
        print(f"{name}, {bench.half} half")
        for figure, value in bench.facts(name).items():
            print(f"  {figure:16} {value:.4f}")


def rules(bench: Bench) -> None:
    """Print what each rule took of labelled lines."""
    hits: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name in LABELLED:
        for _, labels, result in bench.labelled(name):
            lines = result.repaired.split("\n")
            for number, rule in _taken(result).items():
                label = labels.get(str(number - 1))
                if label is not None:
                    hits[rule][0] += 1
                    hits[rule][1] += label != "body"
                    hits[rule][2] += len(score.words(lines[number - 1])) if label == "body" else 0
    print(f"| rule ({bench.half} half) | hits | true | body words taken |")
    print("| --- | --- | --- | --- |")
    for rule, (all_hits, true, words) in sorted(hits.items(), key=lambda item: -item[1][0]):
        print(f"| {rule} | {all_hits} | {true} | {words} |")
    everywhere = _hits_everywhere(bench)
    silent = [rule for rule in bench.cleaner.rule_set.rules if rule.id not in hits and _removes(rule)]
    elsewhere = Counter({rule.id: everywhere[rule.id] for rule in silent if everywhere[rule.id]})
    print(f"\n{len(elsewhere)} rules hit no labelled line, but these in all texts: {_counts(elsewhere)}")
    packs: dict[str, list[str]] = defaultdict(list)
    for each in silent:
        if each.id not in elsewhere:
            packs[Path(each.source.path).parent.name].append(each.id)
    print(f"\n{sum(map(len, packs.values()))} rules hit nothing in any text")
    for pack, names in sorted(packs.items()):
        print(f"  {pack} ({len(names)}): {', '.join(names)}")


def _removes(rule: Rule) -> bool:
    return not isinstance(rule.action, Note | Protect | BringBack)


def _hits_everywhere(bench: Bench) -> Counter[str]:
    """Count what each rule takes in trafilatura's text of every document of both halves."""
    found: Counter[str] = Counter()
    both = Bench(bench.cleaner, "all", bench.titles)
    for name in CORPORA:
        for result in both.results(name).values():
            found.update(removal.rule for removal in result.removed)
    return found


def missed(bench: Bench) -> None:
    """Print the debris that no rule takes, commonest first."""
    for name in LABELLED:
        lines: Counter[tuple[str, str]] = Counter()
        for _, labels, result in bench.labelled(name):
            taken, texts = _taken(result), result.repaired.split("\n")
            for number, label in labels.items():
                if label != "body" and int(number) + 1 not in taken:
                    lines[label, texts[int(number)].strip()] += 1
        print(f"{name}: {lines.total()} debris lines stay")
        for (label, text), count in lines.most_common():
            print(f"  {count:3} {label:14} {_short(text)}")


def wrong(bench: Bench) -> None:
    """Print every body line that a rule takes; which of them are debris by the guideline after all."""
    corrections = read_corrections()
    for name in LABELLED:
        found: Counter[str] = Counter()
        for record, labels, result in bench.labelled(name):
            texts = result.repaired.split("\n")
            for number, rule in _taken(result).items():
                if labels.get(str(number - 1)) == "body":
                    family = corrections.get((name, record["id"], number))
                    found["debris after all" if family else "body"] += 1
                    if bench.half == "open":
                        verdict = f"debris: {family}" if family else "body"
                        print(f"{name} {record['id'][:28]:28} {rule:32} {verdict:20} {_short(texts[number - 1])}")
        print(f"{name}, {bench.half} half, lines labelled body that rules take: {_counts(found)}")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"{flat[:117]}..." if len(flat) > 120 else flat


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common()) or "nothing"


VIEWS = {
    each.__name__: each for each in (table, pages, families, extractors, bodies, facts, languages, rules, missed, wrong)
}
# What shows lines, and what chooses between rules, must look at the open half only.
OPEN_ONLY = ("missed",)


def main(arguments: Iterable[str] | None = None) -> None:
    """Run one view."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("view", nargs="?", default="table", choices=sorted(VIEWS))
    parser.add_argument("--half", choices=("open", "held", "all"))
    parser.add_argument("--title", action="store_true", help="tell the cleaner the titles")
    parser.add_argument("--pages", action="store_true", help="give the cleaner the pages, not their texts")
    parser.add_argument("--chain", default="default")
    parser.add_argument("--rules-dir", type=Path)
    parser.add_argument("--trial", action="store_true")
    options = parser.parse_args(None if arguments is None else list(arguments))
    half = options.half or ("open" if options.view in ("rules", "wrong", *OPEN_ONLY) else "held")
    if options.view in OPEN_ONLY and half != "open":
        parser.error(f"{options.view} shows lines, and rules are written from the open half only")
    cleaner = Cleaner(options.chain, options.rules_dir, trial=options.trial)
    VIEWS[options.view](Bench(cleaner, half, options.title, options.pages))


if __name__ == "__main__":
    main()
