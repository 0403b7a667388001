"""The pages that are made of the code and the rules are what they would be made of now."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from cleaner.check.codes import CODES
from tests.conftest import ROOT


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES: list[tuple[Path, str]] = list(_generator().pages())


@pytest.mark.parametrize(("path", "text"), PAGES, ids=lambda value: value.name if isinstance(value, Path) else "")
def test_a_generated_page_is_up_to_date(path: Path, text: str) -> None:
    same = path.read_text(encoding="utf-8") == text
    assert same, f"{path.relative_to(ROOT)} is out of date: run `python docs/generate.py`"


def test_no_page_of_a_family_is_left_over() -> None:
    assert sorted((ROOT / "docs" / "families").iterdir()) == sorted(
        path for path, _ in PAGES if path.parent.name == "families"
    )


def test_every_code_of_a_finding_is_documented() -> None:
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    assert [code for code in CODES if f"| `{code}` |" not in page] == []
