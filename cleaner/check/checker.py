"""A whole check: the files found, each looked at or remembered, then together, and with `deep` in company."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cleaner.article import Article
from cleaner.check import company, kept, strain
from cleaner.check.codes import CODES, Gravity
from cleaner.check.mending import mend
from cleaner.check.places import Places
from cleaner.check.plain import Checked, Job, check_file
from cleaner.check.remarks import is_allowed
from cleaner.check.together import across, lost_successors, unknown_families, unused_names
from cleaner.errors import Problem, RuleFileError
from cleaner.rulebook.layout import built_in_families, place_in_packs
from cleaner.rulebook.library import RuleSet, files_of, load, read_chain_file
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.rule_file import read_retired, read_rule_file, read_vocabulary
from cleaner.rulebook.strict_yaml import Place, read_yaml
from cleaner.rulebook.unjudged import Unjudged
from cleaner.rulebook.vocabulary import Vocabulary

# Fewer files are looked at before another process has started.
_WORTH_PROCESSES = 24


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        problems: Everything, in the order of files and lines.
        files: How many files were looked at.
        rules: How many rules they hold.
        examples: How many examples were run.
    """

    problems: tuple[Problem, ...]
    files: int
    rules: int
    examples: int

    def of(self, *gravities: Gravity) -> tuple[Problem, ...]:
        """Return the findings of some gravities."""
        return tuple(problem for problem in self.problems if CODES[problem.code].gravity in gravities)


def run(
    own: Path | None = None,
    chain: str = "default",
    *,
    deep: bool = False,
    corpus: Iterable[Article] | None = None,
) -> Report:
    """Check rules.

    Args:
        own: A folder of one's own rules, or one rule file; the rules of the chain where it is None.
        chain: The chain in whose company rules are tried.
        deep: Rules are tried in company and measured, too.
        corpus: Articles on which rules are timed.

    Raises:
        UsageError: A folder or chain that isn't there.
    """
    problems: list[Problem] = []
    files = files_of(chain, own, problems)
    texts = {path: text for path in (files.own or files.packs) if (text := _text(path, problems)) is not None}
    vocabulary = _shared(files.shared, own, problems)
    jobs = [Job(str(path), text, vocabulary.lists, vocabulary.defs) for path, text in texts.items()]
    checked = dict(zip((job.path for job in jobs), _looked_at(jobs), strict=True))
    for each in checked.values():
        problems += each.problems
    retired = _retired(files.retired, problems)
    further = [*across(checked, retired), *_of_shared_files(files.shared, own, checked.values())]
    further += _of_retired_files(files.retired, own, checked)
    further += unknown_families(checked, built_in_families())
    for path in files.chains:
        read_chain_file(path, own, problems)
    if deep or corpus is not None:
        rules = [rule for path, text in texts.items() for rule in _rules(path, text, vocabulary)]
        rule_set = _rule_set(chain, own, rules)
        if deep:
            places = {str(path): Places(read_yaml(text, str(path), [])) for path, text in texts.items()}

            def locate(rule: Rule, text: str) -> Place:
                return places[rule.source.path].of(rule, text)

            further += company.problems(rule_set, rules, locate)
            further += strain.problems(rules, locate)
        if corpus is not None:
            further += strain.slow(rule_set, rules, corpus)
    lines = {str(path): text.split("\n") for path, text in texts.items()}
    problems += (each for each in further if not is_allowed(lines.get(each.path, ()), each))
    return Report(
        tuple(sorted({_pointed(problem, lines) for problem in problems})),
        len(texts),
        sum(len(each.rules) for each in checked.values()),
        sum(each.examples for each in checked.values()),
    )


