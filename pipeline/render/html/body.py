"""One section's fragment, made ready for the web: links, pictures, boxes, tables, terms and page marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from lxml import etree

from ...theme import Theme
from ...trees import SVG, Element, by_class, classes, elements, make, replace, text_of
from ..markup import drop_page_references, icon, keep_numbers, name_cells, rewrite_links, rewrite_pictures, width_px
from .fields import make_fillable

# Which icon stands beside which fact of a method.
FACT_ICONS = {
    "goal": "goal",
    "duration": "clock",
    "group": "people",
    "phase": "phase",
    "lead": "calendar",
    "roles": "roles",
    "material": "box",
    "room": "room",
    "result": "flag",
}
BOX_ICONS = (
    *("tip", "pitfall", "example", "fiction", "source", "shortcut", "invitation", "roles", "decision", "reflection"),
    *("method", "checklist", "letter", "script", "card", "micro-method"),
)
# From so many columns on a phone shows a table's cells below each other; from so many more it reaches beyond the text.
STACKED, WIDE = 3, 4


def prepare(
    tree: Element,
    theme: Theme,
    place: Callable[[str], str],
    picture: Callable[[str], str],
    sizes: Mapping[str, tuple[int, int]],
) -> int:
    """Make a section's tree ready, in place, after `drop_other_formats`; return how many things can be filled in."""
    drop_page_references(tree)
    _fold_samples(tree, theme.labels.word("ui.show-sample"))
    _name_groups(tree)
    _order_figures(tree, theme.labels.word("elements.description.word"))
    _fit_tables(tree, theme.labels.word("names.table"))
    _frame_drawings(tree, theme.labels.word("names.figure"))
    _frame_code(tree, theme.labels.word("names.code"))
    fillable = make_fillable(tree, theme.labels)
    _explain_must(tree, theme.labels.word("sheet.must"), theme.labels.word("sheet.must-explained"))
    _add_icons(tree, theme)
    _size_pictures(tree, sizes)
    keep_numbers(tree)
    rewrite_links(tree, place)
    rewrite_pictures(tree, picture)
    _keep_outside_links_private(tree)
    _drop_source_marks(tree)
    return fillable


def page_mark(folio: str, word: str) -> Element:
    """The mark of a printed page."""
    attributes = {"id": page_id(folio), "class": "page-mark", "role": "doc-pagebreak", "aria-label": f"{word} {folio}"}
    return make("span", attributes, folio)


def page_id(folio: str) -> str:
    """The id of a page mark: `seite-37`."""
    return f"seite-{folio}"


def _name_groups(tree: Element) -> None:
    """Boxes are notes, and sections without a heading of their own become groups named by their label and title:
    neither shall crowd the list of landmarks."""
    for box in tree.iter("aside"):
        box.set("role", "note")
    for section in list(tree.iter("section")):
        if section.find("h2") is not None or section.find("h3") is not None:
            continue
        section.tag = "div"
        section.set("role", "group")
        names = [text_of(child) for child in section if {"box-label", "box-title"} & set(classes(child))]
        if names:
            section.set("aria-label", ": ".join(names))


def _fold_samples(tree: Element, word: str) -> None:
    """A sample folds up: who fills in a sheet wants to think first."""
    for sample in by_class(tree, "sample"):
        sample.tag = "details"
        title = next((child for child in sample if "box-title" in classes(child)), None)
        sample.insert(0, make("summary", text=f"{word}: {text_of(title)}" if title is not None else word))


def _order_figures(tree: Element, word: str) -> None:
    """HTML wants the caption first or last: the long description goes before it and folds up."""
    for figure in tree.iter("figure"):
        for description in [child for child in figure if "description" in classes(child)]:
            figure.remove(description)
            description.tail = None
            folded = make("details", {"class": "description"}, children=[make("summary", text=word), description])
            del description.attrib["class"]
            caption = figure.find("figcaption")
            figure.insert(len(figure) if caption is None else figure.index(caption), folded)


