"""What one process does in typesetting: it lays sections out and writes them, binds books, and unpacks fonts."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pipeline.render.typesetting import fonts, hyphens
from pipeline.render.typesetting.engine import Engine
from pipeline.render.typesetting.merge import merge
from pipeline.render.typesetting.model import SHARED, Binding, Change, Extent, Furnishing, Sheet, Written


class Desk:
    """One engine and the layouts that it holds, by slot."""

    def __init__(self, furnishing: Furnishing) -> None:
        self.furnishing = furnishing
        self._engine: Engine | None = None
        self._layouts: dict[int, Any] = {}

    def furnish(self, change: Change) -> None:
        """Make the engine anew, or where nothing but pictures is other, hang those."""
        paths = (*change.files, *change.gone)
        same = change.styles == self.furnishing.styles and not any(path.startswith(SHARED) for path in paths)
        self.furnishing = self.furnishing.changed(change)
        if self._engine and same:
            self._engine.hang(change.files, change.gone)
        else:
            self._engine = None
            self._engineer()

    def clear(self) -> None:
        """Let go of layouts that nobody wrote."""
        self._layouts.clear()

    def learn(self, language: str, kept: bytes | None) -> None:
        """Read the patterns by which a language parts words."""
        hyphens.learn(language, kept)

    def patterns(self, language: str) -> bytes | None:
        """Write the patterns of a language down."""
        return hyphens.patterns(language)

    def unpack(self, font: bytes) -> bytes:
        """Turn a web font into TrueType."""
        return fonts.to_truetype(font)

    def lay_out(self, slot: int, sheet: Sheet) -> Extent:
        """Lay a sheet out, and hold its layout until it is written."""
        with _without_collecting():
            self._layouts[slot], extent = self._engineer().lay_out(sheet)
        return extent

    def write(self, slot: int, numbers: Mapping[str, str]) -> Written:
        """Write a section that was laid out here. Raises KeyError."""
        return self._engineer().write(self._layouts.pop(slot), numbers)

    def merge(self, binding: Binding) -> bytes:
        """Bind sections into a book."""
        return merge(*binding)

    def _engineer(self) -> Engine:
        """The engine; whoever starts with a furnishing makes one when the first sheet comes."""
        if self._engine is None:
            self._engine = Engine(self.furnishing.styles, self.furnishing.files)
        return self._engine


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
