"""The order and the numbers of the book."""

from __future__ import annotations

from dataclasses import replace

from pipeline.book import resolve
from pipeline.book.model import Book, Section
from pipeline.manuscript.model import (
    ChapterEntry,
    Contributor,
    Document,
    FrontMatter,
    Isbn,
    Manifest,
    Manuscript,
    Part,
    Term,
    Variant,
)
from pipeline.manuscript.variants import as_variant
from pipeline.theme import default_theme
from tests.book.samples import PICTURE, document, manuscript

LABELS = default_theme().labels
SHORTCUT = (
    '<aside class="box shortcut" id="{id}"><p class="box-label">Shortcut</p><p>Geh zuerst <em>hin</em>.</p></aside>'
)
CHECKS = '<ul class="checks"><li class="check" id="{id}--1"><span class="check-text">Da</span></li></ul>'


def resolved(source: Manuscript) -> Book:
    """Resolve without a word of complaint."""
    checked = resolve(source, LABELS)
    assert checked.diagnostics == ()
    return checked.value


def ids(book: Book) -> list[str]:
    return [section.id for section in book.sections]


def section(book: Book, id: str) -> Section:
    return next(one for one in book.sections if one.id == id)


def test_a_plain_book_has_title_pages_contents_and_chapters_only() -> None:
    book = resolved(manuscript({"": [document("chapters/a.md"), document("chapters/b.md")]}))
    assert ids(book) == ["cover", "half-title", "title-page", "imprint", "contents", "a", "b"]
    assert [one.label for one in book.sections[5:]] == ["Kapitel 1", "Kapitel 2"]
    assert [one.part for one in book.sections[5:]] == [0, 0]


def test_the_whole_book_stands_in_reading_order() -> None:
    shortcut = SHORTCUT.format(id="s01")
    body = PICTURE.format(id="abb", title="Bild") + shortcut + '<p><span class="index-mark">Wort</span></p>'
    body += '<p><span class="citation" data-cites="q1">[@q1]</span></p>'
    book = resolved(
        manuscript(
            {"Cross": [document("chapters/a.md", body)], "Create": [document("chapters/b.md")]},
            front=[document("chapters/impressum.md"), document("chapters/vorwort.md")],
            sheets=[
                document("checklists/check-a.md", CHECKS.format(id="check-a")),
                document("worksheets/blatt.md", kind="worksheet"),
            ],
            glossary=(Term("term-x", "X", "Ein Wort."),),
            bibliography=(("q1", "Eine Quelle."),),
            citations={"[@q1]": "[1]"},
        )
    )
    assert ids(book) == [
        *("cover", "half-title", "title-page", "impressum", "contents", "shortcuts", "vorwort"),
        *("part-1", "a", "part-2", "b"),
        *("checklists", "check-a", "worksheets", "blatt", "list-of-figures", "glossary", "sources", "book-index"),
    ]
    assert section(book, "impressum").kind == "imprint"
    assert [one.matter for one in book.sections].count("body") == 4
    assert [one.part for one in book.sections if one.kind == "chapter"] == [0, 1, 2]


def test_the_manifest_places_generated_sections() -> None:
    source = manuscript(
        {"": [document("chapters/a.md", SHORTCUT.format(id="s01"))]},
        glossary=(Term("term-x", "X", "Ein Wort."),),
        manifest={"back_matter": (ChapterEntry("glossary"), ChapterEntry("shortcuts"))},
    )
    assert ids(resolved(source))[-3:] == ["a", "glossary", "shortcuts"]


def test_a_generated_section_named_twice_stands_where_it_is_named_first() -> None:
    shortcuts = ChapterEntry("shortcuts")
    source = manuscript({"": [document("chapters/a.md", SHORTCUT.format(id="s01"))]})
    source = replace(source, manifest=replace(source.manifest, front_matter=(shortcuts,), back_matter=(shortcuts,)))
    assert ids(resolved(source))[-2:] == ["shortcuts", "a"]


