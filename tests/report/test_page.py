"""The report in a real browser: filters, hostile text, keys, narrow screens, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner import Article, Cleaner
from cleaner.files.forms import Form
from cleaner.files.inputs import Entry
from cleaner.files.records import Record
from cleaner.files.work import Outcome
from cleaner.report import ReportWriter
from tests.report.browsing import Keys, Page, browser, chromium
from tests.small_rules import BODY, DIRTY, small_cleaner

HOSTILE = (
    "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">\n"
    "</script><script>document.title='taken'</script> <!-- </textarea></title> ]]> \u2028 &amp; 😀 end\n"
    "javascript:alert(1) {{ 7 * 7 }} ${7*7} '\"><svg onload=document.title='taken'>\n"
)
HOSTILE_NAME = "</script><img src=x onerror=document.title='taken'>.txt"
HOSTILE_REMOVAL = "Read more: 😀 <b onmouseover=document.title='taken'>Harbour</b>"

pytestmark = pytest.mark.skipif(chromium() is None, reason="there is no Chromium with its driver here")


def write_report(path: Path, cleaner: Cleaner, articles: dict[str, str]) -> Path:
    """Write a report of some texts."""
    writer = ReportWriter(path, cleaner.rule_set.rules, "the <run>")
    for name, text in articles.items():
        article = Article(text=text, id=name)
        record = Record(Entry(None, name, Form.TEXT), name, article)
        writer.hear(Outcome(name, record=record, result=cleaner.clean_article(article)))
    lost = Record(Entry(None, "gone", Form.TEXT), "gone.txt", error="can't be read")
    writer.hear(Outcome("gone.txt", error=lost.error, record=lost))
    writer.close()
    return path


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    articles = {
        "ferry.txt": DIRTY,
        "plain.txt": BODY,
        "advert.txt": BODY + "Soap (adslot 4) floats.\n",
        "letters.txt": BODY + "Read more: Letters to the harbour\n",
        "open.txt": BODY + "Begin of box\n",
        HOSTILE_NAME: BODY + HOSTILE + HOSTILE_REMOVAL + "\n© 2024 The Lisk Herald\n",
        **{f"more-{number:05}.txt": f"{BODY}Number {number} of many.\n" for number in range(9_994)},
    }
    return write_report(folder / "report.html", small_cleaner(folder), articles)


@pytest.fixture(scope="module")
def opened(report: Path) -> Iterator[Page]:
    with browser(report) as page:
        yield page


@pytest.fixture
def page(opened: Page) -> Page:
    opened.run("document.getElementById('card').close(); document.getElementById('filters').reset()")
    opened.settle()
    opened.wait(lambda: opened.texts("#status") == ["10,000 of 10,000 articles"])
    return opened


def test_ten_thousand_articles_are_listed_and_only_those_in_view_are_drawn(page: Page) -> None:
    assert page.names[0] == "ferry.txt"
    assert len(page.all(".row")) < 60
    page.run("document.getElementById('list').scrollTop = 1e9")
    page.wait(lambda: page.names[-1] == "more-09993.txt")
    assert len(page.all(".row")) < 60


def test_the_summary_counts_the_run(page: Page) -> None:
    figures = {each.text.split("\n")[0]: each.text.split("\n")[1] for each in page.all(".figures div")}
    assert (figures["articles"], figures["changed"], figures["failed"]) == ("10,001", "3", "1")
    bars = [each.text.split("\n") for each in page.all("#rules .bar")]
    assert ["read-more-line", "2"] in bars
    assert len(page.all("#shares rect")) == 20
    assert [each.text.split("\n")[0] for each in page.all("#flags .bar")] == ["unclosed"]


@pytest.mark.parametrize(
    ("field", "label", "names"),
    [
        ("family", "advert", ["advert.txt"]),
        ("family", "copyright", ["ferry.txt", HOSTILE_NAME]),
        ("rule", "read-more-line", ["ferry.txt", HOSTILE_NAME]),
        ("flag", "unclosed", ["open.txt"]),
    ],
)
def test_a_filter_leaves_what_it_names(page: Page, field: str, label: str, names: list[str]) -> None:
    page.choose(field, label)
    page.wait(lambda: page.names == names)
    assert page.one("#status").text == f"{len(names)} of 10,000 articles"


@pytest.mark.parametrize(("text", "name"), [("NUMBER 9876 of", "more-09876.txt"), ("lett", "letters.txt")])
def test_text_is_looked_for_in_names_and_texts(page: Page, text: str, name: str) -> None:
    page.type("text", text)
    page.wait(lambda: page.names == [name])


def test_filters_are_combined_and_cleared(page: Page) -> None:
    page.choose("family", "copyright")
    page.type("text", "ferry.txt")
    assert page.names == ["ferry.txt"]
    page.one("#filters button").click()
    page.wait(lambda: page.texts("#status") == ["10,000 of 10,000 articles"])


def test_only_changed_ones_and_most_removed_first(page: Page) -> None:
    page.one("#changed").click()
    page.choose("order", "most removed")
    page.wait(lambda: len(page.names) == 3)
    shares = [float(text.split(" %")[0]) for text in page.texts(".row small")]
    assert shares == sorted(shares, reverse=True)


def test_an_article_is_shown_before_and_after_with_its_removals(page: Page) -> None:
    page.one(".row").click()
    page.wait(lambda: page.all("#detail mark"))
    assert page.texts("#detail mark") == DIRTY.splitlines()[4:]
    before, after = (each.text for each in page.all("#detail .text"))
    assert before == DIRTY.strip()
    assert after == BODY.strip()
    colours = {
        page.run("return getComputedStyle(arguments[0]).backgroundColor", each) for each in page.all("#detail mark")
    }
    assert len(colours) == 2


def test_a_removal_leads_to_its_rule_and_the_rule_to_its_articles(page: Page) -> None:
    page.wait(lambda: page.all("#detail mark"))
    page.one("#detail mark").click()
    card = page.one("#card").text
    assert card.startswith("read-more-line")
    assert 'Drops a "Read more" line that names another article.' in card
    assert r"read more:\s+(?P<title>.{10,150})" in card
    page.one("#card .buttons button").click()
    page.wait(lambda: page.names == ["ferry.txt", HOSTILE_NAME])


def test_hostile_text_stays_text(page: Page) -> None:
    page.type("text", "document.title")
    page.wait(lambda: page.names == [HOSTILE_NAME])
    page.wait(lambda: page.all("#detail mark"))
    assert page.one("#detail h2").text == HOSTILE_NAME
    assert HOSTILE.splitlines()[0] in page.one("#detail .text").text
    assert page.all("#detail mark")[0].text == HOSTILE_REMOVAL
    assert page.all("#detail img, #detail script, #detail svg, #detail b") == []
    assert page.run("return document.title") == "the <run> · report"
    assert page.run("return document.scripts.length") == page.run(
        "return document.querySelectorAll('script[type=\"text/plain\"]').length + 1"
    )


def test_the_page_asks_nothing_of_the_network_and_breaks_no_rule_of_its_own(page: Page) -> None:
    assert page.run("return performance.getEntriesByType('resource').length") == 0
    assert page.complaints == []


def test_everything_is_reached_by_keys_alone(page: Page) -> None:
    page.run("document.body.focus(); document.activeElement.blur()")
    page.press("/")
    assert page.focus == "text"
    page.press("ferry.txt", Keys.ENTER)
    page.wait(lambda: page.names == ["ferry.txt"])
    assert page.focus == "list"
    page.press(Keys.ENTER)
    assert page.focus == "detail"
    for _ in range(3):
        page.press(Keys.TAB)
    assert page.run("return document.activeElement.tagName") == "MARK"
    page.press(Keys.ENTER)
    assert page.one("#card").is_displayed()
    page.press(Keys.ESCAPE)
    assert not page.one("#card").is_displayed()
    page.press(Keys.ESCAPE)


def test_arrows_move_through_the_list(page: Page) -> None:
    page.run("document.getElementById('list').focus()")
    page.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert page.one(".row[aria-selected=true]").text.startswith("advert.txt")
    page.press(Keys.END)
    page.wait(lambda: page.one(".row[aria-selected=true]").text.startswith("more-09993.txt"))
    assert page.one("#list").get_attribute("aria-activedescendant") == "row-9999"
    page.wait(lambda: page.one("#detail h2").text == "more-09993.txt")
    page.press(Keys.HOME)
    page.wait(lambda: page.one("#detail h2").text == "ferry.txt")


def _contrast(page: Page, selector: str) -> float:
    """Return the contrast of an element's text to what is behind it, as the WCAG measure it."""
    return float(
        page.run(
            """
            const element = document.querySelector(arguments[0]);
            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const light = () => {
              const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255)
                .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
              return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
            };
            const around = [];
            for (let each = element; each; each = each.parentElement) around.unshift(each);
            canvas.fillStyle = 'white'; canvas.fillRect(0, 0, 1, 1);
            const painted = (colours) => {
              for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
              return light();
            };
            const behind = painted(around.map((each) => getComputedStyle(each).backgroundColor));
            const front = painted([getComputedStyle(element).color]);
            return (Math.max(front, behind) + 0.05) / (Math.min(front, behind) + 0.05);
            """,
            selector,
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_needs_no_scrolling_sideways_and_all_can_be_read(report: Path, scheme: str) -> None:
    with browser(report, 360, 740, scheme) as page:
        page.wait(lambda: page.all("#detail mark"))
        assert page.run("return document.documentElement.scrollWidth") == 360
        light = page.run("return getComputedStyle(document.body).backgroundColor")
        assert (light == "rgb(247, 247, 244)") == (scheme == "light")
        for selector in ("body", ".muted", ".row > span", ".row small", "#detail mark", ".tag", "#detail .text"):
            assert _contrast(page, selector) >= 4.5, selector
