"""What there is to clean, in which order and under which names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cleaner.errors import UsageError
from cleaner.files.forms import Form
from cleaner.files.inputs import Entry, output_names, plan
from tests.small_rules import write


def _names(inputs: list[str], form: Form | None = None) -> list[tuple[str, Form]]:
    return [(entry.name, entry.form) for entry in plan(inputs, form).entries]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", Form.TEXT),
        ("a.TXT", Form.TEXT),
        ("a.text", Form.TEXT),
        ("a.md", Form.TEXT),
        ("a.html", Form.HTML),
        ("a.HTM", Form.HTML),
        ("a.xhtml", Form.HTML),
        ("a.jsonl", Form.JSONL),
        ("a.ndjson", Form.JSONL),
        ("a.txt.gz", Form.TEXT),
        ("a.HTML.ZST", Form.HTML),
        ("a.jsonl.gz", Form.JSONL),
        ("a.parquet", Form.PARQUET),
        ("a.warc.gz", Form.WARC),
        ("a.warc.wet.gz", Form.WARC),
        ("a.gz", Form.TEXT),
        (".gz", Form.TEXT),
        ("README", Form.TEXT),
        ("a.dat", Form.TEXT),
    ],
)
def test_a_suffix_says_what_a_file_holds(tmp_path: Path, name: str, form: Form) -> None:
    write(tmp_path, {name: ""})
    assert _names([str(tmp_path / name)]) == [(name, form)]


@pytest.mark.parametrize("form", list(Form))
def test_what_has_no_telling_suffix_holds_what_the_user_says(tmp_path: Path, form: Form) -> None:
    write(tmp_path, {"page": ""})
    assert _names([str(tmp_path / "page"), "-"], form) == [("page", form), ("-", form)]


def test_standard_input_is_text_unless_the_user_says_otherwise() -> None:
    found = plan(["-"])
    assert [(entry.path, entry.name, entry.form) for entry in found.entries] == [(None, "-", Form.TEXT)]
    assert found.is_single


def test_a_folder_gives_its_texts_in_one_order_whatever_the_disk_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"b/2.txt": "", "b/10.html": "", "a.txt": "", "c.md": "", "a/z.txt": ""})
    expected = ["a.txt", "c.md", "a/z.txt", "b/10.html", "b/2.txt"]
    assert [entry.name for entry in plan([str(tmp_path)]).entries] == expected
    scandir = os.scandir

    @contextmanager
    def backwards(place: str) -> Iterator[list[os.DirEntry[str]]]:
        with scandir(place) as found:
            yield sorted(found, key=lambda each: each.name, reverse=True)

    monkeypatch.setattr(os, "scandir", backwards)
    assert [entry.name for entry in plan([str(tmp_path)]).entries] == expected


def test_what_is_no_text_in_a_folder_is_passed_over_and_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "", "b.png": "", "c.png": "", "d.jsonl": "", ".hidden.txt": "", "Makefile": ""})
    found = plan([str(tmp_path)])
    assert [entry.name for entry in found.entries] == ["a.txt"]
    assert dict(found.passed_over) == {".png": 2, ".jsonl": 1, ".txt": 1, "Makefile": 1}


@pytest.mark.parametrize("files", [{}, {"a.png": "", "b.jsonl": ""}], ids=["empty", "no texts"])
def test_a_folder_without_texts_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    with pytest.raises(UsageError, match=r"no texts in .* -> texts end in \.txt"):
        plan([str(tmp_path)])


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("one/x.txt", "two/x.txt", "x~2.txt"),
        ("one/x.txt", "two/X.TXT", "X~2.TXT"),
        ("one/x", "two/x", "x~2"),
        ("one/x", "two/x.txt", "x~2.txt"),
        ("one/x.html", "two/x.html.txt", "x.html~2.txt"),
    ],
    ids=["same name", "but for case", "no suffix", "same result", "page and text with the page's result"],
)
def test_a_second_file_whose_results_would_take_the_place_of_the_firsts_gets_another_name(
    tmp_path: Path, first: str, second: str, name: str
) -> None:
    write(tmp_path, {first: "", second: ""})
    found = plan([str(tmp_path / first), str(tmp_path / second)])
    assert [entry.name for entry in found.entries] == [Path(first).name, name]
    assert found.renamed == [(Path(second).name, name)]


def test_every_further_file_of_a_name_gets_a_name_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"1/x.txt": "", "2/x.txt": "", "3/x.txt": "", "4/x~2.txt": ""})
    names = [entry.name for entry in plan([str(tmp_path / f"{n}") for n in (1, 2, 3, 4)]).entries]
    assert names == ["x.txt", "x~2.txt", "x~3.txt", "x~2~2.txt"]


def test_names_that_only_look_alike_are_kept(tmp_path: Path) -> None:
    write(tmp_path, {"x.html": "", "x.txt": "", "x.md": "", "y/x.txt": ""})
    assert plan([str(tmp_path)]).renamed == []


@pytest.mark.parametrize(
    "name", ["missing.txt", "", "n" * 5000, "missing/also.txt"], ids=["file", "empty", "long", "deep"]
)
def test_what_is_not_there_is_a_failure_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"a.txt": ""})
    found = plan([name, str(tmp_path / "a.txt")])
    assert found.failures == [(name, "there is no such file or folder")]
    assert [entry.name for entry in found.entries] == ["a.txt"]
    assert not found.is_single


def test_a_dangling_link_is_an_entry_so_that_reading_it_can_fail(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert _names([str(tmp_path / "a.txt")]) == [("a.txt", Form.TEXT)]
    assert _names([str(tmp_path)]) == [("a.txt", Form.TEXT)]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": ""})
    (tmp_path / "round").symlink_to(tmp_path)
    assert [entry.name for entry in plan([str(tmp_path)]).entries] == ["a.txt"]


def test_a_folder_that_cannot_be_listed_is_a_failure_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.txt": "", "shut/b.txt": ""})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = plan([str(tmp_path)])
    assert [entry.name for entry in found.entries] == ["a.txt"]
    assert found.failures == [(str(tmp_path / "shut"), "can't be listed: Permission denied")]
    assert plan([str(tmp_path / "shut")]).entries == []


def test_one_file_in_a_folder_is_not_a_single_text(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": ""})
    assert plan([str(tmp_path / "a.txt")]).is_single
    assert not plan([str(tmp_path)]).is_single
    assert plan([str(tmp_path)]).folders == [tmp_path]


@pytest.mark.parametrize(
    ("name", "form", "names"),
    [
        ("x.txt", Form.TEXT, ("x.txt", "x.json")),
        ("deep/x.txt", Form.TEXT, ("deep/x.txt", "deep/x.json")),
        ("x.md", Form.TEXT, ("x.md.txt", "x.md.json")),
        ("x.txt.gz", Form.TEXT, ("x.txt.gz.txt", "x.txt.gz.json")),
        ("x.html", Form.HTML, ("x.html.txt", "x.html.json")),
        ("x", Form.TEXT, ("x.txt", "x.json")),
        ("x.txt.txt", Form.TEXT, ("x.txt.txt", "x.txt.json")),
        ("x.jsonl", Form.JSONL, ("x.jsonl",)),
        ("x.jsonl.zst", Form.JSONL, ("x.jsonl.zst",)),
        ("x.parquet", Form.PARQUET, ("x.parquet",)),
        ("x.warc.gz", Form.WARC, ("x.warc.gz.jsonl",)),
    ],
)
def test_results_are_named_after_their_input(name: str, form: Form, names: tuple[str, ...]) -> None:
    assert output_names(Entry(name, name, form)) == names


def test_what_a_run_keeps_of_itself_is_no_input(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "", ".cleaner/b.txt": "", "deep/.cleaner/c.txt": ""})
    found = plan([str(tmp_path)])
    assert [entry.name for entry in found.entries] == ["a.txt"]
    assert not found.passed_over


def test_a_link_that_leads_to_itself_is_an_entry_so_that_reading_it_can_fail(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    assert _names([str(tmp_path)]) == [("a.txt", Form.TEXT)]
