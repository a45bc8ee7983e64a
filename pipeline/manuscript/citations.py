"""Citations: the clusters of all documents in, their text and the list of sources out, set once by citeproc.

Numbers follow from the sorted list of all cited sources, so one run sees the whole book. CSL 1.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from .. import pandoc
from ..artifacts import digest
from ..cache import Cache, once
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..spelling import nearest
from ..trees import elements, has_class, make, parse_read, take, text_of, unwrap, write
from .elements.allowed import keep_allowed
from .model import Document
from .positions import bare, locate, span_at
from .sources import PATH, Source

KIND = "citations"
# How a citation without brackets begins.
BARE = ("@", "-@")
# The key of a source between brackets, without the sign that makes a citation of it.
_WITHOUT_SIGN = re.compile(r"(?<![\w\]!\\])(?P<mark>\[(?P<key>[\w-]+)\])(?![\[({:])")
# As it is written, and its keys.
Cluster = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Citations:
    """`clusters` maps the written cluster ("[@a, S. 4; @b]") to XHTML; `bibliography` is (key, XHTML) in order."""

    clusters: Mapping[str, str] = field(default_factory=dict)
    bibliography: tuple[tuple[str, str], ...] = ()


def set_citations(
    documents: Iterable[Document], sources: Mapping[str, Source], style: bytes, cache: Cache, language: str
) -> Checked[Citations]:
    """Set every cluster. Codes: x-024 (unknown source), x-031 (the style or citeproc failed). Raises ToolMissing."""
    clusters: dict[str, tuple[str, ...]] = {}
    found: list[Diagnostic] = []
    for document in documents:
        called = tuple(_clusters(document))
        found += _unknown(document, called, sources)
        for written, keys in called:
            if all(key in sources for key in keys):
                clusters.setdefault(written, keys)
    if not clusters:
        return Checked(Citations(), tuple(found))
    cited = sorted({key for keys in clusters.values() for key in keys})
    references = json.dumps([sources[key].item for key in cited], ensure_ascii=False, sort_keys=True)
    markdown = "\n\n".join(f"::: {{#cluster-{number}}}\n{written}\n:::" for number, written in enumerate(clusters))
    html, failure = _run(markdown, references, style, cache, language)
    if failure:
        found.append(diagnose("x-031", Span(PATH), problem=failure[:200]))
        return Checked(Citations(), tuple(found))
    return Checked(_take(parse_read(html), tuple(clusters)), tuple(found))


def _unknown(document: Document, called: Iterable[Cluster], sources: Mapping[str, Source]) -> Iterable[Diagnostic]:
    """Tell citations of sources that there are not. A name without brackets that is like none of them is text: so
    people are called on the web."""
    cited = {key for written, keys in called if not written.startswith(BARE) for key in keys}
    for use in document.references:
        if use.kind == "cite" and use.name not in sources:
            meant = nearest(use.name, sources)
            if meant or use.name in cited:
                place = locate(document.text, "cite", use.name, use.nth, document.path)
                yield diagnose("x-024", place, suggestion=meant, name=use.name)
    for match in _WITHOUT_SIGN.finditer(bare(document.text)):
        if match["key"] in sources:
            place = span_at(document.text, *match.span("mark"), document.path)
            yield diagnose("s-116", place, mark=match["mark"], write=f"[@{match['key']}]")


def _clusters(document: Document) -> Iterable[Cluster]:
    if "data-cites" not in document.title_html + document.body:
        return
    for part in (document.title_html, document.body):
        for span in elements(parse_read(part), "span"):
            if has_class(span, "citation"):
                yield text_of(span), tuple((span.get("data-cites") or "").split())


def _run(markdown: str, references: str, style: bytes, cache: Cache, language: str) -> tuple[str, str]:
    key = digest(markdown, references, style, language, pandoc.stamp())

    def make() -> bytes:
        fragment = pandoc.cite(markdown, references, style, language)
        if fragment.failure:
            raise _Uncited(fragment)
        return fragment.html.encode()

    try:
        return once(cache, KIND, key, make).decode(), ""
    except _Uncited as failed:
        return failed.fragment.html, failed.fragment.failure


class _Uncited(Exception):
    def __init__(self, fragment: pandoc.Fragment) -> None:
        self.fragment = fragment


def _take(tree: Element, clusters: tuple[str, ...]) -> Citations:
    for link in elements(tree, "a"):
        if (href := link.get("href", "")).startswith("#ref-"):
            link.set("href", "#source-" + href.removeprefix("#ref-"))
            link.set("class", "cite")
        else:
            take(link, "class")
        take(link, "role")
    by_id = {element.get("id", ""): element for element in elements(tree, "div")}
    found = {}
    for number, written in enumerate(clusters):
        place = by_id.get(f"cluster-{number}")
        span = place.find(".//span") if place is not None else None
        if span is not None:
            found[written] = _plain(span)
    entries = [
        (name.removeprefix("ref-"), _entry(element)) for name, element in by_id.items() if name.startswith("ref-")
    ]
    return Citations(found, tuple(entries))


def _entry(entry: Element) -> str:
    """An entry of the list: its number, then the source."""
    number = next((text_of(one) for one in elements(entry, "div") if has_class(one, "csl-left-margin")), "")
    right = next((one for one in elements(entry, "div") if has_class(one, "csl-right-inline")), entry)
    label = make("span", {"class": "source-number"}, number)
    label.tail = " "
    return (write(make("div", children=[label])) if number else "") + _plain(right)


def _plain(element: Element) -> str:
    for span in elements(element, "span"):
        if span is not element:
            unwrap(span)
    keep_allowed(element)
    return write(element).strip()
