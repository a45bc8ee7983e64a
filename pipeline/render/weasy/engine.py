"""WeasyPrint behind one small interface: a sheet of HTML becomes pages, then bytes.

Where page numbers stand there is room for them; they are set when the book is bound (numerals.py).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER
from weasyprint.pdf import generate_pdf
from weasyprint.text.line_break import strut

from ...pdflink import pieces
from ...pdflink.model import PX_TO_PT
from ...theme import default_theme
from ..layout import FONTS, REVISED, SCHEME, Extent, Sheet, Slip, Typeset, others_of
from . import blocks, border, drawn, embedding, gaps, growth, long_blocks, margin, numerals, sheet_pages, tables, titles
from .fetching import BookFetcher
from .paging import Plan
from .source import Page
from .stylesheets import StyleSheets, slips
from .typefaces import Typefaces
from .writing import pieces_of

# So many lines are no page.
FEW_LINES = 7
LAST_RESORT = "fonts/source-serif-4-latin-400-normal.woff2"
# What is too wide is changed in so many steps.
MOST_ATTEMPTS = 4
# A section is planned in so many rounds.
MOST_PLANS = 3
# From so many pages on a sheet could have one less.
LEAST_SHEET_PAGES = 2
_OPTIONS = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.7", "full_fonts": True}


class Engine:
    """Fonts and the style sheet, read once and used for every sheet of a book."""

    def __init__(self, styles: str, files: Mapping[str, bytes]) -> None:
        border.install()
        self.files = dict(files)
        self._fonts = Typefaces(others_of(files))
        self._fetcher = BookFetcher(self.files)
        with _listening() as self._told:
            self._styles = StyleSheets(styles, self._css)
        if self._fonts.is_empty:  # a style of the book's own that declares none
            self._declare_last_resort()
        self._text = styles
        self._pictures: dict[str, Any] = {}
        self._letters = drawn.Letters()
        self._embeddable = embedding.digests(data for path, data in files.items() if path.startswith(FONTS))

    def slips(self) -> list[Slip]:
        """What is wrong with the style sheet."""
        return slips(self._text, self._told, lambda url: self._fetcher.path_of(url) is not None)

    def hang(self, pictures: Mapping[str, bytes], gone: Sequence[str]) -> None:
        """Exchange pictures; fonts and styles stay."""
        self.files.update(pictures)
        for path in gone:
            del self.files[path]
        self._pictures.clear()

    def close(self) -> None:
        """Remove the folder of fonts. WeasyPrint does when nothing refers to them any more; styles that refer to each
        other do for ever, and a process that ends collects no garbage."""
        self._fonts.__del__()

    def lay_out(self, sheet: Sheet) -> tuple[Any, Extent]:
        """Lay a sheet out: its layout and its extent."""
        page = Page(sheet.html, self._fetcher)
        page.known_styles = self._styles.known(sheet.style)
        styles = self._styles.of(sheet.style)
        fitted = self._fit(page, styles)
        layout = growth.grow(fitted, lambda: self._render(page, styles))
        self._styles.forget()
        margin.settle(layout)
        layout.fonts = embedding.UsedFonts(self._embeddable)
        # What of a sheet is free, or too much, is so before it grows.
        return layout, replace(_extent(fitted, REVISED in sheet.html), flaws=drawn.flaws(layout, self._letters))

    def _declare_last_resort(self) -> None:
        """Have one font of ours."""
        face = f'@font-face {{ font-family: "Text"; src: url("{SCHEME}{LAST_RESORT}"); }}'
        fetcher = BookFetcher({LAST_RESORT: default_theme().files[LAST_RESORT]})
        weasyprint.CSS(string=face, font_config=self._fonts, url_fetcher=fetcher)

    def _css(self, text: str) -> Any:
        base = f"{SCHEME}styles/"
        return weasyprint.CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher, base_url=base)

    def _fit(self, page: Any, styles: list[Any]) -> Any:
        """Lay out, and where the last page has a few lines only, make all pages a line longer or shorter if that saves
        or fills it, as typesetters do."""
        layout = self._render(page, styles)
        # Smaller first, then with words parted, by syllables and in the end anywhere.
        for _ in range(MOST_ATTEMPTS):
            if not titles.shrink(layout) | tables.fit(layout) | long_blocks.loosen(layout):
                break
            layout = self._render(page, styles)
        layout = self._close_gaps(page, styles, self._close_sheet(page, styles, layout))
        if not _ends_early(layout):
            return layout
        for height in _other_heights(layout):
            other = [*styles, self._css(height)]
            retried = self._close_gaps(page, other, self._render(page, other))
            if len(retried.pages) <= len(layout.pages) and not _ends_early(retried):
                return retried
        return layout

    def _close_sheet(self, page: Any, styles: list[Any], layout: Any) -> Any:
        """Have a sheet on a page less, if it needs little of the last one."""
        pages = sheet_pages.count(layout)
        if pages < LEAST_SHEET_PAGES:
            return layout
        sheet_pages.stand_closer(layout)
        closer = self._render(page, styles)
        if sheet_pages.count(closer) < pages:
            return closer
        sheet_pages.stand_closer(layout, close=False)
        return layout

    def _close_gaps(self, page: Any, styles: list[Any], layout: Any) -> Any:
        """Look for better breaks; what is set anew is looked at again, as heights change a little. The best stays."""
        if gaps.is_good(layout):
            return layout
        section = gaps.Section(layout)
        tried = {section.as_written: layout}
        for _ in range(MOST_PLANS):
            plan = section.plan(layout)
            if plan in tried:
                break
            layout = tried[plan] = self._planned(page, styles, section, plan)
        best = min(tried, key=lambda plan: gaps.faults(tried[plan]))
        section.set(best)
        if not section.spread(tried[best]):
            return tried[best]
        return min(tried[best], self._planned(page, styles, section, None), key=gaps.faults)

    def _planned(self, page: Any, styles: list[Any], section: gaps.Section, plan: Plan | None) -> Any:
        """Set a section as it is planned; without a plan as it stands."""
        if plan:
            section.set(plan)
        return self._render(page, [*styles, self._css(section.lines())])

    def _render(self, page: Any, styles: list[Any]) -> Any:
        layout = page.render(font_config=self._fonts, stylesheets=styles, cache=self._pictures)
        layout._html = page
        return layout

    def typeset(self, sheet: Sheet) -> Typeset:
        """Lay a sheet out and write it: tagged, without folios, and open where the book's fonts (embedding.py) and page
        numbers (numerals.py) will be."""
        layout, extent = self.lay_out(sheet)
        _link_once(layout)
        try:
            numerals.leave_open(layout)
            pdf = generate_pdf(layout, None, 1, **_OPTIONS)
        except numerals.Unfit:
            return Typeset(replace(extent, is_open=False), b"")
        return Typeset(extent, pieces.to_bytes(pieces_of(pdf, layout.fonts.numbers)))


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Hear what WeasyPrint warns of."""
    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    LOGGER.addHandler(handler)
    try:
        yield told
    finally:
        LOGGER.removeHandler(handler)


