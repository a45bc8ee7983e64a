"""A variant leaves out, replaces and adds files, and has its own names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, Proof, proofread
from pipeline.render import epub
from pipeline.render.job import Job
from pipeline.render.pdf.printed_book import as_printed
from pipeline.render.pdf.sheets import make_sheet, prepare
from pipeline.render.workers import Workshop
from pipeline.workspace import MemoryWorkspace

MANIFEST = """\
title: Buch
language: de
publisher: Verlag
front_matter: [chapters/impressum.md]
parts:
  - title: Eins
    chapters: [chapters/a.md, chapters/b.md]
  - title: Zwei
    chapters: [chapters/c.md]
variants:
  - name: schule
    title: Schulbuch
    publisher: Schule
    without: [chapters/c.md]
    replace: {chapters/a.md: chapters/a-schule.md, chapters/impressum.md: chapters/impressum-schule.md}
    add: [{path: chapters/neu.md, after: chapters/a.md}, {path: chapters/ende.md, after: chapters/b.md}]
    labels: {names.chapter: Lektion}
"""
NAMES = ("impressum", "impressum-schule", "a", "a-schule", "b", "c", "neu", "ende")


def made(variant: str, files: Mapping[str, str] | None = None) -> tuple[Proof, list[str]]:
    texts = {f"chapters/{name}.md": f"---\nversprechen: Gut.\n---\n# Text {name}\n\nSatz.\n" for name in NAMES}
    order = Order(variant=variant)
    read = proofread(
        MemoryWorkspace({"book.yaml": MANIFEST, **texts, **(files or {})}), MemoryCache(), order, lambda stage: None
    )
    assert read.value is not None
    return read.value, [one.code for one in read.diagnostics]


def test_a_variant_has_other_chapters_in_their_places_and_nothing_is_called_forgotten() -> None:
    book, told = made("schule")
    written = [section.id for section in book.book.sections if section.path]
    assert written == ["impressum-schule", "a-schule", "neu", "b", "ende"]
    assert told == []


def test_the_book_itself_is_as_it_was() -> None:
    book, told = made("")
    assert [section.id for section in book.book.sections if section.path] == ["impressum", "a", "b", "c"]
    assert (book.book.manifest.title, book.book.manifest.publisher) == ("Buch", "Verlag")
    assert told == []


def test_a_variant_has_its_own_names_and_words() -> None:
    book, _ = made("schule")
    assert (book.book.manifest.title, book.book.manifest.publisher) == ("Schulbuch", "Schule")
    assert [section.label for section in book.book.sections if section.id == "neu"] == ["Lektion 2"]


def test_a_variant_has_its_own_cover_imprint_and_publisher_in_the_files() -> None:
    """A theme of the book may draw the cover of each variant anew: templates see which one they fill."""
    files = {"templates/pdf/cover.html": "<p>{{ manifest.title }} / {{ book.variant }}</p>"}
    for variant, cover, publisher, imprint in (
        ("", "Buch / ", "Verlag", "impressum.xhtml"),
        ("schule", "Schulbuch / schule", "Schule", "impressum-schule.xhtml"),
    ):
        proof, _ = made(variant, files)
        front = next(section for section in proof.book.sections if section.kind == "cover")
        assert cover in make_sheet(prepare(as_printed(proof.book), proof.theme), front, "recto", {}).html
        (data,) = epub.make(Job(proof.book, proof.theme, MemoryCache(), Workshop)).value.values()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = archive.read("EPUB/content.opf").decode()
            assert f"<dc:publisher>{publisher}<" in package
            assert any(name.endswith(f"/{imprint}") for name in archive.namelist())
