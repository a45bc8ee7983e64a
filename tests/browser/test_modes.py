"""High contrast, and none of what the page draws itself: every field has an edge, and all can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.render import sample

pytestmark = pytest.mark.slow
MODES = [
    {"forced_colors": "active", "color_scheme": "light"},
    {"forced_colors": "active", "color_scheme": "dark"},
    {"contrast": "more", "color_scheme": "light"},
    {"contrast": "more", "color_scheme": "dark"},
]
# Fields without a border on all sides: what is drawn with a background is gone in forced colours.
EDGELESS = """[...document.querySelectorAll("input, textarea")].filter((one) => one.offsetParent)
  .filter((one) => { const style = getComputedStyle(one);
    return ["Top", "Right", "Bottom", "Left"].some((side) =>
      parseFloat(style[`border${side}Width`]) < 1 || style[`border${side}Style`] === "none"); }).map((one) => one.id)"""
# What hangs on colours; the rest is asked in test_web_edition.
AXE = "axe.run({runOnly: ['color-contrast', 'link-in-text-block']})"
AXE += ".then((found) => found.violations.flatMap((one) => one.nodes.map((node) => [one.id, node.html])))"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    install(folder, html.render(sample.book(), default_theme("de"), sample.PAGES).value)
    return folder / "html"


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: "-".join(mode.values()))
def test_every_page_can_be_read_and_filled_in(site: Path, browser: Any, axe_script: str, mode: dict[str, str]) -> None:
    with faultless(browser, **mode) as page:
        fields = 0
        for path in sorted(site.glob("*.html")):
            page.goto(path.as_uri())
            fields += page.locator("main textarea").count()
            assert page.evaluate(EDGELESS) == [], path.name
            page.evaluate(axe_script)
            assert page.evaluate(AXE) == [], path.name
        assert fields > 3


def test_without_scripts_it_is_said_that_nothing_is_kept(site: Path, browser: Any) -> None:
    with faultless(browser, java_script_enabled=False) as page:
        page.goto((site / "blatt-canvas.html").as_uri())
        assert "Ohne Skripte merkt sich diese Seite nichts." in page.locator("noscript p").inner_text()
