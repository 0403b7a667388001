"""The wheel: built, installed into an empty environment, and at work in another folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", place, ROOT, cwd=place)
    (found,) = place.glob("article_cleaner-*.whl")
    return found


def test_the_rules_are_in_the_wheel_made_ready_and_nothing_else_lies_beside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.yaml")}
    assert {f"cleaner/{name}" for name in shipped} <= set(names)
    ready = [Path(name) for name in names if name.startswith("cleaner/ready/")]
    assert sorted(path.suffix for path in ready) == [".patterns", ".rules"]
    assert {name.split("/")[0].split("-")[0] for name in names} == {"cleaner", "article_cleaner"}


def test_the_native_scan_is_in_the_wheel_and_the_wheel_says_for_whom(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert f"cleaner/engine/native{sysconfig.get_config_var('EXT_SUFFIX')}" in names
    assert f"cp{sys.version_info.major}{sys.version_info.minor}" in wheel.name
    assert "-any.whl" not in wheel.name


def test_the_wheel_cleans_an_article_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    _run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    _run(python, "-c", "import trafilatura", cwd=tmp_path)
    article = tmp_path / "article.txt"
    article.write_text("The ferry was late again on the second morning.\n\n© 2024 The Harbour Post\n", encoding="utf-8")
    # Nothing is read from the rule files, and nothing compiled: what was made ready is whole.
    check = (
        "from cleaner.rulebook import library, rule_file; from cleaner.rulebook.compiled import shipped\n"
        "from cleaner.rulebook.rule import all_patterns\n"
        "rule_file.read_rule_file = None\n"
        "patterns = (each for rule in library.load(examples=False).rules for each in all_patterns(rule))\n"
        "assert all(shipped().find(each.source, case=each.case) for some in patterns for each in some.expressions)"
    )
    _run(python, "-c", check, cwd=tmp_path)
    out = _run(python.with_name("cleaner"), "clean", article, cwd=tmp_path)
    assert out == "The ferry was late again on the second morning.\n"
