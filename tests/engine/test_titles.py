"""Titles, known and unknown."""

from __future__ import annotations

import pytest

from cleaner.engine.titles import is_title
from tests.engine.rig import PROSE, rig, text

A, B, _ = PROSE


@pytest.mark.parametrize(
    ("line", "title", "same"),
    [
        ("Ferry late again", "Ferry late again", True),
        ("FERRY LATE AGAIN!", "Ferry late again", True),
        ("Ferry late again in the bay", "Ferry late again in the bay | The Harbour Post", True),
        ("News: Ferry late again in the bay", "Ferry late again in the bay", True),
        ("Ferry late again in narrow bay", "Ferry late again in the narrow bay", True),
        ("Ferry", "Ferry late", False),
        ("Ferry service to be mended", "Ferry late again in the bay", False),
        ("Ferry late again", "Ferry", False),
        ("", "Ferry", False),
        ("---", "---", False),
    ],
)
def test_line_is_the_title(line: str, title: str, same: bool) -> None:
    assert is_title(line, title) is same


OPENING = "drop_line: '.+'\nwhere: {first: 1}\nshape: heading\nsame: opening"


@pytest.mark.parametrize(
    ("lines", "goes"),
    [
        pytest.param(("Ferry late again with passengers waiting", A, B), True, id="headline"),
        pytest.param(
            ("Ferry late again with passengers waiting", "• Pump broken", "• New one ordered", A), True, id="points"
        ),
        pytest.param(("Ferry late again with passengers waiting", "Transport", A), True, id="label"),
        pytest.param(
            ("海峡渡轮因发动机故障再次晚点", "今天早上海峡渡轮因为发动机故障再次晚点,乘客们在码头上等候了两个小时。"),
            True,
            id="chinese",
        ),
        pytest.param(("Council votes on schools and playgrounds", A, B), False, id="shares-no-word"),
        pytest.param(
            ("Ferry late again with passengers waiting", "Mechanic called to the bay", A), True, id="standfirst"
        ),
        pytest.param(
            ("Ferry late again with passengers waiting", "This morning: ferry late in the bay", A), False, id="two"
        ),
        pytest.param(("Ferry", A, B), False, id="too-short"),
        pytest.param(("The ferry with passengers was late.", A, B), False, id="sentence"),
        pytest.param(("Ferry late again with passengers waiting",), False, id="nothing-follows"),
    ],
)
def test_opening_headline_goes_only_without_doubt(lines: tuple[str, ...], goes: bool) -> None:
    result = rig(OPENING).clean(text(*lines))
    assert (result.text == text(*lines[1:])) is goes


HEADINGS = [
    each
    for name in ("Rope", "Lamp", "Oil", "Wheel", "Bell", "Paint")
    for each in (f"The {name}", f"{name} for the ferry and its passengers is bought in the town and kept dry.")
]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        pytest.param("Ferry late again with passengers", False, id="short"),
        pytest.param("Ferry late again with passengers waiting for a mechanic", True, id="long"),
        pytest.param("Ferry late 3 times with passengers", True, id="number"),
        pytest.param("Ferry late again: passengers waiting", True, id="colon"),
        pytest.param(
            "Ferry late again with passengers waiting for a mechanic in the narrow bay today",
            False,
            id="standfirst",
        ),
    ],
)
def test_above_many_sub_headings_an_opening_line_may_be_the_first_of_them(line: str, goes: bool) -> None:
    lines = (A, B, *HEADINGS)
    result = rig(OPENING).clean(text(line, *lines))
    assert (result.text == text(*lines)) is goes


def test_an_opening_headline_names_what_the_whole_text_speaks_of() -> None:
    rest = [f"The mayor spoke of bread, salt, wine and fish for the {count} time on that day." for count in "abc"]
    lines = text("Ferry late again with passengers waiting", A, *rest)
    assert rig(OPENING).clean(lines).text == lines


BELOW_A_LABEL = OPENING.replace("first: 1", "first: 2")
HEADLINE = "Ferry late again with passengers waiting"


