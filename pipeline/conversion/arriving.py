"""A foreign document becomes chapters in house form: a tree and a name in, texts, pictures and what was lost out."""

from __future__ import annotations

import base64
import binascii
import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from .. import pandoc
from ..dialect import DIALECT
from ..manuscript.tidy import tidy
from ..spelling import ascii_slug
from ..workspace import WorkspaceError
from . import words
from .archives import Refused
from .cleaning import Cleaner
from .critic import COMMENTED, DELETED, INSERTED, settle
from .nodes import CELL_BREAK, Node, Nodes, plain, suffix_of
from .opening import MARKDOWN, Opened, parse_html

IMAGES = "chapters/images"
DEEPEST = 4
# What is written stands as it is read: quotes and dashes are typed already.
WRITTEN = DIALECT.replace("+smart", "-smart")
SHOWN = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf"}
_DATA = re.compile(r"data:image/(?P<kind>[\w+.-]+);base64,(?P<data>.*)", re.DOTALL)
_SAYS_NOTHING = re.compile(
    r"(?i)(?:rid|file|image|img|bild|picture|unnamed|pasted[-_ ]?image|graphic)?[-_ \d()]*|[0-9a-f]{16,}.*"
)
_POINT = re.compile(r"( *)((?:\d+|[a-zA-Z]|[ivxlc]+)[.)]|\(\w+\)|[-*+]) +(?=\S)")
_SIGNS = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"), (b"%PDF-", ".pdf"))


@dataclass(frozen=True, slots=True)
class Chapter:
    """A text on its way into the book: `name` is wished for."""

    name: str
    title: str
    text: str


@dataclass(slots=True)
class Arrival:
    """A document that has come: its chapters, their pictures by path, and the account of it."""

    source: str
    chapters: tuple[Chapter, ...] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class Album:
    """Gives the pictures of one document their names; `taken` are those that the book has."""

    opened: Opened
    name: str
    taken: Callable[[str], bool]
    arrival: Arrival
    known: dict[str, str] = field(default_factory=dict)

    def place(self, address: str) -> str:
        """The address of a picture as the chapter will say it, empty when there is none."""
        if address not in self.known:
            self.known[address] = self._place(address)
        return self.known[address]

    def _place(self, address: str) -> str:
        data, suffix = self._fetch(address)
        if data is None:
            return ""
        suffix = next((ending for sign, ending in _SIGNS if data.startswith(sign)), suffix)
        if suffix not in SHOWN:
            self.arrival.changed["f-170", posixpath.basename(address)[:80] or suffix] += 1
            return ""
        same = next((path for path, known in self.arrival.pictures.items() if known == data), "")
        path = same or self._free(address, suffix)
        self.arrival.pictures[path] = data
        return path.removeprefix("chapters/")

    def _fetch(self, address: str) -> tuple[bytes | None, str]:
        if address.startswith("data:"):
            return data_in(address)
        if code := why_not_here(address):
            self.arrival.changed[code, address[:120]] += 1
            return None, ""
        for path in _readings(address, self.opened.folder):
            try:
                return self.opened.pictures.read(path), suffix_of(path)
            except (FileNotFoundError, WorkspaceError):
                continue
        self.arrival.changed["f-169", address[:80]] += 1
        return None, ""

    def _free(self, address: str, suffix: str) -> str:
        stem = posixpath.splitext(posixpath.basename(unquote(address)))[0] if not address.startswith("data:") else ""
        wish = "" if _SAYS_NOTHING.fullmatch(stem) else ascii_slug(stem)
        number = len(self.arrival.pictures) + 1
        path = f"{IMAGES}/{self.name}-{wish or number}{suffix}"
        while path in self.arrival.pictures or self.taken(path):
            number += 1
            path = f"{IMAGES}/{self.name}-{wish}-{number}{suffix}" if wish else f"{IMAGES}/{self.name}-{number}{suffix}"
        return path


