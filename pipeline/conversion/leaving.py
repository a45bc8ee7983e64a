"""A chapter for other programs: our elements become what every Markdown, JATS or TEI has. Source in, text out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import pandoc
from ..dialect import DIALECT
from ..manuscript.preparation import prepare
from ..workspace import ToolFailed
from .nodes import BARE, BREAK, SPACE, Node, Nodes, plain, string

WRITERS = {
    "md": "gfm-raw_html-smart",
    "jats": "jats_archiving",
    "tei": "tei",
    "json": "json",
}
_ALONE = {"jats", "tei"}
_FIELDS = {"field", "area", "choice", "scale", "gap", "team-field"}
_DRAFT_ONLY = {"todo", "comment", "team-field"}


@dataclass(frozen=True, slots=True)
class Names:
    """What the book calls things: `elements` written → canonical, `words` canonical → printed, `naming` addresses."""

    elements: Mapping[str, str]
    words: Mapping[str, str]
    naming: Callable[[str], str]


def leave(body: str, title: str, promise: str, form: str, names: Names, language: str) -> str:
    """Write a chapter in another form. Raises ToolFailed when pandoc gives up."""
    source = prepare(body, "", draft=False).value.read
    read = pandoc.convert(source.encode(), DIALECT, "json", language)
    if read.failure:
        raise ToolFailed(read.failure)
    tree: dict[str, Any] = json.loads(read.html)
    blocks = _Leaver(names).blocks(tree["blocks"])
    if not any(block["t"] == "Header" and block["c"][0] == 1 for block in blocks[:1]):
        blocks.insert(0, {"t": "Header", "c": [1, BARE, [string(title)]]})
    if promise:
        blocks.insert(1, {"t": "Para", "c": [{"t": "Emph", "c": [string(promise)]}]})
    tree["blocks"] = blocks
    tree["meta"] = {"title": {"t": "MetaInlines", "c": [string(title)]}} if form in _ALONE else {}
    made = pandoc.convert(
        json.dumps(tree).encode(), "json", WRITERS[form], language, ("--standalone",) if form in _ALONE else ()
    )
    if made.failure:
        raise ToolFailed(made.failure)
    return made.html


@dataclass(slots=True)
class _Leaver:
    """One chapter on its way out."""

    names: Names
    labels: list[str] = field(default_factory=list)

    def blocks(self, blocks: Nodes) -> Nodes:
        return [made for block in blocks for made in self._block(block)]

    def inlines(self, inlines: Nodes) -> Nodes:
        return [made for inline in inlines for made in self._inline(inline)]

    def _block(self, block: Node) -> Nodes:
        kind: str = block["t"]
        held: Any = block.get("c")
        if kind == "Div":
            return self._box(held)
        if kind in ("Para", "Plain"):
            made = self.inlines(held)
            return [{"t": kind, "c": made}] if made else []
        if kind == "Header":
            return [{"t": kind, "c": [held[0], [held[1][0], [], []], self.inlines(held[2])]}]
        if kind == "DefinitionList":
            return [one for term, texts in held for one in self._meaning(term, texts)]
        return [self._deep(block)]

    def _deep(self, node: Any) -> Any:
        """Anything else: its blocks and lines are made ready where they stand."""
        if isinstance(node, dict) and "t" in node:
            return {**node, "c": self._deep(node["c"])} if "c" in node else node
        if isinstance(node, list):
            if node and all(isinstance(one, dict) and "t" in one for one in node):
                is_line = any(one["t"] in _INLINE for one in node)
                return self.inlines(node) if is_line else self.blocks(node)
            return [self._deep(one) for one in node]
        return node

    def _meaning(self, term: Nodes, texts: list[Nodes]) -> Nodes:
        """GitHub has no lists of definitions: the term in bold before its text."""
        made = self.blocks([one for text in texts for one in text])
        head = [{"t": "Strong", "c": self.inlines(term)}, string(":"), SPACE]
        if made and made[0]["t"] in ("Para", "Plain"):
            return [{"t": "Para", "c": [*head, *made[0]["c"]]}, *made[1:]]
        return [{"t": "Para", "c": head[:2]}, *made]

    def _box(self, held: Any) -> Nodes:
        (_, classes, pairs), inner = held
        kind = next((self.names.elements.get(one, one) for one in classes), "")
        if kind in _DRAFT_ONLY:
            return []
        made = self.blocks(inner)
        file = next((value for key, value in pairs if key in ("datei", "file", "blatt", "sheet")), "")
        if file:
            made = [{"t": "Para", "c": [string(f"→ {self.names.naming(file)}")]}, *made]
        word = self.names.words.get(kind, "")
        if not word or kind in ("only", "description"):
            return made
        label = {"t": "Para", "c": [{"t": "Strong", "c": [string(word)]}]}
        return [{"t": "BlockQuote", "c": [label, *made]}]

    def _inline(self, inline: Node) -> Nodes:
        kind: str = inline["t"]
        held: Any = inline.get("c")
        if kind == "Span":
            return self._span(held)
        if kind == "Link" and not plain(held[1]).strip():
            return [{"t": "Link", "c": [BARE, [string(self.names.naming(held[2][0]))], held[2]]}]
        if kind == "Cite":
            return [string(plain(held[1]))]
        if kind == "Image":
            return [{"t": "Image", "c": [BARE, self.inlines(held[1]), held[2]]}]
        return [self._deep(inline)] if held is not None else [inline]

    def _span(self, held: Any) -> Nodes:
        (_, classes, pairs), inner = held
        kind = next((self.names.elements.get(one, one) for one in classes), "")
        given = dict(pairs)
        made = self.inlines(inner)
        if kind in _DRAFT_ONLY or kind == "comment":
            return []
        if kind in _FIELDS:
            options = given.get("optionen") or given.get("options", "")
            shown = " / ".join(f"☐ {one.strip()}" for one in options.split(";")) if options else "…" * 4
            return [*made, SPACE, string(shown)]
        if kind == "kbd":
            return [{"t": "Code", "c": [BARE, plain(made)]}]
        return made


_INLINE = {"Str", "Space", "SoftBreak", "Emph", "Strong", "Span", "Link", "Code", "Math", "Cite", "Image"}
_INLINE |= {"Note", "Strikeout", "Subscript", "Superscript", "SmallCaps", "Quoted", "Underline", BREAK["t"]}
