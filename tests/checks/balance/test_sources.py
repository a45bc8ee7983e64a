"""The balance of sources: losses planted in what was read are found, and correct texts are left in peace."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.cache import FolderCache, MemoryCache
from pipeline.checks import balance
from pipeline.checks.balance.written import Reading, written
from pipeline.checks.proof import Order, proofread
from pipeline.diagnostics import Diagnostic, Span, diagnose
from pipeline.manuscript.model import Document, FrontMatter
from pipeline.theme import default_theme
from pipeline.tokens import words_of
from pipeline.workspace import FolderWorkspace, MemoryWorkspace
from tests.checks.balance.random_documents import chapter
from tests.manuscript.reading import read_book, read_text

ROOT = Path(__file__).resolve().parents[3]
LOSSES = 400
CHAPTERS = 300
LABELS = default_theme("de").labels
Tree = etree._Element


def _told(documents: Iterable[Document], replaced: tuple[str, ...] = ()) -> list[Diagnostic]:
    return [*balance.of_documents(documents, LABELS, replaced, MemoryCache(), (), draft=True)]


def _lost(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [one for one in found if one.code in balance.WORDS]


@pytest.mark.parametrize("folder", ["minimal", "complete", "broken"])
def test_nothing_is_missed_in_the_sample_books(folder: str) -> None:
    found = proofread(FolderWorkspace(ROOT / "tests/books" / folder), MemoryCache(), Order(), lambda _: None)
    assert found.value is not None
    assert _lost(found.diagnostics) == []


@pytest.mark.parametrize("variant", ["", "schule"])
@pytest.mark.parametrize("strict", [False, True])
def test_nothing_is_missed_in_our_own_book(variant: str, strict: bool, request: pytest.FixtureRequest) -> None:
    cache = FolderCache(request.config.cache.mkdir("book"))  # type: ignore[union-attr]
    found = proofread(FolderWorkspace(ROOT), cache, Order(variant=variant, strict=strict), lambda _: None)
    assert found.value is not None
    assert _lost(found.diagnostics) == []


@pytest.fixture(scope="module")
def chapters(request: pytest.FixtureRequest) -> Mapping[str, Document]:
    cache = FolderCache(request.config.cache.mkdir("random"))  # type: ignore[union-attr]
    return read_book({f"chapters/k{n}.md": chapter(n) for n in range(CHAPTERS)}, cache).value.documents


@pytest.mark.slow
def test_nothing_is_missed_in_chapters_that_anybody_might_write(chapters: Mapping[str, Document]) -> None:
    assert len(chapters) == CHAPTERS
    assert _told(chapters.values()) == []


def _texts(tree: Tree) -> list[tuple[Tree, str]]:
    """Where authors' words stand: element, and "text" or "tail"."""
    skipped = {
        inner
        for outer in tree.iter()
        if {"box-label", "citation", "footnote-ref", "footnote-back"} & set((outer.get("class") or "").split())
        or str(outer.tag).endswith("math")
        or (outer.tag == "h2" and "Anmerkungen" in (outer.text or ""))
        for inner in outer.iter()
    }
    return [
        (element, side)
        for element in tree.iter(etree.Element)
        for side in ("text", "tail")
        if any(letter.isalnum() for letter in getattr(element, side) or "")
        and (element.getparent() if side == "tail" else element) not in skipped
    ]


def _drop_text(element: Tree, side: str, chance: random.Random) -> None:
    setattr(element, side, "")


def _drop_word(element: Tree, side: str, chance: random.Random) -> None:
    words = getattr(element, side).split(" ")
    spoken = [n for n, word in enumerate(words) if any(letter.isalnum() for letter in word)]
    del words[chance.choice(spoken)]
    setattr(element, side, " ".join(words))


def _change_word(element: Tree, side: str, chance: random.Random) -> None:
    text = getattr(element, side)
    place = chance.choice([n for n, letter in enumerate(text) if letter.isalnum()])
    setattr(element, side, f"{text[:place]}Ω{text[place + 1 :]}")


