"""Rules of the house: what is not wrong, but better otherwise. One small function per code.

In: the Manuscript, for places in the source, and the resolved Book. Out: diagnostics, sorted by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml.etree import _Element as Element

from ..book.fragments import parse_section
from ..book.model import Book, Section
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.elements.wording import replacer
from ..manuscript.model import Document, Manifest, Manuscript
from ..manuscript.positions import locate
from ..manuscript.schema import GENDER_SIGNS
from ..spelling import nearest
from ..trees import by_class, first_by_class, has_class, make, replace, words_of
from .fitting import bitmaps_have_enough_pixels, fields_fit_on_a_page
from .plans import groups_add_up, plans_leave_room
from .reading import Reading, Rule

LONGEST_CHECKLIST = 14
SHORTEST_CHECKLIST = 3
LENGTH_TOLERANCE = 1.5
# Entscheider:in, Gründer*innen, jede:r, ein:e; not 10:30, not „Ziel: innen“, not `plug_in`, `feld_r`, https://a.de:innen.
# A noun has a capital, what ends otherwise is an article or an adjective: its stem ends so.
_GENDER_FORM = re.compile(
    r"(?<![\w*/.@])(?=\w*[a-zäöüß](?P<sign>[:*_·]))(?:\w*[:*_·]innen\w*|[A-ZÄÖÜ]\w*[:*_·]in"
    r"|\w*ein[:*_·]e|\w*e(?:[:*·][rns]|_r)|(?:[Dd]ie|[Dd]e[rmns])[:*_·](?:de[rmns]|die|das))\b"
)
_IN_ATTRIBUTES = ("alt", "data-options", "data-left", "data-right", "data-headword", "data-sub")
# Between two elements: no word, no space, so that nothing reaches across.
_GAP = "\0"
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_NO_PROSE = ("code", "pre", "kbd", "samp")


def check(manuscript: Manuscript, book: Book) -> tuple[Diagnostic, ...]:
    """Hold the book against every rule."""
    readings = tuple(_readings(manuscript, book))
    return tuple(diagnostic for rule in RULES for diagnostic in rule(manuscript, book, readings))


def chapters_promise(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """s-050: a chapter says what it is good for."""
    for reading in readings:
        section = reading.section
        if section.kind == "chapter" and section.matter == "body" and not section.front.promise:
            yield diagnose("s-050", Span(section.path), title=section.title)


def ways_in_arrive(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """m-145: what the start page leads to is in the book."""
    there = {section.id for section in book.sections} | set(book.targets)
    for way in book.manifest.ways_in:
        if way.to not in there:
            yield diagnose("m-145", way.span, title=way.title, to=way.to, suggestion=nearest(way.to, there))


def questions_arrive(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """m-360: what readers ask for leads to a place of the same text."""
    for reading in readings:
        section = reading.section
        there = {section.id, *(id for one in reading.tree.iter() if (id := one.get("id")))}
        for one in section.front.asked:
            if one.id not in there:
                yield diagnose("m-360", one.span, id=one.id, suggestion=nearest(one.id, there))


def figures_are_mentioned(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """s-051: the text leads to every numbered figure."""
    used = {link.get("href") for reading in readings for link in reading.tree.iter("a")}
    for reading in readings:
        for figure in reading.tree.iter("figure"):
            id = figure.get("id", "")
            if figure.get("data-number") and f"#{id}" not in used:
                yield diagnose("s-051", _place(reading.document, id), id=id, label=book.targets[id].label)


def chapters_keep_their_length(
    manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]
) -> Iterator[Diagnostic]:
    """s-052: nothing is much longer than planned."""
    for reading in readings:
        words, target = reading.document.words, reading.section.front.target_words
        if target and words > target * LENGTH_TOLERANCE:
            yield diagnose(
                "s-052", Span(reading.document.path), title=reading.section.title, words=words, target=target
            )


def open_points_are_counted(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """s-053: what the team still has to settle."""
    for reading in readings:
        if count := sum(1 for _ in by_class(reading.tree, "todo")):
            yield diagnose("s-053", Span(reading.document.path), title=reading.section.title, count=count)


def headings_have_text(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """s-054: below every heading there is something."""
    for reading in readings:
        headings = [element for element in reading.tree if _level(element)]
        for heading in headings:
            following = heading.getnext()
            if following is None or has_class(following, "footnotes") or 0 < _level(following) <= _level(heading):
                yield diagnose("s-054", _place(reading.document, heading.get("id", "")), title=words_of(heading))


def checklists_fit_a_page(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """k-050, k-051: a checklist has three to fourteen items."""
    for reading in readings:
        for title, place, scope in _checklists(reading):
            count = sum(1 for _ in by_class(scope, "check"))
            if count > LONGEST_CHECKLIST:
                yield diagnose("k-050", place, title=title, count=count)
            elif 0 < count < SHORTEST_CHECKLIST:
                yield diagnose("k-051", place, title=title, count=count)


def searched_words_are_neutral(
    manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]
) -> Iterator[Diagnostic]:
    """l-050: no gender sign where readers search, sort and read aloud."""
    for reading in readings:
        for text in _searched(reading):
            if form := _GENDER_FORM.search(text):
                where = locate(reading.document.text, "text", form.group(), 1, reading.document.path)
                yield diagnose("l-050", where, text=text)
    for term in manuscript.glossary:
        for name in (term.term, *term.also, *term.synonyms):
            if _GENDER_FORM.search(name):
                yield diagnose("l-050", Span("glossary.yaml"), text=name)
    for text in _titles(manuscript.manifest):
        if _GENDER_FORM.search(text):
            yield diagnose("l-050", Span("book.yaml"), text=text)


def gender_forms_follow_the_house(
    manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]
) -> Iterator[Diagnostic]:
    """l-051, l-052: no other gender sign than the book's, and what a variant must not have is replaced in it."""
    manifest = manuscript.manifest
    sign = GENDER_SIGNS.get(manifest.gender_sign)
    houses: list[tuple[str, str, tuple[tuple[str, str], ...]]]
    houses = [("", sign, ())] if sign is not None and not book.variant else []
    houses += [
        (variant.name, GENDER_SIGNS[variant.gender_sign], tuple(variant.replacements))
        for variant in manifest.variants
        if variant.gender_sign and book.variant in ("", variant.name)
    ]
    for place, source, text in [*_every_text(manuscript, readings)] if houses else []:
        for name, sign, pairs in houses:
            for form in _other_forms(text, sign, pairs):
                where = locate(source, "text", form, 1, place)
                yield diagnose("l-052" if name else "l-051", where, text=form, variant=name)


