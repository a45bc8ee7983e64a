"""The same book gives the same bytes, wherever, whenever and however it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
BOOK = """title: Probe
language: de
date: 2026-11-24
hyphenation: [Work-book]
formats: [pdf, epub, html, handouts, print]
parts:
  - title: Eins
    chapters: [chapters/a.md, chapters/b.md]
checklists: [checklists/c.md]
"""
CHAPTER = """---
status: fertig
versprechen: Du kannst es.
---
# {title}

Ein Workbook mit einer Fußnote[^1] und einem Bild.

[^1]: Unten.

![Ein Kreis](images/kreis.svg){{alt="Ein Kreis."}}

::: tipp
Fang klein an.
:::

## Fragen

[Wer?]{{.feld zeilen=2}}

Siehe [](#{other}).
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Kreis</title><circle cx="4" cy="4" r="3"/></svg>'
)
CHECKLIST = "---\nstatus: fertig\nzweck: Prüfen.\n---\n# Liste\n\n- [ ] Eins\n- [ ] Zwei\n- [ ] Drei\n"


def _make_book(folder: Path) -> Path:
    files = {
        "book.yaml": BOOK,
        "chapters/a.md": CHAPTER.format(title="Anfang", other="b"),
        "chapters/b.md": CHAPTER.format(title="Mitte", other="a"),
        "chapters/images/kreis.svg": DRAWING,
        "checklists/c.md": CHECKLIST,
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def _build(book: Path, jobs: int = 1, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "pipeline", "--book", str(book), "build", "--jobs", str(jobs)]
    known = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, cwd=book.parent, env=known, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    out = book / "build"
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return _build(_make_book(tmp_path_factory.mktemp("one") / "buch"))


def _differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def test_all_formats_are_made(first: dict[str, bytes]) -> None:
    assert {"probe.pdf", "probe-print.pdf", "probe.epub", "html/index.html", "SHA256SUMS"} <= set(first)
    assert any(path.startswith("handouts/") for path in first)


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C.UTF-8", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4711", "USER": "jemand", "HOME": "/"},
    ],
    ids=["C-east-seed-1", "UTF-8-west-seed-4711"],
)
def test_place_clock_locale_and_seed_change_nothing(
    first: dict[str, bytes], environment: dict[str, str], tmp_path: Path
) -> None:
    other = _build(_make_book(tmp_path / "anderswo" / "mein buch"), **environment)
    assert _differing(first, other) == []


def test_the_number_of_processes_changes_nothing(first: dict[str, bytes], tmp_path: Path) -> None:
    assert _differing(first, _build(_make_book(tmp_path / "buch"), jobs=2)) == []


def test_a_warm_cache_changes_nothing(first: dict[str, bytes], tmp_path: Path) -> None:
    book = _make_book(tmp_path / "buch")
    chapter = book / "chapters/a.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text.replace("Fang klein an", "Fang groß an"), encoding="utf-8")
    assert _differing(first, _build(book)) != []
    chapter.write_text(text, encoding="utf-8")
    assert _differing(first, _build(book)) == []
    shutil.rmtree(book / "build" / ".cache")
    assert _differing(first, _build(book)) == []
