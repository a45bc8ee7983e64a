"""The index: headwords from the marks in the text, with locators in reading order.

Sorted as DIN 5007-1, and letters that a language counts as its own, as CLDR has them: `sorting.letters` of the labels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element as Element

from ..diagnostics import Diagnostic, diagnose
from ..manuscript.model import Manuscript
from ..spelling import STROKED, nearest, slug
from ..theme import Labels
from ..trees import attribute, escape, has_class, words_of
from .arrangement import Piece
from .fragments import fill_after_title
from .ids import unique, with_origin
from .places import place
from .wording import section_name

# Letters that are no letter with an accent to Unicode: Łódź stands beside Lodz.
_STROKED = str.maketrans(STROKED)
# The group of headwords that begin with a digit or a sign.
_NO_LETTER = "0–9"


@dataclass(frozen=True, slots=True)
class Mark:
    """One index mark: its headword, and where it stands."""

    id: str
    headword: str
    sub: str
    see: tuple[str, ...]
    see_also: tuple[str, ...]
    visible: bool
    section_name: str
    path: str


@dataclass(slots=True)
class _Entry:
    headword: str
    id: str = ""
    marks: list[Mark] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    subs: dict[str, _Entry] = field(default_factory=dict)


def sort_key(word: str, letters: str = "") -> tuple[str, str]:
    """DIN 5007-1: ä sorts as a, ß as ss, case does not matter; hyphens part words, other signs are passed over.

    `letters` are those that stand behind the whole of another: "c č h ch" are č behind all of c, and ch behind h.
    """
    small = unicodedata.normalize("NFC", word.casefold())
    ranks = _ranks(letters)
    pieces = [ranks.get(piece) or _plain(piece) for piece in _cut(small, letters)]
    return " ".join("".join(pieces).split()), word


def _plain(text: str) -> str:
    spread = text.translate(_STROKED).replace("ß", "ss").replace("-", " ").replace("–", " ")
    return "".join(letter for letter in unicodedata.normalize("NFKD", spread) if letter.isalnum() or letter == " ")


@lru_cache(maxsize=8)
def _ranks(letters: str) -> dict[str, str]:
    """What each letter of its own sorts as: the plain letter it follows, then signs behind all letters."""
    ranks: dict[str, str] = {}
    base, behind = "", 0
    for letter in letters.split():
        if len(letter) == 1 and letter.isascii():
            base, behind = letter, 0
        else:
            behind += 1
            ranks[letter] = base + chr(0x10FFF0 + behind)
    return ranks


def _cut(word: str, letters: str) -> list[str]:
    """A word in its letters of their own, the longest first, and what is between them."""
    own = sorted(_ranks(letters), key=lambda letter: (-len(letter), letter))
    return re.split(f"({'|'.join(map(re.escape, own))})", word) if own else [word]


def marks_of(pieces: Iterable[Piece], labels: Labels) -> Iterator[Mark]:
    """All index marks in reading order."""
    for piece in pieces:
        name = section_name(labels, piece.section)
        for element, path in with_origin(piece):
            if has_class(element, "index-mark"):
                yield _mark(element, name, path)


def fill_index(
    piece: Piece, marks: Iterable[Mark], manuscript: Manuscript, taken: Iterable[str], labels: Labels
) -> tuple[Diagnostic, ...]:
    """Write the index; a `see` to a headword that is not there is reported and stays plain text."""
    marks = tuple(marks)
    entries = _entries(marks, set(taken))
    groups: dict[str, list[_Entry]] = {}
    own = labels.word("sorting.letters")
    for entry in sorted(entries.values(), key=lambda entry: _group_key(entry.headword, own)):
        groups.setdefault(_letter(entry.headword, own), []).append(entry)
    markup = "".join(
        f'<div class="index-group"><h2 id={attribute(_group_id(piece, letter))}>{letter}</h2>'
        f"<ul>{''.join(_entry_markup(entry, entries, labels) for entry in group)}</ul></div>"
        for letter, group in groups.items()
    )
    fill_after_title(piece.tree, markup)
    return tuple(_lost_leads(marks, entries, manuscript))


def _mark(element: Element, name: str, path: str) -> Mark:
    headword = element.get("data-headword") or words_of(element)
    headword, _, sub = headword.partition("!")
    return Mark(
        id=element.get("id", ""),
        headword=headword.strip(),
        sub=(element.get("data-sub") or sub).strip(),
        see=_leads(element.get("data-see")),
        see_also=_leads(element.get("data-see-also")),
        visible=bool(words_of(element)),
        section_name=name,
        path=path,
    )


def _leads(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(";") if part.strip())


def _entries(marks: Iterable[Mark], taken: set[str]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for mark in marks:
        head = entries.setdefault(mark.headword, _Entry(mark.headword))
        entry = head.subs.setdefault(mark.sub, _Entry(mark.sub)) if mark.sub else head
        # A mark that only leads elsewhere is no place to read.
        if not mark.see and (mark.visible or not mark.see_also):
            entry.marks.append(mark)
        entry.see += [lead for lead in mark.see if lead not in entry.see]
        entry.see_also += [lead for lead in mark.see_also if lead not in entry.see_also]
    for entry in entries.values():
        entry.id = unique(f"index-{slug(entry.headword)}", taken)
        taken.add(entry.id)
    return entries


def _group_key(headword: str, letters: str) -> tuple[bool, tuple[str, str]]:
    return _letter(headword, letters) != _NO_LETTER, sort_key(headword, letters)


def _letter(headword: str, letters: str) -> str:
    small = unicodedata.normalize("NFC", headword.casefold())
    own = next((piece for piece in _cut(small, letters) if piece), "")
    if own in _ranks(letters):
        return own.capitalize()
    first = sort_key(headword)[0][:1]
    return first.upper() if first.isalpha() else _NO_LETTER


def _group_id(piece: Piece, letter: str) -> str:
    return f"{piece.section.id}--{'0-9' if letter == _NO_LETTER else letter.lower()}"


def _entry_markup(entry: _Entry, entries: dict[str, _Entry], labels: Labels) -> str:
    id = f" id={attribute(entry.id)}" if entry.id else ""
    parts = [f'<span class="headword"{id}>{escape(entry.headword)}</span>']
    parts += _locators(entry.marks)
    lines = ", ".join(parts)
    # "See also" needs something to read first.
    also = "see-also" if entry.marks or entry.subs else "see"
    for word, leads in (("see", entry.see), (also, entry.see_also)):
        if leads:
            links = "; ".join(_lead_markup(lead, entries) for lead in leads)
            lines += f' <em class="see">{escape(labels.word(f"names.{word}"))}</em> {links}'
    subs = sorted(entry.subs.values(), key=lambda sub: sort_key(sub.headword, labels.word("sorting.letters")))
    below = f"<ul>{''.join(_entry_markup(sub, entries, labels) for sub in subs)}</ul>" if subs else ""
    return f"<li>{lines}{below}</li>"


def _locators(marks: Iterable[Mark]) -> Iterator[str]:
    times: dict[str, int] = {}
    for mark in marks:
        times[mark.section_name] = again = times.get(mark.section_name, 0) + 1
        # Outside print two places in one chapter need names that differ.
        name = mark.section_name if again == 1 else f"{mark.section_name} ({again})"
        yield f'<a class="locator" href={attribute("#" + mark.id)}>{escape(name)}</a>'


def _lead_markup(lead: str, entries: dict[str, _Entry]) -> str:
    head = lead.partition("!")[0].strip()
    name = escape(", ".join(part.strip() for part in lead.split("!")))
    return f'<a class="index-see" href={attribute("#" + entries[head].id)}>{name}</a>' if head in entries else name


def _lost_leads(marks: Iterable[Mark], entries: dict[str, _Entry], manuscript: Manuscript) -> Iterator[Diagnostic]:
    for mark in marks:
        for lead in (*mark.see, *mark.see_also):
            head = lead.partition("!")[0].strip()
            if head not in entries:
                where = place(manuscript, mark.path, "text", lead)
                yield diagnose("i-001", where, suggestion=nearest(head, entries), headword=mark.headword, lead=head)
