"""Speed and memory, measured on the texts that trafilatura gave for the development corpora.

    python benchmarks/speed.py                 the whole chain, its steps apart, ftfy and other tools beside it
    python benchmarks/speed.py growth          longer articles, more rules, two processes
    python benchmarks/speed.py pages           pages: what is done beside trafilatura's work, by its parts
    python benchmarks/speed.py hostile         texts made to be slow: seconds for each MB, and the rule that took most
    python benchmarks/speed.py start           the command line beside an import of what it stands on
    python benchmarks/speed.py expressions     the expressions that cost most, and what they need of a line

Times are those of one core as the process saw it, medians of several passes that take turns, since machines are noisy;
only `growth` for processes and `start` go by the clock on the wall. MB are millions of bytes of UTF-8.
`--passes N` sets how many passes, `--megabytes N` the longest article (64), `--chain` the chain.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import importlib.util
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpora import records, texts
from ftfy import fix_text
from msgspec.structs import replace

from cleaner import Cleaner
from cleaner.article import Known
from cleaner.engine.rounds import Engine
from cleaner.engine.scan import NATIVE, PLAIN
from cleaner.lines import with_plain_breaks
from cleaner.normalise import Normaliser
from cleaner.page.evidence import Witness
from cleaner.page.extract import extract
from cleaner.page.facts import facts_of
from cleaner.page.offers import offers
from cleaner.page.texts import PageTexts
from cleaner.page.tree import read_page
from cleaner.repair import Repair
from cleaner.result import subtract
from cleaner.rulebook.chain import Extract
from cleaner.rulebook.library import RuleSet, load
from cleaner.rulebook.pattern import Clock, Expression, Match, Pattern
from cleaner.rulebook.rule import Rule, first_pattern, patterns_of

MEGABYTE = 1_000_000
# Shorter than the limit beyond which most rules do not look at a line.
LONG_LINE = 3_900
HOSTILE_BYTES = MEGABYTE
# ru_maxrss is in kilobytes on Linux, in bytes on macOS.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Bench:
    """What is measured.

    Attributes:
        chain: The name or path of the chain.
        passes: How many passes a median is taken of.
        longest: The longest article of `growth`, in bytes.
    """

    chain: str
    passes: int
    longest: int


def size(text: str) -> int:
    """Return how many bytes of UTF-8 a text has."""
    return len(text.encode("utf-8", "surrogatepass"))


def seconds(work: Callable[[], object]) -> float:
    """Return the time that this process spends on some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def medians(contestants: dict[str, Callable[[], object]], passes: int) -> dict[str, float]:
    """Return the median time of each contestant; they take turns, and a first turn is not counted."""
    times: dict[str, list[float]] = defaultdict(list)
    for turn in range(passes + 1):
        for name, work in contestants.items():
            spent = seconds(work)
            if turn:
                times[name].append(spent)
    return {name: statistics.median(spent) for name, spent in times.items()}


