"""What authors set at pictures, code and bare words: the width of a picture and the caption of code take effect, what
else is set there has none and is told (s-020), as is a width that is none (k-003)."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from ...diagnostics import diagnose
from ...spelling import nearest
from ...trees import elements, take
from ..parse_state import AT, ParseState
from ..positions import bare, span_at

_WIDTH = re.compile(r"width: *(?P<number>\d+(?:\.\d+)?)(?P<unit>mm|cm|in|pt|px|em|%)")
_IN_MM = {"mm": 1, "cm": 10, "in": 25.4, "pt": 25.4 / 72, "px": 25.4 / 96, "em": 25.4 / 6}
# A width that it cannot read is dropped by pandoc, so it is looked for as it is written.
_WRITTEN = re.compile(
    r"!\[[^\]\n]*\]\([^()\n]*\)\{[^{}\n]*?(?<![\w-])(?P<key>width|breite)=(?P<quote>\"?)(?P<value>[^\s\"{}]+)(?P=quote)"
)
_LENGTH = re.compile(r"\d*[1-9]\d*(?:[.,]\d+)?(?:mm|cm|in|pt|px|em|%)?|0?[.,]\d+(?:cm|in|em)")
# What pandoc and earlier passes write on pictures and on code; the rest comes from authors.
_OF_PICTURES = {"id", "src", "alt", "title", "data-given-alt", "data-words", AT}
_OF_CODE = {"id", "data-language", "data-caption", AT}
_PICTURE_KEYS = ("alt", "width")


def settle_settings(state: ParseState, tree: Element) -> None:
    """Give pictures their widths; tell what has no effect. The caption of code is put over it later (code)."""
    for image in elements(tree, "img"):
        _set_width(image)
        for key in _left(image, _OF_PICTURES | {"data-width"}):
            meant = nearest(key, _PICTURE_KEYS) if key[0] != "." else ""
            state.report("s-020", image, suggestion=meant, key=key, name="![…](…)")
    for match in _WRITTEN.finditer(bare(state.text)):
        if not _LENGTH.fullmatch(match["value"]):
            place = span_at(state.text, *match.span("value"), state.path)
            state.found.append(diagnose("k-003", place, key=match["key"], value=match["value"]))
    for code in elements(tree, "pre"):
        for key in _left(code, _OF_CODE):
            _tell(state, key)


def _set_width(image: Element) -> None:
    """Note the width in mm or percent of the text, however it is written."""
    given = take(image, "data-breite") or take(image, "width")
    style = take(image, "style") or (f"width: {given}" + ("px" if given.isdecimal() else "") if given else "")
    if match := _WIDTH.search(style):
        number, unit = float(match["number"]), match["unit"]
        width = f"{number:g}%" if unit == "%" else f"{number * _IN_MM[unit]:.4g}mm"
        image.set("data-width", width)


def _left(element: Element, known: set[str]) -> list[str]:
    """Take away what has no effect, and name it as its author wrote it."""
    names = [str(name) for name in element.attrib if str(name) not in known]
    left = []
    for name in names:
        value = take(element, name) or ""
        left += [f".{one}" for one in value.split()] if name == "class" else [name.removeprefix("data-")]
    return left


def _tell(state: ParseState, key: str) -> None:
    """Code has no place of its own: its settings are looked for as they are written."""
    at = max(state.text.find(key if key.startswith(".") else f"{key}="), 0)
    place = span_at(state.text, at, at + len(key), state.path)
    state.found.append(diagnose("s-020", place, key=key, name="code"))
