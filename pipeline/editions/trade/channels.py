"""The channels: what goes into the folder of each, what of it is missing, and what may not go out.

In: an edition, its files as they were cut, and the editions before it. Out: the files of every channel, a line for each
requirement, and diagnostics for what a channel would send back.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image

from ...artifacts import Artifacts, checksums
from ...checks.preflight import COVER, MM_BLEED, Expected, look_at
from ...diagnostics import Diagnostic, Span, diagnose
from ...record.edition import FOLDER, RECORD, Record
from ...render.cover import COMMON_PAPER_MM, LEAST_HEIGHT_PX, LEAST_WIDTH_PX
from ...render.cover.wrap import spine_mm
from ...render.prepress import ENDING, without_marks
from ..citation import write_cff, write_datacite
from ..deposit import make_deposit
from .catalogues import CATALOGUE, dublin_core, marc, opds
from .onix import write_onix
from .requirements import HOUSES, MM, REQUIREMENTS, House
from .zenodo import write_zenodo

PICTURE = "cover.jpg"
# A fold may lie so far beside where it should.
SPINE_TOLERANCE_MM = 0.5


@dataclass(frozen=True, slots=True)
class Goods:
    """An edition, its files, all records up to it, what was kept of it, and whether a PDF holds its DOI."""

    record: Record
    files: Artifacts
    shelf: Sequence[Record]
    kept: Mapping[str, bytes]

    def one(self, ending: str) -> bytes:
        """The book itself as one file with this ending; empty where it is not among the files."""
        own = [path for path in self.files if "/" not in path and path.endswith(ending)]
        if ending == ".pdf":
            own = [path for path in own if not path.endswith((ENDING, COVER))]
        return self.files[own[0]] if own else b""

    @property
    def place(self) -> Span:
        """Where an edition's facts stand."""
        return Span(f"{FOLDER}/{self.record.version}/{RECORD}")


def lacking(goods: Goods) -> frozenset[str]:
    """The names of all requirements that an edition does not meet."""
    record = goods.record
    has: dict[str, object] = {
        "epub": goods.one(".epub"),
        "pdf": goods.one(".pdf"),
        "html": any(path.startswith("html/") for path in goods.files),
        "inside": goods.one(ENDING),
        "wrap": goods.one(COVER),
        "cover": picture_of(goods),
        "isbn-epub": record.isbn.get("epub"),
        "isbn-print": record.isbn.get("print"),
        "author": record.contributors,
        "publisher": record.publisher,
        "thema": record.thema,
        "price": record.prices,
        "accessibility": goods.one(".epub"),
        "paper": record.paper_mm,
        "doi": record.doi,
        "license": record.license.get("text"),
        "urn": record.urn,
        "site": record.site_url,
        "checksums": True,
    }
    return frozenset(one.name for one in REQUIREMENTS if not has[one.name])


def picture_of(goods: Goods) -> bytes:
    """The picture of the cover, as the EPUB has it."""
    epub = goods.one(".epub")
    if not epub:
        return b""
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        name = next((name for name in packed.namelist() if name.endswith((f"/{PICTURE}", "/cover.png"))), "")
        return packed.read(name) if name else b""


def shop(goods: Goods) -> dict[str, bytes]:
    """EPUB, picture and ONIX."""
    epub, picture = goods.one(".epub"), picture_of(goods)
    made = {f"{_name(goods)}.epub": epub, PICTURE: _as_jpeg(picture) if picture else b""}
    if goods.record.isbn:
        made["onix.xml"] = write_onix(goods.record, epub)
    return made


def printing(goods: Goods) -> dict[str, bytes]:
    """For each house its inside and its wrap, with marks or without."""
    inside, wrap = goods.one(ENDING), goods.one(COVER)
    made = {}
    for house in HOUSES:
        for name, data in (("innen.pdf", inside), ("umschlag.pdf", wrap)):
            if data:
                made[f"{house.name}/{name}"] = data if house.marks else without_marks(data)
    return made


def archive(goods: Goods) -> dict[str, bytes]:
    """What Zenodo takes: the deposit with metadata of its own, and a citation for the repository's root."""
    record = goods.record
    told = {
        ".zenodo.json": write_zenodo(record),
        "CITATION.cff": write_cff(record),
        "datacite.json": write_datacite(record),
    }
    made = make_deposit(goods.files, {**goods.kept, **told})
    return made


def library(goods: Goods) -> dict[str, bytes]:
    """The deposit copy: one file, and what it is."""
    record = goods.record
    data = goods.one(".pdf") or goods.one(".epub")
    ending = "pdf" if goods.one(".pdf") else "epub"
    return {f"{_name(goods)}.{ending}": data, "dublin-core.xml": dublin_core(record), "marc.xml": marc(record)}


def web(goods: Goods) -> dict[str, bytes]:
    """The catalogue for the site of editions, which has a feed of its own; it needs the site's address."""
    return {CATALOGUE: opds(goods.shelf)} if goods.record.site_url else {}


