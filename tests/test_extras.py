"""Engines are imported by those who ask for them and by nobody else; who lacks one is told what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.errors import CleanerError
from cleaner.extras import EXTRAS, MissingExtraError, require
from tests.extras import needed

HEAVY = ("datasets", "datatrove", "pandas", "polars", "pyarrow", "pyspark", "ray")


def test_importing_the_package_imports_no_engine() -> None:
    script = f"""
import sys
import cleaner
cleaner.clean("A line.")
import cleaner.cli, cleaner.engines
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_a_missing_library_says_what_to_install() -> None:
    with pytest.raises(
        MissingExtraError, match=r"no_such_engine is not installed -> pip install 'article-cleaner\[ray\]'"
    ):
        require("no_such_engine.data", "ray")
    assert issubclass(MissingExtraError, CleanerError)
    assert issubclass(MissingExtraError, ImportError)


def test_a_library_that_is_there_but_broken_tells_its_own_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half_engine.py").write_text("import what_it_needs\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="what_it_needs") as told:
        require("half_engine", "ray")
    assert not isinstance(told.value, MissingExtraError)


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_adapter_says_which_extra_it_lacks(extra: str) -> None:
    """Whether or not engines are installed: what an adapter imports is hidden from it."""
    library = {"arrow": "pyarrow", "hf": "datasets", "spark": "pyspark", "ray": "ray", "datatrove": "datatrove"}[extra]
    module = "cleaner.arrow" if extra == "arrow" else f"cleaner.engines.{extra}"
    if extra != "arrow":
        needed("pyarrow")
    finder = f"""
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {library!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Hidden())
import {module}
"""
    done = subprocess.run([sys.executable, "-c", finder], check=False, capture_output=True, text=True)
    assert f"{library} is not installed -> pip install 'article-cleaner[{extra}]'" in done.stderr
