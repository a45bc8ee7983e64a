"""The head of a Markdown file: text in, FrontMatter and the body out, with the lines kept where they were.

What is wrong in a head (heads) is reported; the body always survives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from ..diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from ..memory import remembered
from ..theme import Labels, default_theme
from .heads import FENCE, find_head
from .model import Asked, FrontMatter
from .schema import HEAD, MODES, STATUSES
from .typed import Fields, Reader
from .yaml_source import BOM, compose

_KEYS = tuple(key.name for key in HEAD.keys)


def aliases_of(labels: Labels) -> dict[str, str]:
    """Turn the labels round: what authors write → the canonical key or word. The words of the first language hold
    everywhere: a translation begins as a copy of its original."""
    found: dict[str, str] = {}
    for one in (default_theme().labels, labels):
        found |= {word: name for name, word in one.under("values").items() if name in (*STATUSES, *MODES)}
        found |= {word: name for name, word in one.under("front").items()}
    return found


def read_front_matter(text: str, path: str, aliases: Mapping[str, str]) -> Checked[tuple[FrontMatter, str]]:
    """Split a file into its head and its body; blank lines stand in the body where the head was. `aliases` are those of
    the labels.

    Codes: f-001 (the head has no end), f-002 (the head is no list of keys), m-… for what is wrong in it or around it.
    """
    text = text.removeprefix(BOM).replace("\r\n", "\n")
    lines = text.split("\n")
    head = find_head(lines, path, {*_KEYS, *(alias for alias, name in aliases.items() if name in _KEYS)})
    if head is None:
        return _unclosed(lines, path) if lines[0].rstrip() == FENCE else Checked((FrontMatter(), text))
    body = "\n" * head.body + "\n".join(lines[head.body :])
    read, found = _read_head("\n".join(head.lines), path, tuple(aliases.items()), head.first + 1)
    return Checked((read, body), in_order((*head.found, *found)))


def _unclosed(lines: list[str], path: str) -> Checked[tuple[FrontMatter, str]]:
    """Keep what follows the first blank line or heading: everything else looks like the head."""
    problem = diagnose("f-001", Span(path, 1, 1, 1, len(FENCE) + 1))
    start = next((number for number, line in enumerate(lines[1:], 1) if not line.strip() or line.startswith("# ")), 1)
    return Checked((FrontMatter(), "\n" * start + "\n".join(lines[start:])), (problem,))


@remembered
def _read_head(
    text: str, path: str, aliases: tuple[tuple[str, str], ...], first_line: int
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    composed = compose(text, path, first_line)
    if composed.value is None:
        return FrontMatter(), composed.diagnostics
    reader = Reader(path, first_line, dict(aliases))
    fields = reader.read(composed.value, HEAD)
    if not isinstance(fields, Fields):
        return FrontMatter(), (*composed.diagnostics, diagnose("f-002", reader.span(composed.value)))
    values = {name: _plain(value) for name, value in fields.values.items()}
    if "asked" in values:
        values["asked"] = tuple(_asked(composed.value, Reader(path, first_line, dict(aliases))))
    return FrontMatter(**values), (*composed.diagnostics, *reader.found)  # type: ignore[arg-type]


def _asked(head: yaml.Node, reader: Reader) -> Iterator[Asked]:
    """Read once more with the places: whether an id is one is known when the whole text is. What is wrong was told."""
    for name, _, places in reader.keys(head) if isinstance(head, yaml.MappingNode) else ():
        for _, id, words in reader.keys(places) if name == "asked" and isinstance(places, yaml.MappingNode) else ():
            if isinstance(words, yaml.ScalarNode):
                yield Asked(id.value, words.value, reader.span(id))


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) else value
