"""The web edition in a browser: axe finds nothing, in light and dark, on wide screens and at 320 px."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.conftest import Checker
from tests.render import sample

pytestmark = pytest.mark.slow
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What hangs on colours is asked in the dark, too.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    install(folder, html.render(sample.book(), default_theme("de"), sample.PAGES).value)
    return folder / "html"


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def window(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield page
    page.close()


def _violations(window: Any, path: Path, axe_script: str, rules: dict[str, list[str]] = RULES) -> list[str]:
    window.goto(path.as_uri())
    window.evaluate(axe_script)
    found = window.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [f"{path.name}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]


def test_axe_finds_nothing(site: Path, window: Any, axe_script: str, request: pytest.FixtureRequest) -> None:
    rules = COLOURS if request.node.callspec.params["window"][1] == "dark" else RULES
    pages = sorted(site.glob("*.html"))
    assert len(pages) > 12
    assert [fault for path in pages for fault in _violations(window, path, axe_script, rules)] == []


def test_no_page_scrolls_sideways(site: Path, window: Any) -> None:
    for path in sorted(site.glob("*.html")):
        window.goto(path.as_uri())
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name


def test_pale_text_and_a_picture_without_alternative_are_found(site: Path, window: Any, axe_script: str) -> None:
    text = (site / "impressum.html").read_text("utf-8")
    bad = site / "bad-page.html"
    spoilt = '</h1><p class="pale">Blass</p><img src="x.png">'
    # The policy of the pages takes no styles in the page.
    (site / "assets" / "pale.css").write_text(".pale { color: #888; background: #999 }", "utf-8")
    text = text.replace("</head>", '<link rel="stylesheet" href="assets/pale.css"></head>', 1)
    bad.write_text(text.replace("</h1>", spoilt, 1), "utf-8")
    found = _violations(window, bad, axe_script)
    bad.unlink()
    assert {fault.split()[1] for fault in found} == {"color-contrast", "image-alt"}


def test_a_comment_of_a_draft_is_marked_and_can_be_read(site: Path, window: Any, axe_script: str) -> None:
    text = (site / "impressum.html").read_text("utf-8")
    draft = site / "draft-page.html"
    noted = '</h1><p>Ein Satz. <span class="comment">Stimmt das?</span> <mark>Hier</mark> <ins>neu</ins></p>'
    draft.write_text(text.replace("</h1>", noted, 1), "utf-8")
    found = _violations(window, draft, axe_script)
    grounds = window.evaluate(
        "[...document.querySelectorAll('.comment, mark, ins')].map(e => getComputedStyle(e).backgroundColor)"
    )
    draft.unlink()
    assert found == []
    assert len(grounds) == 3 and "rgba(0, 0, 0, 0)" not in grounds


PARTED = """() => [...document.querySelectorAll('h1, h2, h3, .box-title')].flatMap(heading => {
  const found = [], walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text; text = walker.nextNode();)
    for (const word of text.data.matchAll(/[^\\s-]+/g)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  return found;
})"""


def test_no_word_of_a_heading_is_parted_that_fits_the_screen(site: Path, window: Any) -> None:
    text = (site / "impressum.html").read_text("utf-8")
    page = site / "headings.html"
    longest = "Veranstaltungsvorbereitungsgespräche"
    headings = f"<h1>Mehr Praxispartnerschaft: Erwartungsabgleich</h1><h2>Eine Erwartungsabfrage</h2><h3>{longest}</h3>"
    page.write_text(re.sub(r"<h1.*?</h1>", headings, text, count=1, flags=re.DOTALL), "utf-8")
    window.goto(page.as_uri())
    parted = window.evaluate(PARTED)
    fits = window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heading = "getComputedStyle(document.querySelector('h2'))"
    rule = window.evaluate(f"[{heading}.hyphens, {heading}.hyphenateLimitChars]")
    narrow = window.viewport_size["width"] < 640
    page.unlink()
    assert fits
    assert parted == ([longest] if narrow else [])
    assert rule == (["auto", "18 6 6"] if narrow else ["none", "auto"])


def test_the_html_checker_finds_nothing(site: Path, nu_checker: Checker) -> None:
    assert nu_checker(*sorted(site.glob("*.html"))) == []
