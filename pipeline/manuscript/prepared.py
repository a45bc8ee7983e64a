"""A source made ready for pandoc, through the cache: what was looked through once is not looked through again."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple

from .. import program
from ..artifacts import digest
from ..cache import Cache, once
from ..diagnostics import Checked, Span
from ..memory import remembered
from .composed import read_diagnostic
from .preparation import Prepared, find_nesting, prepare

KIND = "prepared"


def prepare_once(text: str, body: str, path: str, *, draft: bool, cache: Cache) -> Checked[Prepared] | Span:
    """Make a text ready, or remember how it was; or say where more brackets are open than pandoc follows."""
    key = digest(program.fingerprint(), text, body, repr((path, draft)))

    def make() -> bytes:
        if place := find_nesting(text, path):
            raise _TooNested(place)
        made = prepare(body, path, draft=draft)
        facts = {"prepared": astuple(made.value), "found": [asdict(one) for one in made.diagnostics]}
        return json.dumps(facts).encode()

    try:
        return _read(once(cache, KIND, key, make))
    except _TooNested as deep:
        return deep.place


class _TooNested(Exception):
    def __init__(self, place: Span) -> None:
        self.place = place


@remembered  # the preview asks for every document after every edit
def _read(kept: bytes) -> Checked[Prepared]:
    facts = json.loads(kept)
    return Checked(Prepared(*facts["prepared"]), tuple(read_diagnostic(one) for one in facts["found"]))
