"""What the lines of a Markdown source are: text in, runs of lines out, each of one kind, and what a run of text holds.

`format` and `merge` share it. It knows less than pandoc and says so: what it is not sure of is `raw`, which nobody
rewrites and which is merged by its lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .scanner import CODE_LINE, DIV_LINE

HEAD, BLANK, FENCE, HEADING, TABLE, TEXT, RAW = "head", "blank", "fence", "heading", "table", "text", "raw"
_HEADING = re.compile(r"^#{1,6}(?: |$)")
_ROW = re.compile(r"^\|.*\|[ \t]*$")
_RULE = re.compile(r"^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*$")
# Lines of dashes, signs and bars are tables, rules or underlines of headings.
_DRAWN = re.compile(r"^[ \t>]*[-=+:|*_ \t]*$")
_ITEM = re.compile(
    r"^(?P<indent> *)(?P<marker>(?:[-*+]|\d{1,9}[.)]|#\.|\(?(?:\d{1,9}|[A-Za-z]|[ivx]+)\)|[a-z]\."
    r"|\[\^[^\]\s]+\]:|[:~])[ \t]+)"
    r"(?P<box>\[[ xX]\][ \t]+)?(?P<text>\S.*)$"
)
_QUOTE = re.compile(r"^> ?(?=[^\s>])")
# A line must not begin like this, if it did not before: it would be something else.
_MEANS = re.compile(
    r"^(?:(?:[-*+:~]|#\.|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+)[.)])(?:\s|$)|[|>=#%<&]|\(@|\[[^\]\n]*\]:|:::|```|~~~|\$\$)"
)
# Titles of tables and addresses that are named elsewhere end with their line.
_ALONE = re.compile(r"^ {0,3}(?:\[[^\]^][^\]]*\]:|(?:[Tt]able)?: )")
HARD_BREAK = re.compile(r"(?: {2,}|(?<!\\)\\)$")


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of one kind, as they were written, without their ends."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or item: what stands before its first line, what before each other, and its lines without that."""

    first: str
    other: str
    lines: tuple[str, ...]


def read_runs(text: str) -> tuple[Run, ...]:
    """Part a text into runs; their lines, one below the other, are the text."""
    lines, runs = text.split("\n"), []
    place = _head(lines)
    if place:
        runs.append(Run(HEAD, tuple(lines[:place])))
    while place < len(lines):
        kind, end = _run(lines, place)
        runs.append(Run(kind, tuple(lines[place:end])))
        place = end
    return tuple(runs)


def read_items(lines: tuple[str, ...]) -> tuple[Item, ...]:
    """What a run of text holds; nothing when its form is one that we do not know."""
    if _ALONE.match(lines[0]) or any(_ALONE.match(line) and "[" in line for line in lines):
        return ()
    if lines[0].startswith("    ") or any(_is_strange(line) for line in lines):
        return ()
    quotes = [bool(_QUOTE.match(line)) for line in lines]
    if any(quotes):
        inner = tuple(_QUOTE.sub("", line) for line in lines)
        plain = all(quotes) and not any(_MEANS.match(line) for line in inner)
        return (Item("> ", "> ", inner),) if plain else ()
    found = tuple(_items(lines))
    # A definition's word is one line, and what is indented more than its item is something else.
    for item, after in zip(found, (*found[1:], None), strict=True):
        if after is not None and after.first.startswith((":", "~")) and not item.first and len(item.lines) > 1:
            return ()
        if any(
            line[:1].isspace() or ((nth or item.first) and _MEANS.match(line)) for nth, line in enumerate(item.lines)
        ):
            return ()
    return found


def _is_strange(line: str) -> bool:
    is_deep = line.startswith("    ") and _ITEM.match(line)
    return bool(_DRAWN.match(line) or line[:1] == "|" or "\t" in line or is_deep)


def is_term(items: tuple[Item, ...], nth: int) -> bool:
    """Whether an item is the word that the next one defines: it keeps its line."""
    return nth + 1 < len(items) and items[nth + 1].first.startswith((":", "~")) and not items[nth].first