def why_not_here(address: str) -> str:
    """The code that says why a picture is not with its document: it lies in the web, or on somebody's disk."""
    found = re.match(r"(?:([a-z][\w+.-]+):|//)", address, re.IGNORECASE)
    return "" if not found else "f-169" if (found[1] or "").lower() in ("file", "cid", "blob") else "f-176"


def data_in(address: str) -> tuple[bytes | None, str]:
    """The picture that an address holds itself, and the ending that it would have."""
    match = _DATA.match(address)
    try:
        return (base64.b64decode(match["data"]), f".{match['kind'].split('+')[0]}") if match else (None, "")
    except (binascii.Error, ValueError):
        return None, ""


def arrive(
    opened: Opened,
    source: str,
    language: str,
    names: Mapping[str, str],
    taken: Callable[[str], bool] = lambda _: False,
    link: Callable[[str], str] = lambda _: "",
    *,
    part: bool = True,
    stem: str = "",
) -> Arrival:
    """Make chapters of a document; without `part` it stays one, whatever headings it has; `stem` names its pictures.
    Raises Refused."""
    stem = stem or posixpath.splitext(posixpath.basename(source))[0]
    arrival = Arrival(source, changed=opened.changed)
    album = Album(opened, ascii_slug(stem) or "text", taken, arrival)
    cleaner = Cleaner(
        picture=album.place,
        link=link,
        parse=lambda text: parse_html(text, language),
        names=names,
        marks=opened.marks,
        changed=arrival.changed,
        counts=arrival.counts,
        has_signs=bool(opened.marks.changes),
        keeps_ids=opened.kind == MARKDOWN,
    )
    blocks = cleaner.clean(opened.blocks)
    made = []
    for title, below in _chapters(blocks, opened.title, stem, part=part):
        text = write(stepped(below, arrival.changed), cleaner, language)
        made.append(Chapter(ascii_slug(title) or ascii_slug(stem) or "kapitel", title, _headed(text, opened, language)))
    arrival.chapters = tuple(made)
    marks = cleaner.marks
    arrival.counts["changes"], arrival.counts["comments"] = marks.count(INSERTED, DELETED), marks.count(COMMENTED)
    arrival.counts["words"] = sum(opened.words.values())
    arrival.authors = marks.authors()
    written: Counter[str] = sum((words.in_markdown(one.text) for one in made), Counter())
    arrival.missing = words.missing(opened.words, written)
    return arrival


def write(blocks: Nodes, cleaner: Cleaner, language: str) -> str:
    """A tree as the Markdown of our chapters, one sentence a line. Raises Refused when pandoc gives up."""
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    made = pandoc.convert(json.dumps(tree).encode(), "json", WRITTEN, language)
    if made.failure:
        raise Refused("f-160", problem=made.failure[:160])
    return tidy(_plain_form(settle(made.html, cleaner.marks)))


def _plain_form(text: str) -> str:
    """Boxes and numbered lists as our authors write them."""
    text = _narrow(text)
    text = re.sub(r"^(:{3,}) \{\.([\w-]+)\}$", r"\1 \2", text, flags=re.MULTILINE)
    return text.replace("\u2060", "").replace(CELL_BREAK, "<br>")


def _narrow(text: str) -> str:
    """One blank behind the marks of points, for which pandoc leaves as many as make four columns."""
    made: list[str] = []
    columns: list[tuple[int, int]] = []
    fence = ""
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        while not fence and line.strip() and columns and indent < columns[-1][0]:
            columns.pop()
        by = columns[-1][0] - columns[-1][1] if columns else 0
        line = line[min(by, indent) :]
        if mark := re.match(r"( *)(`{3,}|~{3,})", line):
            fence = "" if fence and line.strip().startswith(fence) else fence or mark[2]
        elif not fence and (point := _POINT.match(line)):
            narrow = point[1] + point[2] + " "
            columns.append((len(point[0]) + by, len(narrow)))
            line = narrow + line[len(point[0]) :]
        made.append(line)
    return "\n".join(made)


