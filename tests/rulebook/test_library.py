"""Where rules lie and in which order they stand, and that all faults of all files are told at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from cleaner.errors import RuleFileError, UsageError
from cleaner.rulebook import layout
from cleaner.rulebook.layout import built_in_rules
from cleaner.rulebook.library import RuleSet, load

from .writing import small_file, write

BUILT_IN = {
    "chains/default.yaml": "schema: 1\nrules: {packs: [any, en, sites], skip: [skipped-rule]}\n",
    "chains/bare.yaml": "schema: 1\nrules: false\n",
    "chains/en-only.yaml": "schema: 1\nextends: default\nrules: {packs: [en], skip: []}\n",
    "shared.yaml": "schema: 1\ndefs: {who: '(?:she|he)'}\n",
    "retired.yaml": "schema: 1\nretired:\n  - {id: old-rule, successor: a-rule}\n  - id: gone-rule\n",
    "any/tags.yaml": small_file("t-rule", "drop_line: '{{who}} left'"),
    "any/appeal.yaml": small_file("a-rule"),
    "any/notes.txt": "no rules",
    "any/deep/never.yaml": "not even YAML: [",
    "en/appeal.yaml": small_file("en-rule"),
    "en/body.yaml": small_file("shield", "protect: x", "Protects"),
    "en/legal.yml": small_file("skipped-rule"),
    "en/trial.yaml": small_file("trial-rule", more="    status: trial\n"),
    "sites/example.org.yaml": small_file("site-rule", more="    family: appeal\n"),
}
DEFAULT = ["a-rule", "t-rule", "en-rule", "shield", "site-rule"]


@pytest.fixture(autouse=True)
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a small folder for the rules that come with the package."""
    folder = write(tmp_path / "rules", BUILT_IN)
    monkeypatch.setattr(layout, "built_in_rules", lambda: folder)
    return folder


def _ids(rule_set: RuleSet) -> list[str]:
    return [rule.id for rule in rule_set.rules]


def _own(tmp_path: Path, files: dict[str, str]) -> Path:
    return write(tmp_path / "own", files)


def _faults(chain: str | Path = "default", own: str | Path | None = None) -> list[str]:
    """Return what is wrong with a chain and its rules: file, rule and message."""
    with pytest.raises(RuleFileError) as caught:
        load(chain, own, compiles=True)
    assert all(problem.remedy and problem.line and problem.column for problem in caught.value.problems)
    return [
        f"{Path(problem.path).name} [{problem.rule}] {problem.message.split(':')[0]}"
        for problem in caught.value.problems
    ]


def test_rules_stand_in_the_order_of_packs_and_of_file_names() -> None:
    rule_set = load()
    assert _ids(rule_set) == DEFAULT
    assert [rule.family for rule in rule_set.rules] == ["appeal", "tags", "appeal", "body", "appeal"]
    assert rule_set.chain.packs == ("any", "en", "sites")
    assert rule_set.chain.skip == ("skipped-rule",)


def test_a_file_of_a_site_implies_its_site() -> None:
    (rule,) = load(only=["site-rule"], skip=["shield"]).rules
    assert rule.sites == {"example.org"}


def test_a_chain_may_extend_another_by_name() -> None:
    assert _ids(load("en-only")) == ["en-rule", "shield", "skipped-rule"]


def test_a_chain_without_rules_loads_none(tmp_path: Path) -> None:
    assert load("bare").rules == ()
    assert load("bare", _own(tmp_path, {"tags.yaml": small_file("own-rule")})).rules == ()
    assert load("bare", skip=["anything"]).rules == ()


def test_a_chain_may_be_a_file(tmp_path: Path) -> None:
    chain = write(tmp_path, {"my.yaml": "schema: 1\nextends: default\nrules: {packs: [any]}\n"}) / "my.yaml"
    with pytest.raises(UsageError, match="no rule or family is called `skipped-rule`"):
        load(chain)
    chain.write_text("schema: 1\nextends: default\nrules: {packs: [any], skip: []}\n", encoding="utf-8")
    assert _ids(load(chain)) == _ids(load(str(chain))) == ["a-rule", "t-rule"]