def _fit_tables(tree: Element, word: str) -> None:
    """Make tables fit: stacked on a phone, broad where there is room, else in a frame that scrolls."""
    for table in list(tree.iter("table")):
        fill, columns = "fill" in classes(table), max((len(row) for row in table.iter("tr")), default=0)
        wide = ("wide",) if columns >= WIDE else ()
        if table.find("thead") is not None and (fill or columns >= STACKED):
            name_cells(table)
            table.set("class", " ".join((*classes(table), "stacked", *(wide if fill else ()))))
        if not fill and columns >= STACKED:
            caption = table.find("caption")
            name = text_of(caption) if caption is not None else word
            _frame(table, " ".join(("table-scroll", *wide)), name)


def _frame_drawings(tree: Element, word: str) -> None:
    """A figure's drawing keeps its words readable: on a phone it scrolls in a frame rather than shrink."""
    for figure in tree.iter("figure"):
        for drawing in [child for child in figure if "drawing" in classes(child)]:
            _frame(drawing, "drawing-frame", word)


def _frame_code(tree: Element, word: str) -> None:
    """Code keeps its lines: a long one scrolls in a frame, not with the page."""
    for block in list(tree.iter("pre")):
        _frame(block, "code-frame", word)


def _frame(one: Element, kind: str, name: str) -> None:
    """Put a thing into a frame that the keyboard reaches; a script takes the stop away where nothing scrolls."""
    frame = make("div", {"class": kind, "role": "group", "aria-label": name, "tabindex": "0"})
    replace(one, frame)
    frame.append(one)


def _explain_must(tree: Element, must: str, explained: str) -> None:
    """Say once, at the first list that has them, what a must point means."""
    for items in by_class(tree, "checks"):
        if any("must" in classes(item) for item in items):
            badge = make("span", {"class": "badge must"}, must)
            note = make("p", {"class": "must-note"}, children=[badge])
            badge.tail = f" {explained}"
            parent = items.getparent()
            if parent is not None:
                parent.insert(parent.index(items), note)
            return


def _add_icons(tree: Element, theme: Theme) -> None:
    drawn: dict[str, Element] = {}

    def draw(name: str) -> Element:
        if name not in drawn:
            drawn[name] = etree.fromstring(icon(theme, name))
        return deepcopy(drawn[name])

    for label in by_class(tree, "box-label"):
        box = label.getparent()
        kind = next((name for name in BOX_ICONS if box is not None and name in classes(box)), "")
        if kind:
            _put_first(label, draw(kind))
    for fact in by_class(tree, "fact"):
        name, term = FACT_ICONS.get(fact.get("data-fact", "")), fact.find("dt")
        if name and term is not None:
            _put_first(term, draw(name))


def _put_first(parent: Element, child: Element) -> None:
    child.tail, parent.text = " " + (parent.text or ""), None
    parent.insert(0, child)


def _size_pictures(tree: Element, sizes: Mapping[str, tuple[int, int]]) -> None:
    """Known sizes keep the page from jumping while pictures load."""
    for picture in tree.iter("img"):
        width, height = sizes.get(picture.get("src", ""), (0, 0))
        if wanted := width_px(picture):
            width, height = wanted, round(height * wanted / width) if width else 0
            del picture.attrib["data-width"]
        if width and height:
            picture.set("width", str(width))
            picture.set("height", str(height))
        picture.set("loading", "lazy")
        picture.set("decoding", "async")


def _keep_outside_links_private(tree: Element) -> None:
    for link in tree.iter("a"):
        if link.get("href", "").startswith("http"):
            link.set("rel", "noreferrer")
            link.set("class", f"{link.get('class', '')} outside".strip())


def _drop_source_marks(tree: Element) -> None:
    """Take out what only earlier stages and other formats read."""
    kept = {"data-answer", "data-note", "data-column", "data-number", "data-fact", "data-offset", "data-token"}
    for one in elements(tree):
        if str(one.tag).startswith(f"{{{SVG}}}"):
            continue
        for name in [str(name) for name in one.attrib if str(name).startswith("data-")]:
            if name not in kept:
                del one.attrib[name]
