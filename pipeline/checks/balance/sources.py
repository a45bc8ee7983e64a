"""What a document's source says, held against what was read from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from ...cache import Cache
from ...codes import CODES as TEXTS
from ...diagnostics import Diagnostic, diagnose
from ...manuscript.model import Document
from ...manuscript.positions import span_at
from ...once import once_as_json
from ...theme import Labels
from ...tokens import words_of
from .compare import Loss, compare
from .heads import SHOWN, head_losses, head_of
from .made import Made, made
from .things import lost
from .written import Reading, Stream, Written, written

KIND = "balance"
CODES = {"lost": "s-160", "changed": "s-161", "moved": "s-162", "doubled": "s-163"}
MOST_WORDS = 14
# What a book leaves out of its text on purpose: notes of the team, and what only a variant says; and samples, whose
# answers it puts beside the questions of the sheet that they fill in.
LEFT_OUT = ("comment", "todo", "team-field", "variant", "sample")
# What is told of a head that could not be read, or not all of it.
_HEADS = re.compile(r"m-|f-00[12]$")
# Elements whose figures are reckoned and written in one way.
COMPUTED = ("budget",)
# A picture that is told already.
MISSING = 'class="missing picture"'
_ALTERNATIVE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
_LONE_STAR = re.compile(r"(?<![*\\])(?<=[^\W_])\*(?=[^\W_])")


def reading(labels: Labels, replaced: Sequence[str]) -> Reading:
    """What of the vocabulary the balance must know: names, as data."""
    keys = sorted((word, name) for name, word in labels.under("front").items())
    return Reading(_names(labels, LEFT_OUT), _names(labels, COMPUTED), tuple(replaced), tuple(keys))


def _names(labels: Labels, keys: Iterable[str]) -> frozenset[str]:
    return frozenset(name for key in keys for name in (key, *_aliases(labels, key)))


def _aliases(labels: Labels, key: str) -> Iterator[str]:
    for name in (f"elements.{key}.alias", f"attributes.{key}"):
        if name in labels.words:
            yield labels.words[name]


def of_documents(
    documents: Iterable[Document],
    labels: Labels,
    replaced: Sequence[str],
    cache: Cache,
    found: Iterable[Diagnostic],
    *,
    draft: bool,
) -> Iterator[Diagnostic]:
    """Tell what of the words of documents did not arrive in the book; `found` is what was told of them before. An
    edition leaves out what stands around the team's gaps, too: there such documents are left in peace."""
    how = reading(labels, replaced)
    gaps = {"team-field", *_aliases(labels, "team-field")}
    spoilt = {one.span.path for one in found if TEXTS[one.code].severity == "error" and _HEADS.match(one.code)}
    for document in documents:
        if draft or not any(name in document.text for name in gaps):
            yield from of_document(document, how, cache, has_head=document.path not in spoilt)


def of_document(document: Document, how: Reading, cache: Cache, *, has_head: bool = True) -> tuple[Diagnostic, ...]:
    """Tell what of a document's words did not arrive in the book, or elsewhere, or as others. Of a head that could not
    be read (not `has_head`) nothing is looked for."""
    read = (document.text, document.title, document.body, repr(document.front))
    # A set is written in another order by every run.
    asked = (sorted(how.left_out), sorted(how.computed), how.replaced, how.keys, has_head, *read)
    lost = once_as_json(cache, KIND, asked, lambda: [*_losses(document, how, has_head)])
    return tuple(
        diagnose(code, span_at(document.text, start, end, document.path), words=words, shown=shown)
        for code, start, end, words, shown in lost
    )


def _losses(document: Document, how: Reading, has_head: bool) -> Iterator[tuple[str, int, int, str, str]]:
    text, keys = document.text, dict(how.keys)
    head = head_of(text, keys)
    source = written(text, how, head.end() if head else 0)
    result = made(document.body)
    title = tuple(words_of(document.title))
    shown = {name: str(getattr(document.front, name)) for name in SHOWN}
    found = [*head_losses(head, shown, keys)] if head and has_head else []
    losses = compare(source.text.words, (*title, *result.text))
    found += [(loss, source.text) for loss in losses if not _is_none(loss, source.text, text, title)]
    if MISSING in document.body:
        # Of a picture that is told its words are missing, too.
        alternatives = [match.span() for match in _ALTERNATIVE.finditer(text)]
        found = [one for one in found if not _is_within(one[0], one[1], alternatives)]
    # Notes stand in the order of their calls.
    losses = tuple(loss for loss in compare(source.notes.words, result.notes) if loss.kind != "moved")
    found += [(loss, source.notes) for loss in losses if not _is_none(loss, source.notes, text, title)]
    if not found:
        # Where words are missing, what stands beside them may be, too.
        yield from _lost_things(source, result, document)
    for loss, stream in found:
        places, last = stream.places(), loss.end - 1
        start, end = places[loss.start], places[last] + len(stream.words[last])
        yield CODES[loss.kind], start, end, _some(text[start:end].split()), _some(loss.shown)


def _lost_things(source: Written, result: Made, document: Document) -> Iterator[tuple[str, int, int, str, str]]:
    for one in lost(source.things, result.things):
        words = document.text[one.start : one.end].split()
        # What is a link elsewhere is text in code.
        if not (one.kind == "picture" and MISSING in document.body) and not _stands(words, document.body):
            yield CODES["lost"], one.start, one.end, _some(words), ""


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


def _is_within(loss: Loss, stream: Stream, spans: Sequence[tuple[int, int]]) -> bool:
    place = stream.places()[loss.start]
    return any(start <= place < end for start, end in spans)


def _stands(words: Sequence[str], body: str) -> bool:
    """Whether marks are there as they were written."""
    text = "".join(map(str, etree.fromstring(f"<div>{body}</div>").itertext()))
    return " ".join(words) in " ".join(text.split())


def _some(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) <= MOST_WORDS else f"{' '.join(words[:MOST_WORDS])} …"