def test_own_rules_come_first_and_the_same_id_replaces(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        {
            "tags.yaml": small_file("own-rule"),
            "appeal.yaml": small_file("en-rule", "drop_line: 'my own'"),
            "team/legal.yaml": small_file("team-rule"),
            "sites/example.com.yaml": small_file("com-rule", more="    family: appeal\n"),
            "chains/mine.yaml": "schema: 1\nextends: default\n",
            ".hidden/tags.yaml": "not even YAML: [",
            "readme.md": "no rules",
        },
    )
    rule_set = load(own=own)
    assert _ids(rule_set) == ["en-rule", "own-rule", "com-rule", "team-rule", "a-rule", "t-rule", "shield", "site-rule"]
    assert rule_set.rules[0].source.path == str(own / "appeal.yaml")
    assert rule_set.rules[2].sites == {"example.com"}
    assert load("mine", own) == rule_set


def test_own_rules_may_be_one_file(tmp_path: Path) -> None:
    own = _own(tmp_path, {"tags.yaml": small_file("own-rule", "drop_line: '{{who}} came'")}) / "tags.yaml"
    assert _ids(load(own=str(own))) == ["own-rule", *DEFAULT]


def test_an_own_chain_goes_before_the_one_of_the_same_name(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        {"tags.yaml": small_file("own-rule"), "chains/default.yaml": "schema: 1\nrules: {packs: [any]}\n"},
    )
    assert _ids(load(own=own)) == ["own-rule", "a-rule", "t-rule"]


def test_an_own_pack_may_be_named_and_counts_once(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        {"mine/tags.yaml": small_file("own-rule"), "chains/mine.yaml": "schema: 1\nrules: {packs: [mine, any]}\n"},
    )
    assert _ids(load("mine", own)) == ["own-rule", "a-rule", "t-rule"]


def test_own_shared_pieces_add_to_the_built_in_ones(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        {
            "shared.yaml": "schema: 1\ndefs: {both: '{{who}} and {{who}}'}\n",
            "tags.yaml": small_file("own-rule", "drop_line: '{{both}} left'"),
        },
    )
    assert _ids(load(own=own, compiles=True)) == ["own-rule", *DEFAULT]


@pytest.mark.parametrize(
    ("only", "skip", "trial", "ids"),
    [
        ([], [], True, ["a-rule", "t-rule", "en-rule", "shield", "trial-rule", "site-rule"]),
        (["a-rule"], [], False, ["a-rule", "shield"]),
        (["appeal"], [], False, ["a-rule", "en-rule", "shield", "site-rule"]),
        (["appeal", "t-rule"], ["en-rule"], False, ["a-rule", "t-rule", "shield", "site-rule"]),
        ([], ["appeal"], False, ["t-rule", "shield"]),
        ([], ["shield", "a-rule"], False, ["t-rule", "en-rule", "site-rule"]),
        (["a-rule"], ["body"], False, ["a-rule"]),
        (["trial-rule"], [], False, ["shield"]),
        (["trial-rule"], [], True, ["shield", "trial-rule"]),
    ],
)
def test_only_skip_and_trial_choose_rules(only: list[str], skip: list[str], trial: bool, ids: list[str]) -> None:
    rule_set = load(only=only, skip=skip, trial=trial)
    assert _ids(rule_set) == ids
    assert rule_set.chain.skip == ("skipped-rule", *skip)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("old-rule", "the rule `old-rule` is retired -> use `a-rule`"),
        ("gone-rule", "the rule `gone-rule` is retired -> nothing took its place"),
        ("a-rul", "no rule or family is called `a-rul` -> did you mean `a-rule`?"),
        ("qqqq", "no rule or family is called `qqqq` -> `cleaner rules` lists them all"),
    ],
)
def test_an_id_that_is_not_there_is_told_with_what_to_do(name: str, message: str) -> None:
    for chosen in ({"only": [name]}, {"skip": [name]}):
        with pytest.raises(UsageError) as caught:
            load(**chosen)  # type: ignore[arg-type]
        assert str(caught.value) == message


def test_a_retired_id_in_the_chain_is_told(tmp_path: Path) -> None:
    chain = write(tmp_path, {"my.yaml": "schema: 1\nextends: default\nrules: {skip: [old-rule]}\n"}) / "my.yaml"
    with pytest.raises(UsageError, match="use `a-rule`"):
        load(chain)


