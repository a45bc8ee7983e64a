"""Three whole books through the command line: the smallest, one with everything, and one where everything is wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pipeline.cli import main
from pipeline.editions.trade.limits import TOLERANCE_MM, measure_inside
from pipeline.editions.trade.requirements import HOUSES
from pipeline.manuscript.elements.vocabulary import ATTRIBUTES, BLOCKS, SPANS
from pipeline.manuscript.schema import BOOK, HEAD, Record
from pipeline.theme import default_theme
from tests.conftest import Checker

BOOKS = Path(__file__).with_name("books")
FORMATS = "pdf,print,epub,html,handouts"
# For the team only: they never stand in a finished book, and are a note until then.
UNFINISHED = {"todo", "comment", "conflict", "reading"}
# So thick may a book in our theme be for every house.
MANY_PAGES = 500

Take = Callable[[str], Path]


@pytest.fixture
def take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Copy a book, go there and return its folder."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(BOOKS / name, folder, ignore=shutil.ignore_patterns("build"))
        monkeypatch.chdir(folder)
        return folder

    return copy


@pytest.mark.slow
def test_the_smallest_book_becomes_every_format_without_a_word(take: Take, capsys: pytest.CaptureFixture[str]) -> None:
    folder = take("minimal")
    assert main(["build", "--strict", "--format", FORMATS]) == 0
    assert capsys.readouterr().out == ""
    made = {path.name for path in (folder / "build").iterdir()}
    assert made >= {
        "das-kleinste-buch.pdf",
        "das-kleinste-buch-print.pdf",
        "das-kleinste-buch.epub",
        "html",
        "SHA256SUMS",
    }


CODE = re.compile(r"^\w+\[(\w-\d+)\]", re.MULTILINE)


@pytest.mark.slow
def test_the_book_with_everything_is_valid_in_every_format(
    take: Take, capsys: pytest.CaptureFixture[str], epubcheck: Checker, nu_checker: Checker
) -> None:
    build = take("complete") / "build"
    assert main(["build", "--strict", "--format", FORMATS]) == 0
    # Some of its pieces are larger than what is left of a page.
    assert set(CODE.findall(capsys.readouterr().out)) <= {"t-080"}
    assert epubcheck(build / "alles.epub") == []
    assert nu_checker(*sorted((build / "html").glob("*.html"))) == []
    inside = measure_inside((build / "alles-print.pdf").read_bytes())
    assert inside.gutter_mm >= max(house.gutter_mm(MANY_PAGES) for house in HOUSES) - TOLERANCE_MM
    assert inside.edge_mm >= max(house.edge_mm for house in HOUSES) - TOLERANCE_MM
    for path in [build / "alles.pdf", *sorted((build / "handouts").iterdir())]:
        with pikepdf.open(path) as sheet:
            assert sheet.check_pdf_syntax() == []
            assert sheet.Root.MarkInfo.Marked


def test_the_book_with_everything_has_every_element_key_and_head() -> None:
    folder = BOOKS / "complete"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md")))
    labels = default_theme().labels
    elements = {name: labels.word(f"elements.{name}.alias") for name in (BLOCKS | SPANS) - UNFINISHED - {"worksheet"}}
    attributes = labels.under("attributes")
    wanted = {*elements.values(), *(attributes.get(key, key) for keys in ATTRIBUTES.values() for key in keys)}
    assert sorted(word for word in wanted if word not in text) == []
    heads = labels.under("front")
    assert sorted(key.name for key in HEAD.keys if f"\n{heads.get(key.name, key.name)}:" not in text) == []
    manifest = (folder / "book.yaml").read_text(encoding="utf-8")
    assert sorted(name for name in _keys(BOOK) if f"{name}:" not in manifest) == []


def test_everything_wrong_in_a_book_is_told_in_one_run(
    take: Take, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    take("broken")
    assert main(["check"]) == 1
    told = capsys.readouterr().out
    golden = BOOKS / "broken" / "expected.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_draft_of_a_broken_book_marks_what_is_missing(take: Take) -> None:
    build = take("broken") / "build"
    assert main(["build", "--format", "pdf,epub,html"]) == 1
    assert {path.suffix for path in build.iterdir()} >= {".pdf", ".epub"}
    pages = {path.name: path.read_text(encoding="utf-8") for path in (build / "html").glob("*.html")}
    for name in ("fehlt.html", "leer.html", "alt.html"):
        assert 'class="box broken"' in pages[name]
    assert 'class="missing' in pages["ziel.html"]
    assert not any(word in page for page in pages.values() for word in ("<script>alert", "javascript:", "onload"))


def test_a_strict_build_of_a_broken_book_leaves_what_was_there(take: Take) -> None:
    build = take("broken") / "build"
    build.mkdir()
    (build / "buch.pdf").write_bytes(b"the last good one")
    assert main(["build", "--strict"]) == 1
    assert sorted(path.name for path in build.iterdir() if path.name != ".cache") == ["buch.pdf"]
    assert (build / "buch.pdf").read_bytes() == b"the last good one"


def test_an_interrupted_build_leaves_what_was_there(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    build = take("minimal") / "build"
    build.mkdir()
    old = b"0" * 64 + b"  html/index.html\n"
    (build / "SHA256SUMS").write_bytes(old)

    def interrupt(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.outputs._move_in", interrupt)
    assert main(["build", "--format", "html"]) == 130
    assert sorted(path.name for path in build.iterdir() if path.name != ".cache") == ["SHA256SUMS"]
    assert (build / "SHA256SUMS").read_bytes() == old


def _keys(record: Record) -> set[str]:
    names = {key.name for key in record.keys}
    for key in record.keys:
        inner = getattr(key.type, "of", key.type)
        names |= _keys(inner) if isinstance(inner, Record) else set()
    return names - {"path"}
