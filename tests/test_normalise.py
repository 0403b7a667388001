"""The normalise step."""

from __future__ import annotations

import pytest

from cleaner.normalise import Normaliser
from cleaner.repair import Repair
from cleaner.rulebook.chain import Normalise

_TEXT = "“Yes” – it’s «3 000» m²\nplain"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Normalise(), '"Yes" – it\'s "3 000" m²\nplain'),
        (Normalise(quotes="keep"), "“Yes” – it’s «3 000» m²\nplain"),
        (Normalise(quotes="keep", spaces="keep", dashes="plain"), "“Yes” - it’s «3\u00a0000» m²\nplain"),
    ],
)
def test_each_option_rewrites_its_own_characters(options: Normalise, expected: str) -> None:
    text = _TEXT.replace("3 000", "3\u00a0000")
    assert Normaliser(options).text(text, Repair().is_repaired) == expected


def test_a_line_that_a_second_cleaning_would_repair_stays() -> None:
    repair = Repair()
    line = repair.line("Ã\u2003lone")
    written = Normaliser(Normalise()).text(line, repair.is_repaired)
    assert repair.is_repaired(written)
