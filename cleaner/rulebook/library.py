"""Where rules lie and in which order they stand: packs, a user's own folder, chains, retired ids.

The only module of this package that reads files. `load` brings everything together in a `RuleSet`, or reports every
fault of every file at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from cleaner.errors import Problem, RuleFileError, UsageError
from cleaner.rulebook import cache
from cleaner.rulebook.chain import Chain, read_chain
from cleaner.rulebook.fields import closest
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.rule_file import read_retired, read_rule_file, read_vocabulary
from cleaner.rulebook.vocabulary import Vocabulary

_SUFFIXES = (".yaml", ".yml")
_NO_RULES = ("shared", "retired")
_CHAINS = "chains"
_SITES = "sites"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What a cleaner works by: the options of its steps, and its rules in the order in which they win."""

    chain: Chain
    rules: tuple[Rule, ...]


def built_in_rules() -> Path:
    """Return the folder of the rules that come with the package, installed or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "rules", package.parent / "rules"):
        if (folder / _CHAINS / "default.yaml").is_file():
            return folder
    raise UsageError(f"the rules that belong to the package are missing from {package} -> install it anew")


def load(
    chain: str | Path = "default",
    own: str | Path | None = None,
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    trial: bool = False,
    compiles: bool = False,
    examples: bool = True,
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

    Raises:
        RuleFileError: Files that can't be loaded, with every problem found.
        UsageError: A folder, chain, id or family that isn't there.
    """
    problems: list[Problem] = []
    own_path = Path(own) if own is not None else None
    if own_path and not own_path.exists():
        raise UsageError(f"no rules at {own_path} -> name a folder of rule files, or one file")
    roots = [root for root in (own_path, built_in_rules()) if root]
    read = _Reading(roots, problems, compiles, examples or compiles)
    options = read.chain(str(chain), ())
    # A chain that can't be read hides no fault of the rules.
    rules = [] if options.packs is None and not problems else read.rules(options)
    retired = read.retired()
    for rule in rules:
        if rule.id in retired:
            where = rule.source
            problems.append(
                Problem(where.path, where.line, 1, rule.id, "this id is retired", "give the rule an id of its own")
            )
    if problems:
        raise RuleFileError(problems)
    options = replace(options, skip=(*options.skip, *skip))
    return RuleSet(options, tuple(_select(rules, tuple(only), options.skip, retired, trial=trial)))


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


