"""Rules kept from one run to the next, so that starting costs no reading of YAML and no work on patterns.

What is kept is named after the content of the files that it was made of and of the code that made it, so nothing stale
is ever found. It is plain data, checked as it is read: a file that is broken, foreign or of another make is passed
over, and the rules are read anew. A package comes with what was made ready when it was built (`ready`); all else lies
in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from cleaner.rulebook.key_table import KeyTable, key_table
from cleaner.rulebook.keys import Keys
from cleaner.rulebook.layout import kept_folders, users_folder
from cleaner.rulebook.rule import Rule, Source
from cleaner.rulebook.vocabulary import Vocabulary
from cleaner.version import __version__

_CHECKSUM_BYTES = 32

_T = TypeVar("_T")
_Words = tuple[dict[str, tuple[str, ...]], dict[str, str]]


class Recalled(NamedTuple):
    """What was kept.

    Attributes:
        rules: The rules, without examples.
        table: The table of their keys.
    """

    rules: tuple[Rule, ...]
    table: KeyTable


class _Encoded(msgspec.Struct, array_like=True):
    """Rules as data.

    Attributes:
        vocabularies: The lists and pieces that all rule files share; then, for each vocabulary, those beyond them.
        rules: The rules, encoded; a pattern names its vocabulary by its place.
    """

    vocabularies: list[_Words]
    rules: msgspec.Raw


class _Kept(msgspec.Struct, array_like=True):
    """All that is kept: the rules as data, and the table of their keys."""

    rules: msgspec.Raw
    table: KeyTable


def name_of(contents: Iterable[str]) -> str:
    """Return the name under which the rules are kept that are made of these contents."""
    digest = hashlib.sha256(f"{__version__} {_made_by()}".encode())
    for content in contents:
        data = content.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@cache
def _made_by() -> str:
    """Return the digest of the code that makes rules, so that a change of it needs no new version to be noticed."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def recall(name: str, root: Path) -> Recalled | None:
    """Return the rules that are kept under a name; None where there are none that are whole.

    Args:
        name: Their name (`name_of`).
        root: The folder in which their files lie.
    """
    for folder in kept_folders():
        try:
            data = (folder / file_name(name)).read_bytes()
            payload = data[_CHECKSUM_BYTES:]
            if payload and hashlib.sha256(payload).digest() == data[:_CHECKSUM_BYTES]:
                return _recalled(payload, root)
        except (OSError, msgspec.MsgspecError, LookupError, ValueError):
            continue
    return None


def keep(name: str, rules: Sequence[Rule], root: Path) -> None:
    """Keep rules under a name, where that can be done; older ones go.

    Args:
        name: Their name (`name_of`).
        rules: The rules.
        root: The folder in which their files lie.
    """
    folder = users_folder()
    if folder is None:
        return
    try:
        write(folder, name, rules, root)
        _forget_old(folder)
    except OSError:
        # A home that can't be written to, or a full disk: the next run reads the rules again.
        return


def write(folder: Path, name: str, rules: Sequence[Rule], root: Path) -> None:
    """Write rules into a file, which is whole or not there.

    Args:
        folder: Where it shall lie.
        name: The name of the rules (`name_of`).
        rules: The rules.
        root: The folder in which their files lie; when they are recalled it may lie elsewhere.

    Raises:
        OSError: It can't be written.
    """
    encoded = encode(_moved(rules, lambda path: Path(path).relative_to(root).as_posix()))
    payload = msgspec.msgpack.encode(_Kept(msgspec.Raw(encoded), key_table(rules)))
    folder.mkdir(parents=True, exist_ok=True)
    # Not at the top: rules that are ready are not written.
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(hashlib.sha256(payload).digest() + payload)
    Path(temporary).replace(folder / file_name(name))


def file_name(name: str) -> str:
    """Return the name of the file that holds the rules of a name."""
    return f"{name}.rules"


def _recalled(payload: bytes, root: Path) -> Recalled:
    """Return what was kept; raises what msgspec does, LookupError or ValueError where the data is none that was."""
    kept = msgspec.msgpack.decode(payload, type=_Kept)
    rules = decode(kept.rules)
    kept.table.check(rules)
    place = cache(lambda path: str(root / path))
    for rule in rules:
        # Nobody else has them yet, and a thousand new rules would take as long as reading these did.
        msgspec.structs.force_setattr(rule.source, "path", place(rule.source.path))
    return Recalled(rules, kept.table)


def _moved(rules: Iterable[Rule], move: Callable[[str], str]) -> tuple[Rule, ...]:
    """Return rules whose files have other names."""
    moved = cache(move)
    return tuple(
        msgspec.structs.replace(rule, source=Source(moved(rule.source.path), rule.source.line)) for rule in rules
    )


_MOST_KEPT = 8


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob(file_name("*")), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[_MOST_KEPT:]:
        old.unlink(missing_ok=True)


def encode(rules: Sequence[Rule]) -> bytes:
    """Return rules as data, without their examples: the same bytes for the same rules."""
    places: dict[int, int] = {}
    vocabularies: list[Vocabulary] = []

    def encoded_of(value: Any) -> int | bytes:  # noqa: ANN401 - what msgspec hands over
        if isinstance(value, Keys):
            return value.encode()
        if not isinstance(value, Vocabulary):
            raise NotImplementedError(f"{type(value).__name__} can't be kept")
        if id(value) not in places:
            places[id(value)] = len(vocabularies)
            vocabularies.append(value)
        return places[id(value)]

    encoder = msgspec.msgpack.Encoder(enc_hook=encoded_of, order="deterministic")
    encoded = encoder.encode([msgspec.structs.replace(rule, examples=()) for rule in rules])
    lists = _shared_by_all([each.lists for each in vocabularies])
    defs = _shared_by_all([each.defs for each in vocabularies])
    words = [(_beyond(each.lists, lists), _beyond(each.defs, defs)) for each in vocabularies]
    return encoder.encode(_Encoded([(lists, defs), *words], msgspec.Raw(encoded)))


def _shared_by_all(named: Sequence[Mapping[str, _T]]) -> dict[str, _T]:
    first = named[0] if named else {}
    return {name: value for name, value in first.items() if all(each.get(name) == value for each in named)}


def _beyond(named: Mapping[str, _T], shared: Mapping[str, _T]) -> dict[str, _T]:
    return {name: value for name, value in named.items() if name not in shared}


def decode(payload: bytes | msgspec.Raw) -> tuple[Rule, ...]:
    """Return the rules that were encoded.

    Raises:
        ValueError: The data is none that `encode` made.
    """
    encoded = msgspec.msgpack.decode(payload, type=_Encoded)
    (lists, defs), *further = encoded.vocabularies
    base = Vocabulary(lists, defs)
    vocabularies = [base.extended(*words) for words in further]

    def decoded_of(kind: type, value: Any) -> Any:  # noqa: ANN401 - what msgspec hands over
        if kind is not Keys:
            return vocabularies[value]
        if not isinstance(value, bytes):
            raise TypeError("keys are bytes")
        return Keys.decode(value)

    return msgspec.msgpack.decode(encoded.rules, type=tuple[Rule, ...], dec_hook=decoded_of)
