"""What all formats do with canonical fragments: parse, change, serialise; links, names and icons.

In and out: the canonical fragment (pipeline/README.md) as text, lxml elements in between. Fragments are XML
and are never given to an HTML parser, which would lower the case of SVG names. HTML is written after the
HTML standard, "Serialising HTML fragments".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from ..artifacts import digest
from ..book.model import Book
from ..manuscript.bitmaps import pixels_drawn
from ..manuscript.drawings import NoDrawing, TooLarge, clean
from ..spelling import ascii_slug, slug
from ..theme import FOLDER, Theme
from ..trees import XLINK, XML, Element, by_class, classes, elements, escape, ids_of, remove, text_of, write
from ..workspace import WrongFile
from .own_pages import taken_names

# How wide a text is on a screen (web.css), in CSS pixels.
TEXT_PX = 640
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
BOOLEAN = frozenset(
    {"checked", "disabled", "hidden", "multiple", "open", "readonly", "required", "reversed", "selected"}
)
SAFE_SCHEMES = ("https:", "http:", "mailto:", "tel:")
PREFIXES = {XLINK: "xlink:", XML: "xml:"}

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_BEFORE_NUMBER = re.compile(r"(?<=\w) (?=\d)")


# Parsing and serialising


def to_polyglot(tree: Element) -> str:
    """Serialise what is in an element so that XML and HTML parsers read the same."""
    for element in elements(tree):
        if len(element) == 0 and element.text is None and element.tag not in VOID:
            element.text = ""  # written as <td></td>, not as <td/>
    return write(tree)


def to_html5(tree: Element, *, whole: bool = False) -> str:
    """Serialise what is in an element as HTML; with `whole` the element itself too."""
    pieces: list[str] = []
    if whole:
        _write_html(tree, pieces)
    else:
        _write_children(tree, pieces)
    return "".join(pieces)


def _write_html(element: Element, pieces: list[str]) -> None:
    space, name = _split_name(str(element.tag))
    parent = element.getparent()
    pieces.append(f"<{name}")
    if space and (parent is None or _split_name(str(parent.tag))[0] != space):
        pieces.append(f' xmlns="{space}"')
    for key, value in element.attrib.items():
        pieces.append(_html_attribute(str(key), str(value), foreign=bool(space)))
    if not space and name in VOID:
        pieces.append(">")
    elif space and len(element) == 0 and not element.text:
        pieces.append("/>")
    else:
        pieces.append(">")
        _write_children(element, pieces)
        pieces.append(f"</{name}>")


def _write_children(element: Element, pieces: list[str]) -> None:
    pieces.append(escape(element.text or ""))
    for child in element:
        _write_html(child, pieces)
        pieces.append(escape(child.tail or ""))


def _html_attribute(key: str, value: str, *, foreign: bool) -> str:
    space, name = _split_name(key)
    if space == XML and name == "lang" and not foreign:
        return f' lang="{_escape_value(value)}"'
    if name in BOOLEAN and not foreign:
        return f" {name}"
    return f' {PREFIXES.get(space, "")}{name}="{_escape_value(value)}"'


def _split_name(name: str) -> tuple[str, str]:
    """Split lxml's `{namespace}name`."""
    if name.startswith("{"):
        space, _, local = name[1:].partition("}")
        return space, local
    return "", name


def _escape_value(value: str) -> str:
    return escape(value).replace('"', "&quot;")


# Looking and changing


# Policy


def rewrite_links(tree: Element, place: Callable[[str], str]) -> None:
    """Give every link inside the book its address in this format.

    `place` maps a bare id to an address; for an empty address the link becomes a span. Links to schemes
    that no format allows lose their address too.
    """
    for link in list(tree.iter("a")):
        address = link.get("href", "")
        if address.startswith("#"):
            address = place(address[1:])
        elif _SCHEME.match(address) and not address.lower().startswith(SAFE_SCHEMES):
            address = ""
        if address:
            link.set("href", address)
        else:
            link.tag = "span"
            for name in {"href", "role"} & set(map(str, link.attrib)):
                del link.attrib[name]


def rewrite_pictures(tree: Element, place: Callable[[str], str]) -> None:
    """Give every picture its address in this format; `place` maps the path from the book's root."""
    for picture in tree.iter("img"):
        picture.set("src", place(picture.get("src", "")))


def set_widths(tree: Element) -> None:
    """Set pictures as wide as their authors want them, by a style of their own; never wider than the text."""
    for picture in tree.iter("img"):
        if width := picture.get("data-width"):
            del picture.attrib["data-width"]
            picture.set("style", f"width: {width}; max-width: 100%")


