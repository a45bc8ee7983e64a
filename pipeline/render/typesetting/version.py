"""Which Pango sets type here: another one may break lines elsewhere."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

# As WeasyPrint calls it.
NAMES = {"linux": "libpango-1.0.so.0", "darwin": "libpango-1.0.dylib", "win32": "libpango-1.0-0.dll"}


@cache
def pango_version() -> str:
    """Ask Pango for its version, without loading what sets type. Raises OSError when there is none."""
    library = ctypes.CDLL(NAMES.get(sys.platform, NAMES["linux"]))
    library.pango_version_string.restype = ctypes.c_char_p
    version: bytes = library.pango_version_string()
    return version.decode()
