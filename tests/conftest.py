"""What all tests share: where things lie, and the cleaner with the default chain, loaded once."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

import cleaner.page.words  # noqa: F401 - it keeps to the shipped rules where a test puts others in their place
from cleaner import Cleaner

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# A shell's background jobs, and all they start, ignore Ctrl-C: then no test could press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Machines are noisy: no test fails for being slow.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
# By hand: pytest tests/test_fuzz.py --hypothesis-profile=long
settings.register_profile("long", deadline=None, max_examples=20_000)


@pytest.fixture(scope="session")
def default_cleaner() -> Cleaner:
    """Return a cleaner with the default chain."""
    return Cleaner()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of measuring data beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs the measuring data at {SHARED}")
        pytest.skip("the measuring data does not lie beside this checkout")
    return SHARED
