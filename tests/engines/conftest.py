"""What the tests of all engines share."""

from __future__ import annotations

import pytest

from cleaner import Article, Cleaner
from tests.engines.articles import Row, of_results, rows


@pytest.fixture(scope="session")
def articles() -> list[Row]:
    """Return the rows that every engine cleans."""
    return rows()


@pytest.fixture(scope="session")
def expected(articles: list[Row], default_cleaner: Cleaner) -> bytes:
    """Return what `clean_many` makes of them."""
    return of_results(default_cleaner.clean_many(Article(**row) for row in articles))