def test_written_back_matter_has_no_number() -> None:
    after = document("chapters/dank.md")
    source = manuscript({"": [document("chapters/a.md")]}, manifest={"back_matter": (ChapterEntry(after.path),)})
    source = Manuscript(source.manifest, {**source.documents, after.path: after})
    dank = section(resolved(source), "dank")
    assert (dank.matter, dank.kind, dank.number, dank.label) == ("back", "chapter", "", "")


def test_chapters_count_across_parts_and_unnumbered_ones_do_not_count() -> None:
    documents = [document(f"chapters/{name}.md") for name in "abc"]
    a, b, c = (ChapterEntry(one.path) for one in documents)
    parts = (Part("Eins", (a, ChapterEntry(b.path, numbered=False))), Part("Zwei", (c,)))
    book = resolved(Manuscript(Manifest("T", "de", parts), {one.path: one for one in documents}))
    assert [(one.id, one.number) for one in book.sections if one.matter == "body"] == [
        *(("part-1", "1"), ("a", "1"), ("b", ""), ("part-2", "2"), ("c", "2")),
    ]


def test_figures_count_per_chapter_and_through_the_book_where_there_is_no_number() -> None:
    def two(name: str) -> str:
        return PICTURE.format(id=f"{name}-1", title="Eins") + PICTURE.format(id=f"{name}-2", title="Zwei")

    front = [document("chapters/v.md", two("v")), document("chapters/w.md", two("w"))]
    book = resolved(manuscript({"": [document("chapters/a.md", two("a"))]}, front=front))
    numbers = [book.targets[f"{name}-{n}"].number for name in "vwa" for n in (1, 2)]
    assert numbers == ["1", "2", "3", "4", "1.1", "1.2"]
    assert '<span class="caption-label">Abbildung 1.2</span> Zwei</figcaption>' in section(book, "a").body


def test_a_figure_without_caption_takes_no_number() -> None:
    bare = '<figure id="bare"><img src="x.svg" alt=""/></figure>'
    body = bare + PICTURE.format(id="abb", title="Bild")
    book = resolved(manuscript({"": [document("chapters/a.md", body)]}))
    assert (book.targets["bare"].number, book.targets["abb"].number) == ("", "1.1")


def test_shortcuts_are_numbered_and_collected_with_their_home() -> None:
    chapters = [document(f"chapters/{n}.md", SHORTCUT.format(id=f"s0{n}"), title=f"Titel {n}") for n in (1, 2)]
    book = resolved(manuscript({"": chapters}))
    assert 'data-number="2"><p class="box-label">Shortcut 2</p>' in section(book, "2").body
    page = section(book, "shortcuts").body
    assert '<span class="shortcut-number">2</span><p class="shortcut-sentence">Geh zuerst <em>hin</em>.</p>' in page
    assert '<a href="#s02">Kapitel 2 „Titel 2“</a><span class="page-ref" data-target="s02"/>' in page


def test_an_included_checklist_stands_in_its_chapter_only() -> None:
    host = document(
        "chapters/a.md", '<h2 id="h">Vorher</h2><div data-include="../checklists/check-b.md"></div><p>Ende</p>'
    )
    sheets = [
        document("checklists/check-a.md", CHECKS.format(id="check-a")),
        document("checklists/check-b.md", '<h2 id="g">Gruppe</h2>' + CHECKS.format(id="check-b"), title="Zweite"),
    ]
    book = resolved(manuscript({"": [host]}, sheets=sheets))
    assert "check-b" not in ids(book)
    body = section(book, "a").body
    assert '<section class="checklist" id="check-b" data-number="1"><p class="box-label">Checkliste 1</p>' in body
    assert '<h3 id="g">Gruppe</h3>' in body and "data-origin" not in body and body.endswith("Ende</p>")
    assert book.targets["check-b"].section == "a"
    assert section(book, "check-a").label == "Checkliste 2"
    assert section(book, "checklists").body.count("toc-line") == 2


