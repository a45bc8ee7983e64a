"""What sheets stand on: styles, fonts and icons of the theme, the book's pictures."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline import program
from pipeline.artifacts import digest
from pipeline.book.model import Book
from pipeline.cache import Cache
from pipeline.render import unpacked
from pipeline.render.typesetting.model import SHARED
from pipeline.render.typesetting.version import pango_version
from pipeline.render.typesetting.workers import Workshop
from pipeline.theme import FOLDER, Theme
from pipeline.workspace import WrongFile

STYLES = ("styles/print.css",)


def open_workshop(workshop: Workshop, theme: Theme, cache: Cache) -> None:
    """Start what sets type, with the theme, when its fonts are unpacked."""
    if workshop.is_furnished:
        return
    packed = _packed_fonts(theme)
    fonts = unpacked.known(packed, cache)
    if len(fonts) == len(packed):
        workshop.furnish(_styles_of(theme), {**_icons(theme), **fonts})
    workshop.open()


def furnish(workshop: Workshop, book: Book, theme: Theme, cache: Cache) -> tuple[dict[str, bytes], str]:
    """Give a workshop what the sheets of a book stand on; returns the files, and a digest of all but the pictures."""
    open_workshop(workshop, theme, cache)
    files, styles = printing_files(book, theme, cache, workshop), _styles_of(theme)
    workshop.furnish(styles, files)
    return files, _ground_of(styles, files)


def _ground_of(styles: str, files: Mapping[str, bytes]) -> str:
    """A digest of all that every section stands on: program, Pango, styles, fonts and icons, but no picture."""
    common = sorted((path, data) for path, data in files.items() if path.startswith(SHARED))
    tools = (program.fingerprint(), pango_version())
    return digest(*tools, styles, *(part for entry in common for part in entry))


def printing_files(book: Book, theme: Theme, cache: Cache, workshop: Workshop) -> dict[str, bytes]:
    """What a sheet may use, by path: the theme's fonts (unpacked, and kept for next time) and icons, and the book's
    pictures."""
    packed = _packed_fonts(theme)
    known = unpacked.known(packed, cache)
    fresh = workshop.unpack({path: data for path, data in packed.items() if path not in known})
    for path, font in fresh.items():
        if not font:
            raise WrongFile(f"{FOLDER}/{path}")
        unpacked.keep(packed[path], font, cache)
    return {**_icons(theme), **known, **fresh, **{asset.path: asset.data for asset in book.assets.values()}}


def _styles_of(theme: Theme) -> str:
    """The style sheet of print."""
    return "\n".join(theme.files[name].decode() for name in STYLES)


def _icons(theme: Theme) -> dict[str, bytes]:
    return {path: data for path, data in theme.files.items() if path.startswith("icons/")}


def _packed_fonts(theme: Theme) -> dict[str, bytes]:
    return {path: data for path, data in theme.files.items() if path.endswith(".woff2")}
