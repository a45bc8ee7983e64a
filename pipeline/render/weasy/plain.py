"""Sheets set by WeasyPrint's public interface alone, whichever WeasyPrint it is: for drafts, where a way that cannot be
done without does not fit (border.py).

The pages have no tags and no form fields, their lines and pages break where WeasyPrint breaks them, and every section
brings its fonts along. Page numbers are set with the text: a sheet that has open ones is set once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from ...pdflink import foreign, pieces
from ..layout import PAGE_OF, SCHEME, Extent, Sheet, Slip, Typeset
from .fetching import BookFetcher


class PlainEngine:
    """As `Engine`; `unfit` are the ways that do not fit."""

    def __init__(self, styles: str, files: Mapping[str, bytes], unfit: tuple[str, ...]) -> None:
        self.files = dict(files)
        self._unfit = unfit
        self._fonts = FontConfiguration()
        self._fetcher = BookFetcher(self.files)
        self._styles = self._css(styles)

    def slips(self) -> list[Slip]:
        """What is wrong with the style sheet is told when everything fits."""
        return []

    def hang(self, pictures: Mapping[str, bytes], gone: Sequence[str]) -> None:
        """Exchange pictures; fonts and styles stay."""
        self.files.update(pictures)
        for path in gone:
            del self.files[path]

    def close(self) -> None:
        """WeasyPrint removes its fonts itself."""

    def lay_out(self, sheet: Sheet) -> tuple[Any, Extent]:
        """Lay a sheet out: its layout, and how many pages it has. What else an extent says takes more than the public
        interface: no block begins a page, nothing is free, nothing spilled."""
        page = weasyprint.HTML(string=sheet.html, base_url=SCHEME, url_fetcher=self._fetcher)
        layout = page.render(font_config=self._fonts, stylesheets=[self._styles, self._css(sheet.style)])
        count = len(layout.pages)
        return layout, Extent(
            count, {}, ("",) * count, ((),) * count, is_open=PAGE_OF not in sheet.html, unfit=self._unfit
        )

    def typeset(self, sheet: Sheet) -> Typeset:
        """Lay a sheet out and write it."""
        layout, extent = self.lay_out(sheet)
        piece = foreign.piece_of(layout.write_pdf())
        pages = {page: nth for nth, (page, *_) in enumerate(piece.facts["pages"])}
        anchors = {name: pages[page] for name, page, _ in piece.facts["destinations"]}
        return Typeset(replace(extent, anchors=anchors), pieces.to_bytes([piece]))

    def _css(self, text: str) -> Any:
        base = f"{SCHEME}styles/"
        return weasyprint.CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher, base_url=base)
