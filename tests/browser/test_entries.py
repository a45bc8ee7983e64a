"""What readers entered is safe: asked for before it is replaced, shown where nothing new is kept, whole on paper."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.book.model import PageMap
from pipeline.outputs import install
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.conftest import FindProgram
from tests.render import sample

pytestmark = pytest.mark.slow
# Where one was and what one read, which comes with time.
PLACES = ("probe/place", "probe/read")
NAME, PROBLEM = "blatt-canvas--name", "blatt-canvas--problem"
# Another project at the same address has taken all the room there is.
FILL_UP = """() => { for (let size = 1 << 22, n = 0; size; size >>= 1) {
  try { for (;;) localStorage.setItem(`other/${n++}`, "x".repeat(size)); } catch { /* full */ } } }"""
BLOCK = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied'); } })"
MAKE_ROOM = (
    "Object.keys(localStorage).filter((key) => key.startsWith('other/')).map((key) => localStorage.removeItem(key))"
)
FITS = "id => { const one = document.getElementById(id); return one.scrollHeight - one.clientHeight <= 2; }"
# What a program kept that knew no books under one address, and each edition under keys of its own.
EARLIER = """id => { localStorage.clear(); localStorage.setItem('theme', 'dark');
  localStorage.setItem(`answers/probe/1.0/${id}`, '"Alt"');
  localStorage.setItem('answers/probe/0.9/x', 'true');
  localStorage.setItem('carried/probe/1.0', '{"from": "0.9", "changed": {}, "removed": {"0.9": {"y": "Z"}}}'); }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    install(folder, html.render(sample.book(), default_theme("de"), PageMap()).value)
    return folder / "html"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with faultless(browser, accept_downloads=True) as opened:
        yield opened


def open_page(page: Any, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())


def answer(page: Any, id: str) -> Any:
    return page.locator(f"[id='{id}--input']")


def kept(page: Any, id: str) -> Any:
    """What the storage has of an answer to this edition."""
    read = "id => JSON.parse(localStorage.getItem(`probe/answers/${id}`) ?? 'null')?.['1.0']?.value ?? null"
    return page.evaluate(read, id)


def choose_file(page: Any, site: Path, place: Path, answers: dict[str, Any], **more: Any) -> None:
    data = {"book": "probe", "edition": "1.0", "answers": answers, **more}
    place.write_text(json.dumps(data), encoding="utf-8")
    open_page(page, site, "index")
    page.locator("#ui-import").set_input_files(place)


def export(page: Any, site: Path, place: Path) -> dict[str, Any]:
    open_page(page, site, "index")
    with page.expect_download() as download:
        page.locator(".do-export").click()
    download.value.save_as(place)
    data: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return data


@pytest.fixture
def conflict(site: Path, page: Any, tmp_path: Path) -> Any:
    """A partner's file with other words for two fields, and with one that is empty here."""
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Meine")
    answer(page, PROBLEM).fill("Mein Problem")
    theirs = {NAME: "Ihre", PROBLEM: "Ihr Problem", "blatt-canvas--neu": "Neu"}
    choose_file(page, site, tmp_path / "mira.json", theirs, kept={NAME: "2026-03-01T09:30:00Z"})
    page.locator(".plan").wait_for()
    return page.locator(".plan")


def test_a_file_that_says_otherwise_changes_nothing_before_one_has_chosen(page: Any, conflict: Any) -> None:
    assert (kept(page, NAME), kept(page, PROBLEM), kept(page, "blatt-canvas--neu")) == ("Meine", "Mein Problem", None)
    assert "mira.json" in conflict.inner_text()
    questions = conflict.locator("fieldset")
    assert questions.count() == 2
    assert all(words in questions.first.inner_text() for words in ("Meine", "Ihre", "Canvas", "2026"))
    conflict.get_by_role("button", name="Abbrechen").click()
    assert (kept(page, NAME), kept(page, "blatt-canvas--neu")) == ("Meine", None)


def test_mine_is_kept_unless_readers_choose_otherwise(page: Any, conflict: Any) -> None:
    conflict.get_by_role("button", name="Übernehmen").click()
    page.get_by_text("3 Eingaben geladen. An 2 Stellen gilt weiter").wait_for()
    assert (kept(page, NAME), kept(page, "blatt-canvas--neu")) == ("Meine", "Neu")


