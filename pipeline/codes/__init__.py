"""The table of codes: every problem the pipeline can name, its texts in German and English, one file a family."""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    accessibility,
    balance,
    checklists,
    conversion,
    crossrefs,
    editions,
    files,
    glossary,
    index,
    language,
    manifest,
    marks,
    pictures,
    plans,
    reading,
    shapes,
    shelves,
    sprints,
    structure,
    tongues,
    trade,
    typography,
    validators,
    versions,
    web,
)
from .code import Code, Severity
from .wording import Phrase, phrase

__all__ = ["CODES", "Code", "Phrase", "Severity", "phrase"]

CODES: Mapping[str, Code] = {
    **manifest.ROWS,
    **versions.ROWS,
    **sprints.ROWS,
    **trade.ROWS,
    **tongues.ROWS,
    **web.ROWS,
    **files.ROWS,
    **pictures.ROWS,
    **shapes.ROWS,
    **structure.ROWS,
    **balance.ROWS,
    **marks.ROWS,
    **reading.ROWS,
    **crossrefs.ROWS,
    **index.ROWS,
    **glossary.ROWS,
    **checklists.ROWS,
    **plans.ROWS,
    **typography.ROWS,
    **accessibility.ROWS,
    **language.ROWS,
    **validators.ROWS,
    **editions.ROWS,
    **shelves.ROWS,
    **conversion.ROWS,
}
