"""The digest of rules: the same for what does the same, another for anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.rulebook import digest as module
from cleaner.rulebook.digest import digest
from cleaner.rulebook.layout import FACTS
from cleaner.rulebook.library import load
from tests.small_rules import write_own


def _digest(folder: Path, *, skip: tuple[str, ...] = (), trial: bool = False) -> str:
    chain, rules = folder / "own-only.yaml", folder / "own-rules"
    return digest(load(chain, rules, skip=skip, trial=trial))


def test_places_comments_and_examples_make_no_difference(tmp_path: Path) -> None:
    write_own(tmp_path)
    before = _digest(tmp_path)
    path = tmp_path / "own-rules" / "small" / "related.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# a comment\n" + text.replace("Harbour to close", "Harbour to open"), encoding="utf-8")
    assert _digest(tmp_path) == before
    other = tmp_path / "other"
    other.mkdir()
    write_own(other)
    assert _digest(other) == before


def test_whatever_the_rules_do_makes_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, rules = write_own(tmp_path)
    found = {_digest(tmp_path), _digest(tmp_path, skip=("related",)), _digest(tmp_path, trial=True)}
    path = rules / "small" / "related.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{10,150}", "{10,151}"), encoding="utf-8")
    found.add(_digest(tmp_path))
    chain.write_text(chain.read_text(encoding="utf-8") + "normalise: {quotes: keep}\n", encoding="utf-8")
    found.add(_digest(tmp_path))
    monkeypatch.setattr(module, "__version__", "99")
    found.add(_digest(tmp_path))
    (tmp_path / FACTS).write_text("lists: {}\n", encoding="utf-8")
    monkeypatch.setattr(module, "built_in_rules", lambda: tmp_path)
    found.add(_digest(tmp_path))
    assert len(found) == 7


def test_rules_out_of_the_cache_have_the_digest_of_those_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = digest(load(examples=False))
    monkeypatch.setenv("CLEANER_NO_CACHE", "1")
    assert digest(load(examples=False)) == kept
