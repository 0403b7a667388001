"""A mapping of a rule file read field by field: each value checked for its type, each fault reported, none fatal.

A reader asks for the keys it knows and calls `finish`, which reports the others. What the values mean is the reader's
business.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cleaner.errors import Problem
from cleaner.rulebook import strict_yaml
from cleaner.rulebook.strict_yaml import Mapping, Node, Place, Scalar, read_yaml

SCHEMA = 1
"""The version of the format of all files of rules."""


class Reporter:
    """Collects the problems of one file; knows which rule is being read.

    A place of which reading the YAML told a problem is told of no more: what stands there is known to be wrong.
    """

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.rule = ""
        self._problems = problems
        self._from_yaml = [index for index, each in enumerate(problems) if each.path == path]
        self._told = {(problems[index].line, problems[index].column) for index in self._from_yaml}

    def __call__(self, place: Place, message: str, remedy: str, code: str = "wrong-value") -> None:
        """Add a problem at a place of the file."""
        if (place.line, place.column) not in self._told:
            self._problems.append(Problem(self.path, place.line, place.column, self.rule, message, remedy, code))

    def name_rules(self, rules: Sequence[tuple[Place, str]]) -> None:
        """Name the rules in the problems that reading the YAML told, when nothing was known of rules.

        Args:
            rules: Where each rule of the file begins, from top to bottom, and its id.
        """
        lines = [place.line for place, _ in rules]
        for index in self._from_yaml:
            problem = self._problems[index]
            number = bisect_right(lines, problem.line) - 1
            if number >= 0 and problem.column >= rules[number][0].column:
                self._problems[index] = replace(problem, rule=rules[number][1])


def closest(word: str, known: Iterable[str]) -> str:
    """Return a remedy that names the closest of the known words, or all of them."""
    names = sorted(known)
    near = _closest(word, names)
    return f"did you mean `{near}`?" if near else f"known: {', '.join(names)}"


def _closest(word: str, names: Iterable[str]) -> str:
    # Not at the top: only mistakes need it.
    import difflib

    return next(iter(difflib.get_close_matches(word, sorted(names), n=1)), "")


class Fields:
    """The keys of one mapping."""

    def __init__(self, node: Mapping, report: Reporter, what: str) -> None:
        self.place = node.place
        self.report = report
        self._what = what
        self._entries = {key.text: (key, value) for key, value in node.entries}
        self._asked: set[str] = set()
        self._missing: list[tuple[frozenset[str], str, str]] = []

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def node(self, key: str) -> Node | None:
        """Return the value of a key as it stands, or None where the key is absent."""
        self._asked.add(key)
        entry = self._entries.get(key)
        return entry[1] if entry else None

    def require(self, key: str, remedy: str) -> Node | None:
        """Return the value of a key; its absence is a fault."""
        node = self.node(key)
        if node is None:
            self.miss([key], f"{self._what} has no `{key}`", remedy)
        return node

    def miss(self, keys: Iterable[str], message: str, remedy: str) -> None:
        """Note that one of some keys must be there and none is; `finish` reports it unless one is only misspelt."""
        self._missing.append((frozenset(keys), message, remedy))

    def finish(self) -> None:
        """Report every key that nobody asked for, and those that are missing."""
        meant = set()
        for name, (key, _) in self._entries.items():
            if name not in self._asked:
                remedy = closest(name, self._asked)
                self.report(key.place, f"unknown key `{name}` in {self._what}", remedy, "unknown-key")
                meant.add(_closest(name, self._asked))
        for keys, message, remedy in self._missing:
            if not keys & meant:
                self.report(self.place, message, remedy, "missing-key")

    def text(self, key: str) -> str | None:
        """Return a text."""
        return self._as(key, self.read_text)

    def word(self, key: str, known: Iterable[str]) -> str | None:
        """Return one word out of a set."""
        node = self.node(key)
        return None if node is None else self.read_word(node, known)

    def number(self, key: str, least: float, most: float) -> float | None:
        """Return a number between two bounds."""
        node = self.node(key)
        return None if node is None else self.read_number(node, least, most)

    def integer(self, key: str, least: int, most: int) -> int | None:
        """Return a whole number between two bounds."""
        value = self.number(key, least, most)
        if value is not None and value != int(value):
            node = self.node(key)
            self.report(node.place if node else self.place, f"`{key}` must be a whole number", "leave out the fraction")
            return None
        return None if value is None else int(value)

    def truth(self, key: str) -> bool | None:
        """Return a truth value; only `true` and `false` are."""
        word = self.word(key, ("true", "false"))
        return None if word is None else word == "true"

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return one text or a list of them."""
        node = self.node(key)
        return None if node is None else tuple(text for _, text in self.read_texts(node))

    def mapping(self, key: str, what: str) -> Fields | None:
        """Return the fields of a mapping."""
        node = self.node(key)
        return None if node is None else self.read_mapping(node, what)

    def _as(self, key: str, read: Callable[[Node], str | None]) -> str | None:
        node = self.node(key)
        return None if node is None else read(node)

    def read_text(self, node: Node) -> str | None:
        """Read a node as text; what YAML would not read as text, or would cut short, must be quoted."""
        if not isinstance(node, Scalar):
            self.report(node.place, "expected a text", "write one text, in single quotes")
            return None
        if node.cut_short:
            self.report(node.place, "the text ends at an unquoted #", "put the text in single quotes", "unquoted")
            return None
        if node.plain and not node.text:
            remedy = "write a text in single quotes; an unquoted # starts a comment"
            self.report(node.place, "the value is empty", remedy)
            return None
        if node.plain and _reads_as_other(node.text):
            self.report(node.place, f"`{node.text}` is not read as text", f"write '{node.text}'", "unquoted")
            return None
        return node.text

    def read_word(self, node: Node, known: Iterable[str]) -> str | None:
        """Read a node as one word out of a set."""
        words = tuple(known)
        if isinstance(node, Scalar) and node.text in words:
            return node.text
        written = node.text if isinstance(node, Scalar) else ""
        self.report(node.place, f"`{written}` is not possible here" if written else "expected a word",
                    closest(written, words))  # fmt: skip
        return None

    def read_number(self, node: Node, least: float, most: float) -> float | None:
        """Read a node as a number between two bounds."""
        try:
            value = float(node.text) if isinstance(node, Scalar) and node.plain else None
        except ValueError:
            value = None
        if value is None or not least <= value <= most:
            bounds = f"{least:.9g}" if least == most else f"one from {least:.9g} to {most:.9g}"
            self.report(node.place, "expected a number", f"write {bounds}, without quotes")
            return None
        return value

    def read_texts(self, node: Node) -> Iterator[tuple[Place, str]]:
        """Read a node as one text or a list of them."""
        nodes = node.items if isinstance(node, strict_yaml.Sequence) else (node,)
        if not nodes:
            self.report(node.place, "the list is empty", "write at least one entry")
        for each in nodes:
            text = self.read_text(each)
            if text is not None:
                yield each.place, text

    def read_mapping(self, node: Node, what: str) -> Fields | None:
        """Read a node as a mapping."""
        if not isinstance(node, Mapping):
            self.report(node.place, f"{what} must have keys and values", "write `key: value`")
            return None
        return Fields(node, self.report, what)

    @property
    def keys(self) -> tuple[tuple[Scalar, Node], ...]:
        """All keys with their values; each counts as asked for."""
        self._asked.update(self._entries)
        return tuple(self._entries.values())


def read_root(text: str, path: str, problems: list[Problem]) -> Fields | None:
    """Read a file whose top must be a mapping with the right `schema`."""
    before = len(problems)
    node = read_yaml(text, path, problems)
    report = Reporter(path, problems)
    if isinstance(node, Mapping):
        fields = Fields(node, report, "the file")
        if fields.require("schema", f"begin the file with `schema: {SCHEMA}`"):
            fields.integer("schema", SCHEMA, SCHEMA)
        return fields
    if node is not None:
        report(node.place, "the file must have keys and values at its top", f"begin with `schema: {SCHEMA}`")
    elif len(problems) == before:
        report(Place(1, 1), "the file is empty", f"begin with `schema: {SCHEMA}`")
    return None


def _reads_as_other(text: str) -> bool:
    """Tell whether YAML reads an unquoted text as a number, a truth value or nothing."""
    if text.lower() in ("true", "false", "null", "~"):
        return True
    try:
        float(text.replace("_", ""))
    except ValueError:
        return False
    return text.lower().lstrip("+-") not in ("nan", "inf", "infinity")
