"""book.yaml is read whole: every mistake is found in one run, and the book is built all the same."""

import json
from pathlib import Path

import pytest

from pipeline.codes import CODES
from pipeline.manuscript.manifest import read_manifest
from pipeline.manuscript.model import ChapterEntry, Contributor, License, Manifest, Page, Prices, Variant
from pipeline.manuscript.schema import BOOK, book_schema
from pipeline.spelling import ascii_slug

GOOD = "title: Über Brücken\nlanguage: de\nparts:\n  - title: Eins\n    chapters:\n      - chapters/a.md\n"

# Each mistake on a line of its own: the line, the code, column, what the author probably meant.
MISTAKES = [
    ("stauts: draft", "m-004", 1, ""),
    ("publischer: x", "m-004", 1, "publisher"),
    ("title: noch einer", "m-005", 1, ""),
    ("subtitle: [a, b]", "m-006", 11, ""),
    ("variants: x", "m-006", 11, ""),
    ("contributors: {name: x}", "m-006", 15, ""),
    ("page: A4", "m-006", 7, ""),
    ("page: {width_mm: breit}", "m-087", 18, ""),
    ("contributors: [{roles: [aut]}]", "m-007", 16, ""),
    ("formats: []", "m-008", 10, ""),
    ("worksheets: [chapters/a.md]", "m-009", 14, ""),
    ("checklists: [./chapters//a.md]", "m-009", 14, ""),
    ("slug: Mein Buch", "m-010", 7, "mein-buch"),
    ("publisher: !x y", "m-027", 12, ""),
    ("date: 24.11.2026", "m-012", 7, "2026-11-24"),
    ("date: 2026-02-30", "m-012", 7, ""),
    ("date: 2026-13", "m-012", 7, ""),
    ("site_url: example.org", "m-013", 11, "https://example.org"),
    ("site_url: ftp://example.org", "m-013", 11, ""),
    ("formats: [pdf, ebup]", "m-014", 16, "epub"),
    ("page: {width_mm: 17}", "m-015", 18, ""),
    ("front_matter: [/etc/passwd.md]", "m-016", 16, ""),
    ("front_matter: [../b.md]", "m-016", 16, ""),
    ("front_matter: [a/../../b.md]", "m-016", 16, ""),
    ("front_matter: ['C:\\b.md']", "m-016", 16, ""),
    ("variants: [{name: a}, {name: a}]", "m-017", 23, ""),
    ("contributors: [{name: ''}]", "m-020", 17, ""),
    ("checklists: [~]", "m-020", 14, ""),
    ("contributors: [{name: X, roles: [Autorin]}]", "m-021", 34, "aut"),
    ("front_matter: [vorwort.docx]", "m-024", 16, ""),
    ("back_matter: [glossery]", "m-025", 15, "glossary"),
]

BROKEN = [
    ("title: Wissen: ein Workbook\n", "m-003", (1, 14)),
    ("title: x\nparts:\n\t- title: y\n", "m-002", (3, 1)),
    ('title: "x\nlanguage: de\n', "m-023", (1, 8)),
    ("title: x\nsubtitle Brücken\nlanguage: de\n", "m-026", (2, 1)),
    ("title: x\n  language: de\n", "m-029", (2, 3)),
    ("title: *wichtig*\n", "m-027", (1, 16)),
    ("title: @ich\n", "m-027", (1, 8)),
    ("title: x\x07\n", "m-028", (1, 9)),
    ("parts:\n  - title: y\n   chapters: []\n", "m-029", (3, 4)),
    ("title: [x\nlanguage: de\n", "m-030", (1, 8)),
    ("title: x\n---\ntitle: y\n", "m-001", (2, 1)),
]


@pytest.mark.parametrize(("line", "code", "column", "suggestion"), MISTAKES)
def test_a_mistake_is_named_with_its_place(line: str, code: str, column: int, suggestion: str) -> None:
    (found,) = read_manifest(GOOD + line + "\n").diagnostics
    assert (found.code, found.span.line, found.span.column, found.suggestion) == (code, 7, column, suggestion)


