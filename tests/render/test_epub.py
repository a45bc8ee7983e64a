"""The EPUB as a whole: valid, the same every time, complete, and true in what it says about itself."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import etree

from pipeline.book.model import Book, PageMap, Section
from pipeline.manuscript.model import Isbn
from pipeline.render.epub import render
from pipeline.theme import Theme, default_theme
from tests.conftest import Checker
from tests.render import sample

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS_TYPE = "{http://www.idpf.org/2007/ops}type"
NO_PAGES = PageMap()
MATHS = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Punkt</title><linearGradient id="g"/></svg>'


def epub(book: Book, pages: PageMap = sample.PAGES, theme: Theme | None = None) -> bytes:
    """The bytes of the one file that is made."""
    (data,) = render(book, theme or default_theme(), pages).value.values()
    return data


def files(data: bytes) -> dict[str, bytes]:
    """The files below the publication's folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name.removeprefix("EPUB/"): packed.read(name) for name in packed.namelist()}


def changed(change: Callable[[Section], Section], keep: tuple[str, ...] = ()) -> Book:
    """The sample with changed sections, or with those of some kinds only."""
    book = sample.book()
    return replace(book, sections=tuple(change(s) for s in book.sections if not keep or s.kind in keep))


def with_body(body: str) -> Book:
    """The sample with another text in its first chapter."""
    return changed(lambda s: replace(s, body=body, headings=()) if s.id == "annaeherung" else s)


def with_manifest(**changes: object) -> Book:
    """The sample with other facts."""
    return replace(sample.book(), manifest=replace(sample.MANIFEST, **changes))  # type: ignore[arg-type]


def properties(data: bytes, file: str) -> list[str]:
    """The properties of a file in the package manifest."""
    root = etree.fromstring(files(data)["content.opf"])
    (item,) = [item for item in root.iter("{*}item") if item.get("href") == file]
    return (item.get("properties") or "").split()


def said(data: bytes, name: str) -> list[str]:
    """What the package says under a property or a Dublin Core name."""
    root = etree.fromstring(files(data)["content.opf"])
    return [e.text or "" for e in root.iter("{*}*") if e.get("property") == name or etree.QName(e).localname == name]


@pytest.mark.slow
@pytest.mark.parametrize(
    "book",
    [
        pytest.param(sample.book(), id="edition"),
        pytest.param(sample.book(draft=True), id="draft"),
        pytest.param(
            with_manifest(
                certified_by="Mia Muster",
                site_url="https://example.org/buch/",
                identifier="",
                date="",
                isbn=Isbn(epub="978-3-16-148410-0"),
            ),
            id="certified",
        ),
        pytest.param(with_body(f'<p id="annaeherung--p1">{MATHS} und {DRAWING}</p>'), id="formula"),
    ],
)
def test_epubcheck_has_nothing_to_say(book: Book, tmp_path: Path, epubcheck: Checker) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(epub(book))

    assert epubcheck(path) == []


@pytest.mark.slow
def test_the_smallest_book_is_valid(tmp_path: Path, epubcheck: Checker) -> None:
    chapter = Section("eins", "chapter", "Eins", body='<p id="eins--p1">Text.</p>')
    path = tmp_path / "book.epub"
    path.write_bytes(epub(Book(replace(sample.MANIFEST, contributors=(), subtitle=""), (chapter,)), NO_PAGES))

    assert epubcheck(path) == []


def test_the_same_book_gives_the_same_bytes() -> None:
    assert epub(sample.book()) == epub(sample.book())


