"""Fields on paper: boxes to tick and lines to write on, each marked for the widget that lies over it.

`data-widget` (check, radio, text, lines), `data-name` and `title` are read by `widgets`; the same ids name the
fields in every format.
"""

from __future__ import annotations

from math import ceil

from ... import trees
from ...theme import Labels
from ...trees import Element, make

DEFAULT_AREA = "50mm"
# A canvas fills the page that a sheet leaves free under its head; a cell begins with its title and prompt.
# So many lines a page holds, with what stands above them.
MOST_LINES = 20
CANVAS_MM, CELL_HEAD_MM = 144, 18


def draw(tree: Element, sheet: str, labels: Labels) -> None:
    """Draw every field and tick of a fragment; `sheet` is the title that stands in tooltips."""
    for item in trees.by_class(tree, "check"):
        _draw_check(item, labels)
    for canvas in trees.by_class(tree, "canvas"):
        _share_page(canvas)
    for field in trees.by_class(tree, "field"):
        if "team" in trees.classes(field):
            _draw_team_field(field, labels)
        else:
            _DRAWINGS.get(field.get("data-kind", "line"), _draw_line)(field)


def _share_page(canvas: Element) -> None:
    """Give every cell of a canvas its share of one page, two cells in a row."""
    cells = [cell for cell in canvas if "cell" in trees.classes(cell)]
    height = max(15.0, CANVAS_MM / ceil(len(cells) / 2) - CELL_HEAD_MM) if cells else 0.0
    for cell in cells:
        for field in trees.by_class(cell, "field"):
            field.set("data-height", f"{height:.1f}mm")


def _label(field: Element) -> str:
    return next((trees.text_of(e) for e in field if "field-label" in trees.classes(e)), "") or trees.text_of(field)


def _widget(kind: str, field: Element, css: str, *, tag: str = "div", label: str = "") -> Element:
    name = field.get("id", "")
    return make(
        tag, {"class": css, "data-widget": kind, "data-name": name, "title": label or _label(field), "id": f"{name}--w"}
    )


def _draw_check(item: Element, labels: Labels) -> None:
    text = next((e for e in item if "check-text" in trees.classes(e)), None)
    label = trees.text_of(text if text is not None else item)
    box = _widget("check", item, "tick", tag="span", label=label)
    item.insert(0, box)
    box.tail, item.text = item.text, None
    # The style prints signs before these; read aloud they are words.
    if words := [labels.word(f"sheet.{mark}") for mark in ("must", "short") if mark in trees.classes(item)]:
        item.set("data-says", ", ".join(words))


def _draw_line(field: Element) -> None:
    field.append(_widget("text", field, "write one-line"))


def _draw_lines(field: Element) -> None:
    count = field.get("data-lines", "3")
    lines = _widget("lines", field, "write many-lines")
    for _ in range(min(MOST_LINES, int(count) if count.isdigit() else 3)):
        lines.append(make("div", {"class": "rule"}))
    field.append(lines)


def _draw_area(field: Element) -> None:
    area = _widget("lines", field, "write area")
    area.set("style", f"height: {field.get('data-height') or DEFAULT_AREA}")
    field.append(area)


def _draw_choice(field: Element) -> None:
    several = field.get("data-multiple") is not None
    row = make("div", {"class": "options"})
    for nth, option in enumerate(filter(None, (part.strip() for part in field.get("data-options", "").split(";"))), 1):
        row.append(_option(field, option, option, nth, several=several))
    field.append(row)


def _draw_scale(field: Element) -> None:
    low, high = (int(field.get(f"data-{end}", default)) for end, default in (("from", "1"), ("to", "5")))
    row = make("div", {"class": "options scale"})
    if left := field.get("data-left"):
        row.append(make("span", {"class": "scale-end"}, left))
    for nth, value in enumerate(range(low, min(high, low + 20) + 1), 1):
        row.append(_option(field, str(value), str(value), nth, several=False))
    if right := field.get("data-right"):
        row.append(make("span", {"class": "scale-end"}, right))
    field.append(row)


def _option(field: Element, word: str, value: str, nth: int, *, several: bool) -> Element:
    box = _widget("check" if several else "radio", field, "tick" if several else "tick round", tag="span")
    box.set("title", f"{_label(field)}: {word}")
    box.set("data-value", f"o{nth}")
    box.set("data-word", value)
    box.set("data-label", _label(field))
    box.set("id", f"{box.get('id')}{nth}")
    if several:
        box.set("data-name", f"{field.get('id', '')}.{nth}")
    option = make("span", {"class": "option"}, children=[box])
    box.tail = f"\u00a0{word}"
    return option


def _draw_gap(field: Element) -> None:
    label = _label(field)
    _empty(field)
    gap = _widget("text", field, "write gap-line", tag="span", label=label)
    gap.set("style", f"width: {field.get('data-width') or '40mm'}")
    field.append(gap)


def _draw_slot(field: Element) -> None:
    """What belongs into a letter is read there, not written."""
    label = _label(field)
    _empty(field)
    field.tag, field.text = "span", f"[{label}]"


def _draw_cell(field: Element) -> None:
    label = _label(field)
    _empty(field)
    box = _widget("lines", field, "write cell-box", label=label, tag="span")
    if height := field.get("data-height"):
        box.set("style", f"height: {height}")
    field.append(box)


def _draw_team_field(field: Element, labels: Labels) -> None:
    """A gap that only the project team can close: visible, and no field of the reader's."""
    field.append(make("span", {"class": "team-gap"}, labels.word("elements.team-field.word")))


def _empty(field: Element) -> None:
    field.text = None
    for child in list(field):
        field.remove(child)


_DRAWINGS = {
    "line": _draw_line,
    "lines": _draw_lines,
    "area": _draw_area,
    "choice": _draw_choice,
    "scale": _draw_scale,
    "gap": _draw_gap,
    "slot": _draw_slot,
    "cell": _draw_cell,
}
