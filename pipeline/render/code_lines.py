"""Lines of code, for print: each a block, so that what is broken goes on further in (print.css)."""

from __future__ import annotations

from .. import trees
from ..trees import Element

TOKEN = "data-token"


def part_lines(tree: Element) -> None:
    """Make each line of code a block of its own."""
    for code in tree.iterfind(".//pre/code"):
        runs = [("", code.text or "")]
        for piece in code:
            runs += [(piece.get(TOKEN, ""), "".join(map(str, piece.itertext()))), ("", piece.tail or "")]
        del code[:]
        code.text = None
        lines = [_line()]
        for token, text in runs:
            first, *others = text.split("\n")
            _add(lines[-1], token, first)
            for part in others:
                lines.append(_line())
                _add(lines[-1], token, part)
        code.extend(lines if len(lines[-1]) or lines[-1].text else lines[:-1])


def _line() -> Element:
    return trees.make("span", {"class": "code-line"})


def _add(line: Element, token: str, text: str) -> None:
    if text and (token or len(line)):
        line.append(trees.make("span", {TOKEN: token} if token else {}, text))
    elif text:
        line.text = text
