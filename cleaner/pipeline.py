"""The way of an article: read, extract, repair, rules, normalise, result; one direction, each step a module.

`Cleaner` is loaded once and holds no state of any article, so it may be shared between threads and pickled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cleaner.article import Article, Known, language_of, site_of
from cleaner.engine.returned import bring_back
from cleaner.engine.rounds import Engine, Outcome
from cleaner.errors import CleanerError
from cleaner.evidence import Extracted
from cleaner.facts import collect
from cleaner.lines import with_plain_breaks
from cleaner.long_texts import Kept, give_back, joined, kept, text_of
from cleaner.many import clean_in_processes
from cleaner.normalise import Normaliser
from cleaner.repair import Repair
from cleaner.result import Result, what_stays
from cleaner.rulebook.digest import digest
from cleaner.rulebook.library import RuleSet, load
from cleaner.rulebook.packed import pack, unpack
from cleaner.rulebook.rule import BringBack


class Cleaner:
    """Cleans articles by the rules of a chain.

    Args:
        chain: The name of a chain, or the path of a chain file.
        rules: A folder of rules of one's own, or one rule file; they come first, and the same id replaces.
        only: Ids or families: nothing else is taken.
        skip: Ids or families that don't run.
        trial: Rules with `status: trial` run, too.

    Raises:
        RuleFileError: Rule files or a chain that can't be loaded; it lists every problem.
        UsageError: A chain, folder, id or family that isn't there.
    """

    def __init__(
        self,
        chain: str | Path = "default",
        rules: str | Path | None = None,
        *,
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
        trial: bool = False,
    ) -> None:
        self._set_up(load(chain, rules, only=only, skip=skip, trial=trial, examples=False))

    @classmethod
    def of(cls, rule_set: RuleSet) -> Cleaner:
        """Return a cleaner for a rule set that is loaded already."""
        cleaner = cls.__new__(cls)
        cls._set_up(cleaner, rule_set)
        return cleaner

    def _set_up(self, rule_set: RuleSet) -> None:
        chain = rule_set.chain
        self.rule_set = rule_set
        self._repair = None if chain.entities is None else Repair(chain.entities)
        rules = () if chain.packs is None else rule_set.rules
        self._asks_page = any(rule.page for rule in rules)
        self._returning = tuple(rule for rule in rules if isinstance(rule.action, BringBack))
        removing = tuple(rule for rule in rules if not isinstance(rule.action, BringBack))
        self._engine = Engine(removing, chain.budget, kept=rule_set.kept) if chain.packs is not None else None
        self._normaliser = None if chain.normalise is None else Normaliser(chain.normalise)

    def __reduce__(self) -> tuple[Callable[[bytes], Cleaner], tuple[bytes]]:
        return _unpacked, (pack(self.rule_set),)

    @cached_property
    def digest(self) -> str:
        """Names what this cleaner does: rules, options and versions; the same on every machine for the same of them."""
        return digest(self.rule_set)

    def clean(self, text: str, *, url: str | None = None, title: str | None = None, lang: str | None = None) -> Result:
        """Clean the text of an article.

        Args:
            text: The text; lines end in LF, CRLF or CR.
            url: Its address; rules for single sites need it.
            title: Its title, where it is known.
            lang: Its language as ISO 639-1, where it is known.

        Raises:
            TypeError: The text is no `str`.
        """
        if not isinstance(text, str):
            raise TypeError(f"text must be str, not {type(text).__name__} -> decode bytes first")
        return self._clean(Article(text=text, url=url, title=title, lang=lang), Extracted(text))

    def clean_html(
        self,
        html: str | bytes,
        *,
        url: str | None = None,
        title: str | None = None,
        lang: str | None = None,
        charset: str | None = None,
    ) -> Result:
        """Clean the article of a page; lines of the result are those of the extracted text.

        Args:
            html: The page; bytes are decoded by their byte order mark, their charset, or what the page declares.
            url: Its address.
            title: Its title, where the caller knows better than the page.
            lang: Its language as ISO 639-1, where the caller knows it.
            charset: The encoding of the bytes, where their carrier (a header of HTTP) names it.

        Raises:
            TypeError: The page is neither `str` nor `bytes`.
            ValueError: The chain extracts nothing, or the page is too large.
            UsageError: The chain's extractor is not installed.
        """
        if not isinstance(html, str | bytes):
            raise TypeError(f"html must be str or bytes, not {type(html).__name__}")
        options = self.rule_set.chain.extract
        if options is None:
            raise ValueError("the chain has `extract: false` -> give the text, or another chain")
        from cleaner.page.extract import extract

        extracted = extract(
            html,
            url,
            charset=charset,
            extractor=options.extractor,
            favour=options.favour,
            testified=self._asks_page,
        )
        return self._clean(Article(url=url, title=title, lang=lang), extracted)

    def clean_extracted(
        self, extracted: Extracted, *, url: str | None = None, title: str | None = None, lang: str | None = None
    ) -> Result:
        """Clean lines of which it is known already what their page says of them.

        Args:
            extracted: The lines, with their evidence and the facts of the page.
            url: The address of the article.
            title: Its title, where the caller knows better than the page.
            lang: Its language as ISO 639-1, where the caller knows it.
        """
        return self._clean(Article(url=url, title=title, lang=lang), extracted)

    def clean_article(self, article: Article) -> Result:
        """Clean an article in whichever form it comes; what goes wrong with it is told in the result, never raised."""
        try:
            if article.text is None and article.html is not None:
                result = self.clean_html(
                    article.html,
                    url=article.url,
                    title=article.title,
                    lang=article.lang,
                    charset=article.charset,
                )
            else:
                result = self.clean(article.text or "", url=article.url, title=article.title, lang=article.lang)
        except CleanerError:
            # A fault of a rule, not of the article.
            raise
        except Exception as error:
            text = article.text if isinstance(article.text, str) else ""
            return Result(text, text, flags=("failed",), error=f"{type(error).__name__}: {error}", id=article.id)
        return replace(result, id=article.id)

    def clean_many(self, articles: Iterable[str | Article], workers: int = 1) -> Iterator[Result]:
        """Clean articles in order; what goes wrong with one is told in its result.

        Articles are taken only as fast as results are, and no more are held than the workers are at. A process that
        dies is replaced; its article is tried once more, alone, and then told as failed.

        Args:
            articles: Texts, or articles with what is known of them.
            workers: How many processes clean; with one, it is done in this process.

        Raises:
            ValueError: Fewer than one worker.
            CleanerError: A rule is faulty, or processes can't be started.
        """
        if workers < 1:
            raise ValueError(f"workers must be at least 1, not {workers}")
        wanted = (Article(text=each) if isinstance(each, str) else each for each in articles)
        return (
            map(self.clean_article, wanted) if workers == 1 else clean_in_processes(self.clean_article, wanted, workers)
        )

    def _clean(self, article: Article, extracted: Extracted) -> Result:
        known = self._known(article, extracted)
        returned = bring_back(extracted, self._returning, known)
        text = returned.text
        # After each step a long text leaves behind what the next would else come on top of.
        repaired_text = with_plain_breaks(text)
        if self._repair:
            repaired_text = self._repair.text(repaired_text)
            give_back(len(text))
        is_repaired = self._repair.is_repaired if self._repair else _always
        known = replace(known, evidence=returned.evidence)
        outcome = self._engine.run(repaired_text, known, is_repaired) if self._engine else Outcome()
        metadata, sources = self._facts(article, extracted, outcome)
        flags = outcome.flags.union(extracted.flags, ("no_text",) if not text or text.isspace() else ())
        give_back(len(text))
        body = self._body(repaired_text, outcome, is_repaired)
        give_back(len(text))
        # A long text is packed by now, and unpacked when what it was made of is, so that few of it are there at once.
        repaired = kept(repaired_text)
        del repaired_text
        give_back(len(text))
        return Result(
            text_of(body),
            repaired,
            metadata=metadata,
            sources=sources,
            removed=outcome.removed,
            withheld=outcome.withheld,
            flags=tuple(sorted(flags)),
            error=_error(outcome),
            protected={**returned.rules, **outcome.protected},
            contested=outcome.contested,
            known=known,
        )

    def _body(self, repaired: str, outcome: Outcome, is_repaired: Callable[[str], bool]) -> Kept:
        staying = what_stays(repaired, outcome.removed)
        return self._normaliser.slices(staying, is_repaired) if self._normaliser else joined(staying)

    def _known(self, article: Article, extracted: Extracted) -> Known:
        title = article.title or extracted.metadata.get("title") or ""
        return Known(
            title=self._repair.line(title) if self._repair else title,
            lang=language_of(article.lang or extracted.metadata.get("language")),
            site=site_of(article.url or extracted.metadata.get("url")),
            evidence=extracted.evidence,
        )

    def _facts(self, article: Article, extracted: Extracted, outcome: Outcome) -> tuple[dict[str, Any], dict[str, str]]:
        """Bring the facts together: the caller's before the page's before the text's before what the page hints at."""
        page, guessed = extracted.metadata, extracted.guessed
        given = {"url": article.url, "title": article.title, "language": article.lang}
        caller = {name: value for name, value in given.items() if value}
        captured, sources = collect(outcome.captures)
        metadata = {**self._normalised(guessed), **self._normalised(captured), **self._normalised(page), **caller}
        sources = (
            dict.fromkeys(guessed, "page") | sources | dict.fromkeys(page, "page") | dict.fromkeys(caller, "caller")
        )
        return metadata, sources

    def _normalised(self, facts: Any) -> Any:  # noqa: ANN401 - facts are texts, lists and objects
        """Write facts as the body is written."""
        if self._normaliser is None:
            return facts
        if isinstance(facts, str):
            return self._normaliser.line(facts)
        if isinstance(facts, list):
            return [self._normalised(entry) for entry in facts]
        return {key: self._normalised(value) for key, value in facts.items()}


@lru_cache(maxsize=8)
def _unpacked(data: bytes) -> Cleaner:
    """Return the cleaner that was pickled; a process makes it ready once, however often it is handed over."""
    return Cleaner.of(unpack(data))


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()


def clean(text: str, *, url: str | None = None, title: str | None = None, lang: str | None = None) -> Result:
    """Clean one text with the default chain; the arguments are those of `Cleaner.clean`."""
    return _default().clean(text, url=url, title=title, lang=lang)


def _error(outcome: Outcome) -> str | None:
    if "timed_out" not in outcome.flags:
        return None
    if outcome.culprit:
        return f"the rule `{outcome.culprit}` ran out of time"
    return "the rules had more to try than an article of this length may cost"


def _always(_: str) -> bool:
    return True
