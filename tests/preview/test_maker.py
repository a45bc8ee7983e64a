"""The preview's own builds give the bytes of a build that begins with nothing, however often the text changes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.artifacts import Artifacts
from pipeline.build import Order, render
from pipeline.cache import MemoryCache
from pipeline.checks.proof import proofread
from pipeline.preview.maker import READINGS, Maker
from pipeline.workspace import FolderWorkspace

pytestmark = pytest.mark.slow
MANIFEST = "title: Probe\nlanguage: de\ndate: 2026-11-24\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"
HEAD = "---\nstatus: fertig\nversprechen: Du kannst es.\n---\n# Anfang\n\n"
CHAPTER = HEAD + "![Ein Kreis](images/k.svg){#k alt='Ein Kreis.'}\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "chapters/images").mkdir(parents=True)
    (tmp_path / "book.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "chapters/a.md").write_text(CHAPTER, encoding="utf-8")
    (tmp_path / "chapters/images/k.svg").write_text(DRAWING, encoding="utf-8")
    return tmp_path


@pytest.fixture
def maker(book: Path) -> Iterator[Maker]:
    with Maker(book, 2) as made:
        yield made


def made(maker: Maker) -> tuple[Artifacts | None, Artifacts | None]:
    maker.renounce()
    return maker.make_web().value, maker.make_pdf().value


def clean(book: Path, name: str) -> dict[str, bytes]:
    order = Order(formats=(name,))
    proof = proofread(FolderWorkspace(book), MemoryCache(), order, lambda stage: None).value
    assert proof is not None
    return dict(render(proof, MemoryCache(), order, lambda stage: None).value)


def test_after_an_edit_and_another_picture_both_editions_are_those_of_a_clean_build(maker: Maker, book: Path) -> None:
    before = made(maker)
    (book / "chapters/a.md").write_text(CHAPTER + "\nNoch ein Absatz.\n", encoding="utf-8")
    (book / "chapters/images/k.svg").write_text(DRAWING.replace('r="3"', 'r="2"'), encoding="utf-8")
    after = made(maker)
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert after == (clean(book, "html"), clean(book, "pdf"))


def test_what_is_remembered_of_old_texts_goes_however_they_were_read(
    maker: Maker, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[int] = []
    monkeypatch.setattr("pipeline.preview.maker.memory.let_go", lambda: gone.append(1))
    maker.make_web()
    for nth in range(READINGS):
        (book / "chapters/a.md").write_text(f"{CHAPTER}\nAbsatz {nth}.\n", encoding="utf-8")
        assert maker.make_page("chapters/a.md")
    assert gone == [], "in the middle of it, all other texts would be forgotten"
    maker.make_web()
    assert gone == [1]


def test_a_print_that_a_newer_text_overtook_shows_nothing(maker: Maker, book: Path) -> None:
    assert maker.make_pdf().value is None, "nothing was read"
    maker.renounce()
    maker.make_web()
    maker.renounce()
    assert maker.make_pdf().value is None
    (book / "book.yaml").unlink()
    assert maker.make_web().value is None
    assert maker.make_pdf().value is None


def test_a_template_with_a_mistake_is_told_and_leaves_what_is_shown(maker: Maker, book: Path) -> None:
    own = book / "templates"
    for name, path in (("html", "html/section.html"), ("pdf", "pdf/chapter.html")):
        (own / name).mkdir(parents=True)
        (own / path).write_text("{{ nothing }}", encoding="utf-8")
    maker.renounce()
    web, printed = maker.make_web(), maker.make_pdf()
    assert (web.value, printed.value) == (None, None)
    assert [one.span.path for one in web.diagnostics if one.code == "f-025"] == ["templates/html/section.html"]
    assert [one.span.path for one in printed.diagnostics] == ["templates/pdf/chapter.html"]


def test_a_cache_that_is_not_used_is_told_with_every_text(book: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (book / "build").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with Maker(book, 0) as maker:
        for text in (CHAPTER, HEAD):
            (book / "chapters/a.md").write_text(text, encoding="utf-8")
            assert "f-047" in {one.code for one in maker.make_web().diagnostics}
        (book / "book.yaml").write_text("[", encoding="utf-8")
        assert "f-047" in {one.code for one in maker.make_web().diagnostics}


HARMFUL = {
    "brackets in the head": ("chapters/a.md", f"---\nversprechen: {'[' * 40_000}\n---\n# Anfang\n", "m-070"),
    "brackets in the manifest": ("book.yaml", f"title: {'{a: ' * 40_000}\n", "m-070"),
    "brackets in labels": ("templates/labels/de.yaml", "[" * 40_000, "f-073"),
    "brackets in the glossary": ("glossary.yaml", "- " * 40_000, "m-070"),
    "a drawing without bottom": ("chapters/images/k.svg", DRAWING[:-6] + "<g>" * 40_000, "f-016"),
    "an address with a NUL": ("chapters/a.md", HEAD + "![Kreis](images/%00.svg)\n", "t-001"),
    "a title that no format can hold": ("book.yaml", MANIFEST.replace("Probe", '"Pro\\0be"'), "t-001"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_what_would_end_the_program_is_told_and_the_next_edit_is_shown(maker: Maker, book: Path, kind: str) -> None:
    path, text, code = HARMFUL[kind]
    before = (book / path).read_bytes() if (book / path).exists() else None
    shown = made(maker)[0]
    (book / path).parent.mkdir(parents=True, exist_ok=True)
    (book / path).write_text(text, encoding="utf-8")
    maker.renounce()
    assert code in {one.code for one in maker.make_web().diagnostics}
    if before is None:
        (book / path).unlink()
    else:
        (book / path).write_bytes(before)
    maker.renounce()
    again = maker.make_web()
    assert again.value == shown
    assert code not in {one.code for one in again.diagnostics}


EDITS = {
    "a word": "Noch ein Absatz.\n",
    "what others know of": "## Neu\n\n[Wort]{.index} und [](#k), ein [](#neu).^[Note.]\n\n::: tipp\nSo.\n:::\n",
    "a field and a table": "[Was?]{.feld zeilen=2}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nTable: Zahlen\n",
    "a reference to nothing": "[](#nirgends)\n",
}


@pytest.mark.parametrize("kind", EDITS)
def test_a_page_made_alone_is_that_of_the_whole_book(maker: Maker, book: Path, kind: str) -> None:
    # What the book has once makes a section of its own, which is not there before the whole book is made.
    base = CHAPTER + "\n[Wort]{.index}\n\n| a |\n|---|\n| 1 |\n\nTable: Erste\n"
    (book / "chapters/a.md").write_text(base, encoding="utf-8")
    maker.make_web()
    (book / "chapters/a.md").write_text(f"{base}\n{EDITS[kind]}", encoding="utf-8")
    alone, whole = maker.make_page("chapters/a.md"), maker.make_web().value
    assert whole is not None
    assert alone == {"html/a.html": whole["html/a.html"]}


SHEETS = {"checklists/l.md": "l.html", "worksheets/w.md": "w.html", "checklists/im-kapitel.md": "a.html"}


def test_a_sheets_page_made_alone_is_that_of_the_whole_book_too(maker: Maker, book: Path) -> None:
    inside = "\n::: {.checkliste datei=../checklists/im-kapitel.md}\n:::\n\nNehmt [](#l).\n"
    (book / "chapters/a.md").write_text(CHAPTER + inside, encoding="utf-8")
    for path in SHEETS:
        (book / path).parent.mkdir(exist_ok=True)
        (book / path).write_text(f"# Zu {path[:5]}\n\n- Eins\n", encoding="utf-8")
    maker.make_web()
    for path, page in SHEETS.items():
        with (book / path).open("a", encoding="utf-8") as file:
            file.write("- Zwei\n\n[Was?]{.feld zeilen=2}\n")
        alone, whole = maker.make_page(path), maker.make_web().value
        assert whole is not None
        assert alone == {f"html/{page}": whole[f"html/{page}"]}
        assert b"Zwei" in alone[f"html/{page}"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("chapters/a.md", ""),
        ("chapters/a.md", "---\nid: anders\n---\n# Anfang\n"),
        ("chapters/a.md", f"{CHAPTER}\n![Neu](images/neu.svg)\n"),
        ("book.yaml", MANIFEST),
        ("chapters/nie.md", HEAD),
    ],
)
def test_what_takes_the_whole_book_has_no_page_alone(maker: Maker, book: Path, path: str, text: str) -> None:
    assert maker.make_page("chapters/a.md") == {}
    maker.make_web()
    (book / "chapters/images/neu.svg").write_text(DRAWING, encoding="utf-8")
    (book / path).write_text(text, encoding="utf-8")
    assert maker.make_page(path) == {}


def test_a_repository_that_would_run_something_is_told_at_every_edit(maker: Maker, book: Path) -> None:
    for words in (["init", "-q"], ["config", "filter.x.clean", "false"]):
        subprocess.run(["git", *words], cwd=book, check=True)
    for text in (CHAPTER, CHAPTER + "\nNoch ein Absatz.\n"):
        (book / "chapters/a.md").write_text(text, encoding="utf-8")
        assert "f-045" in {one.code for one in maker.make_web().diagnostics}
