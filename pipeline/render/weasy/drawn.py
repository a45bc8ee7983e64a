"""What of a sheet was really drawn: every element's letters held against the boxes of its layout.

In: a finished layout. Out: its flaws (`layout.Flaw`), as plain values. The boxes say what no file says any more: whose
a letter is, where it stands, what cuts it off, and which font it comes from. Words that style sheets make
(`::before`, `::marker`, calls of notes) belong to no element; numbers of lists among them are held against the list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.ffi import ffi, pango

from ..layout import Flaw
from .numbers import number_flaws

SLACK_PX = 0.5
# The marks of a word that was parted, and of places where one may be: U+2010, U+00AD, U+200B, U+2060.
PARTED = "\u2010"
PARTINGS = dict.fromkeys((ord(PARTED), 0xAD, 0x200B, 0x2060))
# What the book's style leaves out of print on purpose, by class, and why. A style that hides anything else loses it.
NOT_PRINTED = {
    "toc-section": "contents name chapters only",
    "description": "said in the picture's place (sheets.py)",
}
# A label of a canvas' field is for assistive technology: its cell has a title.
UNSAID_IN, UNSAID = "cell", "field-label"
FIRST_LETTER = "::first-letter"
DRAWINGS = "{http://www.w3.org/2000/svg}"
MOST_LETTERS = 80
# Kind, page, element, words, what is shown.
Found = tuple[str, int, Any, str, str]


@dataclass(slots=True)
class _Drawn:
    """What a layout has of each element, by its `id()`: letters, whether it is a picture, and flaws on the way."""

    texts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    made: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[int, int] = field(default_factory=dict)
    replaced: set[int] = field(default_factory=set)
    found: list[Found] = field(default_factory=list)


class Letters:
    """The letters that fonts are known to have, by how a text is set. Those that none has are looked for each time."""

    def __init__(self) -> None:
        self._good: dict[tuple[object, ...], set[str]] = defaultdict(set)

    def missing(self, text: Any) -> str:
        """The letters of a text box for which there is no glyph."""
        style = text.style
        good = self._good[style["font_family"], style["font_weight"], style["font_style"]]
        if good.issuperset(text.text):
            return ""
        missing = _without_glyph(text)
        good.update(set(text.text).difference(missing))
        return missing


def flaws(layout: Any, letters: Letters) -> tuple[Flaw, ...]:
    """Say what is lost, doubled, changed, outside its page, cut off or without a glyph in a layout."""
    drawn = _Drawn()
    for number, page in enumerate(layout.pages):
        box = page._page_box
        for child in box.children:
            if not isinstance(child, boxes.MarginBox):
                _look(child, (number, box.margin_width(), box.margin_height()), None, drawn, letters)
    html = layout._html.etree_element
    body = html.find("body")
    root = html if body is None else body
    parents = {id(child): parent for parent in root.iter() for child in parent}
    found = [*drawn.found, *_unlike(root, parents, drawn), *number_flaws(root, drawn.made, drawn.pages)]
    return _gather(found, parents)


def _look(box: Any, page: tuple[int, float, float], clip: Any, drawn: _Drawn, letters: Letters) -> None:
    """Walk a box; `clip` is the innermost box around it that cuts off what is outside, False where it is turned."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.TextBox):
        _take(box, page, clip, drawn, letters)
        return
    if isinstance(box, boxes.ReplacedBox):
        drawn.replaced.add(id(box.element))
        # What says nothing is an ornament: it may run off the page.
        if (words := box.element.get("alt")) and (kind := _misplaced(box, page, clip)):
            drawn.found.append((kind, page[0], box.element, words, ""))
        return
    style = box.style
    if style["transform"]:
        clip = False
    elif clip is not False and style["overflow"] != "visible" and box.element is not None:
        clip = box
    for child in box.children:
        _look(child, page, clip, drawn, letters)


def _take(box: Any, page: tuple[int, float, float], clip: Any, drawn: _Drawn, letters: Letters) -> None:
    text, element = box.text, box.element
    if not text or element is None or box.style["visibility"] != "visible":
        return
    tag = box.element_tag or ""
    drawn.pages.setdefault(id(element), page[0])
    if element.tag == "img":
        return  # words in the place of a picture, which is told to be missing
    if "::" in tag and not tag.endswith(FIRST_LETTER):
        drawn.made[id(element), tag.rpartition("::")[2]].append(text)
    else:
        drawn.texts[id(element)].append(text)
    if not text.strip():
        return
    if (kind := _misplaced(box, page, clip)) and "::" not in tag:
        drawn.found.append((kind, page[0], element, text, ""))
    if missing := letters.missing(box):
        drawn.found.append(("letter", page[0], element, missing, ""))


def _misplaced(box: Any, page: tuple[int, float, float], clip: Any) -> str:
    if clip is False:
        return ""
    left, top = box.position_x, box.position_y
    if box.width <= 0 or box.height <= 0:
        return ""
    right, bottom = left + box.width, top + box.height
    if left < -SLACK_PX or top < -SLACK_PX or right > page[1] + SLACK_PX or bottom > page[2] + SLACK_PX:
        return "outside"
    if clip is None:
        return ""
    x, y = clip.padding_box_x(), clip.padding_box_y()
    inside = (
        left >= x - SLACK_PX
        and top >= y - SLACK_PX
        and right <= x + clip.padding_width() + SLACK_PX
        and bottom <= y + clip.padding_height() + SLACK_PX
    )
    return "" if inside else "clipped"