@pytest.mark.parametrize(("text", "code", "place"), BROKEN)
def test_broken_yaml_is_explained_where_it_must_be_mended(text: str, code: str, place: tuple[int, int]) -> None:
    read = read_manifest(text)
    assert read.value is None
    assert [(d.code, (d.span.line, d.span.column)) for d in read.diagnostics] == [(code, place)]


def test_all_mistakes_are_found_in_one_run_and_the_rest_is_kept() -> None:
    lines = [line for line, code, _, _ in MISTAKES if code in ("m-004", "m-010", "m-012", "m-013")]
    unique = {line.split(":")[0]: line for line in lines}
    read = read_manifest(GOOD + "\n".join(unique.values()) + "\n")
    assert len(read.diagnostics) == len(unique) == 5
    assert read.value is not None
    assert read.value.parts[0].chapters[0].path == "chapters/a.md"


def test_a_minimal_manifest_has_good_defaults() -> None:
    read = read_manifest(GOOD)
    assert read.diagnostics == ()
    assert read.value is not None
    assert read.value.slug == "ueber-bruecken"
    assert read.value.identifier.startswith("urn:uuid:")
    assert read.value.identifier == read_manifest(GOOD + "edition: 2\n").value.identifier  # type: ignore[union-attr]
    assert read.value.page == Page(170, 240)
    assert read.value.formats == ("pdf", "epub", "html")
    assert read.value.back_matter == ()


def test_every_key_reaches_the_manifest() -> None:
    text = """
slug: probe
subtitle: "Ein: Zusatz"
identifier: urn:isbn:9783000000000
publisher: Haus
contributors: [Ada, {name: Bo Li, roles: [edt, ill], sort_as: "Li, Bo"}]
rights: CC BY
edition: 1.10
date: 2026-11-24
description: Worum es geht.
subjects: [Eins, Zwei]
site_url: https://example.org/buch
front_matter: [chapters/vorwort.md]
back_matter: [glossary, {path: chapters/nachwort.md, numbered: false}]
checklists: [checklists/c.md]
worksheets: [worksheets/w.md]
formats: [html, html]
page: {width_mm: 148, height_mm: 210}
variants: [{name: schule, title: Für Schulen, replacements: {Chef: Lehrer, Chefin: Lehrerin}, gender_sign: none}]
gender_sign: colon
translation_of: ../de
translations: [../en]
requires: '>=0.2'
program_from: programs
citation_style: zitate/haus.csl
hyphenation: [Work-book]
change_bars: true
certified_by: Ada
license: {text: CC-BY-4.0, pictures: CC-BY-ND-4.0}
handout_rights: Kopieren erlaubt
doi: 10.5281/zenodo.1234567
urn: urn:nbn:de:101:1-1
prices: {print: 24.90 EUR}
thema: [KJD]
warengruppe: 1783
promises: [Du kannst es]
print_profile: druck/haus.icc
pages_by: 4
paper_mm: 0.11
ways_in: [{title: Schnell, text: Ein Satz., to: "#anfang"}]
feedback: fehler@example.org
"""
    read = read_manifest(GOOD + text)
    assert read.diagnostics == ()
    book = read.value
    assert book is not None
    assert book.edition == "1.10"
    assert book.date == "2026-11-24"
    assert book.contributors == (Contributor("Ada"), Contributor("Bo Li", ("edt", "ill"), "Li, Bo"))
    assert book.page == Page(148, 210)
    assert book.change_bars
    assert book.license == License("CC-BY-4.0", "CC-BY-ND-4.0", "CC-BY-4.0")
    assert (book.prices, book.pages_by, book.paper_mm) == (Prices(print="24.90 EUR"), 4, 0.11)
    assert book.print_profile.path == "druck/haus.icc"
    assert [(way.title, way.text, way.to) for way in book.ways_in] == [("Schnell", "Ein Satz.", "anfang")]
    assert book.formats == ("html",)
    assert book.variants == (
        Variant("schule", "Für Schulen", (("Chefin", "Lehrerin"), ("Chef", "Lehrer")), gender_sign="none"),
    )
    assert [(entry.path, entry.numbered) for entry in book.back_matter] == [
        ("glossary", True),
        ("chapters/nachwort.md", False),
    ]
    unset = [key.name for key in BOOK.keys if getattr(book, key.name) in ("", ())]
    assert unset == []


