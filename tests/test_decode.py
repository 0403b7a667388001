"""From bytes to text, never guessing in silence."""

from __future__ import annotations

import codecs

import pytest

from cleaner.decode import decode

GERMAN = "Die Fähre über die Bucht kam am zweiten Morgen des Monats – wieder – zu spät.\n"
FRENCH = (
    "Le bac a été réparé à l'aube, et les passagers, fâchés d'avoir attendu, ont dû payer la traversée.\n"
    "Le capitaine, né à Lisk, a déclaré que la pompe était usée et que le mécanicien reviendrait bientôt.\n"
    "« Où êtes-vous allés ? » a demandé la fillette à ses frères, déçus d'avoir manqué la fête du village.\n"
)
RUSSIAN = "Паром через залив снова опоздал на второй день месяца, сказал начальник порта.\n"
JAPANESE = "港のフェリーは今日も遅れました。乗客は桟橋で待っていました。"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"plain\n", "plain\n"),
        (GERMAN.encode(), GERMAN),
        (b"nul\0 and \x07 bell", "nul\0 and \x07 bell"),
        (b"one\r\ntwo\rthree", "one\r\ntwo\rthree"),
        (codecs.BOM_UTF8 + GERMAN.encode(), GERMAN),
        (codecs.BOM_UTF8, ""),
        (GERMAN.encode("utf-16"), GERMAN),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), GERMAN),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), GERMAN),
        (codecs.BOM_UTF32_LE + GERMAN.encode("utf-32-le"), GERMAN),
        (codecs.BOM_UTF32_BE + GERMAN.encode("utf-32-be"), GERMAN),
    ],
    ids=[
        "empty",
        "ascii",
        "utf-8",
        "control characters",
        "line ends",
        "utf-8 with a mark",
        "a mark alone",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le",
        "utf-32-be",
    ],
)
def test_what_says_its_character_set_is_decoded_without_a_flag(data: bytes, text: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.flags) == (text, ())


@pytest.mark.parametrize(
    ("text", "charset"),
    [(FRENCH * 3, "latin-1"), (FRENCH * 3, "cp1252"), (RUSSIAN * 3, "cp1251"), (JAPANESE * 3, "shift_jis")],
    ids=["latin-1", "cp1252", "cp1251", "shift_jis"],
)
def test_what_does_not_say_it_is_detected_and_flagged(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset))
    assert (decoded.text, decoded.flags) == (text, ("guessed_charset",))


@pytest.mark.parametrize("bad", [b"\xff", b"\xe9", b"\xc3", b"\xed\xa0\x80"], ids=repr)
def test_a_few_bad_bytes_in_utf_8_are_replaced_and_flagged(bad: bytes) -> None:
    before, after = (GERMAN * 20).encode(), (GERMAN * 20).encode()
    decoded = decode(before + b"x" + bad + b" x " + after)
    assert decoded.flags == ("replaced",)
    assert decoded.text.startswith(GERMAN * 20 + "x\ufffd")
    assert decoded.text.endswith(" x " + GERMAN * 20)


def test_a_cut_character_after_a_mark_is_replaced_and_flagged() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c")
    assert (decoded.text, decoded.flags) == ("ab\ufffd", ("replaced",))


@pytest.mark.parametrize("charset", ["latin-1", "ISO-8859-1", "cp1252"])
def test_a_declared_character_set_is_believed(charset: str) -> None:
    decoded = decode("Häfen".encode("latin-1"), charset)
    assert (decoded.text, decoded.flags) == ("Häfen", ())


@pytest.mark.parametrize("charset", ["ascii", "no-such-set", "", "hex", "undefined", "utf\0-8"], ids=repr)
def test_a_declaration_that_does_not_fit_is_ignored(charset: str) -> None:
    decoded = decode("Häfen".encode(), charset)
    assert (decoded.text, decoded.flags) == ("Häfen", ())


def test_a_mark_beats_a_declaration() -> None:
    assert decode("Häfen".encode("utf-8-sig"), "latin-1").text == "Häfen"


def test_detection_looks_at_the_beginning_and_flags_what_does_not_fit_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.decode._SAMPLE", 900)
    head = (JAPANESE * 40).encode("shift_jis")
    decoded = decode(head + b"\x82")
    assert decoded.flags == ("guessed_charset", "replaced")
    assert decoded.text.startswith(JAPANESE)
    assert decoded.text.endswith("\ufffd")


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x80\x81\xfe\xff" * 9, b"\xff"], ids=["all", "high", "one"])
def test_any_bytes_give_a_text_and_a_flag(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.text
    assert decoded.flags


ENGLISH = "The ferry was late again, and nobody minded the delay.\n"


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, GERMAN, RUSSIAN, "Two\r\n", FRENCH * 9], ids=range(5))
def test_utf_16_without_a_mark_is_detected_and_flagged(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset))
    assert (decoded.text, decoded.flags) == (text, ("guessed_charset",))


@pytest.mark.parametrize(
    "text",
    ["nul\0and", "nul\0 and more\n", "\0" * 1000, "a\0\0b" * 50, ENGLISH + "\0" * 40, "\0 \0 " + ENGLISH],
    ids=repr,
)
def test_a_text_with_nuls_is_not_taken_for_utf_16(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.flags) == (text, ())