def test_field_by_field_theirs_or_both_and_one_step_back(page: Any, conflict: Any) -> None:
    conflict.locator("fieldset").nth(0).get_by_label("Beides").check()
    conflict.locator("fieldset").nth(1).get_by_label("Die aus der Datei").check()
    conflict.get_by_role("button", name="Übernehmen").click()
    page.get_by_text("3 Eingaben geladen.").wait_for()
    assert (kept(page, NAME), kept(page, PROBLEM)) == ("Meine / Ihre", "Ihr Problem")
    page.reload()
    back = page.get_by_role("button", name="Zurück zum Stand vor „mira.json“")
    back.click()
    assert (kept(page, NAME), kept(page, PROBLEM), kept(page, "blatt-canvas--neu")) == ("Meine", "Mein Problem", None)
    back.click()
    assert (kept(page, NAME), kept(page, "blatt-canvas--neu")) == ("Meine / Ihre", "Neu")


def test_all_at_once_and_by_keyboard(page: Any, conflict: Any) -> None:
    conflict.get_by_role("button", name="Überall die aus der Datei").press("Enter")
    conflict.get_by_role("button", name="Übernehmen").press("Enter")
    page.get_by_text("3 Eingaben geladen.").wait_for()
    assert (kept(page, NAME), kept(page, PROBLEM)) == ("Ihre", "Ihr Problem")


def test_the_dialog_that_asks_is_accessible(page: Any, conflict: Any, axe_script: str) -> None:
    page.evaluate(axe_script)
    assert page.evaluate("axe.run('.plan').then(found => found.violations.map(one => one.id))") == []


def test_the_same_file_again_asks_nothing(site: Path, page: Any, tmp_path: Path) -> None:
    for _ in range(2):
        choose_file(page, site, tmp_path / "a.json", {NAME: "Wir"})
        page.get_by_text("1 Eingabe geladen.").wait_for()
        assert page.locator(".plan").count() == 0


def test_a_file_is_not_loaded_without_room_for_the_copy(site: Path, page: Any, tmp_path: Path) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Meine")
    page.evaluate(FILL_UP)
    choose_file(page, site, tmp_path / "a.json", {NAME: "Ihre", PROBLEM: "x" * 4000})
    page.get_by_role("button", name="Überall die aus der Datei").click()
    page.get_by_role("button", name="Übernehmen").click()
    page.get_by_text("Nichts geladen").wait_for()
    assert (kept(page, NAME), kept(page, PROBLEM)) == ("Meine", None)


def test_a_full_storage_shows_and_exports_what_it_has(site: Path, page: Any, tmp_path: Path) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Meine")
    page.evaluate(FILL_UP)
    page.reload()
    assert answer(page, NAME).input_value() == "Meine"
    assert "merkt sich deine Eingaben nicht" in page.locator(".remembered").inner_text()
    open_page(page, site, "index")
    assert page.locator(".all-answers .count").inner_text() == "1 Feld oder Haken gemerkt"
    assert export(page, site, tmp_path / "a.json")["answers"] == {NAME: "Meine"}


def test_what_is_not_kept_is_said_beside_the_field_aloud_until_there_is_room(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    page.evaluate(FILL_UP)
    answer(page, PROBLEM).fill("Ein Satz " * 200)
    said = page.get_by_role("alert")
    assert "Nicht gemerkt" in said.inner_text()
    assert said.evaluate("one => one.parentNode.id") == PROBLEM
    page.evaluate(MAKE_ROOM)
    answer(page, NAME).fill("Wir")
    assert page.locator(".not-kept").count() == 0
    assert (kept(page, NAME), kept(page, PROBLEM)) == ("Wir", "Ein Satz " * 200)


def test_a_blocked_storage_is_said_and_nothing_breaks(site: Path, page: Any) -> None:
    page.add_init_script(BLOCK)
    open_page(page, site, "blatt-canvas")
    assert "merkt sich deine Eingaben nicht" in page.locator(".remembered").inner_text()
    answer(page, NAME).fill("Wir")
    assert "Nicht gemerkt" in page.get_by_role("alert").inner_text()
    assert answer(page, NAME).input_value() == "Wir"


@pytest.mark.parametrize("value", ["{kaputt", '{"1.0": 7}', '{"1.0": {"value": {"a": 1}}}', '"x"', "[]"])
def test_what_is_damaged_in_the_storage_is_passed_over(site: Path, page: Any, value: str) -> None:
    open_page(page, site, "blatt-canvas")
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [f"probe/answers/{NAME}", value])
    page.reload()
    assert answer(page, NAME).input_value() == ""
    answer(page, NAME).fill("Wir")
    assert kept(page, NAME) == "Wir"


