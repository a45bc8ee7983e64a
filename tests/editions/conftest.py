"""A tiny book in a repository of its own, and a press that needs no Pango."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.artifacts import Artifacts
from pipeline.book.model import Book, PageMap
from pipeline.cache import Cache, MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.checks.validators import Judged
from pipeline.diagnostics import Checked
from pipeline.editions.cut import Toolbox
from pipeline.editions.produce import Produced, look_of
from pipeline.workspace import FolderWorkspace, Workspace

FILES = {
    ".gitignore": "/build/\n",
    "book.yaml": (
        "title: Probe\nlanguage: de\npublisher: Verlag\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"
    ),
    "chapters/a.md": (
        "---\nstatus: fertig\nversprechen: Du kannst es.\n---\n# Anfang\n\n"
        "Ein Satz mit einem Feler darin.\n\nEin zweiter Absatz steht hier.\n"
    ),
}


def run(folder: Path, *arguments: str) -> str:
    """Run git with a name of its own."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, **files: str) -> None:
    """Write files (a__b for a/b.md) and commit everything."""
    for name, text in files.items():
        place = folder / f"{name.replace('__', '/')}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    run(folder, "add", ".")
    run(folder, "commit", "-q", "-m", "Write")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed book; git knows nobody else's settings."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")
        monkeypatch.setenv(f"GIT_{role}_DATE", "2027-03-01T12:00:00Z")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    folder = tmp_path / "book"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    run(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


def plain_press(
    workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]
) -> Checked[Produced | None]:
    """Read the book as the real press does, and print it as its text."""
    tell("press")
    proof = proofread(workspace, cache, order, lambda stage: None)
    assert proof.value is not None
    book = proof.value.book
    text = "\n".join(section.body for section in book.sections if section.path)
    facts = f"{book.manifest.title} {book.manifest.edition} {book.manifest.date}\n"
    pages = PageMap({section.id: str(number) for number, section in enumerate(book.sections)})
    artifacts = {"probe.txt": (facts + text).encode(), "html/index.html": facts.encode()}
    look = look_of(proof.value.theme, book.manifest.language)
    return Checked(Produced(artifacts, book, pages, look=look), proof.diagnostics)


def approve(artifacts: Artifacts, book: Book, read: Callable[[str], str]) -> Judged:
    """Find nothing wrong."""
    return (), {"everything": "passed"}


def toolbox_at(folder: Path, tell: Callable[[str], None] = lambda stage: None) -> Toolbox:
    """A toolbox over a folder with the plain press."""
    return Toolbox(
        FolderWorkspace(folder), MemoryCache(), tell, press=plain_press, judge=approve, absent=lambda formats: ()
    )
