"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.files.inputs import Form
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
