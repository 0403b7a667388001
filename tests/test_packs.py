"""The packs of languages: what the page on them says is true, and prose of every language goes through all of them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.check import STOCK
from cleaner.rulebook.library import load
from tests.conftest import ROOT

FAMILIES = (
    "related appeal newsletter social copyright contributors byline stamp caption credit tags source comments consent "
    "advert controls"
).split()
LANGUAGES = "it pt nl pl cs nb da sv fi ru uk tr el ar he fa hi id vi ja zh ko".split()
# These families are labels with a name or a list behind them: rules of `any` hold the words of all languages.
LABELLED = {"tags": "tags-line-other-languages", "source": "source-label-other-languages"}
# One line that a rule of `any` takes, for each pack that leaves a family to it.
LINES = {
    "tags": {
        "ru": "Теги: мост, река",
        "uk": "Теги: міст, річка",
        "tr": "Etiketler: köprü, nehir",
        "el": "Ετικέτες: γέφυρα, ποτάμι",
        "ar": "وسوم: الجسر, النهر",
        "he": "תגיות: גשר, נהר",
        "fa": "برچسب‌ها: پل, رودخانه",
        "hi": "टैग्स: पुल, नदी",
        "id": "Kata kunci: jembatan, sungai",
        "vi": "Từ khóa: cầu, sông",
        "ja": "タグ: 橋, 川",
        "zh": "標籤: 鐵路橋, 青溪",
        "ko": "관련 태그: 다리, 강",
    },
    "source": {
        "ru": "Источник: Зареченский вестник",
        "uk": "Джерело: Калинівський вісник",
        "tr": "Kaynak: Gölcü Postası",
        "el": "Πηγή: Εφημερίδα του Παλιόμυλου",
        "ar": "المصدر: وادي نيوز",
        "he": "מקור: חדשות העמק",
        "hi": "स्रोत: नीमखेड़ा समाचार",
    },
}
# Rules that take a line of an answer although it is body, or debris that the answer kept, by the answer's id.
LOST = {
    "ca-CBCNews_2024_08_08": {"title-opening"},
    "ca-NationalPost_2024_08_28": {"title-opening"},
    "de-JungeWelt_2024_04_26": {"title-opening"},
    "de-JungeWelt_2026_05_18": {"title-opening"},
    "de-StuttgarterZeitung_2026_07_11": {"title-opening"},
    "de-WinFuture_2024_04_29": {"de-advert-affiliate"},
    "es-MallorcaZeitung_2025_04_16": {"title-opening"},
    "ru-Kommersant_2025_05_14": {"title-opening"},
    "uk-EveningStandard_2024_05_02": {"title-opening"},
    "uk-TechRadar_2026_05_21": {"title-opening"},
    "uk-TheMirror_2024_08_05": {"en-related-label-line"},
    "us-RestOfWorld_2025_10_21": {"title-opening"},
}
# The sample over its budget was left as it is, debris and all.
CLEAN = [path for path in sorted((ROOT / "samples" / "clean").glob("*.txt")) if path.stem != "over-budget-en"]


@pytest.fixture(scope="module")
def families() -> dict[str, set[str]]:
    """Return the families of which each pack speaks."""
    found: dict[str, set[str]] = {}
    for rule in load().rules:
        found.setdefault(Path(rule.source.path).parent.name, set()).add(rule.family)
    return found


def test_the_page_on_coverage_is_current() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "packs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pack_speaks_of_the_families_that_news_sites_print(
    language: str, families: dict[str, set[str]], default_cleaner: Cleaner
) -> None:
    lacking = set(FAMILIES) - families[language]
    assert lacking <= set(LABELLED)
    for family in sorted(lacking):
        line = LINES[family][language]
        result = default_cleaner.clean("\n".join((*STOCK, line)))
        assert [(removal.rule, removal.text.strip()) for removal in result.removed] == [(LABELLED[family], line)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_two_samples(language: str) -> None:
    assert len([path for path in CLEAN if path.stem.endswith(f"-{language}")]) >= 2


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_prose_stays_wherever_it_stands(path: Path, default_cleaner: Cleaner) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    prose = [line for line in lines if len(line) > 50 and line.rstrip("\"'»”」) ")[-1:] in (".", "!", "?", "。", "।")]
    backwards = "\n\n".join(reversed(prose))
    assert default_cleaner.clean(backwards).removed == ()
    packed = "\n".join((*STOCK[:4], *prose, *STOCK[4:]))
    assert default_cleaner.clean(packed).removed == ()


def test_answers_of_every_language_lose_nothing_that_is_not_listed(shared: Path, default_cleaner: Cleaner) -> None:
    surprises = {}
    with gzip.open(shared / "corpus" / "fundus-dev.text.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            takers = {removal.rule for removal in default_cleaner.clean(_body(record["gold"]["body"])).removed}
            if takers - LOST.get(record["id"], set()):
                surprises[record["id"]] = takers
    assert surprises == {}


def _body(parts: dict[str, Any]) -> str:
    """Return the text of an answer: its summary, and its sections with their headlines."""
    lines = list(parts.get("summary") or [])
    for section in parts.get("sections") or []:
        lines += (section.get("headline") or []) + (section.get("paragraphs") or [])
    return "\n".join(lines)
