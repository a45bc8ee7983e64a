"""A book's texts as a PO file, for translators and their tools, and back.

In: the files of the original as they are and as they were translated, and the translation's. Out: an entry for each
passage (conversion/passages), whose `msgid` is its Markdown and whose `msgctxt` is its identity: the file, and a digest
of the words that it was translated from, which stays while the original changes. What changed since is fuzzy, with its
former words. Coming back, a file whose passages are all known is written in its own words around them; another one is
the original with what is translated in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import polib

from ..artifacts import digest
from ..record.counterparts import Mark, pair_marks
from ..record.siblings import pair_edited
from ..theme import Labels
from .passages import read_sheet

IDENTITY_LENGTH = 8
# What of a head is read by readers; the other keys are not for translators.
SAID = ("title", "summary", "promise", "purpose", "moment", "who", "duration", "notice")
_KEY = re.compile(r"(?P<key>\w+):[ \t]+(?=\S)")
_NAME = re.compile(r"\{[^{}]*#([\w-]+)[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source that is translated whole: its place, its Markdown, and what kind of thing it is."""

    start: int
    end: int
    line: int
    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the original as it is and as it was translated, and its translation; empty where there is none."""

    path: str
    now: str
    then: str
    translation: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage of the original with its translation; `before` is what it said when that was made."""

    path: str
    line: int
    identity: str
    kind: str
    text: str
    translation: str = ""
    before: str = ""
    is_fuzzy: bool = False


def said_keys(labels: Iterable[Labels]) -> frozenset[str]:
    """What authors call the keys of a head that readers read, in these languages and in English."""
    return frozenset({*SAID, *(one.words[f"front.{key}"] for one in labels for key in SAID)})


def pieces_of(source: str, keys: Collection[str]) -> tuple[Piece, ...]:
    """Part a source into what is translated, in its order; `keys` are those of its head that readers read."""
    found: list[Piece] = []
    for passage in sorted(read_sheet(source).passages(), key=lambda one: one.start):
        start, end = passage.start, passage.end
        if passage.kind == "code" or (found and start < found[-1].end):
            continue
        if passage.kind == "head":
            said = _KEY.match(source, start, end)
            if said is None or said["key"] not in keys:
                continue
            start = said.end()
        elif passage.kind == "caption" and source[:start].endswith("!["):
            # The words for those who do not see the picture stand in its braces.
            start, end = start - 2, _line_end(source, end)
        if source[start:end].strip():
            line = source.count("\n", 0, start) + 1
            name = _NAME.search(source, end, _line_end(source, end)) if passage.kind.startswith("heading") else None
            mark = Mark(f"{passage.kind} {passage.depth}", name[1] if name else "")
            found.append(Piece(start, end, line, source[start:end], mark))
    return tuple(found)


def entries_of(source: Source, keys: Collection[str]) -> tuple[Entry, ...]:
    """The entries of one file."""
    present, former, mine = (pieces_of(text, keys) for text in (source.now, source.then, source.translation))
    words = {place: mine[at].text for at, place in _pairs(former, mine).items()}
    origins = _origins([piece.text for piece in former], [piece.text for piece in present])
    seen: Counter[str] = Counter()
    found = []
    for nth, piece in enumerate(present):
        place = origins.get(nth)
        before = former[place].text if place is not None else ""
        name = digest(before or piece.text)[:IDENTITY_LENGTH]
        seen[name] += 1
        identity = f"{source.path}.{name}" + (f"-{seen[name]}" if seen[name] > 1 else "")
        said = words.get(place, "") if place is not None else ""
        changed = bool(said) and before != piece.text
        found.append(
            Entry(
                source.path,
                piece.line,
                identity,
                piece.mark.kind.split()[0],
                piece.text,
                said,
                before if changed else "",
                changed,
            )
        )
    return tuple(found)


def translate(source: Source, told: Mapping[str, str], keys: Collection[str]) -> str | None:
    """A file in the other language, of what is told for each identity; None where the translation has something of its
    own, which nobody may lose."""
    entries, present, mine = entries_of(source, keys), pieces_of(source.now, keys), pieces_of(source.translation, keys)
    texts = [told.get(entry.identity, "") for entry in entries]
    if len(_pairs(pieces_of(source.then, keys), mine)) < len(mine):
        return None
    pairs = _pairs(present, mine)
    if len(pairs) == len(present) == len(mine):
        return _filled(source.translation, mine, [texts[place] for _, place in sorted(pairs.items())])
    return _filled(source.now, present, texts)


def write_catalogue(entries: Sequence[Entry], language: str) -> str:
    """Write a PO file; the same entries give the same bytes."""
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language.replace("-", "_"),
    }
    for one in entries:
        made.append(
            polib.POEntry(
                msgctxt=one.identity,
                msgid=one.text,
                msgstr=one.translation,
                comment=one.kind,
                occurrences=[(one.path, str(one.line))],
                flags=["fuzzy"] if one.is_fuzzy else [],
                previous_msgid=one.before or None,
            )
        )
    return f"{made}\n"


def read_catalogue(text: str) -> tuple[dict[str, str], frozenset[str]]:
    """What a PO file says for each identity, and which of that is done; raise ValueError where it is none."""
    try:
        read = polib.pofile(text, wrapwidth=0)
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError(str(problem)) from problem
    told = [entry for entry in read if entry.msgctxt and entry.msgstr and not entry.obsolete]
    if not told:
        raise ValueError("msgctxt")
    return {one.msgctxt: one.msgstr for one in told}, frozenset(one.msgctxt for one in told if not one.fuzzy)


def _pairs(old: Sequence[Piece], new: Sequence[Piece]) -> dict[int, int]:
    return pair_marks([piece.mark for piece in old], [piece.mark for piece in new])


def _filled(source: str, pieces: Sequence[Piece], texts: Sequence[str]) -> str:
    """A source with other words in its pieces; what has none keeps its own."""
    made, done = [], 0
    for piece, text in zip(pieces, texts, strict=True):
        made += [source[done : piece.start], text or piece.text]
        done = piece.end
    return "".join((*made, source[done:]))


def _origins(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which text was which, new → old: equal ones in their order, and edited ones between them."""
    found: dict[int, int] = {}
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        found |= dict(_edited(what, old, new, (a, b, c, d)))
    return found


def _edited(
    what: str, old: Sequence[str], new: Sequence[str], edges: tuple[int, int, int, int]
) -> Iterator[tuple[int, int]]:
    a, b, c, d = edges
    if what == "equal" or (what == "replace" and b - a == d - c):
        yield from zip(range(c, d), range(a, b), strict=True)
    elif what == "replace":
        yield from ((c + one, a + other) for one, other in pair_edited(old[a:b], new[c:d]).items())


def _line_end(source: str, place: int) -> int:
    end = source.find("\n", place)
    return len(source) if end < 0 else end