def test_a_checklist_included_twice_is_a_reference_the_second_time() -> None:
    chapters = [document(f"chapters/{name}.md", '<div data-include="check-b"></div>') for name in "ac"]
    sheet = document("checklists/check-b.md", CHECKS.format(id="check-b"))
    checked = resolve(manuscript({"": chapters}, sheets=[sheet]), LABELS)
    assert [one.code for one in checked.diagnostics] == ["x-005"]
    assert '<a class="xref" href="#check-b">Checkliste 1 „Check b“</a>' in section(checked.value, "c").body


def test_a_missing_checklist_leaves_a_visible_gap() -> None:
    text = "# A\n\n::: {.checkliste datei=check-x.md}\n:::\n"
    host = document("chapters/a.md", '<section class="checklist" data-include="check-x.md"></section>', text=text)
    checked = resolve(manuscript({"": [host]}), LABELS)
    (missing,) = checked.diagnostics
    assert (missing.code, missing.span.line, missing.span.column) == ("x-004", 3, 24)
    assert '<span class="missing">Checkliste fehlt</span>' in section(checked.value, "a").body


def test_contents_nest_parts_chapters_and_their_sections() -> None:
    chapter = document("chapters/a.md", '<h2 id="a--h">Ein <em>Weg</em></h2><p>T</p><h3 id="a--i">Tiefer</h3><p>T</p>')
    body = section(resolved(manuscript({"Cross": [chapter]})), "contents").body
    assert body.startswith('<ol class="toc" id="contents--b1"><li><div class="toc-line toc-part"><a href="#part-1">')
    assert '<span class="toc-label">Teil 1</span> <span class="toc-title">Cross</span>' in body
    assert '<ol><li><div class="toc-line toc-chapter"><a href="#a"><span class="toc-number">1</span>' in body
    assert '<li><div class="toc-line toc-section"><a href="#a--h"><span class="toc-title">Ein <em>Weg</em>' in body
    assert "Tiefer" not in body


def test_parts_of_one_name_are_told_apart_by_their_subtitles() -> None:
    given = manuscript({"Create": [document("chapters/a.md")]})
    part = replace(given.manifest.parts[0], subtitle="Anbahnen & wählen")
    given = replace(given, manifest=replace(given.manifest, parts=(part,)))
    body = section(resolved(given), "contents").body
    assert '<span class="toc-title">Create <span class="toc-subtitle">Anbahnen &amp; wählen</span></span>' in body


def test_a_part_opener_lists_its_chapters() -> None:
    chapters = {"Cross": [document("chapters/a.md")], "Create": [document("chapters/b.md")]}
    opener = section(resolved(manuscript(chapters)), "part-2")
    assert (opener.kind, opener.number, opener.label, opener.title) == ("part", "2", "Teil 2", "Create")
    assert 'href="#b"' in opener.body and 'href="#a"' not in opener.body


def test_an_imprint_is_made_from_the_manifest_only_when_nobody_wrote_one() -> None:
    source = manuscript({"": [document("chapters/a.md")]}, manifest={"publisher": "Verlag & Co", "edition": "1.0"})
    body = section(resolved(source), "imprint").body
    assert "<dt>Herausgeber</dt><dd>Verlag &amp; Co</dd>" in body and "<dt>Ausgabe</dt><dd>1.0</dd>" in body


