"""The book's fonts, and no font of the machine: the same letters, and the same bytes, wherever a book is made.

WeasyPrint 70.0 begins with all fonts that the system knows, and Pango takes one of those for a letter that the book's
lack. Here the configuration begins empty: without folders, so that Fontconfig reads none, and without the system's own
rules. That also takes less time.

Letters that the faces of the text lack are looked for in the book's other fonts, whatever a style names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weasyprint.text import fonts, line_break
from weasyprint.text.ffi import ffi, fontconfig, gobject, pango, pangoft2, unicode_to_char_p

ffi.cdef("FcConfig * FcConfigCreate (void);")


class Typefaces(fonts.FontConfiguration):  # type: ignore[misc]
    """A font configuration that knows what `@font-face` declares and nothing else; `others` are families for letters
    that those of a style lack."""

    def __init__(self, others: Iterable[str] = ()) -> None:
        """Set up what WeasyPrint's own does (FontConfiguration.__init__), from nothing."""
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the map keeps it
        self._folder = None
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[str, Any] = {}
        self.others = tuple(others)

    @property
    def is_empty(self) -> bool:
        """Whether there is no font at all, for which Pango (1.50) has no answer but to crash."""
        known = fontconfig.FcConfigGetFonts(self._config, fontconfig.FcSetApplication)
        return bool(known == ffi.NULL or known.nfont == 0)


def install() -> None:
    """Make WeasyPrint look into the other fonts."""
    line_break.get_font_description = describe


def describe(style: Any) -> Any:
    """What Pango is told of a style's fonts (`get_font_description`), with the others behind them."""
    description = fonts.get_font_description(style)
    others = getattr(style.font_config, "others", ())
    if others:
        families, _ = unicode_to_char_p(",".join((*style["font_family"], *others)))
        pango.pango_font_description_set_family(description, families)
    return description
