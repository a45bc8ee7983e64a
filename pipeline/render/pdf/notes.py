"""Notes go from the end of a section to their calls; CSS floats them to the foot of the page.

WeasyPrint (70.0) breaks no note over pages: one that is higher than its page would begin above the sheet. So a long one
is set as several, of which only the first has a number; what does not fit goes to the next page's foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .. import markup
from ..markup import Tree

# A note of more letters than this, some ten lines, is set in pieces of about so many.
LONG_NOTE = 900
_SENTENCE_END = re.compile(r"(?<=[.!?…]) +(?=[^a-z])")


def put_notes_at_foot(title: Tree, tree: Tree) -> None:
    """Move every note to its call, in the title or in the text."""
    notes = {note.get("id", ""): note for note in tree.iter("li") if markup.parent(note).tag == "ol" and note.get("id")}
    for call in (*markup.with_class(title, "footnote-ref"), *markup.with_class(tree, "footnote-ref")):
        note = notes.get(call.get("href", "").removeprefix("#"))
        if note is None:
            continue
        for back in markup.with_class(note, "footnote-back"):
            markup.drop(back)
        feet = _feet(note)
        call.addnext(feet[0])
        feet[0].tail, call.tail = call.tail, None
        markup.drop(call)
        for before, foot in pairwise(feet):
            before.addnext(foot)
            foot.tail, before.tail = before.tail, None
    for section in [e for e in tree.iter("section") if "footnotes" in markup.classes(e)]:
        markup.drop(section)


def _feet(note: Tree) -> list[Tree]:
    """A note as it stands at the foot: one element, or several for a long one."""
    feet: list[Tree] = []
    length = 0
    for block in _pieces(note):
        size = len(markup.text_of(block))
        if not feet or length + size > LONG_NOTE:
            name = note.get("id", "")
            feet.append(
                markup.element("small", {"class": "footnote", "id": name})
                if not feet
                else markup.element("small", {"class": "footnote more", "id": f"{name}-{len(feet) + 1}"})
            )
            length = 0
        feet[-1].append(block)
        length += size
    return feet


def _pieces(note: Tree) -> Iterator[Tree]:
    """The blocks of a note, long paragraphs parted between sentences."""
    is_long = len(markup.text_of(note)) > LONG_NOTE
    for number, block in enumerate(list(note)):
        block.tail = None
        for name in list(block.attrib):
            if name not in ("start", "type", "class"):
                del block.attrib[name]
        if block.tag != "p":
            yield block
            continue
        kind = "note-text further" if number else "note-text"
        for piece in _parted(block) if is_long else [block]:
            piece.tag = "span"
            piece.set("class", kind)
            yield piece
            kind = "note-text"


def _parted(paragraph: Tree) -> Iterator[Tree]:
    """Parts of a paragraph, each a few sentences long; what is marked up stays whole."""
    part = markup.element("span")
    children = list(paragraph)
    for text, child in zip([paragraph.text, *(one.tail for one in children)], [*children, None], strict=True):
        for number, sentence in enumerate(_SENTENCE_END.split(text or "")):
            if number:
                _add(part, " ")
                if len(markup.text_of(part)) + len(sentence) > LONG_NOTE // 3:
                    yield part
                    part = markup.element("span")
            _add(part, sentence)
        if child is not None:
            child.tail = None
            part.append(child)
    yield part


def _add(part: Tree, text: str) -> None:
    if len(part):
        part[-1].tail = (part[-1].tail or "") + text
    else:
        part.text = (part.text or "") + text
