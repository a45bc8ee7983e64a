"""A new file for the book: its text from the theme's template, and its line in book.yaml, everything else untouched."""

from __future__ import annotations

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


def enter(source: str, kind: str, path: str) -> str | None:
    """Write `path` as the last entry of its list into book.yaml; None when the list's form does not allow it.

    What is named already stays as it is: an outline may come before its files. A chapter goes to the end of the last
    part. The result was read again: it names the file and is as sound as before.
    """
    before = read_manifest(source)
    if before.value and path in {entry.path for entry in all_entries(before.value)}:
        return source
    tree = compose(source, "book.yaml").value
    place = _last_entry(tree, kind) if isinstance(tree, yaml.MappingNode) else None
    if place is None:
        return None
    newline = "\r\n" if "\r\n" in source else "\n"
    lines = source.split("\n")
    row = _last_row(place)
    column = _dash(lines[place.start_mark.line])
    if column < 0:
        return None
    lines.insert(row + 1, f"{' ' * column}- {path}" + newline.removesuffix("\n"))
    entered = "\n".join(lines)
    after = read_manifest(entered)
    sound = after.value is not None and len(after.diagnostics) <= len(before.diagnostics)
    return entered if sound and after.value and path in {entry.path for entry in all_entries(after.value)} else None


def is_listed(source: str, kind: str) -> bool:
    """Say whether book.yaml lists files of this kind at all; else the folder itself is the list."""
    tree = compose(source, "book.yaml").value
    return kind == "chapter" or (isinstance(tree, yaml.MappingNode) and _value(tree, FOLDERS[kind]) is not None)


def _last_entry(tree: yaml.MappingNode, kind: str) -> yaml.Node | None:
    """Find the last item of the list; only lists in block style can take a line."""
    entries = _value(tree, FOLDERS[kind]) if kind != "chapter" else None
    if kind == "chapter":
        parts = _value(tree, "parts")
        if isinstance(parts, yaml.SequenceNode) and parts.value and isinstance(parts.value[-1], yaml.MappingNode):
            entries = _value(parts.value[-1], "chapters")
    if isinstance(entries, yaml.SequenceNode) and entries.value and not entries.flow_style:
        last: yaml.Node = entries.value[-1]
        return last
    return None


def _value(tree: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in tree.value if key.value == name), None)


def _last_row(node: yaml.Node) -> int:
    """Find the last line of a node's own text; a block's end mark stands behind the comments that follow."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node.end_mark.line if node.end_mark.column else node.end_mark.line - 1


def _dash(line: str) -> int:
    """Return the column of the list's dash when the line has nothing before it."""
    rest = line.lstrip(" ")
    return len(line) - len(rest) if rest.startswith("- ") else -1
