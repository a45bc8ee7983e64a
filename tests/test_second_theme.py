"""A theme is an interface: what docs/theme.md calls stable is enough for a plainly different look, in all formats."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from pipeline.cache import MemoryCache
from pipeline.cli import main
from pipeline.render import contrast
from pipeline.render.pdf import Workshop
from pipeline.render.pdf.furnishing import furnish, look_at_styles
from pipeline.theme import default_theme, inks, read_theme, styles_of
from pipeline.workspace import FolderWorkspace, MemoryWorkspace
from tests.render import sample

HERE = Path(__file__).parent
THEME = HERE / "themes/werkbank"
DOCS = HERE.parent / "docs"
INK = "#0b3d91"


def _book(place: Path, theme: Path | None) -> Path:
    """The book that has everything, in our look or another."""
    shutil.copytree(HERE / "books/complete", place, ignore=shutil.ignore_patterns("build"))
    if theme:
        shutil.copytree(theme, place / "templates", dirs_exist_ok=True)
    return place


def _told(book: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """All errors and warnings, those of the validators included."""
    main(["check", "--book", str(book), "--strict", "--message-format", "short", "--lang", "en"])
    return {line for line in capsys.readouterr().out.splitlines() if re.search(r": (error|warning)\[", line)}


@pytest.mark.slow
def test_the_same_book_in_another_look_passes_every_gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, out = _book(tmp_path / "book", THEME), tmp_path / "out"
    assert (
        main(["build", "--book", str(book), "--out", str(out), "--strict", "--format", "pdf,epub,html,handouts"]) == 0
    )
    assert INK in (out / "html/assets/web.css").read_text()
    (epub,) = out.glob("*.epub")
    styles = zipfile.ZipFile(epub).read("EPUB/styles/epub.css").decode()
    # Behind both come the fonts for other letters.
    ours, own = default_theme().files["styles/epub.css"].decode(), (THEME / "styles/epub-own.css").read_text()
    assert styles.startswith(f"{ours}\n{own}")
    capsys.readouterr()
    assert _told(book, capsys) == _told(_book(tmp_path / "ours", None), capsys)


def test_every_pair_of_its_colours_can_be_read() -> None:
    theme = read_theme(FolderWorkspace(HERE / "themes"), "de").value
    assert inks(theme)[".part-1"]["part"] != INK  # the folder is not called templates
    files = {f"templates/{path.relative_to(THEME)}": path.read_bytes() for path in THEME.rglob("*.css")}
    theme = read_theme(MemoryWorkspace(files), "de").value
    assert inks(theme)[".part-1"]["part"] == INK
    assert [pair for pair in contrast.measure(theme) if pair.ratio < contrast.LEAST] == []


def test_what_a_book_adds_to_our_styles_stands_behind_them_in_the_order_of_names() -> None:
    files = ("styles/print-b.css", "styles/print.css", "styles/print-a.css", "styles/printer.css", "styles/print-x.txt")
    assert styles_of(files, "print") == ("styles/print.css", "styles/print-a.css", "styles/print-b.css")


def test_what_is_wrong_in_an_added_style_is_told_in_its_own_file() -> None:
    style = b"p { color: red }\np { colr: red }\n"
    files = {"templates/styles/print-a.css": b"p { color: blue }\n", "templates/styles/print-b.css": style}
    theme = read_theme(MemoryWorkspace(files), "de").value
    with Workshop() as workshop:
        cache = MemoryCache()
        _, ground = furnish(workshop, sample.book(), theme, cache)
        (found,) = look_at_styles(workshop, theme, cache, ground)
    assert (found.code, found.span.path, found.span.line, found.span.column) == (
        "f-076", "templates/styles/print-b.css", 2, 5,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["theme.md", "theme.en.md"])
def test_what_the_page_on_themes_names_is_there(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    theme = default_theme()
    css = b"\n".join(data for path, data in theme.files.items() if path.endswith(".css")).decode()
    templates = b"\n".join(data for path, data in theme.files.items() if path.endswith((".html", ".css"))).decode()
    for path in re.findall(r"`((?:styles|pdf|html|labels|icons|fonts|new|citations)/[\w./-]+\.\w+)`", text):
        assert path in theme.files or "-own" in path, path
    for value in re.findall(r"`(--[\w-]+)`", text):
        assert f"{value}:" in css, value
    for selector in re.findall(r"`\.([a-z][\w-]+)`", text):
        assert re.search(rf"\b{re.escape(selector)}\b", css), selector
    for variable in re.findall(r"`\{\{ (\w+)", text):
        assert re.search(rf"\b{variable}\b", templates), variable


def test_both_pages_on_themes_name_the_same() -> None:
    named = [
        re.findall(r"`([^`]+)`", (DOCS / name).read_text(encoding="utf-8")) for name in ("theme.md", "theme.en.md")
    ]
    assert sorted(set(named[0])) == sorted(set(named[1]))
