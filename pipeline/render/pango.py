"""What the system brings to set type with: other versions may break lines elsewhere, or draw letters differently."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

from ..workspace import ToolMissing

# As WeasyPrint calls it.
NAMES = {"linux": "libpango-1.0.so.0", "darwin": "libpango-1.0.dylib", "win32": "libpango-1.0-0.dll"}
# What Pango finds, shapes and draws letters with; it has loaded them, so these are those that set type.
HARFBUZZ = {"linux": "libharfbuzz.so.0", "darwin": "libharfbuzz.0.dylib", "win32": "libharfbuzz-0.dll"}
FONTCONFIG = {"linux": "libfontconfig.so.1", "darwin": "libfontconfig.1.dylib", "win32": "libfontconfig-1.dll"}
FREETYPE = {"linux": "libfreetype.so.6", "darwin": "libfreetype.6.dylib", "win32": "freetype-6.dll"}


@cache
def pango_version() -> str:
    """Ask Pango for its version, without loading what sets type. Raises ToolMissing."""
    return _text(_load("Pango", NAMES).pango_version_string)


def system_libraries() -> dict[str, str]:
    """Give the versions of the libraries of the system that decide where a line breaks and how a letter looks. Raises
    ToolMissing."""
    return {
        "pango": pango_version(),
        "harfbuzz": _text(_load("HarfBuzz", HARFBUZZ).hb_version_string),
        "fontconfig": _fontconfig_version(),
        "freetype": _freetype_version(),
    }


def _fontconfig_version() -> str:
    # 21402 is 2.14.2.
    number: int = _load("Fontconfig", FONTCONFIG).FcGetVersion()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _freetype_version() -> str:
    library, opened = _load("FreeType", FREETYPE), ctypes.c_void_p()
    if library.FT_Init_FreeType(ctypes.byref(opened)):
        return ""
    parts = [ctypes.c_int() for _ in range(3)]
    library.FT_Library_Version(opened, *map(ctypes.byref, parts))
    library.FT_Done_FreeType(opened)
    return ".".join(str(part.value) for part in parts)


def _load(name: str, files: dict[str, str]) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(files.get(sys.platform, files["linux"]))
    except OSError as problem:
        raise ToolMissing(f"{name} ({problem})") from problem


def _text(ask: Any) -> str:
    ask.restype = ctypes.c_char_p
    version: bytes = ask()
    return version.decode()
