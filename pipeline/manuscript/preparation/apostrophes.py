"""Apostrophes at the beginnings of words, which pandoc takes for opening quotation marks: 'n Abend, Rock 'n' Roll."""

from __future__ import annotations

import re

from ..positions import bare
from .draft import Draft

APOSTROPHE = "\u2019"
# Those that are no word without it.
_SHORT = "n ne nen ner nem s nauf naus tis twas"
_BEGINNING = re.compile(
    rf"(?<![\w'\\{APOSTROPHE}])'(?=(?:{'|'.join(_SHORT.split())})(?P<end>'?)(?![\w'{APOSTROPHE}]))", re.IGNORECASE
)


def raise_apostrophes(draft: Draft) -> None:
    """Write the apostrophe itself where a word has lost its beginning."""
    prose = bare(draft.seen)
    changes = []
    for match in _BEGINNING.finditer(prose):
        changes.append((*match.span(), APOSTROPHE))
        if match["end"]:
            changes.append((match.start("end"), match.end("end"), APOSTROPHE))
    draft.exchange(changes)
