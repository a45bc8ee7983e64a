"""Captions of word processors, which are paragraphs beside a picture or a table, become theirs: pandoc's blocks in and
out. The number is the book's matter: it is taken off, told, and no longer looked for.
"""

from __future__ import annotations

import re
from collections import Counter

from . import words
from .nodes import BARE, Node, Nodes, images, plain

TOLD = "f-447"
# Names of styles in Word and LibreOffice, German and English.
_STYLE = re.compile(r"(?i)(?:image |table )?caption|beschriftung|illustration|abbildung|figure|tabelle|table|drawing")
_LABEL = re.compile(
    r"\s*(?P<label>(?P<kind>Abbildung|Abb\.|Bild|Figure|Fig\.|Illustration|Tabelle|Tab\.|Table)\s*"
    r"\d+(?:[.-]\d+)*)\s*(?:[.:–—-]\s*|$)"
)
_OF_TABLES = ("tab", "tabelle", "table")


def captioned(blocks: Nodes, counted: Counter[str], changed: Counter[tuple[str, str]]) -> Nodes:
    """Join pictures and tables with the captions above or below them; take their numbers out of `counted`."""
    made: Nodes = []
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        before = made[-1] if made else None
        said = _caption(block)
        if block["t"] == "Figure":
            _strip_figure(block, counted, changed)
            made.append(block)
        elif block["t"] == "Table":
            above = _caption(before) if before is not None else []
            if not block["c"][1][1] and _is_of_table(above):
                made.pop()
                block["c"][1][1] = [{"t": "Plain", "c": above}]
            _strip_table(block, counted, changed)
            made.append(block)
        elif said and (picture := _lone_picture(said[:1])) and len(said) > 1:
            made.append(_figure(picture, _without_label(said[1:], counted, changed)))
        elif said and before is not None and (picture := _lone_picture(_inside(before))):
            made[-1] = _figure(picture, _without_label(said, counted, changed))
        elif said and _is_below(before, said, after):
            before["c"][1][1] = [{"t": "Plain", "c": _without_label(said, counted, changed)}]  # type: ignore[index]
        else:
            made.append(block)
    return made


def _is_below(before: Node | None, said: Nodes, after: Node | None) -> bool:
    """Whether a caption is that of the table above it, not of the one below."""
    bare = before is not None and before["t"] == "Table" and not before["c"][1][1]
    return bare and _is_of_table(said) and (after is None or after["t"] != "Table" or bool(after["c"][1][1]))


def _inside(block: Node) -> Nodes:
    """The inlines of a paragraph, also of one that has a style."""
    if block["t"] == "Div" and len(block["c"][1]) == 1:
        return _inside(block["c"][1][0])
    return block["c"] if block["t"] in ("Para", "Plain") else []


def _caption(block: Node) -> Nodes:
    """The inlines of a paragraph that has the style of captions, or begins as one does: ODT tells no styles."""
    if block["t"] != "Div":
        label = _LABEL.match(plain(_inside(block)))
        return _inside(block) if label is not None and label[0].rstrip().endswith(":") else []
    (_, classes, pairs), _ = block["c"]
    names = (dict(pairs).get("custom-style", ""), *classes)
    return _inside(block) if any(_STYLE.fullmatch(name) for name in names) else []


def _lone_picture(inlines: Nodes) -> Node | None:
    shown = [one for one in inlines if one["t"] not in ("Space", "SoftBreak", "LineBreak")]
    return shown[0] if len(shown) == 1 and shown[0]["t"] == "Image" else None


def _is_of_table(said: Nodes) -> bool:
    label = _LABEL.match(plain(said))
    return label is not None and label["kind"].lower().rstrip(".") in _OF_TABLES


def _figure(picture: Node, said: Nodes) -> Node:
    (name, classes, pairs), inner, target = picture["c"]
    alternative = plain(inner)
    pairs = [*pairs, ["alt", alternative]] if alternative else pairs
    image = {"t": "Image", "c": [[name, classes, pairs], [], target]}
    return {"t": "Figure", "c": [BARE, [None, [{"t": "Plain", "c": said}]], [{"t": "Plain", "c": [image]}]]}


def _without_label(inlines: Nodes, counted: Counter[str], changed: Counter[tuple[str, str]]) -> Nodes:
    label = _LABEL.match(plain(inlines))
    if label is None:
        return inlines
    _forget(label["label"], counted, changed)
    return _from(inlines, label.end())


def _strip_table(table: Node, counted: Counter[str], changed: Counter[tuple[str, str]]) -> None:
    said = table["c"][1][1]
    if len(said) == 1 and (inlines := _inside(said[0])):
        table["c"][1][1] = [{"t": "Plain", "c": _without_label(inlines, counted, changed)}]


def _strip_figure(figure: Node, counted: Counter[str], changed: Counter[tuple[str, str]]) -> None:
    """Of a figure of ODT pandoc has taken the number off, and left the caption as what the picture shows."""
    said = plain(figure["c"][1][1])
    for image in images(figure):
        label = _LABEL.match(plain(image["c"][1]))
        if label is not None and plain(image["c"][1])[label.end() :].split() == said.split():
            _forget(label["label"], counted, changed)
            image["c"][1] = []


def _forget(label: str, counted: Counter[str], changed: Counter[tuple[str, str]]) -> None:
    changed[TOLD, " ".join(label.split())] += 1
    counted.subtract(words.count(label))


def _from(inlines: Nodes, place: int) -> Nodes:
    """What stands behind so many letters."""
    made: Nodes = []
    for one in inlines:
        length = len(plain([one]))
        if place >= length:
            place -= length
        elif place <= 0:
            made.append(one)
        elif one["t"] == "Str":
            made.append({"t": "Str", "c": one["c"][place:]})
            place = 0
        else:
            held = one["c"] if one["t"] in ("Emph", "Strong", "Underline", "SmallCaps") else one["c"][1]
            made += _from(held, place)
            place = 0
    return made
