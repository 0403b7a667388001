"""Rules kept from one run to the next."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from cleaner.rulebook import cache, layout
from cleaner.rulebook.library import load
from cleaner.rulebook.rule import Rule

ROOT = layout.built_in_rules()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(layout.NO_CACHE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(layout, "ready_folder", lambda: tmp_path / "ready")
    return tmp_path


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return load(only=["copyright", "dateline-place"]).rules


def _recalled(root: Path = ROOT) -> tuple[Rule, ...]:
    kept = cache.recall("name", root)
    assert kept is not None
    return kept.rules


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.rules"))


def test_what_is_kept_comes_back_without_examples(rules: tuple[Rule, ...]) -> None:
    cache.keep("name", rules, ROOT)
    assert _recalled() == tuple(replace(rule, examples=()) for rule in rules)


def test_patterns_come_back_with_their_lists_and_pieces(rules: tuple[Rule, ...]) -> None:
    cache.keep("name", rules, ROOT)
    kept = _recalled()
    for one, other in zip(rules, kept, strict=True):
        assert one.unless == other.unless
        if one.unless and other.unless:
            assert one.unless.expressions[0].compile().pattern == other.unless.expressions[0].compile().pattern


def test_files_may_lie_elsewhere_when_they_are_recalled(rules: tuple[Rule, ...]) -> None:
    cache.keep("name", rules, ROOT)
    kept = _recalled(Path("/elsewhere"))
    assert kept[0].source.path == str(Path("/elsewhere") / Path(rules[0].source.path).relative_to(ROOT))


def test_what_came_with_the_package_comes_first(rules: tuple[Rule, ...], folder: Path) -> None:
    cache.write(folder / "ready", "name", rules[:1], ROOT)
    cache.keep("name", rules, ROOT)
    assert [rule.id for rule in _recalled()] == [rules[0].id]
    (folder / "ready" / cache.file_name("name")).write_bytes(b"broken")
    assert [rule.id for rule in _recalled()] == [rule.id for rule in rules]


def test_nothing_is_kept_under_another_name(rules: tuple[Rule, ...]) -> None:
    cache.keep("name", rules, ROOT)
    assert cache.recall("another", ROOT) is None


def test_a_name_tells_contents_apart() -> None:
    assert len({cache.name_of(each) for each in (["a"], ["b"], ["a", "b"], ["ab"], [])}) == 5
    assert cache.name_of(["a"]) == cache.name_of(["a"])


@pytest.mark.parametrize("damage", [b"", b"x", b"\x93\x00", b"\xc1" * 100])
def test_what_is_broken_is_passed_over(rules: tuple[Rule, ...], folder: Path, damage: bytes) -> None:
    cache.keep("name", rules, ROOT)
    (path,) = _files(folder)
    path.write_bytes(damage)
    assert cache.recall("name", ROOT) is None


def test_what_is_cut_off_is_passed_over(rules: tuple[Rule, ...], folder: Path) -> None:
    cache.keep("name", rules, ROOT)
    (path,) = _files(folder)
    path.write_bytes(path.read_bytes()[:-1])
    assert cache.recall("name", ROOT) is None


@pytest.mark.parametrize("payload", [b"\x80", b"\x92\x90\x90", b"\x92\x91\x92\x80\x80\x91\x01"])
def test_what_is_whole_but_foreign_is_passed_over(rules: tuple[Rule, ...], folder: Path, payload: bytes) -> None:
    cache.keep("name", rules, ROOT)
    (path,) = _files(folder)
    path.write_bytes(hashlib.sha256(payload).digest() + payload)
    assert cache.recall("name", ROOT) is None


def test_a_folder_that_cannot_be_written_to_is_no_fault(
    rules: tuple[Rule, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    cache.keep("name", rules, ROOT)
    assert cache.recall("name", ROOT) is None


def test_the_cache_can_be_switched_off(rules: tuple[Rule, ...], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(layout.NO_CACHE, "1")
    cache.keep("name", rules, ROOT)
    assert _files(folder) == []
    assert cache.recall("name", ROOT) is None


def test_old_ones_go(rules: tuple[Rule, ...], folder: Path) -> None:
    for number in range(12):
        cache.keep(f"name{number}", rules[:1], ROOT)
    assert len(_files(folder)) == 8


def test_a_loaded_set_is_the_same_from_files_and_from_the_cache() -> None:
    first = load(examples=False)
    second = load(examples=False)
    whole = load()
    assert [replace(rule, examples=()) for rule in whole.rules] == list(first.rules) == list(second.rules)
    assert any(rule.examples for rule in whole.rules)