def _headed(text: str, opened: Opened, language: str) -> str:
    status = "entwurf" if language.startswith("de") else "draft"
    lines = [f"status: {status}"]
    for key, name in (("description", "zusammenfassung" if language.startswith("de") else "summary"),):
        if said := opened.head.get(key, ""):
            lines.append(f"{name}: {json.dumps(said, ensure_ascii=False)}")
    left = sorted(key for key, value in opened.head.items() if key != "description" and (value or key))
    if left:
        opened.changed["f-167", ", ".join(left)[:80]] += 1
        opened.head.clear()
    return "---\n" + "\n".join(lines) + "\n---\n\n" + text


def _chapters(blocks: Nodes, title: str, stem: str, *, part: bool) -> list[tuple[str, Nodes]]:
    """Chapters with their titles: one for each heading of the first level, or one with the title that is given."""
    tops = [nth for nth, block in enumerate(blocks) if block["t"] == "Header" and block["c"][0] == 1]
    first = " ".join(plain(blocks[tops[0]]["c"][2]).split()) if tops else ""
    if title and not (len(tops) == 1 and tops[0] == 0 and first.casefold() == title.casefold()):
        return [(title, [_header(1, title), *shifted(blocks, 1 if tops else _lift(blocks, 2))])]
    if len(tops) > 1 and part:
        ends = [*tops[1:], len(blocks)]
        parts = [blocks[start:end] for start, end in zip(tops, ends, strict=True)]
        parts[0] = [parts[0][0], *blocks[: tops[0]], *parts[0][1:]]
        return [(" ".join(plain(one[0]["c"][2]).split()), one) for one in parts]
    if tops:
        before, head, below = blocks[: tops[0]], blocks[tops[0]], blocks[tops[0] + 1 :]
        return [(first, [head, *before, *(below if len(tops) == 1 else shifted(below, 1))])]
    headings = [block for block in blocks if block["t"] == "Header"]
    if headings and blocks[0] is headings[0] and all(one["c"][0] > headings[0]["c"][0] for one in headings[1:]):
        lifted = shifted(blocks, 1 - headings[0]["c"][0])
        return [(" ".join(plain(headings[0]["c"][2]).split()), lifted)]
    named = stem.replace("-", " ").replace("_", " ").strip() or "Text"
    named = named[:1].upper() + named[1:]
    return [(named, [_header(1, named), *shifted(blocks, _lift(blocks, 2))])]


def _lift(blocks: Nodes, wanted: int) -> int:
    levels = [block["c"][0] for block in blocks if block["t"] == "Header"]
    return wanted - min(levels) if levels else 0


def shifted(blocks: Nodes, by: int) -> Nodes:
    return [{"t": "Header", "c": [one["c"][0] + by, *one["c"][1:]]} if one["t"] == "Header" else one for one in blocks]


def stepped(blocks: Nodes, changed: Counter[tuple[str, str]], last: int = 0) -> Nodes:
    """Headings that go down a level at a time below the `last` one, and no deeper than ours."""
    made = []
    for block in blocks:
        if block["t"] == "Header":
            level = min(block["c"][0], last + 1, DEEPEST)
            if level != block["c"][0]:
                changed["f-172", " ".join(plain(block["c"][2]).split())[:60]] += 1
            last = level
            block = {"t": "Header", "c": [level, *block["c"][1:]]}
        made.append(block)
    return made


def _header(level: int, title: str) -> Node:
    return {"t": "Header", "c": [level, ["", [], []], [{"t": "Str", "c": title}]]}


def _readings(address: str, folder: str) -> tuple[str, ...]:
    """Where a picture may lie: as it is named from its file, from the top, and with escapes read."""
    found = []
    for one in (address, unquote(address)):
        path = re.split(r"[?#]", one.replace("\\", "/"))[0]
        for start in (folder, ""):
            place = posixpath.normpath(posixpath.join(start, path.lstrip("/") if path.startswith("/") else path))
            found.append(place)
    return tuple(dict.fromkeys(found))
