"""A chain with all its rules: which of them run, and which replace others.

`load` brings everything together in a `RuleSet`, or reports every fault of every file at once. Reading the files is for
`reading`, where they lie for `layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import Struct

from cleaner.errors import Problem, RuleFileError, UsageError
from cleaner.rulebook import cache
from cleaner.rulebook.chain import Chain
from cleaner.rulebook.fields import closest
from cleaner.rulebook.layout import CHAINS, own_files, pack_files
from cleaner.rulebook.reading import Packs, Reading, roots_of
from cleaner.rulebook.rule import Rule


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What a cleaner works by.

    Attributes:
        chain: The options of its steps.
        rules: Its rules in the order in which they win.
        kept: The built-in ones among them and others, with the table of their keys, where they were kept.
        words: The digest of the words that tell the facts of a page, where there may be no file of them.
    """

    chain: Chain
    rules: tuple[Rule, ...]
    kept: cache.Recalled | None = field(default=None, compare=False, repr=False)
    words: str = field(default="", compare=False, repr=False)


class Files(Struct, frozen=True):
    """The files that a chain, and a user's own rules, are made of.

    Attributes:
        options: What the chain says; without packs where it can't be read.
        own: The user's own rule files; empty where there are none.
        packs: The rule files of the chain's packs.
        shared: Files of shared lists and pieces, the built-in one first.
        retired: Files of retired ids.
        chains: The chain files of the root that is asked about: the user's own, else the built-in one.
    """

    options: Chain
    own: tuple[Path, ...]
    packs: tuple[Path, ...]
    shared: tuple[Path, ...]
    retired: tuple[Path, ...]
    chains: tuple[Path, ...]


def files_of(chain: str | Path, own: str | Path | None, problems: list[Problem]) -> Files:
    """Return the files that `load` would read, for those who look at each by itself.

    Args:
        chain: A name or the path of a chain file.
        own: A folder of the user's own rules, or one rule file.
        problems: Every fault of the chain is appended here.

    Raises:
        UsageError: A folder or chain that isn't there.
    """
    reading = Reading(roots_of(own), problems, compiles=False, anew=True)
    options = reading.chain(str(chain))
    *own_roots, built_in = reading.roots
    return Files(
        options,
        tuple(path for root in own_roots for path in own_files(root)),
        tuple(path for pack in options.packs or () for path in pack_files(pack, reading.roots)),
        tuple(path for root in (built_in, *own_roots) if (path := root / "shared.yaml").is_file()),
        tuple(path for root in reading.roots if (path := root / "retired.yaml").is_file()),
        tuple(sorted((reading.roots[0] / CHAINS).glob("*.yaml"))),
    )


def read_chain_file(path: Path, own: str | Path | None, problems: list[Problem]) -> Chain:
    """Read one chain file, whatever extends it; its faults are appended to the problems."""
    return Reading(roots_of(own), problems, compiles=False, anew=True).chain(str(path))


def built_in_packs(chain: str) -> tuple[Packs, Callable[[], list[Rule]]]:
    """Return the files of a built-in chain's packs, and what reads their rules anew.

    Raises:
        RuleFileError: The chain can't be read; the reader raises it where rules can't.
    """
    problems: list[Problem] = []
    reading = Reading(roots_of(None), problems, compiles=False, anew=True)
    packs = reading.packs(reading.chain(chain).packs or ())

    def read() -> list[Rule]:
        rules = reading.read(packs)
        if problems:
            raise RuleFileError(problems)
        return rules

    return packs, read


def load(
    chain: str | Path = "default",
    own: str | Path | None = None,
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    trial: bool = False,
    compiles: bool = False,
    examples: bool = True,
    built_in: Path | None = None,
) -> RuleSet:
    """Load a chain and its rules.

    Args:
        chain: A name (`default`) or the path of a chain file.
        own: A folder of the user's own rules, or one rule file; they come first, and the same id replaces.
        only: Ids or families: nothing else runs, but for protecting rules.
        skip: Ids or families that don't run.
        trial: Rules with `status: trial` run, too.
        compiles: Patterns of the built-in rules are compiled now, so that their faults are told; else when they are
            first tried. One's own always are.
        examples: Rules come with their examples. Without them the built-in rules are taken from the cache.
        built_in: A folder of packs and chains that takes the place of the one that comes with the package.

    Raises:
        RuleFileError: Files that can't be loaded, with every problem found.
        UsageError: A folder, chain, id or family that isn't there.
    """
    problems: list[Problem] = []
    read = Reading(roots_of(own, built_in), problems, compiles, examples or compiles)
    options = read.chain(str(chain))
    # A chain that can't be read hides no fault of the rules.
    rules, kept = ([], None) if options.packs is None and not problems else read.rules(options)
    retired = read.retired()
    for rule in rules:
        if rule.id in retired:
            message, remedy = "this id is retired", "give the rule an id of its own"
            problems.append(Problem(rule.source.path, rule.source.line, 1, rule.id, message, remedy, "retired-id"))
    if problems:
        raise RuleFileError(problems)
    options = replace(options, skip=(*options.skip, *skip))
    return RuleSet(options, tuple(_select(rules, tuple(only), options.skip, retired, trial=trial)), kept)


def _select(
    rules: list[Rule], only: tuple[str, ...], skip: tuple[str, ...], retired: dict[str, str], *, trial: bool
) -> Iterator[Rule]:
    known = {rule.id for rule in rules} | {rule.family for rule in rules}
    for name in (*only, *skip):
        if name in retired:
            raise UsageError(f"the rule `{name}` is retired -> {retired[name]}")
        if name not in known and rules:
            raise UsageError(f"no rule or family is called `{name}` -> {_suggest(name, known)}")
    for rule in rules:
        names = {rule.id, rule.family}
        # `only` asks what may be taken; what must be saved is saved all the same.
        wanted = not only or names & set(only) or rule.action.rank.name == "PROTECT"
        if wanted and not names & set(skip) and (trial or not rule.trial):
            yield rule


def _suggest(name: str, known: Iterable[str]) -> str:
    remedy = closest(name, known)
    return remedy if remedy.startswith("did") else "`cleaner rules` lists them all"
