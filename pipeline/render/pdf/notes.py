"""Notes go from the end of a section to their calls; CSS floats them to the foot of the page.

WeasyPrint (70.0) breaks no note over pages: one that is higher than its page would begin above the sheet. So a long one
is set as several, of which only the first has a number; what does not fit goes to the next page's foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ... import trees
from ...trees import Element

# A note of more letters than this, some ten lines, is set in pieces of about so many.
LONG_NOTE = 900
_SENTENCE_END = re.compile(r"(?<=[.!?…]) +(?=[^a-z])")


def put_notes_at_foot(title: Element, tree: Element) -> None:
    """Move every note to its call, in the title or in the text."""
    items = [item for item in tree.iter("li") if trees.parent_of(item).tag == "ol" and item.get("id")]
    notes = {item.get("id", ""): item for item in items}
    for call in (*trees.by_class(title, "footnote-ref"), *trees.by_class(tree, "footnote-ref")):
        note = notes.get(call.get("href", "").removeprefix("#"))
        if note is None:
            continue
        for back in trees.by_class(note, "footnote-back"):
            trees.remove(back)
        feet = _feet(note)
        call.addnext(feet[0])
        feet[0].tail, call.tail = call.tail, None
        trees.remove(call)
        for before, foot in pairwise(feet):
            before.addnext(foot)
            foot.tail, before.tail = before.tail, None
    for section in [e for e in tree.iter("section") if "footnotes" in trees.classes(e)]:
        trees.remove(section)


def _feet(note: Element) -> list[Element]:
    """A note as it stands at the foot: one element, or several for a long one."""
    feet: list[Element] = []
    length = 0
    for block in _pieces(note):
        size = len(trees.text_of(block))
        if not feet or length + size > LONG_NOTE:
            name = note.get("id", "")
            feet.append(
                trees.make("small", {"class": "footnote", "id": name})
                if not feet
                else trees.make("small", {"class": "footnote more", "id": f"{name}-{len(feet) + 1}"})
            )
            length = 0
        feet[-1].append(block)
        length += size
    return feet


def _pieces(note: Element) -> Iterator[Element]:
    """The blocks of a note, long paragraphs parted between sentences."""
    is_long = len(trees.text_of(note)) > LONG_NOTE
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


def _parted(paragraph: Element) -> Iterator[Element]:
    """Parts of a paragraph, each a few sentences long; what is marked up stays whole."""
    part = trees.make("span")
    children = list(paragraph)
    for text, child in zip([paragraph.text, *(one.tail for one in children)], [*children, None], strict=True):
        for number, sentence in enumerate(_SENTENCE_END.split(text or "")):
            if number:
                _add(part, " ")
                if len(trees.text_of(part)) + len(sentence) > LONG_NOTE // 3:
                    yield part
                    part = trees.make("span")
            _add(part, sentence)
        if child is not None:
            child.tail = None
            part.append(child)
    yield part


def _add(part: Element, text: str) -> None:
    if len(part):
        part[-1].tail = (part[-1].tail or "") + text
    else:
        part.text = (part.text or "") + text
