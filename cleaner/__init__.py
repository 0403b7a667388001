"""Takes article text as crawlers, extractors and feeds deliver it; hands over the body and the facts.

Public names: `clean` for one text, `Cleaner` for many, `Article` in, `Result` with its `Removal`s out.
"""

from __future__ import annotations

from functools import lru_cache

from cleaner.article import Article
from cleaner.errors import CleanerError, InputError, Problem, RuleFileError, UsageError
from cleaner.pipeline import Cleaner
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


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()


def clean(text: str, *, url: str | None = None, title: str | None = None, lang: str | None = None) -> Result:
    """Clean one text with the default chain; the arguments are those of `Cleaner.clean`."""
    return _default().clean(text, url=url, title=title, lang=lang)