def _double(element: Tree, side: str, chance: random.Random) -> None:
    setattr(element, side, f"{getattr(element, side)} {getattr(element, side)}")


def _move_first(element: Tree, side: str, chance: random.Random) -> None:
    text = getattr(element, side)
    setattr(element, side, "")
    top = element.getroottree().getroot()
    top.insert(0, etree.fromstring("<p/>"))
    top[0].text = text


PLANTS: tuple[Callable[[Tree, str, random.Random], None], ...] = (
    *(_drop_text, _drop_word, _change_word, _double, _move_first),
)
FEW = 3


def _is_none(plant: Callable[[Tree, str, random.Random], None], element: Tree, side: str) -> bool:
    """A word or two that are there twice may be meant so, and part of a line of code or half a word (H~2~O) are another
    text then; and the heading "Ziel" stands first already."""
    text = getattr(element, side)
    if plant is _move_first:
        return text == "Ziel"
    glued = (
        text[-1].isalnum()
        or text[0].isalnum()
        or any(one.tag in ("pre", "code") for one in (element, *element.iterancestors()))
    )
    return plant is _double and (len(words_of(text)) < FEW or glued)


@pytest.mark.slow
def test_planted_losses_are_found(chapters: Mapping[str, Document]) -> None:
    """All of them: what is none is not planted."""
    chance = random.Random(1717)
    documents = list(chapters.values())
    missed, planted = [], 0
    while planted < LOSSES:
        document, plant = chance.choice(documents), PLANTS[planted % len(PLANTS)]
        tree = etree.fromstring(f"<div>{document.body}</div>")
        element, side = chance.choice(_texts(tree))
        before = getattr(element, side)
        if _is_none(plant, element, side):
            continue
        plant(element, side, chance)
        body = etree.tostring(tree, encoding="unicode").removeprefix("<div>").removesuffix("</div>")
        planted += 1
        if not _told([replace(document, body=body)]):
            missed.append((plant.__name__, before, document.path))
    assert missed == []


@pytest.mark.parametrize(
    ("source", "body", "code", "words", "line"),
    [
        ("| a | b |\n|---|---|\n| eins | zwei | drei |", "<p>a b eins zwei</p>", "s-160", "drei", 5),
        ("[Notiz]: das ist wichtig", "", "s-160", "Notiz]: das ist wichtig", 3),
        (
            "Handwerker*innen und Gestalter*innen",
            "<p>Handwerkerinnen und Gestalterinnen</p>",
            "s-161",
            "Handwerker*innen",
            3,
        ),
        ("Ein Satz.\n\n15. Mai: Beginn", "<p>Ein Satz.</p><ol><li>Mai: Beginn</li></ol>", "s-161", "15", 5),
        ("Das kostet 5 $ und 7 $.", "<p>Das kostet 5 und 7</p>", "s-160", "$", 3),
        ("Eins zwei drei.", "<p>Eins zwei drei. Eins zwei drei.</p>", "s-163", "Eins zwei drei", 3),
        ("Eins.\n\nZwei.", "<p>Zwei.</p><p>Eins.</p>", "s-162", "Zwei", 5),
        ("A.[^a]\n\n[^a]: Die Note.", "<p>A.</p>", "s-160", "Die Note", 5),
        ("```\nx = 1\ny = 2\n```", "<pre><code>x = 1</code></pre>", "s-160", "y = 2", 5),
        (
            "![Ein Haus](images/x.svg)",
            "<figure><img src='images/x.svg' alt='Ein Haus'/></figure>",
            "s-160",
            "Ein Haus",
            3,
        ),
        ("::: {.tipp}\n### Achtung\n\nLangsam.\n:::", "<aside><p>Langsam.</p></aside>", "s-160", "Achtung", 4),
        ("- [ ] Licht\n- [ ] Ton", "<ul><li>Ton</li></ul>", "s-160", "Licht", 3),
        ("- [ ] Licht\n- [ ] Ton", "<ul><li class='check'>Licht</li><li>Ton</li></ul>", "s-160", "- [ ] Ton", 4),
        ("Ein\n[Netz](https://a.org/x).", "<p>Ein Netz.</p>", "s-160", "[Netz](https://a.org/x)", 4),
        ("Bei <https://a.org>.", "<p>Bei https://a.org.</p>", "s-160", "<https://a.org>", 3),
        ('Ein ![Haus](b/x.svg "Titel").', "<p>Ein Haus.</p>", "s-160", '![Haus](b/x.svg "Titel")', 3),
        ("Es gilt $a^2$ und $b$.", "<p>Es gilt <math alttext='a^2'/> und.</p>", "s-160", "$b$", 3),
        ("So [@q1, S. 4; @q2].", "<p>So <span class='citation' data-cites='q1'/>.</p>", "s-160", "[@q1, S. 4; @q2]", 3),
    ],
)
def test_a_reader_that_loses_is_told_with_line_and_words(
    source: str, body: str, code: str, words: str, line: int
) -> None:
    document = Document("a.md", "a", "chapter", "T", "T", body, f"# T\n\n{source}\n")
    first = _told([document])[0]
    assert (first.code, dict(first.facts)["words"], first.span.line) == (code, words, line)


