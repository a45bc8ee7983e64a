"""What is filled in and saved in a viewer of PDFs comes back, and what we fill in is seen there.

A form in a viewer is not ours: these tests drive Poppler (Evince, Okular) and pdf.js (Firefox) themselves.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from ctypes import c_void_p
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.answers import Answers, Value
from pipeline.answers.form import MULTILINE
from pipeline.answers.sheet import fill_sheet, read_sheet
from tests.answers.poppler import Viewer
from tests.conftest import miss
from tests.render import sample

PDFJS = Path("/usr/share/javascript/pdf/build")
LINE = "Größe „Ä“ (50 €) 😀"
# By the name in the file: a text, a tick, or the state of the radio button that is chosen.
Marks = dict[str, str | bool]


@pytest.fixture(scope="module")
def answers(sheet: bytes) -> Answers:
    """An answer to every question of the sheet, but only to every other box."""
    values: dict[str, Value] = {}
    with pikepdf.open(io.BytesIO(sheet)) as book:
        for nth, field in enumerate(book.Root.AcroForm.Fields):
            name, words = str(field.T), [str(word) for word in field.get("/Opt", [])]
            if field.FT == "/Tx":
                values[name] = f"{LINE}\nzweite Zeile" if int(field.get("/Ff", 0)) & MULTILINE else LINE
            elif "/Kids" in field:
                values[name] = words[1]
            elif not words:
                values |= {name: True} if nth % 2 else {}
            elif not name.endswith(".1"):
                several = name.rpartition(".")[0]
                values[several] = (*_words(values.get(several)), *words)
    manifest = sample.book().manifest
    assert Counter(type(value) for value in values.values()).keys() == {str, bool, tuple}
    return Answers(manifest.slug, manifest.edition, values)


def _words(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


@pytest.fixture(scope="module")
def marks(sheet: bytes, answers: Answers) -> Marks:
    """The same answers in the words of the form."""
    marks: Marks = {}
    with pikepdf.open(io.BytesIO(sheet)) as book:
        for field in book.Root.AcroForm.Fields:
            name, words = str(field.T), [str(word) for word in field.get("/Opt", [])]
            value = answers.values.get(name)
            if isinstance(value, str) and "/Kids" in field:
                marks[name] = next(key[1:] for key in field.Kids[words.index(value)].AP.N if key != "/Off")
            elif words:
                marks[name] = words[0] in _words(answers.values.get(name.rpartition(".")[0]))
            else:
                marks[name] = value if isinstance(value, str) else bool(value)
    return marks


@pytest.fixture(scope="module")
def filled(sheet: bytes, answers: Answers) -> bytes:
    data = fill_sheet(sheet, "blatt.pdf", answers).value
    assert data is not None
    return data


def _viewer(path: Path) -> Viewer:
    try:
        return Viewer(path)
    except OSError:
        miss("Poppler with GLib")


def _buttons(viewer: Viewer) -> list[tuple[str, str, c_void_p]]:
    """Name, state and handle of every button; radio buttons of a name are counted as they stand."""
    counted: Counter[str] = Counter()
    found = []
    for name, is_text, handle in viewer.fields():
        counted[name] += 1
        found += [] if is_text else [(name, f"o{counted[name]}", handle)]
    return found


@pytest.mark.slow
def test_what_poppler_saves_is_read(sheet: bytes, answers: Answers, marks: Marks, tmp_path: Path) -> None:
    empty, saved = tmp_path / "leer.pdf", tmp_path / "gespeichert.pdf"
    empty.write_bytes(sheet)
    viewer = _viewer(empty)
    for name, is_text, handle in viewer.fields():
        if is_text:
            viewer.write(handle, str(marks[name]))
    for name, state, handle in _buttons(viewer):
        if marks[name] in (True, state):
            viewer.press(handle)
    viewer.save(saved)
    assert read_sheet(saved.read_bytes(), "blatt.pdf").value == answers


def test_poppler_shows_what_we_fill_in(filled: bytes, marks: Marks, tmp_path: Path) -> None:
    path = tmp_path / "gefüllt.pdf"
    path.write_bytes(filled)
    viewer = _viewer(path)
    seen: Marks = {name: viewer.text(handle) for name, is_text, handle in viewer.fields() if is_text}
    wanted: Marks = {name: mark for name, mark in marks.items() if name in seen}
    assert seen == wanted
    on = {(name, state) for name, state, handle in _buttons(viewer) if viewer.is_on(handle)}
    assert on == {(name, state) for name, state, _ in _buttons(viewer) if marks[name] in (True, state)}


@pytest.fixture
def pdfjs(browser: Any) -> Any:
    if not PDFJS.is_dir():
        miss("pdf.js")
    page = browser.new_page()
    # Without a worker of its own: pages from nowhere may not start one.
    for script in (PDFJS / "pdf.worker.js", PDFJS / "pdf.js", Path(__file__).with_name("pdfjs.js")):
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
    return page


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@pytest.mark.slow
def test_what_pdf_js_saves_is_read(sheet: bytes, answers: Answers, marks: Marks, pdfjs: Any) -> None:
    saved = base64.b64decode(pdfjs.evaluate("([data, marks]) => fill(data, marks)", [_text(sheet), marks]))
    assert read_sheet(saved, "blatt.pdf").value == answers


@pytest.mark.slow
def test_pdf_js_shows_what_we_fill_in(filled: bytes, marks: Marks, pdfjs: Any) -> None:
    widgets = pdfjs.evaluate("look", _text(filled))
    texts = {widget["name"]: widget["text"] for widget in widgets if widget["text"] is not None}
    assert texts == {name: mark for name, mark in marks.items() if name in texts}
    on = [widget["name"] for widget in widgets if widget["on"]]
    assert sorted(on) == sorted(name for name, mark in marks.items() if mark and name not in texts)
