"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.corpus import read_corpus
from cleaner.files.forms import Form
from cleaner.files.records import FieldNames, Given
from cleaner.pipeline import Cleaner

_Command = TypeVar("_Command", bound=Callable[..., Any])


def cleaner_options(command: _Command) -> _Command:
    """Add the options that choose rules; the command gets a `cleaner` made of them."""

    @wraps(command)
    def with_cleaner(
        chain: str, rules: Path | None, only: tuple[str, ...], skip: tuple[str, ...], *, trial: bool, **rest: object
    ) -> object:
        return command(cleaner=Cleaner(chain, rules, only=only, skip=skip, trial=trial), **rest)

    options = (
        click.option("--chain", default="default", metavar="NAME|FILE", show_default=True, help="The chain to run."),
        click.option("--rules", type=click.Path(path_type=Path), metavar="DIR",
                     help="A folder of rules of your own, or one rule file; they come first."),
        click.option("--only", multiple=True, metavar="ID|FAMILY", help="Take nothing else. May be given again."),
        click.option("--skip", multiple=True, metavar="ID|FAMILY", help="Don't run these. May be given again."),
        click.option("--trial", is_flag=True, help="Run rules on trial, too."),
    )  # fmt: skip
    return _decorated(with_cleaner, options)  # type: ignore[no-any-return]


def given_options(command: _Command) -> _Command:
    """Add the options that tell what an input holds and what is `given` of a single text."""

    @wraps(command)
    def with_given(url: str | None, title: str | None, lang: str | None, **rest: object) -> object:
        return command(given=Given(url, title, lang), **rest)

    options = (
        click.option("--from", "form", type=click.Choice([form.value for form in Form]),
                     help="What named files and standard input hold. [default: by suffix, else text]"),
        click.option("--url", help="The address of a single text."),
        click.option("--title", help="The title of a single text."),
        click.option("--lang", metavar="CODE", help="The language of a single text, such as en."),
    )  # fmt: skip
    return _decorated(with_given, options)  # type: ignore[no-any-return]


def record_options(command: _Command) -> _Command:
    """Add the options that tell where records keep what; the command gets their `names`."""

    @wraps(command)
    def with_names(
        text_field: str, html_field: str, id_field: str, url_field: str, title_field: str, lang_field: str,
        **rest: object,
    ) -> object:  # fmt: skip
        return command(names=FieldNames(text_field, html_field, id_field, url_field, title_field, lang_field), **rest)

    options = (
        click.option("--text-field", default="text", show_default=True, metavar="PATH",
                     help="Where records keep their text: a key or a column; dots lead into objects."),
        click.option("--html-field", default="html", show_default=True, metavar="PATH",
                     help="Where they keep a page."),
        click.option("--id-field", default="id", show_default=True, metavar="PATH", help="Where they keep their id."),
        click.option("--url-field", default="url", show_default=True, metavar="PATH",
                     help="Where they keep their address."),
        click.option("--title-field", default="title", show_default=True, metavar="PATH",
                     help="Where they keep their title."),
        click.option("--lang-field", default="lang", show_default=True, metavar="PATH",
                     help="Where they keep their language."),
    )  # fmt: skip
    return _decorated(with_names, options)  # type: ignore[no-any-return]


def corpus_options(command: _Command) -> _Command:
    """Add the inputs of commands that look at many articles and write none; the command gets a `corpus`."""

    @record_options
    @wraps(command)
    def with_corpus(inputs: tuple[str, ...], form: str | None, names: FieldNames, **rest: object) -> object:
        return command(corpus=read_corpus(inputs, form, names), **rest)

    options = (
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
        click.option("--from", "form", type=click.Choice([form.value for form in Form]),
                     help="What named files hold. [default: by suffix, else text]"),
    )  # fmt: skip
    return _decorated(with_corpus, options)  # type: ignore[no-any-return]


class _Size(click.ParamType[int]):
    """A number of bytes: 500000, 64MB, 1.5GB."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Read a number of bytes."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmg]?)b?\s*", str(value), re.IGNORECASE)
        if not match or (size := round(float(match[1]) * _UNITS[match[2].lower()])) < 1:
            self.fail(f"{value!r} is no size -> write a number of bytes, or 64MB, or 1GB", param, ctx)
        return size


_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
SIZE = _Size()
"""The type of an option that holds a number of bytes."""


def _decorated(command: Any, options: tuple[Callable[[Any], Any], ...]) -> Any:  # noqa: ANN401 - click's decorators
    for option in reversed(options):
        command = option(command)
    return command
