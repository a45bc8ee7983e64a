"""A Word file that came back from review becomes suggestions in its chapter: the file in, the chapter's new text out.

The suggestions are made in the source that was sent out; if the chapter went on meanwhile, both are merged, as two
authors' work is. What nobody touched stays byte for byte.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..manuscript.merge import merge
from .allotting import Allotted, allot
from .critic import COMMENTED, DELETED, INSERTED, Marks, settle
from .passages import Label, Passage, Picture, Sheet, read_sheet
from .suggesting import Desk, new_text, strike, suggest
from .wordreading import Paragraph, Returned
from .wordstyles import style_id

_HEADINGS = {style_id(f"heading{level}"): level for level in (1, 2, 3, 4)}
_HEADINGS |= {f"Heading{level}": level for level in (1, 2, 3, 4)}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The chapter with its suggestions; `fixed` are places that no suggestion can stand in, told in comments."""

    text: str
    counts: Counter[str]
    authors: tuple[str, ...]
    fixed: int
    conflicts: int


def review(returned: Returned, current: str, words: dict[str, str]) -> Reviewed:
    """Write what the reviewers did into the chapter as it is now; `words` are names of boxes."""
    suggested, marks, fixed = _suggested(returned, words)
    counts = Counter(changes=marks.count(INSERTED, DELETED), comments=marks.count(COMMENTED))
    if suggested == returned.source:
        return Reviewed(current, counts, (), 0, 0)
    merged = merge(returned.source, current, suggested) if current != returned.source else None
    text = merged.text if merged else suggested
    return Reviewed(text, counts, marks.authors(), fixed, merged.conflicts if merged else 0)


def _suggested(returned: Returned, words: dict[str, str]) -> tuple[str, Marks, int]:
    sheet = read_sheet(
        returned.source, lambda address: returned.names.get(address, address), lambda box: words.get(box, box)
    )
    passages = sheet.passages()
    notes = {one.note: one for one in reversed(returned.paragraphs) if one.note}
    desk = Desk(Marks(), returned.remarks, lambda number: _note(notes.get(number)))
    allotted = allot(passages, returned.paragraphs, _labels(sheet))
    fixed = 0
    for number, pieces in sorted(allotted.kept.items()):
        fixed += suggest(desk, passages[number], pieces) and passages[number].is_fixed
    never_sent = {passage.start for call, passage in sheet.notes if _is_uncalled(call, returned.source)}
    for number in (*allotted.gone, *allotted.moved):
        if passages[number].start not in never_sent:
            strike(desk, passages[number])
    _put_new(desk, returned.source, passages, allotted)
    text = returned.source
    made, done = "", 0
    for edit in sorted(desk.edits, key=lambda edit: (edit.place, edit.rank)):
        made += text[done : edit.place] + edit.text
        done = edit.place
    return settle(made + text[done:], desk.marks), desk.marks, fixed


def _is_uncalled(call: str, source: str) -> bool:
    """Whether a note stands in the source that nothing calls: a Word file has no place for it."""
    return call.startswith("[^") and source.count(call) == 1


def _labels(sheet: Sheet) -> frozenset[str]:
    """What the file says that no author wrote."""
    names = [item.text for item in sheet.items if isinstance(item, Label)]
    names += [f"[{item.path}]" for item in sheet.items if isinstance(item, Picture)]
    return frozenset(name.strip().casefold() for name in names)


def _note(paragraph: Paragraph | None) -> str:
    said = paragraph.text().strip() if paragraph else ""
    return f"^[{said}]" if said else ""


def _put_new(desk: Desk, source: str, passages: tuple[Passage, ...], allotted: Allotted) -> None:
    """New paragraphs, each behind the passage that it follows; new rows of a table as rows."""
    rows: dict[tuple[int, int, int], list[Paragraph]] = {}
    for before, paragraph in allotted.new:
        passage = passages[before] if before >= 0 else None
        if paragraph.row and passage and passage.kind == "cell":
            rows.setdefault((before, *paragraph.row), []).append(paragraph)
            continue
        place, start = _behind(source, passages, before)
        text = new_text(desk, paragraph.pieces)
        if text:
            desk.put(place, 1, start + _prefix(source, passage, paragraph, start) + text + ("" if start else "\n\n"))
    for (before, *_), cells in rows.items():
        made = " | ".join(new_text(desk, cell.pieces) for cell in cells)
        desk.put(passages[before].after, 1, f"\n| {made} |")


def _behind(source: str, passages: tuple[Passage, ...], before: int) -> tuple[int, str]:
    """Where a new paragraph goes, and what parts it from the text before."""
    if before >= 0 and passages[before].kind not in ("head", "note"):
        place = passages[before].after
        if passages[before].kind == "cell":
            place = _table_end(source, place)
        return place, "\n\n"
    first = next((one for one in passages if one.kind not in ("head", "note")), None)
    if first is None:
        return len(source.rstrip("\n")), "\n\n"
    return source.rfind("\n", 0, first.start) + 1, ""


def _table_end(source: str, place: int) -> int:
    while source[place + 1 : place + 2] == "|" and place < len(source):
        end = source.find("\n", place + 1)
        place = end if end >= 0 else len(source)
    return place


def _prefix(source: str, passage: Passage | None, paragraph: Paragraph, start: str) -> str:
    """The signs that make of new words what they look like."""
    if level := _HEADINGS.get(paragraph.style):
        return "#" * level + " "
    if not paragraph.is_item:
        return ""
    if passage and passage.kind == "item" and start:
        return source[source.rfind("\n", 0, passage.start) + 1 : passage.start]
    return "- "
