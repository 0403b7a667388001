"""A vocabulary: the lists and pieces that patterns may name, filled in; what they are like is for `judging`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

import regex

from cleaner.rulebook.fields import closest
from cleaner.rulebook.keys import Key

if TYPE_CHECKING:
    from cleaner.rulebook.judging import Judge
    from cleaner.rulebook.outline import Outline

_PIECE = regex.compile(r"\{\{(\w+)\}\}")
_GROUP = regex.compile(r"\(\?P?<([^\W\d]\w*)>")
_NAMED_LIST = regex.compile(r"\\L<(\w+)>")
_MAX_EXPANSION = 200_000
_MAX_ROUNDS = 10


class PatternError(ValueError):
    """A pattern that can't be used; `remedy` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class Vocabulary:
    r"""What patterns may name: word lists for `\L<name>` and pieces of pattern for `{{name}}`.

    Attributes:
        lists: Word lists by name.
        defs: Pieces of pattern by name.
    """

    def __init__(
        self, lists: Mapping[str, tuple[str, ...]] | None = None, defs: Mapping[str, str] | None = None
    ) -> None:
        self.lists: Mapping[str, tuple[str, ...]] = lists or {}
        self.defs: Mapping[str, str] = defs or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and (self.lists, self.defs) == (other.lists, other.defs)

    def __hash__(self) -> int:
        return hash((len(self.lists), tuple(self.defs)))

    def extended(self, lists: Mapping[str, tuple[str, ...]], defs: Mapping[str, str]) -> Vocabulary:
        """Return a vocabulary in which the given names are known, too, and win."""
        return Vocabulary({**self.lists, **lists}, {**self.defs, **defs}) if lists or defs else self

    def keys(self, written: str, *, searches: bool) -> tuple[Key, ...]:
        """Return the keys of an expression (`cleaner.rulebook.keys`), the rarest first."""
        return self._judge.keys(written, searches=searches)

    def outline(self, written: str, *, searches: bool) -> Outline | None:
        """Return the outline of an expression (`cleaner.rulebook.outline`), if it has one."""
        return self._judge.outline(written, searches=searches)

    def capitals(self, written: str) -> int:
        """Return how many characters a match of an expression begins with that are no small letters, if case counts."""
        return self._judge.capitals(written)

    def lengths(self, written: str) -> tuple[int, float]:
        """Return how many characters a match of an expression has at least and at most."""
        return self._judge.lengths(written)

    def quick_length(self, written: str, *, searches: bool) -> float:
        """Return how long a line may be on which an expression tries so few ways that no clock need watch it.

        Args:
            written: An expression that compiles.
            searches: It is tried from every place of the line, not from its start alone.
        """
        return self._judge.quick_length(written, searches=searches)

    def has_copies(self, written: str, most: int) -> bool:
        """Tell whether an expression has more than so many further characters once all that must repeat is written out.

        Raises:
            PatternError: It can't be filled in (`expand`).
        """
        return self._judge.has_copies(written, self.expand(written), most)

    @cached_property
    def _judge(self) -> Judge:
        # Not at the top: rules that come ready need no judge, and a start should not wait for one.
        from cleaner.rulebook.judging import Judge

        return Judge(self.lists, self.defs)

    def groups(self, written: str) -> frozenset[str]:
        """Return the names of the groups of an expression and of the pieces that it names."""
        found: set[str] = set()
        pending, seen = [written], {written}
        while pending:
            text = pending.pop()
            found.update(_GROUP.findall(text))
            pieces = {self.defs.get(name, "") for name in _PIECE.findall(text)} - seen
            seen |= pieces
            pending += pieces
        return frozenset(found)

    def __reduce__(self) -> tuple[type[Vocabulary], tuple[object, ...]]:
        return Vocabulary, (dict(self.lists), dict(self.defs))

    def expand(self, written: str) -> str:
        """Fill in lists and pieces.

        Raises:
            PatternError: A name is unknown, pieces name each other in a circle, or too much comes of it.
        """
        expanded = written
        for _ in range(_MAX_ROUNDS):
            names = _PIECE.findall(expanded)
            if not names:
                return self._with_lists(expanded)
            _check_size(len(expanded) + sum(len(self._piece(name)) for name in names))
            expanded = _PIECE.sub(lambda match: self._piece(match[1]), expanded)
        raise PatternError("runs in a circle: its {{pieces}} name each other", "write one of the pieces out")

    def _piece(self, name: str) -> str:
        if name not in self.defs:
            raise PatternError(f"names the piece `{name}`, which is not defined", _definition("defs", name, self.defs))
        return f"(?:{self.defs[name]})"

    def _with_lists(self, expanded: str) -> str:
        names = _NAMED_LIST.findall(expanded)
        words = {name: self._words(name) for name in set(names)}
        _check_size(len(expanded) + sum(len(words[name]) for name in names))
        return _NAMED_LIST.sub(lambda match: words[match[1]], expanded)

    def _words(self, name: str) -> str:
        if name not in self.lists:
            raise PatternError(f"names the list `{name}`, which is not defined", _definition("lists", name, self.lists))
        return _alternatives(self.lists[name])


@cache
def _alternatives(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(regex.escape(word, special_only=True) for word in longest_first)})"


def _definition(key: str, name: str, known: Iterable[str]) -> str:
    return f"define it under `{key}`; {closest(name, known)}" if known else f"define it under `{key}`"


def _check_size(size: int) -> None:
    if size > _MAX_EXPANSION:
        message = f"has more than {_MAX_EXPANSION:,} characters with its pieces and lists filled in"
        raise PatternError(message, "name fewer of them, or make them shorter")
