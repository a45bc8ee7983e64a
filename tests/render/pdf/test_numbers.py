"""Every printed page number is the folio of the page that it speaks of: references, contents lines, index locators."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace

import pikepdf
import pytest

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.render.pdf import render
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.conftest import FindProgram
from tests.render import sample

FILLER = "Ein Satz, der Platz braucht, damit die nächste Stelle auf einer anderen Seite steht. " * 40


def _book() -> Book:
    """The sample with chapters in which every reference stands in a line of its own, before and behind its target."""
    book = sample.book()
    marks = [
        f'<h2 id="k{n}--ziel">Ziel {n}</h2><p id="k{n}--p">{FILLER}</p>'
        f'<p><span class="index-mark" id="k{n}--mark">Wort</span> steht hier.</p>'
        for n in range(3)
    ]
    texts = []
    for nth in range(6):
        targets = [f"k{(nth + step) % 6}" for step in range(1, 6)]
        lines = "".join(f'<p>Siehe <a class="xref" href="#{t}">Kapitel {t}</a>.</p>' for t in targets)
        for step, part in enumerate("abc"):
            lines += marks[step].replace(f"k{step}--", f"k{nth}{part}--")
        texts.append(lines)
    chapters = tuple(
        Section(id=f"k{n}", kind="chapter", title=f"Kapitelname {n}", number=str(n + 1), part=1, body=text)
        for n, text in enumerate(texts)
    )
    lines = "".join(
        f'<li class="toc-line"><a href="#k{n}">Kapitelname {n}</a>'
        f'<span class="page-ref" data-target="k{n}"></span></li>'
        for n in range(6)
    )
    locators = "".join(f'<a class="locator" href="#k{n}{part}--mark">x</a>' for n in range(6) for part in "abc")
    contents = Section(
        id="c", kind="contents", title="Inhalt", matter="front", body=f'<ol class="toc-list">{lines}</ol>'
    )
    index = Section(
        id="i",
        kind="index",
        title="Register",
        matter="back",
        body=f'<div class="index-group"><ul><li><span class="headword">Wort</span> {locators}'
        ' <em class="see">siehe auch</em> Anderes</li></ul></div>',
    )
    return replace(book, sections=(contents, *chapters, index))


@pytest.fixture(scope="module")
def printed() -> bytes:
    return next(iter(render(_book(), default_theme("de"), MemoryCache(), Workshop()).value.artifacts.values()))


@pytest.fixture(scope="module")
def places(printed: bytes) -> dict[str, str]:
    """The label of the page that each destination leads to, taken from the file alone."""
    with pikepdf.open(io.BytesIO(printed)) as book:
        labels = {page.objgen: page.label for page in book.pages}
        names = list(book.Root.Names.Dests.Names)
        return {str(name): labels[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}


@pytest.fixture(scope="module")
def pages(printed: bytes, find_program: FindProgram, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of every page, by its printed folio."""
    path = tmp_path_factory.mktemp("numbers") / "book.pdf"
    path.write_bytes(printed)
    command = [find_program("pdftotext"), "-layout", str(path), "-"]
    texts = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    folios = {}
    for text in texts:
        last = (text.strip().splitlines() or [""])[-1]
        if found := re.search(r"(?:^|\s)(\d+|[ivxl]+)(?:\s+Entwurf.*)?$", last):
            folios[found[1]] = text
    return folios


def test_the_folio_on_a_targets_page_is_its_label(places: dict[str, str], pages: dict[str, str]) -> None:
    for nth in range(6):
        for part in "abc":
            assert f"Ziel {'abc'.index(part)}" in pages[places[f"k{nth}{part}--ziel"]]


def test_every_reference_names_the_page_of_its_chapter(places: dict[str, str], pages: dict[str, str]) -> None:
    # The number stands in the outer margin, on the line of its reference.
    lines = [line for text in pages.values() for line in text.splitlines()]
    sides = (
        r"Kapitel (?P<target>k\d)\.\s+S\.\s(?P<number>\w+)",
        r"S\.\s(?P<number>\w+)\s+Siehe Kapitel (?P<target>k\d)",
    )
    matches = [match for line in lines for side in sides if (match := re.search(side, line))]
    found = [(match["target"], match["number"]) for match in matches]
    assert len(found) == 30
    assert [(target, number) for target, number in found if places[target] != number] == []


def test_every_contents_line_names_the_page_of_its_chapter(places: dict[str, str], pages: dict[str, str]) -> None:
    contents = next(text for text in pages.values() if "Inhalt" in text)
    lines = dict(re.findall(r"(Kapitelname \d)\s+(\w+)", contents))
    assert lines == {f"Kapitelname {n}": places[f"k{n}"] for n in range(6)}


def test_the_index_names_every_page_of_its_marks_once(places: dict[str, str], pages: dict[str, str]) -> None:
    index = next(text for text in pages.values() if "Register" in text)
    numbers = re.search(r"Wort,?\s+([\d,–\s]+)", index)
    assert numbers is not None
    said: list[int] = []
    for entry in numbers[1].replace(" ", "").replace("\n", "").strip(",").split(","):
        first, _, last = entry.partition("–")
        said.extend(range(int(first), int(last or first) + 1))
    wanted = sorted({int(places[f"k{n}{part}--mark"]) for n in range(6) for part in "abc"})
    assert said[: len(wanted)] == wanted


def test_a_see_also_stands_off_the_last_page(pages: dict[str, str]) -> None:
    index = next(text for text in pages.values() if "Register" in text)
    assert re.search(r"\d\s+siehe auch\s+Anderes", index)


def test_a_thing_that_the_books_own_style_hides_has_no_number() -> None:
    ours = default_theme("de")
    files = {**ours.files, "styles/print.css": ours.files["styles/print.css"] + b"\n#k1a--ziel { display: none }"}
    sections = list(_book().sections[:3])
    sections[1] = replace(sections[1], body='<p id="p">Siehe <a class="xref" href="#k1a--ziel">dort</a>.</p>')
    book = replace(_book(), sections=tuple(sections))
    (data,) = render(book, replace(ours, files=files), MemoryCache(), Workshop()).value.artifacts.values()
    with pikepdf.open(io.BytesIO(data)) as hidden:
        names = {str(name) for name in list(hidden.Root.Names.Dests.Names)[::2]}
    assert "k1b--ziel" in names
    assert "k1a--ziel" not in names
