"""How a run is broken off: by ctrl-C, or by a signal that asks it to end; nothing is left half-written either way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HINT = "run the same command again to go on"
_ASKED = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(BaseException):
    """The run was broken off; no `Exception`, so that nothing takes it for a fault of an article.

    Args:
        message: What is said.
        code: The exit code.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def stopping(*, resumes: bool) -> Iterator[None]:
    """Raise `Stopped` where the work inside is broken off.

    Args:
        resumes: The same command goes on where this one ended.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {each: signal.signal(each, _stop) for each in _ASKED}
    hint = f" -> {HINT}" if resumes else ""
    try:
        yield
    except KeyboardInterrupt:
        raise Stopped(f"interrupted; what was finished is whole{hint}", 128 + signal.SIGINT) from None
    except _Asked as asked:
        name = signal.Signals(asked.number).name
        raise Stopped(f"ended by {name}; what was finished is whole{hint}", 128 + asked.number) from None
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class _Asked(BaseException):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _stop(number: int, _: object) -> None:
    # Only once: what follows is the tidying up.
    for each in _ASKED:
        signal.signal(each, signal.SIG_IGN)
    raise _Asked(number)
