"""Lines, words and shapes."""

from __future__ import annotations

import pytest

from cleaner import lines


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
        ("Ο πορθμός άργησε ξανά το δεύτερο πρωί του μήνα;", False),
        ("نُقل الركاب إلى الضفة الأخرى بعد ساعة من الانتظار؟", True),
    ],
)
def test_prose_is_a_sentence_of_an_article(line: str, prose: bool) -> None:
    stripped = line.strip()
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
        ("harbour to close", False),
        ("The harbour closed.", False),
        ("- Harbour to close", False),
        ("Name | Price", False),
        ("word " * 23, False),
        ("---", False),
    ],
)
def test_headings_are_short_and_have_no_full_stop(line: str, heading: bool) -> None:
    stripped = line.strip()
    assert lines.is_heading(stripped, lines.count_words(stripped)) is heading
