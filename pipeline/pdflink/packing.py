"""Packed streams, none of which ends in a carriage return.

Read with the line end before `endstream`, it would seem a byte shorter than its length says (ISO 19005-2, 6.1.7.1).
One in 256 does, whatever it holds: the last byte of what zlib packs is the sum of all bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

import pydyf

from .pieces import Stream

FLATE = "/FlateDecode"
_CARRIAGE_RETURN = b"\r"


def string(text: bytes) -> bytes:
    """A text as it is written in content, in round brackets (ISO 32000-1, 7.3.4.2)."""
    return b"(" + re.sub(rb"([\\()])", rb"\\\1", text.replace(b"\r", b"")) + b")"


def packed(content: bytes, entries: Mapping[str, Any]) -> Stream:
    """Pack content that a white space at its end does not change: drawings, maps of characters."""
    return Stream(pydyf.Dictionary({**entries, "Filter": FLATE}).data, deflated(content))


def deflated(content: bytes, space: bytes = b" ") -> bytes:
    """Pack what a white space at its end does not change."""
    data = zlib.compress(content)
    return data if not data.endswith(_CARRIAGE_RETURN) else zlib.compress(content + space)


def packed_whole(content: bytes, entries: Mapping[str, Any]) -> Stream:
    """Pack what must keep every byte: fonts, profiles."""
    return ended(zlib.compress(content), {**entries, "Filter": FLATE})


def ended(content: bytes, entries: Mapping[str, Any]) -> Stream:
    """Keep what is packed already; what ends badly is packed in runs, too, which end with a byte of their own
    (ISO 32000-1, 7.4.5)."""
    own = {key: value for key, value in entries.items() if key != "Length"}
    if content.endswith(_CARRIAGE_RETURN):
        content = _in_runs(content)
        filters = _listed(own.get("Filter"))
        parameters = _listed(own.get("DecodeParms")) or ["null"] * len(filters)
        own["Filter"] = pydyf.Array(["/RunLengthDecode", *filters])
        own["DecodeParms"] = pydyf.Array(["null", *parameters])
    return Stream(pydyf.Dictionary(own).data, content)


def _listed(entry: Any) -> list[Any]:
    if entry is None:
        return []
    return list(entry) if isinstance(entry, pydyf.Array) else [entry]


def _in_runs(data: bytes) -> bytes:
    runs = (data[start : start + 128] for start in range(0, len(data), 128))
    return b"".join(bytes([len(run) - 1]) + run for run in runs) + b"\x80"
