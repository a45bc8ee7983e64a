"""A reader with a viewer built on Poppler (Evince, Okular and others): opens a PDF, fills its fields in, saves it.

Poppler's C interface for GLib, by ctypes: its bindings for Python exist for the system's Python only.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import POINTER, c_bool, c_char_p, c_double, c_int, c_void_p
from pathlib import Path
from typing import Any

LIBRARY = "libpoppler-glib.so.8"
TEXT = 2


class _List(ctypes.Structure):
    pass


_List._fields_ = [("data", c_void_p), ("next", POINTER(_List)), ("previous", c_void_p)]


class _Mapping(ctypes.Structure):
    _fields_ = [("area", c_double * 4), ("field", c_void_p)]


class Viewer:
    """Poppler with one PDF open; fields are named as in the file."""

    def __init__(self, path: Path) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        self._document = c_void_p(self._call("document_new_from_file", c_void_p, path.as_uri().encode(), None, None))
        assert self._document, f"Poppler cannot open {path}"

    def fields(self) -> Iterator[tuple[str, bool, c_void_p]]:
        """Name, whether it is a text, and handle of every field as it stands on the pages; each radio button alone."""
        for number in range(self._call("document_get_n_pages", c_int, self._document)):
            page = c_void_p(self._call("document_get_page", c_void_p, self._document, number))
            # Poppler puts each field before those that it has found already.
            for handle in reversed(list(self._handles(page))):
                name = self._call("form_field_get_name", c_char_p, handle).decode()
                yield name, self._call("form_field_get_field_type", c_int, handle) == TEXT, handle

    def is_on(self, handle: c_void_p) -> bool:
        return self._call("form_field_button_get_state", c_bool, handle)

    def press(self, handle: c_void_p) -> None:
        self._call("form_field_button_set_state", None, handle, 1)

    def text(self, handle: c_void_p) -> str:
        return (self._call("form_field_text_get_text", c_char_p, handle) or b"").decode()

    def write(self, handle: c_void_p, text: str) -> None:
        self._call("form_field_text_set_text", None, handle, text.encode())

    def save(self, path: Path) -> None:
        assert self._call("document_save", c_bool, self._document, path.as_uri().encode(), None)

    def _handles(self, page: c_void_p) -> Iterator[c_void_p]:
        item = self._call("page_get_form_field_mapping", POINTER(_List), page)
        while item:
            yield c_void_p(ctypes.cast(item.contents.data, POINTER(_Mapping)).contents.field)
            item = item.contents.next

    def _call(self, name: str, result: Any, *arguments: int | bytes | None) -> Any:
        function = getattr(self._library, f"poppler_{name}")
        function.restype = result
        # An address passed as an int would be cut to 32 bits.
        return function(
            *(c_void_p(value) if isinstance(value, int) and value > 0xFFFF else value for value in arguments)
        )
