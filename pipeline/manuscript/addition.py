"""A new file for the book: its text from the theme's template, and its line in book.yaml, everything else untouched."""

from __future__ import annotations

import json
import re

import yaml

from ..theme import Theme
from .manifest import all_entries, read_manifest
from .yaml_source import compose

# What can be made → its folder.
FOLDERS = {"chapter": "chapters", "checklist": "checklists", "worksheet": "worksheets"}


# A word of the labels by its dotted name, or the title.
_GAP = re.compile(r"\{([a-z][a-z.-]*)\}")


def first_text(kind: str, title: str, theme: Theme) -> str:
    """Fill the template of a new file, in the words of the book's language; what names no word stays."""
    words = {**theme.labels.words, "title": title}
    return _GAP.sub(lambda gap: words.get(gap[1], gap[0]), theme.files.get(f"new/{kind}.md", b"").decode("utf-8"))


def enter(source: str, kind: str, path: str, part: str = "") -> str | None:
    """Write `path` as the last entry of its list into book.yaml; None when the list's form does not allow it.

    What is named already stays as it is: an outline may come before its files. A chapter goes to the end of the last
    part, or of the last that is called `part`, which is made where there is none. The result was read again: it names
    the file and is as sound as before.
    """
    before = read_manifest(source)
    if before.value and path in {entry.path for entry in all_entries(before.value)}:
        return source
    tree = compose(source, "book.yaml").value
    if not isinstance(tree, yaml.MappingNode):
        return None
    parts = value_of(tree, "parts")
    if part and isinstance(parts, yaml.SequenceNode) and _part(parts, part) is None:
        entered = _with_part(source, parts, part, path)
    else:
        entries = _entries(tree, kind, part)
        entered = _entered(source, entries, path) if isinstance(entries, yaml.SequenceNode) else ""
    if not entered:
        return None
    after = read_manifest(entered)
    sound = after.value is not None and len(after.diagnostics) <= len(before.diagnostics)
    return entered if sound and after.value and path in {entry.path for entry in all_entries(after.value)} else None


def is_listed(source: str, kind: str) -> bool:
    """Say whether book.yaml lists files of this kind at all; else the folder itself is the list."""
    tree = compose(source, "book.yaml").value
    return kind == "chapter" or (isinstance(tree, yaml.MappingNode) and value_of(tree, FOLDERS[kind]) is not None)


def has_part(source: str, title: str) -> bool:
    """Say whether book.yaml has a part of this name."""
    tree = compose(source, "book.yaml").value
    parts = value_of(tree, "parts") if isinstance(tree, yaml.MappingNode) else None
    return isinstance(parts, yaml.SequenceNode) and _part(parts, title) is not None


def _entries(tree: yaml.MappingNode, kind: str, part: str) -> yaml.Node | None:
    """Find the list that the file belongs into."""
    if kind != "chapter":
        return value_of(tree, FOLDERS[kind])
    parts = value_of(tree, "parts")
    found = _part(parts, part) if isinstance(parts, yaml.SequenceNode) else None
    return value_of(found, "chapters") if found else None


def _part(parts: yaml.SequenceNode, title: str) -> yaml.MappingNode | None:
    """The last part, or the last of this name."""
    named = [one for one in parts.value if isinstance(one, yaml.MappingNode)]
    if title:
        titles = [(one, value_of(one, "title")) for one in named]
        named = [one for one, its in titles if its is not None and str(its.value).casefold() == title.casefold()]
    return named[-1] if named else None


def _with_part(source: str, parts: yaml.SequenceNode, title: str, path: str) -> str:
    """Put a part with its first chapter behind the last; empty where the list's form does not allow it."""
    lines = source.split("\n")
    column = dash_column(lines[parts.value[-1].start_mark.line]) if parts.value and not parts.flow_style else -1
    if column < 0:
        return ""
    end, margin = "\r" if "\r\n" in source else "", " " * column
    at = last_row(parts.value[-1]) + 1
    written = (f"- title: {json.dumps(title, ensure_ascii=False)}", "  chapters:", f"    - {path}")
    lines[at:at] = [f"{margin}{line}{end}" for line in written]
    return "\n".join(lines)


def _entered(source: str, entries: yaml.SequenceNode, path: str) -> str:
    """Put the path behind the last entry; empty where the list's form does not allow it."""
    lines = source.split("\n")
    if entries.flow_style:
        # Behind the last entry, or behind the bracket that opens.
        mark = entries.value[-1].end_mark if entries.value else entries.start_mark
        at, text = (mark.column, f", {path}") if entries.value else (mark.column + 1, path)
        lines[mark.line] = lines[mark.line][:at] + text + lines[mark.line][at:]
        return "\n".join(lines)
    column = dash_column(lines[entries.value[-1].start_mark.line]) if entries.value else -1
    if column < 0:
        return ""
    end = "\r" if "\r\n" in source else ""
    lines.insert(last_row(entries.value[-1]) + 1, f"{' ' * column}- {path}{end}")
    return "\n".join(lines)


def value_of(tree: yaml.MappingNode, name: str) -> yaml.Node | None:
    """Find the value of a key."""
    return next((value for key, value in tree.value if key.value == name), None)


def last_row(node: yaml.Node) -> int:
    """Find the last line of a node's own text; a block's end mark stands behind the comments that follow."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node.end_mark.line if node.end_mark.column else node.end_mark.line - 1


def dash_column(line: str) -> int:
    """Return the column of the list's dash when the line has nothing before it."""
    rest = line.lstrip(" ")
    return len(line) - len(rest) if rest.startswith("- ") else -1
