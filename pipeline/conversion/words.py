"""Word by word: what a source says, counted in the source itself, and what of it is not in the Markdown that was made.

The two are counted by different ways on purpose: the source by its own XML or text, never by pandoc, which read it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from unicodedata import normalize

from lxml import html
from lxml.etree import _Element as Element

from .archives import Refused, read_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORD_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments)\d*\.xml")
# A note or comment and what calls it begin with the same seven letters.
_CALLS = ("footnoteReference", "endnoteReference", "commentReference", "commentRangeStart")
_CALLED = ("footnote", "endnote", "comment")
_WORD_GAPS = {f"{W}{name}" for name in ("p", "tab", "br", "cr", "tc", "rt")}
_ODT_SKIPPED = (
    *("}sequence-decls", "}creator", "}date", "}date-string", "}sender-initials", "}title", "}desc", "}page-number"),
    *("}page-count", "}sequence-decl", "}variable-decl", "}forms", "}page", "}bookmark"),
)
_SILENT = ("script", "style", "head", "template", "noscript", "svg", "math")
_INLINES = """
    a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup tt u
    var
"""
_INLINE = frozenset(_INLINES.split())
_TOKEN = re.compile(r"[^\W_]+")
_NOTE = re.compile(r"\{>>(.*?)<<\}", re.DOTALL)
_ORDERS = re.compile(
    r"\{>>|<<\}|</?[a-zA-Z][^<>]*>|\{%[^{}\n]*%\}|^ *(?:!!!|\?\?\?\+?) +[\w-]+|\[!\w+\]"
    r"|^ *:{3,} *\{?\.?[\w-]+|^ *`{3,}\{?[.\w+-]*"
    r"|\{:[^{}\n]*\}|\\@ref\([^()\n]*\)|\(\\#[^()\n]*\)|(?i:^ *\[\[?_?toc_?\]?\] *$)|&(?:nbsp|amp|lt|gt|quot);",
    re.MULTILINE,
)
_ATTRIBUTES = re.compile(r"(?<=\])\{[^{}\n]*\}|\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)")
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z]{1,2})\]?|[↩↑^⏎]\ufe0e?")
_SIZE = re.compile(r" =\d*x\d*(?=\))")
# What opens code, what stands behind a link or a box in braces, options of code that is run, references by a word.
_WORKINGS = re.compile(
    r"^[ >]*`{3,}[^`\n]*$|^#\|.*$|^# \(PART.*$|(?<=\))\{[^{}\n]*\}|(?<=:::) *\{[^{}\n]*\}|\{\{[<#][^{}\n]*\}\}"
    r"|(?:Figure|Table|Section|Chapter|Abbildung|Tabelle|Kapitel)\s+(?=\\@ref)|^Table:|^\s*#{4,6}\s+tags:.*$"
    r"|:(?:material|fontawesome|octicons|simple)-[\w-]+:|!\[[^\]\n]*\]\([^()\n]*\)(?:\{[^{}\n]*\})?(?=\s*<figcaption)|\[?(?<![\w@.])@(?:fig|tbl|sec|lst)-[\w-]+\]?"
    r"|\{#eq-[\w-]+\}|knitr::include_graphics\(.*\)",
    re.MULTILINE,
)
_MARKUP = re.compile(
    r"\{\+\+|\+\+\}|\{--|--\}|\{~~|~~\}|~>|\{==|==\}|\[\^[^\]\s]+\]:?|\{[#.][^{}\n]*\}|\{[\w-]+=[^{}\n]*\}"
    r"|[*~^\\\[\]`]"
)


def in_word(members: Mapping[str, bytes]) -> Counter[str]:
    """The words of a Word file: its text, deleted words too, and the notes and comments that it calls."""
    parts = {name: read_xml(members[name]) for name in sorted(members) if _WORD_PARTS.fullmatch(name)}
    called = {
        (str(one.tag).removeprefix(W)[:7], one.get(f"{W}id"))
        for part in parts.values()
        for one in part.iter(*(W + name for name in _CALLS))
    }
    found: Counter[str] = Counter()
    for part in parts.values():
        for note in [one for one in part if str(one.tag).removeprefix(W) in _CALLED]:
            if (str(note.tag).removeprefix(W)[:7], note.get(f"{W}id")) not in called:
                part.remove(note)
        found += count("".join(word_text(part)))
    return found


def in_odt(members: Mapping[str, bytes]) -> Counter[str]:
    """The words of a text of LibreOffice."""
    if "content.xml" not in members:
        raise Refused("f-160", problem="content.xml")
    return count("".join(_odt_text(read_xml(members["content.xml"]))))


def in_html(data: str) -> Counter[str]:
    """The words that a page shows."""
    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", data)
    return count("".join(_html_text(html.document_fromstring(data)))) if data.strip() else Counter()


def in_foreign_markdown(text: str) -> Counter[str]:
    """The words of Markdown that is read: its signs part them, tags and orders to a tool are none."""
    text = _WORKINGS.sub(" ", _SIZE.sub("", text))
    return count(_MARKUP.sub(" ", _ATTRIBUTES.sub(" ", _ORDERS.sub(" ", text))))


def in_markdown(text: str) -> Counter[str]:
    """The words of Markdown without its signs, both where signs part words and where they do not."""
    notes = count("\n".join(match[1] for match in _NOTE.finditer(text)))
    bare = _ATTRIBUTES.sub("", _NOTE.sub("", text))
    return (count(_MARKUP.sub("", bare)) | count(_MARKUP.sub(" ", bare))) + notes


def count(text: str) -> Counter[str]:
    """Every word, however it is written."""
    text = re.sub("[\u00ad\u200b\u200d\ufeff\ue0f0-\ue0f4]", "", text)
    return Counter(_TOKEN.findall(normalize("NFKC", text).casefold()))


def missing(source: Counter[str], made: Counter[str]) -> tuple[str, ...]:
    """The words that the source has and the text has not, each as often as it is missing."""
    return tuple(sorted((source - made).elements()))


def word_text(element: Element) -> Iterator[str]:
    if element.tag == FALLBACK:
        return
    if element.tag in (f"{W}t", f"{W}delText"):
        yield element.text or ""
    elif element.tag == f"{W}noBreakHyphen":
        yield "-"
    for child in element:
        yield from word_text(child)
    if element.tag in _WORD_GAPS:
        yield "\n"


def _odt_text(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    if element.tag.endswith(_ODT_SKIPPED):
        return
    is_text = "opendocument:xmlns:text" in element.tag
    is_block = element.tag.endswith(
        ("}p", "}h", "}tab", "}line-break", "}s", "}table-cell", "}note", "}annotation", "}ruby-text")
    )
    yield "\n" if is_block and not element.tag.endswith("}note") else ""
    if element.tag.endswith("}note"):
        body = element.find("{*}note-body")
        yield from _odt_text(body) if body is not None else ()
        return
    yield (element.text or "") if is_text else ""
    for child in element:
        yield from _odt_text(child)
        yield (child.tail or "") if is_text else ""
    yield "\n" if is_block else ""


def _counts_only(element: Element) -> bool:
    """The number of a chapter, the mark of a note or of a comment, and the way back from one: they are made anew."""
    if "chapter-number" in (element.get("class") or "").split():
        return True
    is_link = element.tag == "a" and (element.get("href") or "").startswith("#")
    return is_link and _NOTE_MARK.fullmatch("".join(map(str, element.itertext())).strip()) is not None


def _html_text(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _SILENT:
        return
    if _counts_only(element):
        return
    gap = "" if element.tag.rpartition("}")[2] in _INLINE else "\n"
    yield gap + (element.text or "")
    for child in element:
        yield from _html_text(child)
        yield child.tail or ""
    yield gap
