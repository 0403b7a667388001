"""Proposals: what repeats and looks like debris becomes a rule that holds; what is taken or reads as prose does not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from cleaner import Article, Cleaner
from cleaner.check import run
from cleaner.mine import gather
from cleaner.mine.proposals import Proposal, propose, write
from tests.small_rules import BODY, small_cleaner

PROSE = "Follow the ferry on its way across the bay, the harbour master told us in {0}."


def _articles() -> Iterable[Article]:
    for number in range(6):
        text = f"{number + 2} min read\n{BODY}{PROSE.format(number)}\nConclusion\n{BODY}"
        text += f"Follow the ferry on Tooter\nSee it live: The boats of number {'abcdef'[number]}\n"
        text += "Read more: What is new here\n"
        if number < 3:
            text += "Only on this site, weekly\n"
        yield Article(text=text, url=f"https://www.site{number if number >= 3 else 0}.example/a")


@pytest.fixture(scope="module")
def proposals(tmp_path_factory: pytest.TempPathFactory) -> list[Proposal]:
    cleaner = small_cleaner(tmp_path_factory.mktemp("rules"))
    return _propose(cleaner)


def _propose(cleaner: Cleaner, least: int = 3, most: int = 20) -> list[Proposal]:
    return propose(
        _articles, lambda article: article.text or "", cleaner, cleaner.rule_set.rules, least=least, most=most
    )[0]


def _of(proposals: list[Proposal], text: str) -> Proposal:
    return next(each for each in proposals if text in each.found.texts[0])


def test_lines_that_repeat_are_proposed_with_their_place_and_articles(proposals: list[Proposal]) -> None:
    follow = _of(proposals, "Follow the ferry on Tooter")
    assert (follow.place, follow.found.articles, len(follow.found.sites)) == ("after_body", 6, 4)
    reading = _of(proposals, "min read")
    assert (reading.place, reading.found.articles) == ("before_body", 6)
    assert reading.pattern == r"\d[\d.,:/-]*\s+min\s+read"


def test_what_follows_a_label_is_a_slot(proposals: list[Proposal]) -> None:
    live = _of(proposals, "See it live")
    assert live.pattern.endswith(".{3,200}")
    assert live.found.articles == 6


def test_a_line_of_one_site_is_proposed_for_that_site(proposals: list[Proposal]) -> None:
    assert _of(proposals, "Only on this site").site == "site0.example"
    assert _of(proposals, "Follow the ferry").site == ""


def test_what_a_rule_takes_is_not_proposed(proposals: list[Proposal]) -> None:
    assert not any("Read more" in text for each in proposals for text in each.found.texts)


def test_prose_is_not_proposed_and_sub_headings_come_last(proposals: list[Proposal]) -> None:
    shown = [each.found.texts[0] for each in proposals]
    assert not any(line in shown for line in BODY.splitlines()[:2])
    assert shown.index("Conclusion") > shown.index("Follow the ferry on Tooter")


def test_a_look_alike_of_the_corpus_is_the_miss(proposals: list[Proposal]) -> None:
    assert _of(proposals, "Follow the ferry on Tooter").miss.startswith("Follow the ferry on its way")


def test_what_stands_in_too_few_articles_is_not_proposed(tmp_path: Path) -> None:
    assert not any("Only on this site" in each.found.texts[0] for each in _propose(small_cleaner(tmp_path), least=4))


def test_the_files_hold(proposals: list[Proposal], tmp_path: Path) -> None:
    files = write(tmp_path / "mined", proposals)
    assert files
    report = run(tmp_path / "mined")
    assert [str(problem) for problem in report.problems] == []
    assert report.rules == len(proposals)
    with pytest.raises(FileExistsError):
        write(tmp_path / "mined", proposals)


def test_only_so_many_shapes_are_looked_at_closely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MOST_SHAPES", 8)
    assert any("Follow the ferry" in each.found.texts[0] for each in _propose(small_cleaner(tmp_path)))
