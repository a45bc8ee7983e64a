"""The board of the writing room: the book is put in order and laid out on it, by mouse, finger and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks.board import Row
from pipeline.manuscript.model import Sprint
from pipeline.sprint.pace import Sample
from pipeline.sprint.wall import as_page
from pipeline.theme import default_theme
from tests.sprint.serving import House, house_of

from .test_room import CLOCK, SIZES, Person, wait

pytestmark = pytest.mark.slow
NAMES = ("b", "c", "d")
BOOK = f"""title: Probe
language: de
{CLOCK}parts:
  - title: Eins
    chapters:
      - chapters/anfang.md   # zuerst
      - chapters/b.md
  - title: Zwei
    chapters:
      - chapters/c.md
      - chapters/d.md
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "chapters").mkdir()
    for name in NAMES:
        (tmp_path / f"chapters/{name}.md").write_text(f"# Text {name.upper()}\n")
    with house_of(tmp_path, BOOK) as opened:
        yield opened


def sit_before_the_board(browser: Any, running: House, role: str = "write", **more: Any) -> Person:
    person = Person(browser, running, "Anna", role, **more)
    person.page.goto(person.page.url.split("#")[0] + "#board")
    person.page.wait_for_selector("section.board tr[data-path]")
    return person


def order(running: House) -> str:
    lines = (running.root / "book.yaml").read_text().split("\n")
    told = (line.strip().removeprefix("- chapters/").split(".md")[0] for line in lines if "chapters/" in line)
    return " ".join("a" if name == "anfang" else name for name in told)


def test_a_text_is_moved_with_the_arrow_keys_and_it_is_said(browser: Any, running: House) -> None:
    anna, ben = sit_before_the_board(browser, running), sit_before_the_board(browser, running)
    page = anna.page
    page.focus("button.move[aria-label*='Anfang']")
    page.keyboard.press("ArrowDown")
    wait(lambda: order(running) == "b a c d")
    wait(lambda: "„Anfang“ steht jetzt an Stelle 2 von 2 in „Eins“." in page.inner_text("[role=status].done"))
    # The button was drawn anew, and is where the keyboard is.
    assert "Anfang" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown")
    wait(lambda: "„Anfang“ steht jetzt an Stelle 1 von 3 in „Zwei“." in said(page))
    assert order(running) == "b a c d"
    assert "# zuerst" in (running.root / "book.yaml").read_text()
    page.focus("button.move[aria-label*='Text B']")
    page.keyboard.press("ArrowDown")
    wait(lambda: "Das letzte Kapitel eines Teils bleibt" in said(page))
    wait(lambda: ben.page.locator("tr[data-path]").nth(0).get_attribute("data-path") == "chapters/b.md")
    assert anna.complaints == ben.complaints == []


def said(page: Any) -> str:
    return str(page.inner_text("[role=status].done"))


def place_of(page: Any, selector: str) -> Any:
    """Where something is on the screen; the board may just be drawn anew."""
    found: list[Any] = []
    wait(lambda: bool(found.append(page.locator(selector).bounding_box()) or found[-1]))
    return found[-1]


@pytest.mark.parametrize("size", SIZES)
def test_a_text_is_dragged_or_sent_where_it_belongs(browser: Any, running: House, size: str) -> None:
    anna = sit_before_the_board(browser, running, viewport=SIZES[size])
    page = anna.page
    # In the middle of the phone: at its edge the board would be scrolled.
    page.evaluate("document.querySelector(\"tr[data-path='chapters/c.md']\").scrollIntoView({block: 'center'})")
    start = place_of(page, "button.move[aria-label*='Text D']")
    goal = place_of(page, "tr[data-path='chapters/b.md']")
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, goal["y"] + 20)
    page.mouse.move(start["x"] + 5, goal["y"] + 3)
    assert page.locator("tr.before[data-path='chapters/b.md']").count() == 1
    page.mouse.up()
    wait(lambda: order(running) == "a d b c")
    # A drag that is broken off moves nothing, and opens no question.
    goal = place_of(page, "tr[data-path='chapters/c.md']")
    page.locator("button.move[aria-label*='Anfang']").hover()
    page.mouse.down()
    page.mouse.move(start["x"] + 5, goal["y"] + 3)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator("dialog").count() == 0 and order(running) == "a d b c"
    page.locator("button.move[aria-label*='Anfang']").click()
    page.select_option("#place", label="hinter „Text C“")
    page.click("dialog button.main")
    wait(lambda: order(running) == "d b c a")
    assert anna.complaints == []


