"""The search index: the book in pieces, and the stems of its words.

MiniSearch (templates/html/vendor/) makes the index in the reader's browser. German needs stems: they are
computed here, with Snowball, as a table from the forms that occur to their stems. So the browser needs no
stemmer, and a form that occurs nowhere is still found by its beginning or with a slip of the finger.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import snowballstemmer

from pipeline.book.model import Section
from pipeline.render.html.site import Site
from pipeline.render.markup import Tree, classes, text_of, with_class

# Pages that only list what stands elsewhere.
LISTS = frozenset({"contents", "list", "index", "shortcuts", "news", "part"})
STEMMERS = {"de": "german", "en": "english", "fr": "french", "it": "italian", "nl": "dutch", "es": "spanish"}
BLOCKS = frozenset({"p", "div", "li", "dt", "dd", "td", "th", "figcaption", "caption", "section", "aside"})
_WORD = re.compile(r"[^\W_]+")


def search_script(site: Site, trees: Mapping[str, Tree], pages: Mapping[str, str]) -> str:
    """Write the index as a script: pages opened as files may not fetch data, but they may load scripts."""
    pieces = [
        piece for section in site.sections if section.kind not in LISTS for piece in _pieces(section, trees, site)
    ]
    stems = stem_table((text for piece in pieces for text in piece[1:]), site.book.manifest.language)
    data = {"pieces": pieces, "stems": stems, "pages": dict(pages)}
    return f"window.bookIndex = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def stem_table(texts: Iterable[str], language: str) -> dict[str, str]:
    """Map every form, folded, whose stem differs from it to that stem, folded."""
    name = STEMMERS.get(language.split("-")[0].lower(), "")
    if not name:
        return {}
    stemmer = snowballstemmer.stemmer(name)
    forms = sorted({word for text in texts for word in _WORD.findall(text.lower())})
    stems = ((fold(form), fold(stemmer.stemWord(form))) for form in forms)
    return {form: stem for form, stem in stems if form != stem}


def fold(word: str) -> str:
    """Take case and marks off a word, as the reader's browser does: Größe, GRÖSSE and grosse are one."""
    spread = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _pieces(section: Section, trees: Mapping[str, Tree], site: Site) -> Iterator[tuple[str, str, str, str]]:
    """The pieces of a section from heading to heading: address, title, the section's name, text."""
    tree = trees[section.id]
    name = f"{section.label}: {section.title}" if section.label else section.title
    if section.kind == "glossary":
        yield from _entries(tree, name, site)
        return
    id, title, texts = section.id, section.title, [section.front.promise, section.front.purpose]
    for child in tree:
        if str(child.tag) in ("h2", "h3"):
            yield site.address(id), title, name, _joined(texts)
            id, title, texts = child.get("id", section.id), text_of(child), []
        elif "footnotes" not in classes(child):
            texts.append(_spaced(child))
    yield site.address(id), title, name, _joined(texts)


def _entries(tree: Tree, name: str, site: Site) -> Iterator[tuple[str, str, str, str]]:
    for entry in with_class(tree, "entry"):
        term, definition = entry.find("dt"), entry.find("dd")
        if term is not None and definition is not None:
            id = term.get("id") or entry.get("id") or ""
            yield site.address(id), text_of(term), name, _spaced(definition)


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
