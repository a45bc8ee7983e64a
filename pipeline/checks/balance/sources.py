"""What a document's source says, held against what was read from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ... import program
from ...artifacts import digest
from ...cache import Cache
from ...diagnostics import Diagnostic, diagnose
from ...manuscript.model import Document
from ...manuscript.positions import span_at
from ...theme import Labels
from ...tokens import words_of
from .compare import Loss, compare
from .heads import SHOWN, head_losses
from .made import made
from .written import Stream, written

KIND = "balance"
CODES = {"lost": "s-160", "changed": "s-161", "moved": "s-162", "doubled": "s-163"}
MOST_WORDS = 14
# What a book leaves out of its text on purpose: notes of the team, and what only a variant says; and samples, whose
# answers it puts beside the questions of the sheet that they fill in.
LEFT_OUT = ("comment", "todo", "team-field", "variant", "sample")
_LONE_STAR = re.compile(r"(?<![*\\])(?<=[^\W_])\*(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read: the names of elements whose words need not arrive, phrases that a variant replaces, and the
    keys of heads by what authors write."""

    left_out: frozenset[str]
    replaced: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()


def reading(labels: Labels, replaced: Sequence[str]) -> Reading:
    """What of the vocabulary the balance must know: names, as data."""
    names = {name for key in LEFT_OUT for name in (key, *_aliases(labels, key))}
    keys = sorted((word, name) for name, word in labels.under("front").items())
    return Reading(frozenset(names), tuple(replaced), tuple(keys))


def _aliases(labels: Labels, key: str) -> Iterator[str]:
    for name in (f"elements.{key}.alias", f"attributes.{key}"):
        if name in labels.words:
            yield labels.words[name]


def of_documents(
    documents: Iterable[Document], labels: Labels, replaced: Sequence[str], cache: Cache, *, draft: bool
) -> Iterator[Diagnostic]:
    """Tell what of the words of documents did not arrive in the book. An edition leaves out what stands around the
    team's gaps, too: there such documents are left in peace."""
    how = reading(labels, replaced)
    gaps = {"team-field", *_aliases(labels, "team-field")}
    for document in documents:
        if draft or not any(name in document.text for name in gaps):
            yield from of_document(document, how, cache)


def of_document(document: Document, how: Reading, cache: Cache) -> tuple[Diagnostic, ...]:
    """Tell what of a document's words did not arrive in the book, or elsewhere, or as others."""
    key = digest(program.fingerprint(), repr(how), document.text, document.title, document.body, repr(document.front))
    known = cache.get(KIND, key)
    if known is None:
        known = json.dumps([*_losses(document, how)], ensure_ascii=False).encode()
        cache.put(KIND, key, known)
    text = document.text.replace("\r\n", "\n")
    return tuple(
        diagnose(code, span_at(text, start, end, document.path), words=words, shown=shown)
        for code, start, end, words, shown in json.loads(known)
    )


def _losses(document: Document, how: Reading) -> Iterator[tuple[str, int, int, str, str]]:
    text = document.text.replace("\r\n", "\n")
    source = written(text, how.left_out, how.replaced)
    result = made(document.body)
    title = tuple(words_of(document.title))
    shown = {name: str(getattr(document.front, name)) for name in SHOWN}
    found = [*head_losses(text, shown, dict(how.keys))]
    for stream, words in ((source.text, (*title, *result.text)), (source.notes, result.notes)):
        found += [(loss, stream) for loss in compare(stream.words, words) if not _is_none(loss, stream, text, title)]
    for loss, stream in found:
        places, last = stream.places(), loss.end - 1
        start, end = places[loss.start], places[last] + len(stream.words[last])
        yield CODES[loss.kind], start, end, _some(text[start:end].split()), _some(loss.shown)


def _is_none(loss: Loss, stream: Stream, text: str, title: tuple[str, ...]) -> bool:
    words = stream.words[loss.start : loss.end]
    if loss.kind == "moved":
        return words == title
    if loss.kind != "changed" or "".join(words) != "".join(loss.shown):
        return False
    # Marks inside a word take nothing away: **fett**e. A lone star does: Handwerker*innen.
    places = stream.places()
    start, end = places[loss.start], places[loss.end - 1] + len(words[-1])
    return all(len(_LONE_STAR.findall(word)) != 1 for word in text[start:end].split())


def _some(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) <= MOST_WORDS else f"{' '.join(words[:MOST_WORDS])} …"
