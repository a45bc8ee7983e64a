"""A small book with something of everything, and what authors do to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.build import build
from pipeline.cache import Cache
from pipeline.checks.proof import Order
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace

Files = dict[str, str]
MANIFEST = """title: Probe
language: de
date: 2026-11-24
formats: [pdf, epub, html, handouts]
parts:
  - title: Eins
    chapters: [chapters/a.md, chapters/b.md]
back_matter: [checklists, glossary, index]
checklists: [checklists/c.md]
"""
HEAD = "---\nstatus: fertig\nversprechen: Du kannst es.\n---\n"
FIRST = (
    HEAD
    + """# Anfang

Ein Satz mit einer Fußnote[^1]. Weiter geht es mit [](#b) und [](checklists/c.md).

[^1]: Unten.

![Ein Kreis](images/kreis.svg){#abb alt="Ein Kreis."}

## Fragen

[Wer?]{.feld zeilen=2}
"""
)
SECOND = (
    HEAD
    + """# Mitte {#b}

Ein [Entwurf]{.register} und ein [Muster]{.begriff}, dazu [](#a).

::: shortcut
Fang klein an.
:::
"""
)
SHEET = HEAD.replace("versprechen", "zweck") + "# Liste\n\nZuerst [](#b) lesen.\n\n- [ ] Eins\n- [ ] Zwei\n- [ ] Drei\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Kreis</title><circle cx="4" cy="4" r="3"/></svg>'
)
BOOK = {
    "book.yaml": MANIFEST,
    "chapters/a.md": FIRST,
    "chapters/b.md": SECOND,
    "chapters/images/kreis.svg": DRAWING,
    "checklists/c.md": SHEET,
    "glossary.yaml": "- term: Muster\n  definition: Was man nachmachen kann.\n",
}
LONG = "\n".join(f"Absatz {n}, {'damit es auf eine neue Seite geht, ' * 24}so viel.\n" for n in range(8))
STYLE = default_theme().files["styles/print.css"].decode()


def replaced(path: str, old: str, new: str) -> Callable[[Files], Files]:
    """An edit that puts other words into a file."""

    def edit(files: Files) -> Files:
        assert old in files[path], f"{path} has no {old!r}: {files[path]}"
        return {**files, path: files[path].replace(old, new)}

    return edit


def added(path: str, text: str) -> Callable[[Files], Files]:
    """An edit that lengthens a file, or makes it."""
    return lambda files: {**files, path: files.get(path, "") + text}


# Each is done the first time that it is drawn and undone the second time.
EDITS: Mapping[str, Callable[[Files], Files]] = {
    "word": replaced("chapters/b.md", "klein", "einfach"),
    "paragraph": added("chapters/b.md", "\nEin neuer Absatz, der [Plan]{.register} heißt.\n"),
    "pages early": added("chapters/a.md", "\n" + LONG),
    "heading": replaced("chapters/b.md", "# Mitte", "# Umbenannte Mitte"),
    "picture": replaced("chapters/images/kreis.svg", 'r="3"', 'r="2"'),
    "checklist item": added("checklists/c.md", "- [ ] Vier\n"),
    "book title": replaced("book.yaml", "title: Probe", "title: Versuch\nslug: probe"),
    "style": lambda files: {**files, "templates/styles/print.css": STYLE + "\nh2 { color: #333 }\n"},
    "file": lambda files: {
        **replaced("book.yaml", "back_matter:", "  - title: Zwei\n    chapters: [chapters/d.md]\nback_matter:")(files),
        "chapters/d.md": HEAD + "# Ende\n\nSiehe [](#a).\n",
    },
    "order": replaced("book.yaml", "[chapters/a.md, chapters/b.md]", "[chapters/b.md, chapters/a.md]"),
}


def make(names: frozenset[str]) -> dict[str, bytes]:
    """The files of the book after some edits; in which order they were made leaves no trace."""
    files: Files = dict(BOOK)
    for name in sorted(names):
        files = EDITS[name](files)
    return {path: text.encode() for path, text in files.items()}


def built(files: Mapping[str, bytes], cache: Cache) -> dict[str, bytes]:
    done = build(MemoryWorkspace(files), cache, Order(), lambda stage: None)
    assert done.value is not None
    assert not [found for found in done.diagnostics if found.code.startswith(("f-", "m-", "x-", "g-"))], (
        done.diagnostics
    )
    return dict(done.value)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
