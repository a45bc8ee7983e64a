"""What pandoc read of a foreign document, brought to what our chapters have: its JSON in, JSON out, and what was
changed or left out on the way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..addresses import SCHEMES
from .critic import COMMENTED, DELETED, INSERTED, Change, Marks, close, without_signs
from .nodes import (
    BARE,
    BREAK,
    SPACE,
    Node,
    Nodes,
    box_of,
    held,
    images,
    one_line,
    pair_tags,
    plain,
    row_of,
    spread,
    string,
    targets,
    ticked,
    trimmed,
    walk,
    without_bold,
)
from .pages import CALL, NOTE

# Styles that say nothing that the paragraph's kind does not say.
_PLAIN_STYLES = re.compile(
    r"(?i)(?:first paragraph|body ?text.*|normal.*|standard|textk.*rper.*|compact|table.*|list.*|footnote.*|endnote.*"
    r"|annotation.*|comment.*|hyperlink|default.*|no spacing|kein leerraum|header|footer|text body|internet.*"
    r"|fu.*noten.*"
    r"|kommentar.*|heading.*|berschrift.*|überschrift.*|title|titel|captioned.*|image.*|caption|beschriftung"
    r"|illustration|abbildung|figure|tabelle|drawing"
    r"|source code|verbatim.*|block text|quote|zitat)"
)
_LISTS = ("BulletList", "OrderedList")
_ID = re.compile(r"[^\W\d][\w.-]*")


@dataclass(slots=True)
class Cleaner:
    """One document on its way. `picture` gives a picture's new address, empty when there is none; `link` one's that
    leads to another file of the same book; `parse` reads HTML that stands in a text."""

    picture: Callable[[str], str]
    link: Callable[[str], str]
    parse: Callable[[str], Nodes]
    names: Mapping[str, str] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    targets: frozenset[str] = frozenset()
    comments: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Nodes] = field(default_factory=dict)
    has_signs: bool = False
    keeps_ids: bool = False

    def clean(self, blocks: Nodes) -> Nodes:
        """The whole document."""
        self.targets = frozenset(targets(blocks))
        self.notes = {
            div["c"][0][0]: div["c"][1] for div in walk(blocks) if div["t"] == "Div" and NOTE in div["c"][0][1]
        }
        return self.blocks(blocks)

    def blocks(self, blocks: Nodes) -> Nodes:
        """Blocks that stand below each other; what ends a list before another one is a comment."""
        made: Nodes = []
        for one in (one for block in blocks for one in self._block(block)):
            is_list = one["t"] in _LISTS and bool(made) and made[-1]["t"] == one["t"]
            made += [{"t": "RawBlock", "c": ["markdown", "<!-- -->"]}, one] if is_list else [one]
        return made

    def inlines(self, inlines: Nodes) -> Nodes:
        """What stands in a line."""
        return [made for inline in pair_tags(inlines) for made in self._inline(inline)]

    def _block(self, block: Node) -> Nodes:
        kind = block["t"]
        if kind in ("Para", "Plain"):
            return self._paragraph(block)
        method = _BLOCKS.get(kind)
        return method(self, block) if method else [block]

    def _paragraph(self, block: Node) -> Nodes:
        made = trimmed(self.inlines(block["c"]))
        return [{"t": block["t"], "c": made}] if made else []

    def _header(self, block: Node) -> Nodes:
        level, attributes, inlines = block["c"]
        made = trimmed([SPACE if one["t"] == "LineBreak" else one for one in self.inlines(inlines)])
        if not made:
            return []
        made = without_bold(made)
        self.counts["headings"] += 1
        name = attributes[0] if self.keeps_ids or attributes[0] in self.targets else ""
        return [{"t": "Header", "c": [level, [name, [], []], made]}]

    def _div(self, block: Node) -> Nodes:
        (_, classes, pairs), inner = block["c"]
        if NOTE in classes:
            return []
        style = dict(pairs).get("custom-style", "")
        made = self.blocks(inner)
        box = next((found for one in (*classes, style) if (found := box_of(one))), "")
        if box and made:
            self.counts["boxes"] += 1
            title = dict(pairs).get("title", "")
            head = [{"t": "Header", "c": [3, ["", [], []], [{"t": "Str", "c": title}]]}] if title else []
            return [{"t": "Div", "c": [["", [self.names.get(box, box)], []], [*head, *made]]}]
        if style and not _PLAIN_STYLES.fullmatch(style):
            self.changed["f-168", style] += 1
        return made

    def _quote(self, block: Node) -> Nodes:
        made = self.blocks(block["c"])
        return [{"t": "BlockQuote", "c": made}] if made else []

    def _code(self, block: Node) -> Nodes:
        (_, classes, pairs), text = block["c"]
        self.counts["code"] += 1
        language = [one for one in classes if re.fullmatch(r"[\w+#-]+", one)][:1]
        caption = [pair for pair in pairs if pair[0] == "caption"]
        text = without_signs(text)
        if language or caption:
            return [{"t": "CodeBlock", "c": [["", language, caption], text]}]
        # Pandoc would set it in by four blanks, which may be prose to us.
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
        return [{"t": "RawBlock", "c": ["markdown", f"{fence}\n{text}\n{fence}"]}]

    def _raw(self, block: Node) -> Nodes:
        form, text = block["c"]
        if not form.startswith("html"):
            self.changed["f-179", form] += 1
            return [{"t": "CodeBlock", "c": [["", [form], []], text]}] if text.strip() else []
        if re.fullmatch(r"\s*(?:<!--.*?-->\s*)+", text, re.DOTALL):
            return [{"t": "RawBlock", "c": ["markdown", text.strip()]}]
        return self.blocks(self.parse(text))

    def _items(self, block: Node) -> Nodes:
        self.counts["lists"] += 1
        items = block["c"] if block["t"] == "BulletList" else block["c"][1]
        made = [self.blocks(ticked(item)) for item in items]
        made = [item for item in made if item]
        if not made:
            return []
        held = made if block["t"] == "BulletList" else [block["c"][0], made]
        return [{"t": block["t"], "c": held}]

    def _definitions(self, block: Node) -> Nodes:
        made = [[self.inlines(term), [self.blocks(one) for one in texts]] for term, texts in block["c"]]
        return [{"t": "DefinitionList", "c": made}]

    def _lines(self, block: Node) -> Nodes:
        return [{"t": "LineBlock", "c": [self.inlines(line) for line in block["c"]]}]

    def _figure(self, block: Node) -> Nodes:
        (name, _, _), (_, caption), inner = block["c"]
        pictures = [one for one in walk(inner) if one["t"] == "Image"]
        if len(pictures) != 1:
            return self.blocks([*inner, *caption])
        made = self._inline(pictures[0])
        said = [one for part in self.blocks(caption) for one in part.get("c", [])]
        if len(made) != 1 or made[0]["t"] != "Image":
            return [{"t": "Para", "c": one} for one in (made, said) if one]
        alternative = dict(made[0]["c"][0][2]).get("alt") or plain(made[0]["c"][1])
        pairs = [["alt", alternative]] if alternative and alternative != plain(said) else []
        own = made[0]["c"][0][0] or (name if self.keeps_ids else "")
        return [{"t": "Para", "c": [{"t": "Image", "c": [[own, [], pairs], said or made[0]["c"][1], made[0]["c"][2]]}]}]

    def _table(self, block: Node) -> Nodes:
        self.counts["tables"] += 1
        (name, _, _), (_, caption), columns, head, bodies, foot = block["c"]
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        width = max((sum(cell[3] for cell in row[1]) for row in rows), default=0)
        if any(cell[2] > 1 or cell[3] > 1 for row in rows for cell in row[1]):
            self.changed["f-173", plain(held(rows))[:40]] += 1
        grid = [self._row(row, width) for row in spread(rows, width)]
        said = self.blocks(caption)
        if not grid:
            return said
        if all(len(row) == 1 for row in grid):  # a frame around text
            return [*said, *(block for row in grid for block in row[0])]
        grid[0] = [
            [{**one, "c": without_bold(one["c"])} if one["t"] == "Plain" else one for one in cell] for cell in grid[0]
        ]
        columns = [[column[0], {"t": "ColWidthDefault"}] for column in columns][:width]
        columns += [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * (width - len(columns))
        whole = [row_of(row) for row in grid]
        own: Nodes = [name if self.keeps_ids else "", [], []]  # type: ignore[list-item]
        table = [own, [None, said], columns, [BARE, whole[:1]], [[BARE, 0, [], whole[1:]]], [BARE, []]]
        return [{"t": "Table", "c": table}]

    def _row(self, cells: Sequence[Nodes], width: int) -> list[Nodes]:
        return [one_line(self.blocks(cell)) for cell in cells][:width]

    def _inline(self, inline: Node) -> Nodes:
        method = _INLINES.get(inline["t"])
        return method(self, inline) if method else [inline]

    def _text(self, inline: Node) -> Nodes:
        text = inline["c"] if self.has_signs else without_signs(inline["c"])
        return [{"t": "Str", "c": text}] if text else []

    def _styled(self, inline: Node) -> Nodes:
        inside = self.inlines(inline["c"])
        if not plain(inside).strip():
            return inside
        outer: list[Nodes] = [[], inside, []]
        while outer[1] and outer[1][0]["t"] in ("Space", "LineBreak", "SoftBreak"):
            outer[0].append(outer[1].pop(0))
        while outer[1] and outer[1][-1]["t"] in ("Space", "LineBreak", "SoftBreak"):
            outer[2].insert(0, outer[1].pop())
        made = {"t": inline["t"], "c": outer[1]}
        if inline["t"] == "SmallCaps":
            made = {"t": "Span", "c": [["", ["smallcaps"], []], outer[1]]}
        return [*outer[0], made, *outer[2]]

    def _quoted(self, inline: Node) -> Nodes:
        signs = ("„", "“") if inline["c"][0]["t"] == "DoubleQuote" else ("‚", "‘")
        return [{"t": "Str", "c": signs[0]}, *self.inlines(inline["c"][1]), {"t": "Str", "c": signs[1]}]

    def _span(self, inline: Node) -> Nodes:
        (name, classes, pairs), inner = inline["c"]
        given = dict(pairs)
        who = given.get("author", "")
        if CALL in classes:
            return self._note({"c": self.notes.get(name.replace(CALL, NOTE), [])})
        for one, kind in (("insertion", INSERTED), ("deletion", DELETED)):
            if one in classes:
                opened = self.marks.open(Change(kind, who))
                return [string(opened), *self.inlines(inner), string(close(opened))]
        if "comment-start" in classes:
            opened = self.marks.open(Change(COMMENTED, who, plain(inner, " ")))
            self.comments[given.get("id", "")] = close(opened)
            return [string(opened)]
        if "comment-end" in classes:
            ended = self.comments.pop(given.get("id", ""), "")
            return [*([string(ended)] if ended else []), *self.inlines(inner)]
        if "citation" in classes and (given.get("data-cites") or given.get("cites")):
            return [string(f"[@{'; @'.join((given.get('data-cites') or given.get('cites', '')).split())}]")]
        return self._plain_span(name, classes, given, self.inlines(inner))

    def _plain_span(self, name: str, classes: Sequence[str], given: Mapping[str, str], made: Nodes) -> Nodes:
        kept = next((one for one in classes if one in ("kbd", "mark", "underline", "smallcaps")), "")
        style = given.get("custom-style", "")
        if style and not _PLAIN_STYLES.fullmatch(style):
            self.changed["f-168", style] += 1
        if name in self.targets and _ID.fullmatch(name):
            return [{"t": "Span", "c": [[name, [], []], made]}]
        if kept and made:
            return [{"t": "Span", "c": [["", [self.names.get(kept, kept)], []], made]}]
        return made

    def _link(self, inline: Node) -> Nodes:
        _, inner, (address, _) = inline["c"]
        made = self.inlines(inner)
        scheme = re.match(r"([a-zA-Z][\w+.-]*):", address)
        if address.startswith("#"):
            inside = address[1:]
        elif scheme:
            inside = address if scheme[1].lower() in SCHEMES else ""
        else:
            inside = address = self.link(address)
        if not inside:
            self.changed["f-178", inline["c"][2][0][:80]] += 1
            return made
        self.counts["links"] += 1
        return [{"t": "Link", "c": [BARE, made, [address, ""]]}]

    def _image(self, inline: Node) -> Nodes:
        (name, _, pairs), inner, (address, _) = inline["c"]
        made = self.inlines(inner)
        place = self.picture(address)
        if not place:
            return made
        self.counts["pictures"] += 1
        kept = [pair for pair in pairs if pair[0] == "alt"]
        return [{"t": "Image", "c": [[name if self.keeps_ids else "", [], kept], made, [place, ""]]}]

    def _note(self, inline: Node) -> Nodes:
        self.counts["notes"] += 1
        made = self.blocks(inline["c"])
        while made and made[0]["t"] in ("Para", "Plain") and made[0]["c"][:1] == [SPACE]:
            made[0]["c"].pop(0)
        return [{"t": "Note", "c": made}] if made else []

    def _math(self, inline: Node) -> Nodes:
        self.counts["formulas"] += 1
        return [inline]

    def _cite(self, inline: Node) -> Nodes:
        self.counts["citations"] += 1
        return [{"t": "Cite", "c": [inline["c"][0], self.inlines(inline["c"][1])]}]

    def _raw_inline(self, inline: Node) -> Nodes:
        form, text = inline["c"]
        if form.startswith("html"):
            if re.match(r"<br\b", text.lower()):
                return [BREAK]
            if text.startswith("<!--"):
                return [{"t": "RawInline", "c": ["markdown", text]}]
            if re.match(r"<(?:img|svg|picture)\b", text.lower()):
                return [one for block in self.parse(text) for one in self.inlines(images(block))]
            return []
        self.changed["f-179", form] += 1
        return [{"t": "Code", "c": [BARE, text]}]


_BLOCKS: Mapping[str, Callable[[Cleaner, Node], Nodes]] = {
    "Header": Cleaner._header,
    "Div": Cleaner._div,
    "BlockQuote": Cleaner._quote,
    "CodeBlock": Cleaner._code,
    "RawBlock": Cleaner._raw,
    "BulletList": Cleaner._items,
    "OrderedList": Cleaner._items,
    "DefinitionList": Cleaner._definitions,
    "LineBlock": Cleaner._lines,
    "Figure": Cleaner._figure,
    "Table": Cleaner._table,
}
_INLINES: Mapping[str, Callable[[Cleaner, Node], Nodes]] = {
    "Str": Cleaner._text,
    **dict.fromkeys(("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"),
                    Cleaner._styled),
    "SoftBreak": lambda _, __: [SPACE],
    "Quoted": Cleaner._quoted,
    "Span": Cleaner._span,
    "Link": Cleaner._link,
    "Image": Cleaner._image,
    "Note": Cleaner._note,
    "Math": Cleaner._math,
    "Cite": Cleaner._cite,
    "RawInline": Cleaner._raw_inline,
}  # fmt: skip
