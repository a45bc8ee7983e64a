"""The book in its formats. Each is a module with `make(job)` (`job`); none of them writes a file.

A module is loaded when its format is made and not before: WeasyPrint alone takes half a second.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from ..registry import FORMATS

_MODULES = {one.name: one.module for one in FORMATS}


def module_of(name: str) -> ModuleType:
    """Load a format; KeyError for one that is not registered."""
    return import_module(_MODULES[name], __package__)
