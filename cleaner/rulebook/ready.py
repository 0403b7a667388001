"""Making rules ready when the package is built, so that the first run of a new user starts as fast as any.

Two kinds of files, which the package then holds: the rules of the built-in chains as `cache` keeps them, and their
expressions as `compiled` does. What does not fit, since rules or libraries are of another version, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from cleaner.rulebook import cache, compiled
from cleaner.rulebook.layout import CHAINS, built_in_rules
from cleaner.rulebook.library import built_in_packs
from cleaner.rulebook.outline import Outline
from cleaner.rulebook.rule import Rule, all_patterns, first_pattern


def make(folder: Path) -> bool:
    """Make the rules of all built-in chains ready; what was made of others before goes.

    Args:
        folder: Where the files shall lie.

    Returns:
        Whether anything had to be made.

    Raises:
        RuleFileError: Rules can't be read.
        OSError: A file can't be written.
    """
    chains = sorted(path.stem for path in (built_in_rules() / CHAINS).glob("*.yaml"))
    packs = {files.name: (files, read) for files, read in map(built_in_packs, chains)}
    wanted = {compiled.file_name(), *map(cache.file_name, packs)}
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if wanted <= found:
        return False
    for name in found:
        (folder / name).unlink()
    rules = {name: read() for name, (_, read) in packs.items()}
    folder.mkdir(parents=True, exist_ok=True)
    used = list(chain.from_iterable(rules.values()))
    (folder / compiled.file_name()).write_bytes(compiled.pack(sorted(set(_sources(used))), _outlines(used)))
    # Last, since by them it is known that all is there.
    for name, (files, _) in packs.items():
        cache.write(folder, name, rules[name], files.root)
        # For all who may use the package, not for its maker alone.
        (folder / cache.file_name(name)).chmod(0o644)
    return True


def _outlines(rules: Iterable[Rule]) -> dict[tuple[str, bool], Outline | None]:
    """Return the outlines of all expressions that lines are looked through for, by their sources."""
    expressions = (each for rule in rules for each in first_pattern(rule.action).expressions)
    return {
        (each.source, each.searches): each.vocabulary.outline(each.written, searches=each.searches)
        for each in expressions
    }


def _sources(rules: Iterable[Rule]) -> Iterator[tuple[str, bool]]:
    """Yield the sources of all expressions, and of the pieces, which a check compiles by themselves."""
    pieces: set[str] = set()
    for rule in rules:
        for expression in (each for pattern in all_patterns(rule) for each in pattern.expressions):
            yield expression.source, expression.case
            for piece in set(expression.vocabulary.defs.values()) - pieces:
                yield expression.vocabulary.expand(piece), False
            pieces.update(expression.vocabulary.defs.values())