def width_px(picture: Element) -> int:
    """The width that an author wants for a picture on a screen, 0 where none is set."""
    width = picture.get("data-width", "")
    if width.endswith("%"):
        return round(float(width[:-1]) / 100 * TEXT_PX)
    return round(float(width[:-2]) / 25.4 * 96) if width else 0


def keep_numbers(tree: Element) -> None:
    """In links of the book a number stays on the line of its word: "Kapitel 9"."""
    for link in tree.iter("a"):
        if {"xref", "locator"} & set(classes(link)) and link.text:
            link.text = _BEFORE_NUMBER.sub("\u00a0", link.text)


def drop_other_formats(tree: Element, format: str) -> None:
    """Take out what is marked for other formats (`data-only="pdf"`, several with spaces)."""
    for element in [e for e in elements(tree) if e.get("data-only") is not None]:
        if format in element.get("data-only", "").replace(",", " ").split():
            del element.attrib["data-only"]
        else:
            remove(element)


def drop_page_references(tree: Element) -> None:
    """Take out references to printed pages, for formats that have none."""
    for element in by_class(tree, "page-ref"):
        remove(element)


# Names


def name_cells(table: Element) -> None:
    """Give every cell its column's words, so that a narrow screen can show cells below each other. Where heads stand
    above each other, the upper ones come first."""
    heads: dict[int, list[str]] = {}
    for cell, columns in cells_of(table.iterfind("thead/tr")):
        for column in columns:
            said = heads.setdefault(column, [])
            if (words := text_of(cell)) and words not in said:
                said.append(words)
    for body in table.iterfind("tbody"):
        for cell, columns in cells_of(body.iterfind("tr")):
            if columns[0] in heads:
                cell.set("data-column", " – ".join(heads[columns[0]]))


def cells_of(rows: Iterable[Element]) -> Iterator[tuple[Element, range]]:
    """Every cell of some rows with the columns that it takes, merged cells counted (HTML, "Forming a table")."""
    held: dict[int, int] = {}
    for row in rows:
        column = 0
        taken: dict[int, int] = {}
        for cell in row.iterfind("*"):
            while held.get(column, 0):
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            yield cell, range(column, column + width)
            taken.update(dict.fromkeys(range(column, column + width), height))
            column += width
        held = {at: left - 1 for at, left in {**held, **taken}.items() if left > 1}


def _span(cell: Element, name: str) -> int:
    written = cell.get(name, "1")
    return max(1, int(written)) if written.isdigit() else 1


def file_name(text: str) -> str:
    """A name that a file may have everywhere: a–z, 0–9 and the hyphen."""
    plain, whole = ascii_slug(text, 200), slug(text, 200)
    return plain if plain and plain == whole else f"{plain or 'text'}-{digest(text)[:8]}"


def section_names(book: Book) -> dict[str, str]:
    """Map each section's id to a file name without ending: safe, unique, none of the web edition's own pages."""
    used = set(taken_names(book.manifest.language))
    names: dict[str, str] = {}
    for section in book.sections:
        stem = name = file_name(section.id)
        nth = 2
        while name in used:
            name, nth = f"{stem}-{nth}", nth + 1
        used.add(name)
        names[section.id] = name
    return names


def home_of_ids(trees: Mapping[str, Element]) -> dict[str, str]:
    """Map every id to the section it is in; a section's own id leads to itself. First use wins."""
    return homes({section: ids_of(tree) for section, tree in trees.items()})


def homes(ids: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The same of the ids of every section."""
    found = {section: section for section in ids}
    for section, inside in ids.items():
        for name in inside:
            found.setdefault(name, section)
    return found


# Icons


def icon(theme: Theme, name: str) -> str:
    """An icon as inline SVG, silent for assistive technology because its word always stands beside it.
    Raises WrongFile for one that does more than draw."""
    svg = _drawn(f"icons/{name}.svg", theme.files[f"icons/{name}.svg"])
    return svg.replace("<svg ", f'<svg class="icon icon-{name}" aria-hidden="true" focusable="false" ', 1)


@lru_cache(maxsize=128)
def _drawn(path: str, data: bytes) -> str:
    try:
        drawing = clean(data, f"{path.rpartition('/')[2].removesuffix('.svg')}.", pixels_drawn)
    except NoDrawing as problem:
        raise WrongFile(f"{FOLDER}/{path}", problem.line, problem.problem) from problem
    except TooLarge as problem:
        raise WrongFile(f"{FOLDER}/{path}", 1, "use") from problem
    for kind, line in sorted(drawing.harmful.items()):
        raise WrongFile(f"{FOLDER}/{path}", line, kind)
    return drawing.data.decode()
