"""Trees as pandoc writes them in JSON (hackage.haskell.org/package/pandoc-types, `Text.Pandoc.Definition`, 1.23): what
is asked of them, and HTML tags in them that become nodes. A node is `{"t": its type, "c": what it holds}`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]
Nodes: TypeAlias = list[Node]

BREAK, SPACE = {"t": "LineBreak"}, {"t": "Space"}
BARE: list[Any] = ["", [], []]
# What other programs call a box, and styles of Word that are one → ours.
_NAMES = {
    "tip": "tip tipp hint info information note hinweis success help question faq abstract summary spoiler",
    "pitfall": "warning caution danger attention important error bug failure achtung warnung stolperstelle pitfall",
    "example": "example beispiel praxisbeispiel",
    "todo": "todo offen",
}
# Stands for a break in a cell, where pandoc would draw a grid.
CELL_BREAK = "\ue0f5"
BOXES = {name: box for box, names in _NAMES.items() for name in names.split()}
_TAG = re.compile(r"<\s*(?P<close>/?)\s*(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^<>]*)>")
_WRAPPERS = {"kbd": "kbd", "mark": "mark", "u": "underline", "ins": "underline"}
_MADE = {"b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "sub": "Subscript", "sup": "Superscript",
         "s": "Strikeout", "del": "Strikeout", "strike": "Strikeout"}  # fmt: skip


def plain(nodes: object, gap: str = "") -> str:
    """The words of any part of a tree."""
    if isinstance(nodes, list):
        return "".join(plain(one, gap) for one in nodes)
    if not isinstance(nodes, dict):
        return ""
    kind, held = nodes.get("t"), nodes.get("c")
    if kind in ("Str", "MetaString"):
        return str(held)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Code", "Math", "CodeBlock", "RawInline", "RawBlock"):
        return str(held[1]) if held else ""
    return plain(held, gap) + (gap or " " if kind in ("Para", "Plain", "Header") else "")


def string(text: str) -> Node:
    return {"t": "Str", "c": text}


def walk(nodes: object) -> Nodes:
    found: Nodes = []
    if isinstance(nodes, list):
        for one in nodes:
            found += walk(one)
    elif isinstance(nodes, dict):
        found += [nodes] if "t" in nodes else []
        found += walk(nodes.get("c"))
    return found


def targets(blocks: Nodes) -> list[str]:
    links = (one["c"][2][0] for one in walk(blocks) if one["t"] == "Link")
    return [address[1:] for address in links if address.startswith("#")]


def images(block: Node) -> Nodes:
    """The inlines of a block that holds some."""
    return [one for one in walk(block) if one["t"] == "Image"]


def trimmed(inlines: Nodes) -> Nodes:
    blank = ("Space", "SoftBreak", "LineBreak")
    while inlines and inlines[0]["t"] in blank:
        inlines = inlines[1:]
    while inlines and inlines[-1]["t"] in blank:
        inlines = inlines[:-1]
    return inlines


def without_bold(inlines: Nodes) -> Nodes:
    """What a heading says that is bold all along: headings are bold by themselves."""
    while len(inlines) == 1 and inlines[0]["t"] == "Strong":
        inlines = inlines[0]["c"]
    return inlines


def pair_tags(inlines: Nodes) -> Nodes:
    """HTML tags around inlines become what they mean; those that mean nothing to us are left out, and told."""
    made: Nodes = []
    waiting: list[tuple[str, Nodes, str]] = []
    for one in inlines:
        tag = _TAG.fullmatch(one["c"][1].strip()) if one["t"] == "RawInline" and one["c"][0] == "html" else None
        name = tag["name"].lower() if tag else ""
        if tag is None or name in ("br", "img", "wbr"):
            made.append(one)
        elif not tag["close"] and not tag["rest"].endswith("/"):
            waiting.append((name, made, tag["rest"]))
            made = []
        elif tag["close"] and any(name == opened for opened, _, _ in waiting):
            while waiting:
                opened, before, rest = waiting.pop()
                made = [*before, *_tag(opened, rest, made)]
                if opened == name:
                    break
    for _, before, _ in reversed(waiting):
        made = [*before, *made]
    return made


def _tag(name: str, rest: str, inside: Nodes) -> Nodes:
    if name in _MADE:
        return [{"t": _MADE[name], "c": inside}]
    if name in _WRAPPERS:
        return [{"t": "Span", "c": [["", [_WRAPPERS[name]], []], inside]}]
    if name == "code":
        return [{"t": "Code", "c": [BARE, plain(inside)]}]
    if name == "a" and (href := re.search(r"href\s*=\s*[\"']?([^\"'\s>]+)", rest)):
        return [{"t": "Link", "c": [BARE, inside, [href[1], ""]]}]
    return inside


def held(rows: Sequence[Any]) -> Nodes:
    return [block for row in rows for cell in row[1] for block in cell[4]]


def spread(rows: Sequence[Any], width: int) -> list[list[Nodes]]:
    """Cells that reach over others: their text in the first, the others empty."""
    taken: set[tuple[int, int]] = set()
    grid: list[list[Nodes]] = []
    for number, row in enumerate(rows):
        line: list[Nodes] = [[] for _ in range(width)]
        column = 0
        for _, _, down, across, blocks in row[1]:
            while (number, column) in taken:
                column += 1
            if column < width:
                line[column] = blocks
            taken |= {(number + y, column + x) for y in range(down) for x in range(across)}
        grid.append(line)
    return grid


def one_line(blocks: Nodes) -> Nodes:
    """A cell of one paragraph fits in a line."""
    if len(blocks) != 1 or blocks[0]["t"] not in ("Para", "Plain"):
        return blocks
    return [{"t": "Plain", "c": [string(CELL_BREAK) if one["t"] == "LineBreak" else one for one in blocks[0]["c"]]}]


def row_of(cells: Sequence[Nodes]) -> list[Any]:
    return [BARE, [[BARE, {"t": "AlignDefault"}, 1, 1, cell] for cell in cells]]


def suffix_of(address: str) -> str:
    """The ending of a picture's name."""
    return posixpath.splitext(re.split(r"[?#]", address)[0])[1].lower()


def box_of(name: str) -> str:
    """Our box for what others call one: a class, a style."""
    word = re.sub(
        r"^rmd|^(?:callout|admonition|alert|box|theorem|is|bg)[- ]|[- ](?:box|block|kasten)$", "", name.lower()
    )
    return BOXES.get(word, "")


def ticked(item: Nodes) -> Nodes:
    """A point that begins with a box in brackets: pandoc reads such of CommonMark as text once links may be spans."""
    if not item or item[0]["t"] not in ("Para", "Plain"):
        return item
    said = "".join({"Space": " "}.get(one["t"], str(one.get("c"))) for one in item[0]["c"][:4])
    for written, box in (("[ ] ", "☐"), ("[x] ", "☒"), ("[X] ", "☒")):
        if said.startswith(written):
            count = 4 if written == "[ ] " else 2
            return [{"t": item[0]["t"], "c": [string(box), SPACE, *item[0]["c"][count:]]}, *item[1:]]
    return item
