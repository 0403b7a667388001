"""Fixtures of the command line's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import CommandLine
from tests.conftest import ROOT
from tests.small_rules import write_built_in, write_own


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], built_in: Path
) -> CommandLine:
    """Return the command line, in an empty working folder and with the small built-in rules."""
    work = tmp_path / "desk"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr("cleaner.rulebook.layout.built_in_rules", lambda: built_in)
    return CommandLine(monkeypatch, capsysbinary)


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the small built-in rules."""
    return write_built_in(tmp_path_factory.mktemp("built-in"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the options that choose the small rules, for commands that run as processes, in an empty folder."""
    work = tmp_path / "desk"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    chain, rules = write_own(tmp_path)
    return ["--chain", str(chain), "--rules", str(rules)]
