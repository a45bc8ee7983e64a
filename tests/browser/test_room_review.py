"""What people say of a text and suggest in the writing room: in the margin, in the file, settled by a click."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.sprint.sample import PATH, TEXT
from tests.sprint.serving import House, house_of

from .test_room import BOOK, SIZES, Person, wait

pytestmark = pytest.mark.slow
CRITIC = Path(__file__).resolve().parents[2] / "templates/sprint/src/critic.js"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    with house_of(tmp_path, BOOK) as opened:
        yield opened


def pick(person: Person, words: str) -> None:
    """Select words of the text, as somebody does who drags the mouse over them."""
    person.page.evaluate(
        """(words) => {
        const walk = document.createTreeWalker(document.querySelector(".cm-content"), NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
          const at = node.data.indexOf(words);
          if (at >= 0) {
            document.querySelector(".cm-content").focus();
            const heard = new Promise((done) => document.addEventListener("selectionchange", () =>
              requestAnimationFrame(() => requestAnimationFrame(done)), { once: true }));
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return heard;
          }
        }
        throw new Error(words);
      }""",
        words,
    )


def test_a_comment_is_seen_answered_and_settled_by_others(browser: Any, running: House) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben: <i>")
    file = running.root / PATH
    pick(anna, "Satz steht")
    anna.page.click(".bar > button:has-text('Kommentar')")
    anna.page.fill("#said", "Woher {wissen} wir\ndas?")
    anna.page.click("dialog button.main")
    wait(lambda: "Ein {==Satz steht==}{>>Anna: Woher (wissen) wir das?<<} hier." in file.read_text())
    wait(lambda: ben.page.locator(".notes li").count() == 1)
    assert "Woher (wissen) wir das?" in ben.page.inner_text(".notes li")
    ben.page.click(".notes button:has-text('Antworten')")
    ben.page.fill("#said", "Von ihr.")
    ben.page.click("dialog button.main")
    wait(lambda: "das?<<}{>>Ben i: Von ihr.<<} hier." in file.read_text())
    wait(lambda: "Von ihr." in anna.page.inner_text(".notes li"))
    anna.page.click(".notes button:has-text('Erledigt')")
    wait(lambda: file.read_text() == TEXT)
    wait(lambda: ben.page.locator(".notes").is_hidden())
    assert anna.complaints == ben.complaints == []


def test_a_suggestion_holds_when_somebody_accepts_it(browser: Any, running: House) -> None:
    anna, ben = Person(browser, running, "Anna"), Person(browser, running, "Ben")
    file = running.root / PATH
    for words, text in (("Übermut", "Mut"), ("Noch ein", "")):
        pick(anna, words)
        anna.page.keyboard.press("Shift+F3")
        anna.page.fill("#said", text)
        anna.page.keyboard.press("Control+Enter")
        wait(lambda words=words: f"{words}~>" in file.read_text() or f"{{--{words}--}}" in file.read_text())
    assert "{--Noch ein--}{>>Anna<<} Satz mit {~~Übermut~>Mut~~}{>>Anna<<}." in file.read_text()
    wait(lambda: ben.page.locator(".notes li").count() == 2)
    assert "Anna schlägt vor" in ben.page.inner_text(".notes li >> nth=0")
    ben.page.locator(".notes li").nth(1).locator("button:has-text('Annehmen')").click()
    ben.page.locator(".notes li").nth(0).locator("button:has-text('Ablehnen')").click()
    wait(lambda: file.read_text() == TEXT.replace("Übermut", "Mut"))
    anna.page.click(".cm-line:has-text('Das Ende.')")
    anna.page.keyboard.press("End")
    anna.page.keyboard.press("Shift+F3")
    anna.page.fill("#said", "Wirklich.")
    anna.page.keyboard.press("Control+Enter")
    wait(lambda: "Das Ende.{++Wirklich.++}{>>Anna<<}" in file.read_text())


def test_nothing_is_said_where_it_would_spoil_the_file(browser: Any, running: House) -> None:
    (running.root / PATH).write_text(f"---\nstatus: entwurf\n---\n{TEXT}\n::: tipp\nEin Rat.\n:::\n")
    anna = Person(browser, running, "Anna")
    for words in ("entwurf", "tipp"):
        pick(anna, words)
        anna.page.keyboard.press("Shift+F2")
        wait(lambda: "Hier geht kein Kommentar" in anna.page.inner_text(".said"))
        assert anna.page.locator("dialog").count() == 0
        anna.page.click(".said button")


@pytest.mark.parametrize("size", SIZES)
def test_cards_can_be_read_and_reached_by_all(browser: Any, running: House, axe_script: str, size: str) -> None:
    said = "".join(
        f"\n\nEin {{==Satz {n}==}}{{>>Ben: Bemerkung {n}, die länger ist als eine Zeile.<<}}." for n in range(6)
    )
    (running.root / PATH).write_text(f"# Anfang{said}\n\n{{~~alt~>neu~~}}{{>>Eva<<}} [Warum?]{{.kommentar}}\n")
    anna = Person(browser, running, "Anna", viewport=SIZES[size], bypass_csp=True)
    wait(lambda: anna.page.locator(".notes li").count() == 8)
    anna.page.evaluate(axe_script)
    found = anna.page.evaluate("axe.run(document, {iframes: false}).then((said) => said.violations)")
    assert [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found] == []
    boxes = [card.bounding_box() for card in anna.page.locator(".notes li").all()]
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    anna.page.locator(".notes li").nth(3).locator("button").first.focus()
    anna.page.keyboard.press("Enter")
    assert anna.page.evaluate("document.activeElement.closest('.cm-content') !== null")
    assert "near" in anna.page.locator(".notes li").nth(3).get_attribute("class")


SETTLED = [
    ("Ein {==Wort==}{>>A: x<<} da", True, "Ein Wort da"),
    ("Ein {>>A: x<<} da", True, "Ein da"),
    ("Ein{>>A: x<<}, da", True, "Ein, da"),
    ("{++neu++}{--alt--}{>>A<<}", True, "neu"),
    ("{++neu++}{--alt--}{>>A<<}", False, "alt"),
    ("Ein {~~alt~>neu~~} Wort", False, "Ein alt Wort"),
    ("Ein {++neues++} Wort", False, "Ein Wort"),
    ("[Warum?]{.kommentar} So.", True, " So."),
]


def test_marks_are_found_and_settled_as_the_book_reads_them(browser: Any) -> None:
    page = browser.new_page()
    source = base64.b64encode(CRITIC.read_bytes()).decode()
    page.evaluate(
        "async (source) => { globalThis.critic = await import(`data:text/javascript;base64,${source}`) }", source
    )
    settled = """([text, take]) => critic.settle(text, critic.threadsIn(text)[0], take)
        .sort((a, b) => b.from - a.from).reduce((all, { from, to }) => all.slice(0, from) + all.slice(to), text)"""
    assert [page.evaluate(settled, [text, take]) for text, take, _ in SETTLED] == [then for _, _, then in SETTLED]
    count = "(text) => critic.threadsIn(text).length"
    texts = [
        "{++a++}{>>A<<}{++b++}",
        "{++a++}{--b--}",
        "`{++a++}`",
        "~~~\n{++a++}\n~~~",
        "{++a\n\nb++}",
        "<!-- {>>a<<} -->",
    ]
    assert [page.evaluate(count, text) for text in texts] == [2, 1, 0, 0, 0, 0]
    may = "(words) => critic.canMark(words)"
    words = [
        "zwei Wörter",
        "ein **ganzes** Mark",
        "ein **halbes",
        "über\n\nzwei",
        "über\n- Punkte",
        "über\nZeilen",
        "{x}",
        "",
    ]
    assert [page.evaluate(may, text) for text in words] == [True, True, False, False, False, True, False, False]
    page.close()


def test_after_the_freeze_nobody_types_more_and_everybody_comments(browser: Any, running: House) -> None:
    (running.root / "book.yaml").write_text(f"sprint: {{gates: {{content: 2020-01-01 12:00}}}}\n{BOOK}")
    anna, lead = Person(browser, running, "Anna"), Person(browser, running, "Lea", "lead")
    wait(lambda: anna.page.evaluate("document.querySelector('.clock').textContent") == "nur noch kürzen und verbessern")
    wait(
        lambda: any(
            gate["name"] == "content" and gate["past"] for gate in running.state(running.cookie("read"))["gates"]
        )
    )
    anna.write_behind("Das Ende.", "x" * 150)
    anna.page.keyboard.insert_text("zu viel " * 10)
    wait(lambda: "wird ein Text nicht mehr länger" in anna.page.inner_text(".said"))
    assert "zu viel" not in anna.text
    pick(anna, "Ein Satz")
    anna.page.keyboard.press("Shift+F2")
    anna.page.fill("#said", "Das ist lang genug, um zu wachsen. " * 8)
    anna.page.click("dialog button.main")
    wait(lambda: "{==Ein Satz==}{>>Anna: Das ist" in (running.root / PATH).read_text())
    lead.page.click("header button:has-text('Tafel')")
    lead.page.click(".gates button:has-text('Aufheben')")
    wait(lambda: lead.page.locator(".gates button:has-text('Wieder gelten lassen')").count() == 1)
    anna.write_behind("Das Ende.", "")
    anna.page.keyboard.insert_text("wieder frei " * 10)
    wait(lambda: "wieder frei" in (running.root / PATH).read_text())
