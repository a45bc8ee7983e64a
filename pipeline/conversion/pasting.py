"""What somebody pastes into a chapter: the clipboard's HTML in, Markdown of our chapters out, read as a page that is
imported is read (`opening`, `cleaning`, `arriving`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..workspace import MemoryWorkspace
from .archives import Refused
from .arriving import data_in, shifted, stepped, why_not_here, write
from .cleaning import Cleaner
from .nodes import BREAK, Nodes
from .opening import Opened, open_file, parse_html

# A page of this size is a book; pictures that it holds itself are not counted.
MOST_LETTERS = 2_000_000
_DATA = re.compile(r"data:image/[\w+.-]+;base64,[\w+/=%\s]*")
# Editors of code copy lines in colours; their words are what is meant.
_CODE = re.compile(
    r"<(?:div|pre|span)[^>]*style=[\"'][^>]*(?:monospace[^>]*white-space:\s*pre|white-space:\s*pre[^>]*monospace)"
)
_FORM = re.compile(r"<(?:p|h[1-6]|li|td|th|b|strong|i|em|a|img)\b", re.IGNORECASE)
_NOTE = re.compile(r"\[\^(\d+)\]")
_WORDS = ("Str", "Space", "SoftBreak")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, as Markdown; `inline` is what may stand in a sentence. `changed` counts what was left out, by
    code and name."""

    text: str
    inline: bool
    changed: Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it goes: the chapter as it is, and the level of the heading above, 0 where there is none."""

    chapter: str
    above: int


def read_paste(
    html: str, place: Place, language: str, names: Mapping[str, str], keep: Callable[[bytes], str]
) -> Pasted | None:
    """Read what was copied; None where its plain text says as much. `keep` puts a picture that the clipboard holds
    beside the chapter and says where, or nothing when it cannot be used. Raises Refused, ToolMissing."""
    if _CODE.search(html) and not _FORM.search(html):
        return None
    if len(_DATA.sub("", html)) > MOST_LETTERS:
        raise Refused("f-160", problem="too long")
    try:
        opened = open_file(MemoryWorkspace({}), "paste.html", html.encode(), language)
        return _written(opened, place, language, names, keep)
    except RecursionError:
        raise Refused("f-160", problem="too deep") from None


def _written(
    opened: Opened, place: Place, language: str, names: Mapping[str, str], keep: Callable[[bytes], str]
) -> Pasted | None:
    def picture(address: str) -> str:
        data, _ = data_in(address) if address.startswith("data:") else (None, "")
        kept = keep(data) if data else ""
        if not kept:
            name = "" if address.startswith("data:") else address[:120]
            opened.changed["f-170" if data else why_not_here(address) or "f-169", name] += 1
        return kept

    cleaner = Cleaner(
        picture=picture,
        link=lambda _: "",
        parse=lambda text: parse_html(text, language),
        names=names,
        marks=opened.marks,
        changed=opened.changed,
        has_signs=bool(opened.marks.changes),
    )
    blocks = cleaner.clean(opened.blocks)
    inline = len(blocks) == 1 and blocks[0]["t"] in ("Para", "Plain") and BREAK not in blocks[0]["c"]
    if not blocks or (inline and all(one["t"] in _WORDS for one in blocks[0]["c"]) and not opened.marks.changes):
        return None
    text = _numbered(write(_placed(blocks, opened, place.above), cleaner, language).strip("\n"), place.chapter)
    inline = inline and "\n\n" not in text
    return Pasted(" ".join(text.split("\n")) if inline else text, inline, opened.changed)


def _placed(blocks: Nodes, opened: Opened, above: int) -> Nodes:
    """Headings below the one that they come under; the title of what was copied is none of the chapter."""
    has_title = any(one["t"] == "Header" and one["c"][0] == 1 for one in blocks)
    return stepped(shifted(blocks, 1) if above and has_title else blocks, opened.changed, above)


def _numbered(text: str, chapter: str) -> str:
    """Notes go on where the chapter's end, as two of one number would be one."""
    last = max((int(number) for number in _NOTE.findall(chapter)), default=0)
    return _NOTE.sub(lambda note: f"[^{int(note[1]) + last}]", text)
