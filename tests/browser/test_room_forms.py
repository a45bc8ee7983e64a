"""Forms of the writing room in a browser: by keyboard, beside somebody who writes in the text, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_room import BOOK, SIZES, Person, wait
from tests.sprint.sample import PATH, lay_out
from tests.sprint.serving import House, house

pytestmark = pytest.mark.slow
TEXT = (
    "# Anfang\n\n::: {.ablauf dauer=30}\n| Min. | Was | Wer |\n|-----:|-----|-----|\n| 10 | Ankommen | alle |\n"
    "| 15 | Reden | alle |\n:::\n\n- [ ] Der Raum ist gebucht.\n- [ ] Stifte sind da.\n\nDas Ende.\n"
)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    lay_out(tmp_path, TEXT)
    (tmp_path / "book.yaml").write_text(BOOK)
    with house(tmp_path) as opened:
        yield opened


def test_a_form_edits_the_text_by_keyboard_while_somebody_else_writes(browser: Any, running: House) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben")
    file, page = running.root / PATH, anna.page
    anna.write_behind("| 15 | Reden", "")
    page.keyboard.press("Shift+F4")
    page.wait_for_selector(".form .sum")
    assert page.inner_text(".sum") == "25 von 30 Minuten, 5 fehlen"
    assert page.evaluate("document.activeElement.dataset.key") == "set:duration"
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.type("5")
    wait(lambda: page.inner_text(".sum") == "30 von 30 Minuten")
    ben.write_behind("# Anfang", " neu")
    ben.write_behind("| 15 | Reden", "")
    wait(lambda: "# Anfang neu" in anna.text)
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.type(" | plaudern")
    wait(lambda: "| 15 | Ankommen \\| plaudern | alle |" in file.read_text())
    page.click("[data-key='down:0']")
    page.click("text=Schritt dazu")
    page.keyboard.type("20")
    wait(lambda: "| 15 | Reden | alle |\n| 15 | Ankommen \\| plaudern | alle |\n| 20 |  |  |\n:::" in file.read_text())
    page.keyboard.press("Escape")
    assert page.locator(".form").is_hidden()
    assert page.evaluate("document.activeElement.closest('.cm-content') !== null")
    assert anna.complaints == ben.complaints == []


@pytest.mark.parametrize("size", SIZES)
def test_a_form_is_opened_at_its_block_and_can_be_used_by_all(
    browser: Any, running: House, axe_script: str, size: str
) -> None:
    anna = Person(browser, running, "Anna", viewport=SIZES[size], bypass_csp=True)
    file, page = running.root / PATH, anna.page
    anna.write_behind("Stifte sind da", "")
    page.click(".door")
    page.wait_for_selector(".form ol")
    page.evaluate(axe_script)
    found = page.evaluate("axe.run(document, {iframes: false}).then((said) => said.violations)")
    assert [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.check("[data-key='!:1']")
    page.click("[data-key='up:1']")
    wait(lambda: "- [ ] Stifte sind da. **!**\n- [ ] Der Raum ist gebucht.\n\nDas Ende." in file.read_text())
    anna.write_behind("Das Ende.", "")
    page.keyboard.press("Shift+F4")
    wait(lambda: "nichts, wofür es ein Formular gibt" in page.inner_text(".said"))
    assert anna.complaints == []


def test_pictures_and_settings_are_offered_while_they_are_typed(browser: Any, running: House) -> None:
    (running.root / "chapters/images").mkdir()
    (running.root / "chapters/images/plan-a.png").write_bytes(b"")
    anna = Person(browser, running, "Anna")
    page, offered = anna.page, ".cm-tooltip-autocomplete li"
    anna.write_behind("Das Ende.", "")
    for typed, wanted in ((" ![Plan](im", "images/plan-a.png"), (" [a]{.skala li", "links=")):
        page.keyboard.type(typed)
        page.click(f"{offered}:has-text('{wanted}')")
        wait(lambda: page.locator(offered).count() == 0)
        page.keyboard.type(")" if "(" in typed else '"x"}')
    wait(lambda: 'Das Ende. ![Plan](images/plan-a.png) [a]{.skala links="x"}' in anna.text)
