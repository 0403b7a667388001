"""A whole check: planted mistakes are found where they stand, each once, and nothing else is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cleaner.check import run
from cleaner.check.checker import mend_all
from cleaner.check.codes import CODES, Gravity
from cleaner.errors import Problem
from tests.small_rules import write, write_built_in

MISTAKES = Path(__file__).parent / "mistakes"
_EXPECTED = re.compile(r"\s*# expect: ([a-z-]+)$")
GOOD = """\
schema: 1
rules:
  - id: share-line
    does: Drops a line of a share button.
    drop_line: 'share this'
    examples:
      - hit: 'Share this'
      - miss: 'Share this with the children, the cook said.'
"""


@pytest.fixture(autouse=True)
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the small built-in rules in the place of the shipped ones, and keep what is remembered in a folder."""
    folder = write_built_in(tmp_path / "built-in")
    monkeypatch.setattr("cleaner.rulebook.layout.built_in_rules", lambda: folder)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return folder


def _found(problems: tuple[Problem, ...], root: Path) -> set[tuple[str, int, str]]:
    return {(Path(each.path).relative_to(root).as_posix(), each.line, each.code) for each in problems}


def expected(root: Path) -> set[tuple[str, int, str]]:
    """Return what the remarks of a folder say: each is about the next line that is no such remark."""
    wanted = set()
    for path in root.rglob("*.yaml"):
        pending: list[str] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := _EXPECTED.fullmatch(line):
                pending.append(found[1])
            else:
                wanted |= {(path.relative_to(root).as_posix(), number, code) for code in pending}
                pending = []
    return wanted


def test_every_planted_mistake_is_found_at_its_line_and_none_is_invented(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MISTAKES, tmp_path / "own"))
    wanted = expected(folder) | {("latin.yaml", 1, "unreadable")}
    (folder / "latin.yaml").write_bytes("schema: 1\n# Größe\n".encode("latin-1"))
    assert len(wanted) >= 40
    assert _found(run(folder, deep=True).problems, folder) == wanted


def test_every_mistake_has_a_rule_a_column_and_a_remedy(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MISTAKES, tmp_path / "own"))
    for problem in run(folder).problems:
        line = Path(problem.path).read_text(encoding="utf-8").splitlines()[problem.line - 1]
        assert 1 <= problem.column <= len(line) + 1, problem
        assert problem.remedy, problem
        assert problem.code in CODES, problem


def test_every_code_but_that_of_slow_rules_is_planted() -> None:
    planted = {code for _, _, code in expected(MISTAKES)}
    assert set(CODES) - planted == {"unreadable", "slow", "slow-on-long-lines", "no-schema-line"}


def test_the_built_in_rules_have_nothing_wrong() -> None:
    report = run(deep=True)
    assert report.of(Gravity.FATAL, Gravity.ERROR) == ()
    assert (report.rules, report.examples) == (8, 16)


def test_an_unchanged_file_is_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "own", {"social.yaml": GOOD, "other.yaml": GOOD.replace("share", "tell")})
    first = run(folder)
    looked: list[str] = []

    def look(jobs: list[object]) -> list[object]:
        looked.extend(map(str, jobs))
        return []

    monkeypatch.setattr("cleaner.check.checker._mapped", look)
    assert run(folder) == first
    assert looked == []


def test_a_changed_file_is_looked_at_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", {"social.yaml": GOOD})
    assert run(folder).problems == ()
    write(folder, {"social.yaml": GOOD.replace("hit: 'Share this'", "hit: 'Share that'")})
    assert [problem.code for problem in run(folder).problems] == ["hit-stays"]