def table(bench: Bench) -> None:
    """Print the speed of the chain, its steps, and what stands beside it."""
    cleaner = Cleaner(bench.chain)
    sample = texts()
    total = sum(map(size, sample))
    contestants = _whole_and_steps(cleaner, sample)
    contestants["`ftfy.fix_text`"] = lambda: [fix_text(text) for text in sample]
    contestants["lines, lower case"] = lambda: [[line.lower() for line in text.split("\n")] for text in sample]
    peers, absent = _peers()
    for name, work in peers.items():
        contestants[name] = lambda work=work: [work(text) for text in sample]  # type: ignore[misc]
    times = medians(contestants, bench.passes)
    print(f"{len(sample)} articles, {total / MEGABYTE:.1f} MB, {len(cleaner.rule_set.rules)} rules\n")
    print("| | articles/s | MB/s | times `ftfy.fix_text` |")
    print("| --- | --- | --- | --- |")
    for name, spent in times.items():
        _print_speed(name, len(sample), total, spent, times["`ftfy.fix_text`"] / total)
    few = sample[:: len(sample) // 6]
    repair = Repair()
    bare = Engine(tuple(map(without_keys, cleaner.rule_set.rules)), 1.0, tried=math.inf)
    bytes_of_few = sum(map(size, few))
    spent = medians({"bare": lambda: [bare.run(text, Known(), repair.is_repaired) for text in few]}, 1)["bare"]
    _print_speed("each pattern on each line", len(few), bytes_of_few, spent, times["`ftfy.fix_text`"] / total)
    for name in absent:
        print(f"| {name} | not installed | | |")


def _print_speed(name: str, articles: int, total: int, spent: float, unit: float) -> None:
    """Print a row; `unit` is what a byte costs ftfy."""
    print(f"| {name} | {articles / spent:,.0f} | {total / spent / MEGABYTE:.2f} | {unit * total / spent:.1f} |")


def _whole_and_steps(cleaner: Cleaner, sample: Sequence[str]) -> dict[str, Callable[[], object]]:
    chain = cleaner.rule_set.chain
    contestants: dict[str, Callable[[], object]] = {"whole chain": lambda: [cleaner.clean(text) for text in sample]}
    repair = Repair(entities=bool(chain.entities))
    engine = Engine(cleaner.rule_set.rules, chain.budget)
    if NATIVE and chain.packs is not None:
        plainly = Cleaner.of(cleaner.rule_set)
        plainly._engine = Engine(engine.rules, chain.budget, scan=PLAIN)  # noqa: SLF001 - as nobody else needs it
        contestants["the same without the native scan"] = lambda: [plainly.clean(text) for text in sample]
    plain = [with_plain_breaks(text) for text in sample]
    repaired = [repair.text(text) for text in plain] if chain.entities is not None else plain
    known = Known()
    if chain.entities is not None:
        contestants["repair"] = lambda: [repair.text(text) for text in plain]
    if chain.packs is not None:
        contestants["rules"] = lambda: [engine.run(text, known, repair.is_repaired) for text in repaired]
    if chain.normalise is not None:
        normaliser = Normaliser(chain.normalise)
        bodies = [subtract(text, engine.run(text, known, repair.is_repaired).removed) for text in repaired]
        contestants["normalise"] = lambda: [normaliser.text(body, repair.is_repaired) for body in bodies]
    return contestants


def without_keys(rule: Rule) -> Rule:
    """Return a rule that is tried on every line."""
    old = first_pattern(rule.action)
    new = Pattern(tuple(replace(each, keys=()) for each in old.expressions))
    fields = type(rule.action).__struct_fields__
    changes: dict[str, Any] = {name: new for name in fields if getattr(rule.action, name) is old}
    return replace(rule, action=replace(rule.action, **changes))


def _datatrove(formatter: str) -> Callable[[str], object]:
    module = importlib.import_module("datatrove.pipeline.formatters")
    work: Callable[[str], object] = getattr(module, formatter)().format
    return work


def _data_juicer(mapper: str) -> Callable[[str], object]:
    module = importlib.import_module("data_juicer.ops.mapper")
    process = getattr(module, mapper)().process_batched
    return lambda text: process({"text": [text]})


def _peers() -> tuple[dict[str, Callable[[str], object]], list[str]]:
    """Return the steps of other tools that clean text, and those that are not installed."""
    found: dict[str, Callable[[str], object]] = {}
    absent = []
    for tool, make, names in (
        ("datatrove", _datatrove, ("FTFYFormatter", "PIIFormatter")),
        ("data-juicer", _data_juicer, ("FixUnicodeMapper", "CleanLinksMapper")),
    ):
        for name in names:
            try:
                found[f"{tool} {name}"] = make(name)
            except ImportError:
                absent.append(f"{tool} {name}")
    return found, absent


def growth(bench: Bench) -> None:
    """Print what longer articles, more rules and a second process do to time and memory."""
    _grow_articles(bench)
    _grow_rules(bench)
    _grow_processes(bench)


def article_of(least: int) -> str:
    """Return a text of at least so many bytes: texts of the corpora, each time round with other figures."""
    parts: list[str] = []
    length = turn = 0
    while length < least:
        for text in texts():
            # Figures only, so that no line is one that was there before and no word is new.
            parts.append(text.translate({ord("0") + digit: f"{(digit + turn) % 10}" for digit in range(10)}))
            length += size(text) + 1
            if length >= least:
                break
        turn += 1
    return cut_to("\n".join(parts), least)


def cut_to(text: str, most: int) -> str:
    """Return the beginning of a text, so many bytes of it."""
    return text.encode("utf-8", "surrogatepass")[:most].decode("utf-8", "ignore")


def _one_article(chain: str, path: Path) -> tuple[int, float, int]:
    """Clean one article; return its bytes, the time it took, and the most memory that the process ever had."""
    cleaner = Cleaner(chain)
    for text in texts()[:200]:
        cleaner.clean(text)
    article = path.read_text(encoding="utf-8", errors="surrogatepass")
    spent = seconds(lambda: cleaner.clean(article))
    return path.stat().st_size, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT


def _alone(work: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - whatever the work returns
    """Do some work in a new process, so that nothing else counts in its memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _grow_articles(bench: Bench) -> None:
    print("| one article of | s | MB/s | peak memory, times the article |")
    print("| --- | --- | --- | --- |")
    base, least = 0, 1_000
    while least <= bench.longest:
        with tempfile.TemporaryDirectory() as folder:
            # Read from a file, so that making it does not count.
            path = Path(folder) / "article.txt"
            path.write_text(article_of(least), encoding="utf-8", errors="surrogatepass")
            length, spent, peak = _alone(_one_article, bench.chain, path)
        base = base or peak
        memory = f"{(peak - base) / length:.1f}" if least >= MEGABYTE else ""
        print(f"| {length / MEGABYTE:,.3f} MB | {spent:.4f} | {length / spent / MEGABYTE:.2f} | {memory} |", flush=True)
        least *= 4 if least >= MEGABYTE else 10


def _grow_rules(bench: Bench) -> None:
    shipped = load(bench.chain, examples=False)
    rules = shipped.rules
    most = 10 * len(rules)
    generated = _generated_rules(most)
    cleaners = {}
    for count in sorted({10, 100, 300, len(rules), 3_000, most}):
        few = rules[:: max(len(rules) // count, 1)][:count]
        every = (*few, *generated[: count - len(few)])
        cleaners[len(every)] = Cleaner.of(RuleSet(shipped.chain, every))
    sample = texts()[::4]
    contestants: dict[str, Callable[[], object]] = {
        f"{count:,}": lambda cleaner=cleaner: [cleaner.clean(text) for text in sample]  # type: ignore[misc]
        for count, cleaner in cleaners.items()
    }
    times = medians(contestants, bench.passes)
    unit = times[f"{len(rules):,}"]
    total = sum(map(size, sample))
    print(f"\n| rules ({len(rules)} are shipped) | MB/s | time, times that of the shipped ones |")
    print("| --- | --- | --- |")
    for name, spent in times.items():
        print(f"| {name} | {total / spent / MEGABYTE:.2f} | {spent / unit:.2f} |")


SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri fro glu pra ste tri".split()
FAMILIES = "related advert social newsletter appeal comments controls consent legal bio credit caption".split()
RULES_A_FILE = 2_000
RULE = """\
  - id: made-{number}
    does: Drops a line that was made up.
    drop_line:
      - '(?:{0} {1}|{2} {3}):? (?P<title>.{{5,120}})'
      - '.{{5,200}} (?:{4}|{5}) {6}\\.?'
      - '.{{0,60}}\\b(?:{7} {8}|{9})\\b.{{0,90}}'
    capture: {{title: related}}
    length: {{max: 40}}
    examples:
      - hit: '{0} {1}: the harbour is closed'
      - miss: 'The harbour is closed.'
"""


def _generated_rules(count: int) -> tuple[Rule, ...]:
    """Make rules of the shipped rules' kind, each with words of its own."""
    chance = random.Random(7)  # noqa: S311 - nothing here is secret

    def word() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))

    made = [RULE.format(*(word() for _ in range(10)), number=number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        # A file of rules may not be as large as all of them are, and it is named after a family.
        for family, first in zip(FAMILIES, range(0, count, RULES_A_FILE), strict=False):
            rules = "".join(made[first : first + RULES_A_FILE])
            (Path(folder) / f"{family}.yaml").write_text(f"schema: 1\nrules:\n{rules}", encoding="utf-8")
        loaded = load("default", folder, examples=False).rules
    return tuple(rule for rule in loaded if rule.id.startswith("made-"))


def _clean_all(chain: str, share: Sequence[str], started: Any) -> float:  # noqa: ANN401 - a barrier of multiprocessing
    cleaner = Cleaner(chain)
    for text in share[:100]:
        cleaner.clean(text)
    started.wait()
    begun = time.perf_counter()
    for text in share:
        cleaner.clean(text)
    return time.perf_counter() - begun


def _grow_processes(bench: Bench) -> None:
    total = sum(map(size, texts()))
    context = get_context("spawn")
    print("\n| processes | MB/s |")
    print("| --- | --- |")
    for count in (1, 2):
        with context.Manager() as manager, ProcessPoolExecutor(count, mp_context=context) as pool:
            started = manager.Barrier(count)
            shares = [texts()[first::count] for first in range(count)]
            spent = max(pool.map(_clean_all, [bench.chain] * count, shares, [started] * count))
        print(f"| {count} | {total / spent / MEGABYTE:.2f} |")


def sample_pages(every: int = 8) -> tuple[str, ...]:
    """Return every so many pages of all corpora."""
    return tuple(record["html"] for number, (_, record) in enumerate(records("html")) if number % every == 0)


def pages(bench: Bench) -> None:
    """Print what pages cost beside trafilatura by itself, which reads the same facts; parsing counts as its work."""
    from trafilatura import bare_extraction

    sample = sample_pages()
    cleaner = Cleaner(bench.chain)
    trees = [tree for page in sample if (tree := read_page(page).tree) is not None]
    extracted = [extract(page) for page in sample]
    lines = [(tree, extract(page).text) for page, tree in zip(sample, trees, strict=False)]

    def evidence() -> None:
        for tree, text in lines:
            texts = PageTexts(tree)
            spans = texts.find(text.split("\n"))
            witness = Witness(texts, spans)
            witness.evidence()
            offers(text, texts, spans, witness)

    contestants: dict[str, Callable[[], object]] = {
        "trafilatura": lambda: [bare_extraction(page, with_metadata=True, include_comments=False) for page in sample],
        "whole": lambda: [cleaner.clean_html(page) for page in sample],
        "extract step": lambda: [extract(page) for page in sample],
        "evidence": evidence,
        "facts": lambda: [facts_of(tree) for tree in trees],
        "repair, rules, normalise": lambda: [cleaner.clean_extracted(each) for each in extracted],
        "trafilatura, its text alone": lambda: [bare_extraction(page, include_comments=False) for page in sample],
    }
    if importlib.util.find_spec("resiliparse"):
        contestants |= _by_resiliparse(cleaner, sample)
    found = medians(contestants, bench.passes)
    alone = found["trafilatura"]
    print(f"{len(sample)} pages\n| | ms a page | share of trafilatura's |\n| --- | --- | --- |")
    for name, spent in found.items():
        print(f"| {name} | {1000 * spent / len(sample):.1f} | {spent / alone:.2f} |")
    own = found["whole"] - alone
    parts = found["evidence"] + found["facts"] + found["repair, rules, normalise"]
    print(f"| own work: whole less trafilatura | {1000 * own / len(sample):.1f} | {own / alone:.2f} |")
    print(f"| own work: its parts together | {1000 * parts / len(sample):.1f} | {parts / alone:.2f} |")


def _by_resiliparse(cleaner: Cleaner, sample: Sequence[str]) -> dict[str, Callable[[], object]]:
    from resiliparse.extract.html2text import extract_plain_text

    chain = dataclasses.replace(cleaner.rule_set.chain, extract=Extract("resiliparse"))
    by_resiliparse = Cleaner.of(dataclasses.replace(cleaner.rule_set, chain=chain))
    return {
        "resiliparse, its text alone": lambda: [extract_plain_text(page, main_content=True) for page in sample],
        "extract step by resiliparse": lambda: [extract(page, extractor="resiliparse") for page in sample],
        "whole by resiliparse": lambda: [by_resiliparse.clean_html(page) for page in sample],
    }


def hostile(bench: Bench) -> None:
    """Print what texts cost that are made to be slow."""
    cleaner = Cleaner(bench.chain)
    for text in texts()[:200]:
        cleaner.clean(text)
    names = names_of(cleaner.rule_set.rules)
    print("| text of 1 MB | s/MB | flags | rule that took most, and its share |")
    print("| --- | --- | --- | --- |")
    slowest = 0.0
    for name, text in hostile_texts(load(bench.chain)):
        flags: tuple[str, ...] = ()

        def work(text: str = text) -> None:
            nonlocal flags
            flags = cleaner.clean(text).flags

        spent = min(seconds(work) for _ in range(2)) / size(text) * MEGABYTE
        slowest = max(slowest, spent)
        worst = _worst(cleaner, text, names) if spent > 1 / 5 else ""
        print(f"| {name} | {spent:.2f} | {', '.join(flags)} | {worst} |", flush=True)
    print(f"\nslowest: {slowest:.2f} s/MB")


def hostile_texts(rule_set: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield texts of a megabyte with their names."""
    for character in "a .-(\"':|@#0©»«AÃé漢":
        yield f"one line of `{character}`", character * (HOSTILE_BYTES // size(character))
        yield f"long lines of `{character}`", _lines(character * (LONG_LINE // size(character)))
    for brackets in ("()", "[]", "<>", "**"):
        half = HOSTILE_BYTES // 2
        yield f"one line of nested {brackets}", brackets[0] * half + brackets[1] * half
        half = LONG_LINE // 2
        yield f"long lines of nested {brackets}", _lines(brackets[0] * half + brackets[1] * half)
    for piece in ("Ab ", "A. ", "Ab/AP ", "(AP ", ". Ab / ", "1.", "12:30 ", "1 May 2020, ", "photo: ", "foto: Ab ",
                  "| ab ", "- Ab: ", "by Ab, ", "Ab and Ab, ", "more: ", '"ab." ', "&amp;", "&amp",
                  "http://a.b/", "a@b.c ", "Ã©", "â€™", "\u0301", "\u200b", "e\u0301"):  # fmt: skip
        yield f"long lines of `{piece!a}`", _lines(piece * (LONG_LINE // size(piece)))
        yield f"lines of 30 times `{piece!a}`", _lines(piece * 30)
    yield "line breaks", "\n" * HOSTILE_BYTES
    yield "lines of one letter", "a\n" * (HOSTILE_BYTES // 2)
    examples = [example for rule in rule_set.rules for example in rule.examples]
    hits = [line for example in examples if example.hit for line in example.text.split("\n")]
    misses = [line for example in examples if not example.hit for line in example.text.split("\n")]
    keys = sorted(
        {
            text
            for rule in rule_set.rules
            for each in first_pattern(rule.action).expressions
            for key in each.keys
            for text in key.texts
        }
    )
    for name, lines in (("hits", hits), ("misses", misses), ("key texts", keys)):
        yield f"all {name}, one a line", _lines("\n".join(lines))
        yield f"all {name} in long lines", _lines("\n".join(_joined(lines)))
        yield f"all {name} in capitals, 300 characters a line", _lines("\n".join(_joined(lines, 300)).upper())


def _lines(line: str) -> str:
    """Repeat a line, or several, up to a megabyte."""
    return cut_to(f"{line}\n" * (HOSTILE_BYTES // (size(line) + 1) + 1), HOSTILE_BYTES)


def _joined(pieces: Iterable[str], most: int = LONG_LINE) -> Iterator[str]:
    """Yield the pieces in lines as long as may be."""
    line = ""
    for piece in pieces:
        if line and len(line) + len(piece) + 1 > most:
            yield line
            line = ""
        line = f"{line} {piece}" if line else piece
    yield line


def names_of(rules: Iterable[Rule]) -> dict[int, str]:
    """Return the rule, and the place in it, of each expression that begins an action, by `id`; of others the rule."""
    names: dict[int, str] = {}
    for rule in rules:
        others = (*patterns_of(rule.action)[1:], *([rule.unless] if rule.unless else []))
        names |= {id(each): f"{rule.id}: other" for pattern in others for each in pattern.expressions}
        first = first_pattern(rule.action).expressions
        names |= {id(each): f"{rule.id}: {number}" for number, each in enumerate(first, start=1)}
    return names


@dataclass
class Cost:
    """What an expression cost: how often it was tried, how often it matched, and how long that took."""

    tries: int = 0
    hits: int = 0
    seconds: float = 0.0


def costs(work: Callable[[], object], names: dict[int, str]) -> dict[str, Cost]:
    """Return what each expression costs in some work, the dearest first."""
    found: dict[str, Cost] = defaultdict(Cost)
    fullmatch, search = Expression.fullmatch, Expression.search

    def timed(expression: Expression, match: Callable[[], Match | None]) -> Match | None:
        cost = found[names.get(id(expression), "other")]
        started = time.process_time()
        try:
            matched = match()
            cost.hits += matched is not None
            return matched
        finally:
            cost.seconds += time.process_time() - started
            cost.tries += 1

    def timed_fullmatch(self: Expression, text: str, clock: Clock, *, counted: bool = False) -> Match | None:
        return timed(self, lambda: fullmatch(self, text, clock, counted=counted))

    def timed_search(
        self: Expression, text: str, position: int, clock: Clock, *, counted: bool = False
    ) -> Match | None:
        return timed(self, lambda: search(self, text, position, clock, counted=counted))

    with patch.object(Expression, "fullmatch", timed_fullmatch), patch.object(Expression, "search", timed_search):
        work()
    return dict(sorted(found.items(), key=lambda item: -item[1].seconds))


def _worst(cleaner: Cleaner, text: str, names: dict[int, str]) -> str:
    found = costs(lambda: cleaner.clean(text), names)
    total = sum(cost.seconds for cost in found.values())
    name, cost = next(iter(found.items()), ("", Cost()))
    return f"{name}, {cost.seconds / total:.0%} of {total:.2f} s in patterns" if total else "none"


def expressions(bench: Bench) -> None:
    """Print the expressions that cost most, and what they need of a line."""
    cleaner = Cleaner(bench.chain)
    sample = texts()[::3]
    for text in sample:
        cleaner.clean(text)
    names = names_of(cleaner.rule_set.rules)
    found = costs(lambda: [cleaner.clean(text) for text in sample], names)
    keys = {
        names[id(each)]: each.keys for rule in cleaner.rule_set.rules for each in first_pattern(rule.action).expressions
    }
    total = sum(cost.seconds for cost in found.values())
    print(f"{sum(cost.tries for cost in found.values())} tries, {total:.2f} s\n")
    print("| expression | tries | hits | share of the time | up to here | it needs one of |")
    print("| --- | --- | --- | --- | --- | --- |")
    so_far = 0.0
    for name, cost in list(found.items())[:80]:
        so_far += cost.seconds
        needs = "; ".join(_key(key.place.value, key.texts) for key in keys.get(name, ()))
        shares = f"{cost.seconds / total:.3f} | {so_far / total:.3f}"
        print(f"| {name} | {cost.tries} | {cost.hits} | {shares} | {needs} |")


def _key(place: str, wanted: frozenset[str]) -> str:
    shortest = sorted(wanted, key=lambda text: (len(text), text))[:4]
    return f"{place}: {', '.join(map(repr, shortest))}{f' and {len(wanted) - 4} more' if len(wanted) > 4 else ''}"


def start(bench: Bench) -> None:
    """Print how long whole processes take."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "one.txt"
        article.write_text(texts()[0], encoding="utf-8")
        ours = [sys.executable, "-m", "cleaner", "clean", str(article), "--chain", bench.chain]
        imports = [sys.executable, "-c", "import ftfy, yaml, regex"]
        environment = dict(os.environ)
        # As it is for users, whose Python keeps what it compiled.
        for name in ("CLEANER_NO_CACHE", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        cold = []
        for turn in range(3):
            environment["XDG_CACHE_HOME"] = str(Path(folder) / f"cache-{turn}")
            cold.append(_process(ours, environment))
        pairs = [(_process(ours, environment), _process(imports, environment)) for _ in range(4 * bench.passes)]
    warm, base = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print("| process | s | times the imports |")
    print("| --- | --- | --- |")
    print(f"| `import ftfy, yaml, regex` | {base:.3f} | 1 |")
    print(f"| `cleaner clean one.txt` | {warm:.3f} | {ratio:.2f} |")
    print(f"| the same with no rules kept | {statistics.median(cold):.3f} | {statistics.median(cold) / base:.2f} |")


def _process(command: Sequence[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return time.perf_counter() - started


VIEWS = {each.__name__: each for each in (table, growth, pages, hostile, start, expressions)}


def main(arguments: Iterable[str] | None = None) -> None:
    """Run one view."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("view", nargs="?", default="table", choices=sorted(VIEWS))
    parser.add_argument("--chain", default="default")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=64)
    options = parser.parse_args(None if arguments is None else list(arguments))
    # A little more than asked for, so that the last step up to it is taken.
    VIEWS[options.view](Bench(options.chain, options.passes, int(options.megabytes * MEGABYTE * 1.1)))


if __name__ == "__main__":
    main()
