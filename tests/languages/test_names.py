"""German and English names of elements, attributes and heads hold in a book of any language."""

from __future__ import annotations

import pytest

from pipeline.cache import MemoryCache
from pipeline.manuscript import read
from pipeline.manuscript.model import ChapterEntry, Manifest, Part
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace

GERMAN = "---\nstatus: fertig\nversprechen: Ja.\n---\n# K\n\n::: stolperstelle\nX.\n:::\n\n[Wer?]{.feld zeilen=2}\n"
ENGLISH = "---\nstatus: final\npromise: Ja.\n---\n# K\n\n::: pitfall\nX.\n:::\n\n[Wer?]{.field lines=2}\n"


@pytest.mark.parametrize("language", ["en", "fr", "cs", "pl", "hsb", "it", "es", "nl"])
def test_a_copy_of_an_original_is_understood(language: str) -> None:
    bodies = []
    for text in (GERMAN, ENGLISH):
        manifest = Manifest("B", language, (Part("I", (ChapterEntry("chapters/k.md"),)),))
        made = read(
            MemoryWorkspace({"chapters/k.md": text}), manifest, default_theme(language), MemoryCache(), draft=True
        )
        assert made.diagnostics == ()
        (document,) = made.value.documents.values()
        assert (document.front.status, document.front.promise) == ("final", "Ja.")
        bodies.append(document.body)
    assert bodies[0] == bodies[1]
