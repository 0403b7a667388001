"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.corpus import read_corpus
from cleaner.files.inputs import Form
from cleaner.files.records import FieldNames
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
    decorated: Any = with_cleaner
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def given_options(command: _Command) -> _Command:
    """Add the options that tell what an input holds and what is known of a single text."""
    options = (
        click.option("--from", "form", type=click.Choice([form.value for form in Form]),
                     help="What named files and standard input hold. [default: by suffix, else text]"),
        click.option("--url", help="The address of a single text."),
        click.option("--title", help="The title of a single text."),
        click.option("--lang", metavar="CODE", help="The language of a single text, such as en."),
    )  # fmt: skip
    decorated: Any = command
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def corpus_options(command: _Command) -> _Command:
    """Add the inputs of commands that look at many articles and write none; the command gets a `corpus`."""

    @wraps(command)
    def with_corpus(
        inputs: tuple[str, ...],
        form: str | None,
        text_field: str,
        html_field: str,
        id_field: str,
        url_field: str,
        title_field: str,
        lang_field: str,
        **rest: object,
    ) -> object:
        names = FieldNames(text_field, html_field, id_field, url_field, title_field, lang_field)
        return command(corpus=read_corpus(inputs, form, names), **rest)

    options = (
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
        click.option("--from", "form", type=click.Choice([form.value for form in Form]),
                     help="What named files hold. [default: by suffix, else text]"),
        *(click.option(f"--{name}-field", default=name, show_default=True, metavar="PATH",
                       help=f"Where JSON records keep their {what}; dots lead into objects.")
          for name, what in (("text", "text"), ("html", "page"), ("id", "id"), ("url", "address"),
                             ("title", "title"), ("lang", "language"))),
    )  # fmt: skip
    decorated: Any = with_corpus
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]