def _without_glyph(text: Any) -> str:
    """Ask Pango, which has set the line already; without our quick way (quick/texts) WeasyPrint has let go of it."""
    if asleep := not hasattr(text.pango_layout, "layout"):
        text.pango_layout.reactivate(text.style)
    missing = _unknown(text.pango_layout)
    if asleep:
        text.pango_layout.deactivate()
    return missing


def _unknown(layout: Any) -> str:
    line, _ = layout.get_first_line()
    missing: list[str] = []
    run = line.runs[0]
    while run != ffi.NULL:
        glyphs, run = run.data.glyphs, run.next
        for glyph in glyphs.glyphs[0 : glyphs.num_glyphs]:
            if glyph.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG and glyph.glyph != pango.PANGO_GLYPH_EMPTY:
                missing.append(chr(glyph.glyph & ~pango.PANGO_GLYPH_UNKNOWN_FLAG & 0x1FFFFF))
    return "".join(dict.fromkeys(missing))


def _unlike(root: Any, parents: dict[int, Any], drawn: _Drawn) -> Iterator[Found]:
    """The elements whose letters are not those that were drawn."""
    for element in _printed(root):
        if element.tag == "img":
            if id(element) not in drawn.replaced:
                yield (
                    "picture",
                    drawn.pages.get(id(element), 0),
                    element,
                    element.get("alt") or element.get("src") or "",
                    "",
                )
            continue
        meant = element.text or ""
        if len(element):
            meant += "".join([child.tail for child in element if child.tail])
        pieces = drawn.texts.get(id(element))
        if pieces is None:
            if meant and not meant.isspace():
                yield "lost", _page_near(element, parents, drawn), element, meant, ""
            continue
        shown = "".join(pieces)
        if kind := _difference(meant, shown, element, parents):
            yield kind, drawn.pages[id(element)], element, meant, shown


def _difference(meant: str, shown: str, element: Any, parents: dict[int, Any]) -> str:
    meant, shown = _letters(meant), _letters(shown)
    if meant == shown or meant.casefold() == shown.casefold():
        return ""
    times = len(shown) // len(meant) if meant else 0
    if times > 1 and shown.casefold() == meant.casefold() * times:
        return "" if _is_repeated(element, parents) else "doubled"
    missing = Counter(meant)
    missing.subtract(shown)
    if not any(missing.values()):
        return "moved"
    return "lost" if len(shown) < len(meant) and min(missing.values()) >= 0 else "changed"


def _letters(text: str) -> str:
    return "".join(text.split()).translate(PARTINGS)


def _is_repeated(element: Any, parents: dict[int, Any]) -> bool:
    """Whether an element stands in the head or the foot of a table, which further pages show again."""
    while element is not None and element.tag != "table":
        if element.tag in ("thead", "tfoot"):
            return True
        element = parents.get(id(element))
    return False


def _printed(root: Any, in_cell: bool = False) -> Iterator[Any]:
    """The elements that print shows, in their order."""
    names = (root.get("class") or "").split()
    in_cell = in_cell or UNSAID_IN in names
    if not isinstance(root.tag, str) or root.tag.startswith(DRAWINGS) or not NOT_PRINTED.keys().isdisjoint(names):
        return
    if in_cell and UNSAID in names:
        return
    yield root
    for child in root:
        yield from _printed(child, in_cell)


def _page_near(element: Any, parents: dict[int, Any], drawn: _Drawn) -> int:
    """The page of the nearest thing around an element that was drawn."""
    while element is not None:
        pages = [drawn.pages[id(one)] for one in element.iter() if id(one) in drawn.pages]
        if pages:
            return min(pages)
        element = parents.get(id(element))
    return 0


def _gather(found: Iterable[Found], parents: dict[int, Any]) -> tuple[Flaw, ...]:
    """One flaw for one thing in one block, however many lines of it there are."""
    gathered: dict[tuple[str, tuple[str, ...]], tuple[int, list[str], str]] = {}
    for kind, page, element, words, shown in found:
        ids = tuple(_ids(element, parents))
        gathered.setdefault((kind, ids), (page, [], _one_line(shown)))[1].append(_one_line(words))
    return tuple(
        Flaw(kind, page, ids, _shortened(kind, words), _cut(shown))
        for (kind, ids), (page, words, shown) in gathered.items()
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def _ids(element: Any, parents: dict[int, Any]) -> Iterator[str]:
    """The ids around an element, the innermost first."""
    while element is not None:
        if name := element.get("id"):
            yield name
        element = parents.get(id(element))


def _shortened(kind: str, words: Sequence[str]) -> str:
    if kind == "letter":
        return "".join(dict.fromkeys("".join(words)))
    return _cut(words[0] if kind == "number" else " ".join(filter(None, words)).replace(f"{PARTED} ", ""))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()} …"
