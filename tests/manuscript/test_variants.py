"""A variant leaves out, replaces and adds files, and has its own names."""

from __future__ import annotations

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, Proof, proofread
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


def made(variant: str) -> tuple[Proof, list[str]]:
    texts = {f"chapters/{name}.md": f"---\nversprechen: Gut.\n---\n# Text {name}\n\nSatz.\n" for name in NAMES}
    order = Order(variant=variant)
    read = proofread(MemoryWorkspace({"book.yaml": MANIFEST, **texts}), MemoryCache(), order, lambda stage: None)
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
