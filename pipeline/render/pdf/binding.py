"""Binding, with what was made for it before: fonts that are embedded, and sections that are linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ... import program
from ...artifacts import digest
from ...cache import Cache, known, once
from ...pdflink.merge import merge
from ...pdflink.model import Binding, program_name
from ..layout import LETTERS
from ..workers import Workshop

FACES = "faces"
LINKED = "linked"


def bind(binding: Binding, files: Mapping[str, bytes], cache: Cache, workshop: Workshop) -> bytes:
    """Make a file of sections; `files` has the fonts that they draw with."""

    def keep(key: str, make: Callable[[], bytes]) -> bytes:
        return once(cache, LINKED, digest(program.fingerprint(), key), make)

    return merge(binding, lambda names: _faces(names, files, cache, workshop), keep)


def _faces(names: Sequence[str], files: Mapping[str, bytes], cache: Cache, workshop: Workshop) -> dict[str, bytes]:
    """The pieces of font programs, by their names."""
    keys = {name: digest(program.fingerprint(), name) for name in names}
    ready = known(cache, FACES, keys)
    programs = {
        program_name(data): data for path, data in files.items() if path.endswith(".woff2") or path.startswith(LETTERS)
    }
    fresh = workshop.embed({name: programs[name] for name in names if name not in ready})
    for name, data in fresh.items():
        cache.put(FACES, keys[name], data)
    return {name: ready.get(name) or fresh[name] for name in names}
