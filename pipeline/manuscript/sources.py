"""sources.yaml: CSL-YAML text in, CSL items by their keys out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from ..addresses import is_address, mend_address
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..spelling import nearest
from .yaml_source import compose, span_of

PATH = "sources.yaml"
# A list of dates of parts, under `date-parts`.
DEEPEST_DATE = 3
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_:.#$%&+?<>~/-]*")
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?")
_GERMAN_DAY = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_DATES = frozenset({"issued", "accessed", "submitted", "original-date", "event-date", "available-date"})
_PEOPLE = (
    "author editor translator container-author collection-editor chair compiler composer contributor curator "
    "director editorial-director executive-producer editor-translator guest host illustrator interviewer "
    "narrator organizer original-author performer producer recipient reviewed-author script-writer series- "
    "creator "
)
_NAMES = frozenset(_PEOPLE.split())
_FIELDS = (
    "id type title title-short container-title collection-title collection-number publisher publisher-place edition "
    "volume issue page number genre medium archive event-title event-place URL DOI ISBN ISSN language note abstract "
    "keyword number-of-pages number-of-volumes section version source annote citation-key license "
    # The rest of CSL 1.0.2, and what Zotero writes besides.
    "archive_collection archive_location archive-place authority call-number chapter-number citation-label "
    "container-title-short dimensions division event first-reference-note-number jurisdiction locator "
    "original-publisher  original-publisher-place original-title part part-title part-number page-first PMCID "
    "PMID printing printing-number  references reviewed-genre reviewed-title scale status supplement "
    "supplement-number title-main title-sub volume-title  volume-title-short year-suffix journalAbbreviation "
    "shortTitle custom "
)
KNOWN = frozenset(_FIELDS.split())


@dataclass(frozen=True, slots=True)
class Source:
    """One source; `item` is CSL JSON."""

    key: str
    item: dict[str, object]


def read_sources(text: str, path: str = PATH) -> Checked[dict[str, Source]]:
    """Read the list; a source that cannot be used is reported and left out.

    Codes: x-025 (no list), x-026 (no key), x-027 (key twice), x-028 (unknown field), x-029 (no title or address),
    x-030 (no date), and what `compose` gives.
    """
    composed = compose(text, path)
    found = list(composed.diagnostics)
    node = composed.value
    if isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value == "references"), None) or node
    sources: dict[str, Source] = {}
    if not isinstance(node, yaml.SequenceNode):
        if node is not None:
            found.append(diagnose("x-025", span_of(node, path)))
        return Checked(sources, tuple(found))
    places: dict[str, Span] = {}
    for entry in node.value:
        source = _read_entry(entry, path, found)
        if source is None:
            continue
        place = span_of(entry, path)
        if source.key in sources:
            found.append(diagnose("x-027", place, related=(places[source.key],), name=source.key))
            continue
        sources[source.key], places[source.key] = source, place
    return Checked(sources, tuple(found))


def _read_entry(entry: yaml.Node, path: str, found: list[Diagnostic]) -> Source | None:
    place = span_of(entry, path)
    if not isinstance(entry, yaml.MappingNode):
        found.append(diagnose("x-026", place))
        return None
    item: dict[str, object] = {}
    for key, value in entry.value:
        name = str(key.value)
        if name in _DATES:
            item[name] = _date(value, path, found)
        elif name in _NAMES:
            item[name] = [_name(one) for one in _sequence(value)]
        elif name in KNOWN:
            item[name] = written = str(value.value) if isinstance(value, yaml.ScalarNode) else ""
            if name == "URL" and written and not is_address(written.strip()):
                found.append(
                    diagnose("x-061", span_of(value, path), suggestion=mend_address(written), url=written[:80])
                )
        else:
            near = nearest(name, KNOWN | _DATES | _NAMES)
            found.append(diagnose("x-028", span_of(key, path), suggestion=near, key=name))
    id = item.get("id")
    if not isinstance(id, str) or not _KEY.fullmatch(id):
        found.append(diagnose("x-026", place))
        return None
    if not item.get("title") and not item.get("URL"):
        found.append(diagnose("x-029", place, name=id))
    return Source(id, {"type": "document", **item})


def _sequence(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _name(node: yaml.Node) -> dict[str, str]:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): str(value.value) for key, value in node.value}
    return {"literal": str(node.value)}


def _date(node: yaml.Node, path: str, found: list[Diagnostic]) -> dict[str, object]:
    """A date as ISO 8601 (2026, 2026-11, 2026-11-24), as written in German (24.11.2026), or as other programs write it:
    `date-parts`, or `year`, `month` and `day`; two of them are from and to."""
    parts = list(_dates(node))
    if not parts or not all(parts):
        written = _words(node)
        found.append(diagnose("x-030", span_of(node, path), value=written[:40]))
        return {"literal": written}
    return {"date-parts": parts[:2]}


def _dates(node: yaml.Node, depth: int = 0) -> Iterator[list[int]]:
    """The dates in a node, each as year, month and day as far as they are said; an empty one cannot be read."""
    if depth > DEEPEST_DATE:  # a node may hold itself
        yield []
    elif isinstance(node, yaml.ScalarNode):
        yield _numbers(str(node.value).strip())
    elif isinstance(node, yaml.MappingNode):
        facts = {str(key.value): value for key, value in node.value}
        inner = next((facts[name] for name in ("date-parts", "raw", "literal") if name in facts), None)
        if inner is not None:
            yield from _dates(inner, depth + 1)
        else:
            said = (facts.get(name) for name in ("year", "month", "day"))
            yield _numbers("-".join(str(one.value) for one in said if one is not None))
    elif node.value and all(isinstance(one, yaml.ScalarNode) for one in node.value):
        yield _numbers("-".join(str(one.value) for one in node.value))
    else:
        for one in node.value:
            yield from _dates(one, depth + 1)


def _numbers(written: str) -> list[int]:
    match = _DATE.fullmatch(written)
    if match is None and (day := _GERMAN_DAY.fullmatch(written)):
        return [int(part) for part in reversed(day.groups())]
    return [int(part) for part in match.groups() if part] if match else []


def _words(node: yaml.Node, depth: int = 0) -> str:
    """What is written in a node, on one line, as far as dates go."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if depth > DEEPEST_DATE:
        return ""
    children = [one for pair in node.value for one in pair] if isinstance(node, yaml.MappingNode) else node.value
    return " ".join(_words(one, depth + 1) for one in children)
