"""What a typesetter would send back, found in the boxes of a finished layout: each fault as a line of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout, get_log_attrs, line_size

from pipeline.render.weasy.blocks import descendants

SOFT_HYPHEN = "\u00ad"
# How line breaking sees what is no text: as an ideograph.
OBJECT = "\u2e80"
# Pieces of a line that are measured alone lack the kerning between them.
KERNING_PX = 0.8
EDGE_PX, LEAST_SPACE_EM = 1 + KERNING_PX, 0.2
HEADINGS = ("h1", "h2", "h3")


def early_lines(layout: Any) -> list[str]:
    """Lines that end although what comes next would have had room: up to the next place where a line may break."""
    found = []
    for page, line, following, right in _broken_lines(layout):
        last = list(_leaves(line))[-1]
        free = right - last.position_x - last.margin_width()
        piece, needed = _first_piece(following)
        if needed + (0 if _is_parted(line) else _space(line, following)) <= free - KERNING_PX:
            found.append(f"page {page + 1}: {text(line)[-30:]!r} leaves {free:.0f} px, {piece!r} has {needed:.0f}")
    return found


def strayed_notes(layout: Any) -> list[str]:
    """Notes that do not stand at the foot of the page on which they are called, once each."""
    calls, notes = (_pages_of(layout, f"small::footnote-{part}") for part in ("call", "marker"))
    return [
        f"page {page + 1}: its note stands on {[other + 1 for other in notes.get(element, [])]}"
        for element, (page, *_) in calls.items()
        if notes.get(element) != [page]
    ]


def parted_words(layout: Any) -> list[str]:
    """Words that begin on one page and end on the next."""
    return [
        f"page {page + 1}: {text(line)[-30:]!r}"
        for page, line, following, _ in _broken_lines(layout)
        if _is_parted(line) and not any(other is following for other in lines(layout.pages[page]))
    ]


def lost_hyphens(layout: Any) -> list[str]:
    """Words that part where an author allows it, without a sign of it."""
    ends = ((page, text(line)) for page, line, _, _ in _broken_lines(layout))
    return [f"page {page + 1}: {end[-30:]!r}" for page, end in ends if end.endswith(SOFT_HYPHEN)]


def bare_headings(layout: Any) -> list[str]:
    """Headings that are the last thing on a page that is not the last."""
    found = []
    for number, page in enumerate(layout.pages[:-1]):
        solid = [box for box in descendants(page._page_box.children[0]) if _is_solid(box)]
        if solid and solid[-1].element_tag in HEADINGS:
            found.append(f"page {number + 1}: {text(solid[-1])!r}")
    return found


def parted_headings(layout: Any) -> list[str]:
    """Headings with a word that goes on in the next line; a hyphen of the word itself may stand there."""
    return [
        f"page {page + 1}: {text(line)!r}"
        for page, line, _, _ in _broken_lines(layout)
        if line.element_tag in HEADINGS and text(line).endswith(line.style["hyphenate_character"])
    ]


def lonely_lines(layout: Any) -> list[str]:
    """Single lines of a paragraph at the foot or the head of a page (orphans and widows)."""
    shares: dict[tuple[Any, str], dict[int, int]] = {}
    for number, page in enumerate(layout.pages):
        for block in descendants(page._page_box.children[0]):
            rows = [
                child for child in getattr(block, "children", ()) if isinstance(child, boxes.LineBox) and text(child)
            ]
            # The head of a table is printed once more on every page.
            if rows and block.style["float"] != "footnote" and block.element_tag not in ("th", "caption"):
                shares.setdefault((block.element, block.element_tag), {})[number] = len(rows)
    return [
        f"page {page + 1}: a line of {element.tag} {''.join(element.itertext())[:30]!r}"
        for (element, _), rows in shares.items()
        for page in (min(rows), max(rows))
        if len(rows) > 1 and rows[page] == 1
    ]


def spilled(layout: Any) -> list[str]:
    """Words outside the type area: beyond its right edge, or below its end."""
    found = []
    for number, page in enumerate(layout.pages):
        box = page._page_box
        right, bottom = box.content_box_x() + box.width, box.content_box_y() + box.height
        for line in lines(page):
            words = [leaf for leaf in _leaves(line) if isinstance(leaf, boxes.TextBox)]
            beyond = max((leaf.position_x + leaf.width - _last_space(leaf) for leaf in words), default=0) - right
            below = max((leaf.position_y + leaf.height for leaf in words), default=0) - bottom
            if max(beyond, below) > EDGE_PX:
                found.append(f"page {number + 1}: {text(line)[:30]!r} by {max(beyond, below):.0f} px")
    return found


def _last_space(leaf: Any) -> float:
    """The least width of a space at the end of a text: nobody sees it stand out."""
    return float(LEAST_SPACE_EM * leaf.style["font_size"]) if leaf.text.endswith(" ") else 0.0


def _is_solid(box: Any) -> bool:
    return isinstance(box, boxes.ReplacedBox) or (isinstance(box, boxes.LineBox) and bool(text(box)))


def count_notes(layout: Any) -> int:
    """How many notes are called."""
    return len(_pages_of(layout, "small::footnote-call"))


def lines(page: Any) -> Iterator[Any]:
    """The lines of a page, without its running heads."""
    found = (box for box in descendants(page._page_box.children[0]) if isinstance(box, boxes.LineBox))
    yield from (line for line in found if not _is_in_margin(line))


def _is_in_margin(box: Any) -> bool:
    """Whether a box belongs to a note that stands in the outer margin, and takes no room from its text."""
    return box.element is not None and "margin-note" in (box.element.get("class") or "").split()


def text(line: Any) -> str:
    """What stands on a line."""
    return "".join(getattr(leaf, "text", OBJECT) for leaf in _leaves(line))


def _pages_of(layout: Any, tag: str) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for number, page in enumerate(layout.pages):
        for box in descendants(page._page_box):
            if box.element_tag == tag and not isinstance(box, boxes.TextBox):
                found.setdefault(box.element, []).append(number)
    return found


def _broken_lines(layout: Any) -> Iterator[tuple[int, Any, Any, float]]:
    """Every line that runs on in another: its page, itself, the other, and where its block ends on the right."""
    pending: dict[tuple[Any, str], tuple[int, Any, float]] = {}
    for number, page in enumerate(layout.pages):
        floats = [box for box in descendants(page._page_box.children[0]) if box.is_floated()]
        for block in descendants(page._page_box.children[0]):
            for line in (child for child in getattr(block, "children", ()) if isinstance(child, boxes.LineBox)):
                key = (block.element, block.element_tag)
                if (before := pending.pop(key, None)) is not None and any(_leaves(line)):
                    yield before[0], before[1], line, before[2]
                if _runs_on(block, line):
                    pending[key] = (number, line, _right(block, line, floats))


def _right(block: Any, line: Any, floats: list[Any]) -> float:
    """Where a line must end: with its block, or before what floats beside it."""
    end = block.content_box_x() + block.width
    beside = (one for one in floats if one.position_y < line.position_y + line.height)
    return float(
        min([end, *(one.position_x for one in beside if one.position_y + one.margin_height() > line.position_y)])
    )


def _runs_on(block: Any, line: Any) -> bool:
    forced = any((box.element_tag or "").startswith("br") for box in descendants(line))
    return line.resume_at is not None and block.style["white_space"] == "normal" and not forced and any(_leaves(line))


def _is_parted(line: Any) -> bool:
    """Whether a line ends with a hyphen, be it the word's own."""
    return text(line).endswith((line.style["hyphenate_character"], "-"))


