"""l-190: one reader and several addressed in one paragraph (du and ihr), in German."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Diagnostic, diagnose
from ...manuscript.positions import span_at
from .prose import HIDDEN, Block

_ONE = re.compile(r"(?<![\w-])(?:[Dd]u|[Dd]ir|[Dd]ich|[Dd]ein(?:e[mnrs]?)?)(?![\w-])")
# "ihr" alone is hers and theirs, too; beside one of these it is you.
_VERBS = "habt seid könnt müsst wollt sollt dürft werdet wart hattet braucht wisst macht findet"
_SEVERAL = re.compile(
    rf"(?<![\w-])(?:[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?|[Ii]hr(?=\s+(?:{'|'.join(_VERBS.split())})\b))(?![\w-])"
)
# Somebody speaks: to whom is not the book's matter.
_SPOKEN = re.compile(r"„[^“”]*[“”]|»[^«]*«|\"[^\"]*\"|‚[^‘]*‘")


def mixed_address(block: Block, source: str, path: str) -> Iterator[Diagnostic]:
    """Tell a paragraph once, at the word that turns from the one to the others."""
    if not block.is_running:
        return
    text = _SPOKEN.sub(lambda found: HIDDEN * len(found[0]), block.text)
    one, several = _ONE.search(text), _SEVERAL.search(text)
    if one and several:
        first, second = sorted((one, several), key=lambda found: found.start())
        place = span_at(source, block.start + second.start(), block.start + second.end(), path)
        yield diagnose("l-190", place, first=first[0], second=second[0])
