"""What a channel would send back: nothing of it goes out before that is mended.

In: an edition, its files, and the editions before it. Out: diagnostics, each with its place and its cure.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping

import pikepdf
from PIL import Image

from ...checks.preflight import COVER, look_at
from ...diagnostics import Diagnostic, Span, diagnose
from ...manuscript.licences import address_of
from ...record.edition import FOLDER
from ...render.cover import COMMON_PAPER_MM, LEAST_HEIGHT_PX, LEAST_WIDTH_PX
from ...render.cover.wrap import spine_mm
from ...render.prepress import ENDING
from .channels import Goods, picture_of
from .measured import measure
from .requirements import MM

# A fold may lie so far beside where it should.
SPINE_TOLERANCE_MM = 0.5
START = "html/index.html"
# How each file names the licence that it is under.
_IN_PACKAGE = re.compile(r'<meta property="dcterms:license"[^>]*>([^<]*)</meta>')
_IN_PACKET = re.compile(r"<xmpRights:WebStatement>([^<]*)</xmpRights:WebStatement>")
_IN_PAGE = re.compile(r'<link rel="license" href="([^"]*)">')


def _bad_shop(goods: Goods) -> Iterator[Diagnostic]:
    record = goods.record
    yield from _doubled_isbn(goods)
    if not record.contributors:
        yield diagnose("e-044", goods.place)
    picture = picture_of(goods)
    if picture:
        width, height = Image.open(io.BytesIO(picture)).size
        if width < LEAST_WIDTH_PX or height < LEAST_HEIGHT_PX:
            yield diagnose("e-046", Span("templates/cover.jpg"), size=f"{width} × {height}")
    epub = goods.one(".epub")
    if epub and (unfounded := measure(epub).unfounded):
        yield diagnose("e-216", Span(goods.path(".epub")), claims=", ".join(unfounded))
    yield from _other_license(goods, ".epub")
    said = _isbn_of(epub)
    digits = _digits(record.isbn.get("epub", ""))
    if said and digits and said != digits:
        yield diagnose("e-047", goods.place, said=said, isbn=digits)


def _doubled_isbn(goods: Goods) -> Iterator[Diagnostic]:
    forms: dict[str, str] = {}
    for form, number in sorted(goods.record.isbn.items()):
        digits = _digits(number)
        if digits in forms:
            yield diagnose("e-045", goods.place, isbn=number, form=form, other=forms[digits])
        forms.setdefault(digits, form)


def _other_license(goods: Goods, ending: str) -> Iterator[Diagnostic]:
    """The licence that a file names is that of the record, and so that of the others."""
    license = goods.record.license.get("text", "")
    wanted = address_of(license) or (license if ending == ".epub" else "")
    data = goods.files.get(START, b"") if ending == ".html" else goods.one(ending)
    if not data:
        return
    place = Span(START if ending == ".html" else goods.path(ending))
    said = _license_in(data, ending)
    if said != wanted:
        yield diagnose("e-210", place, said=said or "–", wanted=wanted or "–")


def _license_in(data: bytes, ending: str) -> str:
    if ending == ".epub":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            text = packed.read(next(name for name in packed.namelist() if name.endswith(".opf"))).decode()
        found = _IN_PACKAGE.search(text)
    elif ending == ".pdf":
        with pikepdf.open(io.BytesIO(data)) as book:
            packet = bytes(book.Root.Metadata.get_stream_buffer()) if "/Metadata" in book.Root else b""
        found = _IN_PACKET.search(packet.decode("utf-8", "replace"))
    else:
        found = _IN_PAGE.search(data.decode("utf-8", "replace"))
    return found[1] if found else ""


def _isbn_of(epub: bytes) -> str:
    if not epub:
        return ""
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        package = next(name for name in packed.namelist() if name.endswith(".opf"))
        text = packed.read(package).decode()
    _, _, after = text.partition("urn:isbn:")
    return after[:13] if after[:13].isdecimal() and ">urn:isbn:" in text else ""


def _bad_print(goods: Goods) -> Iterator[Diagnostic]:
    inside, wrap = goods.one(ENDING), goods.one(COVER)
    for ending, data in ((ENDING, inside), (COVER, wrap)):
        if data:
            yield from look_at(goods.path(ending), data)
    if inside and wrap:
        yield from _bad_spine(goods, inside, wrap)


def _bad_spine(goods: Goods, inside: bytes, wrap: bytes) -> Iterator[Diagnostic]:
    with pikepdf.open(io.BytesIO(inside)) as book, pikepdf.open(io.BytesIO(wrap)) as cover:
        pages = len(book.pages)
        (width, height), (sheet, high) = (_trim(one) for one in (book.pages[0], cover.pages[0]))
    wanted = spine_mm(pages, float(goods.record.paper_mm or COMMON_PAPER_MM))
    there = sheet - 2 * width
    if abs(there - wanted) > SPINE_TOLERANCE_MM or abs(high - height) > SPINE_TOLERANCE_MM:
        place = Span(goods.path(COVER))
        yield diagnose("e-048", place, there=f"{there:.1f}", wanted=f"{wanted:.1f}", pages=pages)


def _trim(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) / MM for edge in page.obj.get("/TrimBox", page.obj.MediaBox))
    return right - left, top - bottom


def _bad_archive(goods: Goods) -> Iterator[Diagnostic]:
    record = goods.record
    for other in goods.shelf:
        if record.doi and other.doi == record.doi and other.version != record.version:
            yield diagnose("e-049", goods.place, doi=record.doi, version=other.version)
    epub, pdf = goods.one(".epub"), goods.one(".pdf")
    if record.doi and ((epub and not _holds(epub, record.doi)) or (pdf and not _names(pdf, record.doi))):
        yield diagnose("e-050", goods.place, doi=record.doi)
    if not record.contributors and not record.publisher:
        yield diagnose("e-044", goods.place)


def _holds(epub: bytes, words: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        texts = (name for name in packed.namelist() if name.endswith((".xhtml", ".opf")))
        return any(words.encode() in packed.read(name) for name in texts)


def _names(pdf: bytes, doi: str) -> bool:
    """Whether a PDF that can be opened says its DOI of itself."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as book:
            return "/Metadata" in book.Root and f"doi:{doi}".encode() in bytes(book.Root.Metadata.get_stream_buffer())
    except pikepdf.PasswordError:
        return True


