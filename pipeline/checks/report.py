"""What stands in the book, in numbers, and how hard each chapter is to read.

In: the resolved Book. Out: a Report, as text for people or as JSON. What counts as running text: paragraphs, list
items and definition lists of a chapter, boxes included, as somebody would read them aloud from beginning to end. What
does not: headings, labels, tables, captions, descriptions of pictures, profiles of methods, fields, checklists, notes,
citations and page numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from lxml.etree import _Element as Element

from ..book.fragments import parse_section
from ..book.model import Book, Section
from ..trees import by_class, first_by_class, has_class, words_of
from .board import Row

LONG_WORD = 7
WORD = re.compile(r"[^\W_]+(?:[-–/’'.:][^\W_]+)*")
_BLOCKS = ("p", "li", "dt", "dd")
_NO_PROSE_TAGS = ("h1", "h2", "h3", "table", "figcaption", "figure", "pre", "code")
_NO_PROSE = (
    "box-label", "box-title", "description", "method", "field", "fields", "canvas", "checklist", "worksheet", "checks",
    "footnotes", "footnote-ref", "citation", "page-ref", "broken",
)  # fmt: skip
# A full stop that ends no sentence: abbreviations, single letters (z. B., e. V.), and numbers before a month or a noun.
_ABBREVIATION = re.compile(r"(?:\b(?:bzw|ca|etc|evtl|ggf|inkl|Min|Nr|Std|usw|vgl|Dr|Prof)|\b[^\W\d_])\.$")
_ORDINAL = re.compile(r"(?<![\d.,])\d{1,2}\.$")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[“”\"’)»]*\s+(?=[„“\"(»]?[^\W_a-zäöüß])")


@dataclass(frozen=True, slots=True)
class Prose:
    """How a text reads. `median` and `ninetieth` are words in a sentence."""

    words: int
    sentences: int
    median: float
    ninetieth: int
    lix: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter or a profile, measured; `invented` are the words of its prose that stand in boxes of fiction, sheets
    that are shown filled in left out."""

    id: str
    number: str
    title: str
    prose: Prose
    invented: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checklist or worksheet: how much there is to tick or to fill in; `short` are the items of the short version."""

    id: str
    title: str
    entries: int
    short: int = 0


@dataclass(frozen=True, slots=True)
class Method:
    """A format with its profile; `minutes` are the sums of its plans, in order; empty when it is planned in weeks."""

    id: str
    title: str
    duration: str
    minutes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader could count in the book. `profiles` are chapters without a number."""

    chapters: tuple[Chapter, ...]
    profiles: tuple[Chapter, ...]
    checklists: tuple[Sheet, ...]
    worksheets: tuple[Sheet, ...]
    methods: tuple[Method, ...]
    shortcuts: tuple[str, ...]
    terms: int
    headwords: int
    sources: int
    figures: int
    tables: int
    team_fields: int
    footnotes: int
    samples: int = 0
    budgets: int = 0
    calendars: int = 0
    letters: int = 0
    scripts: int = 0
    cards: int = 0
    micro_methods: int = 0
    fictions: int = 0
    pitfalls: int = 0


def count(book: Book) -> Report:
    """Count and measure the whole book."""
    read = [(section, parse_section(section.title_html, section.body)) for section in book.sections]
    chapters = [(section, tree) for section, tree in read if section.kind == "chapter" and section.matter == "body"]
    trees = [tree for _, tree in read]
    written = [tree for section, tree in read if section.path]
    cited = {key for tree in trees for mark in by_class(tree, "citation") for key in mark.get("data-cites", "").split()}
    return Report(
        chapters=tuple(_chapter(section, tree) for section, tree in chapters if section.number),
        profiles=tuple(_chapter(section, tree) for section, tree in chapters if not section.number),
        checklists=tuple(_sheets(read, "checklist")),
        worksheets=tuple(_sheets(read, "worksheet")),
        methods=tuple(method for _, tree in chapters for method in _methods(tree)),
        shortcuts=tuple(box.get("id", "") for tree in written for box in by_class(tree, "shortcut")),
        terms=_number(trees, "entry"),
        headwords=sum(1 for tree in trees for word in by_class(tree, "headword") if word.get("id")),
        sources=len(cited),
        figures=sum(1 for tree in written for figure in tree.iter("figure") if figure.get("data-number")),
        tables=sum(1 for tree in written for table in tree.iter("table") if table.get("data-number")),
        team_fields=sum(1 for tree in written for field in by_class(tree, "field") if has_class(field, "team")),
        footnotes=_number(trees, "footnote-ref"),
        samples=_number(written, "sample"),
        budgets=_number(written, "budget"),
        calendars=_number(written, "calendar"),
        letters=_number(written, "letter"),
        scripts=_number(written, "script"),
        cards=_number(written, "card"),
        micro_methods=_number(written, "micro-method"),
        fictions=sum(1 for tree in written for box in by_class(tree, "fiction") if not has_class(box, "sample")),
        pitfalls=_number(written, "pitfall"),
    )


