"""The writing room as its people see it: two at once in one text, offline and back, by keyboard, on a phone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sprint.sample import PATH, TEXT
from tests.sprint.serving import House, house_of

pytestmark = pytest.mark.slow
CLOCK = "sprint: {end: 2099-01-02 17:00, gates: {chapters: 2099-01-01 12:00, content: 2099-01-02 15:00}}\n"
BOOK = f"title: Probe\nlanguage: de\n{CLOCK}parts:\n  - title: Eins\n    chapters:\n      - chapters/anfang.md\n"
CONFLICT = (
    "\n::::: konflikt\n:::: lesart\nDer Saal fasst achtzig.\n::::\n:::: lesart\nDer Saal fasst neunzig.\n::::\n:::::\n"
)
STORED = """async (words) => {
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.startsWith("workbook/"));
  const opening = indexedDB.open(name);
  const opened = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const asked = opened.transaction("updates").objectStore("updates").getAll();
  const updates = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  opened.close();
  return updates.some((update) => new TextDecoder().decode(update).includes(words));
}"""
PATIENCE_S = 60


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    with house_of(tmp_path, BOOK) as opened:
        yield opened


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Any, running: House, name: str, role: str = "write", **more: Any) -> None:
        self.context = browser.new_context(**more)
        self.running, self.name, self.role = running, name, role
        self.complaints: list[str] = []
        self.open()
        if name:
            self.page.fill("#name", name)
            self.page.click("dialog button.main")
        self.choose()

    def open(self) -> None:
        """Follow the link."""
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._hear(said.text))
        self.page.goto(f"http://127.0.0.1:{self.running.port}/-sprint/?key={self.running.secrets[self.role]}")
        self.page.wait_for_selector("nav.files a")

    def _hear(self, said: str) -> None:
        if "Content Security Policy" in said or "Uncaught" in said:
            self.complaints.append(said)

    def choose(self) -> None:
        """Open the chapter."""
        self.page.click("nav.files a")
        self.page.wait_for_selector(".cm-content")

    @property
    def text(self) -> str:
        return str(self.page.evaluate("document.querySelector('.cm-content').innerText"))

    @property
    def state(self) -> str:
        return str(self.page.inner_text(".kept"))

    def stored(self, words: str) -> bool:
        """Whether words typed at once lie in the browser's own store."""
        return bool(self.page.evaluate(STORED, words))

    def write_behind(self, words: str, text: str) -> None:
        """Click at the end of a line and type."""
        self.page.click(f".cm-line:has-text('{words}')")
        self.page.keyboard.press("End")
        self.page.keyboard.type(text)


