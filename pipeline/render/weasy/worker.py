"""What one process does in typesetting: it sets sections, and unpacks and embeds fonts."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from ...pdflink import faces, fonts, pieces
from ..layout import LETTERS, SHARED, Change, Extent, Furnishing, Sheet, Slip, Typeset
from . import border, libraries

__all__ = ["Worker", "libraries"]

# A way that is missing, though nothing changed that the border lists.
UNKNOWN = "unknown"


class Worker:
    """One engine, and what it needs."""

    def __init__(self, furnishing: Furnishing) -> None:
        self.furnishing = furnishing
        self._engine = _engine(furnishing.styles, furnishing.files) if furnishing.styles else None

    def furnish(self, change: Change) -> None:
        """Make the engine anew, or where nothing but pictures is other, hang those."""
        paths = (*change.files, *change.gone)
        are_shared = any(path.startswith((*SHARED, LETTERS)) for path in paths)
        same = change.styles == self.furnishing.styles and not are_shared
        self.furnishing = self.furnishing.changed(change)
        if self._engine and same:
            self._engine.hang(change.files, change.gone)
        else:
            self.close()
            self._engine = None  # nor is there one if this fails
            self._engine = _engine(self.furnishing.styles, self.furnishing.files)

    def close(self) -> None:
        """Leave nothing behind."""
        if self._engine:
            self._engine.close()

    def unpack(self, font: bytes) -> bytes:
        """Turn a web font into TrueType; nothing when it is none."""
        try:
            return fonts.to_truetype(font)
        except Exception:  # whatever fontTools meets in a file that is no font, or half of one
            return b""

    def lay_out(self, sheet: Sheet) -> Extent:
        """Measure a sheet."""
        with _without_collecting():
            extent: Extent = self._engineer().lay_out(sheet)[1]
            return extent

    def typeset(self, sheet: Sheet) -> Typeset:
        """Lay a sheet out and write it."""
        with _without_collecting():
            typeset: Typeset = self._engineer().typeset(sheet)
            return typeset

    def look_at_styles(self) -> list[Slip]:
        """Say what is wrong with the style sheet."""
        slips: list[Slip] = self._engineer().slips()
        return slips

    def embed(self, program: bytes) -> bytes:
        """Make the pieces that embed a font program."""
        return pieces.to_bytes(faces.faces(program))

    def _engineer(self) -> Any:
        if self._engine is None:
            raise RuntimeError("a worker that was not furnished")
        return self._engine


def _engine(styles: str, files: Mapping[str, bytes]) -> Any:
    """The engine that fits the WeasyPrint that is there: ours, or the plain one."""
    unfit = border.misfits()
    if not border.lacking(unfit):
        try:
            ours = import_module(".engine", __package__).Engine
        except (ImportError, AttributeError):  # something is gone that the border knows nothing of
            unfit = (*unfit, UNKNOWN)
        else:
            return ours(styles, files)
    return import_module(".plain", __package__).PlainEngine(styles, files, unfit)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave garbage lie for one layout: its boxes all live, and looking through them costs a sixth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
