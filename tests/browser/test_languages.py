"""A bilingual book in a real browser: the switch leads to the same paragraph both ways, the page shows what it lags
behind, and answers go from one language to the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cache import MemoryCache
from pipeline.checks.neighbours import read_neighbour
from pipeline.cli import main
from pipeline.workspace import FolderWorkspace
from tests.browser.pages import faultless

pytestmark = pytest.mark.slow

BOOK = (
    "title: {title}\nlanguage: {language}\nslug: {slug}\nformats: [html]\n{other}\n"
    "parts:\n  - {{title: I, chapters: [chapters/a.md]}}\n"
)
LONG = "\n\n".join(f"{{word}} {nth} {{word}} {{word}} {{word}}." * 12 for nth in range(12))
GERMAN = {
    "book.yaml": BOOK.format(title="Buch", language="de", slug="buch", other="translations: [en]"),
    "chapters/a.md": f"# Anfang\n\n{LONG.replace('{word}', 'Wort')}\n\n## Ende {{#ende}}\n\nDer letzte Satz.\n",
    "worksheets/blatt.md": '# Blatt\n\n[Wer?]{.feld}\n\n[Wie?]{.auswahl optionen="kurz; lang"}\n\n- [ ] Tür zu.\n',
}
ENGLISH = {
    "book.yaml": BOOK.format(title="Book", language="en", slug="book", other="translation_of: .."),
    "chapters/a.md": f"# Beginning\n\n{LONG.replace('{word}', 'word')}\n\n## End {{#ende}}\n\nThe last sentence.\n",
    "worksheets/blatt.md": '# Sheet\n\n[Who?]{.field}\n\n[How?]{.choice options="short; long"}\n\n- [ ] Door closed.\n',
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The original with its translation inside; one paragraph of the original was changed since."""
    top = tmp_path_factory.mktemp("bilingual")
    for folder, files in ((top, GERMAN), (top / "en", ENGLISH)):
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    assert main(["translate", "mark", "--book", str(top / "en")]) == 0
    changed = GERMAN["chapters/a.md"].replace("Der letzte Satz", "Der letzte und beste Satz")
    (top / "chapters/a.md").write_text(changed, encoding="utf-8")
    for folder in (top, top / "en"):
        assert main(["build", "--format", "html", "--book", str(folder)]) == 0
    return top


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with faultless(browser, accept_downloads=True) as opened:
        yield opened


def web(shelf: Path, language: str, name: str) -> str:
    return f"file://{shelf / language}/build/html/{name}.html"


def switch(page: Any) -> None:
    """Click where it is; Playwright would scroll first."""
    with page.expect_navigation():
        page.evaluate("document.querySelector('a.language').click()")


def test_the_switch_leads_to_the_same_paragraph_and_back(page: Any, shelf: Path) -> None:
    page.goto(web(shelf, "", "a"))
    assert page.locator("link[hreflang=en]").get_attribute("href") == "../../en/build/html/a.html"
    page.evaluate("document.getElementById('a--b7').scrollIntoView({ behavior: 'instant' })")
    switch(page)
    assert page.url == web(shelf, "en", "a") + "#a--b7"
    assert page.locator("#a--b7").text_content().startswith("word 6")
    assert page.locator("html").get_attribute("lang") == "en"
    page.wait_for_function("document.getElementById('a--b7').getBoundingClientRect().top < innerHeight / 4")
    switch(page)
    assert page.url == web(shelf, "", "a") + "#a--b7"


def test_at_the_top_it_leads_to_the_page(page: Any, shelf: Path) -> None:
    page.goto(web(shelf, "en", "a"))
    switch(page)
    assert page.url == web(shelf, "", "a")


def test_the_page_shows_what_it_lags_behind(page: Any, shelf: Path) -> None:
    page.goto(web(shelf, "en", "a"))
    lag = page.locator(".lagging a.lag")
    assert lag.text_content() == "The last sentence."
    assert page.locator(".lags").text_content() == "The last sentence."
    page.locator(".lagging a:not(.lag)").click()
    assert page.url.startswith(web(shelf, "", "a") + "#")
    assert page.locator(".lagging").count() == 0


def ids(folder: Path) -> list[str]:
    book = read_neighbour(FolderWorkspace(folder), MemoryCache())
    assert book is not None
    return [block.anchor for block in book.blocks if block.kind in ("field", "check")]


@pytest.mark.parametrize(("there", "here", "chosen"), [("", "en", ("kurz", "short")), ("en", "", ("short", "kurz"))])
def test_answers_cross(page: Any, shelf: Path, there: str, here: str, chosen: tuple[str, str]) -> None:
    theirs, mine = ids(shelf / there), ids(shelf / here)
    file = {"book": "buch" if there == "" else "book", "edition": "1.0",
            "answers": {theirs[0]: "Ida", theirs[1]: chosen[0], theirs[2]: True, "gone": "kept"}}  # fmt: skip
    page.goto(web(shelf, here, "blatt"))
    page.evaluate("window.book.load('exchange.js')")
    plan = page.evaluate("(text) => window.book.answers.plan(text, 'x')", json.dumps(file))
    assert {one["id"]: one["value"] for one in plan["fresh"]} == {mine[0]: "Ida", mine[1]: chosen[1], mine[2]: True}
    assert [list(one.values()) for one in plan["sorted"]["removed"].values()] == [["kept"]]