def _bad_library(goods: Goods) -> Iterator[Diagnostic]:
    yield from _doubled_isbn(goods)
    data = goods.one(".pdf")
    if not data:
        return
    place = Span(goods.path(".pdf"))
    try:
        with pikepdf.open(io.BytesIO(data)) as book:
            locked, title = book.is_encrypted, str(book.docinfo.get("/Title", ""))
    except pikepdf.PasswordError:
        locked, title = True, ""
    if locked:
        yield diagnose("e-051", place)
        return
    if not title.startswith(goods.record.title):
        yield diagnose("e-052", place, title=goods.record.title)
    yield from _other_license(goods, ".pdf")


def _bad_web(goods: Goods) -> Iterator[Diagnostic]:
    record = goods.record
    if record.site_url and START not in goods.files:
        yield diagnose("e-042", Span(FOLDER), version=record.version)
    yield from _other_license(goods, ".html")
    for path in goods.files:
        if path.startswith("html/") and path.endswith("/index.html") and path.count("/") == 1:
            text = goods.files[path].decode("utf-8", "replace")
            if record.title not in text:
                yield diagnose("e-053", Span(path), title=record.title)
    dates = [other.date for other in goods.shelf]
    if dates != sorted(dates):
        yield diagnose("e-054", goods.place, date=record.date)


JUDGES: Mapping[str, Callable[[Goods], Iterator[Diagnostic]]] = {
    "shop": _bad_shop, "print": _bad_print, "archive": _bad_archive, "library": _bad_library, "web": _bad_web,
}  # fmt: skip


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdecimal())
