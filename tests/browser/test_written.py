"""A book that is written while browsers look: the preview as a program, files as people and git change them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_follow import until

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
MANIFEST = """title: Probe
language: de
date: 2026-11-24
parts:
  - title: Eins
    chapters: [chapters/a.md, chapters/b.md]
"""
CHAPTER = (
    "---\nstatus: fertig\nversprechen: Du kannst es.\n---\n# {}\n\nErster Absatz.\n\nHier steht {}.\n\n"
    + "Viel Text. " * 400
)
SAVES = 36
CORNER = "[...document.querySelectorAll('body > div')].find((one) => one.shadowRoot)?.shadowRoot.textContent ?? ''"


def write(book: Path, name: str, words: str) -> None:
    """Save a chapter as an editor does, in one step."""
    new = book / f".{name}.tmp"
    new.write_text(CHAPTER.format(f"Kapitel {name.upper()}", words), encoding="utf-8")
    new.replace(book / f"chapters/{name}.md")


@contextmanager
def served(book: Path, *options: str) -> Iterator[list[str]]:
    """The preview of a new book; gives what it said until it said how to stop it."""
    (book / "chapters").mkdir()
    (book / "book.yaml").write_text(MANIFEST, encoding="utf-8")
    for name in "ab":
        write(book, name, "der Anfang")
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--lang", "de", "--book", str(book), *options]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said += re.findall(r"http://\S+", line)
        if "Strg+C" in line:
            break
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        yield said
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


@contextmanager
def opened(browser: Any, address: str, **more: Any) -> Iterator[Any]:
    """A tab of its own."""
    context = browser.new_context(**more)
    tab = context.new_page()
    tab.goto(address)
    yield tab
    context.close()


@pytest.fixture(scope="module", name="preview")
def _preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    book = tmp_path_factory.mktemp("book")
    with served(book) as said:
        yield book, said[0]


def shows(words: str) -> str:
    return f"document.querySelector('main')?.textContent.includes({words!r})"


def test_two_people_save_36_times_and_each_tab_has_the_last_in_its_place(
    browser: Any, preview: tuple[Path, str]
) -> None:
    book, address = preview
    size = {"width": 500, "height": 400}
    with opened(browser, f"{address}a.html", viewport=size) as one, opened(browser, f"{address}b.html") as other:
        until(one, shows("der Anfang"))
        until(other, shows("der Anfang"))
        for tab in (one, other):
            # A page that came by itself is put back in its place when it is loaded.
            until(tab, "document.readyState === 'complete'")
            tab.evaluate("window.stays = true")
        one.evaluate("scrollTo(0, 300)")
        for nth in range(SAVES):
            write(book, "ab"[nth % 2], f"Fassung {nth} von {SAVES}")
            time.sleep(0.08)
        until(one, shows(f"Fassung {SAVES - 2} von"))
        until(other, shows(f"Fassung {SAVES - 1} von"))
        assert one.evaluate("window.stays") and other.evaluate("window.stays")
        assert abs(one.evaluate("scrollY") - 300) <= 2


def test_a_chapter_that_is_renamed_and_one_that_is_deleted(browser: Any, preview: tuple[Path, str]) -> None:
    book, address = preview
    with opened(browser, f"{address}a.html") as tab, opened(browser, f"{address}neu.html") as coming:
        until(tab, shows("Erster Absatz"))
        assert "gibt es im Buch nicht" in coming.text_content("main")
        (book / "chapters/a.md").rename(book / "chapters/neu.md")
        (book / "book.yaml").write_text(MANIFEST.replace("a.md", "neu.md"), encoding="utf-8")
        until(coming, shows("Erster Absatz"))
        until(tab, f"({CORNER}).includes('nicht mehr')")
        assert tab.evaluate(shows("Erster Absatz"))
        (book / "chapters/b.md").rename(book / "weg.md")
        until(coming, f"({CORNER}).includes('chapters/b.md')")
        (book / "weg.md").rename(book / "chapters/b.md")
        (book / "chapters/neu.md").rename(book / "chapters/a.md")
        (book / "book.yaml").write_text(MANIFEST, encoding="utf-8")
        until(tab, f"!({CORNER}).includes('nicht mehr')")


def test_all_files_at_once_as_git_checks_them_out(browser: Any, preview: tuple[Path, str]) -> None:
    book, address = preview
    with opened(browser, f"{address}a.html") as one, opened(browser, f"{address}b.html") as other:
        until(one, shows("Erster Absatz"))
        held = book.parent / "held"
        for words in ("ein anderer Zweig", "wieder der erste"):
            shutil.copytree(book / "chapters", held)
            shutil.rmtree(book / "chapters")
            (book / "chapters").mkdir()
            for name in "ab":
                write(book, name, words)
            shutil.rmtree(held)
            until(one, shows(words))
            until(other, shows(words))


def test_a_phone_in_the_same_network_follows_with_the_secret_and_sees_nothing_without(
    browser: Any, tmp_path: Path
) -> None:
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True, "device_scale_factor": 3}
    with served(tmp_path, "--lan") as said:
        address = next(one for one in said if "?key=" in one)
        context = browser.new_context(**phone)
        stranger = context.new_page()
        assert stranger.goto(address.partition("?")[0] + "a.html").status == 403
        assert "Absatz" not in stranger.content()
        context.close()
        with opened(browser, address, **phone) as tab:
            # The page that waits for the first build gives way by itself.
            until(tab, "!!document.querySelector('a[href*=\"a.html\"]')")
            tab.goto(address.partition("?")[0] + "a.html")
            until(tab, shows("der Anfang"))
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            write(tmp_path, "a", "für das Telefon")
            until(tab, shows("für das Telefon"))
