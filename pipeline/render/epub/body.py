"""One section's fragment, made ready for reading systems: roles, notes, boxes, fields and page marks.

In and out: the section's tree, changed in place. Reading systems fill nothing in, and many narrow screens follow no
layout: fields become questions with ruled lines, one below the other, and boxes to tick are drawn by the style.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from ... import trees
from ...theme import Theme
from ...trees import Element, by_class, classes, elements, make, text_of
from ..markup import drop_page_references, keep_numbers, name_cells, rewrite_links, rewrite_pictures, set_widths
from .fields import draw_checks, draw_fields

OPS = "http://www.idpf.org/2007/ops"
EPUB_TYPE = f"{{{OPS}}}type"
# A table of so many columns needs no words before its cells; one of so many more is too wide for every page.
PAIR, WIDE = 2, 4
# DPUB-ARIA knows some of our boxes; the others are notes.
BOX_ROLES = {"tip": "doc-tip", "example": "doc-example"}
LINK_TYPES = {
    "footnote-ref": ("noteref", "doc-noteref"),
    "footnote-back": ("", "doc-backlink"),
    "term": ("glossref", "doc-glossref"),
    "cite": ("biblioref", "doc-biblioref"),
}


def parse(body: str) -> Element:
    """Parse a fragment into a tree that knows the prefix `epub`."""
    fragment = trees.parse(body)
    tree = etree.Element("div", nsmap={"epub": OPS})
    tree.text = fragment.text
    tree.extend(list(fragment))
    return tree


def to_xhtml(tree: Element) -> str:
    """Serialise what is in a tree; the document around it declares the prefix."""
    return trees.write(tree).replace(f' xmlns:epub="{OPS}"', "")


def prepare(tree: Element, theme: Theme, place: Callable[[str], str], picture: Callable[[str], str]) -> None:
    """Make a section's tree ready, in place; `drop_other_formats` comes before."""
    drop_page_references(tree)
    draw_fields(tree, theme.labels)
    draw_checks(tree, theme.labels)
    _move_descriptions(tree, theme.labels.word("elements.description.word"))
    _stack_tables(tree)
    keep_numbers(tree)
    rewrite_links(tree, place)
    rewrite_pictures(tree, picture)
    set_widths(tree)
    name_links(tree, theme.labels.word("ui.previous"))
    _name_boxes(tree)
    _drop_source_marks(tree)


def page_mark(folio: str, word: str) -> Element:
    """The mark of a printed page."""
    names = {"id": f"page-{folio}", EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "aria-label": f"{word} {folio}"}
    return make("span", names)


def _move_descriptions(tree: Element, word: str) -> None:
    """A caption must come first or last in its figure: the long description follows the figure, under its word."""
    for figure in list(tree.iter("figure")):
        parent = figure.getparent()
        for description in [child for child in figure if "description" in classes(child)]:
            figure.remove(description)
            description.tail, figure.tail = figure.tail, None
            description.insert(0, make("p", {"class": "box-label"}, word))
            if parent is not None:
                parent.insert(parent.index(figure) + 1, description)


def _stack_tables(tree: Element) -> None:
    """Pages cut off what is too wide, and readers choose the size of letters: the style may show a table's cells below
    each other, each with its column's words. Steps and empty tables have ways of their own."""
    for table in tree.iter("table"):
        kinds = classes(table)
        if table.find("thead") is not None and not {"fill", "steps"} & set(kinds):
            columns = max(len(row) for row in table.iter("tr"))
            kind = "pairs" if columns <= PAIR else "wide" if columns >= WIDE else "stacked"
            table.set("class", " ".join((*kinds, kind)))
            if columns > PAIR:
                name_cells(table)


def name_links(tree: Element, back: str) -> None:
    """Say what links are for; `back` is the label of those that lead back to a note's call."""
    for link in tree.iter("a"):
        for name in classes(link):
            kind, role = LINK_TYPES.get(name, ("", ""))
            if kind:
                link.set(EPUB_TYPE, kind)
            if role:
                link.set("role", role)
        if "footnote-back" in classes(link):
            link.set("aria-label", back)
    for notes in by_class(tree, "footnotes"):
        notes.set(EPUB_TYPE, "endnotes")
        notes.set("role", "doc-endnotes")
        # By this reading systems know what to open over the page.
        for note in (line for lines in notes.iter("ol") for line in lines.iter("li") if line.get("id")):
            note.set(EPUB_TYPE, "endnote")


def _name_boxes(tree: Element) -> None:
    """Boxes are notes in the text: an `aside` would be a landmark inside the chapter's."""
    for box in by_class(tree, "box"):
        if box.tag == "aside":
            box.tag = "div"
            role = next((role for name, role in BOX_ROLES.items() if name in classes(box)), "note")
            box.set("role", role)
            if label := ": ".join(text_of(child) for child in box if {"box-label", "box-title"} & set(classes(child))):
                box.set("aria-label", label)


def _drop_source_marks(tree: Element) -> None:
    for one in elements(tree):
        for name in [str(name) for name in one.attrib if str(name).startswith("data-")]:
            if name not in ("data-column", "data-token"):
                del one.attrib[name]
