"""Documents in canonical form, through the cache: what was composed once of the same text is not composed again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, astuple, replace
from typing import Any

from .. import program
from ..artifacts import digest
from ..cache import Cache, once
from ..diagnostics import Diagnostic, Edit, Span
from ..memory import remembered
from ..theme import Labels
from ..trees import parse_read
from .elements import Composed, compose
from .model import Reference, Target
from .parse_state import ParseState, Seen

KIND = "composed"


def ground_of(labels: Labels, documents: Mapping[str, str]) -> str:
    """A digest of what all documents of a book are composed with: this program, the labels, one another's ids."""
    words, ids = sorted(labels.words.items()), sorted(documents.items())
    return digest(program.fingerprint(), repr((labels.language, words, ids)))


def compose_once(state: ParseState, html: str, ground: str, cache: Cache) -> Composed:
    """Bring a document into canonical form, or remember how it was; `html` is pandoc's, `ground` that of the state's
    labels and documents.

    What was found is noted in its state either way. The pictures that were looked at must look the same.
    """
    seen: dict[str, str] = {}

    def holds(kept: bytes) -> bool:
        return all(_look(state.picture(path)) == look for path, look in _read(kept)[0])

    def make() -> bytes:
        own = replace(state, picture=_watched(state.picture, seen), found=[], references=[], pictures=[])
        composed = compose(own, parse_read(html))
        facts = {
            "looks": seen,
            "found": [asdict(one) for one in own.found],
            "references": [astuple(one) for one in own.references],
            "pictures": own.pictures,
            "composed": asdict(composed),
        }
        return json.dumps(facts).encode()

    _, found, references, pictures, composed = _read(once(cache, KIND, _key(state, html, ground), make, holds))
    state.found += found
    state.references += references
    state.pictures += pictures
    return composed


def read_diagnostic(facts: Mapping[str, Any]) -> Diagnostic:
    """A diagnostic that was kept as JSON."""
    return Diagnostic(
        facts["code"],
        Span(**facts["span"]),
        tuple((name, value) for name, value in facts["facts"]),
        facts["suggestion"],
        tuple(Span(**span) for span in facts["related"]),
        tuple(Edit(Span(**edit["span"]), edit["text"]) for edit in facts["fix"]),
    )


def _key(state: ParseState, html: str, ground: str) -> str:
    return digest(
        ground,
        state.text,
        html,
        repr((state.path, state.id, state.draft, state.variant, state.title, state.kind, state.replacements)),
    )


@remembered
def _read(
    kept: bytes,
) -> tuple[tuple[tuple[str, str], ...], tuple[Diagnostic, ...], tuple[Reference, ...], tuple[str, ...], Composed]:
    """What was kept: how its pictures looked, what was found, references, pictures, and the document itself."""
    facts = json.loads(kept)
    found = tuple(read_diagnostic(one) for one in facts["found"])
    references = tuple(Reference(*one) for one in facts["references"])
    composed = facts["composed"]
    targets = tuple(Target(**{**one, "span": Span(**one["span"])}) for one in composed["targets"])
    document = Composed(**{**composed, "targets": targets})
    return tuple(facts["looks"].items()), found, references, tuple(facts["pictures"]), document


def _watched(picture: Callable[[str], Seen], looks: dict[str, str]) -> Callable[[str], Seen]:
    """Note every picture that is looked at."""

    def look(path: str) -> Seen:
        seen = picture(path)
        looks[path] = _look(seen)
        return seen

    return look


def _look(seen: Seen) -> str:
    asset = seen.asset
    known = (asset.path, asset.media_type, asset.width, asset.height) if asset else None
    return digest(repr((known, seen.found)), asset.data if asset else b"")
