"""Expressions that were compiled before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import regex

from cleaner.rulebook import compiled, layout
from cleaner.rulebook.compiled import Store, flags, pack
from cleaner.rulebook.keys import Keys
from cleaner.rulebook.outline import Outline
from cleaner.rulebook.pattern import Expression
from cleaner.rulebook.vocabulary import Vocabulary

SOURCES = [
    (r"(?P<name>\p{Lu}\w+) (?P<of>(?:von|de) )?[a-z]{2,}", False),
    (r"(?P<name>\p{Lu}\w+)", True),
    (r"straße|STRASSE|ſ", False),
    (r"(?<=a)b(?!c)|(?>x+)y", False),
    ("", True),
]
TEXTS = ["Anna von lisk", "ANNA", "strasse", "Straße", "s", "ab", "abc", "xxy", "", "\ud800"]


@pytest.mark.parametrize(("source", "case"), SOURCES)
def test_what_was_packed_matches_as_what_is_compiled(source: str, case: bool) -> None:
    found = Store(pack(SOURCES)).find(source, case=case)
    fresh = regex.compile(source, flags(case=case))
    assert found is not None
    assert (found.pattern, found.flags, found.groupindex) == (fresh.pattern, fresh.flags, fresh.groupindex)
    for text in TEXTS:
        one, other = found.search(text), fresh.search(text)
        assert (one and (one.span(), one.groupdict())) == (other and (other.span(), other.groupdict()))


def test_case_tells_expressions_apart() -> None:
    store = Store(pack([("a", True)]))
    assert store.find("a", case=True)
    assert store.find("a", case=False) is None
    assert store.find("b", case=True) is None


def test_the_same_expressions_give_the_same_bytes() -> None:
    assert pack(SOURCES) == pack(SOURCES)


def _damaged() -> list[bytes]:
    packed = pack([("a", True)])
    ((name, entry),) = msgspec.msgpack.decode(packed)[0].items()
    entries = (b"", entry[:-1], b"\x00" + entry)
    return [b"", b"x", packed[:-1], b"\xc1" * 9, *(msgspec.msgpack.encode([{name: each}, {}]) for each in entries)]


@pytest.mark.parametrize("packed", _damaged())
def test_what_is_broken_is_not_there(packed: bytes) -> None:
    assert Store(packed).find("a", case=True) is None


def test_an_outline_is_found_by_the_source_of_its_expression() -> None:
    outline = Outline((b"1234",), ("towns",), opens=True, backwards=False)
    packed = pack([], {("a", False): outline, ("b", True): None})
    store = Store(packed)
    assert store.outline("a", searches=False) == outline
    assert store.outline("b", searches=True) is None
    for other, source in ((store, "c"), (Store(packed[:-9] + bytes(9)), "a")):
        with pytest.raises(LookupError):
            other.outline(source, searches=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv(layout.NO_CACHE, raising=False)
    monkeypatch.setattr(layout, "ready_folder", lambda: tmp_path)
    compiled.shipped.cache_clear()
    yield tmp_path
    compiled.shipped.cache_clear()


def _expression() -> Expression:
    return Expression("a{{tail}}", Vocabulary({}, {"tail": "b+"}), case=False, searches=False, keys=Keys())


def test_an_expression_is_taken_from_the_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / compiled.file_name()).write_bytes(pack([("a(?:b+)", False)]))
    assert compiled.shipped().find("b", case=True) is None
    monkeypatch.setattr(regex, "compile", None)
    assert _expression().compile().fullmatch("ABB")


def test_a_package_without_them_compiles_by_itself(folder: Path) -> None:
    assert not list(folder.iterdir())
    assert _expression().compile().fullmatch("ABB")


def test_those_of_another_version_of_the_library_are_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / compiled.file_name()).write_bytes(pack([("a(?:b+)", False)]))
    monkeypatch.setattr(regex, "__version__", "1999.1.1")
    assert compiled.shipped().find("a(?:b+)", case=False) is None