def test_an_outline_is_shown_before_it_is_made(browser: Any, running: House) -> None:
    anna = sit_before_the_board(browser, running)
    page = anna.page
    page.click("button[data-key=outline]")
    page.fill("#outline", "Drei <b>\n\tGanz neu\n\t\tEin Abschnitt\nZwei\n\tText\n\tD\n\tCheckliste: Vorher")
    page.click("dialog button.main")
    wait(lambda: "Angelegt werden 3 Texte" in page.inner_text("dialog .told"))
    told = page.inner_text("dialog .told")
    assert "neuer Teil" in told and "Ganz neu Ein Abschnitt" in told and "chapters/d.md" in told
    assert order(running) == "a b c d"
    page.click("dialog button.main")
    wait(lambda: order(running) == "a b c d text ganz-neu")
    wait(lambda: "Angelegt: 3 Texte, 1 neuer Teil; 1 gab es schon." in said(page))
    assert "## Ein Abschnitt" in (running.root / "chapters/ganz-neu.md").read_text()
    assert (running.root / "chapters/d.md").read_text() == "# Text D\n"
    assert anna.complaints == []


def test_who_only_reads_has_nothing_to_move(browser: Any, running: House) -> None:
    reader = Person(browser, running, "", "read")
    reader.page.goto(reader.page.url.split("#")[0] + "#board")
    reader.page.wait_for_selector("section.board tr[data-path]")
    assert reader.page.locator("button.move").count() == reader.page.locator("[data-key=outline]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_questions_and_the_page_for_the_wall_can_be_used_by_all(
    browser: Any, running: House, axe_script: str, scheme: str
) -> None:
    anna = sit_before_the_board(browser, running, "lead", color_scheme=scheme, bypass_csp=True)
    page = anna.page
    page.evaluate(axe_script)
    for opens in ("button.move >> nth=0", "[data-key=outline]", "[data-key=add]"):
        page.click(opens)
        assert page.locator("table.gates button").count() == 2
        assert faults(page) == []
        page.keyboard.press("Escape")
    hour, rows = (
        3_600_000,
        [Row("chapters/a.md", "chapter", "A", "Eins", "draft", "Anna", 120, 400, 2, 1, 1, "2027-03-01")],
    )
    sprint = Sprint("2027-03-01 09:00", chapters="2027-03-02 12:00", end="2027-03-02 17:00")
    page.goto("about:blank")
    page.set_content(as_page(rows, default_theme().labels, [Sample(0, 1), Sample(hour, 120)], sprint, "de"))
    page.evaluate(axe_script)
    assert page.locator("svg[role=img] > title").count() == 1
    assert faults(page) == []


def faults(page: Any) -> list[Any]:
    found = page.evaluate("axe.run(document, {iframes: false}).then((said) => said.violations)")
    return [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]


def test_a_whole_part_goes_up_and_down_and_it_is_said(browser: Any, running: House) -> None:
    anna = sit_before_the_board(browser, running)
    anna.page.focus("button[aria-label='Teil „Zwei“ nach oben']")
    anna.page.keyboard.press("Enter")
    wait(lambda: order(running) == "c d a b")
    wait(lambda: anna.page.inner_text("section.board .done") == "Der Teil „Zwei“ steht jetzt an Stelle 1 von 2.")
    # The way back is under the same finger.
    anna.page.click("button[aria-label='Teil „Zwei“ nach unten']")
    wait(lambda: order(running) == "a b c d")
    assert "# zuerst" in (running.root / "book.yaml").read_text()
    # Where it ends the button says so, and stays for those who come to it by keyboard.
    anna.page.focus("button[aria-label='Teil „Zwei“ nach unten']")
    anna.page.keyboard.press("Enter")
    wait(lambda: "Weiter geht es" in anna.page.inner_text("section.board .done"))
    assert anna.complaints == []


@pytest.mark.parametrize("size", SIZES)
def test_who_leads_sees_who_is_here_and_notes_what_they_say(
    browser: Any, running: House, axe_script: str, size: str
) -> None:
    ben = Person(browser, running, "Ben")
    lea = sit_before_the_board(browser, running, "lead", viewport=SIZES[size], bypass_csp=True)
    assert ben.page.locator("[data-key='crew']").count() == 0
    lea.page.click("[data-key='crew']")
    line = lea.page.locator("form.person-line", has=lea.page.get_by_label("Name von Ben"))
    line.get_by_label("Name von Ben").fill("Ben <Öz>")
    line.get_by_label("will genannt werden").check()
    line.get_by_role("button").click()
    wait(lambda: "Gespeichert: Ben <Öz>" in lea.page.inner_text("dialog [role=status]"))
    lea.page.evaluate(axe_script)
    found = lea.page.evaluate("axe.run(document, {iframes: false}).then((said) => said.violations)")
    assert [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found] == []
    assert lea.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wait(lambda: ben.page.inner_text("header.top > button:last-child") == "Ben <Öz>")
    lea.page.keyboard.press("Escape")
    wait(lambda: lea.page.locator("dialog").count() == 0)
    assert lea.complaints == []
