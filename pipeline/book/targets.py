"""The table of everything that a reference can lead to, read from the numbered trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from lxml.etree import _Element as Element

from ..theme import Labels
from ..trees import classes, first_by_class, has_class, words_of
from .arrangement import Piece
from .fragments import ORIGIN
from .model import Section, Target
from .numbering import NUMBER
from .wording import numbered

# Classes that make an element a target of its own kind, first match wins.
_CLASS_KINDS = (
    ("shortcut", "shortcut"),
    ("method", "method"),
    ("check", "item"),
    ("field", "field"),
    ("index-mark", "index-mark"),
    ("term", "term-use"),
    ("footnote-ref", "footnote-ref"),
    ("canvas", "canvas"),
    ("cell", "cell"),
    ("box", "box"),
    ("checklist", "checklist"),
    ("worksheet", "worksheet"),
    ("headword", "headword"),
)
_TAG_KINDS = {"h2": "heading", "h3": "heading", "h4": "heading", "figure": "figure", "table": "table", "dt": "term"}
# Where the title of a kind stands.
_TITLE_CLASSES = ("box-title", "cell-title", "field-label", "check-text")
# What has no name: most of a book.
_NAMELESS = frozenset({"block", "index-mark", "term-use", "footnote-ref", "source"})


def collect(
    pieces: Iterable[Piece], words: Labels, bound: Mapping[str, Target] = MappingProxyType({})
) -> dict[str, Target]:
    """Every id of the book with its section and name. What was `bound` in a written section is called the same for
    good; who wants the table after that need not have it read again."""
    found: dict[str, Target] = {}
    for piece in pieces:
        section, known = piece.section, bound if piece.document else {}
        found[section.id] = section_target(section)
        for element in piece.tree.iter():
            if (id := element.get("id")) and id not in found:
                found[id] = known.get(id) or _element_target(id, element, section, words)
    return found


def section_target(section: Section) -> Target:
    """A section as the target of references."""
    return Target(section.id, section.id, section.kind, section.number, section.label, section.title)


def sections_by_id(pieces: Iterable[Piece]) -> Mapping[str, Section]:
    """All sections by their ids."""
    return {piece.section.id: piece.section for piece in pieces}


def targets_of_kind(targets: Mapping[str, Target], *kinds: str) -> Iterator[Target]:
    """The targets of some kinds, in reading order."""
    return (target for target in targets.values() if target.kind in kinds)


def _element_target(id: str, element: Element, section: Section, words: Labels) -> Target:
    kind, included = _kind(element), element.get(ORIGIN)
    if kind in _NAMELESS and not included:
        return Target(id, section.id, kind)
    number = element.get(NUMBER, "") if kind in ("figure", "table", "shortcut") or included else ""
    label = numbered(words, kind, number) or _label(element, kind, words)
    return Target(id, section.id, kind, number, label, _title(element, kind))


def _kind(element: Element) -> str:
    names = classes(element)
    if names:
        for name, kind in _CLASS_KINDS:
            if name in names:
                return kind
    tag = str(element.tag)
    if tag in _TAG_KINDS:
        return _TAG_KINDS[tag]
    if tag == "li" and (element.get("id") or "").startswith("source-"):
        return "source"
    return "block"


def _label(element: Element, kind: str, words: Labels) -> str:
    if kind == "method":
        return words.word("names.method")
    label = first_by_class(element, "box-label") if kind in ("box", "checklist", "worksheet", "canvas") else None
    return words_of(label) if label is not None else ""


def _title(element: Element, kind: str) -> str:
    if kind in ("heading", "term", "headword"):
        return words_of(element)
    if kind in ("figure", "table"):
        caption = element.find("figcaption" if kind == "figure" else "caption")
        return _caption_title(caption) if caption is not None else ""
    if kind in _NAMELESS or kind == "shortcut":
        return ""
    titles = [one for one in element.iter() if has_class(one, *_TITLE_CLASSES)]
    return next((words_of(one) for name in _TITLE_CLASSES for one in titles if has_class(one, name)), "")


def _caption_title(caption: Element) -> str:
    label = first_by_class(caption, "caption-label")
    whole = words_of(caption)
    return whole.removeprefix(words_of(label)).strip() if label is not None else whole
