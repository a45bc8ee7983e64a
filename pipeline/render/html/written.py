"""A page as Markdown, for those who read with programs: headings, text, lists, tables; fields as questions.

In: a section's canonical fragment. Out: CommonMark with pipe tables. Nothing is kept of how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from ...book.model import Section
from ...trees import Element, classes, parse, text_of
from ..markup import drop_other_formats, drop_page_references

Place = Callable[[str], str]
_INLINE = {"em": "*", "strong": "**", "code": "`"}
_LEFT_OUT = frozenset({"svg", "index-mark", "footnote-back", "page-mark", "sample"})
_MARKS = re.compile(r"([\\`*_\[\]<>])")
_PARTED = re.compile(r"\u00ad")


def write_markdown(section: Section, place: Place) -> str:
    """Write a section; `place` gives the address of an id."""
    tree = parse(section.body)
    drop_other_formats(tree, "html")
    drop_page_references(tree)
    title = f"{section.label}: {section.title}" if section.label else section.title
    front = section.front
    facts = [text for text in (section.subtitle, front.promise, front.purpose, front.moment) if text]
    blocks = [f"# {_text(title)}", *map(_text, facts), *_blocks(tree, place)]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _blocks(tree: Element, place: Place) -> Iterator[str]:
    for one in tree:
        name, kinds = str(one.tag).rpartition("}")[2], set(classes(one))
        if name in _LEFT_OUT or kinds & _LEFT_OUT:
            continue
        if name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield f"{'#' * int(name[1])} {_inline(one, place)}"
        elif "field" in kinds:
            yield f"- {_text(text_of(one))}: ____"
        elif name in ("ul", "ol"):
            yield "\n".join(_items(one, place))
        elif name == "table":
            yield _table(one, place)
        elif name == "pre":
            yield f"```\n{''.join(map(str, one.itertext())).rstrip()}\n```"
        elif name == "blockquote":
            yield _ahead("> ", "\n\n".join(_blocks(one, place)))
        elif name in ("p", "dt", "figcaption", "span", "math"):
            words = _inline(one, place)
            yield (
                f"**{words}**"
                if (words and kinds & {"box-label", "box-title", "cell-title"}) or name == "dt"
                else words
            )
        elif name == "img":
            yield f"*{_text(one.get('alt', ''))}*" if one.get("alt") else ""
        else:
            own = _text(one.text or "")
            yield "\n\n".join([own, *_blocks(one, place)]).strip()


def _items(list_: Element, place: Place) -> Iterator[str]:
    for nth, item in enumerate(list_, start=1):
        sign = "- [ ] " if "check" in classes(item) else f"{nth}. " if list_.tag == "ol" else "- "
        inner = [child for child in item if child.tag in ("ul", "ol", "p", "div")]
        own = _inline(item, place) if not inner or inner[0].tag in ("ul", "ol") else ""
        parts = [own, *(["\n".join(_blocks(item, place))] if inner else [])]
        if own and inner:
            parts = [own, *("\n".join(_items(child, place)) for child in inner if child.tag in ("ul", "ol"))]
        yield sign + _ahead("  ", "\n".join(part for part in parts if part)).lstrip()


def _table(table: Element, place: Place) -> str:
    rows = [[_inline(cell, place).replace("|", "\\|") for cell in row] for row in table.iter("tr")]
    if not rows:
        return ""
    wide = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (wide - len(row))]) + " |" for row in rows]
    caption = table.find("caption")
    head = [f"{_inline(caption, place)}\n"] if caption is not None else []
    return "\n".join([*head, lines[0], "|" + " --- |" * wide, *lines[1:]])


def _inline(one: Element, place: Place) -> str:
    return " ".join("".join(_runs(one, place)).split())


def _runs(one: Element, place: Place) -> Iterator[str]:
    yield _text(one.text or "")
    for child in one:
        if isinstance(child, etree._Comment):
            continue
        name = str(child.tag).rpartition("}")[2]
        if name not in ("ul", "ol") and name not in _LEFT_OUT and not set(classes(child)) & _LEFT_OUT:
            yield _run(child, name, place)
        yield _text(child.tail or "")


def _run(child: Element, name: str, place: Place) -> str:
    words = "".join(_runs(child, place))
    if "field" in classes(child):
        return f"____ ({_text(text_of(child))})"
    if name == "a" and words.strip():
        href = child.get("href", "")
        target = place(href[1:]) if href.startswith("#") else href
        return f"[{words}]({target})" if target else words
    if name == "br":
        return " "
    sign = _INLINE.get(name, "")
    return f"{sign}{words.strip()}{sign}" if words.strip() else words


def _ahead(sign: str, text: str) -> str:
    return "\n".join(f"{sign}{line}".rstrip() for line in text.splitlines())


def _text(text: str) -> str:
    """A text with nothing in it that would be read as a mark."""
    return _MARKS.sub(r"\\\1", _PARTED.sub("", text))