def test_what_is_being_typed_is_not_replaced_by_another_window(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    other = page.context.new_page()
    open_page(other, site, "blatt-canvas")
    answer(other, NAME).press_sequentially("Hier")
    answer(page, NAME).fill("Dort")
    answer(page, PROBLEM).fill("Anderes Feld")
    other.wait_for_function("id => document.getElementById(id).value === 'Anderes Feld'", arg=f"{PROBLEM}--input")
    assert answer(other, NAME).input_value() == "Hier"
    answer(other, NAME).press_sequentially(" und da")
    assert kept(page, NAME) == "Hier und da"
    page.wait_for_function("id => document.getElementById(id).value === 'Hier und da'", arg=f"{NAME}--input")


def test_a_field_left_alone_takes_up_what_the_other_window_wrote(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    other = page.context.new_page()
    open_page(other, site, "blatt-canvas")
    answer(other, NAME).focus()
    answer(page, NAME).fill("Dort")
    answer(page, PROBLEM).fill("Danach")
    other.wait_for_function("id => document.getElementById(id).value === 'Danach'", arg=f"{PROBLEM}--input")
    answer(other, PROBLEM).focus()
    other.wait_for_function("id => document.getElementById(id).value === 'Dort'", arg=f"{NAME}--input")


def test_a_storage_cleared_elsewhere_is_heard(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Wir")
    other = page.context.new_page()
    open_page(other, site, "index")
    other.evaluate("localStorage.clear()")
    page.locator("h1").click()
    page.wait_for_function("id => document.getElementById(id).value === ''", arg=f"{NAME}--input")


def test_when_it_was_kept_is_said_where_one_is(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Wir")
    (said,) = page.locator(".kept").all_inner_texts()
    assert said.startswith("Gemerkt um ")
    page.reload()
    assert "Gemerkt um " in page.locator(".remembered").inner_text()


def test_the_keys_carry_the_books_name_and_the_value_the_edition(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Wir")
    page.locator(".look-switch").click()
    page.locator("[data-look=theme] input[value=dark]").check()
    keys = [key for key in page.evaluate("Object.keys(localStorage).sort()") if key not in PLACES]
    assert keys == [f"probe/answers/{NAME}", "probe/theme"]
    assert list(page.evaluate("key => JSON.parse(localStorage.getItem(key))", keys[0])) == ["1.0"]


def test_what_an_earlier_program_kept_is_taken_over(site: Path, page: Any) -> None:
    open_page(page, site, "index")
    page.evaluate(EARLIER, NAME)
    open_page(page, site, "blatt-canvas")
    assert answer(page, NAME).input_value() == "Alt"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    keys = [key for key in page.evaluate("Object.keys(localStorage).sort()") if key not in PLACES]
    # What belongs to another edition stays where its own pages look for it.
    assert keys == ["answers/probe/0.9/x", f"probe/answers/{NAME}", "probe/carried", "theme"]
    answer(page, NAME).fill("")
    page.reload()
    assert answer(page, NAME).input_value() == ""


def test_emptying_says_what_goes_and_can_be_taken_back(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Wir")
    page.locator(".do-reset").click()
    assert "löschen: 1." in page.locator(".ask").inner_text()
    assert page.locator(".ask li").all_inner_texts() == [page.locator(f"[id='{NAME}'] .field-label").inner_text()]
    page.get_by_role("button", name="Löschen").click()
    assert (answer(page, NAME).input_value(), kept(page, NAME)) == ("", None)
    page.get_by_role("button", name="Geleertes zurückholen").click()
    assert (answer(page, NAME).input_value(), kept(page, NAME)) == ("Wir", "Wir")


@pytest.mark.parametrize("width", [320, 1000])
def test_fields_of_one_line_grow_and_shrink_with_what_is_in_them(site: Path, page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    hidden = "one => one.scrollHeight - one.clientHeight > 2 || one.scrollWidth > one.clientWidth + 2"
    for name in ("blatt-canvas", "annaeherung"):
        open_page(page, site, name)
        for field in page.locator("main textarea").all():
            before = field.bounding_box()
            field.fill("Kreativwirtschaft trifft Maschinenbau im Erzgebirge " * 30)
            assert not field.evaluate(hidden)
            assert field.bounding_box()["height"] > before["height"] or field.bounding_box()["width"] > before["width"]
            field.fill("kurz")
            assert field.bounding_box()["height"] <= before["height"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_fields_fit_again_when_the_window_is_turned(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, PROBLEM).fill("Kreativwirtschaft trifft Maschinenbau " * 20)
    for width in (400, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(FITS, arg=f"{PROBLEM}--input")


def test_a_field_of_one_line_stays_one_paragraph(site: Path, page: Any) -> None:
    open_page(page, site, "blatt-canvas")
    field = answer(page, NAME)
    field.press_sequentially("eins\nzwei")
    assert field.input_value() == "einszwei"
    field.evaluate("one => { one.value = 'eins\\n zwei'; one.dispatchEvent(new Event('input')); }")
    assert (field.input_value(), kept(page, NAME)) == ("eins zwei", "eins zwei")


def test_a_long_line_is_printed_to_its_last_word(
    site: Path, page: Any, tmp_path: Path, find_program: FindProgram
) -> None:
    open_page(page, site, "annaeherung")
    fields = page.locator("main textarea")
    for nth in range(fields.count()):
        fields.nth(nth).fill(" ".join(f"w{nth}x{word}" for word in range(40)))
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    text = subprocess.run(
        [find_program("pdftotext"), tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    assert [nth for nth in range(fields.count()) if text.count(f"w{nth}x39") != 1] == []
    assert "Gemerkt um" not in text


# Any store does: here one in memory, with room for so many letters, that can be read whatever is in it.
IN_MEMORY = """(room) => { const kept = new Map(); const used = () => [...kept].join("").length;
  return { get length() { return kept.size; }, key: (nth) => [...kept.keys()][nth],
    getItem: (key) => kept.get(key) ?? null, removeItem: (key) => { kept.delete(key); },
    setItem(key, value) {
      if (used() + key.length + value.length > room()) throw new Error("full");
      kept.set(key, value); } }; }"""


def test_the_store_reads_writes_and_tells_of_what_it_could_not_keep(site: Path, page: Any) -> None:
    open_page(page, site, "index")
    told = page.evaluate(f"""() => {{ let room = 300; const storage = ({IN_MEMORY})(() => room);
      const first = window.book.openAnswers(storage, "b", "1.0", () => 5);
      const kept = [first.write("x", "eins"), first.write("y", "z".repeat(400))];
      const full = [first.lost(), first.read("y").length, first.writable(), Object.keys(first.entries())];
      const other = window.book.openAnswers(storage, "b", "1.1");
      const apart = [other.read("x"), other.entries("1.0").x.value, other.entries("1.0").x.at];
      room = 5000;
      const again = [first.write("x", null), first.lost(), first.read("x"), first.read("y").length, first.writable()];
      return {{ kept, full, apart, again }}; }}""")
    assert told["kept"] == [True, False]
    assert told["full"] == [["y"], 400, False, ["x", "y"]]
    assert told["apart"] == [None, "eins", 5]
    assert told["again"] == [True, [], None, 400, True]


def test_what_is_entered_before_scripts_have_come_is_kept_behind_what_was_there(page: Any, site: Path) -> None:
    open_page(page, site, "blatt-canvas")
    answer(page, NAME).fill("Schon da")
    held: list[Any] = []
    page.route(
        "**/assets/*.js", lambda route: route.continue_() if "theme" in route.request.url else held.append(route)
    )
    page.goto((site / "blatt-canvas.html").as_uri(), wait_until="commit")
    answer(page, NAME).press_sequentially("Neu")
    answer(page, PROBLEM).press_sequentially("Früh")
    for route in held:
        route.continue_()
    page.unroute("**/assets/*.js")
    page.wait_for_function("() => window.book?.page")
    assert (kept(page, NAME), kept(page, PROBLEM)) == ("Schon da\nNeu", "Früh")
    assert answer(page, NAME).input_value() == "Schon da\nNeu"
    answer(page, PROBLEM).press_sequentially("!")
    assert kept(page, PROBLEM) == "Früh!"