def test_the_mimetype_comes_first_and_all_times_are_fixed() -> None:
    with zipfile.ZipFile(io.BytesIO(epub(sample.book()))) as packed:
        members = packed.infolist()

    assert (members[0].filename, members[0].compress_type, members[0].extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_is_named_after_the_book_and_its_variant() -> None:
    assert list(render(sample.book(), default_theme(), NO_PAGES).value) == ["probe.epub"]
    assert list(render(replace(sample.book(), variant="schule"), default_theme(), NO_PAGES).value) == [
        "probe-schule.epub"
    ]


def test_every_link_inside_arrives() -> None:
    publication = files(epub(sample.book()))
    ids = {
        name: {e.get("id") for e in etree.fromstring(data).iter() if e.get("id")}
        for name, data in publication.items()
        if name.endswith(".xhtml")
    }
    lost = []
    for name in ids:
        for e in etree.fromstring(publication[name]).iter():
            address = e.get("href") or e.get("src") or ""
            path, fragment = urldefrag(address)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
            if ":" in path or not address:
                continue
            if target not in publication or (fragment and fragment not in ids[target]):
                lost.append((name, address))

    assert lost == []


def test_every_section_but_the_half_title_is_there_in_order() -> None:
    root = etree.fromstring(files(epub(sample.book()))["content.opf"])
    names = {item.get("id"): item.get("href") for item in root.iter("{*}item")}
    spine = [names[ref.get("idref")] for ref in root.iter("{*}itemref")]

    wanted = [
        "nav.xhtml" if section.kind == "contents" else f"text/{section.id}.xhtml"
        for section in sample.SECTIONS
        if section.kind != "half-title"
    ]
    assert spine == wanted


def test_the_contents_have_the_same_shape_for_old_and_new_readers() -> None:
    publication = files(epub(sample.book()))
    nav = etree.fromstring(publication["nav.xhtml"])
    (toc,) = [e for e in nav.iter(f"{XHTML}nav") if e.get(OPS_TYPE) == "toc"]
    ncx = etree.fromstring(publication["toc.ncx"])
    points = list(ncx.iter("{*}navPoint"))

    assert [a.get("href") for a in toc.iter(f"{XHTML}a")] == [p.find("{*}content").get("src") for p in points]  # type: ignore[union-attr]
    assert len({point.get("id") for point in points}) == len(points)
    assert [meta.get("content") for meta in ncx.iter("{*}meta") if meta.get("name") == "dtb:depth"] == ["3"]


def test_chapters_stand_under_their_part_and_sections_under_their_chapter() -> None:
    nav = files(epub(sample.book()))["nav.xhtml"].decode()

    part = nav[nav.index("Teil 1: Cross") : nav.index("Teil 2: Create")]
    assert "1 Wie sich Branchen annähern" in part
    assert "text/annaeherung.xhtml#sechs-stufen" in part
    assert "Kästen" not in part


def test_sheets_stand_under_the_list_of_their_kind() -> None:
    front = Section(id="alle", kind="list", title="Alle Checklisten")
    sheets = tuple(Section(id=f"c{one}", kind="checklist", title=f"Liste {one}") for one in range(3))
    after = Section(id="glossar", kind="glossary", title="Glossar")
    nav = files(epub(replace(sample.book(), sections=(front, *sheets, after))))["nav.xhtml"].decode()

    listed = nav[nav.index("Alle Checklisten") : nav.index("Glossar")]
    assert listed.count("<ol>") == 1
    assert all(f"Liste {one}" in listed for one in range(3))


def test_two_parts_of_one_title_are_told_apart() -> None:
    nav = files(epub(sample.book()))["nav.xhtml"].decode()

    assert ">Teil 2: Create – Anbahnen</a>" in nav


def test_the_page_list_follows_print_and_names_its_source() -> None:
    data = epub(sample.book())
    nav = files(data)["nav.xhtml"].decode()

    assert nav.count("text/annaeherung.xhtml#page-") == 3
    assert '<a href="text/challenge.xhtml#page-13">13</a>' in nav
    assert said(data, "pageBreakSource") == [f"{sample.MANIFEST.identifier}#pdf"]


def test_without_a_printed_edition_nothing_is_said_about_pages() -> None:
    data = epub(sample.book(), NO_PAGES)

    assert b"page-list" not in files(data)["nav.xhtml"]
    assert said(data, "pageBreakSource") == []
    assert not {"pageBreakMarkers", "pageNavigation"} & set(said(data, "schema:accessibilityFeature"))
    assert "gedruckten" not in said(data, "schema:accessibilitySummary")[0]


def test_only_true_things_are_said_about_accessibility() -> None:
    plain = epub(changed(lambda s: replace(s, body="", headings=()), keep=("chapter", "title-page")), NO_PAGES)
    blind = epub(with_body('<p id="annaeherung--p1"><img src="chapters/images/stufen.svg"/></p>'), NO_PAGES)

    assert said(plain, "schema:accessMode") == ["textual"]
    assert "alternativeText" not in said(plain, "schema:accessibilityFeature")
    assert "index" not in said(plain, "schema:accessibilityFeature")
    assert "alternativeText" not in said(blind, "schema:accessibilityFeature")
    assert said(blind, "schema:accessModeSufficient") == ["textual,visual"]


def test_conformance_is_claimed_only_when_somebody_certifies_it() -> None:
    claimed = epub(with_manifest(certified_by="Mia Muster"))

    assert said(epub(sample.book()), "dcterms:conformsTo") == []
    assert said(claimed, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert said(claimed, "a11y:certifiedBy") == ["Mia Muster"]


@pytest.mark.parametrize(
    ("date", "modified"),
    [
        ("2026-11-24", "2026-11-24T00:00:00Z"),
        ("2026-11", "2026-11-01T00:00:00Z"),
        ("", "1980-01-01T00:00:00Z"),
        ("bald", "1980-01-01T00:00:00Z"),
    ],
)
def test_the_moment_of_release_comes_from_the_book(date: str, modified: str) -> None:
    assert said(epub(with_manifest(date=date)), "dcterms:modified") == [modified]


def test_a_book_without_an_identifier_always_gets_the_same_and_a_variant_its_own() -> None:
    nameless = with_manifest(identifier="")

    assert said(epub(nameless), "identifier") == said(epub(nameless), "identifier")
    assert said(epub(nameless), "identifier")[0].startswith("urn:uuid:")
    assert said(epub(replace(sample.book(), variant="schule")), "identifier") != said(epub(sample.book()), "identifier")


def test_an_edition_also_bears_its_isbn() -> None:
    numbers = Isbn("978-3-16-148410-0", "978-3-16-148411-7", "978-3-16-148412-4")
    edition = replace(with_manifest(isbn=numbers), draft=False)
    assert said(epub(edition), "identifier") == [sample.MANIFEST.identifier, "urn:isbn:9783161484124"]
    assert said(epub(edition), "pageBreakSource") == ["urn:isbn:9783161484100"]
    assert said(epub(replace(edition, draft=True)), "identifier") == [sample.MANIFEST.identifier]
    assert said(epub(replace(edition, draft=True)), "pageBreakSource") == [f"{sample.MANIFEST.identifier}#pdf"]


def test_properties_are_exact() -> None:
    data = epub(with_body(f'<p id="annaeherung--p1">{MATHS} {DRAWING}</p>'))

    assert properties(data, "text/annaeherung.xhtml") == ["mathml", "svg"]
    assert properties(data, "text/challenge.xhtml") == []
    assert properties(data, "nav.xhtml") == ["nav"]
    assert properties(data, "cover.jpg") == ["cover-image"]


def test_drawings_keep_the_case_of_their_names() -> None:
    text = files(epub(with_body(f'<p id="annaeherung--p1">{DRAWING}</p>')))["text/annaeherung.xhtml"].decode()

    assert 'viewBox="0 0 1 1"' in text
    assert "<linearGradient" in text


def test_a_picture_in_the_books_templates_becomes_the_cover() -> None:
    theme = default_theme()
    data = epub(sample.book(), theme=replace(theme, files={**theme.files, "cover.png": b"\x89PNG"}))

    assert properties(data, "cover.png") == ["cover-image"]
    assert b'src="../cover.png"' in files(data)["text/umschlag.xhtml"]
    assert "cover.jpg" not in files(data)


def test_what_a_style_names_of_the_theme_comes_along() -> None:
    theme = default_theme()
    own = b"p { background: url('../images/seal.svg') } @font-face { src: url(../fonts/own.ttf) }"
    more = {"images/seal.svg": b"<svg/>", "images/other.svg": b"<svg/>", "fonts/own.ttf": b"font"}
    style = theme.files["styles/epub.css"] + own
    made = files(epub(sample.book(), theme=replace(theme, files={**theme.files, **more, "styles/epub.css": style})))

    assert made["images/seal.svg"] == b"<svg/>" and made["fonts/own.ttf"] == b"font"
    assert "images/other.svg" not in made


def test_the_drawn_cover_changes_with_the_edition_and_the_page_says_its_words() -> None:
    first, second = (files(epub(with_manifest(edition=edition))) for edition in ("1.0", "1.1"))

    assert first["cover.jpg"] != second["cover.jpg"]
    assert 'alt="Umschlag: Cross. Create. Innovate.' in first["text/umschlag.xhtml"].decode()


def test_whatever_can_be_filled_in_leads_to_the_same_edition_on_the_web() -> None:
    here = files(epub(with_manifest(site_url="https://example.org/buch/", edition="1.2")))
    nowhere = files(epub(sample.book()))

    for name in ("blatt-canvas", "check-erstgespraech", "challenge"):
        assert f'href="https://example.org/buch/1.2/html/{name}.html"'.encode() in here[f"text/{name}.xhtml"]
        assert b"im Web" not in nowhere[f"text/{name}.xhtml"]
    assert b"im Web" not in here["text/glossar.xhtml"]
