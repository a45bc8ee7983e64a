"""The print file: the pages of the PDF, made ready for a printing house.

In: the finished PDF, whose coloured areas already go on beyond the edge (templates/styles/print.css). Out: the same
pages with trim and bleed boxes and crop marks (ISO 32000-1, 14.11.2), nothing to click or to fill in, and black and
grey in black ink alone. It claims no standard: PDF/X asks for the profile of the printing house.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from ..artifacts import Artifacts
from ..book.model import Book
from ..cache import Cache
from ..diagnostics import Checked
from ..pdflink.metadata import srgb
from ..theme import Theme
from . import pdf
from .job import Job
from .workers import Workshop

ENDING = "-print.pdf"
MM = 72 / 25.4
BLEED = 3 * MM
# Marks stand outside the bleed; the sheet is as much larger as they need.
MARK_FROM, MARK_TO, MARGIN = 4 * MM, 9 * MM, 10 * MM
# All four inks, so that each plate shows where to cut.
MARKS = "q 0.25 w 1 1 1 1 K {lines} S Q"
GREY_OPERATORS = {"rg": "g", "RG": "G"}
# Colours this near to grey print as grey; inks this dark (#1b1b24) as black.
NEARLY_GREY, NEARLY_BLACK = 0.041, 0.15
Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
OF_SCREENS = ("/AcroForm", "/MarkInfo", "/Metadata", "/Names", "/OutputIntents", "/StructTreeRoot")
OF_SCREEN_PAGES = ("/Annots", "/StructParents", "/Tabs")


def make(job: Job) -> Checked[Artifacts]:
    """Make the print file from the PDF, which is made first where it is not kept."""
    return render(job.book, job.theme, job.cache, job.workshop())


def render(book: Book, theme: Theme, cache: Cache, workshop: Workshop) -> Checked[Artifacts]:
    """Make the print file from the PDF, which is made first where it is not kept."""
    printed = pdf.render(book, theme, cache, workshop)
    files = printed.value.artifacts
    made = {path.removesuffix(".pdf") + ENDING: prepare(data) for path, data in files.items()}
    return Checked(made, printed.diagnostics)


def prepare(data: bytes) -> bytes:
    """Make a PDF ready for print; the same bytes for the same PDF."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as book:
        _strip(book)
        _set_colours(book)
        for page in book.pages:
            _set_boxes(page)
            page.contents_add(book.make_stream(_crop_marks(page).encode()))
        book.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _strip(book: pikepdf.Pdf) -> None:
    """Take off what only screens have, and the claims that go with it."""
    for holder, keys in ((book.Root, OF_SCREENS), *((page.obj, OF_SCREEN_PAGES) for page in book.pages)):
        for key in keys:
            if key in holder:
                del holder[key]


def _set_boxes(page: pikepdf.Page) -> None:
    """The page keeps its place; sheet and bleed reach beyond it."""
    left, bottom, right, top = (float(edge) for edge in page.obj.MediaBox)
    page.obj.TrimBox = Array([left, bottom, right, top])
    page.obj.BleedBox = Array([left - BLEED, bottom - BLEED, right + BLEED, top + BLEED])
    page.obj.MediaBox = Array([left - MARGIN, bottom - MARGIN, right + MARGIN, top + MARGIN])


def _crop_marks(page: pikepdf.Page) -> str:
    left, bottom, right, top = (float(edge) for edge in page.obj.TrimBox)
    ends = (-MARK_FROM, -MARK_TO), (MARK_FROM, MARK_TO)
    across = (
        f"{x + near:.2f} {y:.2f} m {x + far:.2f} {y:.2f} l"
        for y in (bottom, top)
        for x, (near, far) in zip((left, right), ends, strict=True)
    )
    upright = (
        f"{x:.2f} {y + near:.2f} m {x:.2f} {y + far:.2f} l"
        for x in (left, right)
        for y, (near, far) in zip((bottom, top), ends, strict=True)
    )
    return MARKS.format(lines=" ".join((*across, *upright)))


def _set_colours(book: pikepdf.Pdf) -> None:
    """Draw black and grey with black ink alone, and say of all other colours that they are sRGB."""
    space = book.make_indirect(Array([Name.ICCBased, book.make_stream(srgb(), N=3)]))
    drawings = tuple(_drawings(book))
    for drawing in drawings:
        drawing.write(pikepdf.unparse_content_stream([_in_grey(one) for one in pikepdf.parse_content_stream(drawing)]))
        # A group that blends in RGB would turn black text into all colours.
        if "/CS" in drawing.get("/Group", Dictionary()):
            del drawing.Group.CS
    for holder in (*(page.obj for page in book.pages), *drawings):
        if "/Resources" in holder:
            spaces = holder.Resources.get("/ColorSpace", Dictionary())
            spaces.DefaultRGB = space
            holder.Resources.ColorSpace = spaces


def _drawings(book: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Everything that paints: pages, forms and patterns."""
    for page in book.pages:
        page.contents_coalesce()
        yield page.obj.Contents
    for thing in book.objects:
        if isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == "/Form" or "/PatternType" in thing):
            yield thing


def _in_grey(instruction: Instruction) -> Instruction:
    operator = GREY_OPERATORS.get(str(instruction.operator))
    if operator is None:
        return instruction
    red, green, blue = colour = [float(value) for value in instruction.operands]
    if max(colour) - min(colour) > NEARLY_GREY:
        return instruction
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    shown = round(grey, 3) if grey > NEARLY_BLACK else 0
    return pikepdf.ContentStreamInstruction([shown], pikepdf.Operator(operator))
