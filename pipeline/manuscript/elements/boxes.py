"""Boxes and other blocks with a name: tips, shortcuts, method sheets, reflections, checklists, canvases."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from copy import deepcopy

from lxml.etree import _Element as Element

from ...spelling import nearest, slug
from ...trees import classes, elements, make, replace, take, text_of, unwrap
from ..parse_state import AT, ParseState
from .budgets import make_budget
from .calendars import make_calendar
from .dress import HEADING, dress
from .fields import CANVAS_HEIGHT, REFLECTION_LINES, lines_of, make_field, measure_of
from .letters import make_letter, make_script
from .samples import make_sample
from .tables import make_fill_table, make_steps
from .vocabulary import BOXES, kind_of

# So many cards share a sheet A4.
CARDS = ("1", "2", "4", "8")
_LABEL_BLOCKS = ("p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "div")


def make_boxes(state: ParseState, tree: Element) -> None:
    """Bring every named block into canonical form, the inner ones first."""
    for block in reversed(elements(tree, "div")):
        kind = kind_of(block)
        # A sample may say, too, that it is made up.
        if "sample" in classes(block):
            make_sample(state, block)
        elif kind in BOXES:
            _box(state, block, kind)
        elif kind in _WAYS:
            _WAYS[kind](state, block)


def _box(state: ParseState, block: Element, kind: str) -> None:
    dress(state, block, kind, tag="aside", name=f"box {kind}")


def _definitions(state: ParseState, block: Element) -> None:
    kind = kind_of(block)
    if block.find("dl") is None:
        state.report("s-027", block, name=state.labels.word(f"elements.{kind}.alias"))
    dress(state, block, kind, tag="section", name=f"box {kind}")


def _reflection(state: ParseState, block: Element) -> None:
    lines = lines_of(state, block, REFLECTION_LINES)
    lists = [child for child in block if child.tag in ("ul", "ol")]
    if not lists:
        state.report("k-012", block)
    dress(state, block, "reflection", tag="section", name="box reflection")
    for list_ in lists:
        replace(list_, *[_question(item, lines) for item in list_ if item.tag == "li"])


def _question(item: Element, lines: str) -> Element:
    """A question; its label holds no blocks, so its paragraphs and points are lines of it."""
    blocks = [one for one in elements(item, *_LABEL_BLOCKS) if one is not item]
    # A line begins with each paragraph, and with each point that does not begin with one.
    lines_begin = [one for one in blocks if one.tag not in ("ul", "ol", "dl", "div") and one.find("p") is None]
    said = bool((item.text or "").strip())
    for block in lines_begin:
        if said:
            block.insert(0, make("br"))
            block[0].tail, block.text = block.text, None
        said = True
    for block in blocks:
        unwrap(block)
    return make_field(item, "lines" if lines != "1" else "line", lines=lines)


def _method(state: ParseState, block: Element) -> None:
    kind = kind_of(block)
    title = dress(state, block, kind, tag="section", name=kind)
    if title is None:
        state.report("s-028", block)
    facts = {word.casefold(): name for name, word in state.labels.under("facts").items()}
    _take_facts(state, block, facts)
    lists = [child for child in block if child.tag == "dl"]
    if not lists:
        state.report("s-027", block, name=state.labels.word(f"elements.{kind}.alias"))
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
        replace(paragraph, make("dl", children=[make("dt", text=word.strip()), deepcopy(paragraph)]))


def _start_fact(state: ParseState, term: Element, facts: dict[str, str]) -> Element:
    fact = make("div", {"class": "fact"})
    word = text_of(term)
    if name := facts.get(word.casefold()):
        fact.set("data-fact", name)
    else:
        words = state.labels.under("facts").values()
        state.report("s-029", term, suggestion=nearest(word, words), word=word, words=", ".join(words))
    return fact


def _sheet(state: ParseState, block: Element) -> None:
    """A checklist or worksheet in the chapter; with `file` the place where another file is put in."""
    kind = kind_of(block)
    file = take(block, "file")
    if file is not None:
        include = make("div", {"data-include": file if posixpath.splitext(file)[1] else f"{file}.md"})
        replace(block, include)
        return
    dress(state, block, kind, tag="section", name=kind)
    if kind == "checklist" and not any(item.get("class", "").startswith("check") for item in block.iter("li")):
        state.report("k-013", block)


def _canvas(state: ParseState, block: Element) -> None:
    height = measure_of(state, block, "height", CANVAS_HEIGHT)
    block.tag = "section"
    block.set("data-slug", state.labels.word("elements.canvas.alias"))
    cell: Element | None = None
    number = 0
    for child in list(block):
        if HEADING.fullmatch(str(child.tag)):
            number += 1
            cell = _start_cell(state, child, number)
            replace(child, cell)
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
            field.set("data-slug", f"^{state.labels.word('elements.field.alias')}")
            cell.append(field)


def _start_cell(state: ParseState, heading: Element, number: int) -> Element:
    if not text_of(heading):
        state.report("k-015", heading)
        heading.text = str(number)
    cell = make("div", {"class": "cell"})
    if name := (take(heading, "id") or ""):
        cell.set("id", name)
    cell.set("data-slug", "^" + (slug(text_of(heading)) or str(number)))
    return cell


def _card(state: ParseState, block: Element) -> None:
    """A card to cut out; `count` of them go on a sheet A4."""
    count = take(block, "count") or CARDS[-1]
    if count not in CARDS:
        state.report("k-091", block, count=count)
        count = CARDS[-1]
    dress(state, block, "card", tag="section", name="box card")
    block.set("data-count", count)


_WAYS: dict[str, Callable[[ParseState, Element], None]] = {
    "roles": _definitions,
    "decision": _definitions,
    "reflection": _reflection,
    "method": _method,
    "micro-method": _method,
    "checklist": _sheet,
    "worksheet": _sheet,
    "canvas": _canvas,
    "steps": make_steps,
    "fill-table": make_fill_table,
    "budget": make_budget,
    "calendar": make_calendar,
    "letter": make_letter,
    "script": make_script,
    "card": _card,
}
