"""`cleaner clean --report`: the page is whole or not there, and its data hides no markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import CommandLine
from tests.small_rules import BODY, DIRTY, parts_in, write


def test_a_run_leaves_one_page_that_holds_everything(run: CommandLine) -> None:
    write(Path("in"), {"a.txt": DIRTY, "b/<img src=x>.txt": "<script>alert(1)</script>\n" + BODY})
    ran = run("clean", "in", "-o", "out", "--report", "report.html")
    assert ran.code == 0
    page = Path("report.html").read_text(encoding="utf-8")
    assert "alert(1)" not in page
    assert "<img" not in page
    assert re.findall(r"""(?:src|href)=["'][^"']*""", page) == ['href="#articles']
    assert "default-src &#39;none&#39;" in page


def test_a_report_goes_with_a_dry_run(run: CommandLine) -> None:
    write(Path("in"), {"a.txt": DIRTY})
    assert run("clean", "in", "--check", "--report", "report.html").code == 1
    assert Path("report.html").is_file()


@pytest.mark.parametrize(
    ("path", "message"), [("in/a.txt", "in/a.txt is an input"), ("out/a.txt", "out/a.txt is where results go")]
)
def test_a_report_never_replaces_what_is_read_or_written(
    run: CommandLine,
    path: str,
    message: str,
) -> None:
    write(Path("in"), {"a.txt": DIRTY})
    ran = run("clean", "in", "-o", "out", "--report", path)
    assert ran.code == 2
    assert message in ran.err


def test_a_run_that_breaks_off_leaves_no_page(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path("in"), {"a.txt": DIRTY})

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleaner.report.collect.ReportWriter.hear", fail)
    assert run("clean", "in", "-o", "out", "--report", "report.html").code == 130
    assert not Path("report.html").exists()
    assert parts_in(Path()) == []