@pytest.mark.parametrize(
    ("chain", "message"),
    [
        ("defualt", "no chain is called `defualt` -> did you mean `default`?"),
        ("qqqq", "no chain is called `qqqq` -> known: bare, default, en-only"),
        ("nowhere/my.yaml", "no chain file at nowhere/my.yaml -> name a file, or a chain: bare, default, en-only"),
        ("my.yml", "no chain file at my.yml"),
        ("..\\default", "no chain file at ..\\default"),
    ],
)
def test_an_unknown_chain_is_told(chain: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(chain)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("pack", "message"),
    [
        ("ayn", "no pack is called `ayn` -> did you mean `any`?"),
        ("qqqq", "no pack is called `qqqq` -> known: any, en, own-pack, sites"),
        ("chains", "no pack is called `chains`"),
        ("any/deep", "no pack is called `any/deep`"),
        ("..", "no pack is called `..`"),
        ("", "no pack is called ``"),
    ],
)
def test_an_unknown_pack_is_told(tmp_path: Path, pack: str, message: str) -> None:
    chain = write(tmp_path, {"my.yaml": f"schema: 1\nrules: {{packs: ['{pack}']}}\n"}) / "my.yaml"
    with pytest.raises(UsageError) as caught:
        load(chain, _own(tmp_path, {"own-pack/tags.yaml": small_file("own-rule")}))
    assert message in str(caught.value)


def test_own_rules_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no rules at .*missing -> name a folder of rule files, or one file"):
        load(own=tmp_path / "missing")
    with pytest.raises(UsageError, match=r"no rule files in .*own -> put a .yaml file there"):
        load(own=_own(tmp_path, {"readme.md": "x", "shared.yaml": "schema: 1\n", "retired.yaml": "schema: 1\n"}))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.yaml": "schema: 1\nextends: {a}\n"}, "a.yaml [] the chain extends itself"),
        (
            {"a.yaml": "schema: 1\nextends: {b}\n", "b.yaml": "schema: 1\nextends: {a}\nrules: {skip: []}\n"},
            "a.yaml [] the chain extends itself",
        ),
    ],
    ids=["directly", "over another"],
)
def test_a_chain_that_extends_itself_is_told_once(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        named = text.replace("{a}", str(tmp_path / "a.yaml")).replace("{b}", str(tmp_path / "b.yaml"))
        write(tmp_path, {name: named})
    assert _faults(tmp_path / "a.yaml") == [message]


def test_the_same_id_in_two_files_is_told_with_the_first_place(built_in: Path, tmp_path: Path) -> None:
    write(built_in, {"en/zzz.yaml": small_file("a-rule")})
    with pytest.raises(RuleFileError) as caught:
        load()
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.rule) == (str(built_in / "en" / "zzz.yaml"), 3, "a-rule")
    assert problem.message == "this id stands twice"
    assert problem.remedy == f"rename one; the first is in {built_in / 'any' / 'appeal.yaml'}:3"
    own = _own(tmp_path, {"b.yaml": small_file("own-rule"), "team/a.yaml": small_file("own-rule")})
    assert _faults("default", own) == [
        "a.yaml [own-rule] this id stands twice",
        "zzz.yaml [a-rule] this id stands twice",
    ]


def test_the_same_id_twice_in_one_file_is_told(tmp_path: Path) -> None:
    twice = small_file("own-rule") + small_file("own-rule").split("rules:\n")[1]
    assert _faults(own=_own(tmp_path, {"tags.yaml": twice})) == ["tags.yaml [own-rule] this id stands twice"]


def test_a_retired_id_can_not_be_used_again(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        {
            "tags.yaml": small_file("old-rule"),
            "legal.yaml": small_file("mine-gone"),
            "retired.yaml": "schema: 1\nretired: [{id: mine-gone}]\n",
        },
    )
    assert _faults(own=own) == ["legal.yaml [mine-gone] this id is retired", "tags.yaml [old-rule] this id is retired"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "tags.yaml [] the file is empty"),
        (b"schema: 1\nrules: [\xff]\n", "tags.yaml [] not UTF-8 at byte 18"),
        ("schema: 1\n".encode("utf-16"), "tags.yaml [] not UTF-8 at byte 0"),
        (b"schema: 1\0\nrules: []\n", "tags.yaml [] not valid YAML"),
        (b"x" * 4_000_001, "tags.yaml [] the file has more than 4,000,000 characters"),
    ],
    ids=["empty", "not UTF-8", "UTF-16", "NUL", "huge"],
)
def test_a_file_that_can_not_be_read_is_told_once(tmp_path: Path, content: bytes, message: str) -> None:
    own = _own(tmp_path, {"tags.yaml": ""})
    (own / "tags.yaml").write_bytes(content)
    assert _faults(own=own) == [message]


