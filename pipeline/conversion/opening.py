"""A foreign file as pandoc reads it: bytes in, its tree out, with its own words counted beside.

What kind a file is says its ending, and for archives what lies in them. Everything that pandoc cannot see is done
before: changes in ODT (`odt`), styles and notes of pages (`pages`), other tools' Markdown (`notations`).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from lxml import etree

from .. import pandoc
from ..sieve import sift
from ..workspace import MemoryWorkspace, Workspace
from . import word_texts, words
from .archives import Refused, elsewhere, is_archive, macros, read_xml, unpack
from .captions import captioned
from .critic import Marks
from .nodes import Nodes, images
from .notations import made_common
from .odt import seen, with_marks
from .odt_texts import descriptions
from .pages import made_ready
from .word_unseen import without_unseen
from .workings import taken_in

WORD, ODT, PAGE, EPUB, MARKDOWN, BUNDLE = "word", "odt", "page", "epub", "markdown", "bundle"
ENDINGS = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), WORD),
    **dict.fromkeys((".odt", ".ott"), ODT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), PAGE),
    **dict.fromkeys((".md", ".markdown", ".mdown", ".txt", ".mkd"), MARKDOWN),
    **dict.fromkeys((".qmd", ".rmd"), MARKDOWN),
    ".epub": EPUB,
    ".zip": BUNDLE,
}
# Text of a language model of none of these; MathML and TeX are read by pandoc alone.
OF_PANDOC = (".qmd", ".rmd")
_PANDOC = (
    "markdown-smart-auto_identifiers-implicit_header_references-yaml_metadata_block-example_lists"
    "+lists_without_preceding_blankline"
)
_COMMON = "commonmark_x-smart-emoji-gfm_auto_identifiers-implicit_header_references+autolink_bare_uris+task_lists"
_PAGE = "html-smart-auto_identifiers+task_lists"
_HEAD = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_CITED = re.compile(r"\[[^\[\]\n]*@[\w:.-]+[^\[\]\n]*\](?!\()")


@dataclass(slots=True)
class Opened:
    """A document before it is cleaned. `pictures` is where its pictures lie, `folder` from where they are named."""

    kind: str
    blocks: Nodes
    words: Counter[str]
    pictures: Workspace
    folder: str = ""
    title: str = ""
    head: dict[str, str] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)


def kind_of(path: str, data: bytes) -> str:
    """What a file is; empty when we do not know it."""
    kind = ENDINGS.get(posixpath.splitext(path)[1].lower(), "")
    if kind in (WORD, ODT, EPUB, BUNDLE) and not is_archive(data):
        return ""
    return kind


def open_file(workspace: Workspace, path: str, data: bytes, language: str) -> Opened:
    """Read a file; its pictures lie in `workspace`, if not in itself. Raises Refused, ToolMissing."""
    kind = kind_of(path, data)
    if kind == WORD:
        return _open_word(data, language)
    if kind == ODT:
        return _open_odt(data, language)
    if kind == PAGE:
        return _open_page(workspace, path, data, language)
    if kind == MARKDOWN:
        return _open_markdown(workspace, path, data, language)
    raise Refused("f-161", path=path)


def parse_html(text: str, language: str) -> Nodes:
    """What pandoc reads of a piece of HTML."""
    return _tree(pandoc.convert(text.encode(), _PAGE, "json", language))["blocks"]  # type: ignore[no-any-return]


def _open_word(data: bytes, language: str) -> Opened:
    members = unpack(data)
    if "word/document.xml" not in members:
        raise Refused("f-160", problem="word/document.xml")
    changed: Counter[tuple[str, str]] = Counter()
    members = without_unseen(members, changed)
    counted = words.in_word(members)
    ready = word_texts.made_ready(members)
    tree = _tree(pandoc.convert(ready, "docx+styles", "json", language, ("--track-changes=all",)))
    pictures = {name.removeprefix("word/"): member for name, member in members.items()}
    blocks = captioned(tree["blocks"], counted, changed)
    opened = Opened(WORD, blocks, counted, MemoryWorkspace(pictures), title=_title(tree), changed=changed)
    _count_left_out(members, opened)
    for address in elsewhere(members):
        opened.changed["f-165", address[:80]] += 1
    headers = words.count(
        "\n".join(
            "".join(words.word_text(read_xml(members[name])))
            for name in sorted(members)
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
        )
    )
    if headers:
        opened.changed["f-171", " ".join(list(headers)[:8])] += 1
    return opened


def _open_odt(data: bytes, language: str) -> Opened:
    changed: Counter[tuple[str, str]] = Counter()
    members = seen(unpack(data), changed)
    marks = Marks()
    ready = with_marks(members, marks)
    counted = words.in_odt(members)
    tree = _tree(pandoc.convert(ready, "odt", "json", language))
    _describe(tree["blocks"], descriptions(read_xml(members["content.xml"])))
    blocks = captioned(tree["blocks"], counted, changed)
    opened = Opened(ODT, blocks, counted, MemoryWorkspace(members), title=_title(tree), marks=marks, changed=changed)
    _count_left_out(members, opened)
    return opened


def _describe(blocks: Nodes, said: Mapping[str, str]) -> None:
    """Give pictures their descriptions, which pandoc's reader of ODT leaves out."""
    for image in (one for block in blocks for one in images(block)):
        (_, _, pairs), inner, (address, _) = image["c"]
        if address in said and inner:
            pairs.append(["alt", said[address]])
        elif address in said:
            inner.append({"t": "Str", "c": said[address]})


