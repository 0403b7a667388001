"""A cleaner travels with its rules: to processes that see no file of them, as the same bytes wherever it was made."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner.rulebook.packed as packed_module
from cleaner import Cleaner, CleanerError
from cleaner.rulebook.packed import pack, unpack
from tests.conftest import ROOT
from tests.small_rules import BODY, COPYRIGHT, DIRTY, small_cleaner, write_own


def test_rules_come_back_as_they_were(tmp_path: Path) -> None:
    rule_set = small_cleaner(tmp_path).rule_set
    again = unpack(pack(rule_set))
    assert again.chain == rule_set.chain
    assert [(rule.id, rule.source) for rule in again.rules] == [(rule.id, rule.source) for rule in rule_set.rules]
    assert pack(again) == pack(rule_set)


def test_a_process_makes_a_cleaner_ready_once(tmp_path: Path) -> None:
    data = pickle.dumps(small_cleaner(tmp_path))
    assert pickle.loads(data) is pickle.loads(data)  # noqa: S301 - our own bytes


def test_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack(small_cleaner(tmp_path).rule_set)
    monkeypatch.setattr(packed_module, "__version__", "99.0")
    with pytest.raises(CleanerError, match=r"packed by version .*, and here is 99\.0 -> install one version"):
        unpack(data)


def test_a_worker_needs_no_files(tmp_path: Path, default_cleaner: Cleaner) -> None:
    shutil.copytree(
        ROOT / "cleaner", tmp_path / "code" / "cleaner", ignore=shutil.ignore_patterns("__pycache__", "rules")
    )
    own = tmp_path / "own"
    own.mkdir()
    small = small_cleaner(own)
    text = DIRTY + "\nClick here to subscribe to our newsletter.\n"
    (tmp_path / "cleaners.pickle").write_bytes(pickle.dumps((default_cleaner, small)))
    shutil.rmtree(own)
    script = """
import hashlib, pickle, sys
from pathlib import Path
import cleaner
assert Path(cleaner.__file__).is_relative_to(sys.argv[1])
try:
    cleaner.Cleaner()
except cleaner.UsageError as error:
    assert "missing" in str(error)
else:
    raise AssertionError("the rules can be seen")
default, small = pickle.loads(Path(sys.argv[2]).read_bytes())
results = [each.clean(sys.argv[3]) for each in (default, small)]
print([(result.text, result.as_record()) for result in results], default.digest, small.digest)
"""
    environment = {
        **os.environ,
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "no-cache"),
        "PYTHONPATH": str(tmp_path / "code"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-c", script, str(tmp_path / "code"), str(tmp_path / "cleaners.pickle"), text]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stderr == ""
    results = [each.clean(text) for each in (default_cleaner, small)]
    shown = [(result.text, result.as_record()) for result in results]
    assert done.stdout == f"{shown} {default_cleaner.digest} {small.digest}\n"
    assert not (tmp_path / "no-cache").exists()


def test_bytes_and_digest_are_the_same_in_every_process_cached_or_not(tmp_path: Path) -> None:
    chain, rules = write_own(tmp_path)
    script = """
import hashlib, pickle, sys
from cleaner import Cleaner
cleaner = Cleaner(sys.argv[1], sys.argv[2])
print(hashlib.sha256(pickle.dumps(cleaner)).hexdigest(), cleaner.digest)
"""
    here = Cleaner(chain, rules)
    expected = f"{hashlib.sha256(pickle.dumps(here)).hexdigest()} {here.digest}\n"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "CLEANER_NO_CACHE": "1" if seed == "2" else ""}
        command = [sys.executable, "-c", script, str(chain), str(rules)]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        assert done.stdout == expected


def test_the_digest_knows_rules_and_options_but_no_place(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    one, other = small_cleaner(first), small_cleaner(second)
    assert one.digest == other.digest == pickle.loads(pickle.dumps(one)).digest  # noqa: S301 - our own bytes
    chain, rules = write_own(second)
    file = rules / "small" / "related.yaml"
    file.write_text("# A remark.\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert Cleaner(chain, rules).digest == one.digest
    assert Cleaner(chain, rules, skip=["copyright"]).digest != one.digest
    chain.write_text("schema: 1\nrules: {packs: [small], budget: 0.5}\n", encoding="utf-8")
    assert Cleaner(chain, rules).digest != one.digest
    assert one.clean(BODY + COPYRIGHT).text == BODY
