"""The last pass: only tags, attributes and addresses that the canonical fragment knows stay."""

from __future__ import annotations

from lxml.etree import _Element as Element

from ...trees import MATHML, elements, take, unwrap

EVERYWHERE = frozenset({"id", "class", "lang", "dir", "data-only"})
_TAGS = (
    "p h2 h3 h4 ul ol li dl dt dd div span a em strong code pre blockquote table caption thead tbody tfoot tr th td "
    "figure img figcaption section aside sup sub del ins mark kbd br hr u small"
)
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = {
    "a": {"href", "role", "data-term", "data-home"},
    "img": {"src", "alt", "title", "data-width"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "data-offset"},
    "th": {"colspan", "rowspan", "scope"},
    "pre": {"data-language"},
    "section": {"role", "data-count", "data-sheet"},
    "aside": {"role"},
    "table": {"data-duration"},
    "div": {"data-include", "data-fact"},
    "span": {"data-token", "data-headword", "data-sub", "data-see", "data-see-also", "data-cites"},
}
_FIELD = "kind lines height options multiple from to left right width"
FIELD = frozenset(f"data-{name}" for name in _FIELD.split())
_MATH = (
    "display xmlns stretchy form fence separator accent accentunder mathvariant columnalign columnspacing rowspacing "
    "linethickness width height depth lspace rspace minsize maxsize encoding movablelimits symmetric alttext"
)
MATH = frozenset(_MATH.split())
# Left over from pandoc and without meaning to readers.
_LOST_CLASSES = frozenset({"uri", "email", "task-list", "only", "incremental", "nonincremental", "math", "inline"})


def keep_allowed(tree: Element) -> None:
    """Drop what is not allowed; unknown tags are unwrapped, their content stays."""
    for element in elements(tree):
        if element is tree:
            continue
        tag = str(element.tag)
        if tag.startswith(MATHML):
            _keep(element, MATH)
        elif tag not in TAGS:
            unwrap(element)
        else:
            extra = FIELD if "field" in (element.get("class") or "").split() else frozenset()
            _keep(element, EVERYWHERE | extra | ATTRIBUTES.get(tag, frozenset()))
            _keep_classes(element)
            if not element.attrib and tag in ("span", "div"):
                unwrap(element)


def _keep(element: Element, allowed: frozenset[str]) -> None:
    for name in [str(name) for name in element.attrib]:
        if name not in allowed:
            del element.attrib[name]


def _keep_classes(element: Element) -> None:
    names = [name for name in (element.get("class") or "").split() if name not in _LOST_CLASSES]
    if names:
        element.set("class", " ".join(names))
    else:
        take(element, "class")
