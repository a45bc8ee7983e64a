"""Texts, outlines and another order come into a book, and nothing that is there is lost."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from pipeline.adding import Unplaced, add_text, lay_out, put_beside
from pipeline.cli import main
from pipeline.theme import default_theme
from pipeline.workspace import FolderWorkspace

BOOK = "title: x  # bleibt\nlanguage: de\nparts:\n  - title: Eins\n    chapters:\n      - chapters/a.md\n"
OUTLINE = "- Eins\n  - A\n  - Neu\n    - Ziel\n- Zwei\n  - Ganz neu\n  - Checkliste: Vorher\n"
THEME = default_theme()


@pytest.fixture
def book(tmp_path: Path) -> FolderWorkspace:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.md").write_text("# A\n\nGeschrieben.\n")
    (tmp_path / "book.yaml").write_text(BOOK)
    return FolderWorkspace(tmp_path)


def written(book: FolderWorkspace) -> dict[str, str]:
    return {path: book.read(path).decode() for path in book.files(".")}


def test_an_outline_makes_what_is_not_there_and_a_second_time_nothing(book: FolderWorkspace) -> None:
    before = written(book)
    said = lay_out(book, OUTLINE, THEME, only_say=True)
    assert written(book) == before
    laid = lay_out(book, OUTLINE, THEME)
    assert laid == said
    assert laid.parts == ("Zwei",)
    assert [one.path for one in laid.made] == ["chapters/neu.md", "chapters/ganz-neu.md", "checklists/vorher.md"]
    assert [one.path for one in laid.there] == ["chapters/a.md"]
    now = written(book)
    assert now["chapters/a.md"] == before["chapters/a.md"]
    assert now["book.yaml"] == (
        BOOK + '      - chapters/neu.md\n  - title: "Zwei"\n    chapters:\n      - chapters/ganz-neu.md\n'
    )
    assert "# Neu\n" in now["chapters/neu.md"] and now["chapters/neu.md"].endswith("\n## Ziel\n")
    again = lay_out(book, OUTLINE, THEME)
    assert (again.parts, again.made, len(again.there)) == ((), (), 4)
    assert written(book) == now


@pytest.mark.parametrize(
    ("outline", "manifest", "reason"),
    [
        ("", BOOK, "outline"),
        ("\n".join(f"- T{n}" for n in range(300)), BOOK, "many"),
        ("- Neu\n  - Kapitel", BOOK.replace("parts:\n  - title: Eins", "parts:  [{title: Eins").split("\n    ch")[0]
         + ", chapters: [chapters/a.md]}]\n", "list"),
    ],
)  # fmt: skip
def test_what_cannot_come_in_leaves_everything_as_it_was(
    book: FolderWorkspace, outline: str, manifest: str, reason: str
) -> None:
    book.write("book.yaml", manifest.encode())
    before = written(book)
    with pytest.raises(Unplaced) as problem:
        lay_out(book, outline, THEME)
    assert problem.value.reason == reason
    assert written(book) == before


def test_a_text_is_never_written_over_not_even_a_link_that_leads_nowhere(book: FolderWorkspace) -> None:
    (book.root / "chapters/b.md").symlink_to("nirgends.md")
    for name in ("a", "b"):
        with pytest.raises(Unplaced, match="there"):
            add_text(book, "chapter", f"chapters/{name}.md", "A", THEME)
    assert [one.path for one in lay_out(book, "- A\n- B\n- C", THEME).made] == ["chapters/c.md"]
    assert not (book.root / "chapters/nirgends.md").exists()


def test_a_text_gets_another_place_and_the_last_of_a_part_stays(book: FolderWorkspace) -> None:
    lay_out(book, OUTLINE, THEME)
    with pytest.raises(Unplaced, match="alone"):
        put_beside(book, "chapters/ganz-neu.md", "chapters/a.md", False)
    put_beside(book, "chapters/neu.md", "chapters/ganz-neu.md", True)
    assert "ganz-neu.md\n      - chapters/neu.md\n" in book.read("book.yaml").decode()
    with pytest.raises(Unplaced, match="place"):
        put_beside(book, "chapters/neu.md", "checklists/vorher.md", True)


def test_the_command_takes_an_outline_from_a_file_or_what_is_sent(
    book: FolderWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outline = book.root / "gliederung.txt"
    outline.write_text(OUTLINE)
    place = ["--book", str(book.root)]
    assert main(["new", "--outline", str(outline), *place]) == 0
    said = capsys.readouterr()
    assert said.out.split() == ["chapters/neu.md", "chapters/ganz-neu.md", "checklists/vorher.md"]
    assert "neuer Teil: Zwei" in said.err and "chapters/a.md gibt es schon und bleibt" in said.err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("# Drei\n## Über uns\n".encode())))
    assert main(["new", "--outline", "-", *place]) == 0
    assert capsys.readouterr().out == "chapters/ueber-uns.md\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new"], "oder eine Gliederung"),
        (["new", "chapter"], "oder eine Gliederung"),
        (["new", "chapter", "x", "--outline", "x"], "oder eine Gliederung"),
        (["new", "--outline", "nirgends.txt"], "die Datei nirgends.txt gibt es nicht"),
        (["new", "--outline", "bild.png"], "ist kein Text in UTF-8"),
        (["new", "--outline", "leer.txt"], "in der Gliederung steht nichts"),
    ],
)
def test_a_wrong_command_is_explained(
    book: FolderWorkspace,
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(book.root)
    (book.root / "bild.png").write_bytes(b"\x89PNG\xff\xfe")
    (book.root / "leer.txt").write_text("\n---\n")
    before = sorted(book.files("."))
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert sorted(book.files(".")) == before and book.read("book.yaml").decode() == BOOK
