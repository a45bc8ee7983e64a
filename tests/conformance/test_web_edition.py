"""The web edition in a browser: axe finds nothing, in light and dark, on wide screens and at 320 px."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.render import html
from pipeline.theme import default_theme
from pipeline.workspace import install
from tests.conftest import Checker
from tests.render import sample

pytestmark = pytest.mark.slow
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
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


def _violations(window: Any, path: Path, axe_script: str) -> list[str]:
    window.goto(path.as_uri())
    window.evaluate(axe_script)
    found = window.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{path.name}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]


def test_axe_finds_nothing(site: Path, window: Any, axe_script: str) -> None:
    pages = sorted(site.glob("*.html"))
    assert len(pages) > 12
    assert [fault for path in pages for fault in _violations(window, path, axe_script)] == []


def test_no_page_scrolls_sideways(site: Path, window: Any) -> None:
    for path in sorted(site.glob("*.html")):
        window.goto(path.as_uri())
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name


def test_pale_text_and_a_picture_without_alternative_are_found(site: Path, window: Any, axe_script: str) -> None:
    text = (site / "impressum.html").read_text("utf-8")
    bad = site / "bad-page.html"
    spoilt = '</h1><p style="color:#888;background:#999">Blass</p><img src="x.png">'
    bad.write_text(text.replace("</h1>", spoilt, 1), "utf-8")
    found = _violations(window, bad, axe_script)
    bad.unlink()
    assert {fault.split()[1] for fault in found} == {"color-contrast", "image-alt"}


def test_the_html_checker_finds_nothing(site: Path, nu_checker: Checker) -> None:
    assert nu_checker(*sorted(site.glob("*.html"))) == []
