"""Libraries that only some users need: imported when they are asked for, and missed in words that help."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import CleanerError

EXTRAS = ("arrow", "hf", "spark", "ray", "datatrove")
"""The extras that a user can install: `pip install 'article-cleaner[NAME]'`."""


class MissingExtraError(CleanerError, ImportError):
    """A library that is needed here is not installed."""


def require(module: str, extra: str) -> Any:  # noqa: ANN401 - a module, typed or not
    """Import a module of an extra.

    Args:
        module: Its dotted name.
        extra: The extra that installs it.

    Raises:
        MissingExtraError: It is not installed; the message says how to install it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != library:
            # Installed, but something that it needs is not: that is its own story to tell.
            raise
        raise MissingExtraError(
            f"{library} is not installed -> pip install 'article-cleaner[{extra}]'", name=library
        ) from None
