"""Documents: the same bytes, facts merged, removals written, families counted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.engines.articles import Row, as_lines, canonical
from tests.extras import needed
from tests.small_rules import BODY, COPYRIGHT, RELATED, small_cleaner

needed("datatrove", "pyarrow")

from datatrove.data import Document  # noqa: E402 - after the check that it can be imported
from datatrove.executor import LocalPipelineExecutor  # noqa: E402 - the same
from datatrove.pipeline.readers import JsonlReader  # noqa: E402 - the same
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402 - the same

from cleaner.engines.datatrove import ArticleCleaner  # noqa: E402 - the same

pytestmark = pytest.mark.filterwarnings("ignore")


def _read(folder: Path) -> list[dict[str, Any]]:
    texts = [gzip.decompress(path.read_bytes()).decode() for path in sorted(folder.glob("*.gz"))]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def test_a_pipeline_gives_the_same_bytes(articles: list[Row], expected: bytes, tmp_path: Path) -> None:
    source, target, removed = tmp_path / "in", tmp_path / "out", tmp_path / "removed"
    source.mkdir()
    lines = [
        {"id": row["id"], "text": row["text"], "url": row["url"], "title": row["title"], "language": row["lang"]}
        for row in articles
    ]
    (source / "articles.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    # The reader drops what has no text, so that row is asked of the step below.
    steps = [
        JsonlReader(str(source)),
        ArticleCleaner(removals=JsonlWriter(str(removed)), batch_size=7),
        JsonlWriter(str(target)),
    ]
    stats = LocalPipelineExecutor(steps, logging_dir=str(tmp_path / "logs")).run()
    gone = _read(removed)
    plain = []
    for row in _read(target):
        facts = {name: value for name, value in row["metadata"].items() if value is not None}
        for name in ("cleaned_by", "error", "file_path"):
            facts.pop(name, None)
        flags = facts.pop("flags", [])
        mine = [each for each in gone if each["metadata"]["article"] == row["id"]]
        removals = [{"text": each["text"], **_without(each["metadata"])} for each in mine]
        plain.append({"id": row["id"], "text": row["text"], "metadata": facts, "removed": removals, "flags": flags})
    without_empty = b"".join(line for line in expected.splitlines(keepends=True) if b'"id": "empty"' not in line)
    assert as_lines(plain) == without_empty
    counts = json.loads(stats.to_json())[1]["stats"]
    families = {name.removeprefix("removed_"): value for name, value in counts.items() if name.startswith("removed_")}
    assert sum(each if isinstance(each, int) else each["total"] for each in families.values()) == len(gone)


def _without(metadata: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in metadata.items()
        if name in ("rule", "family", "line", "last_line", "start", "end")
    }


def _cleaned(step: ArticleCleaner, *documents: Document) -> list[Document]:
    return list(step.run(iter(documents)))


def test_facts_are_merged_and_those_that_were_there_win(tmp_path: Path) -> None:
    known = {"copyright": "mine", "url": "https://example.org/a", "title": None}
    (document,) = _cleaned(
        ArticleCleaner(small_cleaner(tmp_path)), Document(BODY + RELATED + COPYRIGHT, "a", metadata=known)
    )
    assert document.text == BODY
    assert document.metadata["copyright"] == "mine"
    assert document.metadata["related"] == ["Harbour to close for a week"]
    assert document.metadata["cleaned_by"].startswith("article-cleaner ")
    assert "flags" not in document.metadata


def test_statistics_count_families_and_flags(tmp_path: Path) -> None:
    step = ArticleCleaner(small_cleaner(tmp_path), batch_size=2)
    _cleaned(step, *(Document(BODY + COPYRIGHT, str(n)) for n in range(3)), Document("", "empty"))
    counts = {name: step.stats[name].total for name in ("total", "removed_copyright", "flag_no_text")}
    assert counts == {"total": 4, "removed_copyright": 3, "flag_no_text": 1}


@pytest.mark.parametrize(("text", "flag"), [(None, "no_text"), ("", "no_text"), (7, "no_text"), ("x" * 99, "too_long")])
def test_odd_texts_are_flagged(text: Any, flag: str, tmp_path: Path) -> None:  # noqa: ANN401
    step = ArticleCleaner(small_cleaner(tmp_path), max_chars=90)
    (document,) = _cleaned(step, Document(text, "a", metadata={"title": 7}))
    assert document.metadata["flags"] == [flag]
    assert document.metadata["title"] == 7


def test_spans_mark_instead_of_delete(tmp_path: Path) -> None:
    (document,) = _cleaned(ArticleCleaner(small_cleaner(tmp_path), spans=True), Document(BODY + COPYRIGHT, "a"))
    (removal,) = document.metadata["removed"]
    assert document.text == BODY + COPYRIGHT
    assert document.text[removal["start"] : removal["end"]] == removal["text"] == COPYRIGHT


def test_the_comparison_would_see_a_difference(articles: list[Row]) -> None:
    empty = [{**row, "metadata": {}, "removed": [], "flags": []} for row in articles]
    other = [{**row, "text": row["text"] + " "} for row in empty]
    assert canonical(empty) != canonical(other)
