"""glossary.yaml: a list of term, definition, other spellings and synonyms; definitions are Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from ..cache import Cache
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..sieve import stray_references
from ..spelling import nearest, slug
from ..theme import Labels
from ..trees import TooDeep, parse_read, take, write
from .elements.allowed import keep_allowed
from .elements.inline import make_inline
from .elements.vocabulary import name_elements
from .elements.wording import replacer, settle_words
from .fragments import read_fragments
from .model import Term
from .parse_state import ParseState
from .preparation import find_nesting, prepare_piece
from .yaml_source import compose, span_of

PATH = "glossary.yaml"
_KEYS = {"term": "term", "begriff": "term", "definition": "definition", "erklärung": "definition"}
_KEYS |= {"also": "also", "auch": "also", "synonyms": "synonyms", "synonyme": "synonyms"}
_KEYS |= {"instead_of": "instead_of", "statt": "instead_of"}


@dataclass(frozen=True, slots=True)
class _Entry:
    term: str
    definition: str
    also: tuple[str, ...]
    synonyms: tuple[str, ...]
    instead_of: tuple[str, ...]
    place: Span


@dataclass(slots=True)
class _Reader:
    path: str
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, node: yaml.Node, *, suggestion: str = "", **facts: object) -> None:
        self.found.append(diagnose(code, span_of(node, self.path), suggestion=suggestion, related=(), fix=(), **facts))


def read_glossary(
    text: str,
    labels: Labels,
    cache: Cache,
    *,
    pairs: tuple[tuple[str, str], ...] = (),
    documents: Mapping[str, str] | None = None,
) -> Checked[tuple[Term, ...]]:
    """Read the glossary. Codes: g-011 … g-015, g-020, and what `compose` gives. Raises ToolMissing."""
    reader = _Reader(PATH)
    composed = compose(text, PATH)
    reader.found += composed.diagnostics
    entries = _without_doubles(reader, _read_list(reader, composed.value))
    fragments = read_fragments([prepare_piece(entry.definition) for entry in entries], cache, labels.quotes)
    exchange = replacer(pairs)
    terms = []
    for entry, fragment in zip(entries, fragments, strict=True):
        state = ParseState(PATH, "glossary", text, labels, replacements=pairs, documents=documents or {})
        term = exchange(entry.term)
        others = entry.also, entry.synonyms, entry.instead_of
        terms.append(Term(f"term-{slug(term, 80)}", term, _definition(state, fragment.html), *others))
        reader.found += state.found
    return Checked(tuple(terms), tuple(reader.found))


def _read_list(reader: _Reader, node: yaml.Node | None) -> list[_Entry]:
    if isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value in ("terms", "begriffe")), node)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        reader.report("g-011", node)
        return []
    return [entry for one in node.value if (entry := _read_entry(reader, one)) is not None]


def _read_entry(reader: _Reader, node: yaml.Node) -> _Entry | None:
    if not isinstance(node, yaml.MappingNode):
        reader.report("g-012", node)
        return None
    values: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _KEYS.get(str(key.value))
        if name is None:
            reader.report("g-013", key, suggestion=nearest(str(key.value), _KEYS), key=key.value)
        else:
            values[name] = value
    term, definition = (_scalar(values.get(name)) for name in ("term", "definition"))
    if not term or not definition:
        reader.report("g-012", node)
        return None
    if find_nesting(definition):
        reader.report("f-021", values["definition"], path=reader.path)
        return None
    for *_, number in stray_references(definition):
        reader.report("t-001", values["definition"], number=number)
    also, synonyms, other = (_words(reader, name, values.get(name)) for name in ("also", "synonyms", "instead_of"))
    return _Entry(term, definition, also, synonyms, other, span_of(node, reader.path))


def _words(reader: _Reader, name: str, node: yaml.Node | None) -> tuple[str, ...]:
    """One word or a list of them; what is neither is named (g-020)."""
    given = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
    for one in given:
        if not isinstance(one, yaml.ScalarNode):
            reader.report("g-020", one, key=name)
    return tuple(word for one in given if (word := _scalar(one)))


def _scalar(node: yaml.Node | None) -> str:
    return " ".join(str(node.value).split()) if isinstance(node, yaml.ScalarNode) else ""


def _without_doubles(reader: _Reader, entries: list[_Entry]) -> list[_Entry]:
    """Report terms and spellings that stand twice; the first one counts."""
    first: dict[str, _Entry] = {}
    kept = []
    for entry in entries:
        name = slug(entry.term, 80)
        if name in first:
            reader.found.append(diagnose("g-014", entry.place, related=(first[name].place,), term=entry.term))
            continue
        first[name] = entry
        kept.append(entry)
    for entry in kept:
        for other in entry.also:
            owner = first.setdefault(slug(other, 80), entry)
            if owner is not entry:
                reader.found.append(
                    diagnose("g-015", entry.place, related=(owner.place,), term=other, owner=owner.term)
                )
    return kept


def _definition(state: ParseState, html: str) -> str:
    """A definition of one paragraph stands without its tags."""
    try:
        tree = parse_read(html)
    except TooDeep:
        return ""
    name_elements(state, tree)
    settle_words(state, tree)
    make_inline(state, tree)
    for mark in tree.iter():
        take(mark, "data-slug")
    keep_allowed(tree)
    return write(tree[0]).strip() if len(tree) == 1 and tree[0].tag == "p" else write(tree).strip()
