"""What a book sprint has decided by the clock, held against the chapters: none comes in after `chapters`, none grows
after `content`. What is said of a text (CriticMarkup) is none of its length: a frozen text is commented on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.front_matter import aliases_of, read_front_matter
from ..manuscript.schema import STATUSES
from ..manuscript.suggestions import decide
from ..theme import Labels

CHAPTERS, CONTENT, PRINT = "chapters", "content", "print"
# Whoever puts a better word in the place of another writes first and deletes then.
SLACK = 200


def measure(text: str) -> int:
    """How long a text is, as an edition has it."""
    return len(decide(text, draft=False))


def missed(
    shut: Mapping[str, str], texts: Mapping[str, str], then: Mapping[str, Mapping[str, str]], labels: Labels
) -> Iterator[Diagnostic]:
    """Tell which texts keep to no gate. `shut`: the gates with their moments; `then`: the texts that were committed at
    each of them, none where there was no commit.

    m-240: still a draft after `content`, m-241: came in after `chapters`, m-242: grew after `content`.
    """
    aliases, before = aliases_of(labels), then.get(CONTENT, {})
    for path, text in texts.items():
        place = Span(path)
        if CONTENT in shut and read_front_matter(text, path, aliases).value[0].status == STATUSES[0]:
            yield diagnose("m-240", place, path=path, moment=shut[CONTENT])
        if CHAPTERS in shut and then.get(CHAPTERS) and path not in then[CHAPTERS]:
            yield diagnose("m-241", place, path=path, moment=shut[CHAPTERS])
        more = measure(text) - measure(before.get(path, text))
        if CONTENT in shut and more > SLACK:
            yield diagnose("m-242", place, path=path, moment=shut[CONTENT], more=more)
