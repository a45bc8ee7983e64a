"""Small values for the tests of past and present editions."""

from __future__ import annotations

from pipeline.artifacts import digest
from pipeline.manuscript.model import Contributor
from pipeline.past.blocks import Block
from pipeline.past.record import Record

RECORD = Record(
    version="1.10",
    title="Probe & Co: „Größe“",
    date="2027-03-01",
    source="a" * 40,
    publisher="Verlag",
    subjects=("Kultur",),
    contributors=(Contributor("Maria Muster", ("aut",), "Muster, Maria"), Contributor("Werk", ("ill", "edt"))),
    allowed=("status",),
    tools={"pandoc": "3.9"},
    outputs={"x.pdf": "0" * 64, "html/index.html": "1" * 64},
    changes={"added": ("a.1", "a.2"), "changed": ()},
)


def block(text: str, section: str = "a", *, id: str = "", kind: str = "p", folio: str = "1") -> Block:
    """A block as `blocks_of` gives it; with an id when the author wrote one."""
    return Block(id, id or f"{section}--b", section, kind, text, digest(kind, text)[:16], folio, bool(id))


def named(id: str, text: str, section: str = "a", *, kind: str = "p", folio: str = "1") -> Block:
    """A block as an edition's list holds it, with an id that was given to it."""
    return Block(id, f"{section}--b", section, kind, text, digest(kind, text)[:16], folio)
