"""A chapter as a Word file for its reviewers: a sheet of passages in, the file's bytes out.

Each passage is a paragraph between the ends of a bookmark with its number, and the chapter's source lies in a part of
its own (ECMA-376, part 1, 15.2.4, custom XML), so that edits find their way back.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from .inlines import NOTE_SIGN, Run
from .passages import Grid, Label, Passage, Picture, Sheet
from .wordstyles import CHARACTERS, DEEPEST, NAMESPACES, PARAGRAPHS, numbering, style_id, styles, text

BOOKMARK = "wb_"
NAMESPACE = "urn:workbook:chapter"
SOURCE_PART = "customXml/item1.xml"
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" '
    'w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = "{6B0D8A52-4E0B-4B57-9C39-1D7C2E0F5A11}"
_TIME = (1980, 1, 1, 0, 0, 0)
# Twentieths of a point, and parts of an inch of which a picture's size counts 914,400.
_WIDTH, _PICTURE_WIDTH = 9000, 4_500_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that Word can show, with its height for a width of one."""

    data: bytes
    suffix: str
    ratio: float


@dataclass(slots=True)
class _Writer:
    """The document while it is written."""

    sheet: Sheet
    boxes: Mapping[str, str]
    spans: Mapping[str, str]
    picture: Callable[[str], Shown | None]
    numbers: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    calls: dict[int, str] = field(default_factory=dict)
    lists: list[tuple[int, int]] = field(default_factory=list)
    ordered: int = 0

    def body(self) -> str:
        """The paragraphs and tables of the text."""
        self.numbers = {id(passage): nth for nth, passage in enumerate(self.sheet.passages())}
        made, before = [], None
        for item in self.sheet.items:
            if not (isinstance(item, Passage) and item.kind in ("item", "paragraph") and before is not None):
                self.lists = []
            made.append(self._item(item))
            before = item if isinstance(item, Passage) else None
        return "".join(made)

    def _item(self, item: object) -> str:
        if isinstance(item, Passage):
            return self._passage(item)
        if isinstance(item, Grid):
            return self._grid(item)
        if isinstance(item, Picture):
            return self._picture(item)
        assert isinstance(item, Label)
        style = f"{item.boxes[-1]} label" if item.boxes and item.boxes[-1] in self.boxes else "label"
        return _paragraph(style, "", f"<w:r><w:t>{text(item.text)}</w:t></w:r>")

    def _passage(self, passage: Passage) -> str:
        kind = passage.kind if passage.kind in PARAGRAPHS else "paragraph"
        box = passage.boxes[-1] if passage.boxes else ""
        style = f"{box} {kind}" if box in self.boxes and kind in _BOXABLE else kind
        shape = self._list(passage) if kind == "item" else ""
        if kind == "paragraph" and passage.depth:
            shape = f'<w:ind w:left="{425 * min(passage.depth, DEEPEST)}"/>'
        return _paragraph(style, shape, self._marked(passage))

    def _marked(self, passage: Passage) -> str:
        number = self.numbers[id(passage)]
        runs = "".join(self._run(passage, run) for run in passage.runs)
        return f'<w:bookmarkStart w:id="{number}" w:name="{BOOKMARK}{number}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'

    def _list(self, passage: Passage) -> str:
        """The number of the list that an item is in; each list with numbers counts for itself."""
        level = min(passage.depth, DEEPEST - 1)
        self.lists = [one for one in self.lists if one[0] <= level]
        is_ordered = passage.mark[:1] not in "-*+"
        known = next((number for depth, number in self.lists if depth == level), 0)
        if not known or (known > 1) != is_ordered:
            if is_ordered:
                self.ordered += 1
            known = self.ordered + 1 if is_ordered else 1
            self.lists = [*(one for one in self.lists if one[0] != level), (level, known)]
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{known}"/></w:numPr>'

    def _run(self, passage: Passage, run: Run) -> str:
        if run.text == NOTE_SIGN and run.is_whole:
            return self._note_call(run)
        names = [name for name in run.styles if name in CHARACTERS or name in self.spans]
        shape = f'<w:rStyle w:val="{style_id(names[-1])}"/>' if names else ""
        shape += "".join(CHARACTERS[name][1] for name in names[:-1] if name in CHARACTERS)
        shape = f"<w:rPr>{shape}</w:rPr>" if shape else ""
        return f"<w:r>{shape}{_words(run.text)}</w:r>"

    def _note_call(self, run: Run) -> str:
        own = f"^{run.start + 2}"
        passages = [passage for call, passage in self.sheet.notes if call == own]
        passages = passages or [passage for call, passage in self.sheet.notes if call == self.calls.get(run.start, "")]
        number = len(self.notes) + 1
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        inside = "".join(
            _paragraph("note", "", (f"{mark}<w:footnoteRef/></w:r>" if nth == 0 else "") + self._marked(passage))
            for nth, passage in enumerate(passages)
        )
        self.notes.append(inside or _paragraph("note", "", f"{mark}<w:footnoteRef/></w:r>"))
        return f'{mark}<w:footnoteReference w:id="{number}"/></w:r>'

    def _grid(self, grid: Grid) -> str:
        columns = max(map(len, grid.rows))
        width = _WIDTH // columns
        rows = "".join(
            "<w:tr>"
            + ("<w:trPr><w:tblHeader/></w:trPr>" if nth == 0 else "")
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{self._passage(cell)}</w:tc>'
                for cell in row
            )
            + f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>' * (columns - len(row))
            + "</w:tr>"
            for nth, row in enumerate(grid.rows)
        )
        shape = '<w:tblPr><w:tblStyle w:val="WTable"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        cells = f'<w:gridCol w:w="{width}"/>' * columns
        return f"<w:tbl>{shape}<w:tblGrid>{cells}</w:tblGrid>{rows}</w:tbl>" + _paragraph("label", "", "")

    def _picture(self, picture: Picture) -> str:
        shown = self.picture(picture.path)
        if shown is None:
            return _paragraph("label", "", f"<w:r><w:t>[{text(picture.path)}]</w:t></w:r>")
        self.pictures.append(shown)
        number = len(self.pictures)
        size = f'cx="{_PICTURE_WIDTH}" cy="{int(_PICTURE_WIDTH * shown.ratio)}"'
        named = f'id="{number}" name={quoteattr(picture.path)}'
        drawn = (
            f"<w:drawing><wp:inline><wp:extent {size}/><wp:docPr {named}/><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f"<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="rIdP{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        return _paragraph("picture", "", f"<w:r>{drawn}</w:r>")


_BOXABLE = ("paragraph", "heading3", "item", "meaning", "quote")


def write_word(
    sheet: Sheet,
    source: str,
    path: str,
    *,
    boxes: Mapping[str, str],
    spans: Mapping[str, str],
    names: Mapping[str, str],
    picture: Callable[[str], Shown | None] = lambda _: None,
    language: str = "de",
) -> bytes:
    """Write a chapter; `boxes` and `spans` are the elements in it, as written → their names, `names` what each address
    in it is called."""
    writer = _Writer(sheet, boxes, spans, picture)
    writer.calls = {
        run.start: source[run.start : run.end] for one in sheet.passages() for run in one.runs if run.is_whole
    }
    body = writer.body()
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _types(writer.pictures),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}{_PAGE}</w:body></w:document>",
        "word/styles.xml": styles(boxes, spans, language),
        "word/numbering.xml": numbering(writer.ordered),
        "word/footnotes.xml": _footnotes(writer.notes),
        "word/settings.xml": f"<w:settings {NAMESPACES}><w:trackRevisions/></w:settings>",
        "word/_rels/document.xml.rels": _relations(
            [
                ("rId1", "styles", "styles.xml"),
                ("rId2", "numbering", "numbering.xml"),
                ("rId3", "footnotes", "footnotes.xml"),
                ("rId4", "settings", "settings.xml"),
                ("rId5", "customXml", f"../{SOURCE_PART}"),
                *(
                    (f"rIdP{nth}", "image", f"media/picture{nth}{shown.suffix}")
                    for nth, shown in enumerate(writer.pictures, 1)
                ),
            ]
        ),
        SOURCE_PART: _origin(source, path, names),
        # Without these two LibreOffice lets the part go.
        "customXml/itemProps1.xml": f'<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{_STORE}"/>',
        "customXml/_rels/item1.xml.rels": _relations([("rId1", "customXmlProps", "itemProps1.xml")]),
    }
    for nth, shown in enumerate(writer.pictures, 1):
        parts[f"word/media/picture{nth}{shown.suffix}"] = shown.data
    return _packed(parts)


