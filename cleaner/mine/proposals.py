"""Proposals: rules on trial for what was found, as files that `cleaner check` takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from cleaner.article import Article
from cleaner.mine.families import Families
from cleaner.mine.gather import Found, count, gather
from cleaner.mine.lookalikes import lookalikes
from cleaner.mine.ranking import ranked, score
from cleaner.mine.shapes import REST, pattern_of, words_of
from cleaner.pipeline import Cleaner
from cleaner.rulebook.rule import Rule

_MOST_HITS = 3
_NEARLY_ALWAYS = 0.9
_SITES_NAMED = 3
_PLAIN_MISS = "The ferry across the narrow bay was late again on the second morning of the month."
_ID_WORDS = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that might be worth having.

    Attributes:
        found: What it is for.
        score: How much that looks like debris.
        family: Its family, as far as that can be guessed.
        rule_id: An id that no rule has.
        miss: A look-alike of the same corpus, or a plain sentence where there is none.
        prose: How many lines of prose its pattern takes; a reason to narrow it.
    """

    found: Found
    score: float
    family: str
    rule_id: str
    miss: str
    prose: int

    @property
    def pattern(self) -> str:
        """The pattern."""
        return pattern_of(self.found.shape)

    @property
    def site(self) -> str:
        """The one site that it stands on; empty where there are more or none is known."""
        sites = self.found.sites
        return next(iter(sites)) if len(sites) == 1 and sites.total() == self.found.articles else ""

    @property
    def place(self) -> str:
        """Where it always stands: `before_body`, `after_body` or, most often elsewhere, nothing."""
        if self.found.after >= _NEARLY_ALWAYS * self.found.articles:
            return "after_body"
        return "before_body" if self.found.before >= _NEARLY_ALWAYS * self.found.articles else ""

    def yaml(self) -> str:
        """Return the rule as it stands in a file."""
        found = self.found
        sites = ", ".join(site for site, _ in found.sites.most_common(_SITES_NAMED))
        seen = f"{found.articles} articles" + (f" of {len(found.sites)} sites ({sites})" if found.sites else "")
        taken = f"; other rules take {found.taken} of them" if found.taken else ""
        rows = [f"  # In {seen}{taken}."]
        if self.prose:
            rows.append(f"  # The pattern takes {self.prose} lines of prose, too: narrow it.")
        rows += [
            f"  - id: {self.rule_id}",
            f"    does: Drops {_does(found)}.",
            f"    drop_line: {_quoted(self.pattern)}",
        ]
        rows += [f"    where: {self.place}"] if self.place else []
        rows += ["    shape: not prose"] if not found.prose else []
        rows += [f"    sites: {self.site}"] if self.site else []
        rows += ["    status: trial", "    examples:"]
        known = [f"        site: {self.site}"] if self.site else []
        for text in found.texts[:_MOST_HITS]:
            rows += [f"      - hit: {_quoted(text)}", *known]
        rows += [f"      - miss: {_quoted(self.miss)}", *known]
        return "\n".join(rows) + "\n"


def _does(found: Found) -> str:
    what = "a label and what it names" if found.shape.endswith(REST) else "a line"
    return f"{what} that stands in many articles"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def propose(
    corpus: Callable[[], Iterable[Article]],
    text_of: Callable[[Article], str],
    cleaner: Cleaner,
    rules: Iterable[Rule],
    *,
    least: int,
    most: int,
) -> tuple[list[Proposal], int]:
    """Propose rules for lines that repeat across articles.

    Args:
        corpus: Returns the articles, anew each time; they are read three times.
        text_of: Returns an article's text.
        cleaner: The rules that are there; what they take needs no other.
        rules: Rules with their examples, by which families are guessed.
        least: In how many articles a line must be left over.
        most: How many rules are proposed.

    Returns:
        Proposals, the best first, and how many articles there are.
    """
    sketch, number = count(corpus(), text_of)
    known = gather(corpus(), text_of, cleaner, sketch, least)
    best = ranked(known.values(), least)[:most]
    misses, prose = lookalikes(corpus(), text_of, best)
    listed = list(rules)
    families = Families(listed)
    taken = {rule.id for rule in (*listed, *cleaner.rule_set.rules)}
    proposals = []
    for found in best:
        if prose.get(found.shape, 0) >= found.left:
            # What takes more prose than anything else is no rule.
            continue
        rule_id = _id(found, taken)
        taken.add(rule_id)
        miss = misses.get(found.shape, _PLAIN_MISS)
        proposals.append(Proposal(found, score(found), families.guess(found), rule_id, miss, prose.get(found.shape, 0)))
    return proposals, number


def _id(found: Found, taken: set[str]) -> str:
    ascii_words = [word for word in regex.findall(r"[a-z0-9]+", found.shape) if words_of(word) or word.isdigit()]
    stem = "mined-" + ("-".join(ascii_words[:_ID_WORDS]) or "line")
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def files_of(proposals: Sequence[Proposal], schema_line: str = "") -> Mapping[str, str]:
    """Return rule files by their names: one a family, those of one site among them, each named by `sites`."""
    by_family: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        by_family[proposal.family].append(proposal)
    head = f"{schema_line}schema: 1\nrules:\n"
    return {
        f"{family}.yaml": head + "\n".join(each.yaml() for each in of_family)
        for family, of_family in sorted(by_family.items())
    }


def write(folder: Path, proposals: Sequence[Proposal]) -> list[Path]:
    """Write rule files into a folder; returns them.

    Raises:
        FileExistsError: A file is there already.
    """
    files = {folder / name: text for name, text in files_of(proposals).items()}
    for path in files:
        if path.exists():
            raise FileExistsError(17, "is there already", str(path))
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return list(files)