def _extent(layout: Any, marked: bool) -> Extent:
    anchors: dict[str, int] = {}
    openers, turns = [], []
    letters = blocks.Letters()
    for number, page in enumerate(layout.pages):
        fresh = [name for name in page.anchors if name not in anchors]
        anchors.update((name, number) for name in fresh)
        openers.append(blocks.opener(page._page_box, set(fresh)))
        turns.append(letters.turn(page._page_box))
        letters.count(page._page_box)
    spilled = sum(_words(page) for page in layout.pages[1:])
    free = _free_space(layout.pages[-1])
    bars = tuple(blocks.bars(page._page_box) for page in layout.pages) if marked else ()
    narrow, unfit = tables.squeezed(layout), border.misfits()
    pages, turned = len(layout.pages), tuple(turns)
    return Extent(
        pages, anchors, tuple(openers), turned, free, spilled, bars, narrow=narrow, unfit=unfit, gaps=gaps.left(layout)
    )


def _ends_early(layout: Any) -> bool:
    """Whether there are several pages, and a few lines on the last."""
    root = layout.pages[-1]._page_box.children[0]
    return len(layout.pages) > 1 and root.height <= FEW_LINES * _line_height(root)


def _other_heights(layout: Any) -> list[str]:
    """Styles for pages one line longer and, where enough lines would come together, one shorter."""
    page = layout.pages[-1]._page_box
    changes = (1, -1) if len(layout.pages) > FEW_LINES else (1,)
    margins = (page.margin_bottom - change * _line_height(page.children[0]) for change in changes)
    return [f"@page {{ margin-bottom: {margin}px }}" for margin in margins if margin >= 0]


def _line_height(box: Any) -> float:
    return float(strut(box.style)[0])


def _free_space(page: Any) -> float:
    """How much is left under the last line of the text block, in points. What stands beside it takes no room."""
    root = page._page_box.children[0]
    bottom = root.content_box_y() + root.height
    main = next((box for box in blocks.descendants(root) if box.element_tag == "main"), root)
    lines = [
        box.position_y + box.height
        for box in blocks.descendants(main)
        if isinstance(box, boxes.LineBox | boxes.ReplacedBox) and box.height
    ]
    page_bottom = page._page_box.content_box_y() + page._page_box.height
    return float((page_bottom - max(lines, default=min(bottom, page_bottom))) * PX_TO_PT)


def _words(page: Any) -> int:
    boxes_of_text = (box for box in blocks.descendants(page._page_box.children[0]) if isinstance(box, boxes.TextBox))
    return len(" ".join(box.text for box in boxes_of_text).split())


def _link_once(layout: Any) -> None:
    """Keep the links of link elements. WeasyPrint 70.0 repeats each for every box inside."""
    for page in layout.pages:
        page.links[:] = [link for link in page.links if link[-1].link]
