"""A rule file: rules out of YAML, and for every kind of mistake exactly one problem that says what to do."""

from __future__ import annotations

import pytest

from cleaner.errors import Problem
from cleaner.rulebook import rule as model
from cleaner.rulebook.rule import Length, Near, Shape, Where
from cleaner.rulebook.rule_file import read_retired, read_vocabulary
from cleaner.rulebook.vocabulary import Vocabulary

from .writing import FAULTLESS, PATH, RULE_ID, planted, read, read_one, small_file, with_action, with_field

EXAMPLES = FAULTLESS[FAULTLESS.index("    examples") :]
HIT = "'Read more: The harbour closes'"
BLOCK = "drop_block: {from: a, to: b, max_lines: 3"
RUN = "drop_run: {heading: a, each: {shape: heading}, max_lines: 3"


def test_a_faultless_rule_is_read_whole() -> None:
    rule = read_one(FAULTLESS)
    assert (rule.id, rule.family, rule.does) == (
        RULE_ID,
        "related",
        "Drops a line that names another article.",
    )
    assert isinstance(rule.action, model.DropLine)
    assert rule.captures == (("title", "related"),)
    assert rule.source == model.Source(PATH, 3)
    assert [(example.hit, example.text, example.line) for example in rule.examples] == [
        (True, "Read more: The harbour closes", 8),
        (False, "Read more books, she said.", 9),
    ]
    assert (rule.where, rule.near, rule.shape, rule.length, rule.page, rule.same, rule.unless) == (None,) * 7
    assert (rule.sites, rule.langs, rule.max_chars, rule.trial) == (frozenset(), frozenset(), 4_000, False)


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("where: after_body", "where", Where(after_body=True)),
        ("shape: not item", "shape", Shape("item", negated=True)),
        ("length: {max: 5}", "length", Length(0, 5)),
        ("near: debris", "near", Near(frozenset(), above=True, below=True, spread=False)),
        ("same: opening", "same", "opening"),
        ("sites: example.org", "sites", frozenset({"example.org"})),
        ("langs: [en, de]", "langs", frozenset({"en", "de"})),
        ("max_chars: 9000", "max_chars", 9_000),
        ("status: trial", "trial", True),
        ("status: stable", "trial", False),
        ("family: appeal", "family", "appeal"),
    ],
)
def test_a_field_reaches_its_rule(field: str, name: str, value: object) -> None:
    assert getattr(read_one(with_field(field)), name) == value


def test_case_counts_only_where_the_rule_says_so() -> None:
    for field, case in (("case: true", True), ("case: false", False), ("same: title", False)):
        action = read_one(with_field(field)).action
        assert isinstance(action, model.DropLine)
        assert action.line.expressions[0].case == case


def test_a_file_of_a_site_implies_its_site_and_its_rules_name_their_family() -> None:
    rule = read_one(with_field("family: appeal"), family="", site="example.org")
    assert (rule.family, rule.sites) == ("appeal", frozenset({"example.org"}))
    rule = read_one(with_field("family: appeal\n    sites: www.example.org"), family="", site="example.org")
    assert rule.sites == frozenset({"www.example.org"})