def _open_page(workspace: Workspace, path: str, data: bytes, language: str) -> Opened:
    page = _text(data)
    if not page.strip():
        raise Refused("f-160", problem="0 byte")
    marks = Marks()
    try:
        ready = made_ready(re.sub(r"^\s*<\?xml[^>]*\?>", "", page), marks)
    except (etree.ParserError, ValueError) as problem:
        raise Refused("f-160", problem=str(problem)[:80]) from None
    tree = _tree(pandoc.convert(ready.encode(), _PAGE, "json", language))
    counted = words.in_html(page)
    return Opened(PAGE, tree["blocks"], counted, workspace, posixpath.dirname(path), marks=marks)


def _open_markdown(workspace: Workspace, path: str, data: bytes, language: str) -> Opened:
    text = sift(_text(data))
    head = _HEAD.match(text)
    read = _read_head(head["yaml"]) if head else None
    body = text[head.end() :] if head and read is not None else text
    opened = Opened(MARKDOWN, [], Counter(), workspace, posixpath.dirname(path), head=read or {})
    body = taken_in(body, workspace, opened.folder, opened.changed)
    opened.words = words.in_foreign_markdown(body)
    common = made_common(body, opened.changed)
    is_pandoc = posixpath.splitext(path)[1].lower() in OF_PANDOC or _CITED.search(common) or "^[" in common
    tree = _tree(pandoc.convert(common.encode(), _PANDOC if is_pandoc else _COMMON, "json", language))
    opened.blocks, opened.title = tree["blocks"], opened.head.pop("title", "")
    return opened


def _read_head(text: str) -> dict[str, str] | None:
    try:
        read = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return None
    if not isinstance(read, dict):
        return {} if read is None else None
    return {str(key).lower(): value if isinstance(value, str) else "" for key, value in read.items()}


def _tree(made: pandoc.Fragment) -> dict[str, Any]:
    if made.failure:
        raise Refused("f-160", problem=made.failure.removeprefix("pandoc: ")[:160])
    tree: dict[str, Any] = json.loads(made.html)
    return tree


def _title(tree: Mapping[str, Any]) -> str:
    from_meta = tree["meta"].get("title")
    return " ".join(_plain(from_meta).split()) if from_meta else ""


def _plain(node: object) -> str:
    if isinstance(node, list):
        return "".join(map(_plain, node))
    if not isinstance(node, dict):
        return ""
    if node.get("t") == "Str":
        return str(node["c"])
    return " " if node.get("t") in ("Space", "SoftBreak") else _plain(node.get("c"))


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    if b"\0" in data:
        raise Refused("f-161", path="")
    return data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _count_left_out(members: Mapping[str, bytes], opened: Opened) -> None:
    for name in macros(members):
        opened.changed["f-164", name] += 1
