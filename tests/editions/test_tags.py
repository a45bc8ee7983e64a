"""Several books in one repository: each has tags of its own, and finds its editions whatever they are called."""

from __future__ import annotations

import argparse
import shutil
from functools import partial
from pathlib import Path

import pytest

from pipeline.editions import tags
from pipeline.editions.commands import Teller
from pipeline.editions.commands import run as do
from pipeline.editions.cut import Toolbox, cut
from pipeline.editions.readiness import Wanted
from pipeline.editions.verify import verify
from tests.editions.conftest import FILES, commit, plain_press, run, toolbox_at


def begin(folder: Path, name: str, more: str = "") -> Path:
    """Put another book into a repository and commit it."""
    book = folder / name
    for path, text in FILES.items():
        (book / path).parent.mkdir(parents=True, exist_ok=True)
        (book / path).write_text(text + (more if path == "book.yaml" else ""), encoding="utf-8")
    commit(folder)
    return book


def cut_in(book: Path, version: str) -> list[str]:
    done = cut(toolbox_at(book), Wanted(version))
    return [] if done.value else sorted({one.code for one in done.diagnostics})


@pytest.fixture
def shelf(repository: Path) -> Path:
    """A repository with a folder for each book, the first of which has an edition from when it was alone."""
    for path in FILES:
        if path != ".gitignore":
            run(repository, "rm", "-q", path)
    first = begin(repository, "de")
    assert cut_in(first, "1.0") == []
    assert run(repository, "tag") == "v1.0"
    return repository


def test_a_book_inside_of_another_is_a_part_of_it() -> None:
    assert tags.books_in(("book.yaml", "tests/books/a/book.yaml", "notebook.yaml")) == ("",)
    assert tags.books_in(("a-b/book.yaml", "a/book.yaml", "a/in/book.yaml", "b/x.md")) == ("a/", "a-b/")


def test_the_number_is_read_out_of_a_tag() -> None:
    assert [tags.version_in(tag) for tag in ("v1.0", "mein-buch-v2.10", "1.0", "v1.0-rc", "x-v1..0", "v")] == [
        *("1.0", "2.10", "", "", "", "")
    ]


def test_two_books_have_the_same_numbers(shelf: Path) -> None:
    second = begin(shelf, "en", "slug: test-book\n")
    assert cut_in(second, "1.0") == []
    assert cut_in(shelf / "de", "1.1") == []
    assert cut_in(shelf / "de", "1.0") == cut_in(second, "1.0") == ["e-007"]
    assert run(shelf, "tag").split() == ["probe-v1.1", "test-book-v1.0", "v1.0"]
    assert tags.versions_of(shelf / "de", "probe") == ("1.1", "1.0")
    for book, version in (("de", "1.0"), ("de", "1.1"), ("en", "1.0")):
        done = verify(toolbox_at(shelf / book), version)
        assert done.value is not None and done.diagnostics == ()
        assert done.value.same == len(done.value.artifacts) == 2


def test_a_book_that_got_another_name_finds_its_editions(shelf: Path) -> None:
    second = begin(shelf, "en", "slug: test-book\n")
    assert cut_in(second, "1.0") == []
    (second / "book.yaml").write_text(FILES["book.yaml"] + "slug: other\n")
    commit(shelf)
    assert tags.tag_of(second, "1.0") == "test-book-v1.0"
    assert cut_in(second, "1.0") == ["e-007"]
    run(shelf, "rm", "-r", "-q", "de")
    shutil.rmtree(shelf / "de")
    run(shelf, "commit", "-q", "-m", "One left")
    assert cut_in(second, "1.1") == []
    assert tags.tag_of(second, "1.1") == "v1.1"
    assert tags.tag_of(second, "1.0") == "test-book-v1.0"


def test_books_with_one_name_are_told_whose_tag_it_is(shelf: Path) -> None:
    second = begin(shelf, "en")
    assert cut_in(shelf / "de", "1.1") == []
    done = cut(toolbox_at(second), Wanted("1.1"))
    assert done.value is None
    (told,) = done.diagnostics
    assert told.code == "e-220"
    assert dict(told.facts) == {"tag": "probe-v1.1", "commit": run(shelf, "rev-parse", "--short=10", "probe-v1.1^{}")}
    assert cut_in(second, "1.2") == []


def test_a_tag_that_is_no_edition_is_not_called_one(repository: Path) -> None:
    run(repository, "tag", "v1.0")
    assert cut_in(repository, "1.0") == ["e-220"]
    assert cut_in(repository, "1.1") == []


def test_a_forge_that_knows_the_tag_alone_finds_the_book(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = begin(shelf, "en", "slug: test-book\n")
    assert cut_in(second, "1.0") == []
    monkeypatch.setattr("pipeline.editions.commands.Toolbox", partial(Toolbox, press=plain_press))
    told: list[str] = []
    options = argparse.Namespace(deed="verify", version="test-book-v1.0", out="", deposit="", trust=False)
    done = do(options, toolbox_at(shelf).workspace, 1, Teller(told.append, lambda stage: None))
    assert done.value and done.diagnostics == ()
    assert "2" in told[-1]
    options.version = "nobody-v1.0"
    done = do(options, toolbox_at(shelf).workspace, 1, Teller(told.append, lambda stage: None))
    assert [one.code for one in done.diagnostics] == ["e-020"]


def test_trade_takes_the_tag_of_any_book(shelf: Path) -> None:
    second = begin(shelf, "en", "slug: test-book\n")
    assert cut_in(second, "1.0") == []

    def trade(version: str, folder: Path) -> tuple[bool, set[str]]:
        options = argparse.Namespace(deed="trade", version=version, out="")
        done = do(options, toolbox_at(folder).workspace, 1, Teller(lambda text: None, lambda stage: None))
        return (folder / "build/trade/1.0").is_dir(), {one.code for one in done.diagnostics}

    made, by_number = trade("1.0", second)
    assert made and not by_number & {"e-217", "e-218", "e-041"}
    shutil.rmtree(second / "build/trade")
    # From the other book's folder, too: whose edition it is says the tag.
    assert trade("test-book-v1.0", shelf / "de") == (False, by_number)
    assert (second / "build/trade/1.0").is_dir()
    assert trade("test-book-v9.0", second)[1] == {"e-217"}


def test_a_copy_without_tags_is_told_as_one(repository: Path) -> None:
    assert cut_in(repository, "1.0") == []
    run(repository, "tag", "-d", "v1.0")
    assert [one.code for one in verify(toolbox_at(repository), "1.0").diagnostics] == ["e-221"]
    assert cut_in(repository, "1.0") == []
    assert verify(toolbox_at(repository), "1.0").value is not None
