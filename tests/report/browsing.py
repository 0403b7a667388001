"""A real headless Chromium that looks at a report."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

_SECONDS = 30.0


def chromium() -> tuple[str, str] | None:
    """Return where Chromium and its driver are, or None where one is missing."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return (binary, driver) if binary and driver else None


@dataclass(frozen=True, slots=True)
class Page:
    """A report that is open in a browser."""

    driver: webdriver.Chrome

    def one(self, selector: str) -> WebElement:
        """Return the first element that a selector names."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """Return all elements that a selector names."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements that a selector names."""
        script = "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)"
        return list(map(str, self.run(script, selector)))

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - JSON holds any data
        """Return what a script returns."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        until = time.monotonic() + _SECONDS
        while not holds():
            assert time.monotonic() < until, "it never came to be"
            time.sleep(0.02)

    def type(self, field: str, text: str) -> None:
        """Type into a field of the filters and wait until the list is filtered."""
        before = self.texts("#status")
        self.one(f"#{field}").send_keys(text)
        self.wait(lambda: self.texts("#status") != before and not self.texts("#status")[0].startswith("looking"))
        self.settle()

    def choose(self, field: str, label: str) -> None:
        """Choose an entry of a filter."""
        # As a click does; where a driver opens the list of a headless browser, nothing is there to click on.
        script = """
            const [field, label] = [document.getElementById(arguments[0]), arguments[1]];
            field.value = [...field.options].find((each) => each.textContent === label).value;
            field.dispatchEvent(new Event('input', {bubbles: true}));
        """
        self.run(script, field, label)
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for is shown."""
        time.sleep(0.15)

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()
        self.settle()

    @property
    def complaints(self) -> list[str]:
        """What the browser wrote on its console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    @property
    def names(self) -> list[str]:
        """The names of the articles whose rows are drawn."""
        return self.texts(".row > span")

    @property
    def focus(self) -> str:
        """The id of the element that has the focus."""
        return str(self.run("return document.activeElement.id"))


@contextmanager
def browser(report: Path, width: int = 1200, height: int = 900, scheme: str = "light") -> Iterator[Page]:
    """Open a report in a headless Chromium without a network."""
    found = chromium()
    assert found, "no Chromium"
    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "hide-scrollbars"):
        options.add_argument(f"--{argument}")
    options.add_argument("--proxy-server=127.0.0.1:9")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(found[1]))
    try:
        # The window of a browser can't be as narrow as a telephone; its page can.
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        driver.get(report.as_uri())
        page = Page(driver)
        page.wait(lambda: page.run("return document.documentElement.dataset.ready") == "yes")
        page.settle()
        yield page
    finally:
        driver.quit()


__all__ = ["Keys", "Page", "browser", "chromium"]
