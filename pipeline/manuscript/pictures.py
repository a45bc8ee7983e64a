"""Pictures: read from the workspace, recognised, measured, and brought into a form that every format can show.

Bitmaps stay as they are (`bitmaps`) unless they have more pixels than a page can show; drawings are written anew
(`drawings`). The first page of a PDF is drawn (`rasters`), and so is a drawing with masks or filters and without words.
What no book can show is told with what to do.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .. import program
from ..artifacts import digest
from ..cache import Cache, once
from ..memory import remembered
from ..rasters import Endless, NotDrawn, draw_drawing, draw_first_page, make_smaller
from ..spelling import nearest_path, slug
from ..workspace import TooLarge, Workspace, WorkspaceError
from . import drawings
from .bitmaps import MOST_PIXELS, measure, pixels_drawn
from .model import Asset
from .parse_state import Finding, Seen

KIND, READ, DRAWN = "smaller", "drawing", "drawn"
SVG = "image/svg+xml"
MOST_BYTES = 60_000_000
# The widest page in print at 300 dots to the inch; a camera's picture has twice as many.
MOST_SIDE = 2400
SCALED = ("image/jpeg", "image/png", "image/webp")
# More than this is told before it is committed.
MANY_BYTES = 5_000_000
# How many kinds a message names; a drawing of nothing but wrong names is told in one line, too.
UNDRAWN = "f-121"
# What WeasyPrint 70.0 draws without, or not at all.
_UNDRAWN = re.compile(rb"<(mask|filter)\b")
# Whoever draws a bitmap of a drawing has not the book's fonts.
_WORDS = re.compile(rb"<text\b")
MOST_NAMED = 8
# What may be meant by the name of a picture that is not there.
ENDINGS = tuple(
    end for one in ("svg", "png", "jpg", "jpeg", "gif", "webp", "pdf") for end in (f".{one}", f".{one.upper()}")
)
NOT_OURS = ("build/", "editions/", "templates/")
_POSTSCRIPT = (".eps", ".ps", ".ai")
_NO_PICTURE_ENDINGS = """
    .doc .docx .odt .rtf .pages .ppt .pptx .odp .key .xls .xlsx .ods .numbers .html .htm .xhtml .txt .md .csv .json .xml
    .zip .mp4 .m4v .mov .webm .avi .mkv .ogv .mp3 .m4a .wav .ogg .oga .flac .js .css .psd .xcf .indd .sketch .fig
    .afdesign .drawio .vsdx .cdr .dwg .dxf .wmf .emf .epub
"""
_NO_PICTURES = frozenset(_NO_PICTURE_ENDINGS.split())


@dataclass(slots=True)
class Gallery:
    """Looks at every picture once. `assets` are those of use, by the path under which the book has them."""

    workspace: Workspace
    cache: Cache
    seen: dict[str, Seen] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    known: tuple[str, ...] | None = None

    def look(self, path: str) -> Seen:
        """Return the picture at a path from the book's root."""
        if path not in self.seen:
            self.seen[path] = seen = self._look(path)
            if seen.asset is not None:
                self.assets[seen.asset.path] = seen.asset
        return self.seen[path]

    def _look(self, path: str) -> Seen:
        try:
            data = self.workspace.read(path, MOST_BYTES)
        except FileNotFoundError:
            return _refused("f-015", near=nearest_path(path, self._files()))
        except TooLarge as problem:
            return _refused("f-018", size=problem.size, most=problem.most)
        except WorkspaceError:
            return _refused("f-014")
        is_drawing = path.casefold().endswith(".svg")
        seen = self._fitted(self._drawn(self._drawing(path, data)) if is_drawing else read_picture(path, data))
        if len(data) <= MANY_BYTES:
            return seen
        sizes = (("most", f"{MANY_BYTES / 1e6:.0f} MB"), ("size", f"{len(data) / 1e6:.1f} MB"))
        return replace(seen, found=(*seen.found, Finding("f-086", sizes)))

    def _drawing(self, path: str, data: bytes) -> Seen:
        """A drawing written anew, or as it was written."""
        key = digest(program.fingerprint(), path, data)
        return _as_kept(path, once(self.cache, READ, key, lambda: _to_keep(read_svg(path, data))))

    def _drawn(self, seen: Seen) -> Seen:
        """A drawing that print would show in part as a bitmap, in all formats. One with words stays, and is told."""
        asset = seen.asset
        if asset is None or not any(one.code == UNDRAWN for one in seen.found) or _WORDS.search(asset.data):
            return seen
        key = digest(program.fingerprint(), asset.data)
        try:
            png = once(self.cache, DRAWN, key, lambda: draw_drawing(asset.data, asset.width, asset.height))
        except NotDrawn:
            return seen
        rest = tuple(one for one in seen.found if one.code != UNDRAWN)
        return Seen(read_bitmap(f"{asset.path}.png", png).asset, rest)

    def _fitted(self, seen: Seen) -> Seen:
        """A bitmap with no more pixels than a page can show. What nobody can read stays as it is."""
        asset = seen.asset
        if asset is None or asset.media_type not in SCALED or max(asset.width, asset.height) <= MOST_SIDE:
            return seen
        key = digest(program.fingerprint(), str(MOST_SIDE), asset.data)
        try:
            smaller = once(self.cache, KIND, key, lambda: make_smaller(asset.data, MOST_SIDE))
        except NotDrawn:
            return seen
        return replace(seen, asset=read_bitmap(asset.path, smaller).asset)

    def _files(self) -> tuple[str, ...]:
        if self.known is None:
            self.known = tuple(one for one in self.workspace.files(".", ENDINGS) if not one.startswith(NOT_OURS))
        return self.known


