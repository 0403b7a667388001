"""The wheel: built, installed into an empty environment, and at work in another folder."""

from __future__ import annotations

import subprocess
import sys
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


def test_the_rules_are_in_the_wheel_and_nothing_else_lies_beside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.yaml")}
    assert {f"cleaner/{name}" for name in shipped} <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"cleaner", "article_cleaner"}


def test_the_wheel_cleans_an_article_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    _run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    _run(python, "-c", "import trafilatura", cwd=tmp_path)
    article = tmp_path / "article.txt"
    article.write_text("The ferry was late again on the second morning.\n\n© 2024 The Harbour Post\n", encoding="utf-8")
    out = _run(python.with_name("cleaner"), "clean", article, cwd=tmp_path)
    assert out == "The ferry was late again on the second morning.\n"
