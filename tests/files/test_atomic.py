"""Files are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.files.atomic import AtomicFile, discard_left
from tests.small_rules import parts_in


def test_a_file_appears_whole_once_its_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "out.txt"
    with AtomicFile(path) as file:
        file.write(b"one ")
        file.write(b"two")
        assert not path.exists()
    assert path.read_bytes() == b"one two"
    assert parts_in(tmp_path) == []


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_block_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, fault: type[BaseException]) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes(b"old")
    with pytest.raises(fault):
        _fail_halfway(path, fault)
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]
    assert path.read_bytes() == b"old"


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    with AtomicFile(tmp_path / "a") as file:
        file.write(b"x")
    (tmp_path / "b").write_bytes(b"x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_write_that_fails_gives_the_whole_file_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.txt"
    file = AtomicFile(path)
    file.write(b"begun")
    with monkeypatch.context() as patch:
        patch.setattr(file, "_file", _FullDisk(file))
        with pytest.raises(OSError, match="No space left"):
            file.write(b"more")
    with pytest.raises(OSError, match="No space left"):
        file.write(b"after the disk was emptied")
    with pytest.raises(OSError, match="No space left"):
        file.commit()
    assert list(tmp_path.iterdir()) == []


def _fail_halfway(path: Path, fault: type[BaseException]) -> None:
    with AtomicFile(path) as file:
        file.write(b"new")
        raise fault


class _FullDisk:
    """The file of an `AtomicFile` that takes no more."""

    def __init__(self, file: AtomicFile) -> None:
        self._inner = file._file

    def write(self, _: bytes) -> None:
        raise OSError(28, "No space left on device")

    def close(self) -> None:
        self._inner.close()


def test_a_rename_that_fails_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    file = AtomicFile(path)
    file.write(b"new")
    path.mkdir()
    with pytest.raises(OSError, match=r"out\.txt"):
        file.commit()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_nothing_but_a_regular_file_is_ever_replaced(tmp_path: Path, make: object) -> None:
    path = tmp_path / "taken"
    assert callable(make)
    make(path)
    with pytest.raises(OSError, match="not a regular file"):
        AtomicFile(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(OSError, match="file"):
        AtomicFile(tmp_path / "file" / "out.txt")


def test_discarding_twice_does_no_harm(tmp_path: Path) -> None:
    file = AtomicFile(tmp_path / "out.txt")
    file.discard()
    file.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("alone", [True, False])
def test_what_is_broken_off_at_any_moment_can_be_cleared_away(tmp_path: Path, alone: bool) -> None:
    broken_off = AtomicFile(tmp_path / "a", alone=alone)
    with AtomicFile(tmp_path / "b", alone=alone) as file:
        file.write(b"y")
    discard_left()
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    broken_off.discard()


def test_what_a_killed_run_left_is_replaced_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    left = AtomicFile(path, alone=True)
    left.write(b"half")
    with AtomicFile(path, alone=True) as file:
        file.write(b"whole")
    left.discard()
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_a_trap_under_the_temporary_name_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"mine")
    path = tmp_path / "out.txt"
    file = AtomicFile(path, alone=True)
    (name,) = parts_in(tmp_path)
    file.discard()
    name.symlink_to(tmp_path / "precious")
    with AtomicFile(path, alone=True) as file:
        file.write(b"new")
    assert ((tmp_path / "precious").read_bytes(), path.read_bytes(), path.is_symlink()) == (b"mine", b"new", False)
