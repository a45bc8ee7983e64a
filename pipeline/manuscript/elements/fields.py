"""Fields to fill in: written as `[label]{.feld}`, made into the canonical `div.field`."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...sieve import whole_number
from ...spelling import slug
from ...trees import elements, has_class, inner_into, is_block, make, parent_of, remove, replace, take, text_of
from ..parse_state import ParseState
from .vocabulary import FIELDS, kind_of

REFLECTION_LINES = 3
CANVAS_HEIGHT = "40mm"
AREA_HEIGHT = "50mm"
GAP_WIDTH = "35mm"
MOST_LINES = 60
MOST_STEPS = 11
_MEASURE = re.compile(r"(\d{1,3}(?:[.,]\d)?)\s*(mm|cm)?")
_YES = frozenset({"ja", "yes", "true", "1", "multiple", "mehrfach"})
_HOLDERS = frozenset({"li", "td", "th", "dd", "div", "aside", "section", "blockquote"})


def make_fields(state: ParseState, tree: Element) -> None:
    """Turn field spans into fields, and paragraphs of nothing but fields into blocks."""
    holders: list[Element] = []
    for span in elements(tree, "span"):
        kind = kind_of(span)
        if kind not in FIELDS:
            continue
        holder = parent_of(span)
        _build(state, span, kind)
        if span.get("data-kind") != "gap" and holder not in holders:
            holders.append(holder)
    for holder in holders:
        _set_free(state, holder)


def make_field(label: Element | str, kind: str, **data: str) -> Element:
    """A field of the pipeline's own; `label` is text or an element whose inside is taken."""
    words = make("span", {"class": "field-label"})
    if isinstance(label, str):
        words.text = label
    else:
        inner_into(words, label)
    field = make("div", {"class": "field", "data-kind": kind}, children=(words,))
    for name, value in data.items():
        field.set(f"data-{name}", value)
    field.set("data-slug", slug(text_of(words)))
    return field


def make_cell(label: str, name: str) -> Element:
    """The field of a table cell; its label is heard, not seen. `name` is its id after the table's."""
    words = make("span", {"class": "field-label"}, label)
    return make("span", {"class": "field", "data-kind": "cell", "data-slug": f"^{name}"}, children=(words,))


def lines_of(state: ParseState, element: Element, default: int) -> str:
    """The number of lines that an element asks for."""
    written = take(element, "lines")
    if written is None:
        return str(default)
    number = whole_number(written)
    if number is not None and 1 <= number <= MOST_LINES:
        return str(number)
    key = state.labels.word("attributes.lines")
    if number is None:
        state.report("k-003", element, key=key, value=written)
    else:
        state.report("k-103", element, key=key, value=written, most=MOST_LINES)
    return str(default)


def measure_of(state: ParseState, element: Element, key: str, default: str) -> str:
    """A length that an element asks for, as millimetres or centimetres."""
    written = take(element, key)
    if written is None:
        return default
    if match := _MEASURE.fullmatch(written.strip()):
        return match[1].replace(",", ".") + (match[2] or "mm")
    state.report("k-003", element, key=state.labels.under("attributes").get(key, key), value=written)
    return default


def _build(state: ParseState, span: Element, kind: str) -> None:
    """Make the span a field; it stays a span until its place is known."""
    words = inner_into(make("span", {"class": "field-label"}), span)
    for child in list(span):
        span.remove(child)
    span.append(words)
    span.set("class", "field team" if kind == "team-field" else "field")
    if not text_of(words):
        state.report("k-001", span)
        words.text = state.labels.word("elements.field.word")
    span.set("data-slug", slug(text_of(words)) or slug(state.labels.word("elements.field.word")))
    if kind in ("field", "team-field"):
        lines = lines_of(state, span, 1)
        span.set("data-kind", "line" if lines == "1" else "lines")
        span.set("data-lines", lines)
        return
    span.set("data-kind", kind)
    if kind == "area":
        span.set("data-height", measure_of(state, span, "height", AREA_HEIGHT))
    elif kind == "gap":
        span.set("data-width", measure_of(state, span, "width", GAP_WIDTH))
    elif kind == "choice":
        _choice(state, span)
    else:
        _scale(state, span)


def _choice(state: ParseState, span: Element) -> None:
    options = [option.strip() for option in (take(span, "options") or "").split(";") if option.strip()]
    if len(options) < 2:
        state.report("k-002", span, count=len(options))
    if len(set(options)) < len(options):
        state.report("k-007", span)
        options = list(dict.fromkeys(options))
    span.set("data-options", "; ".join(options))
    if (take(span, "multiple") or "").casefold() in _YES:
        span.set("data-multiple", "multiple")


def _scale(state: ParseState, span: Element) -> None:
    written = [(take(span, key) or "") for key in ("from", "to")]
    start, end = (int(value) if re.fullmatch(r"-?\d{1,3}", value) else None for value in written)
    if start is None or end is None or not 1 <= end - start < MOST_STEPS:
        state.report("k-004", span)
        start, end = 1, 5
    span.set("data-from", str(start))
    span.set("data-to", str(end))
    for key in ("left", "right"):
        if value := (take(span, key) or ""):
            span.set(f"data-{key}", value)


def _set_free(state: ParseState, holder: Element) -> None:
    """Take fields out of the line of text that they were written in."""
    fields = [child for child in holder if has_class(child, "field") and child.get("data-kind") != "gap"]
    alone = not (holder.text or "").strip() and all(
        child in fields and not (child.tail or "").strip() for child in holder if not is_block(child)
    )
    if holder.tag == "p" and alone:
        replace(holder, _side_by_side(fields))
    elif holder.tag in _HOLDERS and alone:
        place = holder.index(fields[0])
        block = _side_by_side(fields)
        holder.insert(place, block)
    else:
        _from_sentence(state, holder, fields)


def _side_by_side(fields: list[Element]) -> Element:
    for field in fields:
        field.tag = "div"
        field.tail = None
    return fields[0] if len(fields) == 1 else make("div", {"class": "fields"}, children=fields)


def _from_sentence(state: ParseState, holder: Element, fields: list[Element]) -> None:
    """A field in the middle of a sentence: a line becomes a gap, anything else moves behind the paragraph."""
    moved = []
    for field in fields:
        state.report("k-005", field)
        if holder.tag == "p" and field.get("data-kind") not in ("line", "lines"):
            remove(field)
            moved.append(field)
        else:
            for key in ("data-lines", "data-height", "data-options", "data-multiple"):
                take(field, key)
            field.set("data-kind", "gap")
            field.set("data-width", GAP_WIDTH)
    if moved:
        parent = parent_of(holder)
        block = _side_by_side(moved)
        block.tail, holder.tail = holder.tail, None
        parent.insert(parent.index(holder) + 1, block)
