"""Formulas drawn for print: MathML becomes outlines as large as the text, on its line, with their TeX for words.

ziamath sets them, in STIX Two Math. It is loaded when a book has formulas, and each formula is drawn once (cache).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from xml.etree import ElementTree

from lxml import etree

from .. import trees
from ..cache import Cache
from ..diagnostics import Diagnostic, Span, diagnose
from ..once import once_as_json
from ..trees import Element

MATH = "{http://www.w3.org/1998/Math/MathML}math"
SVG = "http://www.w3.org/2000/svg"
KIND = "formula"
# Drawn at this size, a tenth of each length is in the size of the text.
SIZE = 10.0
PRECISION = 3
INK = "#1b1b24"
# What must not stand alone at the beginning of the next line.
CLOSING = ".,;:!?)]…“‘»’”"


def draw_formulas(tree: Element, cache: Cache) -> None:
    """Put drawings in the place of formulas; one that cannot be set stands there as its TeX."""
    for formula in list(tree.iter(MATH)):
        drawn = _drawn(formula, cache)
        tex = formula.get("alttext", "") or trees.text_of(formula)
        new = trees.make("code", text=tex) if drawn is None else _picture(drawn, tex)
        is_block = formula.get("display") == "block"
        if is_block and drawn is not None:
            new.set("class", "formula display")
        trees.replace(formula, new)
        if drawn is not None and not is_block:
            _hold(new)


def unset(body: str, path: str, cache: Cache) -> Iterator[Diagnostic]:
    """Tell formulas of a section that cannot be set (f-101)."""
    if "<math" not in body:
        return
    for formula in trees.parse(body).iter(MATH):
        if _drawn(formula, cache) is None:
            yield diagnose("f-101", Span(path), tex=formula.get("alttext", "") or trees.text_of(formula))


def _drawn(formula: Element, cache: Cache) -> Any:
    """A drawing with its width, height and depth below the line, in the size of the text; None where it fails."""
    written = etree.tostring(formula, encoding="unicode", with_tail=False)
    return once_as_json(cache, KIND, written, lambda: _draw(written))


def _draw(written: str) -> Any:
    ziamath: Any = import_module("ziamath")
    ziamath.config.svg2, ziamath.config.precision = False, PRECISION
    root = ElementTree.fromstring(written)
    root.set("displaystyle", "true" if root.get("display") == "block" else "false")
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        if _lacks(root, ziamath):
            return None
        made = ziamath.Math(root, size=SIZE, margin=0)
        drawing = made.svgxml()
    except Exception:  # whatever it meets in what an author writes
        return None
    finally:
        logging.getLogger().removeHandler(handler)
    if told:  # an element that it does not know
        return None
    (width, height), below = made.getsize(), made.getyofst()
    return {"svg": _serialised(drawing), "width": width / SIZE, "height": height / SIZE, "below": below / SIZE}


def _lacks(root: ElementTree.Element, ziamath: Any) -> bool:
    """Whether there are letters that the font of formulas has not."""
    font = ziamath.zmath.loadedfonts["default"]
    letters = {letter for letter in "".join(root.itertext()) if not letter.isspace() and letter.isprintable()}
    return any(font.glyphindex(letter) == 0 for letter in letters)


def _serialised(drawing: ElementTree.Element) -> str:
    """The drawing in SVG's namespace, in ink, and without its size, which the text gives."""
    for name in ("width", "height", "xmlns", "xmlns:xlink"):
        drawing.attrib.pop(name, None)
    drawing.set("fill", INK)
    return ElementTree.tostring(drawing, encoding="unicode").replace("<svg", f'<svg xmlns="{SVG}"', 1)


def _picture(drawn: Any, tex: str) -> Element:
    picture = etree.fromstring(drawn["svg"])
    title = etree.Element(f"{{{SVG}}}title")
    title.text = tex
    picture.insert(0, title)
    width, height, below = (round(drawn[name], 4) for name in ("width", "height", "below"))
    picture.set("class", "formula")
    picture.set("style", f"width: {width}em; height: {height}em; vertical-align: {below}em")
    return picture


def _hold(picture: Element) -> None:
    """Keep the sign that closes a sentence on the line of its formula."""
    tail = picture.tail or ""
    closing = tail[: len(tail) - len(tail.lstrip(CLOSING))]
    if not closing:
        return
    held = trees.make("span", {"class": "nohyphen"})
    trees.replace(picture, held)
    held.append(picture)
    picture.tail, held.tail = closing, tail[len(closing) :]
