"""Small hand-made manuscripts for the tests of the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

from pipeline.codes import CODES
from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.model import ChapterEntry, Document, FrontMatter, Manifest, Manuscript, Part

PICTURE = '<figure id="{id}"><img src="chapters/images/x.svg" alt="Ein Bild"/><figcaption>{title}</figcaption></figure>'


def document(path: str, body: str = "<p>Text.</p>", **changes: Any) -> Document:
    """A document whose id is its file's name."""
    id = changes.pop("id", path.rsplit("/", 1)[-1].removesuffix(".md"))
    title = changes.pop("title", id.replace("-", " ").capitalize())
    kind = changes.pop("kind", "checklist" if path.startswith("checklists/") else "chapter")
    changes.setdefault("front", FrontMatter(promise="Du weißt mehr."))
    return Document(path=path, id=id, kind=kind, title=title, title_html=title, body=body, **changes)


def manuscript(
    parts: Mapping[str, Sequence[Document]],
    *,
    sheets: Sequence[Document] = (),
    front: Sequence[Document] = (),
    **changes: Any,
) -> Manuscript:
    """A manuscript of parts (title → chapters) and sheets (checklists/… and worksheets/…)."""
    extra = changes.pop("manifest", {})
    manifest = Manifest(
        title="Probe",
        language="de",
        parts=tuple(Part(title, _entries(chapters)) for title, chapters in parts.items()),
        front_matter=_entries(front),
        checklists=_entries([sheet for sheet in sheets if sheet.path.startswith("checklists/")]),
        worksheets=_entries([sheet for sheet in sheets if sheet.path.startswith("worksheets/")]),
        **extra,
    )
    every = [*front, *(chapter for chapters in parts.values() for chapter in chapters), *sheets]
    return Manuscript(manifest, {one.path: one for one in every}, **changes)


def told(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The same diagnostics, once it is sure that each has its texts and a fact for every gap in them."""
    for one in diagnostics:
        row = CODES[one.code]
        texts = (row.de, row.en, row.cure_de, row.cure_en, row.why_de, row.why_en)
        gaps = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        assert all(texts) and gaps <= {name for name, _ in one.facts}, one.code
    return diagnostics


def _entries(documents: Sequence[Document]) -> tuple[ChapterEntry, ...]:
    return tuple(ChapterEntry(one.path) for one in documents)
