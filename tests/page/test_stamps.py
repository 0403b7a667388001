"""Which day is shown beside a headline."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from cleaner.page.headline import pieces_around
from cleaner.page.stamps import Stamp, stamp


def _stamp(markup: str, published: str | None = None, updated: str | None = None) -> Stamp:
    tree = document_fromstring(f"<html><body><h1>Ferry late again</h1>{markup}</body></html>")
    return stamp(pieces_around(tree, "Ferry late again"), published, updated)


@pytest.mark.parametrize(
    ("markup", "published", "updated"),
    [
        ("<p>March 2, 2024</p>", "2024-03-02", None),
        ("<p>By Ada Miller on March 2, 2024 - 11 minutes</p>", "2024-03-02", None),
        ("<p>Veröffentlicht am 2. März 2024</p>", "2024-03-02", None),
        ("<p>2024-03-02</p>", "2024-03-02", None),
        ("<time datetime='2024-03-02T10:00:00.0870000Z'>2 days ago</time>", "2024-03-02", None),
        ("<time datetime='2024-03-02'><span>yesterday</span></time>", "2024-03-02", None),
        ("<p>Updated March 4, 2024</p>", None, "2024-03-04"),
        ("<p><b>Last updated:</b> <i>March 4, 2024</i></p>", None, "2024-03-04"),
        ("<p class='entry-modified'>March 4, 2024</p>", None, "2024-03-04"),
        ("<p>March 2, 2024</p><p>Updated March 4, 2024</p>", "2024-03-02", "2024-03-04"),
        ("<p>Published March 2, 2024, updated March 4, 2024</p>", "2024-03-02", "2024-03-04"),
        ("<p>Aktualisiert am 4. März 2024 | Veröffentlicht am 2. März 2024</p>", "2024-03-02", "2024-03-04"),
        ("<p>March 4, 2024 (updated)</p>", None, "2024-03-04"),
        ("<p>Updated March 4, 2024</p><p>March 2, 2024</p>", "2024-03-02", "2024-03-04"),
        ("<p>March 2024</p>", None, None),
        ("<p>In 2024 the ferry was late on 12 days</p>", None, None),
        ("<table><tr><td>March 2, 2024</td></tr></table>", None, None),
        ("<p>Tickets that were bought for the ferry before March 2, 2024 are good for the tram, too</p>", None, None),
        ("<p>On the pier stood, from morning until late at night on March 2, 2024, all who work there</p>", None, None),
    ],
)
def test_the_days_are_told_apart(markup: str, published: str | None, updated: str | None) -> None:
    assert _stamp(markup) == Stamp(published, updated)


def test_the_day_of_a_declared_change_is_no_day_of_publication() -> None:
    assert _stamp("<p>March 4, 2024</p>", "2024-03-02", "2024-03-04T10:00:00Z") == Stamp(None, "2024-03-04")


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        ("<p>May 9, 2024</p><p>March 2, 2024</p>", "2024-03-02"),
        ("<p>January 9, 2024</p><p>March 2, 2024</p>", "2024-01-09"),
        ("<p>03.02.2024</p>", "2024-03-02"),
        ("<p>February 3, 2024</p>", "2024-02-03"),
    ],
)
def test_the_declared_day_counts_before_later_ones(markup: str, published: str) -> None:
    assert _stamp(markup, "2024-03-02").published == published


def test_dates_without_end_are_not_all_read() -> None:
    assert _stamp("<p>February 31, 2024</p>" * 20 + "<p>March 2, 2024</p>") == Stamp()
