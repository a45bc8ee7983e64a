"""QR codes: addresses that a phone reads from paper."""

from __future__ import annotations

import segno
from markupsafe import Markup

from ..trees import SVG


def draw(address: str) -> Markup:
    """A QR code as inline SVG, silent: its address stands beside it."""
    code = segno.make(address, error="m").svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    # Sheets are read as XML, where a drawing says that it is one.
    return Markup(code.replace("<svg ", f'<svg xmlns="{SVG}" aria-hidden="true" ', 1))


def draw_in_blocks(address: str) -> str:
    """A QR code in half blocks, two rows a line, for a terminal: light is drawn, as most terminals are dark."""
    rows = [list(row) for row in segno.make(address, error="l").matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    blocks = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return "\n".join("".join(blocks[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)
