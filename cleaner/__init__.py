"""Takes article text as crawlers, extractors and feeds deliver it; hands over the body and the facts.

Public names: `clean` for one text, `Cleaner` for many, `Article` in, `Result` with its `Removal`s out. Each is loaded
when it is first used, so importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.errors import CleanerError, InputError, Problem, RuleFileError, UsageError
    from cleaner.pipeline import Cleaner, clean
    from cleaner.result import FLAGS, LineReport, Removal, Result
    from cleaner.version import __version__

__all__ = [
    "FLAGS",
    "Article",
    "Cleaner",
    "CleanerError",
    "InputError",
    "LineReport",
    "Problem",
    "Removal",
    "Result",
    "RuleFileError",
    "UsageError",
    "__version__",
    "clean",
]

_HOMES = {
    "article": ("Article",),
    "errors": ("CleanerError", "InputError", "Problem", "RuleFileError", "UsageError"),
    "pipeline": ("Cleaner", "clean"),
    "result": ("FLAGS", "LineReport", "Removal", "Result"),
    "version": ("__version__",),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"cleaner.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
