"""Every command and snippet of the README and the docs is run, and says what the page says it does.

A fenced block of a page is one of these; they run from top to bottom in one folder that holds the samples:

- `console`: commands after `$ `, each followed by what it prints; `...` stands for anything.
- `python`: runs as it is; blocks of a page share their names.
- any other with `file=NAME` behind it is saved under that name.

Pages of engines need the engines: `.ci/run` runs them in an environment that has them all.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import click
import pytest

from cleaner.cli import cli
from cleaner.result import FLAGS
from tests.conftest import ROOT
from tests.extras import needed

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What the pages about pipelines import, beside the package.
_NEEDS = {
    "arrow": ("pyarrow",),
    "hf": ("datasets",),
    "spark": ("pyspark.sql", "pyarrow"),
    "ray": ("ray.data",),
    "datatrove": ("datatrove", "orjson", "pyarrow"),
    "others": ("polars", "pandas", "fastapi", "httpx", "pyarrow"),
}
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_shows_is_true(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if page.parent.name == "pipelines":
        needed(*_NEEDS.get(page.stem, ()))
        # Engines warn of their own dependencies.
        warnings.simplefilter("ignore")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for language, name, body in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(body, encoding="utf-8")
        elif language == "python":
            exec(compile(body, str(page), "exec"), names)  # noqa: S102 - our own docs
        elif language == "console":
            _run_console(body, tmp_path)


def _run_console(body: str, folder: Path) -> None:
    for step in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        pattern = "".join(".*" if part == "..." else re.escape(part) for part in re.split(r"(\.\.\.)", expected))
        assert re.fullmatch(pattern, done.stdout, re.DOTALL), f"$ {command}\nprinted\n{done.stdout}\nnot\n{expected}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    missing = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert missing == []


def _commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: command for name, command in found.items() if command}


def _options() -> list[tuple[str, str]]:
    named = [(name, f"cleaner {name}") for name in _commands()]
    options = [(name, each) for name, command in _commands().items() for each in command.params]
    return named + [(name, max(each.opts, key=len)) for name, each in options if isinstance(each, click.Option)]


@pytest.mark.parametrize(("command", "what"), _options())
def test_every_command_and_option_is_documented(command: str, what: str) -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert what in pages, f"{what} of {command} stands nowhere in the docs"


@pytest.mark.parametrize("command", list(_commands().values()), ids=lambda command: str(command.name))
def test_every_command_and_option_has_help(command: click.Command) -> None:
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_every_flag_is_documented() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [flag for flag in FLAGS if f"`{flag}`" not in pages] == []


def test_every_field_of_the_format_is_documented() -> None:
    reference = (ROOT / "docs" / "rule-format.md").read_text(encoding="utf-8")
    fields = (
        "id does family unless capture same where shape length near page sites langs case max_chars status examples "
        "drop_line drop_block drop_run drop_rest drop_repeats cut note protect lists defs at left gives hit miss"
    ).split()
    assert [field for field in fields if not re.search(rf"`[^`\n]*\b{field}\b[^`\n]*`", reference)] == []
