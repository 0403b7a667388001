"""Where things lie: packs, chains and sites, by the names of folders and files, and what was made of them.

Reads none of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
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


def kept_folders() -> tuple[Path, ...]:
    """Return the folders of what spares work, if it may be kept: what came with the package, then the user's own."""
    if os.environ.get(NO_CACHE):
        return ()
    # Asks the system where such things lie.
    from platformdirs import user_cache_path

    return ready_folder(), user_cache_path("article-cleaner", appauthor=False)


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
    packs, own_packs = _packs(built_in), {name for root in own for name in _packs(root)}
    if pack in packs:
        return list(_rule_files(packs[pack]))
    if pack not in own_packs:
        raise UsageError(f"no pack is called `{pack}` -> {closest(pack, {*packs, *own_packs})}")
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


def _packs(root: Path) -> dict[str, Path]:
    if not root.is_dir():
        return {}
    return {path.name: path for path in root.iterdir() if path.is_dir() and path.name != CHAINS}


def _rule_files(folder: Path, *, deep: bool = False) -> Iterator[Path]:
    """Yield the rule files of a pack by name, of a user's folder with those of its subfolders after them."""
    entries = sorted(folder.iterdir())
    yield from (path for path in entries if path.is_file() and path.suffix in _SUFFIXES and path.stem not in _NO_RULES)
    if deep:
        for path in entries:
            if path.is_dir() and path.name != CHAINS and not path.name.startswith("."):
                yield from _rule_files(path)
