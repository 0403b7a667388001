"""The page itself: a template, its style and script, and the packed data, written one after the other."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any

from cleaner.files.atomic import AtomicFile
from cleaner.report.packing import ARTICLES_A_CHUNK, packed
from cleaner.result import FLAGS
from cleaner.version import __version__

_SPLIT = "<!-- chunks -->"


@dataclass(slots=True)
class Index:
    """What the page knows of all articles at once; their texts are unpacked on demand.

    Attributes:
        articles: For each: name, words, words removed, flags, rules by number, whether it changed, address.
        failures: Name and reason of what could not be read.
        rules: For each rule by number: removals, and words removed.
        families: For each family: removals, and words removed.
    """

    articles: list[list[Any]] = field(default_factory=list)
    failures: list[list[str]] = field(default_factory=list)
    rules: dict[int, list[int]] = field(default_factory=dict)
    families: dict[str, list[int]] = field(default_factory=dict)

    def count(self, rule: int, family: str, words: int) -> None:
        """Count one removal."""
        for counts in (self.rules.setdefault(rule, [0, 0]), self.families.setdefault(family, [0, 0])):
            counts[0] += 1
            counts[1] += words

    def flags(self) -> Counter[str]:
        """Return how many articles carry each flag."""
        return Counter(flag for article in self.articles for flag in article[3])


def write_page(
    file: AtomicFile, title: str, rules: Sequence[dict[str, Any]], index: Index, chunks: Iterable[bytes]
) -> None:
    """Write a report.

    Args:
        file: Where it goes.
        title: What stands above it.
        rules: What is said of each rule; of those that took nothing only the number is needed.
        index: What is known of all articles.
        chunks: Packed texts of articles, in order.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    used = {number for article in index.articles for number in article[4]} | set(index.rules)
    data = {
        "rules": {number: rules[number] for number in sorted(used) if number >= 0},
        "counts": index.rules,
        "families": index.families,
        "flags": {name: [count, FLAGS.get(name, "")] for name, count in sorted(index.flags().items())},
        "articles": index.articles,
        "failures": index.failures,
        "chunk": ARTICLES_A_CHUNK,
    }
    style, script = _asset("report.css"), _asset("report.js")
    environment = Environment(loader=PackageLoader("cleaner.report", "."), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("report.html").render(
        title=title,
        version=__version__,
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        articles=len(index.articles) + len(index.failures),
        changed=sum(article[5] for article in index.articles),
        failed=len(index.failures),
        removals=sum(count for count, _ in index.families.values()),
        words=sum(article[1] for article in index.articles),
        gone=sum(article[2] for article in index.articles),
        style=_Trusted(style),
        script=_Trusted(script),
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
        "form-action 'none'",
        data=packed(data),
        split=_Trusted(_SPLIT),
    )
    head, _, tail = page.partition(_SPLIT)
    file.write(head.encode("utf-8", "replace"))
    for number, chunk in enumerate(chunks):
        file.write(b'<script type="text/plain" id="chunk-%d">%s</script>\n' % (number, chunk))
    file.write(tail.encode("utf-8", "replace"))


class _Trusted(str):
    """Text of ours that is markup already."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _asset(name: str) -> str:
    return resources.files("cleaner.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