@pytest.mark.parametrize("name", ["chains/mine.yaml", "shared.yaml", "retired.yaml", "tags.yaml"])
def test_a_file_that_may_not_be_read_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    own = _own(
        tmp_path,
        {
            "chains/mine.yaml": "schema: 1\nextends: default\n",
            "shared.yaml": "schema: 1\n",
            "retired.yaml": "schema: 1\nretired: []\n",
            "tags.yaml": small_file("own-rule"),
        },
    )
    assert load("mine", own).rules
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == own / name:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert _faults("mine", own) == [f"{Path(name).name} [] can't be read"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    own = _own(tmp_path, {"tags.yaml": "\ufeff" + small_file("own-rule")})
    assert _ids(load(own=own)) == ["own-rule", *DEFAULT]


def test_all_faults_of_all_files_are_told_at_once(built_in: Path, tmp_path: Path) -> None:
    write(built_in, {"en/legal.yml": small_file("skipped-rule", "drop_line: '('"), "shared.yaml": "schema: 2\n"})
    own = _own(
        tmp_path,
        {
            "chains/mine.yaml": "schema: 1\nextends: default\nrules: {pakcs: [any]}\n",
            "shared.yaml": "schema: 1\ndefs: {x: '['}\n",
            "retired.yaml": "schema: 1\nretired: x\n",
            "tags.yaml": small_file("own-rule", more="    unles: x\n"),
            "team/legal.yaml": small_file("a-rule", "cut: x"),
        },
    )
    assert sorted(_faults("mine", own)) == sorted(
        [
            "mine.yaml [] unknown key `pakcs` in `rules`",
            "retired.yaml [] `retired` must be a list",
            "shared.yaml [] the piece `x` does not compile",
            "tags.yaml [own-rule] unknown key `unles` in the rule",
            "legal.yaml [a-rule] `does` must be a sentence",
            "legal.yml [skipped-rule] the pattern does not compile",
            "shared.yaml [] expected a number",
            "tags.yaml [t-rule] the pattern names the piece `who`, which is not defined",
        ]
    )


def test_a_chain_that_can_not_be_read_hides_no_fault_of_own_rules(tmp_path: Path) -> None:
    own = _own(tmp_path, {"chains/mine.yaml": "", "tags.yaml": small_file("own-rule", "drop_line: '('")})
    assert _faults("mine", own) == [
        "mine.yaml [] the file is empty",
        "tags.yaml [own-rule] the pattern does not compile",
    ]


def test_patterns_of_own_rules_are_always_compiled_and_built_in_ones_on_demand(built_in: Path, tmp_path: Path) -> None:
    write(built_in, {"en/legal.yml": small_file("skipped-rule", "drop_line: '('")})
    assert _ids(load()) == DEFAULT
    assert _faults() == ["legal.yml [skipped-rule] the pattern does not compile"]
    with pytest.raises(RuleFileError, match=r"tags.yaml.*does not compile"):
        load(own=_own(tmp_path, {"tags.yaml": small_file("own-rule", "drop_line: '('")}))


def test_a_rule_set_travels_to_other_processes() -> None:
    rule_set = load()
    copy = pickle.loads(pickle.dumps(rule_set))  # noqa: S301 - pickled here
    assert copy == rule_set


def test_the_built_in_rules_are_found_and_load() -> None:
    folder = built_in_rules()
    assert (folder / "chains" / "default.yaml").is_file()


def test_missing_built_in_rules_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "__file__", str(tmp_path / "elsewhere" / "cleaner" / "rulebook" / "layout.py"))
    with pytest.raises(
        UsageError, match=r"the rules that belong to the package are missing from .* -> install it anew"
    ):
        built_in_rules()


def test_the_default_chain_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "built_in_rules", built_in_rules)
    assert load().rules
