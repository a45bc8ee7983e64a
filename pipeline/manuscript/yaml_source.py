"""YAML with places: text in, nodes that know line and column out; a syntax error is explained for beginners.

Nothing is constructed, so a tag can start nothing. Follows YAML 1.1 as PyYAML reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

import yaml

from ..diagnostics import Checked, Diagnostic, Span, diagnose, span_after, span_of_byte
from ..memory import remembered
from ..sieve import find_excess, sift, strays

BOM = "\ufeff"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What the two PyYAML parsers say → the code that says it to an author.
_EXPLANATIONS = (
    (r"mapping values are not allowed", "m-003"),
    (r"could not find expected ':'", "m-026"),
    (r"quoted scalar", "m-023"),
    (r"flow (sequence|mapping|node)|expected ',' or", "m-030"),
    (r"cannot start any token|alias|anchor|tag|escape|directive", "m-027"),
    (r"(special|control) characters|invalid (leading|trailing) UTF-8", "m-028"),
    (r"expected key|expected <block end>|block (mapping|collection|sequence)|not allowed in this context", "m-029"),
)


def decode(source: str | bytes, path: str) -> Checked[str]:
    """Read UTF-8, with or without a byte order mark; what is not UTF-8 is shown as U+FFFD and reported (m-018)."""
    if isinstance(source, str):
        return Checked(source)
    try:
        return Checked(source.decode("utf-8"))
    except UnicodeDecodeError as problem:
        found = diagnose("m-018", span_of_byte(path, problem), byte=f"0x{source[problem.start]:02x}")
        return Checked(source.decode("utf-8", "replace"), (found,))


@remembered
def compose(text: str, path: str, first_line: int = 1) -> Checked[yaml.Node | None]:
    """Parse one YAML document; None when it is empty or broken. `first_line` is where the text stands in its file.
    Values hold only what a text may hold.

    Codes: m-103, m-001, m-002, m-003, m-023, m-026 … m-030, m-070; beside a value t-001.
    """
    text = normalize("NFC", text.removeprefix(BOM))
    if far := find_excess(text):
        line, code = far.line + first_line - 1, "m-070" if far.is_deep else "m-103"
        return Checked(None, (diagnose(code, Span(path, line, far.column, line, far.column + 1), path=path),))
    try:
        tree = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as problem:
        return Checked(None, (_explain(problem, text, path, first_line),))
    # Nearly always there is nothing to look for: such a character is in the text, or written as an escape.
    suspect = tree and ("\\" in text or next(strays(text), None))
    return Checked(tree, tuple(_sift(tree, path, first_line)) if tree and suspect else ())


def span_of(node: yaml.Node, path: str, first_line: int = 1) -> Span:
    """Say where a node stands; of a block that runs over many lines the first line."""
    start, end = node.start_mark, node.end_mark
    line, column = start.line + first_line, start.column + 1
    if end.line != start.line:
        return Span(path, line, column, line, column + 1)
    return Span(path, line, column, line, max(end.column, start.column + 1) + 1)


def _sift(tree: yaml.Node, path: str, first_line: int) -> Iterator[Diagnostic]:
    """Take out of all values what no text may hold, also what is written as an escape: `\\x01`. Aliases make a value
    stand in several places, or in itself."""
    waiting, passed = [tree], set()
    while waiting:
        node = waiting.pop()
        if id(node) in passed:
            continue
        passed.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            for _, number in strays(node.value):
                yield diagnose("t-001", span_of(node, path, first_line), number=number)
            node.value = sift(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        else:
            waiting += node.value


def _explain(problem: yaml.YAMLError, text: str, path: str, first_line: int) -> Diagnostic:
    said = " ".join(str(part) for part in (getattr(problem, "context", ""), getattr(problem, "problem", "")) if part)
    said = said or str(getattr(problem, "reason", "")) or str(problem)
    lines = text.split("\n")
    code = next((code for pattern, code in _EXPLANATIONS if re.search(pattern, said)), "m-001")
    # An opening quote, bracket or key without a colon is found late; where it begins is where it must be mended.
    early = code in ("m-023", "m-026", "m-030")
    mark = (getattr(problem, "context_mark", None) if early else None) or getattr(problem, "problem_mark", None)
    if mark is None:
        return _at(code, text, getattr(problem, "position", 0), path, first_line, said)
    line, column = min(mark.line, len(lines) - 1), mark.column
    indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    if "\t" in indent:
        code, column = "m-002", indent.index("\t")
    elif code == "m-003" and lines[line].find(":") in (column, -1):
        # The first colon of a line is in the way: the line above lacks one, or this one is indented too far.
        code, line = ("m-026", line - 1) if line and _lacks_colon(lines[line - 1]) else ("m-029", line)
        column = len(lines[line]) - len(lines[line].lstrip())
    place = Span(path, line + first_line, column + 1, line + first_line, column + 2)
    return diagnose(code, place, problem=said)


def _lacks_colon(line: str) -> bool:
    return bool(line.strip()) and ":" not in line and not line.lstrip().startswith(("#", "- "))


def _at(code: str, text: str, position: int, path: str, first_line: int, said: str) -> Diagnostic:
    return diagnose(code, span_after(path, text[:position], first_line), problem=said)