@pytest.mark.parametrize(
    ("line", "read", "told"),
    [
        ("versprechen: Platz #1 im Land", "Platz", [("s-160", "1 im Land", 2)]),
        ("promise: 'Platz #1 im Land'", "Platz #1 im Land", []),
        ("versprechen: Platz im Land # noch prüfen", "Platz im Land", []),
        ("versprechen: >\n  Du kannst\n  es.", "Du kannst es.", []),
        ("versprechen: Du kannst: es", "Du kannst: es", []),
        ("status: fertig", "", []),
    ],
)
def test_a_head_is_held_against_its_lines(line: str, read: str, told: list[tuple[str, str, int]]) -> None:
    front = FrontMatter(promise=read)
    document = Document("a.md", "a", "chapter", "T", "T", "", f"---\n{line}\n---\n# T\n", front)
    assert [(one.code, dict(one.facts)["words"], one.span.line) for one in _told([document])] == told


def test_words_that_a_variant_replaces_are_not_missed() -> None:
    document = Document(
        "a.md", "a", "chapter", "T", "T", "<p>Eine Schülerin lernt.</p>", "# T\n\nEine Auszubildende lernt.\n"
    )
    assert _told([document], ("Auszubildende",)) == []
    assert [one.code for one in _told([document])] == ["s-161"]


def test_where_another_message_says_it_the_balance_is_silent() -> None:
    text = "# A\n\nEin Bild ![Ein Hut](images/fehlt.svg) im Satz.\n"
    files = {"book.yaml": "title: P\nparts:\n  - title: E\n    chapters: [chapters/a.md]\n", "chapters/a.md": text}
    found = proofread(MemoryWorkspace(files), MemoryCache(), Order(), lambda _: None).diagnostics
    assert _lost(found) == []
    assert any(one.span.line == 3 for one in found)


