"""Rules made ready when the package is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.rulebook import compiled, layout, ready
from cleaner.rulebook.library import load

RULES = """\
schema: 1
defs: {{tail: "b+"}}
rules:
  - id: {0}
    does: Drops a line.
    drop_line: a{{{{tail}}}}
    unless: c
    examples: [{{hit: abb}}, {{miss: A calm day.}}]
"""
CHAIN = "schema: 1\nrules: {{packs: [{0}]}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rules = tmp_path / "rules"
    for pack in ("one", "two"):
        (rules / pack).mkdir(parents=True)
        (rules / pack / "social.yaml").write_text(RULES.format(pack))
    (rules / "chains").mkdir()
    for chain, pack in (("default", "one"), ("other", "two"), ("third", "two")):
        (rules / "chains" / f"{chain}.yaml").write_text(CHAIN.format(pack))
    monkeypatch.setattr(layout, "built_in_rules", lambda: rules)
    monkeypatch.setattr(ready, "built_in_rules", lambda: rules)
    monkeypatch.setattr(layout, "ready_folder", lambda: tmp_path / "ready")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(layout.NO_CACHE, raising=False)
    return tmp_path / "ready"


def test_each_set_of_packs_is_made_once_and_then_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ready.make(folder)
    assert sorted(path.suffix for path in folder.iterdir()) == [".patterns", ".rules", ".rules"]
    # What is ready is not read from its files again.
    monkeypatch.setattr("cleaner.rulebook.rule_file.read_rule_file", None)
    for chain, rule in (("default", "one"), ("other", "two"), ("third", "two")):
        assert [each.id for each in load(chain, examples=False).rules] == [rule]
    assert not (folder.parent / "home").exists()


def test_expressions_conditions_and_pieces_are_compiled(folder: Path) -> None:
    ready.make(folder)
    store = compiled.Store((folder / compiled.file_name()).read_bytes())
    assert all(store.find(source, case=False) for source in ("a(?:b+)", "b+", "c"))


def test_nothing_is_made_twice_and_what_is_stale_goes(folder: Path) -> None:
    ready.make(folder)
    assert not ready.make(folder)
    before = {path.name for path in folder.iterdir()}
    (layout.built_in_rules() / "two" / "social.yaml").write_text(RULES.format("three"))
    assert ready.make(folder)
    after = {path.name for path in folder.iterdir()}
    assert len(before & after) == len(after) - 1 == 2


def test_all_can_read_it(folder: Path) -> None:
    ready.make(folder)
    assert {path.stat().st_mode & 0o444 for path in folder.iterdir()} == {0o444}
