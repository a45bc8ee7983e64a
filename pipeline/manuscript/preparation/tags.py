"""HTML that is harmless and that everybody's Markdown has: a dozen tags, and tables of text, become our own words.

A tag is read where it has its partner in the same paragraph. Every other kind is told once (s-010) and stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lxml.html import defs

from ..positions import bare
from .draft import Draft

# Tags that become spans of a class, which are elements again in the canonical fragment (elements/tags).
SPANS = {
    **{name: name for name in ("kbd", "sub", "sup", "strong", "em", "u", "ins", "mark", "del", "small")},
    "b": "strong",
    "i": "em",
    "s": "del",
    "summary": "strong",
}
CLASS = "html-"
_HTML = defs.tags | {"picture", "svg", "path", "main", "nav", "template"}
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:\s[^<>\n]*?)?)/?>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TABLE = re.compile(r"^[ \t]*<table\b.*?</table>[ \t]*$", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_ID = re.compile(r"[^\W\d][\w.-]*")
_IN_CELLS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"})

Change = tuple[int, int, str]


def read_tags(draft: Draft) -> None:
    """Exchange tags for what they mean here."""
    _tables(draft)
    prose, told = bare(draft.seen), set[str]()
    changes: list[Change] = []
    for start, paragraph in _paragraphs(prose):
        understood, rest = _read(paragraph)
        changes += [(start + one, start + other, text) for one, other, text in understood]
        for tag in rest:
            if (name := tag["name"].lower()) not in told:
                told.add(name)
                draft.tell("s-010", draft.place(start + tag.start(), start + tag.end()), tag=tag.group())
    draft.exchange(changes)


def _paragraphs(prose: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _BLANK_LINE.finditer(prose):
        yield start, prose[start : gap.start()]
        start = gap.end()
    yield start, prose[start:]


def _read(paragraph: str) -> tuple[list[Change], list[re.Match[str]]]:
    """What to exchange in a paragraph, and the tags that stay."""
    changes: list[Change] = []
    rest: list[re.Match[str]] = []
    waiting: list[re.Match[str]] = []
    for tag in _TAG.finditer(paragraph):
        name = tag["name"].lower()
        if (alone := _alone(tag)) is not None:
            changes.append((*tag.span(), alone))
        elif not tag["close"] and (name in SPANS or name in ("a", "code")):
            waiting.append(tag)
        elif tag["close"] and waiting and waiting[-1]["name"].lower() == name:
            pair = _pair(waiting.pop(), tag, paragraph)
            changes += pair or []
            rest += [] if pair else [tag]
        else:
            rest.append(tag)
    # <name>, <T> and the like are no HTML: they stand in the book as they were meant.
    rest = [tag for tag in (*rest, *waiting) if tag["name"].lower() in _HTML]
    return changes, sorted(rest, key=re.Match.start)


def _alone(tag: re.Match[str]) -> str | None:
    """What a tag without a partner becomes."""
    name, given = tag["name"].lower(), _attributes(tag)
    if name == "br":
        return f"[]{{.{CLASS}br}}"
    if name == "img" and given.get("src"):
        width = f" width={given['width']}" if re.fullmatch(r"\d+(?:%|px)?", given.get("width", "")) else ""
        alt = given.get("alt", "").replace('"', "'")
        attributes = (f'alt="{alt}"' if "alt" in given else "") + width
        return f"![{_plain(alt)}](<{given['src']}>)" + (f"{{{attributes.strip()}}}" if attributes else "")
    if name == "details":
        return ""
    return None


def _pair(opening: re.Match[str], closing: re.Match[str], paragraph: str) -> list[Change] | None:
    """What a tag and its partner become; None when what is between them would not stay together."""
    name, inside = opening["name"].lower(), paragraph[opening.end() : closing.start()]
    if inside.count("[") != inside.count("]"):
        return None
    if name == "code":
        mark = "``" if "`" in inside else "`"
        return [(*opening.span(), mark), (*closing.span(), mark)]
    if name == "a":
        return _link(opening, closing)
    after = f"[]{{.{CLASS}br}}" if name == "summary" else ""
    return [(*opening.span(), "["), (*closing.span(), f"]{{.{CLASS}{SPANS[name]}}}{after}")]


def _link(opening: re.Match[str], closing: re.Match[str]) -> list[Change] | None:
    given = _attributes(opening)
    if given.get("href"):
        return [(*opening.span(), "["), (*closing.span(), f"](<{given['href']}>)")]
    name = given.get("id") or given.get("name") or ""
    if _ID.fullmatch(name):
        return [(*opening.span(), "["), (*closing.span(), f"]{{#{name}}}")]
    # An address that no e-book can have leads nowhere.
    return [(*opening.span(), ""), (*closing.span(), "")]


def _attributes(tag: re.Match[str]) -> dict[str, str]:
    return {
        name.lower(): double or single or bare_value
        for name, double, single, bare_value in _ATTRIBUTE.findall(tag["attributes"])
    }


def _plain(text: str) -> str:
    return re.sub(r"([\[\]*_`])", r"\\\1", text)


def _tables(draft: Draft) -> None:
    """Tables of text become tables with pipes; with merged cells or blocks in them they stay."""
    seen = draft.seen
    for match in _TABLE.finditer(bare(seen)):
        reader = _TableReader()
        reader.feed(seen[slice(*match.span())])
        if not reader.is_simple or not reader.rows:
            continue
        first = seen.count("\n", 0, match.start())
        last = first + match.group().count("\n")
        columns = max(map(len, reader.rows))
        rows = [f"| {' | '.join([*row, *[''] * (columns - len(row))])} |" for row in reader.rows]
        head = rows if reader.has_head else [f"|{' |' * columns}", *rows]
        draft.lines[first] = "\n".join(["", head[0], f"|{'---|' * columns}", *head[1:], ""])
        draft.lines[first + 1 : last + 1] = [None] * (last - first)


class _TableReader(HTMLParser):
    """The rows of a table, cells as Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.has_head = False
        self.is_simple = True
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell; what a cell holds besides text is kept as it is written."""
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.is_simple &= bool(self.rows) and not any(name in ("colspan", "rowspan") for name, _ in attrs)
            self.has_head |= tag == "th" and len(self.rows) == 1
            if self.rows:
                self.rows[-1].append("")
            self._is_in_cell = True
        elif tag not in _IN_CELLS:
            self.is_simple &= self._is_in_cell and tag in (*SPANS, "br", "a", "code", "img")
            self._put(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, or keep what ends in it."""
        if tag in ("td", "th"):
            self._is_in_cell = False
        elif tag not in _IN_CELLS:
            self._put(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text of a cell, in one line; outside of cells only white space is nothing."""
        text = " ".join(data.split())
        before, after = (data[:1].isspace() and " ") or "", (data[-1:].isspace() and " ") or ""
        if self._is_in_cell:
            self._put(f"{before}{text}{after}".replace("|", "\\|") if text else " ")
        else:
            self.is_simple &= not text

    def _put(self, text: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] = (self.rows[-1][-1] + text).strip() if text == " " else self.rows[-1][-1] + text