def measure(texts: Iterable[str]) -> Prose:
    """Measure blocks of text; a block ends a sentence even without a full stop.

    Reading level: LIX, average words in a sentence plus the share in per cent of words of more than six letters
    (C.-H. Björnsson, Läsbarhet, Stockholm 1968). Up to 30 very easy, 40 easy, 50 medium, 60 hard.
    """
    sentences = [words for text in texts for sentence in split(text) if (words := WORD.findall(sentence))]
    lengths = sorted(map(len, sentences))
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Prose(0, 0, 0, 0, 0)
    long = sum(1 for word in words if sum(map(str.isalpha, word)) >= LONG_WORD)
    half = len(lengths) // 2
    median = lengths[half] if len(lengths) % 2 else (lengths[half - 1] + lengths[half]) / 2
    ninetieth = lengths[-(-len(lengths) * 9 // 10) - 1]  # nearest rank, as a reader would count
    lix = round(len(words) / len(sentences) + 100 * long / len(words))
    return Prose(len(words), len(sentences), median, ninetieth, lix)


def split(text: str) -> list[str]:
    """Cut a block into sentences; a colon does not end one."""
    sentences: list[str] = []
    for piece in _pieces(text):
        if sentences and (_ABBREVIATION.search(sentences[-1]) or _ORDINAL.search(sentences[-1])):
            sentences[-1] += " " + piece
        else:
            sentences.append(piece)
    return sentences


def running_text(section: Section) -> list[str]:
    """The blocks of a section's running text."""
    return list(_blocks(parse_section(section.title_html, section.body)))


def as_json(report: Report, texts: Iterable[Row] = ()) -> str:
    """The report for programs, with the state of each file of the manuscript."""
    told = asdict(report) | {"texts": [asdict(row) for row in texts]}
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_text(report: Report, language: str) -> str:
    """The report for people."""
    words = WORDS["de" if language == "de" else "en"]
    lines = [f"{number:6}  {words[name]}" for name, number in _totals(report) if number or name in ALWAYS]
    lines += ["", words["chapters_head"]]
    for chapter in (*report.chapters, *report.profiles):
        prose = chapter.prose
        figures = f"{prose.words:6} {prose.sentences:6} {prose.median:7g} {prose.ninetieth:6} {prose.lix:5}"
        figures += f" {chapter.invented:10}"
        lines.append(f"{chapter.number or '–':>3} {figures}  {chapter.title}")
    tables = {
        "checklists_head": [f"{sheet.entries:6} {sheet.short:6}  {sheet.title}" for sheet in report.checklists],
        "worksheets_head": [f"{sheet.entries:6}  {sheet.title}" for sheet in report.worksheets],
        "methods_head": [
            f"{' + '.join(map(str, one.minutes)) or '–':>11}  {one.title}: {one.duration}" for one in report.methods
        ],
    }
    for head, rows in tables.items():
        lines += ["", words[head], *rows] if rows else []
    return "\n".join(lines)


# What every book has; a kind of thing that a book does without is not counted for it.
ALWAYS = ("chapters", "words")
_TOOLS = ("samples", "budgets", "calendars", "letters", "scripts", "cards", "micro_methods", "fictions", "pitfalls")
WORDS = {
    "de": {
        "chapters": "Kapitel mit Nummer", "words": "Wörter Fließtext in den Kapiteln",
        "profiles": "Kapitel ohne Nummer",
        "checklists": "Checklisten", "items": "Punkte auf den Checklisten", "short": "Punkte der Kurzfassungen",
        "worksheets": "Arbeitsblätter", "fields": "Felder auf den Arbeitsblättern", "methods": "Formate mit Steckbrief",
        "shortcuts": "Shortcuts", "terms": "Glossarbegriffe", "headwords": "Stichwörter im Register",
        "sources": "Quellen, auf die verwiesen wird", "figures": "Abbildungen mit Nummer",
        "tables": "Tabellen mit Nummer",
        "team_fields": "Felder fürs Projektteam", "footnotes": "Fußnoten", "samples": "ausgefüllte Muster",
        "budgets": "Kostenpläne", "calendars": "Kalender", "letters": "Briefe", "scripts": "Drehbücher",
        "cards": "Karten", "micro_methods": "Mini-Methoden",
        "fictions": "erfundene Kästen, ohne ausgefüllte Muster", "pitfalls": "Stolperstellen",
        "chapters_head": "Nr. Wörter  Sätze  Median  90 %   LIX  ausgedacht  Kapitel",
        "checklists_head": "Punkte   kurz  Checkliste", "worksheets_head": "Felder  Arbeitsblatt",
        "methods_head": "    Minuten  Format",
    },
    "en": {
        "chapters": "numbered chapters", "words": "words of running text in them",
        "profiles": "chapters without a number",
        "checklists": "checklists", "items": "items on checklists", "short": "items of the short ones",
        "worksheets": "worksheets", "fields": "fields on worksheets", "methods": "formats with a profile",
        "shortcuts": "shortcuts", "terms": "glossary terms", "headwords": "headwords in the index",
        "sources": "sources cited", "figures": "numbered figures", "tables": "numbered tables",
        "team_fields": "fields for the team",
        "footnotes": "footnotes", "samples": "sheets shown filled in", "budgets": "budgets", "calendars": "calendars",
        "letters": "letters", "scripts": "scripts", "cards": "cards", "micro_methods": "micro-methods",
        "fictions": "boxes of fiction, samples left out", "pitfalls": "pitfalls",
        "chapters_head": " no. words  sent.  median  90 %   LIX  invented  chapter",
        "checklists_head": " items  short  checklist", "worksheets_head": "fields  worksheet",
        "methods_head": "    minutes  format",
    },
}  # fmt: skip


def _totals(report: Report) -> Iterator[tuple[str, int]]:
    yield "chapters", len(report.chapters)
    yield "words", sum(chapter.prose.words for chapter in report.chapters)
    yield "profiles", len(report.profiles)
    yield "checklists", len(report.checklists)
    yield "items", sum(sheet.entries for sheet in report.checklists)
    yield "short", sum(sheet.short for sheet in report.checklists)
    yield "worksheets", len(report.worksheets)
    yield "fields", sum(sheet.entries for sheet in report.worksheets)
    yield "methods", len(report.methods)
    yield "shortcuts", len(report.shortcuts)
    for name in ("terms", "headwords", "sources", "figures", "tables", "team_fields", "footnotes", *_TOOLS):
        yield name, getattr(report, name)


def _chapter(section: Section, tree: Element) -> Chapter:
    stories = (box for box in by_class(tree, "fiction") if not has_class(box, "sample"))
    invented = measure(text for box in stories for text in _blocks(box)).words
    return Chapter(section.id, section.number, section.title, measure(_blocks(tree)), invented)


def _sheets(read: Iterable[tuple[Section, Element]], kind: str) -> Iterator[Sheet]:
    """The sheets of a kind, wherever they are printed: as sections of their own or inside a chapter."""
    for section, tree in read:
        if section.kind == kind:
            yield _sheet(section.id, section.title, tree)
        for box in by_class(tree, kind):
            if box.get("data-number"):
                title = first_by_class(box, "box-title")
                yield _sheet(box.get("id", ""), words_of(title) if title is not None else "", box)


def _sheet(id: str, title: str, tree: Element) -> Sheet:
    checks = list(by_class(tree, "check"))
    entries = len(checks) or _number([tree], "field")
    return Sheet(id, title, entries, sum(1 for check in checks if has_class(check, "must", "short")))


def _methods(tree: Element) -> Iterator[Method]:
    """Every profile with its own plans: those that follow it before the next profile, under one and the same heading.
    Plans further down belong to variants."""
    profile: Element | None = None
    own: list[Element] = []
    for element in tree.iter():
        if has_class(element, "method"):
            if profile is not None:
                yield _method(profile, own)
            profile, own = element, []
        elif has_class(element, "steps") and (not own or _heading(element) is _heading(own[0])):
            own.append(element)
    if profile is not None:
        yield _method(profile, own)


def _method(profile: Element, plans: Iterable[Element]) -> Method:
    title = first_by_class(profile, "box-title")
    durations = [words_of(fact[-1]) for fact in by_class(profile, "fact") if fact.get("data-fact") == "duration"]
    return Method(
        profile.get("id", ""),
        words_of(title) if title is not None else "",
        "".join(durations[:1]),
        tuple(_minutes(plan) for plan in plans),
    )


def _heading(element: Element) -> Element | None:
    """The heading of a section, h2, that an element stands under."""
    return next(element.itersiblings("h2", preceding=True), None)


def _minutes(plan: Element) -> int:
    """Add up the minutes of a plan, not trusting its sum."""
    return sum(
        int(words_of(cell)) for cell in plan.iterfind("tbody/tr/td") if has_class(cell, "minutes") and words_of(cell)
    )


def _blocks(element: Element) -> Iterator[str]:
    if element.tag in _NO_PROSE_TAGS or has_class(element, *_NO_PROSE):
        return
    if element.tag in _BLOCKS and not any(child.tag in ("p", "ul", "ol", "dl") for child in element):
        if text := " ".join("".join(_texts(element)).split()):
            yield text
        return
    for child in element:
        yield from _blocks(child)


def _texts(element: Element) -> Iterator[str]:
    if not has_class(element, *_NO_PROSE):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _pieces(text: str) -> Iterator[str]:
    """The text cut at every end of a sentence, closing marks left where they are."""
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        yield text[start : gap.end()].strip()
        start = gap.end()
    yield text[start:].strip()


def _number(trees: Iterable[Element], name: str) -> int:
    return sum(1 for tree in trees for _ in by_class(tree, name))
