"""Pango and its relations, loaded by the names they have under Linux; imported before all else of WeasyPrint.

WeasyPrint 70.0 tries the names of all systems, and for each that is not there `ctypes` asks the linker, the loader and
a compiler for it: a quarter of the time of a build that changes one word. The names it tries last need no search.
"""

from __future__ import annotations

import ctypes.util
import sys

__all__ = ["pango"]

_find_library = ctypes.util.find_library
if sys.platform == "linux":
    ctypes.util.find_library = lambda name: None
try:
    from weasyprint.text.ffi import pango
finally:
    ctypes.util.find_library = _find_library
