"""What was found in files, kept from one run to the next, so that only changed files are looked at again.

Named after the content of a file, of what it shares with others, and of the code that looked. It is plain data, its
types checked as it is read; what is broken or foreign is as good as absent.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
import regex

from cleaner.check.plain import Checked, Job
from cleaner.rulebook.layout import users_folder
from cleaner.version import __version__

_MOST_KEPT = 3_000


def name_of(job: Job) -> str:
    """Return the name under which a file's findings are kept."""
    shared = repr((sorted(job.lists.items()), sorted(job.defs.items())))
    digest = hashlib.sha256(_made_by())
    for part in (job.path, job.text, shared):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:32]


@cache
def _made_by() -> bytes:
    package = Path(__file__).parent.parent
    files = [(path, path.stat()) for path in sorted(package.rglob("*.py"))]
    code = repr([(path.name, stat.st_mtime_ns, stat.st_size) for path, stat in files])
    return f"{__version__} {regex.__version__} {code}".encode()


def recall() -> dict[str, Checked]:
    """Return everything that is kept."""
    path = _path()
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Checked]) if path else {}
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}


def keep(known: Mapping[str, Checked], names: Sequence[str]) -> None:
    """Keep findings, those of the given names before others, where that can be done."""
    path = _path()
    if path is None:
        return
    newest = dict.fromkeys((*names, *known))
    chosen = {name: known[name] for name in list(newest)[:_MOST_KEPT] if name in known}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode(chosen))
        Path(temporary).replace(path)
    except OSError:
        # A home that can't be written to: the next run looks again.
        return


def _path() -> Path | None:
    folder = users_folder()
    return folder / "checked.findings" if folder else None
