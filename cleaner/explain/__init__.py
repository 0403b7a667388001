"""Why: which part of which pattern took a line, and which condition kept a rule from taking one.

Looks at a result after the fact and asks the rules again, line by line; nothing of it runs while articles are cleaned.
`taken` says what became of each line, `why_not` follows one rule on its way to one line, and `words` puts what it
found into words.
"""

from __future__ import annotations

from cleaner.explain.taken import Explanation, explain
from cleaner.explain.why_not import Step, why_not

__all__ = ["Explanation", "Step", "explain", "why_not"]