def test_what_is_kept_is_never_trusted(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", {"social.yaml": GOOD.replace("hit: 'Share this'", "hit: 'Share that'")})
    assert len(run(folder).problems) == 1
    (kept,) = (tmp_path / "cache").glob("*.findings")
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    assert len(run(folder).problems) == 1


@pytest.mark.parametrize("place", ["behind the line", "in the rule", "above all rules"])
def test_a_remark_allows_a_finding(place: str, tmp_path: Path) -> None:
    text = GOOD.replace("'share this'", "'.{3,50}'").replace(
        "'Share this with the children, the cook said.'", f"'{'x' * 60}'"
    )
    remark = "# allow: any-short-line - the last resort"
    allowed = {
        "behind the line": text.replace("'.{3,50}'", f"'.{{3,50}}'  {remark}"),
        "in the rule": text.replace("    drop_line", f"    {remark}\n    drop_line"),
        "above all rules": f"{remark}\n{text}",
    }[place]
    folder = write(tmp_path / "own", {"social.yaml": text})
    assert [problem.code for problem in run(folder).problems] == ["any-short-line"]
    write(folder, {"social.yaml": allowed})
    assert run(folder).problems == ()


def test_a_remark_about_another_rule_allows_nothing(tmp_path: Path) -> None:
    other = GOOD[GOOD.index("  - id") :].replace("share-line", "wide-line").replace("'share this'", "'.{3,50}'")
    other = other.replace("'Share this with the children, the cook said.'", f"'{'x' * 60}'")
    text = GOOD.replace("    drop_line", "    # allow: any-short-line - not this one\n    drop_line") + other
    folder = write(tmp_path / "own", {"social.yaml": text})
    assert sorted(problem.code for problem in run(folder).problems) == ["any-short-line", "unused-allow"]


def test_what_makes_a_file_impossible_to_load_cannot_be_allowed(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", {"social.yaml": "# allow: unknown-key\nauthor: me\n" + GOOD})
    assert "unknown-key" in [problem.code for problem in run(folder).problems]


MENDS = {
    "a misspelt key": ("drop_line:", "drop_lin:"),
    "a misspelt word": ("    drop_line: 'share this'", "    shape: haeding\n    drop_line: 'share this'"),
    "a number as text": ("hit: 'Share this'", "hit: 2024"),
    "no full stop": ("button.", "button"),
    "a typographic quote": ("'share this'", "'share this(?: don’t wait)?'"),
}


@pytest.mark.parametrize("name", MENDS)
def test_what_is_mechanical_is_mended(name: str, tmp_path: Path) -> None:
    text = GOOD.replace(*MENDS[name])
    assert text != GOOD
    folder = write(tmp_path / "own", {"social.yaml": text})
    before = run(folder).problems
    assert [count for _, count in mend_all(folder, "default")] == [1]
    after = run(folder).problems
    assert len({problem.code for problem in before} - {problem.code for problem in after}) == 1


def test_what_takes_a_thought_is_left_alone(tmp_path: Path) -> None:
    text = GOOD.replace("hit: 'Share this'", "hit: 'Share that'")
    folder = write(tmp_path / "own", {"social.yaml": text})
    assert list(mend_all(folder, "default")) == []
    assert (folder / "social.yaml").read_text(encoding="utf-8") == text


def test_many_files_are_looked_at_by_several_processes_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"pack/f{number}.yaml": GOOD.replace("share", f"tell{number}") for number in range(30)}
    folder = write(tmp_path / "own", {**files, "pack/wrong.yaml": GOOD.replace("hit: 'Share", "hit: 'Spare")})
    monkeypatch.setattr("cleaner.check.checker.os.cpu_count", lambda: 2)
    shared_out = run(folder)
    monkeypatch.setenv("CLEANER_NO_CACHE", "1")
    monkeypatch.setattr("cleaner.check.checker.os.cpu_count", lambda: 1)
    assert run(folder) == shared_out
    assert [problem.code for problem in shared_out.problems if problem.code == "hit-stays"]


def test_what_is_slow_on_long_lines_only_is_advice(tmp_path: Path) -> None:
    text = GOOD.replace("'share this'", r"'share\s*,?\s*,?\s*,?\s*(?:this)?'").replace("'Share this'", "'Share , this'")
    problems = run(write(tmp_path / "own", {"social.yaml": text}), deep=True).problems
    assert [problem.code for problem in problems] == ["slow-on-long-lines"]
