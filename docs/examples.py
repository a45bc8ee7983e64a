"""The examples of the authors' guide: taken out of its text, and each put into a small book in memory.

A fence of the guide says behind its language what it is: a path (`yaml glossary.yaml`) is a file that every example may
use, a word (`markdown tip`) is a piece of a chapter, and the class, tag or kind that it must become.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.workspace import FolderWorkspace, MemoryWorkspace

DOCS = Path(__file__).resolve().parent
GUIDE = DOCS / "autorenleitfaden.md"
IMAGES = DOCS / "images"
# The pictures that the examples show are the book's own.
PICTURES = "chapters/images"
CHAPTER = "chapters/{name}.md"
HEAD = "---\nstatus: fertig\nversprechen: Du kennst das Beispiel.\n---\n# Beispiel {name}\n\n"
FENCE = re.compile(r"^```(?P<language>\w+)[ ]?(?P<name>\S*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"\]\(images/([\w-]+)\.png\)")
WRITTEN = ("markdown", "yaml")


@dataclass(frozen=True, slots=True)
class Example:
    """A fence of the guide; `name` is a path, or what the text must become."""

    name: str
    text: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file of the book."""
        return "." in self.name


def read_examples(guide: str) -> tuple[Example, ...]:
    """Take everything out that an author could write."""
    found = FENCE.finditer(guide)
    return tuple(Example(one["name"], one["text"]) for one in found if one["language"] in WRITTEN)


def shown_in(text: str) -> set[str]:
    """The names of the pictures that a text shows."""
    return set(SHOWN.findall(text))


def files_of(examples: tuple[Example, ...]) -> dict[str, bytes | str]:
    """The guide's files and the book's pictures, by path."""
    book = FolderWorkspace(DOCS.parent)
    pictures = {path: book.read(path) for path in book.files(PICTURES, (".svg",))}
    return {**pictures, **{one.name: one.text for one in examples if one.is_file}}


def make_book(files: Mapping[str, bytes | str], pieces: tuple[Example, ...]) -> MemoryWorkspace:
    """A book that has each piece as a chapter of its own, and none of the guide's own chapters."""
    chapters = {CHAPTER.format(name=one.name): HEAD.format(name=one.name) + one.text for one in pieces}
    # A high page: no example is to fall on a second one.
    manifest = "title: Beispiele\nlanguage: de\npage: {width_mm: 170, height_mm: 290}\n"
    manifest += "parts:\n  - title: Alle\n    chapters:\n"
    manifest += "".join(f"      - {path}\n" for path in chapters)
    kept = {path: data for path, data in files.items() if not (path.startswith("chapters/") and path.endswith(".md"))}
    return MemoryWorkspace({**kept, "book.yaml": manifest, **chapters})
