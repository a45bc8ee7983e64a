"""Where lines may end, said by us where versions of the system's line breaker say different things.

Two signs say it, of which neither is drawn nor copied: ZERO WIDTH SPACE lets a line end, WORD JOINER does not (Unicode
Standard Annex 14, LB7, LB8, LB11). They are needed

    after a closing quotation mark     before Unicode 15.1 no line could end between “ and „ or ( (LB15)
    after a hyphen that begins a word  since Unicode 16 none may: "-betriebe" (LB20a)
    in addresses                       before a sign and after a slash, as books on style have it; never after a hyphen
"""

from __future__ import annotations

import re

from ... import trees
from ...trees import Element

MAY_END, MUST_NOT_END = "\u200b", "\u2060"
_AFTER_QUOTE = re.compile(r"(?<=[“”’»«›‹\"'])(?= (?:[(\[{„‚¿¡]|$))")
_WORD_HYPHEN = re.compile(r"(?<=[\s(\[/])([-\u2010])(?=[^\W\d_])")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s/?#]+\S*")
_HOST = re.compile(r"[^/?#]*")
_SIGN = re.compile(r"(?<!^)([^\w\s/]|_)")
# No running text: what stands there is typed as it is.
_APART = frozenset({"code", "pre", "math", "svg", "style"})


def set_line_ends(tree: Element) -> Element:
    """Write the signs into all texts of a tree, and give it back."""
    _set(tree)
    return tree


def _set(element: Element) -> None:
    if not isinstance(element.tag, str) or element.tag in _APART:
        return
    is_address = element.tag == "a" and _ADDRESS.fullmatch(trees.text_of(element))
    part = part_path if is_address else part_text
    if is_address and element.text:
        host = _HOST.match(element.text)
        end = host.end() if host else 0
        element.text = element.text[:end] + part_path(element.text[end:])
    elif element.text:
        element.text = part_text(element.text)
    for child in element:
        # The scheme and the host of an address have a span of their own, and stay together.
        if not is_address:
            _set(child)
        child.tail = part(child.tail) if child.tail else None


def part_text(text: str) -> str:
    """Say in running text where a line may end and where not."""
    return _WORD_HYPHEN.sub(rf"\1{MUST_NOT_END}", _AFTER_QUOTE.sub(MAY_END, text))


def part_path(path: str) -> str:
    """Say where a line may end in what follows the host of an address."""
    signs = _SIGN.sub(rf"{MAY_END}\1{MUST_NOT_END}", path)
    return re.sub(r"(?<=/)(?!/|$)", MAY_END, signs)