def test_every_imprint_says_what_differs_from_edition_to_edition() -> None:
    facts = {
        "edition": "1.1",
        "date": "2026-03-01",
        "isbn": Isbn(print="978-3-16-148410-0"),
        "site_url": "https://example.org/buch/",
    }
    written = document("chapters/impressum.md", body='<p id="x">Von uns.</p>')
    for front in ({"impressum": written}, {}):
        source = manuscript({"": [document("chapters/a.md")]}, front=list(front.values()), manifest=facts)
        body = section(resolved(source), next(iter(front), "imprint")).body
        assert ("Von uns." in body) == bool(front)
        assert "<dt>Ausgabe</dt><dd>1.1</dd>" in body and "<dd>1. März 2026</dd>" in body
        assert "<dt>ISBN gedrucktes Buch</dt><dd>978-3-16-148410-0</dd>" in body and "ISBN PDF" not in body
        assert '<dt>Berichtigungen</dt><dd><a href="https://example.org/buch/errata.html">' in body
    bare = resolved(manuscript({"": [document("chapters/a.md")]}))
    assert "Berichtigungen" not in section(bare, "imprint").body and "ISBN" not in section(bare, "imprint").body


def test_a_page_names_who_has_a_part_and_agreed_by_what_they_did() -> None:
    people = (
        Contributor("Redaktion & Co", ("edt", "aut"), organisation=True),
        Contributor("Anna", ("aut",), consent="2027-03-01", orcid="0000-0002-1825-0097", affiliation="Haus <A>"),
        Contributor("Ben", ("aut", "ill")),
    )
    facts = {"contributors": people, "back_matter": (ChapterEntry("contributors"),)}
    page = section(resolved(manuscript({"": [document("chapters/a.md")]}, manifest=facts)), "contributors")
    assert page.title == "Mitwirkende" and page.in_contents
    orcid = '<a href="https://orcid.org/0000-0002-1825-0097">Anna</a>, Haus &lt;A&gt;'
    assert f"<dt>Text</dt><dd>Redaktion &amp; Co; {orcid}</dd>" in page.body
    assert "<dt>Herausgegeben von</dt><dd>Redaktion &amp; Co</dd>" in page.body
    # Who has not agreed is not named, and what nobody did is no line.
    assert "Ben" not in page.body and "Illustration" not in page.body
    nobody = {**facts, "contributors": people[2:]}
    assert "contributors" not in ids(resolved(manuscript({"": [document("chapters/a.md")]}, manifest=nobody)))


def test_the_revision_is_printed_in_drafts_only() -> None:
    source = manuscript({"": [document("chapters/a.md")]})
    draft = resolve(source, LABELS, draft=True, revision="a1b2c3d+").value
    edition = resolve(source, LABELS, draft=False, revision="a1b2c3d").value
    assert "a1b2c3d+" in section(draft, "imprint").body
    assert "a1b2c3d" not in section(edition, "imprint").body
    assert (draft.revision, edition.draft) == ("a1b2c3d+", False)


def test_a_variant_may_have_a_title_and_has_an_isbn_of_its_own() -> None:
    variants = (Variant("schule", title="Probe für Schulen", isbn=Isbn("1")), Variant("kurz"))
    source = manuscript({"": [document("chapters/a.md")]}, manifest={"variants": variants, "isbn": Isbn("0")})
    read = [as_variant(source.manifest, name) for name in ("", "schule", "kurz")]
    assert [one.title for one in read] == ["Probe", "Probe für Schulen", "Probe"]
    assert [one.isbn for one in read] == [Isbn("0"), Isbn("1"), Isbn()]


def test_headings_are_those_of_the_running_text() -> None:
    body = '<h2 id="a--h">Oben</h2><aside class="box tip"><h3 id="x">Im Kasten</h3></aside>'
    body += '<section class="footnotes" role="doc-endnotes"><h2>Anmerkungen</h2><ol><li id="n">N</li></ol></section>'
    (heading,) = section(resolved(manuscript({"": [document("chapters/a.md", body)]})), "a").headings
    assert (heading.id, heading.level, heading.title) == ("a--h", 2, "Oben")


def test_a_chapter_may_have_the_name_of_a_generated_section() -> None:
    names = ("index", "contents", "glossary")
    chapters: list[Document] = [document(f"chapters/{name}.md", front=FrontMatter()) for name in names]
    book = resolved(manuscript({"": chapters}))
    assert ids(book)[4:] == ["contents-2", "index", "contents", "glossary"]