@pytest.mark.parametrize(
    ("above", "goes"),
    [
        pytest.param("Transport", True, id="section"),
        pytest.param("Late again!", False, id="exclaims"),
        pytest.param("Mechanic called in the night", False, id="as-long-as-a-headline"),
        pytest.param("A mechanic was called to the bay in the middle of the night.", False, id="prose"),
    ],
)
def test_above_an_opening_headline_stands_a_label_at_most(above: str, goes: bool) -> None:
    lines = text(above, HEADLINE, A, B)
    assert (HEADLINE not in rig(BELOW_A_LABEL).clean(lines).text) is goes


@pytest.mark.parametrize(
    ("between", "goes"),
    [
        pytest.param(("What the harbour office knew since spring, and why it said nothing",), True, id="standfirst"),
        pytest.param(("What the office knew since spring", "By Ada Miller of the desk"), True, id="byline"),
        pytest.param(("Mechanic in the bay: passengers waiting on the pier",), False, id="might-be-the-headline"),
        pytest.param(tuple(f"What the office knew in {year}" for year in range(1990, 1995)), False, id="too-many"),
    ],
)
def test_what_stands_below_an_opening_headline_is_no_headline_itself(between: tuple[str, ...], goes: bool) -> None:
    rest = text(*between, A, B)
    assert rig(BELOW_A_LABEL).clean(text(HEADLINE, *between, A, B)).text == (rest if goes else text(HEADLINE, rest))


def test_a_label_over_a_list_does_not_make_a_standfirst_the_headline() -> None:
    standfirst = "The ferry was late again, and passengers on the pier looked at an engine without a pump"
    lines = (standfirst, "Key points", "- The pump is old", A, B)
    assert rig(OPENING).clean(text(*lines)).text == text(*lines)
    assert standfirst not in rig(OPENING).clean(text(standfirst, "Ada Miller", A, B)).text


def test_the_label_below_a_headline_is_not_taken_for_one_in_the_next_round() -> None:
    result = rig(OPENING).clean(text("Ferry late again with passengers waiting", "Ferry 3, Passengers 2", A, B))
    assert result.text == text("Ferry 3, Passengers 2", A, B)


def test_a_known_title_is_never_guessed_again() -> None:
    lines = text("Ferry late again with passengers waiting", A, B)
    assert rig(OPENING).clean(lines, title="Something else entirely").text == lines


SIMILAR = "drop_line: '.+'\nwhere: {first: 1}\nshape: heading\nsame: similar"


@pytest.mark.parametrize(
    ("lines", "title", "goes"),
    [
        pytest.param(("Passengers wait as ferry fails", A, B), "Ferry fails: passengers stranded", True, id="reworded"),
        pytest.param(
            ("Passengers wait as ferry fails", A, B),
            "Ferry fails: passengers stranded | The Harbour Post",
            True,
            id="site",
        ),
        pytest.param(
            ("Passengers wait as ferry fails", "• Pump broken", "Transport", A),
            "Ferry fails: passengers stranded",
            True,
            id="points-and-label",
        ),
        pytest.param(("渡轮发动机故障再次晚点", A), "海峡渡轮再次晚点:发动机故障", True, id="chinese"),
        pytest.param(
            ("Passengers pay double while ferry fails", A, B), "Storm: ferry fails", False, id="half-of-the-line"
        ),
        pytest.param(
            ("Passengers wait as ferry fails", A, B),
            "Ferry fails: passengers stranded between island, mainland, lighthouse, sandbank",
            False,
            id="half-of-the-title",
        ),
        pytest.param(("Ferry to Lisk", A, B), "Ferry as it is", False, id="one-word"),
        pytest.param(
            ("Passengers wait as ferry fails", "Mechanic called to the narrow bay", A),
            "Ferry fails: passengers stranded",
            False,
            id="standfirst",
        ),
        pytest.param(
            ("Passengers wait as ferry fails",), "Ferry fails: passengers stranded", False, id="nothing-follows"
        ),
        pytest.param(("Passengers wait as ferry fails", A, B), None, False, id="no-title"),
    ],
)
def test_reworded_title_goes_only_without_doubt(lines: tuple[str, ...], title: str | None, goes: bool) -> None:
    result = rig(SIMILAR).clean(text(*lines), title=title)
    assert (result.text == text(*lines[1:])) is goes
