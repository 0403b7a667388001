"""Which names of authors a text holds."""

from __future__ import annotations

import pytest

from cleaner.page.names import has_role, is_person, names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Miller", ["Ada Miller"]),
        ("By Ada Miller", ["Ada Miller"]),
        ("Written by: Ada Miller", ["Ada Miller"]),
        ("Von Ada Müller", ["Ada Müller"]),
        ("Bynum Miller", ["Bynum Miller"]),
        ("Ada Miller and Bo Smith", ["Ada Miller", "Bo Smith"]),
        ("Ada Miller, Bo Smith & Cy Ode", ["Ada Miller", "Bo Smith", "Cy Ode"]),
        ("Ada Miller; Bo Smith", ["Ada Miller", "Bo Smith"]),
        ("Ada de la Cruz und J.-P. O'Neil", ["Ada de la Cruz", "J.-P. O'Neil"]),
        ("Ada Miller, Bo Smith, Sweyd", ["Ada Miller", "Bo Smith", "Sweyd"]),
        ("Ada Miller, MS, RD", ["Ada Miller, MS, RD"]),
        ("Ada Miller, PhD and Bo Smith", ["Ada Miller, PhD", "Bo Smith"]),
        ("Ada Miller, Senior Reporter", ["Ada Miller"]),
        ("Ada Miller, dpa", ["Ada Miller"]),
        ("Ada Miller (mil)", ["Ada Miller"]),
        ("Office of Bays and Harbours", ["Office of Bays and Harbours"]),
        ("Ada and Bo", ["Ada and Bo"]),
        ("The Lisk Herald Team", ["The Lisk Herald Team"]),
        ("新間", ["新間"]),
        ("https://social.example/lisk", []),
        ("ada@lisk.example", []),
        ("(Image: Lisk Photos)", []),
        ("admin", []),
        ("March", []),
        ("12", []),
        ("Ada Miller, " * 500, []),
        ("", []),
        ("&", []),
        ("/ , |", []),
    ],
)
def test_a_text_becomes_names(text: str, found: list[str]) -> None:
    assert names([text]) == found


def test_each_name_is_given_once() -> None:
    assert names(["Ada Miller", "by ADA MILLER", "Bo Smith"]) == ["Ada Miller", "Bo Smith"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Miller, Ada T.", ["Ada T. Miller"]),
        ("Ada Miller", ["Ada Miller"]),
        ("Ada Miller, Bo Smith, Cy Ode", ["Ada Miller", "Bo Smith", "Cy Ode"]),
    ],
)
def test_the_last_name_stands_first_in_catalogues(text: str, found: list[str]) -> None:
    assert names([text], inverted=True) == found


def test_a_role_is_no_person() -> None:
    assert has_role("Chief Editor")
    assert not is_person("Chief Editor")
    assert is_person("Ada Miller")
