"""Small books in memory, read by the real reader."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pipeline.cache import Cache, MemoryCache
from pipeline.diagnostics import Checked, Diagnostic
from pipeline.manuscript import read
from pipeline.manuscript.model import ChapterEntry, Document, Manifest, Manuscript, Part, Variant
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><title>x</title></svg>'
SHARED = MemoryCache()


def read_book(
    files: Mapping[str, bytes | str],
    cache: Cache | None = None,
    *,
    chapters: tuple[str, ...] = (),
    checklists: tuple[str, ...] = (),
    worksheets: tuple[str, ...] = (),
    variants: tuple[Variant, ...] = (),
    draft: bool = True,
    variant: str = "",
    style: str = "",
) -> Checked[Manuscript]:
    """Read files; the chapters are all in chapters/ unless they are named."""
    named = chapters or tuple(path for path in files if path.startswith("chapters/") and path.endswith(".md"))
    manifest = Manifest(
        "Probe",
        "de",
        (Part("Teil", tuple(ChapterEntry(path) for path in named)),),
        checklists=tuple(ChapterEntry(path) for path in checklists),
        worksheets=tuple(ChapterEntry(path) for path in worksheets),
        variants=variants,
        citation_style=ChapterEntry(style),
    )
    workspace = MemoryWorkspace({"chapters/images/x.svg": SVG, **files})
    return read(workspace, manifest, default_theme(), SHARED if cache is None else cache, draft=draft, variant=variant)


def read_text(text: str, *, draft: bool = True, variant: str = "") -> tuple[Document, tuple[Diagnostic, ...]]:
    """Read one chapter `k` that has a title."""
    result = read_book({"chapters/k.md": f"# Titel\n\n{text}\n"}, draft=draft, variant=variant)
    return result.value.documents["chapters/k.md"], result.diagnostics


BLOCKS = ("div", "section", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "aside", "dd", "figure")


def body_of(text: str, **options: str | bool) -> str:
    """The canonical fragment of a text, white space between blocks taken out."""
    document, _ = read_text(text, **options)  # type: ignore[arg-type]
    tree = etree.fromstring(f"<div>{document.body}</div>")
    for element in tree.iter():
        if element.tag in (
            "div",
            "section",
            "ul",
            "ol",
            "dl",
            "table",
            "thead",
            "tbody",
            "tr",
            "aside",
            "dd",
            "figure",
        ):
            if element.text and not element.text.strip():
                element.text = None
            for child in element:
                if child.tail and not child.tail.strip():
                    child.tail = None
    return etree.tostring(tree, encoding="unicode").removeprefix("<div>").removesuffix("</div>").strip()


def codes_of(text: str, **options: str | bool) -> list[tuple[str, int, int]]:
    """What is wrong with a text: (code, line, column); the text begins in line 3."""
    _, diagnostics = read_text(text, **options)  # type: ignore[arg-type]
    return [(one.code, one.span.line, one.span.column) for one in diagnostics]
