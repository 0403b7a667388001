"""What only several files together show: ids that stand twice or were retired, names that nobody uses or knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cleaner.check.places import entries, pairs, texts
from cleaner.check.plain import Checked, Twin, names_in, same_pattern, unused
from cleaner.errors import Problem
from cleaner.rulebook.fields import closest
from cleaner.rulebook.strict_yaml import Scalar, Sequence, read_yaml


def across(files: Mapping[str, Checked], retired: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong between rule files.

    Args:
        files: What was found in each, by its path, in the order of the chain.
        retired: Retired ids, each with what to do instead.
    """
    ids: dict[str, tuple[str, int]] = {}
    twins: dict[str, tuple[str, Twin]] = {}
    for path, checked in files.items():
        for rule, line in checked.rules:
            if rule in retired:
                message, remedy = "this id is retired", f"give the rule an id of its own; {retired[rule]}"
                yield Problem(path, line, 1, rule, message, remedy, "retired-id")
            first = ids.setdefault(rule, (path, line))
            if first != (path, line):
                remedy = f"rename one; the first is in {first[0]}:{first[1]}"
                yield Problem(path, line, 1, rule, "this id stands twice", remedy, "duplicate-id")
        for twin in checked.twins:
            # A pack must do without the others, so only its own files may not say the same twice.
            folder = str(Path(path).parent)
            other_path, other = twins.setdefault(f"{folder} {twin.fingerprint}", (path, twin))
            # Within one file it is told already.
            if other_path != path:
                yield same_pattern(path, twin, other_path, other)


def unknown_families(files: Mapping[str, Checked], known: Iterable[str]) -> Iterator[Problem]:
    """Yield families that rules want to stand beside, but that are neither known nor those of a rule in the files."""
    families = frozenset(known).union(*(checked.families for checked in files.values()))
    for path, checked in files.items():
        for each in checked.neighbours:
            if each.family not in families:
                message = f"no rule is of the family `{each.family}`, so `near` never holds"
                remedy = f"{closest(each.family, families)}; `debris` stands for any"
                yield Problem(path, each.line, each.column, each.rule, message, remedy, "unknown-family")


def unused_names(path: Path, text: str, files: Iterable[Checked]) -> Iterator[Problem]:
    """Yield lists and pieces of a shared file that neither it nor any rule file names."""
    root = read_yaml(text, str(path), [])
    used = {name for checked in files for name in checked.names} | set(names_in(texts(root)))
    for kind, code in (("lists", "unused-list"), ("defs", "unused-def")):
        for key, _ in entries(root, kind):
            if key.text not in used:
                yield unused(str(path), key, code)


def lost_successors(path: Path, text: str, ids: Iterable[str]) -> Iterator[Problem]:
    """Yield retired ids whose successor is not there."""
    known = set(ids)
    root = read_yaml(text, str(path), [])
    for key, value in pairs(root):
        for item in value.items if key.text == "retired" and isinstance(value, Sequence) else ():
            for field, node in pairs(item):
                if field.text == "successor" and isinstance(node, Scalar) and node.text not in known:
                    message = f"the successor `{node.text}` is no rule"
                    remedy = "name a rule that is there, or leave it out"
                    place = node.place
                    yield Problem(str(path), place.line, place.column, "", message, remedy, "retired-successor")
