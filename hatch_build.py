"""A step of the build: rules and code are made ready, so that the first run of a new user starts as fast as any."""

from __future__ import annotations

import compileall
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyRules(BuildHookInterface):
    """Makes the rules ready in `cleaner/ready`, from which they go into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make rules ready, which takes some seconds where they or the code have changed; compile what stays here."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        from cleaner.rulebook.ready import make

        package = Path(self.root) / "cleaner"
        make(package / "ready")
        if version == "editable":
            # Wheels are compiled when they are installed. What is changed later is compiled when it is next imported.
            compileall.compile_dir(package, quiet=1)
