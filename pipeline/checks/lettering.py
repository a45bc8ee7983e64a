"""t-070: letters that no font of the book has, with their names and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from ..diagnostics import Diagnostic, Span, diagnose
from ..letters import foreign, name_of, script_of, share_out
from ..manuscript import glossary, sources
from ..manuscript.model import Manuscript
from ..manuscript.positions import span_at
from ..theme import Theme

MANIFEST = "book.yaml"
LOST = "\ufffd"
# So many letters are shown; the others are of the same script.
MOST_SHOWN = 12


def letters_have_fonts(manuscript: Manuscript, theme: Theme) -> Iterator[Diagnostic]:
    """Name what print cannot draw: one message for each script in each file, at its first letter there."""
    for path, source, text in _texts(manuscript):
        # What stands for a letter that was lost is told as that (t-062).
        missing = share_out(foreign(unescape(text).replace(LOST, ""), theme), theme).missing
        scripts: dict[str, list[str]] = {}
        for letter in sorted(missing, key=lambda letter: (source.find(letter) % (len(source) + 1), letter)):
            scripts.setdefault(script_of(letter), []).append(letter)
        for found in scripts.values():
            yield _tell(path, source, found)


def _tell(path: str, source: str, found: list[str]) -> Diagnostic:
    first = found[0]
    at = source.find(first)
    place = span_at(source, at, at + 1, path) if at >= 0 else Span(path)
    shown = "".join(found[:MOST_SHOWN]) + ("…" if len(found) > MOST_SHOWN else "")
    return diagnose("t-070", place, name=name_of(first), letters=shown, count=len(found))


def _texts(manuscript: Manuscript) -> Iterator[tuple[str, str, str]]:
    """What is printed, by file: its path, its source where that is at hand, its text."""
    for path, document in sorted(manuscript.documents.items()):
        # A letter that was lost on the way has a message of its own (t-062).
        text = f"{document.title}{document.title_html}{document.body}{document.front.promise}"
        yield path, document.text, text.replace("\ufffd", "")
    yield glossary.PATH, "", "".join(f"{term.term}{term.definition_html}" for term in manuscript.glossary)
    yield sources.PATH, "", "".join(text for _, text in manuscript.bibliography)
    manifest = manuscript.manifest
    people = "".join(person.name for person in manifest.contributors)
    parts = "".join(part.title for part in manifest.parts)
    yield MANIFEST, "", f"{manifest.title}{manifest.subtitle}{manifest.publisher}{people}{parts}"
