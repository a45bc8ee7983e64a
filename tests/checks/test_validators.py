"""Validators by way of our diagnostics: each is proved by a bad file, and what is not installed is said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from pipeline.artifacts import Member, archive
from pipeline.book.model import Book, PageMap
from pipeline.cache import MemoryCache
from pipeline.checks import validators
from pipeline.checks.validators import Finding, judge, validate
from pipeline.codes import CODES
from pipeline.diagnostics import Diagnostic
from pipeline.render import epub, html, pdf
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.conftest import Checker
from tests.render import sample

SOURCE = "# Wie sich Branchen annähern\n\nErst.\n\n## Sechs Stufen {#sechs-stufen}\n\nDann.\n"


def read(path: str) -> str:
    return SOURCE


def facts(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(d.code, dict(d.facts)["tool"], d.span.path) for d in found]


@pytest.fixture(scope="module")
def book() -> Book:
    return sample.book()


@pytest.mark.slow
def test_a_good_epub_gives_nothing(book: Book, epubcheck: Checker) -> None:
    assert validate(epub.render(book, default_theme("de"), PageMap()).value, book, read) == ()


@pytest.mark.slow
def test_an_error_in_the_epub_is_told_at_the_line_of_the_authors_file(book: Book, epubcheck: Checker) -> None:
    ((name, data),) = epub.render(book, default_theme("de"), PageMap()).value.items()
    bad = _changed(data, "EPUB/text/annaeherung.xhtml", b'href="#abb-stufen"', b'href="#nirgends"')
    heading = _changed(
        bad, "EPUB/text/annaeherung.xhtml", b"Sechs Stufen</h2>", b'<a href="#weg">Sechs</a> Stufen</h2>'
    )

    found = validate({name: heading}, book, read)

    assert facts(found) == [("v-001", "EPUBCheck", "chapters/annaeherung.md")] * 2
    assert {dict(d.facts)["rule"] for d in found} == {"RSC-012"}
    assert 5 in {d.span.line for d in found}


@pytest.mark.slow
def test_an_error_in_a_picture_of_the_epub_is_told_at_the_picture(book: Book, epubcheck: Checker) -> None:
    ((name, data),) = epub.render(book, default_theme("de"), PageMap()).value.items()
    bad = _changed(data, "EPUB/pictures/chapters-images-stufen.svg", b"<svg ", b'<svg role="x" id="1 2" ')
    found = validate({name: bad}, book, read)
    assert set(facts(found)) == {("v-001", "EPUBCheck", "chapters/images/stufen.svg")}


@pytest.mark.slow
def test_data_in_a_page_is_no_script_that_its_policy_stops(book: Book, nu_checker: Checker) -> None:
    made = dict(html.render(book, default_theme("de"), PageMap()).value)
    page = made["html/challenge.html"]
    made["html/challenge.html"] = page.replace(
        b"</head>", b'<script type="application/ld+json">{"a": 1}</script></head>'
    )
    assert validate(made, book, read) == ()
    made["html/challenge.html"] = page.replace(b"</head>", b"<script>alert(1)</script></head>")
    assert {one.code for one in validate(made, book, read)} == {"v-002"}


@pytest.mark.slow
def test_a_picture_without_alternative_in_the_web_edition_is_told(book: Book, nu_checker: Checker) -> None:
    made = dict(html.render(book, default_theme("de"), PageMap()).value)
    assert validate(made, book, read) == ()
    page = made["html/challenge.html"]
    made["html/challenge.html"] = page.replace(b'<div class="text">', b'<div class="text"><img src="assets/x.png">', 1)
    for place in ("", "variants/schule/"):
        found = validate({f"{place}{path}": data for path, data in made.items()}, book, read)
        assert facts(found) == [("v-001", "Nu HTML Checker", "chapters/challenge.md")]


@pytest.mark.slow
def test_a_section_without_heading_in_the_web_edition_is_a_warning(book: Book, nu_checker: Checker) -> None:
    made = dict(html.render(book, default_theme("de"), PageMap()).value)
    page = made["html/challenge.html"]
    made["html/challenge.html"] = page.replace(b'<div class="text">', b'<div class="text"><section>x</section>', 1)
    assert facts(validate(made, book, read)) == [("v-002", "Nu HTML Checker", "chapters/challenge.md")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "profile"),
    [
        (lambda book: book.Root.__delattr__("StructTreeRoot"), "PDF/UA-1"),
        (lambda book: book.Root.__delattr__("OutputIntents"), "PDF/A-2a"),
    ],
)
def test_a_pdf_that_breaks_a_rule_is_told(book: Book, spoil: Callable[[pikepdf.Pdf], None], profile: str) -> None:
    pytest.importorskip("page")
    (data,) = pdf.render(book, default_theme("de"), MemoryCache(), Workshop()).value.artifacts.values()
    assert validate({"probe.pdf": data}, book, read) == ()
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        spoil(file)
        file.save(target)
    found = validate({"probe.pdf": target.getvalue()}, book, read)
    assert {fact[:2] for fact in facts(found)} == {("v-001", "page-validation")}
    assert any(dict(d.facts)["rule"].startswith(profile) for d in found)


def test_an_error_on_a_page_of_the_pdf_is_told_at_the_authors_file(book: Book) -> None:
    pytest.importorskip("page")
    printed = pdf.render(book, default_theme("de"), MemoryCache(), Workshop()).value
    (data,) = printed.artifacts.values()
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        (at,) = (nth for nth, page in enumerate(file.pages) if page.label == printed.pages.folios["annaeherung"])
        for link in file.pages[at].obj.Annots:
            del link.Contents
        file.save(target)
    # What saving it anew did to the lengths of its streams is told, too, of the book.
    found = [one for one in validate({"probe.pdf": target.getvalue()}, book, read) if one.span.path != "book.yaml"]
    assert set(facts(tuple(found))) == {("v-001", "page-validation", "chapters/annaeherung.md")}


def test_a_file_that_is_no_pdf_fails_its_validator(book: Book) -> None:
    pytest.importorskip("page")
    assert facts(validate({"probe.pdf": b"nothing"}, book, read)) == [("v-004", "page-validation", "book.yaml")]


def test_each_validator_has_its_word(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.epub": b"", "b.html": b"", "c.txt": b""}
    good, lost = validators.VALIDATORS[0], replace(validators.VALIDATORS[1], modules=("nirgends",))
    monkeypatch.setattr(validators, "VALIDATORS", (replace(good, modules=(), run=lambda files: iter(())), lost))
    assert judge(files, book, read)[1] == {good.name: "passed", lost.name: "missing"}
    bad = replace(good, modules=(), run=lambda files: iter((Finding("warning", "R", "M"),)))
    monkeypatch.setattr(validators, "VALIDATORS", (bad,))
    assert judge(files, book, read)[1] == {good.name: "failed"}
    assert judge({}, book, read) == ((), {})


def test_what_is_not_installed_is_said_and_spoils_nothing(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validators, "find_spec", lambda name: None)
    found = validate({"x.epub": b"", "x.pdf": b"", "html/index.html": b""}, book, read)
    assert {fact[:2] for fact in facts(found)} == {
        ("v-003", "EPUBCheck"), ("v-003", "Nu HTML Checker"), ("v-003", "page-validation"),
    }  # fmt: skip
    assert CODES["v-003"].severity == "note"


def _changed(data: bytes, path: str, old: bytes, new: bytes) -> bytes:
    """An EPUB with one file changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert old in files[path]
    files[path] = files[path].replace(old, new, 1)
    return archive(Member(name, text, stored=name == "mimetype") for name, text in files.items())


@pytest.mark.parametrize("address", ["assets/web.css", "/assets/web.css", "/buch/assets/web.css", "chapters/a.png"])
def test_to_a_checker_of_files_no_address_is_the_pages_own(address: str) -> None:
    words = "Resource violates Content Security Policy (meta tag): external stylesheet “{}” blocked by “style-src”."
    message = {"type": "info", "subType": "warning"}
    assert validators._nu_severity({**message, "message": words.format(address)}, "") == ""
    foreign = {**message, "message": words.format("https://example.org/assets/x.css")}
    assert validators._nu_severity(foreign, "") == "warning"
