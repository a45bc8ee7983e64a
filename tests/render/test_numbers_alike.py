"""The numbers of lists, notes, figures and tables are the same in print, EPUB and on the web."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from pipeline.cli import main

TEXT = """# Zahlen[^titel]

1. Holz holen
2. Holz messen

Dazwischen eine Pause.

3. Holz leimen

Noch eine.

c) dritter Weg
d) vierter Weg

Weiter.

iv. vierter Gang
v. weiterer Gang

Dann[^eins].

(@) Beispiel eins

Und.

(@) Beispiel zwei

> 14. vierzehnter Satz[^zwei]

![Ein Bild](images/x.svg){#abb-x alt="Strich"}

Wie in [](#abb-x) und [](#tab-x).

| Wort | Zahl |
|---|---|
| eins | 1 |

: Eine Tabelle {#tab-x}

[^titel]: Titelnote.
[^eins]: Erste Note.

    Ihr zweiter Absatz.
[^zwei]: Zweite Note, siehe dort[^innen].
[^innen]: Innerer Satz.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><path d="M0 0h9"/></svg>'
BOOK = """title: Probe
language: de
parts:
  - title: Eins
    chapters: [chapters/zahlen.md]
"""
ITEMS = ("Holz leimen", "dritter Weg", "vierter Gang", "weiterer Gang", "vierzehnter Satz")
NOTES = ("Titelnote", "Erste Note", "Zweite Note")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("numbers")
    (folder / "chapters/images").mkdir(parents=True)
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "chapters/zahlen.md").write_text(TEXT, encoding="utf-8")
    (folder / "chapters/images/x.svg").write_text(SVG, encoding="utf-8")
    command = ["--book", str(folder), "build", "--format", "pdf,epub,html", "--jobs", "1"]
    assert main(command) == 0
    return folder / "build"


def _printed(built: Path, tool: str) -> str:
    command = [tool, "-layout", "probe.pdf", "-"]
    return subprocess.run(command, cwd=built, capture_output=True, text=True, check=True).stdout


def _pages(built: Path) -> tuple[str, str]:
    """The chapter in the EPUB and on the web."""
    with zipfile.ZipFile(io.BytesIO((built / "probe.epub").read_bytes())) as epub:
        return epub.read("EPUB/text/zahlen.xhtml").decode(), (built / "html/zahlen.html").read_text(encoding="utf-8")


def _number(place: int, kind: str) -> str:
    roman = ("", "i", "ii", "iii", "iv", "v", "vi")
    return {"a": chr(96 + place), "i": roman[min(place, 6)]}.get(kind, str(place))


def _numbers_of_items(page: str) -> dict[str, str]:
    tree = etree.fromstring(page.encode(), etree.HTMLParser())
    found = {}
    for listed in tree.iter("ol"):
        for nth, item in enumerate(listed.findall("li")):
            words = " ".join("".join(item.itertext()).split())
            for name in ITEMS:
                if words.startswith(name):
                    found[name] = _number(int(listed.get("start", "1")) + nth, listed.get("type", "1"))
    return found


@pytest.mark.slow
def test_a_list_has_its_numbers_in_every_format(built: Path, find_program: Callable[[str], str]) -> None:
    printed = _printed(built, find_program("pdftotext"))
    wanted = {"Holz leimen": "3", "dritter Weg": "c", "vierter Gang": "iv", "weiterer Gang": "v"}
    wanted["vierzehnter Satz"] = "14"
    assert [_numbers_of_items(page) for page in _pages(built)] == [wanted, wanted]
    found = {name: re.search(rf"(\w+)\.\s+{name}", printed) for name in ITEMS}
    assert {name: match[1] for name, match in found.items() if match} == wanted


@pytest.mark.slow
def test_notes_have_their_numbers_in_every_format(built: Path, find_program: Callable[[str], str]) -> None:
    printed = _printed(built, find_program("pdftotext"))
    assert [m[1] for name in NOTES if (m := re.search(rf"(\d)\s+{name}", printed))] == ["1", "2", "3"]
    assert "Ihr zweiter Absatz" in printed and "siehe dort (Innerer Satz.)" in printed
    for page in _pages(built):
        calls = re.findall(r'id="zahlen--fnref(\d)"[^>]*><sup>(\d)</sup>', page)
        assert calls == [("1", "1"), ("2", "2"), ("3", "3")]
        assert set(re.findall(r'href="#(zahlen--fn(?:ref)?\d)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.slow
def test_a_note_in_a_title_is_in_no_list_of_titles(built: Path, find_program: Callable[[str], str]) -> None:
    with zipfile.ZipFile(io.BytesIO((built / "probe.epub").read_bytes())) as epub:
        lists = [epub.read(name).decode() for name in epub.namelist() if name.endswith(("nav.xhtml", "toc.ncx"))]
    start = (built / "html/index.html").read_text(encoding="utf-8")
    assert all("Zahlen" in one and "Zahlen1" not in one for one in [*lists, start])
    assert "fnref" not in "".join([*lists, start])
    assert "<title>Kapitel 1: Zahlen – Probe</title>" in _pages(built)[1]


@pytest.mark.slow
def test_figures_and_tables_have_their_numbers_in_every_format(built: Path, find_program: Callable[[str], str]) -> None:
    texts = [
        " ".join("".join(etree.fromstring(p.encode(), etree.HTMLParser()).itertext()).split()) for p in _pages(built)
    ]
    texts.append(" ".join(_printed(built, find_program("pdftotext")).split()))
    for text in texts:
        plain = text.replace("\xa0", " ").replace("\xad", "")
        assert "Abbildung 1.1 Ein Bild" in plain and "Tabelle 1.1 Eine Tabelle" in plain
        assert re.search(r"Wie in Abbildung 1\.1.* und Tabelle 1\.1", plain)
