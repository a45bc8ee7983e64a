"""A source made ready for pandoc, through the cache: what was looked through once is not looked through again."""

from __future__ import annotations

import json
from dataclasses import asdict, astuple

from .. import program
from ..artifacts import digest
from ..cache import Cache
from ..diagnostics import Checked, Span
from ..memory import remembered
from .composed import read_diagnostic
from .preparation import Prepared, find_nesting, prepare

KIND = "prepared"


def prepare_once(text: str, body: str, path: str, *, draft: bool, cache: Cache) -> Checked[Prepared] | Span:
    """Make a text ready, or remember how it was; or say where more brackets are open than pandoc follows."""
    key = digest(program.fingerprint(), text, body, repr((path, draft)))
    kept = cache.get(KIND, key)
    if kept is not None:
        return _read(kept)
    if place := find_nesting(text, path):
        return place
    made = prepare(body, path, draft=draft)
    facts = {"prepared": astuple(made.value), "found": [asdict(one) for one in made.diagnostics]}
    cache.put(KIND, key, json.dumps(facts).encode())
    return made


@remembered  # the preview asks for every document after every edit
def _read(kept: bytes) -> Checked[Prepared]:
    facts = json.loads(kept)
    return Checked(Prepared(*facts["prepared"]), tuple(read_diagnostic(one) for one in facts["found"]))
