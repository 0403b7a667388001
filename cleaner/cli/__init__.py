"""The command line: what users type, and what they are told; the work is done elsewhere.

One module a command. Exit codes: 0 fine, 1 a check found something, 2 wrong usage, a bad rule or a failed input.
"""

from __future__ import annotations

import atexit
import gc
import io
import sys
from contextlib import suppress
from importlib import import_module

import click

from cleaner.cli.stopping import Stopped
from cleaner.errors import CleanerError
from cleaner.version import __version__

# Each in the module of its name.
_COMMANDS = ("clean", "status", "explain", "check", "compare", "mine", "rules")


class _Commands(click.Group):
    """Commands that are imported when they are asked for: who cleans one text needs nothing of the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        """Return a command; None where none is called so."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"cleaner.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cleaner")
def cli() -> None:
    r"""Remove what is not the article from article text, by rules written in YAML.

    \b
    cleaner clean article.txt               the body, to standard output
    cleaner clean texts/ -o cleaned/        a folder: bodies, and their facts beside them
    cleaner clean in.jsonl -o out.jsonl     records, in the same order
    cleaner status cleaned/                 how far a run is, and what failed
    cleaner explain article.txt             every line, and the rule that took it
    cleaner check my-rules/                 what is wrong with rules of your own
    cleaner compare default my-rules/ texts/  what a change of the rules takes and keeps
    cleaner mine texts/                     rules for lines that stand in many articles
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    # At its exit Python looks through all values for what may be let go, although all of it is: a tenth of a short run.
    atexit.register(gc.freeze)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A line that the terminal has no letters for is better printed with escapes than not at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    code = _run()
    sys.exit(code if _is_handed_over() else 2)


def _run() -> int:
    try:
        return cli.main(standalone_mode=False) or 0
    except CleanerError as error:
        click.echo(f"cleaner: {error}", err=True)
    except click.ClickException as error:
        error.show()
    except Stopped as stopped:
        click.echo(f"cleaner: {stopped}", err=True)
        return stopped.code
    except click.Abort:
        click.echo("cleaner: interrupted; what was finished is whole", err=True)
        return 130
    except OSError as error:
        where = error.filename2 or error.filename
        click.echo(f"cleaner: {f'{where}: ' if where else ''}{error.strerror or error}", err=True)
    except SystemExit:
        # The reader of a pipe left, nobody is there to be told. click leaves with 1 then, which here is a finding.
        pass
    return 2


def _is_handed_over() -> bool:
    """Write out what is buffered; where that fails, Python would try again at its exit and complain by itself."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            sys.stdout.close()
        return False
    return True
