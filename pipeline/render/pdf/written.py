"""Written sections in the cache: one whose numbers are open serves for all numbers of as many figures."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipeline.artifacts import digest
from pipeline.cache import Cache
from pipeline.render.typesetting.model import Written, noughts

KIND = "section"
# Kept in the place of a section whose numbers are closed; it is kept by its numbers, too.
CLOSED = b""
Numbers = Mapping[str, str]


def get(cache: Cache, sheet: str, numbers: Numbers) -> Written | None:
    """What is kept of a sheet (by its key) with such numbers, or None."""
    data = cache.get(KIND, _key(sheet, stand_ins(numbers, is_open=True)))
    is_open = data != CLOSED
    if not is_open:
        data = cache.get(KIND, _key(sheet, numbers, "closed"))
    return None if data is None else Written(data, is_open)


def put(cache: Cache, sheet: str, numbers: Numbers, written: Written) -> None:
    """Keep a section."""
    cache.put(KIND, _key(sheet, stand_ins(numbers, is_open=True)), written.data if written.is_open else CLOSED)
    if not written.is_open:
        cache.put(KIND, _key(sheet, numbers, "closed"), written.data)


def stand_ins(numbers: Numbers, *, is_open: bool) -> Numbers:
    """What a written section depends on: its numbers, or how many figures they have."""
    return {name: noughts(number) for name, number in numbers.items()} if is_open else numbers


def _key(sheet: str, numbers: Numbers, *marks: str) -> str:
    return digest(sheet, json.dumps(numbers), *marks)
