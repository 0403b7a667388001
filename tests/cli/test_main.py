"""Exit codes and the last words of a run, whatever happens to it."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from cleaner.version import __version__
from tests.cli.running import COMMAND, CommandLine, write_jsonl
from tests.small_rules import BODY, DIRTY, parts_in, write


def _process(
    *arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **(env or {})}
    ran = subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, check=False, env=environment)
    assert b"Traceback" not in ran.stderr
    return ran


def _shell(script: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of the shell in which `"$@"` stands for `cleaner` and the arguments."""
    ran = subprocess.run(
        ["bash", "-c", script, "bash", *COMMAND, *arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    assert b"Traceback" not in ran.stderr
    assert b"Exception ignored" not in ran.stderr
    return ran


# In process


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nonsense"], "No such option"),
        (["nonsense"], "No such command"),
        (["clean"], "Missing argument"),
        (["clean", "a.txt", "--nonsense"], "No such option"),
        (["clean", "a.txt", "--from", "pdf"], "'pdf' is not one of"),
        (["clean", "a.txt", "-o"], "requires an argument"),
        (["clean", "a.txt", "--removed", "."], "is a directory"),
        (["explain"], "Missing argument"),
        (["explain", "a.txt", "b.txt"], "unexpected extra argument"),
        (["rules", "a", "b"], "unexpected extra argument"),
        (["check", "a", "b"], "unexpected extra argument"),
        ([], "Usage: "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained_and_leaves_with_2(run: CommandLine, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


@pytest.mark.parametrize("command", [(), ("clean",), ("explain",), ("check",), ("rules",)], ids=" ".join)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help(run: CommandLine, command: Sequence[str], option: str) -> None:
    ran = run(*command, option)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: ")


def test_the_version_is_told(run: CommandLine) -> None:
    assert run("--version").out.split() == ["cleaner,", "version", __version__]


def test_an_interruption_leaves_with_130(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleaner.cli.options.Cleaner", interrupt)
    ran = run("rules")
    assert (ran.code, ran.summary) == (130, "cleaner: interrupted; what was finished is whole")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (OSError(28, "No space left on device"), "cleaner: No space left on device\n"),
        (OSError(13, "Permission denied", "in/a"), "cleaner: in/a: Permission denied\n"),
        (OSError(21, "Is a directory", ".x.part", None, "out/a"), "cleaner: out/a: Is a directory\n"),
        (OSError("odd"), "cleaner: odd\n"),
        (BrokenPipeError(32, "Broken pipe"), ""),
    ],
    ids=repr,
)
def test_a_fault_of_the_system_is_told_in_one_line(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, fault: OSError, message: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("cleaner.cli.options.Cleaner", fail)
    # click puts other streams in place of these where a pipe is broken.
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    ran = run("rules")
    assert (ran.code, ran.out, ran.err) == (2, "", message)


@pytest.mark.parametrize("closed", [False, True], ids=["full", "closed"])
def test_output_that_cannot_be_handed_over_leaves_with_2(
    run: CommandLine, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    class Full:
        """A standard output that takes everything and hands over nothing."""

        def write(self, text: str) -> int:
            return len(text)

        def flush(self) -> None:
            raise OSError(28, "No space left on device")

        close = flush

    monkeypatch.setattr(sys, "stdout", None if closed else Full())
    assert run("rules").code == (0 if closed else 2)


def test_a_broken_chain_is_told_with_every_problem(run: CommandLine) -> None:
    write(Path(), {"chain.yaml": "schema: 1\nextends: default\nnormalize: false\nrepair: {entitys: true}\n"})
    ran = run("clean", "-", "--chain", "chain.yaml")
    assert ran.code == 2
    assert "chain.yaml:3:1: unknown key `normalize`" in ran.err
    assert "chain.yaml:4:10: unknown key `entitys`" in ran.err


def test_the_module_is_the_command_line_only_when_it_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["cleaner", "--version"])
    runpy.run_module("cleaner.__main__", run_name="imported")
    with pytest.raises(SystemExit) as left:
        runpy.run_module("cleaner.__main__", run_name="__main__")
    assert left.value.code == 0


# As a process


def test_the_module_runs_the_command_line(own: list[str]) -> None:
    ran = _process("clean", "-", *own, stdin=DIRTY.encode())
    assert (ran.returncode, ran.stdout.decode()) == (0, BODY)
    assert ran.stderr.decode().splitlines() == [
        "1 article, 1 changed, 0 failed; 60 words kept, 12 removed; 2 removals: copyright 1, related 1"
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["clean", "-", "--check"], 1), (["clean", "gone.txt"], 2), (["nonsense"], 2)],
    ids=["finding", "failure", "usage"],
)
def test_the_process_leaves_with_the_code(own: list[str], arguments: list[str], code: int) -> None:
    options = own if arguments[0] == "clean" else []
    assert _process(*arguments, *options, stdin=DIRTY.encode()).returncode == code


def test_bytes_go_out_in_utf_8_whatever_the_terminal_speaks(own: list[str]) -> None:
    text = "The café of Łódź – no 7 – sells ☕ again.\n"
    ran = _process("clean", "-", *own, stdin=text.encode(), env={"PYTHONIOENCODING": "latin-1"})
    assert ran.stdout.decode() == text


def test_a_terminal_without_a_letter_gets_its_escape(own: list[str]) -> None:
    ran = _process("explain", "-", *own, stdin="Łódź\n".encode(), env={"PYTHONIOENCODING": "latin-1"})
    assert ran.returncode == 0
    assert ran.stdout.decode("latin-1").split() == ["1", r"\u0141ód\u017a"]


@pytest.mark.parametrize("command", ["clean", "explain"])
def test_a_reader_that_leaves_ends_the_run_in_silence(own: list[str], command: str) -> None:
    write(Path(), {"a.txt": BODY * 5000})
    ran = _shell('"$@" | true; exit "${PIPESTATUS[0]}"', command, "a.txt", *own)
    assert (ran.returncode, ran.stderr) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", ["clean", "explain"])
def test_a_full_disk_behind_standard_output_is_told(own: list[str], command: str) -> None:
    write(Path(), {"a.txt": BODY})
    ran = _shell('"$@" > /dev/full', command, "a.txt", *own)
    assert ran.returncode == 2
    assert b"No space left on device" in ran.stderr


@pytest.mark.parametrize(
    ("script", "message"),
    [('"$@" <&-', b"cleaner: -: standard input is closed"), ('"$@" < a.txt >&-', b"standard output is closed")],
    ids=["input", "output"],
)
def test_a_closed_stream_is_told(own: list[str], script: str, message: bytes) -> None:
    write(Path(), {"a.txt": BODY})
    ran = _shell(script, "clean", "-", *own)
    assert ran.returncode == 2
    assert message in ran.stderr


def test_a_disk_that_fills_up_leaves_no_half_of_a_file(own: list[str]) -> None:
    write_jsonl(Path("in.jsonl"), *({"text": BODY} for _ in range(2000)))
    ran = _shell('ulimit -f 64; "$@"', "clean", "in.jsonl", "-o", "out/x.jsonl", *own)
    assert ran.returncode == 2
    assert b"File too large" in ran.stderr
    assert [path.name for path in Path("out").iterdir()] == [".cleaner"]
    assert parts_in(Path("out")) == []


def _is_being_written() -> bool:
    # A file that was only to show that one can be made here may be gone as soon as it is seen.
    with suppress(FileNotFoundError):
        return any(part.stat().st_size for part in parts_in(Path()))
    return False


def test_control_c_leaves_no_half_of_a_file(own: list[str]) -> None:
    command = [*COMMAND, "clean", "-", "--from", "jsonl", "-o", "out.jsonl", *own]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(b'{"text": "One."}\n' * 1000)
        process.stdin.flush()
        while not _is_being_written():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        # The pipe stays open until the process has left: it must not wait for more.
        code = process.wait(60)
        process.stdin.close()
        assert process.stderr
        assert process.stderr.read().decode().splitlines()[-1] == "cleaner: interrupted; what was finished is whole"
    assert code == 130
    assert list(Path().iterdir()) == []
