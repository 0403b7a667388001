"""The pictures of the report in these pages: light and dark, wide and narrow.

    python docs/screenshots.py        cleans the samples, opens the report in Chromium, and writes docs/images/*.png

Needs Chromium and its driver (Debian: `apt-get install chromium chromium-driver`) and what `.[test]` installs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.report.browsing import browser  # noqa: E402 - found through the line above

VIEWS = {
    "report-light": (1280, 1150, "light"),
    "report-dark": (1280, 1150, "dark"),
    "report-narrow-light": (400, 1000, "light"),
    "report-narrow-dark": (400, 1000, "dark"),
}
ARTICLE = "news-en"


def main() -> None:
    """Write the pictures."""
    images = ROOT / "docs" / "images"
    images.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.html")
        command = [
            sys.executable,
            "-m",
            "cleaner",
            "clean",
            "samples/dirty",
            "-o",
            f"{folder}/out",
            "--report",
            str(report),
        ]
        subprocess.run([*command, "--quiet"], cwd=ROOT, check=True)  # noqa: S603 - our own command
        for name, (width, height, scheme) in VIEWS.items():
            with browser(report, width, height, scheme) as page:
                page.type("text", ARTICLE)
                page.run("document.activeElement.blur()")
                if width < 600:
                    page.driver.execute_script("document.getElementById('articles').scrollIntoView()")
                (images / f"{name}.png").write_bytes(page.driver.get_screenshot_as_png())


if __name__ == "__main__":
    main()
