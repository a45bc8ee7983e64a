"""The channels: what goes into the folder of each, and what of it is missing.

In: an edition, its files as they were cut, and the editions before it. Out: the files of every channel, and the names
of what it lacks. What may not go out is found in `objections`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from ...artifacts import Artifacts, checksums
from ...build import CHECKSUMS as SUMS
from ...checks.preflight import COVER
from ...diagnostics import Span
from ...record.edition import FOLDER, RECORD, Record
from ...render.prepress import ENDING, cropped
from ..citation import write_cff, write_datacite
from ..deposit import make_deposit
from ..zenodo import write_zenodo
from .catalogues import CATALOGUE, dublin_core, marc, opds
from .measured import Measured, measure
from .onix import RELEASES, write_onix
from .requirements import HOUSES, REQUIREMENTS

PICTURE = "cover.jpg"
NAMES_OF_SHEETS = ("innen.pdf", "umschlag.pdf")


@dataclass(frozen=True, slots=True)
class Goods:
    """An edition, its files, all records up to it, what was kept of it, and whether a PDF holds its DOI."""

    record: Record
    files: Artifacts
    shelf: Sequence[Record]
    kept: Mapping[str, bytes]

    def one(self, ending: str) -> bytes:
        """The book itself as one file with this ending; empty where it is not among the files."""
        return self.files.get(self.path(ending), b"")

    def path(self, ending: str) -> str:
        """The name of the book's file with this ending; the ending alone where there is none."""
        own = [path for path in self.files if "/" not in path and path.endswith(ending)]
        if ending == ".pdf":
            own = [path for path in own if not path.endswith((ENDING, COVER))]
        return own[0] if own else f"*{ending}"

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
        "warengruppe": record.warengruppe,
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
        found, former = measure(epub) if epub else Measured(), goods.shelf[:-1]
        for release in RELEASES:
            made[f"onix-{release}.xml"] = write_onix(goods.record, found, former, release)
    return made


def printing(goods: Goods) -> dict[str, bytes]:
    """For each house its inside and its wrap, with as much bleed as it takes, with marks or without."""
    made = {}
    for house in HOUSES:
        for name, data in zip(NAMES_OF_SHEETS, (goods.one(ENDING), goods.one(COVER)), strict=True):
            if data:
                bound = house.bleed_at_spine or name != NAMES_OF_SHEETS[0]
                made[f"{house.name}/{name}"] = cropped(data, house.bleed_mm, marks=house.marks, at_spine=bound)
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


MAKERS: Mapping[str, Callable[[Goods], dict[str, bytes]]] = {
    "shop": shop, "print": printing, "archive": archive, "library": library, "web": web,
}  # fmt: skip


def make(channel: str, goods: Goods, without: Collection[str] = ()) -> dict[str, bytes]:
    """The files of a channel that are there, with their checksums, `without` the folders of these houses."""
    # A deposit has sums of its own files already.
    made = {path: data for path, data in MAKERS[channel](goods).items() if data and path != SUMS}
    made = {path: data for path, data in made.items() if path.partition("/")[0] not in without}
    return {**made, SUMS: checksums(made)} if made else {}
