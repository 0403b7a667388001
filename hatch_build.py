"""A step of the build: rules are made ready, so that the first run of a new user starts as fast as any."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyRules(BuildHookInterface):
    """Makes the rules ready in `cleaner/ready`, from which they go into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make them ready; takes some seconds where they or the code have changed since."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        from cleaner.rulebook.ready import make

        make(Path(self.root) / "cleaner" / "ready")
