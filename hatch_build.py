"""Steps of the build: the scan is compiled, and rules and code are made ready.

So the first run of a new user starts as fast as any. Where there is no C compiler, the package does without the native
scan and finds the same.
"""

from __future__ import annotations

import compileall
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NATIVE = "cleaner/engine/native"


class Ready(BuildHookInterface):
    """Compiles the native scan, and makes the rules ready in `cleaner/ready`, from which both go into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile and make ready, which takes some seconds each where anything changed."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        module = self._compiled(root)
        if module:
            build_data.update(infer_tag=True, pure_python=False)
            build_data["artifacts"].append(str(module.relative_to(root)))
        sys.path.insert(0, self.root)
        from cleaner.rulebook.ready import make

        package = root / "cleaner"
        make(package / "ready")
        if version == "editable":
            # Wheels are compiled when they are installed. What is changed later is compiled when it is next imported.
            compileall.compile_dir(package, quiet=1)

    def _compiled(self, root: Path) -> Path | None:
        """Return the compiled scan, made anew where it is older than its source; None where it can't be made."""
        if os.environ.get("CLEANER_NO_NATIVE"):
            return None
        try:
            return _compile(root)
        except (Exception, SystemExit) as error:  # what goes wrong depends on the compiler
            self.app.display_warning(f"the native scan was not compiled, the package works without: {error}")
            return None


def _compile(root: Path) -> Path:
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension

    source = root / f"{NATIVE}.pyx"
    module = root / f"{NATIVE}{sysconfig.get_config_var('EXT_SUFFIX')}"
    if not module.exists() or module.stat().st_mtime < source.stat().st_mtime:
        with tempfile.TemporaryDirectory() as folder:
            extensions = cythonize([Extension(NATIVE.replace("/", "."), [str(source)])], build_dir=folder, quiet=True)
            command = Distribution({"name": "cleaner", "ext_modules": extensions}).get_command_obj("build_ext")
            command.build_temp = command.build_lib = folder
            command.ensure_finalized()
            command.run()
            shutil.copy2(Path(folder) / module.relative_to(root), module)
    return module
