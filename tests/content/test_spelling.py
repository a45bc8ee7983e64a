"""Every German word of our book is in the dictionary of hunspell or, with a reason, in woerter.txt."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from pipeline import manuscript
from pipeline.book.fragments import parse_section
from pipeline.cache import Cache
from pipeline.checks.proof import MANIFEST
from pipeline.manuscript.manifest import read_manifest
from pipeline.manuscript.model import Document, Manuscript
from pipeline.theme import default_theme
from pipeline.trees import elements_of, has_class
from pipeline.workspace import FolderWorkspace
from tests.conftest import miss

ROOT = Path(__file__).parents[2]
ALLOWED = Path(__file__).with_name("woerter.txt")
# Partner:innen is looked up as the word without its sign.
GENDER_SIGN = re.compile(r"(?<=[a-zäöüß]):(?=innen\b|in\b)")
# A hyphen parts a compound: its parts are looked up one by one.
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
INLINE = ("a", "abbr", "em", "strong", "sub", "sup", "span")
SAID_IN_ATTRIBUTES = ("alt", "data-options", "data-left", "data-right", "data-headword", "data-sub")
NOT_PROSE = ("code", "pre", "kbd", "samp")
TIMEOUT_S = 60

Spell = Callable[[set[str]], set[str]]


def read_allowed(text: str) -> list[list[str]]:
    """Give the groups of words; each begins with its reason, a line with `#`."""
    groups: list[list[str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            groups.append([])
        else:
            groups[-1].append(line)
    return groups


def words_of(document: Document) -> set[str]:
    """All German words of a document: title, text, pictures' descriptions, and what stands in its head."""
    if document.front.lang.startswith("en"):
        return set()
    front = document.front
    head = (front.promise, front.summary, front.purpose, front.moment, front.who, front.duration, front.notice)
    body = parse_section(document.title_html, document.body)
    said = " ".join(("".join(texts(body)), *head)).replace("\u2060", "")
    return set(WORD.findall(GENDER_SIGN.sub("", said)))


def texts(element: Element) -> Iterator[str]:
    """The text inside; a space wherever a reader stops, none inside a word that is partly set in bold."""
    named = element.tag == "dt" and has_class(element.getparent(), "answers")  # the id of a field
    if element.tag in NOT_PROSE or named or element.get("lang", "").startswith("en"):
        return
    gap = "" if element.tag in INLINE and not has_class(element, "field-label", "field", "index-mark") else " "
    yield gap
    for name in SAID_IN_ATTRIBUTES:
        if value := element.get(name):
            yield f" {value} "
    yield element.text or ""
    for child in element:
        yield from texts(child)
        yield child.tail or ""
    yield gap


@pytest.fixture(scope="module")
def book(house_cache: Cache) -> Manuscript:
    workspace = FolderWorkspace(ROOT)
    manifest = read_manifest(workspace.read(MANIFEST)).value
    assert manifest is not None
    return manuscript.read(workspace, manifest, default_theme(), house_cache).value


@pytest.fixture(scope="module")
def words(book: Manuscript) -> set[str]:
    found = {word for document in book.documents.values() for word in words_of(document)}
    for term in book.glossary:
        found |= set(WORD.findall(term.term))
        for element in elements_of(f"<p>{term.definition_html}</p>"):
            found |= set(WORD.findall(GENDER_SIGN.sub("", "".join(texts(element)))))
    for variant in book.manifest.variants:
        found |= {word for _, other in variant.replacements for word in WORD.findall(other)}
    return found


@pytest.fixture(scope="module")
def spell(find_program: Callable[..., str]) -> Spell:
    """Return the words that the dictionary does not know."""
    hunspell = find_program("hunspell")

    def unknown(words: set[str]) -> set[str]:
        command = [hunspell, "-d", "de_DE", "-i", "utf-8", "-l"]
        given = "\n".join(sorted(words))
        done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", timeout=TIMEOUT_S)
        if "affix or dictionary" in done.stderr:
            miss("hunspell's German dictionary (hunspell-de-de)")  # a package of its own
        assert done.returncode == 0, done.stderr
        return set(done.stdout.split())

    return unknown


@pytest.fixture(scope="module")
def allowed() -> list[list[str]]:
    return read_allowed(ALLOWED.read_text("utf-8"))


def test_every_word_is_spelt_as_in_the_dictionary(words: set[str], spell: Spell, allowed: list[list[str]]) -> None:
    assert sorted(spell(words) - {word for group in allowed for word in group}) == []


def test_no_word_is_allowed_without_need(words: set[str], spell: Spell, allowed: list[list[str]]) -> None:
    assert sorted({word for group in allowed for word in group} - spell(words)) == []


def test_the_allowed_words_are_sorted(allowed: list[list[str]]) -> None:
    assert allowed == [sorted(set(group), key=lambda word: (word.casefold(), word)) for group in allowed]


def test_a_misspelt_word_is_found(book: Manuscript, spell: Spell) -> None:
    text = '<p>Die <strong>Werk</strong>statt<span class="index-mark" data-headword="Cheklisten"/> ist ofen.</p>'
    text += '<p>Suche-und-Bite-Karte <code>ofn</code> <span lang="en">neighbour</span></p><p>Alle da</p>'
    found = words_of(Document("chapters/a.md", "a", "chapter", "Anfang", "Anfang", text))
    assert {"Werkstatt", "Karte", "Alle", "da"} <= found
    assert spell(found) == {"Cheklisten", "ofen", "Bite"}
