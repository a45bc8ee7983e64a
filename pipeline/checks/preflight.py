"""Preflight: whether a print file is what it claims to be. Bytes in, what is wrong with them out.

It looks at what makes a printing house send a file back: the claim and the intent of PDF/X-4, boxes and bleed, colours,
fonts, what can be clicked, and black text. It is no judge of the whole standard (ISO 15930-7), and says so nowhere. One
function for each code.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Stream

from ..artifacts import Artifacts
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.profiles import is_for_inks
from ..render.prepress import BLEED, ENDING
from ..render.prepress.claim import VERSION
from ..render.prepress.separation import is_of_screens

COVER = "-cover.pdf"
OF_PREFLIGHT = tuple(f"v-{number:03}" for number in range(30, 39))
MM_BLEED = 3.0
# Points by which a box may miss: files write two decimals.
TOLERANCE = 0.1
RGB_OPERATORS = ("rg", "RG")
SETS_SPACE = ("cs", "CS")
SHOWS_TEXT = ("Tj", "TJ", "'", '"')
# Text as dark as this should have no other ink below it.
DARK, A_TRACE = 0.75, 0.05
CLAIMED = re.compile(rb"GTS_PDFXVersion\s*>\s*" + re.escape(VERSION.encode()) + rb"\s*<")
NAMED = (b"DocumentID", b"CreateDate", b"ModifyDate", b"MetadataDate", b"dc:title")
ACTIVE = ("/AcroForm", "/OpenAction", "/AA")
# The standard faces that readers bring along may be missing in a file, but not here.
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a printing house asks of a file: its pages in points, 0 where any size will do, and how they are counted."""

    width: float = 0.0
    height: float = 0.0
    pages_by: int = 1
    least_pages: int = 1
    most_pages: int = 10_000
    bleed: float = BLEED


@dataclass(frozen=True, slots=True)
class _Problem:
    code: str
    facts: Mapping[str, Any]


def is_for_print(path: str) -> bool:
    """Whether a file of an edition is one for a printing house."""
    return path.endswith((ENDING, COVER))


def preflight(files: Artifacts, expected: Expected | None = None) -> tuple[Diagnostic, ...]:
    """Hold every print file against the rules; codes v-030 to v-038."""
    return tuple(
        one for path, data in sorted(files.items()) if is_for_print(path) for one in look_at(path, data, expected)
    )


def look_at(path: str, data: bytes, expected: Expected | None = None) -> Iterator[Diagnostic]:
    """Hold one file against the rules."""
    try:
        with pikepdf.open(io.BytesIO(data)) as book:
            problems = [problem for rule in RULES for problem in rule(book, expected or Expected())]
    except pikepdf.PasswordError:
        problems = [_Problem("v-034", {"what": "/Encrypt", "page": "–"})]
    except pikepdf.PdfError as problem:
        problems = [_Problem("v-031", {"lacks": str(problem)})]
    for one in problems:
        yield diagnose(one.code, Span(path), file=path, **one.facts)


def _intent(book: pikepdf.Pdf, _: Expected) -> Iterator[_Problem]:
    intents = [one for one in book.Root.get("/OutputIntents", ()) if str(one.get("/S")) == "/GTS_PDFX"]
    profiles = [bytes(one.DestOutputProfile.get_stream_buffer()) for one in intents if "/DestOutputProfile" in one]
    if len(intents) != 1 or not all(map(is_for_inks, profiles)) or not profiles:
        yield _Problem("v-030", {})


def _claim(book: pikepdf.Pdf, _: Expected) -> Iterator[_Problem]:
    packet = bytes(book.Root.Metadata.get_stream_buffer()) if "/Metadata" in book.Root else b""
    lacks = [] if CLAIMED.search(packet) else ["GTS_PDFXVersion"]
    lacks += [name.decode() for name in NAMED if name not in packet]
    if str(book.docinfo.get("/Trapped", "")) not in ("/True", "/False"):
        lacks.append("Trapped")
    if "/ID" not in book.trailer:
        lacks.append("ID")
    if lacks:
        yield _Problem("v-031", {"lacks": ", ".join(lacks)})


def _boxes(book: pikepdf.Pdf, expected: Expected) -> Iterator[_Problem]:
    for number, page in enumerate(book.pages, 1):
        if "/TrimBox" not in page.obj:
            yield _Problem("v-032", {"page": number, "what": "TrimBox"})
            continue
        trim, media = _edges(page.obj.TrimBox), _edges(page.obj.MediaBox)
        bleed = _edges(page.obj.get("/BleedBox", page.obj.TrimBox))
        if not (_lies_in(trim, bleed, expected.bleed) and _lies_in(bleed, media, 0)):
            yield _Problem("v-032", {"page": number, "what": "BleedBox"})


def _colours(book: pikepdf.Pdf, _: Expected) -> Iterator[_Problem]:
    for number, page in enumerate(book.pages, 1):
        found = dict.fromkeys(what for holder, content in _painted(page) for what in _screen_colours(holder, content))
        yield from (_Problem("v-033", {"page": number, "what": what}) for what in found)


