"""Drawings of the publication carry the letters that they show: a picture has no part in the fonts of its page.

In: an SVG as the manuscript made it. Out: the same with the theme's faces that it uses, cut to its letters, as data.
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


def _face(weight: str, own: str, theme: Theme, cache: Cache) -> str:
    if PATHS[weight] not in theme.files:
        return ""
    data = b64encode(cut_for_screen(theme, PATHS[weight], own, cache)).decode()
    source = f"url(data:font/woff2;base64,{data})"
    return f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:{source}}}'