MISTAKES: dict[str, tuple[str, int, str, str]] = {
    # Keys
    "misspelt key": (with_field("unles: x"), 7, "unknown key `unles` in the rule", "did you mean `unless`?"),
    "misspelt action": (planted("drop_line", "drop_lines"), 5, "unknown key `drop_lines`", "did you mean `drop_line`?"),
    "misspelt examples": (planted("examples:", "exmaples:"), 7, "unknown key `exmaples`", "did you mean `examples`?"),
    "misspelt capture": (planted("capture:", "captures:"), 6, "unknown key `captures`", "did you mean `capture`?"),
    "misspelt does": (planted("does:", "doez:"), 4, "unknown key `doez`", "did you mean `does`?"),
    "misspelt hit": (planted("- hit", "- hitt"), 8, "unknown key `hitt` in the example", "did you mean `hit`?"),
    "misspelt bound": (with_field("length: {maxx: 3}"), 7, "unknown key `maxx`", "did you mean `max`?"),
    "misspelt place": (with_field("where: {frist: 3}"), 7, "unknown key `frist`", "did you mean `first`?"),
    "misspelt side": (with_field("near: {bellow: debris}"), 7, "unknown key `bellow`", "did you mean `below`?"),
    "misspelt each": (
        with_action("drop_run: {heading: a, each: {lines: b}, max_lines: 3}"),
        5, "unknown key `lines` in `each`", "did you mean `line`?",
    ),
    "stray key of a block": (with_action(BLOCK + ", min: 2}"), 5, "unknown key `min`", "known: from, max_lines, to"),
    "duplicate key": (with_field("does: Drops more."), 7, "the key `does` stands twice", "the first is on line 4"),
    "key that is no word": (with_field("[a]: b"), 7, "a key must be a word", "check the indentation"),
    # What a rule must have
    "no does": (
        planted("    does: Drops a line that names another article.\n", ""),
        3, "the rule has no `does`", "say in one sentence",
    ),
    "does without its verb": (planted("Drops a", "Cuts a"), 4, "`does` must be a sentence", "begin with `Drops`"),
    "does without a full stop": (planted("article.\n", "article\n"), 4, "must be a sentence", "end with a full stop"),
    "no action": (with_action("same: title"), 3, "the rule has no action", "give it exactly one of drop_line"),
    "two actions": (with_field("cut: x"), 3, "has 2 actions (drop_line, cut)", "give it exactly one of"),
    "no examples": (FAULTLESS.replace(EXAMPLES, ""), 3, "the rule has no `examples`", "one `hit` and one `miss`"),
    "no hit": (planted("- hit", "- miss"), 8, "the rule has no `hit`", "add `- hit: '...'`"),
    "no miss": (planted("- miss", "- hit"), 8, "the rule has no `miss`", "add `- miss: '...'`"),
    "id in capitals": (planted(RULE_ID, "More-Line"), 3, "`More-Line` is no id", "use small letters"),
    "family with a space": (with_field("family: 'my own'"), 7, "`my own` is no family", "use small letters"),
    # Examples
    "hit and miss in one": (planted("      - miss", "        miss"), 8, "is one `hit` or one `miss`", "one of the two"),
    "neither hit nor miss": (planted("- hit: " + HIT, "- at: end"), 8, "is one `hit` or one `miss`", "one of the two"),
    "example without a key": (planted("hit: " + HIT, "'Read more'"), 8, "must have keys and values", "`- hit: '...'`"),
    "examples without a dash": (
        FAULTLESS.replace(EXAMPLES, "    examples: {hit: a}\n"),
        7, "`examples` must be a list", "begin each with `- hit:`",
    ),
    "empty example": (planted(HIT, "'  '"), 8, "the example is empty", "give it a line of text"),
    "example at no place": (planted(HIT, f"{HIT}\n        at: top"), 9, "`top` is not possible", "known: end, middle"),
    "gives no mapping": (planted(HIT, f"{HIT}\n        gives: x"), 9, "`gives` must have keys", "write `key: value`"),
    "gives no field": (planted(HIT, f"{HIT}\n        gives: {{titel: x}}"), 9, "`titel` is no field", "`title`?"),
    "page no mapping": (planted(HIT, f"{HIT}\n        page: x"), 9, "the example must have keys", "write `key: value`"),
    # Traps of YAML
    "unquoted # at the start": (planted(HIT, "#harbour"), 8, "the value is empty", "an unquoted # starts a comment"),
    "unquoted # in the middle": (planted(HIT, "The #harbour"), 8, "the text ends at an unquoted #", "single quotes"),
    "`no` as a text": (with_field("unless: no"), 7, "an unquoted `no` as true or false", "write 'no' for the word"),
    "`no` as a truth value": (with_field("case: no"), 7, "an unquoted `no` as true or false", "true or false for the"),
    "`off` as a word": (with_field("status: off"), 7, "an unquoted `off` as true or false", "write 'off'"),
    "number as a text": (planted(HIT, "2024"), 8, "`2024` is not read as text", "write '2024'"),
    "nothing as a text": (with_field("unless:"), 7, "the value is empty", "write a text in single quotes"),
    "unquoted colon": (planted(HIT, "Read more: it"), 8, "mapping values are not allowed", "value in single quotes"),
    "backslash in double quotes": (
        planted("'read more: (?P<title>.{3,80})'", r'"read\d more"'),
        5, "escape", "use single quotes: double quotes read backslashes",
    ),
    "tab": (planted("    does", "\tdoes"), 4, "not valid YAML", "indent with spaces, not with tabs"),
    "tag": (planted("'read more", "!!str 'read more"), 5, "the tag tag:yaml.org,2002:str is not read", "remove it"),
    "anchor": (planted("'read more", "&a 'read more"), 5, "anchors and aliases are not read", "write the value out"),
    "alias": (planted("title: related", "title: *a"), 6, "anchors and aliases are not read", "write the value out"),
    "alias bomb": ("schema: 1\na: &a [x]\nb: &b [*a, *a]\n", 2, "anchors and aliases are not read", "write the value"),
    "deep nesting": (with_field("unless: " + "[" * 500), 7, "nested more than 20 deep", "flatten it"),
    "second document": (FAULTLESS + "---\nschema: 1\n", 10, "a second document begins here", "one document a file"),
    "NUL": (planted("Drops", "Dr\0ops"), 1, "#x0000", "remove the character"),
    # The file
    "empty file": ("", 1, "the file is empty", "begin with `schema: 1`"),
    "only a comment": ("# rules\n", 1, "the file is empty", "begin with `schema: 1`"),
    "a list at the top": ("- id: x\n", 1, "the file must have keys and values at its top", "begin with `schema: 1`"),
    "a word at the top": ("rules\n", 1, "the file must have keys and values at its top", "begin with `schema: 1`"),
    "no schema": (planted("schema: 1\n", ""), 1, "the file has no `schema`", "begin the file with `schema: 1`"),
    "misspelt schema": (planted("schema", "shema"), 1, "unknown key `shema` in the file", "did you mean `schema`?"),
    "later schema": (planted("schema: 1", "schema: 2"), 1, "expected a number", "write 1, without quotes"),
    "no rules": ("schema: 1\n", 1, "the file has no `rules`", "add a list of rules"),
    "misspelt rules": (planted("rules:", "ruls:"), 2, "unknown key `ruls` in the file", "did you mean `rules`?"),
    "rules without a dash": ("schema: 1\nrules: x\n", 2, "`rules` must be a list", "begin each rule with `- id: ...`"),
    "rule without a key": ("schema: 1\nrules: [x]\n", 2, "a rule must have keys and values", "write `- id: ...`"),
    # Patterns
    "bad pattern": (planted("(?P<title>", "((?P<title>"), 5, "the pattern does not compile: missing )", "backslash"),
    "bad pattern in a list": (with_action("drop_line: ['a', '(']"), 5, "the pattern does not compile", "backslash"),
    "unknown list": (planted("read more", r"\L<words>"), 5, "names the list `words`", "define it under `lists`"),
    "unknown piece": (planted("read more", "{{word}}"), 5, "names the piece `word`", "define it under `defs`"),
    "typographic quote": (with_action("drop_line: '“more”'"), 5, "the matching view never does", "write the plain"),
    "matches the empty line": (with_action("drop_line: 'a*'"), 5, "matches the empty line", "make a part of it oblig"),
    "no pattern": (with_action("drop_line:"), 5, "the value is empty", "single quotes"),
    "number as a pattern": (with_action("drop_line: 3"), 5, "`3` is not read as text", "write '3'"),
    "pattern that is a mapping": (with_action("drop_line: {a: b}"), 5, "expected a text", "in single quotes"),
    "empty list of patterns": (with_action("drop_line: []"), 5, "the list is empty", "write at least one entry"),
    "bomb of counts": (with_action("drop_line: '(?:a{9999}){9999}'"), 5, "repeats its parts too often", "fewer than"),
    "deep brackets": (with_action(f"drop_line: '{'(?:' * 3000}a{')' * 3000}'"), 5, "nested too deep", "fewer brackets"),
    "bad `unless`": (with_field("unless: '('"), 7, "the pattern does not compile", "backslash"),
    # Captures
    "uncaptured group": (
        planted("    capture: {title: related}\n", ""),
        3, "the group `title` has no capture", "add `capture: {title: FIELD}`",
    ),
    "capture of no group": (planted("{title", "{titel"), 6, "`titel`, which is no group", "`title`?"),
    "capture into no field": (planted(": related", ": relatd"), 6, "`relatd` is no field", "did you mean `related`?"),
    "capture into a whole object": (planted(": related", ": captions"), 6, "`captions` is no field", "`captions.text`"),
    "capture into a part of a text": (planted(": related", ": title.x"), 6, "`title.x` is no field", "has no parts"),
    "capture that is no mapping": (planted("{title: related}", "title"), 6, "`capture` must have keys", "`key: value`"),
    # Actions
    "block that is a pattern": (with_action("drop_block: x"), 5, "`drop_block` must have keys", "`key: value`"),
    "block without an end": (with_action("drop_block: {from: a, max_lines: 3}"), 5, "has no `to`", "give it a pattern"),
    "block without a bound": (with_action("drop_block: {from: a, to: b}"), 5, "no `max_lines`", "number of lines"),
    "block of no line": (with_action(BLOCK.replace("3", "0") + "}"), 5, "expected a number", "one from 1 to 1000"),
    "run without each": (with_action("drop_run: {heading: a, max_lines: 3}"), 5, "has no `each`", "say what the lines"),
    "run with an empty each": (
        with_action("drop_run: {heading: a, each: {}, max_lines: 3}"),
        5, "`each` says nothing", "give it `line`, `shape`, `length` or `page`",
    ),
    "run of no line": (with_action(RUN + ", at_least: 0}"), 5, "expected a number", "one from 1 to 1000"),
    "run that is a pattern": (with_action("drop_run: x"), 5, "`drop_run` must have keys", "`key: value`"),
    "repeats that stand once": (with_action("drop_repeats: {line: a, min: 1}"), 5, "expected a number", "from 2 to"),
    "repeats without a number": (with_action("drop_repeats: {line: a}"), 5, "has no `min`", "give it a number"),
    "repeats without a mapping": (with_action("drop_repeats: a"), 5, "must have keys and values", "`key: value`"),
    "rest without a place": (with_action("drop_rest: a"), 3, "`drop_rest` needs `where`", "say how far down"),
    "protecting at a place": (
        with_action("protect: a\n    where: after_body", "Protects"),
        3, "can't ask for `where`, `near` or `same`", "protect by the line itself",
    ),
    "protecting beside debris": (
        with_action("protect: a\n    near: debris", "Protects"),
        3, "can't ask for `where`, `near` or `same`", "protect by the line itself",
    ),
    "protecting the title": (
        with_action("protect: a\n    same: title", "Protects"),
        3, "can't ask for `where`, `near` or `same`", "protect by the line itself",
    ),
    "protecting with a capture": (
        with_action("protect: a\n    capture: {_: title}", "Protects"),
        3, "a protecting rule captures nothing", "use `note`",
    ),
    # Conditions
    "rest at an empty place": (with_action("drop_rest: a\n    where: []"), 6, "names no place", "`where: after_body`"),
    "no place": (with_field("where: {}"), 7, "`where` names no place", "give it one of first, last"),
    "unknown place": (with_field("where: after_bodi"), 7, "`after_bodi` is no place", "did you mean `after_body`?"),
    "a place twice": (with_field("where: [{first: 3}, {first: 4}]"), 7, "says `first` twice", "keep one"),
    "a list as a place": (with_field("where: [[after_body]]"), 7, "a place is a word or a mapping", "`{first: 3}`"),
    "share over one": (with_field("where: {share: 70}"), 7, "expected a number", "one from 0 to 1"),
    "unknown shape": (with_field("shape: headng"), 7, "`headng` is not possible here", "did you mean `heading`?"),
    "length that is a number": (with_field("length: 3"), 7, "`length` must have keys", "`key: value`"),
    "length without a bound": (with_field("length: {}"), 7, "`length` bounds nothing", "give it `min` or `max`"),
    "length of no line": (with_field("length: {min: 5, max: 2}"), 7, "at least 5 and at most 2", "the smaller number"),
    "length with a fraction": (with_field("length: {min: 1.5}"), 7, "must be a whole number", "leave out the fraction"),
    "length in quotes": (with_field("length: {min: '3'}"), 7, "expected a number", "without quotes"),
    "near without a side": (with_field("near: {spread: true}"), 7, "`near` needs one side", "`above`, `below`"),
    "near with two sides": (with_field("near: {above: x, below: x}"), 7, "`near` needs one side", "`above`, `below`"),
    "near with an odd spread": (with_field("near: {above: x, spread: 1}"), 7, "`1` is not possible", "known: false"),
    "same as what": (with_field("same: titel"), 7, "`titel` is not possible here", "did you mean `title`?"),
    "page that is a word": (with_field("page: links"), 7, "`page` must have keys", "`key: value`"),
    "page with odd links": (with_field("page: {links: every}"), 7, "`every` is not possible", "known: all, few, most"),
    "page with a bad class": (with_field("page: {class: '('}"), 7, "the pattern does not compile", "backslash"),
    "site in capitals": (with_field("sites: Example.org"), 7, "is not a domain", "write it in small letters"),
    "site that is an address": (with_field("sites: 'https://example.org/'"), 7, "is not a domain", "small letters"),
    "language of three letters": (with_field("langs: eng"), 7, "is not a two-letter language code", "small letters"),
    "status": (with_field("status: beta"), 7, "`beta` is not possible here", "known: stable, trial"),
    "max_chars": (with_field("max_chars: 0"), 7, "expected a number", "one from 1 to 10000000"),
}  # fmt: skip
# Faults of the file, not of a rule in it, and faults in what names the rule.
WITHOUT_RULE = {
    "misspelt rules", "no rules", "rules without a dash", "rule without a key", "no schema", "misspelt schema",
    "later schema", "empty file", "only a comment", "a list at the top", "a word at the top", "NUL", "alias bomb",
    "tab", "tag", "anchor", "alias", "deep nesting", "second document", "unquoted colon", "backslash in double quotes",
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_gives_one_problem_with_place_rule_and_remedy(name: str) -> None:
    text, line, message, remedy = MISTAKES[name]
    _, problems = read(text)
    assert len(problems) == 1, "\n".join(map(str, problems))
    (problem,) = problems
    assert (problem.path, problem.line) == (PATH, line)
    assert message in problem.message
    assert remedy in problem.remedy
    assert problem.column >= 1
    rule = "" if name in WITHOUT_RULE else "More-Line" if name == "id in capitals" else RULE_ID
    assert problem.rule == rule


def test_a_rule_without_an_id_is_told_by_its_line() -> None:
    for text, message in (
        (planted("id: more-line\n    does", "does"), "the rule has no `id`"),
        (planted("- id:", "- idd:"), "unknown key `idd` in the rule"),
        (planted(RULE_ID, "2024"), "`2024` is not read as text"),
        (planted(RULE_ID, "[a]"), "expected a text"),
    ):
        rules, problems = read(text)
        assert rules == ()
        assert [(problem.line, problem.rule, problem.message) for problem in problems] == [(3, "", message)]


def test_a_rule_in_the_file_of_a_site_needs_a_family() -> None:
    _, problems = read(FAULTLESS, family="", site="example.org")
    assert [(problem.message, problem.rule) for problem in problems] == [("the rule has no family", RULE_ID)]
    assert "add `family:`" in problems[0].remedy


def test_all_mistakes_of_a_file_are_told_at_once_each_with_its_rule() -> None:
    second = small_file("second", "drop_line: '('").split("rules:\n")[1]
    third = small_file("third", more="    case: yes\n    does: Drops it again.\n").split("rules:\n")[1]
    _, problems = read(planted("- hit", "- miss") + second + third + "lenght: 3\n")
    assert [(problem.rule, problem.message) for problem in sorted(problems)] == [
        ("more-line", "the rule has no `hit` among its examples"),
        ("second", "the pattern does not compile: missing ) at position 1"),
        ("third", "YAML reads an unquoted `yes` as true or false"),
        ("third", "the key `does` stands twice"),
        ("", "unknown key `lenght` in the file"),
    ]


def test_lists_and_pieces_of_the_file_are_known_to_its_rules() -> None:
    head = "lists: {verbs: [read, see]}\ndefs: {more: '(?:more|also)'}\nrules:"
    rule = read_one(with_action(r"drop_line: '\L<verbs> {{more}} {{shared}}'").replace("rules:", head),
                    shared=Vocabulary({}, {"shared": "here", "more": "nothing"}))  # fmt: skip
    assert isinstance(rule.action, model.DropLine)
    compiled = rule.action.line.expressions[0].compile()
    assert compiled.fullmatch("see also here")
    assert not compiled.fullmatch("see nothing here")


VOCABULARY_MISTAKES: dict[str, tuple[str, str, str]] = {
    "list of numbers": ("lists: {a: [3]}", "`3` is not read as text", "write '3'"),
    "empty list": ("lists: {a: []}", "the list is empty", "write at least one entry"),
    "list that is a mapping": ("lists: {a: {b: c}}", "expected a text", "in single quotes"),
    "lists that are a list": ("lists: [a]", "`lists` must have keys and values", "write `key: value`"),
    "name with a hyphen": ("lists: {a-b: [x]}", "`a-b` is no name", "use letters, digits and _"),
    "piece that does not compile": ("defs: {a: '('}", "the piece `a` does not compile", "backslash"),
    "piece that is a list": ("defs: {a: [x]}", "expected a text", "in single quotes"),
    "piece of an unknown piece": ("defs: {a: '{{b}}'}", "the piece `a` names the piece `b`", "define it under `defs`"),
    "circular piece": ("defs: {a: 'x{{a}}'}", "the piece `a` runs in a circle", "write one of the pieces out"),
    "piece of an unknown list": (
        r"defs: {a: '\L<verb>'}" + "\nlists: {verbs: [see]}",
        "the piece `a` names the list `verb`", "define it under `lists`; did you mean `verbs`?",
    ),
    "misspelt": ("list: {a: [x]}", "unknown key `list` in the file", "did you mean `lists`?"),
}  # fmt: skip


@pytest.mark.parametrize("name", VOCABULARY_MISTAKES)
def test_a_mistake_in_lists_or_pieces_gives_one_problem(name: str) -> None:
    text, message, remedy = VOCABULARY_MISTAKES[name]
    problems: list[Problem] = []
    read_vocabulary(f"schema: 1\n{text}\n", "shared.yaml", Vocabulary(), problems)
    (problem,) = problems
    assert (problem.path, problem.rule) == ("shared.yaml", "")
    assert problem.line >= 2
    assert message in problem.message
    assert remedy in problem.remedy


def test_pieces_that_name_each_other_in_a_circle_are_all_told() -> None:
    _, problems = read("schema: 1\ndefs: {a: '{{b}}', b: '{{a}}'}\nrules: []\n")
    assert [problem.message.split(":")[0] for problem in problems] == [
        "the piece `a` runs in a circle",
        "the piece `b` runs in a circle",
    ]


def test_a_vocabulary_adds_to_what_is_shared_and_wins() -> None:
    problems: list[Problem] = []
    shared = Vocabulary({"old": ("x",)}, {"who": "she", "then": "{{who}} left"})
    found = read_vocabulary("schema: 1\ndefs: {who: he, now: '{{then}}'}\n", "shared.yaml", shared, problems)
    assert problems == []
    assert found.lists == {"old": ("x",)}
    assert found.expand("{{now}}") == "(?:(?:(?:he) left))"
    broken = read_vocabulary("", "shared.yaml", shared, problems)
    assert broken == shared
    assert len(problems) == 1


def test_retired_ids_are_read_with_their_successors() -> None:
    problems: list[Problem] = []
    text = "schema: 1\nretired:\n  - {id: old, successor: new}\n  - id: gone\n"
    assert read_retired(text, "retired.yaml", problems) == {"old": "use `new`", "gone": "nothing took its place"}
    assert problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("schema: 1", "the file has no `retired`"),
        ("schema: 1\nretired: x", "`retired` must be a list"),
        ("schema: 1\nretired: [x]", "the entry must have keys and values"),
        ("schema: 1\nretired: [{successor: x}]", "the entry has no `id`"),
        ("schema: 1\nretired: [{id: x, succesor: z}]", "unknown key `succesor` in the entry"),
        ("schema: 1\nretired: [{id: 3}]", "`3` is not read as text"),
    ],
)
def test_a_mistake_among_retired_ids_gives_one_problem(text: str, message: str) -> None:
    problems: list[Problem] = []
    read_retired(text, "retired.yaml", problems)
    assert [problem.message for problem in problems] == [message]
    assert problems[0].remedy


def test_a_file_without_rules_in_its_list_is_no_mistake() -> None:
    assert read("schema: 1\nrules: []\n") == ((), [])
