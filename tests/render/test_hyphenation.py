"""Words are parted where the book says, gendered endings and headings never."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.book.model import Book, PageMap, Section
from pipeline.cache import MemoryCache
from pipeline.manuscript.model import FrontMatter
from pipeline.render import epub, html, pdf
from pipeline.render.hyphenation import set_hyphens
from pipeline.render.pdf.sheets import make_sheet, prepare
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from pipeline.trees import parse, write
from tests.conftest import FindProgram
from tests.render import sample

SHY = "\u00ad"


def hyphenated(body: str, *words: str) -> str:
    tree = parse(body)
    set_hyphens(tree, words)
    return write(tree).replace(SHY, "|")


@pytest.mark.parametrize(
    ("words", "body", "wanted"),
    [
        (("Work-book",), "<p>Das Workbook, ein Workbook.</p>", "<p>Das Work|book, ein Work|book.</p>"),
        (("Work-book",), "<p>WORKBOOK</p>", "<p>WORK|BOOK</p>"),
        (("Work-book",), "<p>Workbooks</p>", "<p>Workbooks</p>"),
        (("Wort-tren-nung",), "<p>die <em>Worttrennung</em> Worttrennung</p>",
         "<p>die <em>Wort|tren|nung</em> Wort|tren|nung</p>"),
        ((f"Cross-Inno{SHY}va{SHY}tion",), "<p>Cross-Innovation</p>", "<p>Cross-Inno|va|tion</p>"),
        (("CIMiS",), "<p>Mit CIMiS und <b>ohne</b> CIMiS.</p>",
         '<p>Mit <span class="nohyphen">CIMiS</span> und <b>ohne</b> <span class="nohyphen">CIMiS</span>.</p>'),
        (("Work-book",), "<h2>Workbook</h2><code>Workbook</code>", "<h2>Workbook</h2><code>Workbook</code>"),
        ((), "<p>Workbook</p>", "<p>Workbook</p>"),
    ],
)  # fmt: skip
def test_a_word_gets_the_points_that_the_book_gives_it(words: tuple[str, ...], body: str, wanted: str) -> None:
    assert hyphenated(body, *words) == wanted


def _book(body: str, title: str = "Titel") -> Book:
    section = Section("a", "chapter", title, number="1", label="Kapitel 1", part=1, body=body)
    manifest = replace(sample.MANIFEST, hyphenation=("Ufer-schwalben-nest",))
    return Book(manifest, (section,))


def test_all_formats_have_the_points() -> None:
    book = _book('<p id="a--p1">Ein Uferschwalbennest.</p>')
    word = f"Ufer{SHY}schwalben{SHY}nest".encode()
    assert word in html.render(book, default_theme("de"), PageMap()).value["html/a.html"]
    (packed,) = epub.render(book, default_theme("de"), PageMap()).value.values()
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert word in archive.read("EPUB/text/a.xhtml")


NEST = f"Ufer{SHY}schwalben{SHY}nest"


def _book_with_heads() -> Book:
    """A book whose word stands everywhere but in running text."""
    word = "Uferschwalbennest"
    front = FrontMatter(
        promise=f"P {word}", notice=f"N {word}", purpose=f"Z {word}", moment=f"M {word}", who=f"W {word}"
    )
    term = f'<dl class="glossary"><div class="entry"><dt id="term-x">X</dt><dd>G {word}</dd></div></dl>'
    shortcut = '<aside class="box shortcut" id="s1" data-number="1"><p class="box-label">S</p><p>K {}</p></aside>'
    body = f'<p id="a--p">Ein <a class="term" href="#term-x">X</a>.</p>{shortcut.format(word)}'
    book = _book(body)
    (chapter,) = book.sections
    sections = (
        Section("teil", "part", "Teil", number="1", part=1, subtitle=f"U {word}"),
        replace(chapter, front=front),
        Section("check", "checklist", "Liste", label="Checkliste 1", front=front, matter="back"),
        Section("glossar", "glossary", "Glossar", body=term, matter="back"),
    )
    return replace(book, sections=sections)


def test_heads_and_generated_texts_have_the_points_too(find_program: FindProgram, tmp_path: Path) -> None:
    book, theme = _book_with_heads(), default_theme("de")
    pages = {
        path: data.decode() for path, data in html.render(book, theme, PageMap()).value.items() if "html" in path[-4:]
    }
    (packed,) = epub.render(book, theme, PageMap()).value.values()
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        texts = {path: archive.read(path).decode() for path in archive.namelist() if path.endswith(".xhtml")}
    chapter = [f"P {NEST}", f"N {NEST}", f"K {NEST}"]
    sheet = [f"{fact} {NEST}" for fact in "ZMWN"]
    wanted = [
        (pages["html/index.html"], [f"U {NEST}", f"K {NEST}", f"M {NEST}"]),
        (pages["html/teil.html"], [f"U {NEST}"]),
        (pages["html/a.html"], [*chapter, f"G {NEST}"]),
        (pages["html/check.html"], sheet),
        (texts["EPUB/text/teil.xhtml"], [f"U {NEST}"]),
        (texts["EPUB/text/a.xhtml"], chapter),
        (texts["EPUB/text/check.xhtml"], sheet),
    ]
    assert [words for text, all_words in wanted for words in all_words if words not in text] == []
    press = prepare(book, theme)
    sheets = [make_sheet(press, section, "recto", {}).html for section in book.sections]
    for text, words in zip(sheets, ([f"U {NEST}"], chapter, sheet, [f"G {NEST}"]), strict=True):
        assert [one for one in words if one not in text] == []
    assert "P Uferschwalbennest" in " ".join(_lines(book, find_program, tmp_path))


def _lines(book: Book, find_program: FindProgram, folder: Path) -> list[str]:
    (data,) = pdf.render(book, default_theme("de"), MemoryCache(), Workshop()).value.artifacts.values()
    path = folder / "book.pdf"
    path.write_bytes(data)
    command = [find_program("pdftotext"), "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.strip().replace("\u2010", "-").replace(SHY, "-") for line in text.splitlines() if line.strip()]


def test_print_parts_words_at_their_points_only(find_program: FindProgram, tmp_path: Path) -> None:
    filler = " ".join(f"{'x' * (nth % 9 + 1)} Uferschwalbennest" for nth in range(90))
    lines = _lines(_book(f'<p id="a--p1">{filler}</p>'), find_program, tmp_path)
    ends = {line.rsplit(" ", 1)[-1] for line in lines if line.endswith("-")}
    assert ends == {"Ufer-", "Uferschwalben-"}


def test_gendered_endings_are_never_parted(find_program: FindProgram, tmp_path: Path) -> None:
    word = 'Unternehmer:<span class="nohyphen">innen</span>'
    filler = " ".join(f"{'x' * (nth % 11 + 1)} {word}" for nth in range(120))
    lines = _lines(_book(f'<p id="a--p1">{filler}</p>'), find_program, tmp_path)
    ends = {line.rsplit(" ", 1)[-1] for line in lines if line.endswith("-")}
    assert ends and all(end.removesuffix("-") in "Unternehmer" for end in ends)
    assert not [line for line in lines if re.search(r":(in)?-?$", line)]


def test_headings_are_never_parted(find_program: FindProgram, tmp_path: Path) -> None:
    heading = "Veranstaltungsvorbereitung Zusammenarbeitsvereinbarung Nachbereitungsgespräche Erwartungsabgleich"
    body = f'<h2 id="a--h">{heading}</h2><p id="a--p1">{heading} {heading} {heading}</p>'
    lines = _lines(_book(body, heading), find_program, tmp_path)
    parted = [nth for nth, line in enumerate(lines) if line.endswith("-")]
    text = next(nth for nth, line in enumerate(lines) if line.count("Veranstaltungs") and nth > 3)
    assert parted and min(parted) >= text
