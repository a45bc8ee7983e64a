"""A line of book.yaml gets another place: its text moves with its comments, everything else stays as it is.

The result is read again: it has the same lines in the order that was asked for, and says nothing else than before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from .addition import dash_column, last_row, value_of
from .manifest import read_manifest, tidy_path
from .model import ChapterEntry, Manifest
from .yaml_source import compose

LISTS = ("front_matter", "back_matter", "checklists", "worksheets")
Place = tuple[yaml.SequenceNode, int]


def is_alone(source: str, path: str) -> bool:
    """Say whether a file is the only one of its part: a part without chapters is none."""
    manifest = read_manifest(source).value
    parts = manifest.parts if manifest else ()
    return any([one.path for one in part.chapters] == [path] for part in parts)


def move(source: str, path: str, beside: str, after: bool) -> str | None:
    """Put the line of `path` before or after that of `beside`, into its list; a file that stands in none gets a line.
    None when the form of the lists does not allow it, or there is no such place."""
    is_windows = "\r\n" in source and source.count("\r\n") == source.count("\n")
    text = source.replace("\r\n", "\n") if is_windows else source
    if path == beside or _place(text, beside) is None:
        return None
    if _place(text, path):
        lines, rest = _taken_out(text, path)
    else:
        lines, rest = [f"- {path}"], text
    moved = _put_in(rest, lines, beside, after) if lines else ""
    if not moved or not _is_sound(text, moved, path, beside, after):
        return None
    return moved.replace("\n", "\r\n") if is_windows else moved


def move_part(source: str, title: str, down: bool) -> str | None:
    """Let a part stand one place further up or down, with everything in it; None when it cannot, or there is no such
    place. Only parts that stand in lines of their own are moved, and only one whose title no other has."""
    is_windows = "\r\n" in source and source.count("\r\n") == source.count("\n")
    text = source.replace("\r\n", "\n") if is_windows else source
    was = read_manifest(text).value
    parts = _parts(text)
    titles = [part.title for part in was.parts] if was else []
    if was is None or parts is None or titles.count(title) != 1 or len(titles) != len(parts.value):
        return None
    upper = titles.index(title) - (not down)
    if not 0 <= upper < len(titles) - 1:
        return None
    lines = text.split("\n")
    if any(dash_column(lines[one.start_mark.line]) < 0 for one in parts.value[upper : upper + 2]):
        return None
    (first, end), (start, last) = (_rows(lines, parts, nth) for nth in (upper, upper + 1))
    # What stands between them, blank lines, stays between them.
    order = (lines[:first], lines[start : last + 1], lines[end + 1 : start], lines[first : end + 1], lines[last + 1 :])
    moved = "\n".join(line for some in order for line in some)
    now = read_manifest(moved)
    titles[upper : upper + 2] = reversed(titles[upper : upper + 2])
    is_sound = now.value is not None and [part.title for part in now.value.parts] == titles
    if not is_sound or now.value is None or _apart(was) != _apart(now.value):
        return None
    return moved.replace("\n", "\r\n") if is_windows else moved


def _apart(manifest: Manifest) -> tuple[object, ...]:
    """What a manifest says, with its parts in no order."""
    plain, ways, _ = _rest(manifest)
    parts = sorted(
        (part.title, part.subtitle, [(one.path, one.numbered) for one in part.chapters]) for part in manifest.parts
    )
    return plain, ways, parts, _plain(_entries(manifest)[len(manifest.parts) :])


def _parts(source: str) -> yaml.SequenceNode | None:
    tree = compose(source, "book.yaml").value
    parts = value_of(tree, "parts") if isinstance(tree, yaml.MappingNode) else None
    return parts if isinstance(parts, yaml.SequenceNode) and not parts.flow_style else None


def _lists(source: str) -> Iterator[yaml.SequenceNode]:
    tree = compose(source, "book.yaml").value
    if isinstance(tree, yaml.MappingNode):
        parts = value_of(tree, "parts")
        inside = parts.value if isinstance(parts, yaml.SequenceNode) else []
        found = [value_of(part, "chapters") for part in inside if isinstance(part, yaml.MappingNode)]
        found += [value_of(tree, name) for name in LISTS]
        yield from (one for one in found if isinstance(one, yaml.SequenceNode))


def _place(source: str, path: str) -> Place | None:
    for entries in _lists(source):
        for nth, entry in enumerate(entries.value):
            named = value_of(entry, "path") if isinstance(entry, yaml.MappingNode) else entry
            if isinstance(named, yaml.ScalarNode) and tidy_path(named.value) == path:
                return entries, nth
    return None


def _taken_out(source: str, path: str) -> tuple[list[str], str]:
    """The lines of an entry as they would stand at the margin, and the text without them; none where that cannot be."""
    place = _place(source, path)
    assert place is not None
    entries, nth = place
    lines = source.split("\n")
    if entries.flow_style:
        return _taken_out_of_brackets(lines, entries, nth)
    column = dash_column(lines[entries.value[nth].start_mark.line])
    if column < 0:
        return [], source
    first, last = _rows(lines, entries, nth)
    taken = [line[column:] if not line[:column].strip() else line.lstrip() for line in lines[first : last + 1]]
    return taken, "\n".join(lines[:first] + lines[last + 1 :])


def _taken_out_of_brackets(lines: list[str], entries: yaml.SequenceNode, nth: int) -> tuple[list[str], str]:
    entry = entries.value[nth]
    start, end = entry.start_mark, entry.end_mark
    taken = _between(lines, start, end)
    if nth + 1 < len(entries.value):
        end = entries.value[nth + 1].start_mark
    elif nth:
        start = entries.value[nth - 1].end_mark
    gone = _between(lines, start, end)
    if "\n" in taken or "#" in gone:
        return [], ""
    row = lines[start.line][: start.column] + lines[end.line][end.column :]
    return [f"- {taken}"], "\n".join([*lines[: start.line], row, *lines[end.line + 1 :]])


def _put_in(source: str, lines: list[str], beside: str, after: bool) -> str:
    """Write the lines beside an entry; empty where they cannot stand there."""
    place = _place(source, beside)
    if place is None:
        return ""
    entries, nth = place
    rows, entry = source.split("\n"), entries.value[nth]
    if entries.flow_style:
        if len(lines) > 1 or "#" in lines[0]:
            return ""
        mark, text = entry.end_mark if after else entry.start_mark, lines[0].removeprefix("- ")
        at = rows[mark.line]
        rows[mark.line] = at[: mark.column] + (f", {text}" if after else f"{text}, ") + at[mark.column :]
        return "\n".join(rows)
    column = dash_column(rows[entry.start_mark.line])
    if column < 0:
        return ""
    first, last = _rows(rows, entries, nth)
    at_row = last + 1 if after else first
    rows[at_row:at_row] = [f"{' ' * column}{line}" if line else line for line in lines]
    return "\n".join(rows)


def _rows(lines: list[str], entries: yaml.SequenceNode, nth: int) -> tuple[int, int]:
    """The first and the last row of an entry; comments right above it are its own."""
    first = entries.value[nth].start_mark.line
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first, last_row(entries.value[nth])


def _between(lines: list[str], start: yaml.Mark, end: yaml.Mark) -> str:
    if start.line == end.line:
        return lines[start.line][start.column : end.column]
    first, last = lines[start.line][start.column :], lines[end.line][: end.column]
    return "\n".join([first, *lines[start.line + 1 : end.line], last])


def _is_sound(before: str, after: str, path: str, beside: str, behind: bool) -> bool:
    """Whether nothing but the order has changed, and that as it should."""
    was, now = read_manifest(before), read_manifest(after)
    if was.value is None or now.value is None or len(now.diagnostics) > len(was.diagnostics):
        return False
    wanted = [[one for one in entries if one.path != path] for entries in _entries(was.value)]
    moving = next((one for entries in _entries(was.value) for one in entries if one.path == path), ChapterEntry(path))
    for entries in wanted:
        for nth, one in enumerate(entries):
            if one.path == beside:
                entries.insert(nth + behind, moving)
                break
    return _plain(wanted) == _plain(_entries(now.value)) and _rest(was.value) == _rest(now.value)


def _entries(manifest: Manifest) -> list[list[ChapterEntry]]:
    parts = [list(part.chapters) for part in manifest.parts]
    return [*parts, *(list(getattr(manifest, name)) for name in LISTS)]


def _plain(lists: list[list[ChapterEntry]]) -> list[list[tuple[str, bool]]]:
    return [[(one.path, one.numbered) for one in entries] for entries in lists]


def _rest(manifest: Manifest) -> tuple[object, ...]:
    """What a manifest says beside its lists, without the places where it says so."""
    ways = tuple((way.title, way.to, way.text) for way in manifest.ways_in)
    plain = replace(
        manifest, parts=(), front_matter=(), back_matter=(), checklists=(), worksheets=(), ways_in=(),
        print_profile=ChapterEntry(manifest.print_profile.path),
    )  # fmt: skip
    return plain, ways, tuple((part.title, part.subtitle) for part in manifest.parts)
