"""What holds for every book: numbers without gaps, links that arrive, ids that are unique."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.book import resolve
from pipeline.book.model import Book
from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.model import ChapterEntry, Manuscript, Term
from pipeline.theme import default_theme
from tests.book.samples import PICTURE, document, manuscript, told

LABELS = default_theme().labels
# Few names, so that doubles and hits are common.
NAMES = st.sampled_from(["a", "b", "c", "weg", "abb", "contents", "index", "part-1", "term-x", "nirgends"])
BLOCKS = st.one_of(
    st.builds('<h2 id="{0}">Titel</h2>'.format, NAMES),
    st.builds('<p>Siehe <a class="xref" href="#{0}"></a>.</p>'.format, NAMES),
    st.builds(lambda id: PICTURE.format(id=id, title="Bild"), NAMES),
    st.builds('<table id="{0}"><caption>Tabelle</caption><tr><td>x</td></tr></table>'.format, NAMES),
    st.builds('<aside class="box shortcut" id="{0}"><p class="box-label">S</p><p>Geh.</p></aside>'.format, NAMES),
    st.builds('<p><span class="index-mark" data-headword="{0}" data-see-also="{1}">w</span></p>'.format, NAMES, NAMES),
    st.sampled_from(
        [
            '<p><a class="term" href="#term-x">X</a> <a class="term" href="#term-y">Y</a></p>',
            '<p><span class="citation" data-cites="q1">[@q1]</span></p>',
            '<div data-include="checklists/eins.md"></div>',
            '<div data-include="checklists/zwei.md"></div>',
        ]
    ),
)
BODIES = st.lists(BLOCKS, max_size=6).map("".join)


@st.composite
def manuscripts(draw: st.DrawFn) -> Manuscript:
    bodies = draw(st.lists(BODIES, min_size=1, max_size=5))
    chapters = [document(f"chapters/{n}.md", body, id=draw(NAMES)) for n, body in enumerate(bodies)]
    cut = draw(st.integers(0, len(chapters)))
    sheets = [document(f"checklists/{name}.md", draw(BODIES)) for name in ("eins", "zwei")]
    changes = {"front": [document("chapters/vorwort.md", draw(BODIES))]} if draw(st.booleans()) else {}
    source = manuscript(
        {draw(st.sampled_from(["", "Eins"])): chapters[:cut], "Zwei": chapters[cut:]},
        sheets=sheets,
        glossary=(Term("term-x", "X", 'Ein Wort, siehe <a class="xref" href="#weg"/>.'),),
        bibliography=(("q1", "Eine Quelle"),),
        citations={"[@q1]": "(Quelle)"},
        **changes,
    )
    if draw(st.booleans()):
        names = draw(
            st.lists(st.sampled_from(["glossary", "index", "checklists", "shortcuts"]), min_size=1, unique=True)
        )
        entries = tuple(ChapterEntry(name) for name in names)
        source = replace(source, manifest=replace(source.manifest, back_matter=entries))
    return source


def book_of(source: Manuscript) -> tuple[Book, tuple[Diagnostic, ...]]:
    checked = resolve(source, LABELS)
    return checked.value, told(checked.diagnostics)


def trees(book: Book) -> list[tuple[str, etree._Element]]:
    return [(one.id, etree.fromstring(f"<div><h1>{one.title_html}</h1>{one.body}</div>")) for one in book.sections]


@settings(max_examples=60, deadline=None)
@given(manuscripts())
def test_ids_are_unique_and_every_one_is_a_target_of_its_section(source: Manuscript) -> None:
    book, _ = book_of(source)
    found = [(one.id, one.id) for one in book.sections]
    found += [(id, section) for section, tree in trees(book) for e in tree.iter() if (id := e.get("id"))]
    assert [id for id, times in Counter(id for id, _ in found).items() if times > 1] == []
    assert {id: target.section for id, target in book.targets.items()} == dict(found)


@settings(max_examples=60, deadline=None)
@given(manuscripts())
def test_every_link_and_page_reference_arrives(source: Manuscript) -> None:
    book, _ = book_of(source)
    for _, tree in trees(book):
        for element in tree.iter():
            for name in (element.get("href", ""), "#" + element.get("data-target", "")):
                if name.startswith("#") and name != "#":
                    assert name[1:] in book.targets
            if element.tag == "a":
                assert "".join(element.itertext()).strip()


@settings(max_examples=60, deadline=None)
@given(manuscripts())
def test_numbers_increase_without_gaps(source: Manuscript) -> None:
    book, _ = book_of(source)
    for kind in ("part", "chapter", "checklist", "shortcut"):
        numbers = [int(target.number) for target in book.targets.values() if target.kind == kind and target.number]
        assert numbers == list(range(1, len(numbers) + 1))
    for kind in ("figure", "table"):
        counted: Counter[str] = Counter()
        for target in book.targets.values():
            if target.kind == kind:
                chapter, _, number = target.number.rpartition(".")
                counted[chapter] += 1
                assert int(number) == counted[chapter]


@settings(max_examples=60, deadline=None)
@given(manuscripts())
def test_every_block_has_an_id_and_the_same_source_gives_the_same_book(source: Manuscript) -> None:
    book, diagnostics = book_of(source)
    assert all(block.get("id") for _, tree in trees(book) for block in list(tree)[1:])
    assert book_of(source) == (book, diagnostics)


@settings(max_examples=60, deadline=None)
@given(manuscripts())
def test_whatever_leads_nowhere_is_reported(source: Manuscript) -> None:
    book, diagnostics = book_of(source)
    marked = sum(len(re.findall('class="missing"', one.body)) for one in book.sections)
    codes = Counter(one.code for one in diagnostics)
    # Equal problems at one place are one report; these sources have no text to tell places apart.
    assert (marked > 0) == (codes["x-003"] + codes["g-001"] > 0)
