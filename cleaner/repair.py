"""The repair step: what went wrong with characters on the way, undone line by line; the only place that imports ftfy.

Mojibake, HTML entities, terminal escapes, control characters, ligatures, surrogates and NFC. Quotes stay as they are:
straightening them before the rules would destroy the evidence of mojibake. Width forms stay, too: they are how
Chinese and Japanese are written.

ftfy is slow, and most lines hold nothing that it could change. What it does depends on runs of characters beyond
ASCII and on whether a letter, a space or nothing stands beside them; so each run is judged once (`_Gate`), and only
lines with a run that may be changed go to ftfy.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from cleaner.lines import slices
from cleaner.long_texts import joined, text_of

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

# What Unicode and Python's `splitlines` take for the end of a line, and this project does not. U+0085 is missing
# before ftfy had its look: there it is a byte of mojibake, or an ellipsis.
_SEPARATORS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\u2028\u2029", " "))
_ALL_SEPARATORS = _SEPARATORS | {0x85: " "}
_ENTITY = re.compile(r"&#?[0-9A-Za-z]{1,24};")
_MOST_PASSES = 8

_PLAIN = bytes([*range(0x20, 0x7F), *b"\t\n"])
# Every byte of a plain character becomes a space, so that splitting leaves the runs of all others. Controls that
# splitting would take for spaces, too, become what no text holds: they are judged by themselves.
_CONTROLS_LIKE_SPACE = b"\x0b\x0c\r"
_PLAIN_TO_SPACE = bytes(
    0x20 if byte in _PLAIN else 0xFF if byte in _CONTROLS_LIKE_SPACE else byte for byte in range(256)
)
# What may stand beside a run, as far as it matters: a letter, a space, or nothing.
_SURROUNDINGS = ("{0} ", "a{0}a a{0} a {0} {0}a")
_MOST_RUNS = 50_000
# Typography of ordinary articles, known to be harmless, so that they cost no import of ftfy; a test holds it to that.
_HARMLESS = (
    *"\u00a0\u2009\u202f\u200b\u00ad’‘“”„‚‒–—‐\u2011…•·«»‹›€£¥©®™°²½₂§×≤≥′″´¿→↓↩│✔✅❌✨",
    *"éèêëàâäáãåæçîïíìñóôöòõøúüùûßÉÄÖÜÅØÆşğıżźćśńłęąčřžýěůťšňÀÁÚİÇČŠŚŞα月",
    *"öß äß üß éé çã çõ ół ść łą łó ęś żą čí ší ří ěř ěž ůž ış şı çı ığı ışı ’é ’ê „Ü ’« ’” ”— …” …“ “…".split(),
    "\u00a0\u00a0",
)


class Repair(Struct, frozen=True, dict=True):
    """Repairs lines.

    Attributes:
        entities: HTML entities are decoded, whatever else the line or its neighbours hold.
    """

    entities: bool = True

    @cached_property
    def _config(self) -> TextFixerConfig:
        from ftfy import TextFixerConfig

        return TextFixerConfig(
            unescape_html=self.entities,
            uncurl_quotes=False,
            fix_character_width=False,
            fix_line_breaks=False,
            normalization="NFC",
            explain=False,
        )

    def text(self, text: str) -> str:
        """Repair a text line by line; as many lines come out as go in.

        Args:
            text: Lines with LF between them.
        """
        if self._is_harmless(text):
            return text
        return text_of(joined(map(self._slice, slices(text))))

    def _slice(self, text: str) -> str:
        return text if self._is_harmless(text) else "\n".join(map(self.line, text.split("\n")))

    def line(self, line: str) -> str:
        """Repair one line; repairing what comes out changes nothing."""
        return line if self._is_harmless(line) else self.line_by_ftfy(line)

    def line_by_ftfy(self, line: str) -> str:
        """Repair one line without asking first whether it can need it: what `line` must equal."""
        from ftfy import fix_text

        for _ in range(_MOST_PASSES):
            fixed = fix_text(line.translate(_SEPARATORS), self._config).translate(_ALL_SEPARATORS)
            # An entity may stand for a line break; a line stays one line.
            fixed = fixed.replace("\r", " ").replace("\n", " ")
            if fixed == line:
                break
            line = fixed
        return line

    def is_repaired(self, line: str) -> bool:
        """Tell whether the repair step would leave a line, or each line of a text, as it is."""
        return self._is_harmless(line) or self.text(line) == line

    def _is_harmless(self, text: str) -> bool:
        if self.entities and "&" in text and _ENTITY.search(text):
            return False
        return _gate().is_harmless(text)

    def __reduce__(self) -> tuple[type[Repair], tuple[bool]]:
        return Repair, (self.entities,)


class _Gate:
    """Remembers which runs of characters beyond plain ASCII ftfy leaves as they are, entities aside."""

    def __init__(self) -> None:
        self._harmless = {run.encode() for run in _HARMLESS}

    def is_harmless(self, text: str) -> bool:
        """Tell whether ftfy would leave every line of a text as it is; where in doubt, it is said that it would not."""
        return all(map(self._is_harmless, slices(text)))

    def _is_harmless(self, text: str) -> bool:
        if text.isascii() and not text.encode().translate(None, _PLAIN):
            return True
        encoded = text.encode("utf-8", "surrogatepass").translate(_PLAIN_TO_SPACE)
        if b"\xff" in encoded:
            return False
        runs = set(encoded.split())
        # One dictionary for all threads: it is only ever added to, or begun anew.
        unknown = runs - self._harmless
        if not unknown:
            return True
        found = {run for run in unknown if _is_harmless_run(run.decode("utf-8", "surrogatepass"))}
        if len(self._harmless) > _MOST_RUNS:
            self._harmless = set()
        self._harmless |= found
        return len(found) == len(unknown)


@cache
def _gate() -> _Gate:
    return _Gate()


def _is_harmless_run(run: str) -> bool:
    """Judge a run of characters between plain ones."""
    from ftfy.badness import is_bad

    if _touched_characters().search(run) or unicodedata.combining(run[0]):
        return False
    if not unicodedata.is_normalized("NFC", run):
        return False
    return not _mojibake().search(run) or not any(is_bad(form.format(run)) for form in _SURROUNDINGS)


@cache
def _touched_characters() -> re.Pattern[str]:
    """Return what matches each character that is replaced or removed wherever it stands."""
    from ftfy.chardata import CONTROL_CHARS, LIGATURES

    characters = {*map(chr, CONTROL_CHARS), *map(chr, LIGATURES), *map(chr, _ALL_SEPARATORS), "\r"}
    return re.compile("[\\x80-\\x9f\\ud800-\\udfff" + "".join(map(re.escape, sorted(characters))) + "]")


@cache
def _mojibake() -> re.Pattern[str]:
    """Return what matches the characters of which mojibake holds at least one; plain Greek or Cyrillic is none."""
    from ftfy.badness import MOJIBAKE_CATEGORIES

    letters = ("lower_common", "upper_common")
    others = (members for name, members in MOJIBAKE_CATEGORIES.items() if name not in letters)
    return re.compile("[" + "".join(others) + "Ђ]")
