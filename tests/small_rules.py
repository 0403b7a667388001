"""A small folder of rules, and articles that they speak of: tests must not depend on the shipped packs."""

from __future__ import annotations

from pathlib import Path

from cleaner import Cleaner

BODY = """\
The ferry across the bay was late again on the second morning of the month.
Two dozen passengers waited on the wooden pier while the crew looked at the engine.
A mechanic from the village came down the hill with a bag of spanners and a lamp.
Shortly before noon the engine turned over, coughed twice and ran as before.
"""
RELATED = "Read more: Harbour to close for a week\n"
COPYRIGHT = "© 2024 The Lisk Herald\n"
DIRTY = BODY + RELATED + COPYRIGHT
LINES = BODY.splitlines()

_FILES = {
    "chains/default.yaml": "schema: 1\nrules: {packs: [any]}\n",
    "chains/rough.yaml": "schema: 1\nextends: default\nrepair: false\nnormalise: false\n",
    "chains/texts-only.yaml": "schema: 1\nextends: default\nextract: false\n",
    "any/advert.yaml": r"""
schema: 1
rules:
  - id: advert-box
    does: Drops a box of advertising.
    drop_block: {from: 'begin of box', to: 'end of box', max_lines: 4}
    examples:
      - hit: |-
          Begin of box
          Soap for sailors
          End of box
      - miss: 'Begin of box was what the label said.'
  - id: advert-code
    does: Cuts the code of an advertisement.
    cut: '\(adslot[^)]*\)'
    examples:
      - hit: 'The mayor (adslot 4) arrived by boat on a cold morning in May.'
        left: 'The mayor arrived by boat on a cold morning in May.'
      - miss: 'The mayor (left) arrived by boat on a cold morning in May.'
""",
    "any/body.yaml": r"""
schema: 1
rules:
  - id: letters-column
    does: Protects the name of the column of letters.
    protect: '\bletters to the harbour\b'
    examples:
      - hit: 'Read more: Letters to the harbour'
      - miss: 'The letters were long.'
""",
    "any/copyright.yaml": r"""
schema: 1
rules:
  - id: copyright-notice
    does: Drops a copyright notice.
    drop_line: '© (?P<years>\d{4}) (?P<holder>\p{L}.{2,60})'
    capture: {years: copyright.years, holder: copyright.holder}
    examples:
      - hit: '© 2024 The Lisk Herald'
        gives: {copyright: {years: '2024', holder: The Lisk Herald}}
      - miss: '© is the sign that the printer could not find.'
""",
    "any/related.yaml": r"""
schema: 1
rules:
  - id: read-more-line
    does: Drops a "Read more" line that names another article.
    drop_line: 'read more:\s+(?P<title>.{10,150})'
    capture: {title: related}
    examples:
      - hit: 'Read more: Harbour to close for a week'
        gives: {related: ['Harbour to close for a week']}
      - miss: 'Read more books, the minister told the pupils of the village school.'

  # A second rule for the same lines, so that one of them loses.
  - id: read-more-any
    does: Drops any line that begins like a link.
    drop_line: 'read more:.{0,200}'
    examples:
      - hit: 'Read more: Harbour'
      - miss: 'Read more.'
  - id: see-also-trial
    does: Drops a "See also" line.
    drop_line: 'see also: .{3,100}'
    status: trial
    examples:
      - hit: 'See also: The lighthouse'
      - miss: 'See also the note below.'
""",
    "any/title.yaml": r"""
schema: 1
rules:
  - id: title-known
    does: Drops the known title above the article.
    drop_line: '.{1,400}'
    same: title
    where: before_body
    capture: {_: title}
    examples:
      - hit: 'Pump of the ferry fails again'
        title: Pump of the ferry fails again
      - miss: 'Pump of the ferry fails again'
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder, folders on the way included; returns the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def write_built_in(folder: Path) -> Path:
    """Write the small folder of built-in rules; returns it."""
    return write(folder, _FILES)


def write_own(folder: Path) -> tuple[Path, Path]:
    """Write the small rules as a user's own, and a chain that runs no others; returns the chain and the rules."""
    chain = folder / "own-only.yaml"
    chain.write_text("schema: 1\nrules: {packs: [small]}\n", encoding="utf-8")
    rules = {f"small/{Path(name).name}": text for name, text in _FILES.items() if name.startswith("any/")}
    return chain, write(folder / "own-rules", rules)


def small_cleaner(folder: Path) -> Cleaner:
    """Return a cleaner with the small rules, written to a folder, and no others."""
    return Cleaner(*write_own(folder))


def parts_in(folder: Path) -> list[Path]:
    """Return the temporary files that were left below a folder."""
    return sorted(folder.rglob("*.part"))
