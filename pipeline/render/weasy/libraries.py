"""What WeasyPrint loads, loaded faster; imported before all else of WeasyPrint.

WeasyPrint 70.0 tries the names of Pango and its relations in all systems, and for each that is not there `ctypes` asks
the linker, the loader and a compiler for it: a quarter of the time of a build that changes one word. Under Linux the
names it tries last need no search. What cuts fonts to size, and what makes fixed ones of variable ones, is loaded when
it is used: ours need neither.
"""

from __future__ import annotations

import ctypes.util
import sys
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import SimpleNamespace
from typing import Any

from .border import fits

__all__ = ["pango"]

INSTANCER = "fontTools.varLib.instancer"


def _load_late(package: str, name: str) -> None:
    """Have a module of a package loaded when something in it is asked for."""
    spec = find_spec(f"{package}.{name}")
    if spec is None or spec.loader is None or spec.name in sys.modules:
        return
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    setattr(sys.modules[package], name, module)


def _instantiate(*given: Any, **options: Any) -> Any:
    """Make a fixed font of a variable one (`instantiateVariableFont`)."""
    return import_module(INSTANCER).instantiateVariableFont(*given, **options)


IS_QUICK = fits("libraries")
if IS_QUICK:
    _load_late("fontTools", "subset")
# Its package loads everything that fontTools knows of variable fonts; WeasyPrint takes this one function of it.
if IS_QUICK and INSTANCER not in sys.modules:
    sys.modules[INSTANCER] = SimpleNamespace(instantiateVariableFont=_instantiate)  # type: ignore[assignment]
_find_library = ctypes.util.find_library
if IS_QUICK and sys.platform == "linux":
    ctypes.util.find_library = lambda name: None
try:
    from weasyprint.text.ffi import pango
finally:
    ctypes.util.find_library = _find_library
    if isinstance(sys.modules.get(INSTANCER), SimpleNamespace):
        del sys.modules[INSTANCER]
