"""A section becomes a sheet: print HTML for the engine.

The canonical fragment gets what only paper has: notes at the foot, page numbers beside references, boxes to tick and
lines to write on. The shapes come from templates/pdf and templates/styles/print.css.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from importlib import import_module

from jinja2 import Environment
from lxml import etree
from markupsafe import Markup, escape

from ... import trees
from ...book.model import Book, Section
from ...cache import Cache, MemoryCache
from ...pdflink.model import LINK_SCHEME, PARTING, PLACEHOLDER
from ...theme import Labels, Theme
from ...trees import Element
from .. import arrival, markup
from ..addresses import web_address
from ..code_lines import part_lines
from ..formulas import draw_formulas
from ..hyphenation import set_hyphens, teach_hyphens
from ..layout import PAGE_OF, PRINT_ONLY, REVISED, SCHEME, Sheet
from ..lettering import Face, rules_for
from ..motif import cover_sign, crossing_bands, edge_bands
from ..templates import environment
from . import fields
from .cells import size_cells
from .line_ends import set_line_ends
from .notes import put_notes_at_foot
from .printed_book import RUNS_ON
from .typography import set_type

TEMPLATES = {
    "cover": "cover",
    "half-title": "half-title",
    "title-page": "title-page",
    "part": "part",
    "opener": "opener",
    "chapter": "chapter",
    "checklist": "sheet",
    "worksheet": "sheet",
    "method-sheet": "method",
    "index": "index",
    "cards": "cards",
    "poster": "poster",
}


@dataclass(frozen=True, slots=True)
class Sheetmaker:
    """What all sheets of one book share: the book, what templates see of it (no section's text but the one they set),
    its theme, its templates, where every id is at home, the fonts for letters that its text faces lack, and what was
    drawn of formulas before."""

    book: Book
    shown: Book
    theme: Theme
    templates: Environment
    homes: Mapping[str, str]
    faces: tuple[Face, ...] = ()
    cache: Cache = field(default_factory=MemoryCache)


@dataclass(frozen=True, slots=True)
class Medium:
    """What a section is printed on: its template, where links lead, which kinds of sections fill their pages, and the
    paper in mm where the book does not say it."""

    page_style: str
    reach: Callable[[str], str]
    growing: Container[str] = ()
    paper: tuple[float, float] = (0.0, 0.0)


BOOK = Medium("pdf/page.css", lambda name: f"{LINK_SCHEME}{name}")


def prepare(book: Book, theme: Theme, faces: tuple[Face, ...] = (), cache: Cache | None = None) -> Sheetmaker:
    """Set a book up for printing."""
    bodies = {section.id: trees.parse(section.body) for section in book.sections}
    templates = teach_hyphens(environment(theme), book.manifest.hyphenation)
    heads = tuple(replace(section, body="") for section in book.sections)
    shown = replace(book, sections=heads, targets={}, assets={})
    return Sheetmaker(book, shown, theme, templates, markup.home_of_ids(bodies), faces, cache or MemoryCache())


def make_sheet(
    maker: Sheetmaker,
    section: Section,
    opens: str,
    numbers: Mapping[str, str],
    medium: Medium = BOOK,
    *,
    closed: bool = False,
) -> Sheet:
    """Write a section's print HTML; `numbers` are the folios by id, set if it is `closed`, else given room."""
    # A hyphen that is meant is no sign that a word was parted.
    tree = trees.parse(section.body.replace(PARTING, "-"))
    _mark_what_is_special(tree, maker.book.revised)
    markup.drop_other_formats(tree, "pdf")
    words = arrival.words_in(tree)
    title = trees.parse(_title(section))
    for part in (title, tree):
        draw_formulas(part, maker.cache)
    put_notes_at_foot(title, tree)
    set_type(tree)
    _number_references(maker, section, tree, numbers, closed)
    _number_locators(tree, numbers)
    _name_numbers(maker.theme.labels, tree)
    size_cells(tree)
    fields.draw(tree, section.title, maker.theme.labels)
    _mark_fiction(tree, maker.theme)
    part_lines(tree)
    set_hyphens(tree, maker.book.manifest.hyphenation)
    markup.rewrite_links(tree, _place(maker, section, medium))
    missing = tuple(arrival.missing(words, tree, title))
    pictures = tuple(sorted({picture.get("src", "") for picture in tree.iter("img")}))
    markup.rewrite_pictures(tree, lambda path: SCHEME + path)
    markup.set_widths(tree)
    values = {
        "book": maker.shown,
        "manifest": maker.book.manifest,
        "section": section,
        "title": Markup(markup.to_polyglot(set_line_ends(title))),
        "body": Markup(markup.to_polyglot(set_line_ends(tree))),
        "opens": opens,
        "runs_on": RUNS_ON in section.body,
        "grows": section.kind in medium.growing,
        "paper": medium.paper,
        "motif": _motif,
        "edge": edge_bands,
        "cover_sign": cover_sign,
        "address": web_address(maker.book, section.id, maker.homes),
        "qr": _qr,
        "part": next((s for s in maker.shown.sections if s.kind == "part" and s.part == section.part), None),
    }
    html = maker.templates.get_template(f"pdf/{TEMPLATES.get(section.kind, 'plain')}.html").render(values)
    style = maker.templates.get_template(medium.page_style).render(values)
    style = _faces_of(maker, (html, style), pictures) + style
    refers_to = sorted({e.get(PAGE_OF, "") for e in trees.elements(tree) if e.get(PAGE_OF)})
    return Sheet(html, style, opens, tuple(refers_to), pictures, missing)


def _mark_what_is_special(tree: Element, revised: Container[str]) -> None:
    """Mark what only print has, and what is new or changed."""
    for element in [inner for outer in tree.iterfind(".//*[@data-only]") for inner in outer.iter()]:
        element.set(PRINT_ONLY, "")
    for element in (one for one in trees.elements(tree) if one.get("id") in revised):
        element.set(REVISED, "")


def _faces_of(maker: Sheetmaker, texts: Iterable[str], pictures: Iterable[str]) -> str:
    """Declare the fonts for what a sheet, and the drawings in it, have of letters that the text faces lack."""
    if not maker.faces:
        return ""
    assets = (maker.book.assets.get(path) for path in pictures)
    drawn = (one.data.decode("utf-8", "replace") for one in assets if one and one.media_type == "image/svg+xml")
    return rules_for(unescape("".join((*texts, *drawn))), maker.faces)


def _qr(address: str) -> Markup:
    """Draw a QR code. What draws it is loaded when there is one: many books have none."""
    drawn: Markup = import_module("..qr", __package__).draw(address)
    return drawn


def _motif(seed: str, width: int, height: int, colours: Sequence[str] = (), bleed: int = 0) -> Markup:
    return Markup(crossing_bands(seed, width, height, colours=colours, bleed=bleed))


def _title(section: Section) -> str:
    return section.title_html or str(escape(section.title))


def _mark_fiction(tree: Element, theme: Theme) -> None:
    """What is made up shows its sign on paper, too: a word alone is soon overlooked."""
    for box in trees.by_class(tree, "fiction"):
        for label in trees.by_class(box, "box-label"):
            sign = etree.fromstring(markup.icon(theme, "fiction"))
            sign.tail, label.text = f" {label.text or ''}", None
            label.insert(0, sign)


def _number_references(
    maker: Sheetmaker, section: Section, tree: Element, numbers: Mapping[str, str], closed: bool
) -> None:
    """Set the page beside every reference that leads to another section, and into contents lines."""
    short = maker.theme.labels.word("names.page-short")

    def place_of(target: str) -> Element:
        number = {"class": "page-number"}
        if closed:
            return trees.make("span", number, numbers[target])
        return trees.make("span", {**number, PAGE_OF: target}, PLACEHOLDER)

    markup.keep_numbers(tree)
    for reference in trees.by_class(tree, "xref"):
        target = reference.get("href", "").removeprefix("#")
        if not numbers.get(target) or maker.homes.get(target) == section.id:
            continue
        if _has_margin(section, reference):
            # Behind the reference, a line could end between it and the sign that follows.
            note = _page_note(f"{short}\u00a0", place_of(target), "", "page-note margin-note")
            reference.addprevious(note)
        else:
            _insert_after(reference, _page_note(f"\u00a0({short}\u00a0", place_of(target), ")"))
    for place in trees.by_class(tree, "page-ref"):
        target = place.get("data-target", "")
        if not numbers.get(target):
            trees.remove(place)
        elif any("toc-line" in trees.classes(around) for around in place.iterancestors()):
            trees.replace(place, place_of(target))
        else:
            trees.replace(place, _page_note(f" {short}\u00a0", place_of(target), ""))


def _has_margin(section: Section, reference: Element) -> bool:
    """Whether a reference stands in running text, so that its page has room in the margin beside its line."""
    block = trees.parent_of(reference)
    return section.kind == "chapter" and block.tag == "p" and trees.parent_of(block).getparent() is None


def _page_note(before: str, number: Element, after: str, name: str = "page-note") -> Element:
    note = trees.make("span", {"class": name}, before, [number])
    note[-1].tail = after
    return note


def _insert_after(element: Element, new: Element) -> None:
    parent = trees.parent_of(element)
    new.tail, element.tail = element.tail, None
    parent.insert(parent.index(element) + 1, new)


def _number_locators(tree: Element, numbers: Mapping[str, str]) -> None:
    """Turn index locators into pages: each page once, three or more in a row as a range."""
    for entry in {id(trees.parent_of(e)): trees.parent_of(e) for e in trees.by_class(tree, "locator")}.values():
        locators = [e for e in entry if "locator" in trees.classes(e)]
        kept: list[Element] = []
        for locator in locators:
            page = numbers.get(locator.get("href", "").removeprefix("#"), "")
            if kept and kept[-1].text == page:
                trees.remove(locator)
                continue
            locator.text = page
            kept.append(locator)
        _join_ranges(kept)


def _join_ranges(locators: list[Element]) -> None:
    run: list[Element] = []
    for locator in [*locators, None]:
        follows = run and locator is not None and _value(locator) == _value(run[-1]) + 1
        if run and not follows:
            if len(run) > 2:
                for middle in run[1:-1]:
                    trees.remove(middle)
                run[0].tail = "–"
                run[-1].set("class", "locator range-end")
            run = []
        if locator is not None:
            run.append(locator)
    for locator in (e for e in locators if e.getparent() is not None):
        following = locator.getnext()
        classes = set() if following is None else trees.classes(following)
        if locator.tail != "–":
            locator.tail = ", " if "locator" in classes else " " if "see" in classes else ""


def _name_numbers(labels: Labels, tree: Element) -> None:
    """Say what a number leads to: assistive technology lists links without the text around them."""
    for kind, word in (("cite", "names.source"), ("locator", "names.page")):
        for link in trees.by_class(tree, kind):
            link.set("aria-label", f"{labels.word(word)} {trees.text_of(link)}")


def _value(locator: Element) -> int:
    text = locator.text or ""
    return int(text) if text.isdigit() else -10


def _place(maker: Sheetmaker, section: Section, medium: Medium) -> Callable[[str], str]:
    """Lead links inside the section to their place, others to the destination that the merged book has."""

    def place(name: str) -> str:
        home = maker.homes.get(name)
        if home is None:
            return ""
        return f"#{name}" if home == section.id else medium.reach(name)

    return place
