"""Texts of an ODT file that pandoc passes over, put where it reads them; and what readers do not see, taken out.

OpenDocument 1.3, part 3: fields (7), text boxes and drawing shapes (10.3, 10.4.3), ruby (6.4), list items (5.3.3),
notes (6.3), hidden text (7.7.6), indexes (8).
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator

from lxml.etree import _Element as Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_ADDRESS = "{http://www.w3.org/1999/xlink}href"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CONTROL = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}content-control"
HIDDEN, MADE = "f-445", "f-446"
SHOWN = 80
_FIELDS = """
    text-input date time page-number page-continuation author-name author-initials chapter file-name template-name
    sheet-name title subject keywords description initial-creator creator creation-date creation-time print-date
    print-time printed-by modification-date modification-time editing-duration editing-cycles page-count
    paragraph-count word-count character-count table-count image-count object-count sender-firstname sender-lastname
    sender-initials sender-title sender-position sender-email sender-phone-private sender-fax sender-company
    sender-phone-work sender-street sender-city sender-postal-code sender-country sender-state-or-province
    variable-set variable-get variable-input user-field-get user-field-input expression user-defined table-formula
    database-display database-name conditional-text placeholder measure page-variable-get meta meta-field
"""
_SHAPES = tuple(
    _DRAW + name for name in ("text-box", "rect", "ellipse", "circle", "custom-shape", "polygon", "path", "caption")
)
_UNSEEN = tuple(TEXT + name for name in ("hidden-text", "script"))
_INDEXES = tuple(
    TEXT + name
    for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "object-index")
)


def unfold(tree: Element) -> None:
    """Put the texts that pandoc passes over where it reads them."""
    for field in [*tree.iter(_CONTROL, *(TEXT + name for name in _FIELDS.split()))]:
        free(field)
    for ruby in [*tree.iter(f"{TEXT}ruby")]:
        for reading in ruby.findall(f"{TEXT}ruby-text"):
            said = "".join(map(str, reading.itertext()))
            exchange(reading, f" ({said})" if said.strip() else "")
        for base in ruby.findall(f"{TEXT}ruby-base"):
            free(base)
        free(ruby)
    for shape in [*tree.iter(*_SHAPES)]:
        _move_out(shape)
    for table in [*tree.iter(f"{_TABLE}table")]:
        if next(table.iterancestors(f"{_TABLE}table-cell"), None) is not None:
            for text_block in [*table.iter(f"{TEXT}p", f"{TEXT}h")]:
                table.addprevious(text_block)
            exchange(table, "")
    _say_forms(tree)


def without_unseen(tree: Element, changed: Counter[tuple[str, str]]) -> None:
    """Take out hidden text and lists that the book makes by itself; count both in `changed`."""
    for made in [*tree.iter(*_INDEXES)]:
        changed[MADE, _said(made)] += 1
        _drop(made)
    hidden = [*_hidden(tree)]
    said = [text for one in hidden if (text := _said(one))]
    for one in hidden:
        exchange(one, "")
    if said:
        changed[HIDDEN, " ".join(said)[:SHOWN]] += 1


def descriptions(tree: Element) -> dict[str, str]:
    """What pictures show, by their addresses."""
    found = {}
    for image in tree.iter(f"{_DRAW}image"):
        frame = image.getparent()
        said = (frame.findtext(f"{_SVG}desc") or frame.findtext(f"{_SVG}title") or "") if frame is not None else ""
        if said.strip():
            found[image.get(_ADDRESS, "")] = " ".join(said.split())
    return found


def _hidden(tree: Element) -> Iterator[Element]:
    styles = {
        style.get(f"{_STYLE}name")
        for style in tree.iter(f"{_STYLE}style")
        for form in style.iterfind(f"{_STYLE}text-properties")
        if form.get(f"{TEXT}display") == "none"
    }
    yield from (one for one in tree.iter(f"{TEXT}span") if one.get(f"{TEXT}style-name") in styles)
    yield from tree.iter(*_UNSEEN)


def _say_forms(tree: Element) -> None:
    """Say in pandoc's way what it does not look for: where a list begins, and that a note is no quotation though its
    style sets it in."""
    for note in tree.iter(f"{TEXT}note-body"):
        for paragraph in note.iter(f"{TEXT}p"):
            paragraph.attrib.pop(f"{TEXT}style-name", "")
    styles = {one.get(f"{_STYLE}name"): one for one in tree.iter(f"{TEXT}list-style")}
    for listed in [*tree.iter(f"{TEXT}list")]:
        item = listed.find(f"{TEXT}list-item")
        start = item.get(f"{TEXT}start-value") if item is not None else None
        names = (one.get(f"{TEXT}style-name") for one in (listed, *listed.iterancestors(f"{TEXT}list")))
        style = styles.get(next((name for name in names if name), None))
        if start and style is not None:
            listed.set(f"{TEXT}style-name", _begun_at(style, start, len([*listed.iterancestors(f"{TEXT}list")]) + 1))


def _begun_at(style: Element, start: str, level: int) -> str:
    """The name of a list's style that begins with another number."""
    name = f"{style.get(f'{_STYLE}name')}-{level}-{start}"
    made = copy.deepcopy(style)
    made.set(f"{_STYLE}name", name)
    for one in made:
        if one.get(f"{TEXT}level") == str(level):
            one.set(f"{TEXT}start-value", start)
    style.addnext(made)
    return name


def _move_out(shape: Element) -> None:
    """Let the paragraphs of a box or a shape stand behind the paragraph it hangs on; pandoc reads pictures in one."""
    if next(shape.iter(f"{_DRAW}image"), None) is not None:
        return
    host = next((one for one in shape.iterancestors(f"{TEXT}p", f"{TEXT}h")), None)
    blocks = [one for one in shape if one.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{_TABLE}table")]
    for block in reversed(blocks):
        if host is not None:
            host.addnext(block)
        else:
            shape.addnext(block)


def free(element: Element) -> None:
    """Let what is in an element stand in its place."""
    before, parent = element.getprevious(), element.getparent()
    if parent is None:
        return
    text, children = element.text or "", [*element]
    for child in children:
        element.addprevious(child)
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    exchange(element, "")


def exchange(element: Element, text: str) -> None:
    """Put text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def _drop(element: Element) -> None:
    exchange(element, "")


def _said(element: Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())[:SHOWN]