def test_an_entry_keeps_its_place_in_the_file() -> None:
    manifest = read_manifest(GOOD).value
    assert manifest is not None
    span = manifest.parts[0].chapters[0].span
    assert (span.path, span.line, span.column, span.end_column) == ("book.yaml", 6, 9, 22)


def test_missing_keys_are_all_named() -> None:
    assert [dict(d.facts)["key"] for d in read_manifest("subtitle: x\n").diagnostics] == ["language", "parts", "title"]
    assert [d.code for d in read_manifest("# leer\n").diagnostics] == ["m-007"] * 3


def test_a_wrong_value_is_replaced_by_the_last_good_one() -> None:
    good = read_manifest(GOOD + "date: 2026-01-01\npage: {width_mm: 148}\n").value
    read = read_manifest(GOOD + "date: gestern\npage: klein\n", last_good=good)
    assert len(read.diagnostics) == 2
    assert read.value == good
    assert read_manifest("title: a: b", last_good=good).value == good
    emptied = read_manifest(GOOD.replace("      - chapters/a.md", ""), last_good=good).value
    assert good is not None
    assert emptied is not None
    assert emptied.parts == good.parts


def test_a_broken_chapter_line_costs_only_that_chapter() -> None:
    read = read_manifest(GOOD + "      - ../b.md\n      - chapters/c.md\n")
    assert read.value is not None
    assert [entry.path for entry in read.value.parts[0].chapters] == ["chapters/a.md", "chapters/c.md"]


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read_manifest(b"\xef\xbb\xbf" + GOOD.encode()) == read_manifest(GOOD)


def test_a_file_in_another_encoding_is_named_with_the_place() -> None:
    (found,) = read_manifest(GOOD.encode("latin-1")).diagnostics
    assert (found.code, found.span.line, found.span.column) == ("m-018", 1, 8)


STRANGE = [
    *("", "x", "- a", "? [a]\n: b", "&a [*a]", "a: &a [*a]\n", "!!python/name:os.system x", "\x00", "a: *b"),
    *("[" * 9000, "{a: " * 400),
]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_files_give_a_diagnostic_and_never_an_exception(text: str) -> None:
    read = read_manifest(text)
    assert read.value is None
    assert read.diagnostics
    assert {d.code for d in read.diagnostics} <= set(CODES)


def test_the_schema_file_is_the_one_the_reader_goes_by() -> None:
    assert (Path(__file__).parents[2] / "book.schema.json").read_bytes() == book_schema()


def test_the_schema_names_every_field_of_the_manifest() -> None:
    properties = json.loads(book_schema())["properties"]
    # What other readings of the book have is no key, it follows from the variants.
    assert set(properties) == {*Manifest.__dataclass_fields__} - {"elsewhere"}
    assert all(field["description"] for field in properties.values())


def test_slugs_are_ascii_with_umlauts_spelt_out() -> None:
    assert ascii_slug("Cross. Create. Innovate.") == "cross-create-innovate"
    assert ascii_slug("Größe A\u0308rger café") == "groesse-aerger-cafe"
    assert ascii_slug("日本") == ""


def test_entries_are_equal_however_their_path_is_written() -> None:
    manifest = read_manifest(GOOD + "      - {path: ./chapters//b.md, numbered: nein}\n").value
    assert manifest is not None
    entry = manifest.parts[0].chapters[1]
    assert ChapterEntry(entry.path, entry.numbered) == ChapterEntry("chapters/b.md", False)
