"""SVG pictures stand in the page itself, so that their words use the book's fonts and stay text.

The manuscript has written them anew, so that they only draw (manuscript/drawings). Here they come into a page: their
ids get its figure's name, and where a drawing names one of the theme's colours, it stands beside the drawing's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from ...manuscript.model import Asset
from ...trees import SVG, XLINK, Element, elements, replace
from ..markup import width_px

MEDIA_TYPE = "image/svg+xml"
# Bigger ones are no drawings; they would weigh on every visit of the page.
MOST_BYTES = 150_000
_COLOUR = re.compile(r"\bfigure-(fill|stroke)-(\w+)")
_LOCAL = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")


def inline_drawings(tree: Element, assets: Mapping[str, Asset]) -> None:
    """Put every drawing in the place of its picture; what cannot be inlined stays a picture."""
    for nth, picture in enumerate(list(tree.iter("img")), start=1):
        asset = assets.get(picture.get("src", ""))
        drawing = _read(asset) if asset is not None else None
        if asset is None or drawing is None:
            continue
        figure = picture.getparent()
        home = figure.get("id", "") if figure is not None else ""
        _set_apart(drawing, f"{home or 'drawing'}-{nth}")
        themed = any(_COLOUR.search(one.get("class", "")) for one in elements(drawing))
        drawing.set("class", "drawing themed" if themed else "drawing")
        if width := width_px(picture):
            drawing.set("width", str(width))
            drawing.set("height", str(round(width * asset.height / asset.width)))
        if alt := picture.get("alt", ""):
            drawing.set("role", "img")
            drawing.set("aria-label", alt)
        else:
            drawing.set("aria-hidden", "true")
        replace(picture, drawing)


def may_be_drawn(asset: Asset) -> bool:
    """Whether a picture is of the kind that stands in the page, and not too big for it."""
    return asset.media_type == MEDIA_TYPE and len(asset.data) <= MOST_BYTES


def _read(asset: Asset) -> Element | None:
    if not may_be_drawn(asset):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(asset.data, parser)
    except etree.XMLSyntaxError:
        return None
    return root if root.tag == f"{{{SVG}}}svg" else None


def _set_apart(drawing: Element, prefix: str) -> None:
    """Give the drawing's own ids a prefix, and take out its title: the description says more, and titles pop up."""
    for title in drawing.findall(f"{{{SVG}}}title"):
        drawing.remove(title)
    for one in elements(drawing):
        for name, value in [(str(name), str(value)) for name, value in one.attrib.items()]:
            if name == "id":
                one.set(name, f"{prefix}-{value}")
            elif name in ("href", f"{{{XLINK}}}href") and value.startswith("#"):
                one.set(name, f"#{prefix}-{value[1:]}")
            elif "url(" in value:
                one.set(name, _LOCAL.sub(lambda found: f"url(#{prefix}-{found[1]})", value))
            elif name.startswith("aria-") or name == "role":
                del one.attrib[name]
        _colour(one)


def _colour(one: Element) -> None:
    """Take the theme's colour, where it has one of that name, else the drawing's own."""
    for paint, colour in _COLOUR.findall(one.get("class", "")):
        if not one.get(paint, "").startswith("var("):
            one.set(paint, f"var(--figure-{colour}, {one.get(paint, 'currentColor')})")
