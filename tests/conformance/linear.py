"""What a screen reader gets: the text of the PDF's structure tree in its order, and of a page of the web edition.

The reader knows what WeasyPrint and the merge write: marked content with MCIDs, two-byte fonts with a ToUnicode map,
simple fonts in Windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from lxml import etree

BFCHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
# Neither line breaks nor hyphens at their ends are text. Soft hyphens are hints.
LABEL = re.compile(r"[•◦▪–!]*\d*\.?")
PAGE_NOTE = re.compile(r"\(S\.[\divxlc]+\)|S\.[\divxlc]+")
WEB_ONLY = frozenset(
    {
        "page-mark",
        "where",
        "tools",
        "icon",
        "script",
        "noscript",
        "style",
        "badge",
        "must-note",
        "footnote-ref",
        "footnotes",
    }
    | {"footnote-back", "summary", "note", "pager", "handout", "handouts"}
)
UNSAID = re.compile(r"[\s\u00ad\u200b\u2010-]+")


@dataclass
class Element:
    """An element of the tree: its role, what stands in it, and what is said in its place."""

    role: str
    alt: str = ""
    actual: str = ""
    language: str = ""
    kids: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """All text in it, as it is drawn."""
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)


@dataclass
class TagReader:
    """Reads the structure tree of a file."""

    pdf: pikepdf.Pdf
    marked: dict[tuple[tuple[int, int], int], str] = field(default_factory=dict)
    fonts: dict[tuple[int, int], dict[int, str] | None] = field(default_factory=dict)

    def sections(self) -> list[Element]:
        """The sections of the book, in the tree's order."""
        for page in self.pdf.pages:
            self._read_page(page)
        return [self._element(top, None) for top in self.pdf.Root.StructTreeRoot.K[0].K]

    def _element(self, node: pikepdf.Object, page: pikepdf.Object | None) -> Element:
        page = node.get("/Pg", page)
        made = Element(str(node.S)[1:], *(str(node.get(key, "")) for key in ("/Alt", "/ActualText", "/Lang")))
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                assert page is not None
                made.kids.append(self.marked[page.objgen, kid])
            elif "/S" in kid:
                made.kids.append(self._element(kid, page))
            elif "/MCID" in kid:
                made.kids.append(self.marked[kid.get("/Pg", page).objgen, int(kid.MCID)])
        return made

    def _read_page(self, page: pikepdf.Page) -> None:
        fonts = page.obj.Resources.get("/Font", pikepdf.Dictionary())
        font: dict[int, str] | None = None
        stack: list[int | None] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "Tf":
                font = self._font(fonts[str(operands[0])])
            elif name in ("BDC", "BMC"):
                mark = (
                    operands[1].get("/MCID") if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
                )
                stack.append(None if mark is None else int(mark))
                if mark is not None:
                    self.marked.setdefault((page.obj.objgen, int(mark)), "")
            elif name == "EMC":
                stack.pop()
            elif (
                name in ("Tj", "TJ") and (mcid := next((m for m in reversed(stack) if m is not None), None)) is not None
            ):
                shown = [operands[0]] if name == "Tj" else [x for x in operands[0] if isinstance(x, pikepdf.String)]
                self.marked[page.obj.objgen, mcid] += "".join(_decode(bytes(text), font) for text in shown)

    def _font(self, font: pikepdf.Object) -> dict[int, str] | None:
        if font.objgen not in self.fonts:
            data = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
            chars = {
                int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
                for code, text in BFCHAR.findall(data.partition(b"endcodespacerange")[2])
            }
            self.fonts[font.objgen] = chars if font.Subtype == "/Type0" else None
        return self.fonts[font.objgen]


def _decode(text: bytes, font: dict[int, str] | None) -> str:
    if font is None:
        return text.decode("cp1252")
    codes = (int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2))
    return "".join(font.get(code, f"<{code}>") for code in codes)


def bare(text: str) -> str:
    """A text without spaces and hyphens."""
    return UNSAID.sub("", text)


def read_print(section: Element) -> tuple[str, list[str]]:
    """A section of the tree as it is read, and its notes.

    Left out is what only print has: labels of lists (numbers, dashes, signs) and of notes, and pages of references.
    """
    notes: list[str] = []

    def read(element: Element, in_list: bool) -> Iterator[str]:
        if element.role == "Note":
            notes.append(bare("".join(text for kid in element.kids for text in spoken(kid, False))))
            return
        if element.role == "Figure":
            yield element.alt  # which stands for all that is drawn in it
            return
        for kid in element.kids:
            yield from spoken(kid, element.role == "LI")

    def spoken(kid: Element | str, in_list: bool) -> Iterator[str]:
        if isinstance(kid, str):
            yield kid
        elif kid.role != "Reference" and not (kid.role == "Lbl" and LABEL.fullmatch(bare(kid.text()))):
            yield from read(kid, in_list)

    return PAGE_NOTE.sub("", bare("".join(read(section, False)))), notes


def read_web(article: etree._Element) -> tuple[str, list[str]]:
    """A page of the web edition as it is read, and its notes.

    Left out is what only the web has: page marks, the way back, tools, badges and their legend; the words that a long
    description has for a heading; and with notes their numbers, heading and ways back. Pictures say their alternative.
    """
    notes = [bare("".join(_texts(note))) for note in article.iterfind(".//section[@class='footnotes']//li")]
    return bare("".join(_texts(article))), notes


def _texts(element: etree._Element) -> Iterator[str]:
    names = set((element.get("class") or "").split())
    # A script is a tag of pages, and a class of what is said at an evening.
    if not isinstance(element.tag, str) or element.tag in WEB_ONLY or (WEB_ONLY - {"script"}) & names:
        return
    if element.tag == "input" and element.get("placeholder") and not element.get("data-answer"):
        yield f"[{element.get('placeholder')}]"  # a gap of a letter, filled in to be copied
    if element.tag in ("img", "svg"):
        yield element.get("alt") or element.get("aria-label") or ""
        if element.tag == "img" or element.get("aria-label") or element.get("aria-hidden"):
            return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