def _text(path: Path, problems: list[Problem]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message, remedy = f"not UTF-8 at byte {error.start}", "save the file as UTF-8"
    except OSError as error:
        message, remedy = f"can't be read: {error.strerror}", "check its permissions"
    problems.append(Problem(str(path), 1, 1, "", message, remedy, "unreadable"))
    return None


def _shared(paths: Sequence[Path], own: Path | None, problems: list[Problem]) -> Vocabulary:
    vocabulary: Vocabulary = Unjudged()
    for path in paths:
        if (text := _text(path, problems)) is not None:
            # The built-in ones are no concern of those who check their own.
            told = problems if _is_asked_about(path, own) else []
            vocabulary = read_vocabulary(text, str(path), vocabulary, told, compiles=told is problems)
    return vocabulary


def _is_asked_about(path: Path, own: Path | None) -> bool:
    return own is None or path.is_relative_to(own)


def _looked_at(jobs: Sequence[Job]) -> Iterator[Checked]:
    """Yield what is in each file: what is remembered of it, or what a look shows."""
    names = [kept.name_of(job) for job in jobs]
    known = kept.recall()
    missing = {name: job for name, job in zip(names, jobs, strict=True) if name not in known}
    if missing:
        known |= zip(missing, _mapped(list(missing.values())), strict=True)
        kept.keep(known, names)
    return (known[name] for name in names)


def _mapped(jobs: list[Job]) -> list[Checked]:
    processes = os.cpu_count() or 1
    if len(jobs) < _WORTH_PROCESSES or processes == 1:
        return [check_file(job) for job in jobs]
    with ProcessPoolExecutor(min(processes, 8)) as pool:
        return list(pool.map(check_file, jobs, chunksize=4))


def _retired(paths: Iterable[Path], problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        if (text := _text(path, problems)) is not None:
            found |= read_retired(text, str(path), problems)
    return found


def _of_shared_files(paths: Iterable[Path], own: Path | None, checked: Iterable[Checked]) -> Iterator[Problem]:
    files = list(checked)
    for path in paths:
        if _is_asked_about(path, own) and (text := _text(path, [])) is not None:
            yield from unused_names(path, text, files)


def _of_retired_files(paths: Iterable[Path], own: Path | None, checked: dict[str, Checked]) -> Iterator[Problem]:
    asked = [path for path in paths if _is_asked_about(path, own)]
    if not asked:
        return
    ids = {rule for each in checked.values() for rule, _ in each.rules}
    if own:
        ids |= {rule.id for rule in load(trial=True, examples=False).rules}
    for path in asked:
        if (text := _text(path, [])) is not None:
            yield from lost_successors(path, text, ids)


def _rules(path: Path, text: str, shared: Vocabulary) -> tuple[Rule, ...]:
    """Read the rules of a file with all that makes them fast; its problems are told already."""
    family, site = place_in_packs(path)
    judged = Vocabulary(shared.lists, shared.defs)
    return read_rule_file(text, str(path), family=family, site=site, shared=judged, problems=[])


def _rule_set(chain: str, own: Path | None, rules: Sequence[Rule]) -> RuleSet:
    """Return the chain with the rules that could be read, one's own before the built-in ones."""
    try:
        built_in = load(chain, trial=True, examples=False)
    except RuleFileError:
        built_in = load("default", trial=True, examples=False)
    if own is None:
        return RuleSet(built_in.chain, tuple(rules))
    ids = {rule.id for rule in rules}
    return RuleSet(built_in.chain, (*rules, *(rule for rule in built_in.rules if rule.id not in ids)))


def _pointed(problem: Problem, lines: dict[str, list[str]]) -> Problem:
    """Point at the first letter of a line rather than at its edge."""
    found = lines.get(problem.path, [])
    if problem.column > 1 or not 1 <= problem.line <= len(found):
        return problem
    line = found[problem.line - 1]
    column = len(line) - len(line.lstrip()) + 1
    return Problem(problem.path, problem.line, column, problem.rule, problem.message, problem.remedy, problem.code)


def mend_all(own: Path | None, chain: str) -> Iterator[tuple[str, int]]:
    """Mend what is mechanical in every rule file; yields each file that changed, and how many findings are gone.

    Args:
        own: A folder of one's own rules, or one rule file; the rules of the chain where it is None.
        chain: The chain whose rules they are where none are named.
    """
    files = files_of(chain, own, [])
    vocabulary = _shared(files.shared, own, [])
    for path in files.own or files.packs:
        text = _text(path, [])
        if text is None:
            continue

        def look(text: str, path: Path = path) -> tuple[Problem, ...]:
            return check_file(Job(str(path), text, vocabulary.lists, vocabulary.defs)).problems

        mended, count = mend(text, look)
        if count:
            path.write_text(mended, encoding="utf-8")
            yield str(path), count
