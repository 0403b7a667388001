"""Checks of rules: what is wrong with them, or dear, or strange, and where.

`run` (in `checker`) is the door. A file is first looked at by itself (`plain`): is it valid, what do its rules look
like, does each rule keep what its own examples promise. That is quick, and unchanged files are answered from what was
found before (`kept`). With `deep`, rules are tried in company and measured: examples against a whole chain
(`company`), expressions against texts made to bring them down, rules against a corpus (`strain`). What can be mended
without a thought is mended by `mending`.
"""

from __future__ import annotations

from cleaner.check.checker import Report, run
from cleaner.check.examples import PLACES, STOCK, check

__all__ = ["PLACES", "STOCK", "Report", "check", "run"]