@dataclass(frozen=True, slots=True)
class _Reading:
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
        path = self._find_chain(name)
        if str(path) in extending:
            self._problem(path, "the chain extends itself", "remove one `extends`")
            return Chain(packs=None)
        text = self._text(path)
        if text is None:
            return Chain(packs=None)
        return read_chain(text, str(path), self.problems, lambda base: self.chain(base, (*extending, str(path))))

    def _find_chain(self, name: str) -> Path:
        if name.endswith(_SUFFIXES) or "/" in name or "\\" in name:
            if Path(name).is_file():
                return Path(name)
            raise UsageError(f"no chain file at {name} -> name a file, or a chain: {', '.join(self._chains())}")
        for root in self.roots:
            if (path := root / _CHAINS / f"{name}.yaml").is_file():
                return path
        raise UsageError(f"no chain is called `{name}` -> {closest(name, self._chains())}")

    def _chains(self) -> list[str]:
        return sorted({path.stem for root in self.roots for path in (root / _CHAINS).glob("*.yaml")})

    def rules(self, options: Chain) -> list[Rule]:
        *own, built_in = self.roots
        rules: list[Rule] = []
        for root in own:
            rules += self._own(root, self._vocabulary(root, self._vocabulary(built_in, Vocabulary())))
        replaced = {rule.id for rule in rules}
        packs = self._packs_of(options.packs or (), own, built_in)
        return rules + [rule for rule in packs if rule.id not in replaced]

    def _vocabulary(self, root: Path, shared: Vocabulary) -> Vocabulary:
        path = root / "shared.yaml"
        text = self._text(path) if path.is_file() else None
        return (
            shared
            if text is None
            else read_vocabulary(text, str(path), shared, self.problems, compiles=self._compiles(path))
        )

    def _own(self, root: Path, shared: Vocabulary) -> list[Rule]:
        paths = [root] if root.is_file() else list(_rule_files(root, deep=True))
        if not paths:
            raise UsageError(f"no rule files in {root} -> put a .yaml file there, named after a family")
        rules = [rule for path in paths for rule in self._file(path, shared)]
        self._report_twins(rules)
        return rules

    def _packs_of(self, names: Iterable[str], own: list[Path], built_in: Path) -> list[Rule]:
        paths = [path for pack in names for path in self._pack(pack, own, built_in)]
        texts = {path: text for path in paths if (text := self._text(path)) is not None}
        name = ""
        if not (self.anew or self.problems):
            shared_path = built_in / "shared.yaml"
            pieces = [str(shared_path), self._text(shared_path) or ""] if shared_path.is_file() else []
            name = cache.name_of([*pieces, *(each for path, text in texts.items() for each in (str(path), text))])
            if (kept := cache.recall(name)) is not None:
                return list(kept)
        shared = self._vocabulary(built_in, Vocabulary())
        rules = [rule for path, text in texts.items() for rule in self._rules_of(path, text, shared)]
        self._report_twins(rules)
        if self.anew:
            return rules
        # Whether the cache had them must make no difference.
        rules = [structs.replace(rule, examples=()) for rule in rules]
        if name and not self.problems:
            cache.keep(name, rules)
        return rules

    def _pack(self, pack: str, own: list[Path], built_in: Path) -> list[Path]:
        packs, own_packs = _packs(built_in), {name for root in own for name in _packs(root)}
        if pack in packs:
            return list(_rule_files(packs[pack]))
        if pack not in own_packs:
            raise UsageError(f"no pack is called `{pack}` -> {closest(pack, {*packs, *own_packs})}")
        return []

    def _file(self, path: Path, shared: Vocabulary) -> tuple[Rule, ...]:
        text = self._text(path)
        return () if text is None else self._rules_of(path, text, shared)

    def _rules_of(self, path: Path, text: str, shared: Vocabulary) -> tuple[Rule, ...]:
        of_site = path.parent.name == _SITES
        return read_rule_file(
            text,
            str(path),
            family="" if of_site else path.stem,
            site=path.stem if of_site else "",
            shared=shared,
            problems=self.problems,
            compiles=self._compiles(path),
        )

    def _compiles(self, path: Path) -> bool:
        return self.compiles or not path.is_relative_to(self.roots[-1])

    def _text(self, path: Path) -> str | None:
        """Return the text of a file, or None where it can't be read."""
        try:
            return path.read_text(encoding="utf-8-sig")
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
                    )
                )

    def retired(self) -> dict[str, str]:
        """Return retired ids, each with what to do instead."""
        found: dict[str, str] = {}
        for root in self.roots:
            path = root / "retired.yaml"
            text = self._text(path) if path.is_file() else None
            if text is not None:
                found |= read_retired(text, str(path), self.problems)
        return found

    def _problem(self, path: Path, message: str, remedy: str) -> None:
        self.problems.append(Problem(str(path), 1, 1, "", message, remedy))


def _packs(root: Path) -> dict[str, Path]:
    if not root.is_dir():
        return {}
    return {path.name: path for path in root.iterdir() if path.is_dir() and path.name != _CHAINS}


def _rule_files(folder: Path, *, deep: bool = False) -> Iterator[Path]:
    """Yield the rule files of a pack by name, of a user's folder with those of its subfolders after them."""
    entries = sorted(folder.iterdir())
    yield from (path for path in entries if path.is_file() and path.suffix in _SUFFIXES and path.stem not in _NO_RULES)
    if deep:
        for path in entries:
            if path.is_dir() and path.name != _CHAINS and not path.name.startswith("."):
                yield from _rule_files(path)
