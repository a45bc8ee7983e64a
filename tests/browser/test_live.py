"""The preview as people have it: the program itself, a book in git, tabs that stay open whatever becomes of files."""

from __future__ import annotations

import re
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
from tests.test_merging import git

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
BOOK = "title: Probe\nlanguage: de\nformats: [html]\nparts:\n  - title: Eins\n    chapters:\n{}"
CHAPTER = "---\nversprechen: Du kannst es.\n---\n# {}\n\nHier steht {}.\n\nDanach kommt noch etwas.\n"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 3}
SAVES = 18
CORNER = "[...document.querySelectorAll('body > div')].find((one) => one.shadowRoot)?.shadowRoot"


def write(book: Path, **words: str) -> None:
    """Write chapters, and the list of all that are there."""
    for name, word in words.items():
        (book / "chapters" / f"{name}.md").write_text(CHAPTER.format(name.capitalize(), word), encoding="utf-8")
    listed = "".join(f"      - chapters/{one.name}\n" for one in sorted((book / "chapters").iterdir()))
    if (book / "book.yaml").read_text(encoding="utf-8") != BOOK.format(listed):
        (book / "book.yaml").write_text(BOOK.format(listed), encoding="utf-8")


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Path:
    book = tmp_path / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "book.yaml").touch()
    write(book, anna="das Alte", berta="das Andere")
    git(tmp_path, "init", "-q", "-b", "main", str(book))
    (book / ".gitignore").write_text("build/\n", encoding="utf-8")
    git(book, "add", "-A")
    git(book, "commit", "-qm", "Begin")
    # Drafts say whether anything was changed since the last commit; that is not to change with the first save.
    (book / "notizen.txt").touch()
    return book


@contextmanager
def serving(book: Path, *more: str) -> Iterator[list[str]]:
    """The preview's addresses, told before there is a book to see."""
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--book", str(book), *more]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    lines = [process.stderr.readline() for _ in range(1 + len(more))]
    reading = threading.Thread(target=process.stderr.read, daemon=True)
    reading.start()
    try:
        yield [found[0] for line in lines if (found := re.search(r"http://\S+", line))]
    finally:
        process.terminate()
        process.wait(20)
        reading.join(20)
        process.stderr.close()


@pytest.fixture(name="address")
def _address(book: Path) -> Iterator[str]:
    with serving(book) as (address,):
        yield address


def says(word: str) -> str:
    return f"document.querySelector('main')?.textContent.includes({word!r})"


def test_a_tab_that_came_before_the_first_build_shows_the_book_by_itself(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}anna.html")
    until(page, says("das Alte"), 60)
    page.close()


def test_a_chapter_that_is_renamed_goes_there_and_comes_here(browser: Any, book: Path, address: str) -> None:
    old, new = browser.new_page(), browser.new_page()
    old.goto(f"{address}berta.html")
    until(old, says("das Andere"), 60)
    new.goto(f"{address}clara.html")
    assert "gibt es im Buch nicht" in new.text_content("main")
    git(book, "mv", "chapters/berta.md", "chapters/clara.md")
    write(book)
    until(new, says("das Andere"))
    until(old, f"{CORNER}?.textContent.includes('nicht mehr')")
    write(book, clara="das Neue")
    until(new, says("das Neue"))
    old.close()
    new.close()


def test_a_chapter_that_is_deleted_leaves_what_was_read_and_the_others(browser: Any, book: Path, address: str) -> None:
    page, other = browser.new_page(), browser.new_page()
    page.goto(f"{address}berta.html")
    until(page, says("das Andere"), 60)
    other.goto(f"{address}anna.html")
    (book / "chapters" / "berta.md").unlink()
    until(page, f"{CORNER}?.querySelector('summary')")  # the list still names it, and that is told
    write(book)
    until(page, f"{CORNER}?.textContent.includes('nicht mehr')")
    assert page.evaluate(says("das Andere"))
    write(book, anna="das Neue")
    until(other, says("das Neue"))
    page.close()
    other.close()


def test_a_checkout_of_all_files_is_followed_there_and_back(browser: Any, book: Path, address: str) -> None:
    git(book, "checkout", "-qb", "other")
    write(book, anna="von Anna", berta="von Berta", dora="von Dora")
    git(book, "add", "-A")
    git(book, "commit", "-qm", "Other")
    git(book, "checkout", "-q", "main")
    tabs = {name: browser.new_page() for name in ("anna", "berta", "dora")}
    tabs["anna"].goto(f"{address}anna.html")
    until(tabs["anna"], says("das Alte"), 60)
    for name in ("berta", "dora"):
        tabs[name].goto(f"{address}{name}.html")
    git(book, "checkout", "-q", "other")
    for name, tab in tabs.items():
        until(tab, says(f"von {name.capitalize()}"))
    git(book, "checkout", "-q", "main")
    until(tabs["anna"], says("das Alte"))
    until(tabs["berta"], says("das Andere"))
    until(tabs["dora"], f"{CORNER}?.textContent.includes('nicht mehr')")
    for tab in tabs.values():
        tab.close()


def test_thirty_six_saves_by_two_people_end_with_both_and_load_nothing_anew(
    browser: Any, book: Path, address: str
) -> None:
    names = ("anna", "berta")
    tabs = [browser.new_page() for _ in names]
    for name, tab in zip(names, tabs, strict=True):
        tab.goto(f"{address}{name}.html")
        until(tab, says("Danach kommt noch etwas"), 60)
        _settle(tab, book, name)

    def save_often(name: str, pause_s: float) -> None:
        for nth in range(1, SAVES + 1):
            write(book, **{name: f"Fassung {nth} von {name}."})
            time.sleep(pause_s)

    people = [threading.Thread(target=save_often, args=given) for given in zip(names, (0.11, 0.17), strict=True)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    for name, tab in zip(names, tabs, strict=True):
        until(tab, says(f"Fassung {SAVES} von {name}"))
        assert tab.evaluate("window.stays")
        tab.close()


def _settle(tab: Any, book: Path, name: str) -> None:
    """Save until the page has followed without a load: what is saved while it loads has it load again."""
    for nth in range(20):
        tab.evaluate("window.stays = true")
        write(book, **{name: f"der Anfang {nth}."})
        until(tab, says(f"der Anfang {nth}."))
        if tab.evaluate("window.stays ?? false"):
            return
    raise AssertionError("it is loaded anew at every save")


def test_a_phone_reads_along_with_the_secret_and_gets_nothing_without(browser: Any, book: Path) -> None:
    with serving(book, "--lan") as (here, address):
        bare = address.partition("?")[0]
        assert here != address and "key=" in address
        context = browser.new_context(**PHONE)
        page = context.new_page()
        for wrong in (bare, f"{bare}anna.html", f"{bare}?key=falsch", f"{bare}-preview/changes"):
            assert page.goto(wrong).status == 403
            assert "das Alte" not in page.content()
        page.goto(address)
        until(page, "document.querySelector('main')", 60)
        page.goto(f"{bare}anna.html")
        until(page, says("das Alte"), 60)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        write(book, anna="das Neue")
        until(page, says("das Neue"))
        stranger = browser.new_context(**PHONE)
        assert stranger.new_page().goto(f"{bare}anna.html").status == 403
        stranger.close()
        context.close()
