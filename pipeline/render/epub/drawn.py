"""Drawings of the publication carry their letters and colours: a picture has no part in the styles of its page.

In: an SVG as the manuscript made it. Out: the same with the theme's faces that it uses, cut to its letters, as data; on
paper of its own, and in the theme's dark colours for readers that say that it is dark.
"""

from __future__ import annotations

import re
from base64 import b64encode
from html import unescape

from ...cache import Cache
from ...theme import Theme
from ..lettering import cut_for_screen

FAMILY = "Bricolage Grotesque"
PATHS = {weight: f"fonts/bricolage-grotesque-latin-{weight}-normal.woff2" for weight in ("400", "600", "800")}
DARK = "styles/drawing.css"
# So much paper is left around a drawing, in its own units.
EDGE = 8
_COLOUR = re.compile(r'class="[^"]*\bfigure-(?:fill|stroke)-')
_BOX = re.compile(r'\bviewBox="([-\d.]+)[ ,]+([-\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)"')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_ROOT = re.compile(r"<svg\b[^>]*>")
_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WEIGHT = re.compile(r'font-weight="(\w+)"')
_NAMED = {"normal": "400", "bold": "800"}


def lettered(drawing: bytes, theme: Theme, cache: Cache) -> bytes:
    """Put the faces into a drawing that it is lettered with; one without text stays as it is."""
    svg = drawing.decode()
    root, texts = _ROOT.search(svg), _TEXT.findall(svg)
    own = "".join(sorted({*unescape(_TAG.sub("", "".join(texts)))} - {"\n"}))
    if root is None or not own:
        return drawing
    used = {_NAMED.get(weight, weight) for weight in _WEIGHT.findall(root[0] + "".join(texts))} | {"400"}
    faces = "".join(_face(weight, own, theme, cache) for weight in sorted(used & PATHS.keys()))
    return f"{svg[: root.end()]}<style>{faces}</style>{svg[root.end() :]}".encode()


def grounded(drawing: bytes, theme: Theme) -> bytes:
    """Lay paper under a drawing, which is dark where its reader says so and all its colours can be, else white."""
    svg = drawing.decode()
    root = _ROOT.search(svg)
    box = _BOX.search(root[0]) if root else None
    if root is None or box is None:
        return drawing
    x, y, width, height = map(float, box.groups())
    wider = f'viewBox="{x - EDGE:g} {y - EDGE:g} {width + 2 * EDGE:g} {height + 2 * EDGE:g}"'
    # More than fits, as a box of other proportions shows what lies beside.
    paper = f'<rect x="{x - width:g}" y="{y - height:g}" width="{3 * width:g}" height="{3 * height:g}"'
    paper += ' fill="#ffffff" stroke="none"'
    if _COLOUR.search(svg):
        dark = _SPACE.sub(" ", _COMMENT.sub("", theme.files.get(DARK, b"").decode())).strip()
        paper = f'<style>{dark}</style>{paper} class="figure-fill-paper"'
    return f"{svg[: root.start()]}{_BOX.sub(wider, root[0], count=1)}{paper}/>{svg[root.end() :]}".encode()


def _face(weight: str, own: str, theme: Theme, cache: Cache) -> str:
    if PATHS[weight] not in theme.files:
        return ""
    data = b64encode(cut_for_screen(theme, PATHS[weight], own, cache)).decode()
    source = f"url(data:font/woff2;base64,{data})"
    return f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:{source}}}'