def _origin(source: str, path: str, names: Mapping[str, str]) -> str:
    """What the chapter was when it was written, so that every change of it is seen."""
    rows = "".join(f"<name of={quoteattr(one)}>{text(name)}</name>" for one, name in sorted(names.items()))
    return f'<chapter xmlns="{NAMESPACE}" path={quoteattr(path)}><source>{text(source)}</source>{rows}</chapter>'


def _paragraph(style: str, shape: str, inside: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{shape}</w:pPr>{inside}</w:p>'


def _words(words: str) -> str:
    pieces = re.split("([\n\t])", words)
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(marks.get(one) or f'<w:t xml:space="preserve">{text(one)}</w:t>' for one in pieces if one)


def _footnotes(notes: list[str]) -> str:
    own = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>'
        for kind, number, sign in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    made = "".join(f'<w:footnote w:id="{nth}">{inside}</w:footnote>' for nth, inside in enumerate(notes, 1))
    return f"<w:footnotes {NAMESPACES}>{own}{made}</w:footnotes>"


def _types(pictures: list[Shown]) -> str:
    kinds = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
    endings = "".join(
        f'<Default Extension="{suffix[1:]}" ContentType="{kinds[suffix]}"/>'
        for suffix in sorted({shown.suffix for shown in pictures})
    )
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"),
                           ("footnotes", "footnotes"), ("settings", "settings"))
    )  # fmt: skip
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{endings}{parts}'
        '<Override PartName="/customXml/itemProps1.xml" '
        f'ContentType="{_OFFICE.rpartition(".")[0]}.customXmlProperties+xml"/></Types>'
    )


def _relations(rows: list[tuple[str, str, str]]) -> str:
    made = "".join(f'<Relationship Id="{one}" Type="{_REL}/{kind}" Target="{goal}"/>' for one, kind, goal in rows)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _packed(parts: Mapping[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data if isinstance(data, bytes) else (_HEAD + data).encode())
    return made.getvalue()
