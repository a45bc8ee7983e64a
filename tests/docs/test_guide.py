"""The authors' guide is true: everything that it shows can be written, and becomes what it says."""

from __future__ import annotations

import io
import re

import pytest
from lxml import etree

from docs.examples import GUIDE, IMAGES, Example, files_of, make_book, read_examples, shown_in
from pipeline.book.model import Book
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.console import Console
from pipeline.diagnostics import Checked
from pipeline.manuscript.elements.vocabulary import ATTRIBUTES, BLOCKS, CRITIC, SPANS
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace

TEXT = GUIDE.read_text(encoding="utf-8")
EXAMPLES = read_examples(TEXT)
PIECES = tuple(one for one in EXAMPLES if not one.is_file)
FILES = files_of(EXAMPLES)
SHARED = MemoryCache()
README = GUIDE.parents[1] / "README.md"
MOST_BYTES = 150_000
# Their purpose is to be asked about.
ASKED = {"conflict": ["s-071"], "todo": ["s-053"], "comment": [], "ins": ["t-002", "t-002"]}
UNSEEN = {"index-mark"}


def proof(workspace: MemoryWorkspace) -> Checked[Book]:
    read = proofread(workspace, SHARED, Order(), lambda stage: None)
    assert read.value is not None
    return Checked(read.value.book, read.diagnostics)


def has_become(body: str, name: str) -> bool:
    """Whether something of this class, tag or kind of field stands in a fragment."""
    for element in etree.fromstring(f"<div>{body}</div>").iter():
        names = [element.tag, element.get("data-kind"), *element.get("class", "").split()]
        if name in names or (name == "only" and element.get("data-only")):
            return True
    return False


def try_out(piece: Example) -> tuple[bool, list[str]]:
    """Whether a piece becomes what it says, and the codes that it is told."""
    book = proof(make_book(FILES, (piece,)))
    (body,) = [section.body for section in book.value.sections if section.kind == "chapter"]
    return has_become(body, piece.name), [one.code for one in book.diagnostics]


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_every_example_becomes_what_it_shows_without_a_word(piece: Example) -> None:
    assert try_out(piece) == (True, ASKED.get(piece.name, []))


def test_an_example_that_is_wrong_is_noticed() -> None:
    wrong = Example("tip", "::: tippp\nEin Rat.\n:::\n")
    assert try_out(wrong) == (False, ["s-017"])


def test_the_guide_shows_every_element_and_every_attribute() -> None:
    labels = default_theme("de").labels
    shown = "".join(one.text for one in EXAMPLES)
    elements = {name: labels.words.get(f"elements.{name}.alias", name) for name in BLOCKS | SPANS - CRITIC}
    assert {name for name, alias in elements.items() if not re.search(rf"(::: |[.]){alias}\b", shown)} == set()
    keys = {labels.under("attributes").get(key, key) for keys in ATTRIBUTES.values() for key in keys}
    assert {key for key in keys if f"{key}=" not in TEXT} == set()


def test_the_message_that_the_guide_explains_is_said_word_for_word() -> None:
    name = "chapters/erstes-gespraech.md"
    wrong = {**FILES, name: str(FILES[name]).replace("::: tipp", "::: tippp")}
    said = io.StringIO()
    Console("de", out=said, err=io.StringIO()).report(
        proof(MemoryWorkspace(wrong)).diagnostics, lambda path: str(wrong[path])
    )
    (shown,) = re.findall(r"^```text\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert said.getvalue().rstrip() == shown.rstrip()


def test_the_files_of_the_guide_are_a_book_without_problems() -> None:
    book = proof(MemoryWorkspace(FILES))
    assert book.diagnostics == ()
    assert {section.title for section in book.value.sections} >= {"Das erste Gespräch", "Netzwerkabend", "Unsere Frage"}


def test_every_example_says_what_it_is_and_only_one_says_it() -> None:
    names = [one.name for one in EXAMPLES]
    assert all(names) and len(names) == len(set(names))


def test_every_example_has_its_picture() -> None:
    assert shown_in(TEXT) == {one.name for one in PIECES} - UNSEEN


def test_every_picture_is_there_shown_and_small() -> None:
    readme = set(re.findall(r"\(docs/images/([\w-]+)\.png\)", README.read_text(encoding="utf-8")))
    pictures = {path.stem: path.stat().st_size for path in IMAGES.glob("*.png")}
    assert set(pictures) == shown_in(TEXT) | readme
    assert [name for name, size in pictures.items() if size > MOST_BYTES] == []


def test_every_link_inside_the_guide_leads_to_a_heading() -> None:
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#{1,6} (.+)$", prose, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
    assert set(re.findall(r"\]\(#([^)]+)\)", prose)) <= anchors
