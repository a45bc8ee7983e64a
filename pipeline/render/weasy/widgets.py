"""Form fields where the printed boxes and lines are: widgets with names, tooltips and appearances of their own.

WeasyPrint 70.0 can write fields, but leaves text fields without an appearance, names radio buttons twice and asks
viewers to redraw ticked boxes away (`NeedAppearances`). So the theme prints plain boxes that carry `data-widget`
("check", "radio", "text", "lines"), and this module lays a widget over each (ISO 32000-1, 12.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from ...pdflink.model import PX_TO_PT

PRINT_FLAG = 4
MULTILINE = 1 << 12
RADIO = (1 << 14) | (1 << 15)  # NoToggleToOff and Radio
INK = "0.106 0.106 0.141"
# The one font of the fields; the merge gives it to the whole form (merge.py).
FIELD_FONT = "/F0"
TEXT_SIZE_PT = 10


def of(box: Any) -> list[Any]:
    """Widgets that were laid over a box."""
    return getattr(box, "widgets", [])


def add_widgets(pdf: Any, document: Any) -> None:
    """Lay a widget over each marked box, in page order; called before the structure tree is built."""
    fields: list[Any] = []
    groups: dict[str, Any] = {}
    for number, page in enumerate(document.pages):
        for box in _marked(page._page_box):
            widget = _widget(pdf, box, page.height, number)
            box.widgets = [widget]
            _enter(pdf, widget, box.element, fields, groups)
            _annotations(pdf, number).append(widget.reference)
    if fields:
        form = pydyf.Dictionary({"Fields": pydyf.Array([field.reference for field in fields])})
        pdf.add_object(form)
        pdf.catalog["AcroForm"] = form.reference


def _marked(box: Any) -> Iterator[Any]:
    if getattr(box, "_box", None) is not None:
        box = box._box
    if box.element is not None and box.element_tag == box.element.tag and box.element.get("data-widget"):
        yield box
        return
    for child in box.all_children():
        yield from _marked(child)


def _widget(pdf: Any, box: Any, page_height: float, page_number: int) -> Any:
    element = box.element
    left, top = box.border_box_x() * PX_TO_PT, (page_height - box.border_box_y()) * PX_TO_PT
    width, height = box.border_width() * PX_TO_PT, box.border_height() * PX_TO_PT
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "Rect": pydyf.Array([left, top - height, left + width, top]),
            "P": pdf.page_references[page_number],
            "F": PRINT_FLAG,
            "TU": pydyf.String(element.get("title", "")),
        }
    )
    pdf.add_object(widget)
    if element.get("data-widget") in ("check", "radio"):
        _dress_button(pdf, widget, element, width, height)
    else:
        _dress_text(pdf, widget, element, width, height)
    return widget


def _dress_button(pdf: Any, widget: Any, element: Any, width: float, height: float) -> None:
    state = "on" if element.get("data-widget") == "check" else element.get("data-value", "on")
    drawing = _tick(width, height) if element.get("data-widget") == "check" else _dot(width, height)
    looks = {state: _appearance(pdf, drawing, width, height), "Off": _appearance(pdf, "", width, height)}
    widget.update({"FT": "/Btn", "AS": "/Off", "AP": pydyf.Dictionary({"N": pydyf.Dictionary(looks)})})


def _dress_text(pdf: Any, widget: Any, element: Any, width: float, height: float) -> None:
    look = _appearance(pdf, "/Tx BMC EMC", width, height)
    widget.update(
        {
            "FT": "/Tx",
            "DA": pydyf.String(f"{FIELD_FONT} {TEXT_SIZE_PT} Tf {INK} rg{_leading(element, height)}"),
            "V": pydyf.String(""),
            "AP": pydyf.Dictionary({"N": look}),
        }
    )
    if element.get("data-widget") == "lines":
        widget["Ff"] = MULTILINE


def _leading(element: Any, height: float) -> str:
    """The distance of the printed lines, as text state: who fills in the field sets the text on them."""
    count = sum("rule" in (child.get("class") or "").split() for child in element)
    return f" {height / count:.2f} TL" if count else ""


def _enter(pdf: Any, widget: Any, element: Any, fields: list[Any], groups: dict[str, Any]) -> None:
    """Give the field its name; radio buttons of one name become kids of one field."""
    name = element.get("data-name", "")
    if element.get("data-widget") != "radio":
        widget["T"] = pydyf.String(name)
        if widget["FT"] == "/Btn":
            widget["V"] = "/Off"
        if word := element.get("data-word"):
            widget["Opt"] = pydyf.Array([pydyf.String(word)])
        fields.append(widget)
        return
    group = groups.get(name)
    if group is None:
        group = groups[name] = pydyf.Dictionary(
            {
                "FT": "/Btn",
                "Ff": RADIO,
                "T": pydyf.String(name),
                "TU": pydyf.String(element.get("data-label", "")),
                "V": "/Off",
                "Kids": pydyf.Array(),
                "Opt": pydyf.Array(),
            }
        )
        pdf.add_object(group)
        fields.append(group)
    group["Kids"].append(widget.reference)
    group["Opt"].append(pydyf.String(element.get("data-word", "")))
    widget["Parent"] = group.reference


def _annotations(pdf: Any, page_number: int) -> Any:
    reference = pdf.page_references[page_number]
    page = pdf.objects[int(reference.split()[0])]
    return page.setdefault("Annots", pydyf.Array())


def _appearance(pdf: Any, drawing: str, width: float, height: float) -> Any:
    extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, width, height])}
    stream = pydyf.Stream([drawing], extra)
    pdf.add_object(stream)
    return stream.reference


def _tick(width: float, height: float) -> str:
    points = [(0.18, 0.52), (0.42, 0.24), (0.84, 0.82)]
    path = " ".join(f"{x * width:.2f} {y * height:.2f} {'m' if i == 0 else 'l'}" for i, (x, y) in enumerate(points))
    return f"q {INK} RG {width * 0.13:.2f} w 1 J 1 j {path} S Q"


def _dot(width: float, height: float) -> str:
    # A round cap on a line without length draws a disc.
    middle = f"{width / 2:.2f} {height / 2:.2f}"
    return f"q {INK} RG {min(width, height) * 0.55:.2f} w 1 J {middle} m {middle} l S Q"
