"""Files of rules and chains, read: a user's own folder, packs, shared lists, retired ids.

The only module of this package that reads files; where they lie is for `layout`. Faults are gathered, so that all of
them can be told at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from cleaner.errors import Problem, UsageError
from cleaner.rulebook import cache, layout
from cleaner.rulebook.chain import Chain, read_chain
from cleaner.rulebook.layout import find_chain, own_files, pack_files, place_in_packs
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.vocabulary import Vocabulary


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


def roots_of(own: str | Path | None, built_in: Path | None = None) -> list[Path]:
    """Return the user's own folder or file, if any, then the built-in folder, or what takes its place.

    Raises:
        UsageError: The user's own isn't there.
    """
    path = Path(own) if own is not None else None
    if path and not path.exists():
        raise UsageError(f"no rules at {path} -> name a folder of rule files, or one file")
    return [root for root in (path, built_in or layout.built_in_rules()) if root]


class Reading(Struct, frozen=True):
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

    def chain(self, name: str, extending: tuple[str, ...] = ()) -> Chain:
        """Return a chain by its name or path; `extending` are the files that asked for it, one for the other."""
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
