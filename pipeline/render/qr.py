"""QR codes: addresses that a phone reads from paper."""

from __future__ import annotations

import segno
from markupsafe import Markup

from pipeline.render.markup import SVG


def draw(address: str) -> Markup:
    """A QR code as inline SVG, silent: its address stands beside it."""
    code = segno.make(address, error="m").svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    # Sheets are read as XML, where a drawing says that it is one.
    return Markup(code.replace("<svg ", f'<svg xmlns="{SVG}" aria-hidden="true" ', 1))
