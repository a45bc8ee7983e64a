"""A section as a file of its own, to be looked into."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.cache import Cache, MemoryCache
from pipeline.pdflink.model import Binding, Description, Imprint, Part, Place
from pipeline.render.layout import Typeset
from pipeline.render.pdf import bind
from pipeline.render.workers import Workshop

DESCRIPTION = Description("Titel", "Wer", "Was", "de", "2026-01-01T00:00:00Z", "urn:x")


def bound(
    section: Typeset,
    numbers: Mapping[str, str] = {},
    files: Mapping[str, bytes] = {},
    cache: Cache | None = None,
) -> bytes:
    """Bind one section without folios, with these page numbers in it; `files` has the fonts that it draws with."""
    place = Place(0, 0, "recto", ("",) * section.extent.pages, True)
    imprint = Imprint(DESCRIPTION, 100.0, 100.0)
    binding = Binding([Part(section.data, numbers)], [place], imprint, "", "")
    return bind(binding, files, cache or MemoryCache(), Workshop())
