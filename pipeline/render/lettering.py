"""Fonts for letters beyond the text faces, cut to those that a book uses (letters.py says which font has which).

What is cut has each letter in one font only, so it does not matter in which order what sets type, or a browser, looks
for it. Code has a face of its own. A letter that no font has is a box in print; screens may know it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from .. import letters, program
from ..artifacts import digest
from ..book.model import Book
from ..cache import Cache, MemoryCache, once
from ..theme import Theme
from .layout import FAMILY_OF_CODE, LETTERS, SCHEME, family_of

SCREEN_FOLDER = "fonts/"
OTHER, CODE = "Letters", FAMILY_OF_CODE
BOXES = "boxes"
# A font has at most 65,535 glyphs.
MOST_BOXES = 20_000
# Printable ASCII and Latin-1: what code is mostly written in.
ALWAYS_IN_CODE = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100))))
# A space is set in the font of what stands before it.
SPACES = " \u00a0"
# What joins signs to one (emoji of families, flags of regions), or chooses how one looks.
JOINERS = "\u200d\ufe0e\ufe0f" + "".join(map(chr, range(0xE0061, 0xE0080)))
_CODE = re.compile(r"<(code|pre|samp)\b[^>]*>(.*?)</\1>", re.DOTALL)
_HAS_CODE = re.compile(r"<(?:code|pre|samp)\b")
_TAG = re.compile(r"<[^>]*>")
# The first of January 1970, as fonts count (from 1904).
EPOCH = 0x7C25B080
# Without a shaper they would stand beside what they colour.
SKIN_TONES = "".join(map(chr, range(0x1F3FB, 0x1F400)))
FIRST_EMOJI = "\U0001f000"
# The arrow of notes is ours, not on paper, and every screen has it.
_BACK = re.compile(r"<a\b[^>]*\bfootnote-back\b[^>]*>[^<]*</a>")


@dataclass(frozen=True, slots=True)
class Face:
    """A font cut for a book: its name, the family that it belongs to, its letters, and its TrueType."""

    name: str
    family: str
    letters: str
    data: bytes

    @property
    def path(self) -> str:
        """Its place for print; another content has another one, as engines read a font once."""
        return f"{LETTERS}{self.name}-{digest(self.data)[:12]}.ttf"


def cut_faces(book: Book, theme: Theme, cache: Cache) -> tuple[Face, ...]:
    """Cut what a book needs beyond the faces of its text; most books need nothing."""
    shares = letters.share_out(letters.foreign(_text_of(book), theme), theme)
    faces = [_cut(theme, path, own, OTHER, cache) for path, own in shares.fonts.items()]
    if code := _code_of(book):
        faces.append(_cut(theme, letters.CODE, code, CODE, cache))
    if missing := shares.missing[:MOST_BOXES]:
        boxes = once(cache, "boxes", digest(program.fingerprint(), missing), lambda: _draw_boxes(missing))
        faces.append(Face(BOXES, OTHER, missing, boxes))
    return tuple(faces)


def faces_for(wanted: Iterable[str], theme: Theme, first: str) -> tuple[Face, ...]:
    """Cut what draws these letters alone, of a face to begin with and of all others behind it."""
    drawn = {letter for letter in wanted if letters.is_drawn(letter) and letter not in SKIN_TONES}
    nearest = "".join(sorted(letter for letter in drawn if letters.covers(letters.table(theme)[first], letter)))
    text = letters.share_out(drawn - set(nearest), theme, and_text=True)
    shares = {**({first: nearest} if nearest else {}), **text.fonts}
    faces = [_cut(theme, path, own, OTHER, MemoryCache()) for path, own in shares.items()]
    if missing := text.missing[:MOST_BOXES]:
        faces.append(Face(BOXES, OTHER, missing, _draw_boxes(missing)))
    return tuple(faces)


def rules_for(text: str, faces: Sequence[Face]) -> str:
    """The style rules of print that declare what a sheet with this text needs."""
    used = set(text)
    return "".join(
        f'@font-face {{ font-family: "{family_of(face.path)}"; src: url("{SCHEME}{face.path}"); }}\n'
        for face in faces
        if (_HAS_CODE.search(text) if face.family == CODE else used.intersection(face.letters))
    )


def screen_fonts(faces: Sequence[Face], cache: Cache, folder: str) -> tuple[dict[str, bytes], str]:
    """Web fonts by path, and the rules that declare them; `folder` leads from the style to the fonts. A browser takes
    only those whose letters a page has."""
    files: dict[str, bytes] = {}
    rules = []
    for face in (face for face in faces if face.name != BOXES):
        path = f"{SCREEN_FOLDER}{face.name}.woff2"
        files[path] = once(cache, "woff2", digest(program.fingerprint(), face.path), partial(_packed, face.data))
        joiners = JOINERS if max(face.letters) >= FIRST_EMOJI else ""
        reach = letters.write_ranges(letters.ranges_of(map(ord, {*face.letters, *joiners})))
        only = f" unicode-range: {reach};" if face.family == OTHER else ""
        source = f'url("{folder}{path}") format("woff2")'
        rules.append(f'@font-face {{ font-family: "{face.family}"; font-display: swap; src: {source};{only} }}\n')
    return files, "".join(rules)


def cut_for_screen(theme: Theme, path: str, own: str, cache: Cache) -> bytes:
    """A face of the theme with these letters alone, as a web font."""
    font = theme.files[path]
    key = digest(program.fingerprint(), digest(font, own))
    return once(cache, "woff2", key, lambda: _packed(_subset(font, own, False)))


def _text_of(book: Book) -> str:
    """All that is printed of a book, more or less: markup has no other letters than text."""
    return "\n".join(_texts(book))


def _texts(book: Book) -> Iterator[str]:
    manifest = book.manifest
    yield from (manifest.title, manifest.subtitle, manifest.publisher, manifest.description, manifest.edition)
    yield from (person.name for person in manifest.contributors)
    for section in book.sections:
        yield from (
            section.title,
            section.title_html,
            section.subtitle,
            section.label,
            unescape(_BACK.sub("", section.body)),
        )
        yield from (section.front.promise, section.front.notice)
    for asset in book.assets.values():
        if asset.media_type == "image/svg+xml":
            yield unescape(asset.data.decode("utf-8", "replace"))


def _code_of(book: Book) -> str:
    """The letters of code, with what it is mostly written in; nothing where there is no code."""
    found = [match[2] for section in book.sections for match in _CODE.finditer(section.body)]
    if not found:
        return ""
    return "".join(sorted({*unescape(_TAG.sub("", "".join(found))), *ALWAYS_IN_CODE} - {"\n"}))


def _cut(theme: Theme, path: str, own: str, family: str, cache: Cache) -> Face:
    font = theme.files[path]
    name = re.sub(r"[^a-z0-9-]+", "-", PurePosixPath(path).stem.lower())
    key = digest(program.fingerprint(), digest(font, own, family))
    data = once(cache, "letters", key, lambda: _subset(font, own + SPACES + JOINERS, family == OTHER))
    return Face(f"letters-{name}" if family == OTHER else "code", family, own, data)


def _subset(font: bytes, own: str, is_prose: bool) -> bytes:
    """A font with these letters alone, without the names that its licence reserves for the whole."""
    subset: Any = import_module("fontTools.subset")
    cut = _opened(font)
    chosen = subset.Options(
        hinting=False, notdef_outline=True, bidi_closure=False, glyph_names=False, name_IDs=[6], drop_tables=["DSIG"]
    )
    cutter = subset.Subsetter(chosen)
    cutter.populate(unicodes=map(ord, own))
    cutter.subset(cut)
    cut.flavor = None
    for record in cut["name"].names:
        record.string = "Letters"
    if "glyf" in cut and is_prose:
        _set_spaces(cut)
    return _written(cut)


def _set_spaces(font: Any) -> None:
    """Give a font spaces as wide as those of text: fonts of signs have none, or some as wide as their signs."""
    known, glyphs = font.getBestCmap(), font["glyf"].glyphs
    if ord(" ") not in known:
        font.setGlyphOrder([*font.getGlyphOrder(), "space"])
        glyphs["space"] = import_module("fontTools.ttLib.tables._g_l_y_f").Glyph()
    name, width = known.get(ord(" "), "space"), font["head"].unitsPerEm // 4
    if font["hmtx"].metrics.get(name, (4 * width, 0))[0] > 2 * width:
        font["hmtx"].metrics[name] = (width, 0)
    for table in (table for table in font["cmap"].tables if table.isUnicode()):
        table.cmap.update((ord(space), name) for space in SPACES)


def _packed(font: bytes) -> bytes:
    packed = _opened(font)
    packed.flavor = "woff2"
    return _written(packed)


def _draw_boxes(missing: str) -> bytes:
    """A font in which each of these letters is a box of its own, so that it is still known which letter is meant."""
    builder = import_module("fontTools.fontBuilder").FontBuilder(1000, isTTF=True)
    new_pen: Any = import_module("fontTools.pens.ttGlyphPen").TTGlyphPen
    pen = new_pen(None)
    for (left, bottom, right, top), is_outer in (((60, -120, 640, 760), True), ((110, -70, 590, 710), False)):
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        pen.moveTo(corners[0])
        for corner in corners[1:] if is_outer else reversed(corners[1:]):
            pen.lineTo(corner)
        pen.closePath()
    box, empty = pen.glyph(), new_pen(None).glyph()
    drawn = missing + SPACES
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in drawn)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): name for letter, name in zip(drawn, names[1:], strict=True)})
    builder.setupGlyf({**dict.fromkeys(names, box), **dict.fromkeys(names[-2:], empty)})
    builder.setupHorizontalMetrics({**dict.fromkeys(names, (700, 60)), **dict.fromkeys(names[-2:], (250, 0))})
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "psName": "Boxes"})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-200, usWinAscent=900, usWinDescent=200, sCapHeight=760)
    builder.setupPost()
    builder.updateHead(created=EPOCH, modified=EPOCH)
    builder.font.recalcTimestamp = False
    return _written(builder.font)


def _opened(font: bytes) -> Any:
    return import_module("fontTools.ttLib").TTFont(io.BytesIO(font), recalcTimestamp=False)


def _written(font: Any) -> bytes:
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()