def _active(book: pikepdf.Pdf, _: Expected) -> Iterator[_Problem]:
    if book.is_encrypted:
        yield _Problem("v-034", {"page": "–", "what": "/Encrypt"})
    names = book.Root.get("/Names", Dictionary())
    held = [key for key in ACTIVE if key in book.Root] + [
        key for key in ("/JavaScript", "/EmbeddedFiles") if key in names
    ]
    yield from (_Problem("v-034", {"page": "–", "what": key}) for key in held)
    for number, page in enumerate(book.pages, 1):
        kinds = {str(one.get("/Subtype")) for one in page.obj.get("/Annots", ())} - {"/TrapNet", "/PrinterMark"}
        yield from (_Problem("v-034", {"page": number, "what": kind}) for kind in sorted(kinds))


def _fonts(book: pikepdf.Pdf, _: Expected) -> Iterator[_Problem]:
    lost = set()
    for thing in book.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == "/Font" and _lacks_program(thing):
            lost.add(str(thing.get("/BaseFont", "?")).lstrip("/"))
    yield from (_Problem("v-035", {"font": name}) for name in sorted(lost))


def _black_text(book: pikepdf.Pdf, _: Expected) -> Iterator[_Problem]:
    for number, page in enumerate(book.pages, 1):
        if any(_has_blurred_text(content) for _, content in _painted(page)):
            yield _Problem("v-036", {"page": number})


def _counts(book: pikepdf.Pdf, expected: Expected) -> Iterator[_Problem]:
    count = len(book.pages)
    if count % expected.pages_by or not expected.least_pages <= count <= expected.most_pages:
        wanted = f"{expected.least_pages}–{expected.most_pages}, × {expected.pages_by}"
        yield _Problem("v-037", {"count": count, "wanted": wanted})
    trims = [_edges(page.obj.TrimBox) for page in book.pages if "/TrimBox" in page.obj]
    sizes = {(round(right - left), round(top - bottom)) for left, bottom, right, top in trims}
    asked = (round(expected.width), round(expected.height))
    if len(sizes) > 1 or (
        all(asked) and any(abs(a - b) > 1 for size in sizes for a, b in zip(size, asked, strict=True))
    ):
        yield _Problem("v-038", {"sizes": ", ".join(f"{_mm(w)} × {_mm(h)} mm" for w, h in sorted(sizes))})


RULES: tuple[Callable[[pikepdf.Pdf, Expected], Iterator[_Problem]], ...] = (
    _intent, _claim, _boxes, _colours, _active, _fonts, _black_text, _counts,
)  # fmt: skip


def _edges(box: Any) -> tuple[float, ...]:
    return tuple(float(edge) for edge in box)


def _lies_in(inner: tuple[float, ...], outer: tuple[float, ...], by: float) -> bool:
    wide = inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]
    return all(gap >= by - TOLERANCE for gap in wide)


def _mm(points: float) -> int:
    return round(points / 72 * 25.4)


def _painted(page: pikepdf.Page) -> Iterator[tuple[Any, list[Any]]]:
    """What paints on a page, the page first, then the forms and patterns that it uses: resources and instructions."""
    waiting: list[tuple[Any, Any]] = [(page.obj, page)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        holder, source = waiting.pop()
        resources = holder.get("/Resources", page.obj.get("/Resources", Dictionary()))
        yield resources, list(pikepdf.parse_content_stream(source))
        for group in ("/XObject", "/Pattern"):
            for _, one in sorted(resources.get(group, Dictionary()).items()):
                if isinstance(one, Stream) and one.get("/Subtype") != "/Image" and one.objgen not in seen:
                    seen.add(one.objgen)
                    waiting.append((one, one))


def _screen_colours(resources: Any, content: list[Any]) -> Iterator[str]:
    for one in content:
        operator = str(one.operator)
        if operator in RGB_OPERATORS or (operator in SETS_SPACE and _names_screen(resources, one.operands[0])):
            yield operator
        elif isinstance(one, pikepdf.ContentStreamInlineImage) and str(one.iimage.colorspace) in ("/DeviceRGB", "/RGB"):
            yield "BI"
    for name, one in sorted(resources.get("/XObject", Dictionary()).items()):
        if one.get("/Subtype") == "/Image" and is_of_screens(one.get("/ColorSpace")):
            yield name
    gradients = [*resources.get("/Shading", Dictionary()).items()]
    gradients += [
        (name, one.Shading) for name, one in resources.get("/Pattern", Dictionary()).items() if "/Shading" in one
    ]
    yield from (
        name for name, one in sorted(gradients, key=lambda row: row[0]) if is_of_screens(one.get("/ColorSpace"))
    )


def _names_screen(resources: Any, name: Any) -> bool:
    return is_of_screens(resources.get("/ColorSpace", Dictionary()).get(str(name), name))


def _lacks_program(font: Any) -> bool:
    if font.get("/Subtype") in ("/Type0", "/Type3"):
        return False
    return not any(key in font.get("/FontDescriptor", Dictionary()) for key in PROGRAMS)


def _has_blurred_text(content: list[Any]) -> bool:
    """Whether text is set in a black that is mixed."""
    inks: tuple[float, ...] = (0, 0, 0, 1)
    kept = []
    for one in content:
        operator = str(one.operator)
        if operator == "q":
            kept.append(inks)
        elif operator == "Q" and kept:
            inks = kept.pop()
        elif operator == "k":
            inks = tuple(float(ink) for ink in one.operands)
        elif operator == "g":
            inks = (0, 0, 0, 1 - float(one.operands[0]))
        elif operator in SHOWS_TEXT and inks[3] >= DARK and max(inks[:3]) > A_TRACE:
            return True
    return False
