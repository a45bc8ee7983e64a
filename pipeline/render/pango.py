"""Which Pango sets type here: another one may break lines elsewhere."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

from ..workspace import ToolMissing

# As WeasyPrint calls it.
NAMES = {"linux": "libpango-1.0.so.0", "darwin": "libpango-1.0.dylib", "win32": "libpango-1.0-0.dll"}


@cache
def pango_version() -> str:
    """Ask Pango for its version, without loading what sets type. Raises ToolMissing."""
    try:
        library = ctypes.CDLL(NAMES.get(sys.platform, NAMES["linux"]))
    except OSError as problem:
        raise ToolMissing(f"Pango ({problem})") from problem
    library.pango_version_string.restype = ctypes.c_char_p
    version: bytes = library.pango_version_string()
    return version.decode()