@lru_cache(maxsize=2048)  # the preview reads all texts after every edit
def _other_forms(text: str, sign: str, pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Gendered forms with another sign, each once, where these pairs are exchanged."""
    forms = (form for form in _GENDER_FORM.finditer(replacer(pairs)(text)) if form["sign"] != sign)
    return tuple(dict.fromkeys(form.group() for form in forms))


def signs_are_typographic(manuscript: Manuscript, book: Book, readings: tuple[Reading, ...]) -> Iterator[Diagnostic]:
    """t-050, t-051: no straight quotation marks, no double hyphens."""
    signs = (("t-050", '"'), ("t-051", "--"))
    for reading in readings:
        written = "".join(map(str, reading.tree.itertext()))
        if not any(sign in written for _, sign in signs):
            continue
        for text in _prose(reading.tree):
            for code, sign in signs:
                if (at := text.find(sign)) >= 0:
                    near = text[max(0, at - 15) : at + 15].strip()
                    yield diagnose(code, _sign_place(reading.document, text[at : at + 15].strip(), sign), text=near)


RULES: tuple[Rule, ...] = (
    chapters_promise,
    ways_in_arrive,
    questions_arrive,
    figures_are_mentioned,
    chapters_keep_their_length,
    open_points_are_counted,
    headings_have_text,
    checklists_fit_a_page,
    searched_words_are_neutral,
    gender_forms_follow_the_house,
    signs_are_typographic,
    fields_fit_on_a_page,
    bitmaps_have_enough_pixels,
    plans_leave_room,
    groups_add_up,
)


def _readings(manuscript: Manuscript, book: Book) -> Iterator[Reading]:
    by_id = {document.id: document for document in manuscript.documents.values()}
    for section in book.sections:
        if (document := manuscript.documents.get(section.path)) is None:
            continue
        tree = parse_section(section.title_html, section.body)
        for box in [*by_class(tree, "checklist"), *by_class(tree, "worksheet")]:
            if included := by_id.get(box.get("id", "")):
                yield _included(included, box)
        yield Reading(section, document, tree)


def _included(document: Document, box: Element) -> Reading:
    """Take a sheet out of its host, so that its problems are reported in its own file."""
    kind = "worksheet" if has_class(box, "worksheet") else "checklist"
    # A paragraph stays behind, so that the heading above does not look empty.
    replace(box, make("p"))
    return Reading(Section(document.id, kind, document.title, front=document.front), document, box)


def _checklists(reading: Reading) -> Iterator[tuple[str, Span, Element]]:
    if reading.section.kind == "checklist":
        yield reading.section.title, Span(reading.document.path), reading.tree
        return
    for box in by_class(reading.tree, "checklist"):
        title = first_by_class(box, "box-title")
        yield words_of(title) if title is not None else "", _place(reading.document, box.get("id", "")), box


def _searched(reading: Reading) -> Iterator[str]:
    for element in reading.tree.iter():
        if element.tag in _LEVELS or has_class(element, "box-title", "check"):
            yield words_of(element)
        elif has_class(element, "index-mark"):
            yield element.get("data-headword", "")
        elif element.tag == "img":
            yield element.get("alt", "")


def _every_text(manuscript: Manuscript, readings: tuple[Reading, ...]) -> Iterator[tuple[str, str, str]]:
    """Every text of the book with its file and that file's source."""
    for reading in readings:
        front = reading.section.front
        head = (front.promise, front.summary, front.purpose, front.moment, front.who, front.duration, front.notice)
        yield reading.document.path, reading.document.text, _GAP.join((_gapped(reading.tree), *head))
    for term in manuscript.glossary:
        yield "glossary.yaml", "", term.term + _gapped(parse_section("", f"<p>{term.definition_html}</p>"))
    for path, asset in manuscript.assets.items():
        if path.endswith(".svg"):
            yield path, "", re.sub(r"<[^>]*>", _GAP, asset.data.decode("utf-8", "replace"))
    yield "book.yaml", "", _GAP.join((*_titles(manuscript.manifest), manuscript.manifest.description))


def _titles(manifest: Manifest) -> list[str]:
    """The headings that stand in book.yaml."""
    parts = [text for part in manifest.parts for text in (part.title, part.subtitle)]
    return [manifest.title, manifest.subtitle, *parts]


def _gapped(element: Element) -> str:
    """All text outside code, with a gap at every element but the endings that are kept whole."""
    if element.tag in _NO_PROSE:
        return ""
    said = [value for name in _IN_ATTRIBUTES if (value := element.get(name))]
    gap = "" if has_class(element, "nohyphen") else _GAP
    inner = "".join(_gapped(child) + (child.tail or "") for child in element)
    return gap + _GAP.join((*said, element.text or "")) + inner + gap


def _prose(element: Element) -> Iterable[str]:
    """Every stretch of text outside code, and outside what stands for something that is missing."""
    if element.tag in _NO_PROSE or has_class(element, "missing"):
        return
    yield element.text or ""
    for child in element:
        yield from _prose(child)
        yield child.tail or ""


def _level(element: Element) -> int:
    return _LEVELS.get(str(element.tag), 0)


def _place(document: Document, id: str) -> Span:
    """Where a target is written: the reader's own note of it, or its id in the source."""
    noted = next((target.span for target in document.targets if target.id == id and target.span.path), None)
    return noted or locate(document.text, "id", id, 1, document.path)


def _sign_place(document: Document, from_sign: str, sign: str) -> Span:
    written = from_sign if from_sign in document.text else sign
    return locate(document.text, "text", written, 1, document.path)