def read_picture(path: str, data: bytes) -> Seen:
    """Recognise a picture: a drawing by its name, a bitmap and a PDF by their bytes, the rest by what it is not."""
    suffix = posixpath.splitext(path)[1].casefold()
    if suffix == ".svg":
        return read_svg(path, data)
    if measure(data) is not None:
        return read_bitmap(path, data)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return read_pdf(path, data)
    if suffix in _POSTSCRIPT or data.startswith(b"%!PS"):
        return _refused("f-034", name=posixpath.basename(path), stem=posixpath.splitext(posixpath.basename(path))[0])
    if suffix == ".pdf":
        return _refused("f-035")
    return _refused("f-033", kind=suffix) if suffix in _NO_PICTURES else read_bitmap(path, data)


def read_bitmap(path: str, data: bytes) -> Seen:
    """Recognise and measure a bitmap."""
    found = measure(data)
    if found is None:
        return _refused("f-016")
    if found.width * found.height > MOST_PIXELS:
        most = f"{MOST_PIXELS // 1_000_000} Megapixel"
        return _refused("f-018", size=f"{found.width} × {found.height}", most=most)
    if not found.is_whole:
        return _refused("f-016")
    asset = Asset(path, found.media_type, data, found.width, found.height)
    kind, ending = found.media_type.removeprefix("image/"), posixpath.splitext(path)[1].casefold().lstrip(".")
    if ending.replace("jpg", "jpeg") == kind:
        return Seen(asset)
    return Seen(asset, (Finding("f-120", (("ending", ending), ("kind", kind.upper()))),))


@remembered
def read_svg(path: str, data: bytes) -> Seen:
    """Write a drawing anew from what only draws; say what was left out."""
    try:
        drawing = drawings.clean(data, f"{slug(posixpath.splitext(posixpath.basename(path))[0]) or 'x'}.", pixels_drawn)
    except drawings.NoDrawing:
        return _refused("f-016")
    except drawings.TooLarge:
        return _refused("f-032", elements=str(drawings.MOST_ELEMENTS), depth=str(drawings.MOST_DEPTH))
    asset = Asset(path, SVG, drawing.data, drawing.width, drawing.height)
    kinds = {"f-017": drawing.harmful, "f-030": drawing.silent, "f-031": drawing.unbounded}
    found = [_left_out(code, dropped) for code, dropped in kinds.items() if dropped]
    if undrawn := sorted({match.decode() for match in _UNDRAWN.findall(drawing.data)}):
        found.append(Finding(UNDRAWN, (("kinds", ", ".join(undrawn)),)))
    return Seen(asset, tuple(found))


@lru_cache(maxsize=16)
def read_pdf(path: str, data: bytes) -> Seen:
    """Draw the first page of a PDF."""
    try:
        page = draw_first_page(data)
    except Endless:
        return _refused("f-136")
    except NotDrawn:
        return _refused("f-035")
    found = measure(page.png)
    if found is None:
        return _refused("f-035")
    asset = Asset(f"{path}.png", "image/png", page.png, found.width, found.height)
    return Seen(asset, (Finding("f-036", (("count", str(page.pages)),)),) if page.pages > 1 else ())


def _refused(code: str, **facts: str) -> Seen:
    return Seen(None, (Finding(code, tuple(sorted(facts.items()))),))


def _left_out(code: str, dropped: Mapping[str, int]) -> Finding:
    """A finding that names kinds in their order, with the lines where they first stand."""
    names = sorted(dropped)[:MOST_NAMED]
    said = ", ".join(name[:40] for name in names) + (" …" if len(dropped) > MOST_NAMED else "")
    return Finding(code, (("dropped", said),), tuple(sorted({dropped[name] for name in names})))


def _to_keep(seen: Seen) -> bytes:
    """A drawing as a line of facts with its bytes behind."""
    asset = seen.asset
    facts = [list(seen.found), [asset.width, asset.height] if asset else None]
    return json.dumps(facts).encode() + b"\n" + (asset.data if asset else b"")


@lru_cache(maxsize=256)
def _as_kept(path: str, kept: bytes) -> Seen:
    head, _, data = kept.partition(b"\n")
    found, size = json.loads(head)
    findings = tuple(Finding(code, tuple(map(tuple, facts)), tuple(lines)) for code, facts, lines in found)
    return Seen(Asset(path, SVG, data, *size) if size else None, findings)
