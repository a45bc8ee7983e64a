"""The search index: the book in pieces, and the stems of its words.

MiniSearch (templates/html/vendor/) makes the index in the reader's browser. German needs stems: they are
computed here, with Snowball, as a table from the forms that occur to their stems. So the browser needs no
stemmer, and a form that occurs nowhere is still found by its beginning or with a slip of the finger.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from ...book.model import Section
from ..markup import Tree, classes, text_of, with_class

# By the form as it is written: the form and its stem, folded. Where they are the same there is no entry.
Stems = Mapping[str, Sequence[str]]

# Pages that only list what stands elsewhere.
LISTS = frozenset({"contents", "list", "index", "shortcuts", "news", "part"})
STEMMERS = {"de": "german", "en": "english", "fr": "french", "it": "italian", "nl": "dutch", "es": "spanish"}
BLOCKS = frozenset({"p", "div", "li", "dt", "dd", "td", "th", "figcaption", "caption", "section", "aside"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a section from heading to heading: where it begins, its title, the section's name, its text."""

    id: str
    title: str
    home: str
    text: str


def search_script(
    pieces: Iterable[Piece], table: Mapping[str, str], pages: Mapping[str, str], place: Callable[[str], str]
) -> str:
    """Write the index as a script: pages opened as files may not fetch data, but they may load scripts. `place` maps
    an id to its address."""
    rows = [(place(piece.id), piece.title, piece.home, piece.text) for piece in pieces]
    data = {"pieces": rows, "stems": table, "pages": dict(pages)}
    return f"window.bookIndex = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def stems(texts: Iterable[str], language: str) -> Stems:
    """Find every form whose stem differs from it; both folded."""
    name = STEMMERS.get(language.split("-")[0].lower(), "")
    if not name:
        return {}
    forms = {word for text in texts for word in _WORD.findall(text.lower())}
    pairs = ((form, _fold_with_stem(name, form)) for form in sorted(forms))
    return {form: pair for form, pair in pairs if pair[0] != pair[1]}


def stem_table(found: Iterable[Stems]) -> dict[str, str]:
    """Map every form that occurs to its stem, in the order of the alphabet."""
    together: dict[str, Sequence[str]] = {}
    for some in found:
        together.update(some)
    return {form: stem for _, (form, stem) in sorted(together.items())}


@lru_cache(maxsize=1 << 16)
def _fold_with_stem(stemmer: str, form: str) -> tuple[str, str]:
    return fold(form), fold(_stemmer(stemmer).stemWord(form))


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def fold(word: str) -> str:
    """Take case and marks off a word, as the reader's browser does: Größe, GRÖSSE and grosse are one."""
    spread = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def pieces_of(section: Section, tree: Tree) -> Iterator[Piece]:
    """Part a section into its pieces; those that only list what stands elsewhere have none."""
    name = f"{section.label}: {section.title}" if section.label else section.title
    if section.kind in LISTS:
        return
    if section.kind == "glossary":
        yield from _entries(tree, name)
        return
    id, title, texts = section.id, section.title, [section.front.promise, section.front.purpose]
    for child in tree:
        if str(child.tag) in ("h2", "h3"):
            yield Piece(id, title, name, _joined(texts))
            id, title, texts = child.get("id", section.id), text_of(child), []
        elif "footnotes" not in classes(child):
            texts.append(_spaced(child))
    yield Piece(id, title, name, _joined(texts))


def _entries(tree: Tree, name: str) -> Iterator[Piece]:
    for entry in with_class(tree, "entry"):
        term, definition = entry.find("dt"), entry.find("dd")
        if term is not None and definition is not None:
            yield Piece(term.get("id") or entry.get("id") or "", text_of(term), name, _spaced(definition))


def _spaced(tree: Tree) -> str:
    """The text of a block, with a space wherever one block inside it ends; note numbers are no words."""
    pieces: list[str] = []

    def collect(one: Tree) -> None:
        if "footnote-ref" not in classes(one):
            pieces.append(one.text or "")
            for child in one:
                collect(child)
                pieces.append(child.tail or "")
            if str(one.tag) in BLOCKS:
                pieces.append(" ")

    collect(tree)
    return " ".join("".join(pieces).split())


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)