def continuation(sign: str) -> str:
    """What stands before the further lines of an item that begins with this sign."""
    sign = re.sub(r"\[[ xX]\][ \t]+$", "", sign)
    return sign if sign.startswith(">") else " " * (4 if sign.lstrip().startswith("[^") else len(sign))


def may_begin(line: str) -> bool:
    """Whether a line that begins like this goes on with the text above it."""
    return not _MEANS.match(line)


def is_rule(row: str) -> bool:
    """Whether a row is the line below a table's head."""
    return bool(_RULE.match(row))


def cells(row: str) -> tuple[str, ...]:
    """The cells of a table's row; a bar in code or behind a backslash parts nothing."""
    inner = row.strip().removeprefix("|").removesuffix("|")
    found, start, code = [], 0, False
    for place, sign in enumerate(inner):
        code ^= sign == "`"
        if sign == "|" and not code and inner[place - 1 : place] != "\\":
            found.append(inner[start:place].strip())
            start = place + 1
    return (*found, inner[start:].strip())


def _head(lines: list[str]) -> int:
    """How many lines the head has."""
    if lines[0].rstrip() != "---":
        return 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), -1)
    return end + 1


def _run(lines: list[str], start: int) -> tuple[str, int]:
    """The kind of the run that begins at a line, and where it ends."""
    line = lines[start]
    if not line.strip():
        return BLANK, _until(lines, start, lambda one: bool(one.strip()))
    if CODE_LINE.match(line):
        return RAW, _code_end(lines, start)
    if line.lstrip().startswith("<!--"):
        return RAW, _comment_end(lines, start)
    if _is_fence(line):
        return FENCE, start + 1
    if _HEADING.match(line):
        return HEADING, start + 1
    end = _until(lines, start, lambda one: not one.strip() or _is_fence(one) or bool(CODE_LINE.match(one)))
    block = lines[start:end]
    if "<!--" in "\n".join(block):
        return RAW, _comment_end(lines, start) if "-->" not in "\n".join(block) else end
    if len(block) > 1 and all(_ROW.match(one) for one in block) and is_rule(block[1]):
        return TABLE, end
    # A heading may stand right above its text, not right below some.
    known = not any(_HEADING.match(one) for one in block) and read_items(tuple(block))
    return TEXT if known else RAW, end


def _is_fence(line: str) -> bool:
    return ":::" in line and (DIV_LINE.match(line) is not None or line.lstrip().startswith(":::"))


def _until(lines: list[str], start: int, is_other: Callable[[str], bool]) -> int:
    return next((number for number in range(start + 1, len(lines)) if is_other(lines[number])), len(lines))


def _code_end(lines: list[str], start: int) -> int:
    match = CODE_LINE.match(lines[start])
    fence = match["fence"] if match else ""
    closing = (n for n in range(start + 1, len(lines)) if _closes(lines[n], fence))
    return next(closing, len(lines) - 1) + 1


def _closes(line: str, fence: str) -> bool:
    return line.strip().startswith(fence) and not line.strip().strip(fence[0])


def _comment_end(lines: list[str], start: int) -> int:
    """A comment's end, and what stands up to the next blank line."""
    closing = next((number for number in range(start, len(lines)) if "-->" in lines[number]), len(lines) - 1)
    return _until(lines, closing, lambda one: not one.strip())


def _items(lines: tuple[str, ...]) -> Iterator[Item]:
    first, other = "", ""
    inside: list[str] = []
    for line in lines:
        match = _ITEM.match(line)
        if match:
            if inside:
                yield Item(first, other, tuple(inside))
            first = match["indent"] + match["marker"] + (match["box"] or "")
            other = continuation(match["indent"] + match["marker"])
            inside = [match["text"]]
        else:
            inside.append(line.removeprefix(other) if line.startswith(other) else line.lstrip(" "))
    yield Item(first, other, tuple(inside))
