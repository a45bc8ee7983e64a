"""What sheets stand on: styles, fonts and icons of the theme, the book's pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ... import program
from ...artifacts import digest
from ...book.model import Book
from ...cache import Cache
from ...diagnostics import Diagnostic, Span, diagnose
from ...letters import CHAIN
from ...once import once_as_json
from ...theme import FOLDER, Theme, default_theme, styles_of
from ...workspace import WrongFile
from .. import unpacked
from ..layout import SHARED, Slip
from ..lettering import Face
from ..pango import pango_version
from ..workers import Workshop

CODES = {"style": "f-076", "url": "f-077", "brace": "f-078"}
PRINT = "print"
SERVED = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ttf", ".otf")


def open_workshop(workshop: Workshop, theme: Theme, cache: Cache) -> None:
    """Start what sets type, with the theme, when its fonts are unpacked."""
    if workshop.is_furnished:
        return
    packed = _packed_fonts(theme)
    fonts = unpacked.known(packed, cache)
    if len(fonts) == len(packed):
        workshop.furnish(_styles_of(theme), {**_files_of(theme), **fonts})
    workshop.open()


def furnish(
    workshop: Workshop, book: Book, theme: Theme, cache: Cache, faces: Sequence[Face] = ()
) -> tuple[dict[str, bytes], str]:
    """Give a workshop what the sheets of a book stand on, with the `faces` that only some of them need; returns the
    files, and a digest of all but the pictures and those."""
    open_workshop(workshop, theme, cache)
    files, styles = printing_files(book, theme, cache, workshop), _styles_of(theme)
    files.update((face.path, face.data) for face in faces)
    workshop.furnish(styles, files)
    return files, _ground_of(styles, files)


def look_at_styles(workshop: Workshop, theme: Theme, cache: Cache, ground: str) -> tuple[Diagnostic, ...]:
    """Say what is wrong with the book's own style of print. What WeasyPrint passes over in silence would mislead."""
    ours = default_theme().files
    if all(theme.files[path] == ours.get(path) for path in styles_of(theme.files, PRINT)):
        return ()
    slips = [Slip(*slip) for slip in once_as_json(cache, "style-slips", ground, workshop.look_at_styles)]
    return tuple(diagnose(CODES[slip.kind], _place_of(theme, slip), what=slip.what) for slip in slips)


def _place_of(theme: Theme, slip: Slip) -> Span:
    """Where something stands in the file that it is from, as its place is in all of them."""
    line = slip.line
    for path in styles_of(theme.files, PRINT):
        count = theme.files[path].count(b"\n") + 1
        if line <= count:
            break
        line -= count
    return Span(f"{FOLDER}/{path}", line, slip.column, line, slip.column + 1)


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
    pictures = {asset.path: asset.data for asset in book.assets.values()}
    return {**_files_of(theme), **known, **fresh, **pictures}


def _styles_of(theme: Theme) -> str:
    """The style sheets of print, one after the other."""
    return "\n".join(theme.files[path].decode() for path in styles_of(theme.files, PRINT))


def _icons(theme: Theme) -> dict[str, bytes]:
    return {path: data for path, data in theme.files.items() if path.startswith("icons/")}


def _files_of(theme: Theme) -> dict[str, bytes]:
    """What styles may use besides web fonts: icons, and in the theme's own folder pictures and other fonts."""
    served = {f"{FOLDER}/{path}": data for path, data in theme.files.items() if path.lower().endswith(SERVED)}
    return {**served, **_icons(theme)}


def _packed_fonts(theme: Theme) -> dict[str, bytes]:
    """The web fonts of all sheets; those for other letters are cut first, if a book uses any (lettering.py)."""
    return {path: data for path, data in theme.files.items() if path.endswith(".woff2") and not path.startswith(CHAIN)}
