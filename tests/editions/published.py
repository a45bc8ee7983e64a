"""Editions with a real web edition and a stand-in for their other files, as they lie in a book's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.book.model import PageMap
from pipeline.record.edition import Edition, sums
from pipeline.render import html
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace
from tests.record.samples import files_of, read, shelve

Files = Mapping[str, str | bytes]
HEAD = "---\nzweck: Planen.\n---\n"
LONG = "\n\n".join(f"Absatz Nummer {nth} hat genug Wörter, um sich von anderen zu unterscheiden." for nth in range(30))
FIRST: Files = {
    "book.yaml": (
        "title: Probe\nlanguage: de\nsite_url: https://example.org/probe/\nparts:\n  - title: Eins\n"
        "    chapters: [chapters/a.md, chapters/b.md, chapters/c.md]\n"
    ),
    "chapters/a.md": f"# Anfang\n\nEin Satz.\n\n## Mitte\n\n{LONG}\n\nDas Ende vom Anfang bleibt stehen.\n",
    "chapters/b.md": "# Weg\n\nHier steht der Weg.\n\nDas fällt später weg.\n",
    "chapters/c.md": "# Überflüssiges\n\nNiemand braucht das.\n",
    "checklists/liste.md": HEAD + "# Liste\n\n- [ ] Raum buchen\n- [ ] Alle einladen\n",
}
SECOND: Files = {
    **{path: text for path, text in FIRST.items() if path not in ("chapters/b.md", "chapters/c.md")},
    "book.yaml": str(FIRST["book.yaml"]).replace("chapters/b.md, chapters/c.md", "chapters/neu.md"),
    "chapters/a.md": str(FIRST["chapters/a.md"]).replace("Ein Satz.", "Etwas Neues vorweg.\n\nEin Satz."),
    "chapters/neu.md": "# Weg\n\nHier steht der Weg.\n",
}


def publish(*states: tuple[str, Files]) -> MemoryWorkspace:
    """The book's folder after editions were cut of these states."""
    workspace = MemoryWorkspace(states[-1][1])
    kept: dict[str, str | bytes] = {}
    before: Edition | None = None
    for version, files in states:
        book = read({**files, **kept}, version)
        made = {"probe.pdf": b"%PDF " + version.encode(), "probe.epub": b"PK", "handouts/liste.pdf": b"%PDF"}
        made |= html.render(book, default_theme("de"), PageMap()).value
        made = dict(html.enclose(made, book, default_theme("de")).value)
        made |= {f"variants/kurz/{path}": data for path, data in made.items()}
        edition = shelve(version, book, before)
        before = replace(edition, record=replace(edition.record, outputs=sums(made)))
        kept.update(files_of(before))
        for path, data in {**files_of(before), **_built(version, made)}.items():
            workspace.write(path, data)
    return workspace


def _built(version: str, made: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"build/editions/{version}/{path}": data for path, data in made.items()}
