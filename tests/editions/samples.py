"""Small values for the tests of editions."""

from __future__ import annotations

from pipeline.artifacts import digest
from pipeline.editions.blocks import Block


def block(text: str, section: str = "a", *, id: str = "", kind: str = "p", folio: str = "1") -> Block:
    """A block as `blocks_of` gives it; with an id when the author wrote one."""
    return Block(id, id or f"{section}--b", section, kind, text, digest(kind, text)[:16], folio, bool(id))


def named(id: str, text: str, section: str = "a", *, kind: str = "p", folio: str = "1") -> Block:
    """A block as an edition's list holds it, with an id that was given to it."""
    return Block(id, f"{section}--b", section, kind, text, digest(kind, text)[:16], folio)
