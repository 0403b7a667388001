"""Engines that may not be installed: tests of them are skipped then, but not where CI has installed them all."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import pytest

REQUIRED = "CLEANER_TEST_ENGINES"
"""The environment variable that says that all engines are installed: nothing is skipped then."""


def needed(*modules: str) -> Any:  # noqa: ANN401 - the first of the modules
    """Import modules, or skip the test, or the module of tests, that needs them."""
    try:
        imported = [import_module(module) for module in modules]
    except ModuleNotFoundError as error:
        if os.environ.get(REQUIRED):
            raise
        pytest.skip(f"{error.name} is not installed (see the extra `engines`)", allow_module_level=True)
    return imported[0] if imported else None
