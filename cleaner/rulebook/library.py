"""Chains and their rules, read from files in the order in which they stand: packs, a user's own folder, retired ids.

The only module of this package that reads files; where they lie is for `layout`. `load` brings everything together in a
`RuleSet`, or reports every fault of every file at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import Struct, structs

from cleaner.errors import Problem, RuleFileError, UsageError
from cleaner.rulebook import cache, layout
from cleaner.rulebook.chain import Chain, read_chain
from cleaner.rulebook.fields import closest
from cleaner.rulebook.layout import CHAINS, find_chain, own_files, pack_files, place_in_packs
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.vocabulary import Vocabulary


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


class Packs(Struct, frozen=True):
    """The files of a chain's packs.

    Attributes:
        root: The folder in which they lie.
        shared: The text of the lists and pieces that they share.
        texts: The text of each, in their order.
    """

    root: Path
    shared: str
    texts: Mapping[Path, str]

    @property
    def name(self) -> str:
        """The name under which their rules are kept, wherever they lie."""
        root = len(str(self.root))
        named = ((str(path)[root:].replace(os.sep, "/"), text) for path, text in self.texts.items())
        return cache.name_of([self.shared, *(each for pair in named for each in pair)])


def files_of(chain: str | Path, own: str | Path | None, problems: list[Problem]) -> Files:
    """Return the files that `load` would read, for those who look at each by itself.

    Args:
        chain: A name or the path of a chain file.
        own: A folder of the user's own rules, or one rule file.
        problems: Every fault of the chain is appended here.

    Raises:
        UsageError: A folder or chain that isn't there.
    """
    reading = _Reading(_roots(own), problems, compiles=False, anew=True)
    options = reading.chain(str(chain), ())
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
    return _Reading(_roots(own), problems, compiles=False, anew=True).chain(str(path), ())


def built_in_packs(chain: str) -> tuple[Packs, Callable[[], list[Rule]]]:
    """Return the files of a built-in chain's packs, and what reads their rules anew.

    Raises:
        RuleFileError: The chain can't be read; the reader raises it where rules can't.
    """
    problems: list[Problem] = []
    reading = _Reading(_roots(None), problems, compiles=False, anew=True)
    packs = reading.packs(reading.chain(chain, ()).packs or ())

    def read() -> list[Rule]:
        rules = reading.read(packs)
        if problems:
            raise RuleFileError(problems)
        return rules

    return packs, read


def _roots(own: str | Path | None, built_in: Path | None = None) -> list[Path]:
    path = Path(own) if own is not None else None
    if path and not path.exists():
        raise UsageError(f"no rules at {path} -> name a folder of rule files, or one file")
    return [root for root in (path, built_in or layout.built_in_rules()) if root]


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
    read = _Reading(_roots(own, built_in), problems, compiles, examples or compiles)
    options = read.chain(str(chain), ())
    # A chain that can't be read hides no fault of the rules.
    rules, kept = ([], None) if options.packs is None and not problems else read.rules(options)
    retired = read.retired()
    for rule in rules:
        if rule.id in retired:
            where = rule.source
            problems.append(
                Problem(
                    where.path,
                    where.line,
                    1,
                    rule.id,
                    "this id is retired",
                    "give the rule an id of its own",
                    "retired-id",
                )
            )
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


class _Reading(Struct, frozen=True):
    """One run over the files; faults go to `problems`.

    Attributes:
        roots: The user's own folder or file, if any, then the built-in folder.
        compiles: Patterns of the built-in folder are compiled as they are read.
        anew: Rules are read even where they are cached.
    """

    roots: list[Path]
    problems: list[Problem]
    compiles: bool
    anew: bool

    def chain(self, name: str, extending: tuple[str, ...]) -> Chain:
        path = find_chain(name, self.roots)
        if str(path) in extending:
            self._problem(path, "the chain extends itself", "remove one `extends`")
            return Chain(packs=None)
        text = self._text(path)
        if text is None:
            return Chain(packs=None)
        return read_chain(text, str(path), self.problems, lambda base: self.chain(base, (*extending, str(path))))

    def rules(self, options: Chain) -> tuple[list[Rule], cache.Recalled | None]:
        """Return the rules of a chain and the user's own; and what was kept of them, where anything was."""
        *own, built_in = self.roots
        rules: list[Rule] = []
        for root in own:
            rules += self._own(root, self._vocabulary(root, self._vocabulary(built_in, Vocabulary())))
        replaced = {rule.id for rule in rules}
        packs = self.packs(options.packs or ())
        kept = self._recalled(packs)
        shipped = kept.rules if kept else self._read_and_kept(packs)
        return rules + [rule for rule in shipped if rule.id not in replaced], kept

    def _vocabulary(self, root: Path, shared: Vocabulary) -> Vocabulary:
        # Here and below not at the top: rules that come ready are not read, so no start should wait for their reader.
        from cleaner.rulebook.rule_file import read_vocabulary

        path = root / "shared.yaml"
        text = self._text(path) if path.is_file() else None
        return (
            shared
            if text is None
            else read_vocabulary(text, str(path), shared, self.problems, compiles=self._compiles(path))
        )

    def _own(self, root: Path, shared: Vocabulary) -> list[Rule]:
        rules = [rule for path in own_files(root) for rule in self._file(path, shared)]
        self._report_twins(rules)
        return rules

    def packs(self, names: Iterable[str]) -> Packs:
        """Return the files of packs with their texts."""
        built_in = self.roots[-1]
        paths = [path for pack in names for path in pack_files(pack, self.roots)]
        shared = built_in / "shared.yaml"
        texts = {path: text for path in paths if (text := self._text(path)) is not None}
        return Packs(built_in, (self._text(shared) or "") if shared.is_file() else "", texts)

    def _recalled(self, packs: Packs) -> cache.Recalled | None:
        return None if self.anew or self.problems else cache.recall(packs.name, packs.root)

    def _read_and_kept(self, packs: Packs) -> Sequence[Rule]:
        faulty = bool(self.problems)
        rules = self.read(packs)
        if self.anew:
            return rules
        # Whether the cache had them must make no difference.
        rules = [structs.replace(rule, examples=()) for rule in rules]
        if not faulty and not self.problems:
            cache.keep(packs.name, rules, packs.root)
        return rules

    def read(self, packs: Packs) -> list[Rule]:
        """Return the rules of packs."""
        shared = self._vocabulary(packs.root, Vocabulary())
        rules = [rule for path, text in packs.texts.items() for rule in self._rules_of(path, text, shared)]
        self._report_twins(rules)
        return rules

    def _file(self, path: Path, shared: Vocabulary) -> tuple[Rule, ...]:
        text = self._text(path)
        return () if text is None else self._rules_of(path, text, shared)

    def _rules_of(self, path: Path, text: str, shared: Vocabulary) -> tuple[Rule, ...]:
        from cleaner.rulebook.rule_file import read_rule_file

        family, site = place_in_packs(path)
        return read_rule_file(
            text,
            str(path),
            family=family,
            site=site,
            shared=shared,
            problems=self.problems,
            compiles=self._compiles(path),
        )

    def _compiles(self, path: Path) -> bool:
        return self.compiles or not path.is_relative_to(self.roots[-1])

    def _text(self, path: Path) -> str | None:
        """Return the text of a file, or None where it can't be read."""
        try:
            # As text it would be read at half the speed, which is felt at each start.
            text = path.read_bytes().decode("utf-8-sig")
            return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        except UnicodeDecodeError as error:
            self._problem(path, f"not UTF-8 at byte {error.start}", "save the file as UTF-8")
        except OSError as error:
            self._problem(path, f"can't be read: {error.strerror}", "check its permissions")
        return None

    def _report_twins(self, rules: list[Rule]) -> None:
        first: dict[str, Rule] = {}
        for rule in rules:
            if rule is not first.setdefault(rule.id, rule):
                other = first[rule.id].source
                self.problems.append(
                    Problem(
                        rule.source.path,
                        rule.source.line,
                        1,
                        rule.id,
                        "this id stands twice",
                        f"rename one; the first is in {other.path}:{other.line}",
                        "duplicate-id",
                    )
                )

    def retired(self) -> dict[str, str]:
        """Return retired ids, each with what to do instead."""
        found: dict[str, str] = {}
        for root in self.roots:
            path = root / "retired.yaml"
            text = self._text(path) if path.is_file() else None
            if text is not None:
                from cleaner.rulebook.rule_file import read_retired

                found |= read_retired(text, str(path), self.problems)
        return found

    def _problem(self, path: Path, message: str, remedy: str) -> None:
        self.problems.append(Problem(str(path), 1, 1, "", message, remedy, "unreadable"))