def test_nothing_that_a_text_says_beside_its_words_is_missed() -> None:
    """Comments, code in comments, addresses, definitions of links, keys, formulas, entities, tags."""
    document, _ = read_text(
        "<!-- `weg` -->Ein [Wort][w] mit [@q1, S. 4], $a^2$, M&uuml;ll und [x]{.taste}.\n\n[w]: https://example.org/w"
    )
    assert _told([document]) == []


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Haus</title><path d="M0 0h9"/></svg>'
# What the reader mends or puts elsewhere on purpose, and what looks like something else.
KINDS = {
    "notes": "A.[^b] B[^a]: und C.^[Eine Note\nin zwei *Zeilen*.]\n\n[^a]: Von A.\n\n[^b]: Von B, die früher steht.",
    "note-called-twice": "A.[^a] B.[^b] C.[^a]\n\n[^a]: Von A.\n\n    Zweiter Absatz.\n\n[^b]: Von B.",
    "things": "[![Haus](images/weg.svg)](https://a.org/ä_(b)) mit [Netz][n], <https://a.org/%C3%A4>, "
    "$$a + \\frac{1}{2}$$ und \\[@nichts].\n\n- [ ] Licht [hier](mailto:a@b.org)\n- [ ] Ton\n\n"
    "| Was | Wo |\n|--|--|\n| $x$ | [Ort](<https://b.org/a b>) |\n\n[n]: https://n.org",
    "numbers": "(1) Stift holen\n(2) Schreiben",
    "table-below-text": "Ein Absatz.\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Unterschrift",
    "table-without-rule": "Ein Absatz.\n\n| a | b |\n| 1 | 2 |\n\n: Unterschrift",
    "table-in-two": "Ein Absatz.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n\n: Unterschrift",
    "budget": "::: kostenplan\n| Was | Euro |\n|--|--:|\n| Essen | 1200,5 |\n| Raum | € 20 |\n| Summe | 1220,5 |\n:::",
    "directive": "```{note}\nEin [Wort][w] mehr.\n```\n\n[w]: https://example.org/w",
    "caption-without-blank": "Ein Absatz.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n:Unterschrift",
}


def test_what_is_mended_or_stands_elsewhere_on_purpose_is_not_missed() -> None:
    files = {f"chapters/{name}.md": f"# T\n\n{text}\n" for name, text in KINDS.items()}
    documents = read_book(files | {"chapters/images/weg.svg": DRAWING}).value.documents
    assert len(documents) == len(KINDS)
    assert _told(documents.values()) == []


@pytest.mark.parametrize(
    "head",
    [
        "\n---\nversprechen: Du kannst es.\n---\n",
        "—\nversprechen: Du kannst es.\n—-\n",
        "---\nversprechen: Du kannst es.\n---  \n",
        "versprechen: Du kannst es.\n\n",
        "---\nversprechen: Du kannst es.\n\n",
        "---\n# Bemerkung\nversprechen: Du kannst es.\n...\n",
    ],
)
def test_what_looks_like_a_head_is_one(head: str) -> None:
    read = Document("a.md", "a", "chapter", "T", "T", "", f"{head}# T\n", FrontMatter(promise="Du kannst es."))
    assert _told([read]) == []
    (lost,) = _told([replace(read, front=FrontMatter(promise="Du kannst."))])
    assert dict(lost.facts)["words"] == "es"


def test_a_text_that_begins_like_a_head_is_none() -> None:
    source = "Achtung: ein Satz.\nUnd noch einer.\n\n---\n\nEin Satz.\n"
    (lost,) = _told([Document("a.md", "a", "chapter", "T", "T", "<p>Ein Satz.</p>", source)])
    assert dict(lost.facts)["words"] == "Achtung: ein Satz. Und noch einer"


def test_of_a_head_that_could_not_be_read_nothing_is_missed() -> None:
    spoilt = Document("a.md", "a", "chapter", "T", "T", "", "---\nversprechen: Du kannst es.\nx: [[\n---\n# T\n")
    told = (diagnose("m-070", Span("a.md", 3), path="a.md"),)
    assert [*balance.of_documents([spoilt], LABELS, (), MemoryCache(), told, draft=True)] == []
    assert len(_told([spoilt])) == 1


def test_a_comment_behind_the_mark_of_a_note_is_no_attribute_of_it() -> None:
    assert [*written("Ein Satz.[^1]{>>Warum?<<}\n\n[^1]: Die Note.\n", Reading()).text.words] == ["Ein", "Satz"]
