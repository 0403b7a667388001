"""Rules kept from one run to the next, so that starting costs no reading of YAML and no work on patterns.

What is kept is named after the content of the files that it was made of and after the code that made it, so nothing
stale is ever found. It is plain data, checked as it is read: a file that is broken, foreign or of another make is
passed over, and the rules are read anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cleaner.rulebook.rule import Rule
from cleaner.rulebook.vocabulary import Vocabulary
from cleaner.version import __version__

NO_CACHE = "CLEANER_NO_CACHE"
"""The environment variable that, when set to anything, has rules read anew each time and nothing kept."""

# A change of the code that makes the data needs no new version to be noticed.
_MADE_BY = ("folding.py", "keys.py", "needs.py", "regex_syntax.py", "rule.py", "pattern.py", "cache.py")
_CHECKSUM_BYTES = 32

_T = TypeVar("_T")
_Words = tuple[dict[str, tuple[str, ...]], dict[str, str]]


class _Kept(msgspec.Struct, array_like=True):
    """All that is kept.

    Attributes:
        vocabularies: The lists and pieces that all rule files share; then, for each vocabulary, those beyond them.
        rules: The rules, encoded; a pattern names its vocabulary by its place.
    """

    vocabularies: list[_Words]
    rules: msgspec.Raw


def name_of(contents: Iterable[str]) -> str:
    """Return the name under which the rules are kept that are made of these contents."""
    folder = Path(__file__).parent
    made_by = (f"{name} {(folder / name).stat().st_mtime_ns}" for name in _MADE_BY)
    digest = hashlib.sha256(__version__.encode())
    for content in (*made_by, *contents):
        data = content.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def recall(name: str) -> tuple[Rule, ...] | None:
    """Return the rules that are kept under a name, without examples; None where there are none that are whole."""
    path = _path(name)
    try:
        data = path.read_bytes() if path else b""
        payload = data[_CHECKSUM_BYTES:]
        whole = bool(payload) and hashlib.sha256(payload).digest() == data[:_CHECKSUM_BYTES]
        return decode(payload) if whole else None
    except (OSError, msgspec.MsgspecError, LookupError, ValueError):
        return None


def keep(name: str, rules: Sequence[Rule]) -> None:
    """Keep rules under a name, where that can be done; older ones go."""
    path = _path(name)
    if path is None:
        return
    payload = encode(rules)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(payload).digest() + payload)
        Path(temporary).replace(path)
        _forget_old(path)
    except OSError:
        # A home that can't be written to, or a full disk: the next run reads the rules again.
        return


_MOST_KEPT = 8


def _forget_old(path: Path) -> None:
    kept = sorted(path.parent.glob("*.rules"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[_MOST_KEPT:]:
        old.unlink(missing_ok=True)


def _path(name: str) -> Path | None:
    if os.environ.get(NO_CACHE):
        return None
    from platformdirs import user_cache_path

    return user_cache_path("article-cleaner", appauthor=False) / f"{name}.rules"


def encode(rules: Sequence[Rule]) -> bytes:
    """Return rules as data, without their examples: the same bytes for the same rules."""
    places: dict[int, int] = {}
    vocabularies: list[Vocabulary] = []

    def place_of(value: Any) -> int:  # noqa: ANN401 - what msgspec hands over
        if not isinstance(value, Vocabulary):
            raise NotImplementedError(f"{type(value).__name__} can't be kept")
        if id(value) not in places:
            places[id(value)] = len(vocabularies)
            vocabularies.append(value)
        return places[id(value)]

    encoder = msgspec.msgpack.Encoder(enc_hook=place_of, order="deterministic")
    encoded = encoder.encode([msgspec.structs.replace(rule, examples=()) for rule in rules])
    lists = _shared_by_all([each.lists for each in vocabularies])
    defs = _shared_by_all([each.defs for each in vocabularies])
    words = [(_beyond(each.lists, lists), _beyond(each.defs, defs)) for each in vocabularies]
    return encoder.encode(_Kept([(lists, defs), *words], msgspec.Raw(encoded)))


def _shared_by_all(named: Sequence[Mapping[str, _T]]) -> dict[str, _T]:
    first = named[0] if named else {}
    return {name: value for name, value in first.items() if all(each.get(name) == value for each in named)}


def _beyond(named: Mapping[str, _T], shared: Mapping[str, _T]) -> dict[str, _T]:
    return {name: value for name, value in named.items() if name not in shared}


def decode(payload: bytes) -> tuple[Rule, ...]:
    """Return the rules that were encoded.

    Raises:
        ValueError: The data is none that `encode` made.
    """
    kept = msgspec.msgpack.decode(payload, type=_Kept)
    (lists, defs), *further = kept.vocabularies
    base = Vocabulary(lists, defs)
    vocabularies = [base.extended(*words) for words in further]

    def at_place(_: type, place: int) -> Vocabulary:
        return vocabularies[place]

    return msgspec.msgpack.decode(kept.rules, type=tuple[Rule, ...], dec_hook=at_place)
