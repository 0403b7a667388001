"""Where things lie: packs, chains and sites, by the names of folders and files, and what was made of them.

Reads none of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.rulebook.fields import closest

NO_CACHE = "CLEANER_NO_CACHE"
"""The environment variable that, when set to anything, has everything made anew each time and nothing kept."""

CHAINS = "chains"
_SITES = "sites"
_SUFFIXES = (".yaml", ".yml")
_NO_RULES = ("shared", "retired")
# The words by which the facts of pages are told, beside the packs that come with the package.
FACTS = "facts.yaml"


def built_in_rules() -> Path:
    """Return the folder of the rules that come with the package, installed or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "rules", package.parent / "rules"):
        if (folder / CHAINS / "default.yaml").is_file():
            return folder
    raise UsageError(f"the rules that belong to the package are missing from {package} -> install it anew")


def ready_folder() -> Path:
    """Return the folder of what was made ready when the package was built; a checkout may have none."""
    return Path(__file__).resolve().parent.parent / "ready"


def kept_folders() -> Iterator[Path]:
    """Yield the folders of what spares work, if it may be kept: what came with the package, then the user's own."""
    if not os.environ.get(NO_CACHE):
        yield ready_folder()
        yield _users_folder()


def users_folder() -> Path | None:
    """Return the user's own of these folders; None where nothing may be kept."""
    return None if os.environ.get(NO_CACHE) else _users_folder()


def _users_folder() -> Path:
    # Asks the system where such things lie; who finds what came with the package need not know.
    from platformdirs import user_cache_path

    return user_cache_path("article-cleaner", appauthor=False)


def place_in_packs(path: Path) -> tuple[str, str]:
    """Return the family and the site that the name of a rule file implies; empty where it implies none."""
    of_site = path.parent.name == _SITES
    return ("", path.stem) if of_site else (path.stem, "")


def built_in_families() -> frozenset[str]:
    """Return the families of the built-in rules."""
    return frozenset(place_in_packs(path)[0] for path in _rule_files(built_in_rules(), deep=True)) - {""}


def own_files(root: Path) -> list[Path]:
    """Return the rule files of a user's folder, or the one file that was named.

    Raises:
        UsageError: There are none.
    """
    words = built_in_rules() / FACTS
    paths = [root] if root.is_file() else [path for path in _rule_files(root, deep=True) if path.resolve() != words]
    if not paths:
        raise UsageError(f"no rule files in {root} -> put a .yaml file there, named after a family")
    return paths


def pack_files(pack: str, roots: Sequence[Path]) -> list[Path]:
    """Return the rule files of a built-in pack; none of a user's own, whose rules all run anyway.

    Args:
        pack: Its name.
        roots: The user's own folder, if any, then the built-in one.

    Raises:
        UsageError: No pack is called so.
    """
    *own, built_in = roots
    if _is_pack(built_in, pack):
        return list(_rule_files(built_in / pack))
    if not any(_is_pack(root, pack) for root in own):
        known = (name for root in roots for name in _packs(root))
        raise UsageError(f"no pack is called `{pack}` -> {closest(pack, known)}")
    return []


def find_chain(name: str, roots: Sequence[Path]) -> Path:
    """Return the file of a chain.

    Args:
        name: Its name, or the path of a chain file.
        roots: The folders in which chains are looked for by name, the first that has one wins.

    Raises:
        UsageError: There is no such chain.
    """
    if name.endswith(_SUFFIXES) or "/" in name or "\\" in name:
        if Path(name).is_file():
            return Path(name)
        raise UsageError(f"no chain file at {name} -> name a file, or a chain: {', '.join(_chains(roots))}")
    for root in roots:
        if (path := root / CHAINS / f"{name}.yaml").is_file():
            return path
    raise UsageError(f"no chain is called `{name}` -> {closest(name, _chains(roots))}")


def _chains(roots: Sequence[Path]) -> list[str]:
    return sorted({path.stem for root in roots for path in (root / CHAINS).glob("*.yaml")})


def _packs(root: Path) -> list[str]:
    return [path.name for path in root.iterdir() if _is_pack(root, path.name)] if root.is_dir() else []


def _is_pack(root: Path, name: str) -> bool:
    return name not in ("", CHAINS, os.curdir, os.pardir) and Path(name).name == name and (root / name).is_dir()


def _rule_files(folder: Path, *, deep: bool = False) -> Iterator[Path]:
    """Yield the rule files of a pack by name, of a user's folder with those of its subfolders after them."""
    # There are hundreds, which are listed at each start: entries of a folder know without another look what they are.
    entries = sorted(os.scandir(folder), key=attrgetter("name"))
    for entry in entries:
        name, suffix = os.path.splitext(entry.name)  # noqa: PTH122 - of a text
        if suffix in _SUFFIXES and name not in _NO_RULES and entry.is_file():
            yield folder / entry.name
    if deep:
        for entry in entries:
            if entry.is_dir() and entry.name != CHAINS and not entry.name.startswith("."):
                yield from _rule_files(folder / entry.name)