def wait(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_two_write_one_text_see_each_other_and_take_back_only_their_own(browser: Any, running: House) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben <b>")
    anna.write_behind("Ein Satz steht hier", " Anna schreibt.")
    ben.write_behind("Das Ende.", " Ben schreibt Ä😀.")
    wait(lambda: "Ben schreibt Ä😀." in anna.text and "Anna schreibt." in ben.text)
    wait(lambda: ben.page.locator(".caret", has_text="Anna").count() == 1)
    assert anna.page.locator(".caret", has_text="Ben <b>").count() == 1
    anna.page.keyboard.press("Control+z")
    wait(lambda: "Anna schreibt." not in ben.text)
    assert "Ben schreibt Ä😀." in anna.text
    wait(lambda: (anna.state, ben.state) == ("gespeichert", "gespeichert"))
    file = running.root / PATH
    wait(lambda: file.read_text() == TEXT.replace("Das Ende.", "Das Ende. Ben schreibt Ä😀."))
    assert anna.complaints == ben.complaints == []


def test_what_is_typed_without_a_line_is_said_to_be_and_comes_in_once(browser: Any, running: House) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben")
    wait(lambda: anna.state == "gespeichert")
    running.kill()
    wait(lambda: anna.state == "offline")
    assert "Keine Verbindung" in anna.page.inner_text(".said")
    anna.write_behind("Das Ende.", "")
    anna.page.keyboard.insert_text(" Ohne Netz.")
    wait(lambda: anna.stored("Ohne Netz."))
    # The window is closed, and opened again when there is a line.
    anna.page.close()
    ben.write_behind("Ein Satz steht hier", " Auch ohne.")
    running.start()
    wait(lambda: ben.state == "gespeichert")
    anna.open()
    anna.choose()
    wait(lambda: anna.state == "gespeichert" and "Ohne Netz." in ben.text)
    assert (anna.text.count("Ohne Netz."), anna.text.count("Auch ohne."), anna.text.count("Mitte")) == (1, 1, 1)
    wait(lambda: "Ohne Netz." in (running.root / PATH).read_text())


def test_another_program_writes_the_file_and_the_caret_stays(browser: Any, running: House) -> None:
    anna, file = Person(browser, running, "Anna"), running.root / PATH
    anna.write_behind("Das Ende.", " Hier")
    wait(lambda: "Hier" in file.read_text())
    file.write_text(file.read_text().replace("# Anfang\n", "# Anfang\n\nVon außen, davor.\n"))
    wait(lambda: "Von außen" in anna.text)
    anna.page.keyboard.type(" geht es weiter.")
    wait(lambda: "Das Ende. Hier geht es weiter." in file.read_text() and "Von außen, davor." in file.read_text())
    file.unlink()
    anna.page.keyboard.type(" Noch.")
    wait(lambda: "Datei ist weg" in anna.page.inner_text(".said"))
    anna.page.click("button:has-text('Datei wieder anlegen')")
    wait(lambda: file.exists() and "weiter. Noch." in file.read_text())
    file.rename(file.with_name("neu.md"))
    (running.root / "book.yaml").write_text(BOOK.replace("anfang", "neu"))
    anna.write_behind("weiter. Noch.", " Umbenannt.")
    wait(lambda: "Umbenannt." in file.with_name("neu.md").read_text())
    assert not file.exists()
    assert anna.text.count("Noch. Umbenannt.") == 1


def test_two_readings_are_settled_by_one_of_their_buttons(browser: Any, running: House) -> None:
    (running.root / PATH).write_text(TEXT + CONFLICT)
    anna = Person(browser, running, "Anna")
    assert anna.page.locator(".choice").count() == 2
    anna.page.locator("button:has-text('Diese Lesart nehmen')").nth(1).click()
    wait(lambda: (running.root / PATH).read_text() == TEXT + "\nDer Saal fasst neunzig.\n")
    assert anna.page.locator(".choice").count() == 0


def test_the_bar_inserts_a_box_and_a_picture_comes_by_drop(browser: Any, running: House, tmp_path: Path) -> None:
    anna = Person(browser, running, "Anna")
    anna.page.click(".cm-line:has-text('Noch ein Satz')")
    # What the editor itself says is German, too.
    assert anna.page.locator(".cm-foldGutter [title='einklappen']").count() > 0
    anna.page.click("summary:has-text('Kästen')")
    anna.page.click(".menu button:has-text('Stolperstelle')")
    anna.page.keyboard.type("Zu eng geplant.")
    anna.page.evaluate(
        """() => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 8;
        return new Promise((done) => canvas.toBlob((blob) => {
          const data = new DataTransfer();
          data.items.add(new File([blob], "Plan A.png", { type: "image/png" }));
          const lines = [...document.querySelectorAll(".cm-line")];
          const place = lines.find((line) => line.textContent.includes("Mitte")).getBoundingClientRect();
          const at = { clientX: place.x + 5, clientY: place.y + 5, dataTransfer: data };
          const drop = new DragEvent("drop", { bubbles: true, cancelable: true, ...at });
          document.querySelector(".cm-content").dispatchEvent(drop);
          done();
        }));
      }"""
    )
    wait(lambda: "![Plan A](images/plan-a.png)" in (running.root / PATH).read_text())
    anna.page.keyboard.type("Ein Plan")
    wait(lambda: '{alt="Ein Plan"}' in (running.root / PATH).read_text())
    assert "\n\n::: stolperstelle\nZu eng geplant.\n:::\n\n" in (running.root / PATH).read_text()
    assert (running.root / "chapters/images/plan-a.png").exists()


PASTE = """([html, plain, shift]) => {
  const place = document.querySelector(".cm-content"), data = new DataTransfer();
  data.setData("text/plain", plain);
  data.setData("text/html", html);
  const key = { key: shift ? "V" : "v", ctrlKey: true, shiftKey: shift, bubbles: true };
  place.dispatchEvent(new KeyboardEvent("keydown", key));
  place.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_what_is_copied_elsewhere_is_pasted_as_markdown_and_with_shift_as_it_is(browser: Any, running: House) -> None:
    anna, file = Person(browser, running, "Anna"), running.root / PATH
    html = '<b style="font-weight:normal"><span>und </span><span style="font-weight:700">neu</span></b>'
    anna.write_behind("Noch ein Satz", "")
    anna.page.evaluate(PASTE, [html, " und neu", False])
    wait(lambda: "mit Übermut. und **neu**\n" in file.read_text())
    anna.page.evaluate(PASTE, ["<ul><li>a</li><li>b</li></ul>", "a\nb", False])
    wait(lambda: "und **neu**\n\n- a\n- b\n\n## Mitte" in file.read_text())
    anna.write_behind("Das Ende.", " ")
    anna.page.evaluate(PASTE, ["<b>wie</b> es ist", "wie es ist", True])
    wait(lambda: "Das Ende. wie es ist" in file.read_text())
    anna.page.evaluate(PASTE, ['<p><i>Bild</i> <img src="file:///C:/a.png"></p>', "Bild", False])
    wait(lambda: "a.png` liegt der Vorlage nicht bei" in anna.page.inner_text(".said"))
    anna.page.keyboard.press("Control+z")
    wait(lambda: "*Bild*" not in anna.text)
    assert anna.complaints == []


def test_a_click_is_heard_while_the_list_is_drawn_anew_and_after_a_step_back(browser: Any, running: House) -> None:
    anna = Person(browser, running, "Anna")
    anna.page.evaluate("location.hash = ''")
    anna.page.wait_for_selector(".cm-content", state="detached")
    anna.page.evaluate("document.querySelector('nav.files a').id = 'old'")
    anna.page.hover("nav.files a")
    with anna.page.expect_response("**/ask/state"):
        anna.page.mouse.down()
    anna.page.mouse.up()
    anna.page.wait_for_selector(".cm-content")
    anna.page.wait_for_selector("nav.files a:not(#old)")
    assert anna.complaints == []


def test_a_letter_that_comes_in_halves_is_the_same_for_all(browser: Any, running: House) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben")
    anna.write_behind("Das Ende.", " ")
    for half in (0xD83D, 0xDE0E, 0xD83D, 0x78):
        anna.page.evaluate("code => document.execCommand('insertText', false, String.fromCharCode(code))", half)
    wait(lambda: "Das Ende. \U0001f60e\ufffdx" in ben.text and "Das Ende. \U0001f60e\ufffdx" in anna.text)
    wait(lambda: "Das Ende. \U0001f60e\ufffdx" in (running.root / PATH).read_text())


def test_who_only_reads_sees_and_cannot_type(browser: Any, running: House) -> None:
    anna, reader = Person(browser, running, "Anna"), Person(browser, running, "", "read")
    wait(lambda: reader.state == "nur lesen")
    reader.write_behind("Das Ende.", " Unfug.")
    anna.write_behind("Das Ende.", " Gut.")
    wait(lambda: "Das Ende. Gut." in reader.text)
    assert "Unfug" not in reader.text
    assert reader.page.locator(".bar").is_hidden()


SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 780}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_view_can_be_used_by_all(browser: Any, running: House, axe_script: str, size: str, scheme: str) -> None:
    anna = Person(browser, running, "Anna", "lead", viewport=SIZES[size], color_scheme=scheme, bypass_csp=True)
    page = anna.page
    page.evaluate(axe_script)
    go = ".tabs button" if size == "phone" else "header button"
    for view in ("", "Verlauf", "Tafel"):
        if view:
            page.click(f"{go}:has-text('{view}')")
        wait(lambda: anna.state == "gespeichert")
        found = page.evaluate("axe.run(document, {iframes: false}).then((said) => said.violations)")
        assert [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert anna.complaints == []


@pytest.mark.parametrize("width", [1280, 1024, 1920])
def test_the_bar_has_two_rows_at_most_and_loses_nothing(browser: Any, running: House, width: int) -> None:
    anna = Person(browser, running, "Anna", viewport={"width": width, "height": 800})
    bar = anna.page.locator(".bar")
    every = "[...document.querySelectorAll('.bar > :not(.more):not(input), .more > .menu > :not(input)')].length"
    seen = "[...document.querySelectorAll('.bar > *')].filter((one) => one.offsetHeight)"
    wait(lambda: bool(0 < anna.page.evaluate(f"new Set({seen}.map((one) => one.offsetTop)).size") <= 2))
    assert anna.page.evaluate(every) == 14
    if bar.locator(".more").is_visible():
        bar.locator(".more > summary").click()
    bar.get_by_role("button", name="Probedruck").click()
    assert anna.page.locator("dialog").count() == 1
    assert anna.complaints == []


def test_one_step_of_one_person_is_taken_back_and_the_rest_stays(browser: Any, running: House) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben")
    anna.write_behind("Ein Satz steht hier", " Falsch.")
    wait(lambda: "Falsch." in ben.text)
    ben.write_behind("Das Ende.", " Richtig.")
    wait(lambda: "Richtig." in anna.text and anna.state == ben.state == "gespeichert")
    ben.page.click("header button:has-text('Verlauf')")
    ben.page.select_option("#who", label="Anna")
    ben.page.click("aside.past li button")
    ben.page.click("button:has-text('Nur diesen Schritt zurücknehmen (Anna)')")
    wait(lambda: "Falsch." not in anna.text and "Falsch." not in ben.text)
    assert "Richtig." in anna.text
    wait(lambda: (running.root / PATH).read_text() == TEXT.replace("Das Ende.", "Das Ende. Richtig."))
    assert anna.complaints == ben.complaints == []


def test_signs_that_show_nothing_are_left_out_of_a_paste_and_a_book_at_once_is_too_large(
    browser: Any, running: House
) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben")
    paste = """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector(".cm-content").dispatchEvent(event); }"""
    anna.write_behind("Das Ende.", "")
    anna.page.evaluate(paste, " A\0us\x07 PDF\u2028Zeile\r\nzwei")
    wait(lambda: (running.root / PATH).read_text() == TEXT.replace("Das Ende.", "Das Ende. Aus PDF\nZeile\nzwei"))
    anna.page.evaluate(paste, "ä" * 600_000)
    wait(lambda: "Das ist zu groß." in anna.page.inner_text(".said"))
    anna.page.keyboard.type(" Weiter.")
    wait(lambda: "Weiter." in ben.text and anna.state == "gespeichert")
    assert "ää" not in ben.text and anna.complaints == []


def test_everything_can_be_done_by_keyboard(browser: Any, running: House) -> None:
    anna = Person(browser, running, "Anna")
    page = anna.page
    page.focus("nav.files a")
    page.keyboard.press("Enter")
    page.focus(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type("Am Schluss.")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.cm-content') === null")
    page.focus("summary:has-text('Kästen')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Mit der Tastatur.")
    wait(lambda: "::: tipp\nMit der Tastatur.\n:::" in (running.root / PATH).read_text())
