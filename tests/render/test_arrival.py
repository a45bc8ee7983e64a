"""What a format has not of a section is found: words are taken out of what was made, one for each section."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from lxml import etree

from pipeline import trees
from pipeline.book.model import Book
from pipeline.diagnostics import Span
from pipeline.render import arrival, epub, html
from pipeline.render.epub import text as epub_text
from pipeline.render.html import text as html_text
from pipeline.render.pdf import sheets
from pipeline.theme import default_theme
from pipeline.tokens import words_of
from tests.render import sample

ROUNDS = 8
FEWEST_LOSSES = 200
Tree = etree._Element
Words = Counter[str]


def _web(book: Book) -> None:
    assert html.render(book, default_theme("de"), sample.PAGES).value


def _e_book(book: Book) -> None:
    assert epub.render(book, default_theme("de"), sample.PAGES).value


def _print(book: Book) -> None:
    maker = sheets.prepare(book, default_theme("de"))
    for section in book.sections:
        sheets.make_sheet(maker, section, "recto", dict.fromkeys(maker.homes, "12"))


FORMATS = ((html_text, "missing", _web), (epub_text, "missing", _e_book), (arrival, "missing", _print))


class Taker:
    """Takes a word out of each tree that is looked at, and remembers what was missed."""

    def __init__(self, chance: random.Random, really: Callable[..., list[str]]) -> None:
        self.chance, self.really = chance, really
        self.missed: list[str] = []
        self.taken = 0

    def missing(self, before: Words, tree: Tree, *more: Tree, written: str | None = None) -> list[str]:
        word = self._take(before, tree)
        gone = self.really(before, tree, *more)
        if word and word not in gone:
            self.missed.append(word)
        return gone

    def _take(self, before: Words, tree: Tree) -> str:
        now = arrival.words_in(tree)
        # What a format says once more is still there, also in the place of a picture.
        said = {word for one in tree.iter() for name in arrival.SAID for word in words_of(one.get(name) or "")}
        places = [
            (element, side, word)
            for element in tree.iter(etree.Element)
            for side in ("text", "tail")
            for word in words_of(getattr(element, side) or "")
            if before[word] == now[word] > 0 and word not in said
        ]
        if not places:
            return ""
        element, side, word = self.chance.choice(places)
        text = getattr(element, side).replace("\u00ad", "")
        setattr(element, side, text.replace(word, "", 1))
        after = arrival.words_in(tree)
        if after[word] == now[word]:
            return ""  # it stood where nobody reads
        self.taken += 1
        return word


def test_words_that_are_taken_out_are_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    takers = []
    for seed in range(ROUNDS):
        for module, name, make in FORMATS:
            with monkeypatch.context() as patch:
                takers.append(Taker(random.Random(seed), arrival.missing))
                patch.setattr(module, name, takers[-1].missing)
                make(sample.book())
    assert sum(taker.taken for taker in takers) >= FEWEST_LOSSES
    assert [word for taker in takers for word in taker.missed] == []


def test_nothing_is_missed_in_a_book_with_every_element() -> None:
    book = sample.book()
    assert html.render(book, default_theme("de"), sample.PAGES).diagnostics == ()
    assert epub.render(book, default_theme("de"), sample.PAGES).diagnostics == ()
    maker = sheets.prepare(book, default_theme("de"))
    made = [sheets.make_sheet(maker, section, "recto", dict.fromkeys(maker.homes, "12")) for section in book.sections]
    assert [sheet.missing for sheet in made if sheet.missing] == []


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ("<p>Ein Haus</p>", "<p>Ein</p>", ["Haus"]),
        ("<p>Ein Ein</p>", "<p>Ein</p>", ["Ein"]),
        ("<p>Werkstatt</p>", "<p>Werk\u00adstatt <b>neu</b></p>", []),
        ("<p>Kolleg<span class='nohyphen'>innen</span></p>", "<p>Kolleginnen</p>", []),
        ("<p>1</p><p>fast</p>", "<p><span class='a'>1</span><span class='b'>fast</span></p>", []),
        ("<section class='footnotes'><h2>Noten</h2><p>Eine</p></section>", "<p>Eine</p>", []),
        ("<span data-kind='cell'><span class='field-label'>Wer</span></span>", "<p/>", []),
        ("<div data-kind='line'><span class='field-label'>Wer</span></div>", "<p/>", ["Wer"]),
    ],
)
def test_a_word_is_missed_as_often_as_it_is_gone(before: str, after: str, gone: list[str]) -> None:
    assert arrival.missing(arrival.words_in(trees.parse(before)), trees.parse(after)) == gone


def test_what_is_missed_is_told_in_a_few_words() -> None:
    (one,) = arrival.tell("a.md", [str(n) for n in range(40)], "EPUB")
    assert (one.code, one.span) == ("s-150", Span("a.md"))
    assert dict(one.facts) == {"format": "EPUB", "words": "0 1 2 3 4 5 6 7 8 9 10 11 12 13 …"}
    assert [*arrival.tell("a.md", [], "EPUB")] == []


def test_what_is_written_of_a_tree_is_held_against_it() -> None:
    tree = trees.parse("<p>Ein &lt;Haus&gt; <b>am</b> See</p>")
    before = arrival.words_in(tree)
    assert arrival.missing(before, tree, written="<p>Ein &lt;Haus&gt; <b>am</b> See</p>") == []
    assert arrival.missing(before, tree, written="<p>Ein &lt;Haus&gt; <b></b> See</p>") == ["am"]


def test_a_page_has_the_text_that_was_put_into_it() -> None:
    assert arrival.unsaid("<p>Ein Haus</p>", "<main><h1>A</h1><p>Ein Haus</p></main>") == []
    assert arrival.unsaid("<p>Ein Haus</p>", "<main><h1>A</h1><p>Ein</p></main>") == ["Haus"]
