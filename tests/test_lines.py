"""Lines, words and shapes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import lines
from cleaner.typography import matching_view


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\nb", "a\nb"), ("a\r\nb\rc\n", "a\nb\nc\n"), ("", ""), ("a\u2028b\x85c", "a\u2028b\x85c")],
)
def test_lines_end_at_lf_crlf_and_cr_only(text: str, expected: str) -> None:
    assert lines.with_plain_breaks(text) == expected


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("", 0),
        ("--- * ---", 0),
        ("don't go, 3.5% well-known", 4),
        ("今天天气很好", 3),
        ("NHK が伝えた", 3),
        ("Москва, 5 мая", 3),
        ("กรุงเทพ", 4),
        ("شهردار می\u200cگوید", 2),
        ("नीमखेड़ा का पुल", 3),
        ("다리를 새로 놓는다", 3),
        ('צה"ל, חז"ל', 4),
        ("a" * 100_000, 1),
    ],
)
def test_words_are_counted_in_every_script(view: str, words: int) -> None:
    assert lines.count_words(view) == words


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("The ferry was late again on the second morning.", True),
        ('"The ferry was late again on that second morning."', True),
        ("The ferry was late again on the second morning", False),
        ("The ferry was late.", False),
        ("one two three " * 10, True),
        ("今天早上渡轮又晚点了,乘客们在码头等候。", True),
        ("今天早上渡轮又晚点了，乘客们在码头等候！", True),
        ("「朝の渡し船はまた遅れたが、桟橋では誰も気にしていなかった。」", True),
        ("朝の渡し船はまた遅れたが、桟橋では誰も気にしていなかった（写真）", False),
        ("자정 무렵 나루터에 모인 사람들은 배를 한 시간 더 기다렸다.", True),
        ("भोर में नाव फिर देर से आई और घाट पर सब चुप रहे।", True),
        ("صبح روز دوم کشتی باز هم دیر کرد و کسی ناراحت نشد.", True),
        ("המעבורת איחרה שוב בבוקר השני של החודש ואיש לא כעס.", True),
        ("เช้าวันที่สองของเดือนเรือข้ามฟากมาช้าอีกครั้งแต่ไม่มีใครบนท่าเรือใส่ใจเลย", True),
        ("เรือข้ามฟากมาช้าอีกครั้ง", False),
        ("Ο πορθμός άργησε ξανά το δεύτερο πρωί του μήνα;", False),
        ("نُقل الركاب إلى الضفة الأخرى بعد ساعة من الانتظار؟", True),
    ],
)
def test_prose_is_a_sentence_of_an_article(line: str, prose: bool) -> None:
    stripped = matching_view(line.strip())
    assert lines.is_prose(stripped, lines.count_words(stripped)) is prose


@pytest.mark.parametrize(
    ("line", "marker_free"),
    [
        ("- one", "one"),
        ("• one", "one"),
        ("12. one", "one"),
        ("1984. was", "1984. was"),
        ("-one", "-one"),
        ("one", "one"),
    ],
)
def test_list_markers_come_off(line: str, marker_free: str) -> None:
    assert lines.without_marker(line) == marker_free
    assert lines.is_item(line) is (line != marker_free)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Harbour to close for a week", True),
        ("'Never again', says harbour master", True),
        ("What comes next?", True),
        ("港口关闭一周", True),
        ("港口关闭一周；", False),
        ("पुल एक साल बंद रहेगा", True),
        ("पुल बंद है।", False),
        ("رئیس بندر گفت،", False),
        ("harbour to close", False),
        ("The harbour closed.", False),
        ("- Harbour to close", False),
        ("Name | Price", False),
        ("word " * 23, False),
        ("---", False),
    ],
)
def test_headings_are_short_and_have_no_full_stop(line: str, heading: bool) -> None:
    stripped = matching_view(line.strip())
    assert lines.is_heading(stripped, lines.count_words(stripped)) is heading


def test_words_of_a_very_long_line_are_counted_alike() -> None:
    assert lines.count_words("don't go " * 20_000) == 40_000


@pytest.mark.parametrize("text", ["", "one\ntwo\n\nthree four\n", "x" * 30, "a\n" * 20, "\n" * 9])
def test_slices_joined_are_the_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "SLICE", 4)
    found = list(lines.slices(text))
    assert "\n".join(found) == text
    assert all("\n" not in each[4:] for each in found)


@given(st.text(alphabet="ab1_ .,'-!(\t\x7f", max_size=24))
@settings(max_examples=1000, deadline=None)
def test_plain_words_are_counted_as_all_words_are(view: str) -> None:
    assert lines.count_words(view) == len(lines._WORD.findall(view))
