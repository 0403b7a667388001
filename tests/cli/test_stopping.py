"""How a run is broken off."""

from __future__ import annotations

import signal

import pytest

from cleaner.cli.stopping import Stopped, stopping


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [
        (signal.SIGINT, 130, "interrupted; what was finished is whole"),
        (signal.SIGTERM, 143, "ended by SIGTERM; what was finished is whole"),
        (signal.SIGHUP, 129, "ended by SIGHUP; what was finished is whole"),
    ],
)
@pytest.mark.parametrize("resumes", [True, False])
def test_a_signal_ends_the_work_with_a_word_and_a_code(number: int, code: int, message: str, resumes: bool) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Stopped) as stopped, stopping(resumes=resumes):
        signal.raise_signal(number)
    assert stopped.value.code == code
    assert str(stopped.value) == message + (" -> run the same command again to go on" if resumes else "")
    assert signal.getsignal(signal.SIGTERM) is before


def test_work_that_ends_by_itself_is_left_alone() -> None:
    with stopping(resumes=True):
        pass
