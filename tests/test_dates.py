"""Dates: ISO 8601 or nothing, whatever the clock on the wall says."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Iterator

import pytest

from cleaner.dates import iso_date

DATES = {
    "2024-05-03": "2024-05-03",
    "3 May 2024": "2024-05-03",
    "3rd of May 2024": "2024-05-03",
    "May 3rd, 2024": "2024-05-03",
    "3 Mayo 2024": "2024-05-03",
    "May 3, 2024": "2024-05-03",
    "Friday, May 3, 2024": "2024-05-03",
    "3. Mai 2024": "2024-05-03",
    "3 mai 2024": "2024-05-03",
    "3 de mayo de 2024": "2024-05-03",
    "2024年5月3日": "2024-05-03",
    "03.05.2024": "2024-05-03",
    "31/12/2024": "2024-12-31",
    "12/31/2024": "2024-12-31",
    "05/05/2024": "2024-05-05",
    "3 May 2024, 10:30": "2024-05-03",
    "3 May 2024 10:30 EST": "2024-05-03T10:30:00-05:00",
    "3 May 2024 at 10:30 pm EDT": "2024-05-03T22:30:00-04:00",
    "Fri, 3 May 2024 10:30:00 +0200": "2024-05-03T10:30:00+02:00",
    "2024-05-03T10:30Z": "2024-05-03T10:30Z",
    "2024-05-03T10:30:00.5+02:00": "2024-05-03T10:30:00.5+02:00",
    "2024-05-03T10:30": "2024-05-03",
}
NO_DATES = [
    "", "  ", "May 2024", "3 May", "2024", "12/2024", "Friday", "10:30", "yesterday", "two days ago", "now", "soon",
    "in 2024 the harbour closed", "31 February 2024",
    "February 31, 2024", "3 Maybe 2024", "2024-02-30", "2024-13-01", "2024-05-03T25:00Z", "3/4/2024",
    "1714732200", "3.5.24", "3 May 2024 " * 20, "9" * 500,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    iso_date.cache_clear()
    yield
    iso_date.cache_clear()


@pytest.mark.parametrize(("text", "iso"), DATES.items())
def test_a_full_date_becomes_iso(text: str, iso: str) -> None:
    assert iso_date(text) == iso
    assert datetime.datetime.fromisoformat(iso).year == 2024


@pytest.mark.parametrize("text", NO_DATES)
def test_a_text_that_is_no_full_date_gives_none(text: str) -> None:
    assert iso_date(text) is None


def _all() -> dict[str, str | None]:
    iso_date.cache_clear()
    return {text: iso_date(text) for text in (*DATES, *NO_DATES)}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system can't change the time zone of a process")
def test_the_time_zone_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    expected = _all()
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        found = _all()
    time.tzset()
    assert found == expected


@pytest.mark.parametrize("today", [(1999, 12, 31), (2024, 2, 29), (2067, 1, 1)], ids=str)
def test_the_date_of_today_does_not_matter(monkeypatch: pytest.MonkeyPatch, today: tuple[int, int, int]) -> None:
    expected = _all()

    class Elsewhen(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Elsewhen:
            return cls(*today, 23, 59, tzinfo=tz)

        @classmethod
        def utcnow(cls) -> Elsewhen:
            return cls(*today, 23, 59)

        @classmethod
        def today(cls) -> Elsewhen:
            return cls(*today, 23, 59)

    patched = 0
    for name, module in list(sys.modules.items()):
        if name.startswith("dateparser") and getattr(module, "datetime", None) is datetime.datetime:
            monkeypatch.setattr(module, "datetime", Elsewhen)
            patched += 1
    assert patched
    assert _all() == expected


def test_what_was_read_before_does_not_matter() -> None:
    texts = [*DATES, *NO_DATES]
    forward = {text: iso_date(text) for text in texts}
    iso_date.cache_clear()
    backward = {text: iso_date(text) for text in reversed(texts)}
    assert forward == backward