def _leaves(box: Any) -> Iterator[Any]:
    """Texts and objects of a line, from left to right."""
    for child in getattr(box, "children", ()):
        if _is_in_margin(child):
            continue
        if isinstance(child, boxes.TextBox | boxes.AtomicInlineLevelBox):
            yield child
        elif child.is_in_normal_flow():
            yield from _leaves(child)


def _first_piece(line: Any) -> tuple[str, float]:
    """The beginning of a line that cannot be broken, and its width."""
    words, bound = text(line), _bound(line)
    places = get_log_attrs(words, "de")
    end = next(
        (
            at
            for at in range(1, len(words))
            if places[at].is_line_break and words[at - 1] != SOFT_HYPHEN and not (bound[at - 1] and bound[at])
        ),
        len(words),
    )
    piece = words[:end].rstrip(" ")
    return piece, _width(line, len(piece))


def _bound(line: Any) -> list[bool]:
    """For each sign of a line whether its words must stay together."""
    return [leaf.style["white_space"] == "nowrap" for leaf in _leaves(line) for _ in getattr(leaf, "text", OBJECT)]


def _width(line: Any, signs: int) -> float:
    """How wide so many first signs of a line are."""
    width = 0.0
    for leaf in _leaves(line):
        length = len(getattr(leaf, "text", OBJECT))
        width += leaf.margin_width() if length <= signs else _natural(leaf.text[:signs], leaf.style)
        signs -= length
        if signs <= 0:
            break
    return width


def _space(line: Any, following: Any) -> float:
    """The width of the space that was dropped where a line breaks."""
    texts = [leaf for leaf in (*reversed([*_leaves(line)]), *_leaves(following)) if isinstance(leaf, boxes.TextBox)]
    return _natural("a a", texts[0].style) - _natural("aa", texts[0].style) if texts else 0.0


def _natural(text: str, style: Any) -> float:
    layout = create_layout(text, style, None, None, 0)
    return float(line_size(layout.get_first_line()[0], style)[0])
