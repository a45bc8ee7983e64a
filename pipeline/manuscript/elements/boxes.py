"""Boxes and other blocks with a name: tips, shortcuts, method sheets, reflections, checklists, canvases."""

from __future__ import annotations

import posixpath
import re
from copy import deepcopy

from lxml.etree import _Element as Element

from ...spelling import nearest, slug
from ..parse_state import AT, ParseState
from ..trees import elements, inner_into, make, remove, replace, take, text_of
from .fields import CANVAS_HEIGHT, REFLECTION_LINES, lines_of, make_field, measure_of
from .tables import make_fill_table, make_steps
from .vocabulary import BOXES, kind_of

_HEADING = re.compile(r"h[1-6]")


def make_boxes(state: ParseState, tree: Element) -> None:
    """Bring every named block into canonical form, the inner ones first."""
    for block in reversed(elements(tree, "div")):
        kind = kind_of(block)
        if kind in BOXES:
            _box(state, block, kind)
        elif kind in ("roles", "decision"):
            _definitions(state, block, kind)
        elif kind == "reflection":
            _reflection(state, block)
        elif kind == "method":
            _method(state, block)
        elif kind in ("checklist", "worksheet"):
            _sheet(state, block, kind)
        elif kind == "canvas":
            _canvas(state, block)
        elif kind == "steps":
            make_steps(state, block)
        elif kind == "fill-table":
            make_fill_table(state, block)


def _dress(state: ParseState, block: Element, kind: str, *, tag: str, name: str) -> Element | None:
    """Make a block a labelled box; the first heading in it is its title, which is returned."""
    title = _take_title(state, block)
    label = make("p", state.labels.word(f"elements.{kind}.word"), class_="box-label")
    block.text = None
    block.tag = tag
    block.set("class", name)
    block.insert(0, label)
    if title is not None:
        block.insert(1, title)
    words = text_of(title) if title is not None else ""
    block.set("data-slug", f"{state.labels.word(f'elements.{kind}.alias')} {words}")
    return title


def _take_title(state: ParseState, block: Element) -> Element | None:
    first: Element | None = None
    for heading in [child for child in block if _HEADING.fullmatch(str(child.tag))]:
        if first is None and heading.getprevious() is None and not (block.text or "").strip():
            first = heading
        _to_paragraph(heading, "box-title" if heading is first else "")
    if first is not None:
        remove(first)
        name = take(first, "id") or ""
        if name and not block.get("id"):
            block.set("id", name)
    if not text_of(block):
        state.report("s-025", block)
    return first


def _to_paragraph(heading: Element, name: str) -> None:
    """A heading inside a box is none of the chapter's."""
    heading.tag = "p"
    if name:
        heading.set("class", name)
        return
    strong = inner_into(make("strong"), heading)
    for child in list(heading):
        heading.remove(child)
    heading.append(strong)


def _box(state: ParseState, block: Element, kind: str) -> None:
    _dress(state, block, kind, tag="aside", name=f"box {kind}")


def _definitions(state: ParseState, block: Element, kind: str) -> None:
    if block.find("dl") is None:
        state.report("s-027", block, name=state.labels.word(f"elements.{kind}.alias"))
    _dress(state, block, kind, tag="section", name=f"box {kind}")


def _reflection(state: ParseState, block: Element) -> None:
    lines = lines_of(state, block, REFLECTION_LINES)
    lists = [child for child in block if child.tag in ("ul", "ol")]
    if not lists:
        state.report("k-012", block)
    _dress(state, block, "reflection", tag="section", name="box reflection")
    for list_ in lists:
        replace(list_, [_question(item, lines) for item in list_ if item.tag == "li"])


def _question(item: Element, lines: str) -> Element:
    while len(item) == 1 and item[0].tag == "p" and not (item.text or "").strip():
        item = item[0]
    return make_field(item, "lines" if lines != "1" else "line", lines=lines)


def _method(state: ParseState, block: Element) -> None:
    title = _dress(state, block, "method", tag="section", name="method")
    if title is None:
        state.report("s-028", block)
    facts = {word.casefold(): name for name, word in state.labels.under("facts").items()}
    _take_facts(state, block, facts)
    lists = [child for child in block if child.tag == "dl"]
    if not lists:
        state.report("s-027", block, name=state.labels.word("elements.method.alias"))
    for list_ in lists:
        list_.set("class", "facts")
        fact: Element | None = None
        for child in list(list_):
            if child.tag == "dt":
                fact = _start_fact(state, child, facts)
                list_.append(fact)
            if fact is not None:
                child.tail = None
                fact.append(child)


def _take_facts(state: ParseState, block: Element, facts: dict[str, str]) -> None:
    """Lines like `Ziel: reden`, written as a paragraph, are facts, too."""
    for paragraph in [child for child in block if child.tag == "p" and child.get("class") is None]:
        word, colon, rest = (paragraph.text or "").partition(":")
        if not colon or word.strip().casefold() not in facts:
            continue
        paragraph.set(AT, f"text 1 {word.strip()}:")
        state.report("s-096", paragraph, word=word.strip())
        paragraph.text = rest.lstrip()
        paragraph.tag = "dd"
        replace(paragraph, [make("dl", children=[make("dt", word.strip()), deepcopy(paragraph)])])


def _start_fact(state: ParseState, term: Element, facts: dict[str, str]) -> Element:
    fact = make("div", class_="fact")
    word = text_of(term)
    if name := facts.get(word.casefold()):
        fact.set("data-fact", name)
    else:
        words = state.labels.under("facts").values()
        state.report("s-029", term, suggestion=nearest(word, words), word=word, words=", ".join(words))
    return fact


def _sheet(state: ParseState, block: Element, kind: str) -> None:
    """A checklist or worksheet in the chapter; with `file` the place where another file is put in."""
    file = take(block, "file")
    if file is not None:
        include = make("div", data_include=file if posixpath.splitext(file)[1] else f"{file}.md")
        replace(block, [include])
        return
    _dress(state, block, kind, tag="section", name=kind)
    if kind == "checklist" and not any(item.get("class", "").startswith("check") for item in block.iter("li")):
        state.report("k-013", block)


def _canvas(state: ParseState, block: Element) -> None:
    height = measure_of(state, block, "height", CANVAS_HEIGHT)
    block.tag = "section"
    block.set("data-slug", "canvas")
    cell: Element | None = None
    number = 0
    for child in list(block):
        if _HEADING.fullmatch(str(child.tag)):
            number += 1
            cell = _start_cell(state, child, number)
            replace(child, [cell])
            child.tag = "p"
            child.set("class", "cell-title")
            cell.insert(0, child)
        elif cell is not None:
            child.tail = None
            cell.append(child)
    if not number:
        state.report("k-014", block)
    for cell in [one for one in block if one.get("class") == "cell"]:
        if not any(field.get("data-kind") for field in elements(cell)):
            field = make_field(text_of(cell[0]), "area", height=height)
            field.set("data-slug", "^feld")
            cell.append(field)


def _start_cell(state: ParseState, heading: Element, number: int) -> Element:
    if not text_of(heading):
        state.report("k-015", heading)
        heading.text = str(number)
    cell = make("div", class_="cell")
    if name := (take(heading, "id") or ""):
        cell.set("id", name)
    cell.set("data-slug", "^" + (slug(text_of(heading)) or str(number)))
    return cell