def _name(goods: Goods) -> str:
    own = [path for path in goods.files if "/" not in path and path.endswith((".epub", ".pdf"))]
    return min(own, key=len).rpartition(".")[0] if own else "buch"


def _as_jpeg(picture: bytes) -> bytes:
    if picture.startswith(b"\xff\xd8"):
        return picture
    target = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(target, "JPEG", quality=92)
    return target.getvalue()


# What a channel would send back


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
    said = _isbn_of(goods.one(".epub"))
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
    for path, data in (("…" + ENDING, inside), ("…" + COVER, wrap)):
        if data:
            yield from look_at(_path(goods, path[1:]), data)
    if inside and wrap:
        yield from _bad_spine(goods, inside, wrap)


def _path(goods: Goods, ending: str) -> str:
    return next(path for path in goods.files if "/" not in path and path.endswith(ending))


def _bad_spine(goods: Goods, inside: bytes, wrap: bytes) -> Iterator[Diagnostic]:
    with pikepdf.open(io.BytesIO(inside)) as book, pikepdf.open(io.BytesIO(wrap)) as cover:
        pages = len(book.pages)
        (width, height), (sheet, high) = (_trim(one) for one in (book.pages[0], cover.pages[0]))
    wanted = spine_mm(pages, float(goods.record.paper_mm or COMMON_PAPER_MM))
    there = sheet - 2 * width
    if abs(there - wanted) > SPINE_TOLERANCE_MM or abs(high - height) > SPINE_TOLERANCE_MM:
        place = Span(_path(goods, COVER))
        yield diagnose("e-048", place, there=f"{there:.1f}", wanted=f"{wanted:.1f}", pages=pages)


def _trim(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) / MM for edge in page.obj.get("/TrimBox", page.obj.MediaBox))
    return right - left, top - bottom


def _bad_archive(goods: Goods) -> Iterator[Diagnostic]:
    record = goods.record
    for other in goods.shelf:
        if record.doi and other.doi == record.doi and other.version != record.version:
            yield diagnose("e-049", goods.place, doi=record.doi, version=other.version)
    epub = goods.one(".epub")
    if record.doi and epub and not _holds(epub, record.doi):
        yield diagnose("e-050", goods.place, doi=record.doi)
    if not record.contributors and not record.publisher:
        yield diagnose("e-044", goods.place)


def _holds(epub: bytes, words: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        texts = (name for name in packed.namelist() if name.endswith((".xhtml", ".opf")))
        return any(words.encode() in packed.read(name) for name in texts)


def _bad_library(goods: Goods) -> Iterator[Diagnostic]:
    yield from _doubled_isbn(goods)
    data = goods.one(".pdf")
    if data:
        try:
            with pikepdf.open(io.BytesIO(data)) as book:
                if book.is_encrypted:
                    yield diagnose("e-051", Span(_path(goods, ".pdf")))
                elif not str(book.docinfo.get("/Title", "")).startswith(goods.record.title):
                    yield diagnose("e-052", Span(_path(goods, ".pdf")), title=goods.record.title)
        except pikepdf.PasswordError:
            yield diagnose("e-051", Span(_path(goods, ".pdf")))


def _bad_web(goods: Goods) -> Iterator[Diagnostic]:
    record = goods.record
    if record.site_url and "html/index.html" not in goods.files:
        yield diagnose("e-042", Span(FOLDER), version=record.version)
    for path in goods.files:
        if path.startswith("html/") and path.endswith("/index.html") and path.count("/") == 1:
            text = goods.files[path].decode("utf-8", "replace")
            if record.title not in text:
                yield diagnose("e-053", Span(path), title=record.title)
    dates = [other.date for other in goods.shelf]
    if dates != sorted(dates):
        yield diagnose("e-054", goods.place, date=record.date)


def limits_of(house: House, goods: Goods) -> tuple[str, ...]:
    """What a house does not take of this inside, by the codes and facts of preflight."""
    expected = Expected(
        pages_by=house.pages_by,
        least_pages=house.least_pages,
        most_pages=house.most_pages,
        bleed=min(house.bleed_mm, MM_BLEED) * MM,
    )
    inside = goods.one(ENDING)
    return tuple(one.code for one in look_at(_path(goods, ENDING), inside, expected)) if inside else ()


MAKERS: Mapping[str, Callable[[Goods], dict[str, bytes]]] = {
    "shop": shop, "print": printing, "archive": archive, "library": library, "web": web,
}  # fmt: skip
JUDGES: Mapping[str, Callable[[Goods], Iterator[Diagnostic]]] = {
    "shop": _bad_shop, "print": _bad_print, "archive": _bad_archive, "library": _bad_library, "web": _bad_web,
}  # fmt: skip


def make(channel: str, goods: Goods) -> dict[str, bytes]:
    """The files of a channel that are there, with their checksums."""
    made = {path: data for path, data in MAKERS[channel](goods).items() if data}
    return {**made, "SHA256SUMS": checksums(made)} if made else {}


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdecimal())
