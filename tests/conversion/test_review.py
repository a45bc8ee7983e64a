"""A chapter goes out as a Word file and comes back: unedited it is the same bytes, edited it has suggestions where the
edits were made."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.conversion.archives import unpack
from pipeline.conversion.exporting import box_words
from pipeline.conversion.passages import read_sheet
from pipeline.conversion.returning import Reviewed, review
from pipeline.conversion.wordreading import read_word
from pipeline.conversion.words import W
from pipeline.conversion.wordwriting import write_word
from pipeline.theme import read_theme
from pipeline.workspace import MemoryWorkspace

from .kit import Reviewer

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "tests/books/complete"
WORDS = box_words(read_theme(MemoryWorkspace({}), "de").value.labels)
NAMES = {"#oben": "Der Anfang"}
CHAPTER = """\
---
status: entwurf
versprechen: Du kannst es.
---
# Der Anfang

Ein Satz mit **fetten Worten** und *einem* Ende.
Der zweite Satz steht in einer Zeile.

Noch ein Absatz mit [Begriff]{.begriff} und Beleg [@q1].

## Zwei Dinge {#zwei}

- Erster Punkt.
- Zweiter Punkt.
  - Darunter einer.

1. Eins zuerst.
2. Zwei danach.

::: tipp
### Titel im Kasten
Geh hin und frag.
:::

| Wer | Was |
|-----|-----|
| Anna | bringt Suppe |
| Ben | bringt Brot |

: Aufgaben {#tab-aufgaben}

[Was fehlt?]{.feld zeilen=3}

Ziel
:   Einig werden.

Siehe [](#oben) und [den Link](https://example.org/a_b).[^n]

[^n]: Eine Note dazu.

> Ein Zitat von jemandem.

```python
print("Hallo")
```

Ein Rest mit `code` darin und 5 \\$ übrig.
"""
Do = Callable[[Reviewer], None]


def sent(source: str) -> bytes:
    words = {alias: name for alias, name in WORDS.items() if alias in source}
    sheet = read_sheet(source, lambda one: NAMES.get(one, one), lambda box: WORDS.get(box, box))
    return write_word(sheet, source, "chapters/a.md", boxes=words, spans={}, names=NAMES)


def came_back(data: bytes, current: str) -> Reviewed:
    returned = read_word(unpack(data))
    assert returned is not None
    return review(returned, current, WORDS)


def reviewed(do: Do, source: str = CHAPTER, current: str = "") -> str:
    reviewer = Reviewer(sent(source))
    do(reviewer)
    return came_back(reviewer.save(), current or source).text


def changed_lines(text: str, source: str = CHAPTER) -> list[str]:
    """The lines that are new, without the blank ones."""
    old = source.split("\n")
    return [line for line in text.split("\n") if line.strip() and line not in old]


EDITS: dict[str, tuple[Do, list[str]]] = {
    "a word comes": (
        lambda r: r.insert("Ein Satz", " sehr", "Anna"),
        ["Ein Satz{++ sehr++}{>>Anna<<} mit **fetten Worten** und *einem* Ende."],
    ),
    "a word comes, accepted": (
        lambda r: r.insert("Ein Satz", " sehr"),
        ["Ein Satz{++ sehr++} mit **fetten Worten** und *einem* Ende."],
    ),
    "a word goes": (
        lambda r: r.delete(" zweite", "Anna"),
        ["Der{-- zweite--}{>>Anna<<} Satz steht in einer Zeile."],
    ),
    "a word goes, accepted": (
        lambda r: r.delete(" zweite"),
        ["Der {--zweite --}Satz steht in einer Zeile."],
    ),
    "a word for another": (
        lambda r: r.replace("zweite", "dritte", "Ben"),
        ["Der {~~zweite~>dritte~~}{>>Ben<<} Satz steht in einer Zeile."],
    ),
    "a word for another, accepted": (
        lambda r: r.replace("zweite", "dritte"),
        ["Der {~~zweite~>dritte~~} Satz steht in einer Zeile."],
    ),
    "at the beginning": (
        lambda r: r.prepend("Noch ein", "Und ", "Anna"),
        ["{++Und ++}{>>Anna<<}Noch ein Absatz mit [Begriff]{.begriff} und Beleg [@q1]."],
    ),
    "at the end": (
        lambda r: r.insert("einer Zeile.", " Ja.", "Anna"),
        ["Der zweite Satz steht in einer Zeile.{++ Ja.++}{>>Anna<<}"],
    ),
    "in bold words": (
        lambda r: r.insert("fetten", " und großen", "Anna"),
        ["Ein Satz mit **fetten{++ und großen++}{>>Anna<<} Worten** und *einem* Ende."],
    ),
    "behind bold words": (
        lambda r: r.insert("fetten Worten", " heute", "Anna"),
        ["Ein Satz mit **fetten Worten**{++ heute++}{>>Anna<<} und *einem* Ende."],
    ),
    "part of the bold words goes": (
        lambda r: r.delete("fetten ", "Anna"),
        ["Ein Satz mit **{--fetten --}{>>Anna<<}Worten** und *einem* Ende."],
    ),
    "all the bold words go": (
        lambda r: r.delete("fetten Worten", "Anna"),
        ["Ein Satz mit {--**fetten Worten**--}{>>Anna<<} und *einem* Ende."],
    ),
    "over the edge of the bold words": (
        lambda r: r.delete("Worten und", "Anna"),
        ["Ein Satz mit **fetten {--Worten--}**{-- und--}{>>Anna<<} *einem* Ende."],
    ),
    "a whole sentence goes": (
        lambda r: r.delete(" Der zweite Satz steht in einer Zeile.", "Anna"),
        ["{--Der zweite Satz steht in einer Zeile.--}{>>Anna<<}"],
    ),
    "over the end of a line": (
        lambda r: r.delete("Ende. Der zweite", "Anna"),
        [
            "Ein Satz mit **fetten Worten** und *einem* {--Ende.--}{>>Anna<<}",
            "{--Der zweite--}{>>Anna<<} Satz steht in einer Zeile.",
        ],
    ),
    "two authors": (
        lambda r: (r.delete("Noch ", "Anna"), r.insert("Absatz", " hier", "Ben"), None)[2],
        ["{--Noch --}{>>Anna<<}ein Absatz{++ hier++}{>>Ben<<} mit [Begriff]{.begriff} und Beleg [@q1]."],
    ),
    "two edits of one author": (
        lambda r: (r.delete("Noch ", "Anna"), r.insert("Absatz", " hier", "Anna"), None)[2],
        ["{--Noch --}ein Absatz{++ hier++}{>>Anna<<} mit [Begriff]{.begriff} und Beleg [@q1]."],
    ),
    "a comment": (
        lambda r: r.comment("Noch ein", "Warum?", "Ben"),
        ["{==Noch ein==}{>>Ben: Warum?<<} Absatz mit [Begriff]{.begriff} und Beleg [@q1]."],
    ),
    "a comment over the edge of a term": (
        lambda r: r.comment("mit Begr", "Was?", "Ben"),
        ["Noch ein Absatz mit [Begr{>>Ben: Was?<<}iff]{.begriff} und Beleg [@q1]."],
    ),
    "two comments": (
        lambda r: (r.comment("Noch ein", "Warum?", "Ben"), r.comment("Beleg", "Echt?", "Eva"), None)[2],
        [
            "{==Noch ein==}{>>Ben: Warum?<<} Absatz mit [Begriff]{.begriff} und "
            "{==Beleg==}{>>Eva: Echt?<<} [@q1]."
        ],
    ),
    "an answer to a comment": (
        lambda r: (r.comment("Noch ein", "Warum?", "Ben"), r.comment("Noch ein", "Darum.", "Eva"), None)[2],
        ["{==Noch ein==}{>>Eva: Darum.<<}{>>Ben: Warum?<<} Absatz mit [Begriff]{.begriff} und Beleg [@q1]."],
    ),
    "a term's word": (
        lambda r: r.replace("Begriff", "Ausdruck", "Anna"),
        ["Noch ein Absatz mit {~~[Begriff]{.begriff}~>Ausdruck~~}{>>Anna<<} und Beleg [@q1]."],
    ),
    "part of a term": (
        lambda r: r.insert("Begr", "xx", "Anna"),
        ["Noch ein Absatz mit [Begr{++xx++}{>>Anna<<}iff]{.begriff} und Beleg [@q1]."],
    ),
    "a citation goes": (
        lambda r: r.delete(" [@q1]", "Anna"),
        ["Noch ein Absatz mit [Begriff]{.begriff} und Beleg{-- [@q1]--}{>>Anna<<}."],
    ),
    "a citation is changed": (
        lambda r: r.insert("[@q1", "; @q2", "Anna"),
        ["Noch ein Absatz mit [Begriff]{.begriff} und Beleg {~~[@q1]~>[@q1; @q2]~~}{>>Anna<<}."],
    ),
    "a heading": (lambda r: r.replace("Dinge", "Sachen", "Anna"), ["## Zwei {~~Dinge~>Sachen~~}{>>Anna<<} {#zwei}"]),
    "the title": (lambda r: r.insert("Anfang", " davon", "Anna"), ["# Der Anfang{++ davon++}{>>Anna<<}"]),
    "a point": (lambda r: r.replace("Erster", "Letzter", "Anna"), ["- {~~Erster~>Letzter~~}{>>Anna<<} Punkt."]),
    "a point below a point": (
        lambda r: r.insert("Darunter", " noch", "Anna"),
        ["  - Darunter{++ noch++}{>>Anna<<} einer."],
    ),
    "a point with a number": (lambda r: r.delete(" danach", "Anna"), ["2. Zwei{-- danach--}{>>Anna<<}."]),
    "a new point": (
        lambda r: r.add_paragraph("Erster Punkt", "Dazwischen.", "Anna", like="Erster Punkt"),
        ["- {++Dazwischen.++}{>>Anna<<}"],
    ),
    "a point goes": (lambda r: r.drop_paragraph("Zweiter Punkt"), ["- {--Zweiter Punkt.--}"]),
    "a new paragraph": (
        lambda r: r.add_paragraph("Noch ein Absatz", "Ganz *neu*.", "Anna"),
        ["{++Ganz \\*neu\\*.++}{>>Anna<<}"],
    ),
    "a new heading": (
        lambda r: r.add_paragraph("Noch ein Absatz", "Mitte", "Anna", like="Zwei Dinge"),
        ["## {++Mitte++}{>>Anna<<}"],
    ),
    "a paragraph goes": (
        lambda r: r.drop_paragraph("Noch ein Absatz"),
        ["{--Noch ein Absatz mit [Begriff]{.begriff} und Beleg [@q1].--}"],
    ),
    "a paragraph moves": (
        lambda r: r.move("Noch ein Absatz", "Ein Zitat"),
        ["{--Noch ein Absatz mit [Begriff]{.begriff} und Beleg [@q1].--}",
         "{++Noch ein Absatz mit Begriff und Beleg \\[\\@q1\\].++}"],
    ),
    "a paragraph is parted": (
        lambda r: r.split("Ende. "),
        ["{++ ¶ ++}Der zweite Satz steht in einer Zeile."],
    ),
    "two points become one": (lambda r: r.join("Erster Punkt"), []),
    "in a box": (lambda r: r.replace("frag", "hör zu", "Anna"), ["Geh hin und {~~frag~>hör zu~~}{>>Anna<<}."]),
    "the title of a box": (
        lambda r: r.insert("Titel", " hier", "Anna"),
        ["### Titel{++ hier++}{>>Anna<<} im Kasten"],
    ),
    "a paragraph in a box": (
        lambda r: r.add_paragraph("Geh hin", "Und dann?", "Anna"),
        ["{++Und dann?++}{>>Anna<<}"],
    ),
    "a box's name": (lambda r: r.delete("Tipp"), []),
    "a cell": (lambda r: r.replace("Suppe", "Salat", "Anna"), ["| Anna | bringt {~~Suppe~>Salat~~}{>>Anna<<} |"]),
    "a bar in a cell": (
        lambda r: r.insert("Suppe", " | Tee", "Anna"),
        ["| Anna | bringt Suppe{++ \\| Tee++}{>>Anna<<} |"],
    ),
    "a row": (
        lambda r: r.add_row("Suppe", ("Eva", "bringt Tee"), "Anna"),
        ["| {++Eva++}{>>Anna<<} | {++bringt Tee++}{>>Anna<<} |"],
    ),
    "a row goes": (lambda r: r.drop_row("Brot"), ["| {--Ben--} | {--bringt Brot--} |"]),
    "a caption": (
        lambda r: r.insert("Aufgaben", " für alle", "Anna"),
        [": Aufgaben{++ für alle++}{>>Anna<<} {#tab-aufgaben}"],
    ),
    "a field": (lambda r: r.replace("fehlt", "stört", "Anna"), ["[Was {~~fehlt~>stört~~}{>>Anna<<}?]{.feld zeilen=3}"]),
    "a meaning": (lambda r: r.replace("Einig", "Schnell", "Anna"), [":   {~~Einig~>Schnell~~}{>>Anna<<} werden."]),
    "a reference goes": (
        lambda r: r.delete("→ Der Anfang", "Anna"),
        ["Siehe {--[](#oben)--}{>>Anna<<} und [den Link](https://example.org/a_b).[^n]"],
    ),
    "a link's words": (
        lambda r: r.insert("und den", "selben", "Anna"),
        ["Siehe [](#oben) und [den{++selben++}{>>Anna<<} Link](https://example.org/a_b).[^n]"],
    ),
    "a note": (lambda r: r.replace("dazu", "davon", "Anna"), ["[^n]: Eine Note {~~dazu~>davon~~}{>>Anna<<}."]),
    "a quotation": (lambda r: r.delete(" von jemandem", "Anna"), ["> Ein Zitat{-- von jemandem--}{>>Anna<<}."]),
    "code": (
        lambda r: r.replace("Hallo", "Servus", "Anna"),
        ['{>>Anna: „print("Hallo")“ → „print("Servus")“<<}'],
    ),
    "code in a line": (
        lambda r: r.insert("mit cod", "iertem T", "Anna"),
        ["Ein Rest mit {~~`code`~>`codiertem Te`~~}{>>Anna<<} darin und 5 \\$ übrig."],
    ),
    "behind a sign that stands for itself": (
        lambda r: r.insert("5 $", "-Schein", "Anna"),
        ["Ein Rest mit `code` darin und 5 \\${++-Schein++}{>>Anna<<} übrig."],
    ),
    "the head": (
        lambda r: r.replace("kannst", "schaffst", "Anna"),
        ["{>>Anna: „versprechen: Du kannst es.“ → „versprechen: Du schaffst es.“<<}"],
    ),
    "signs that mean something": (
        lambda r: r.insert("Ein Satz", " [x]{.y} <b>", "Anna"),
        ["Ein Satz{++ \\[x\\]{.y} \\<b\\>++}{>>Anna<<} mit **fetten Worten** und *einem* Ende."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_lands_on_its_block(name: str) -> None:
    do, expected = EDITS[name]
    assert changed_lines(reviewed(do)) == expected


@pytest.mark.parametrize("path", sorted(BOOK.glob("*/*.md")), ids=lambda path: path.stem)
def test_every_element_comes_back_as_it_went(path: Path) -> None:
    source = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff")
    assert came_back(sent(source), source).text == source


@pytest.mark.parametrize("path", sorted(BOOK.glob("*/*.md")), ids=lambda path: path.stem)
def test_every_word_shows_its_place(path: Path) -> None:
    source = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    for passage in read_sheet(source).passages():
        for run in passage.runs:
            assert run.is_whole or source[run.start : run.end] == run.text


def test_lost_bookmarks_are_found_by_their_words() -> None:
    def do(reviewer: Reviewer) -> None:
        reviewer.replace("zweite", "dritte", "Ben")
        reviewer.forget_bookmarks()

    assert changed_lines(reviewed(do)) == ["Der {~~zweite~>dritte~~}{>>Ben<<} Satz steht in einer Zeile."]


def test_a_chapter_that_went_on_meanwhile_keeps_what_is_new() -> None:
    current = CHAPTER.replace("Erster Punkt.", "Der allererste Punkt.")
    text = reviewed(lambda r: r.replace("zweite", "dritte", "Ben"), current=current)
    assert changed_lines(text, current) == ["Der {~~zweite~>dritte~~}{>>Ben<<} Satz steht in einer Zeile."]


def test_a_bookmark_of_a_picture_that_ends_late_takes_nothing_in() -> None:
    source = '# Titel\n\n![](images/a.svg){alt="Ein Haus"}\n\n::: tipp\nEin Rat.\n:::\n\nEin Ende.\n'
    reviewer = Reviewer(sent(source))
    body = reviewer.stories["word/document.xml"][0]
    ends = {one.get(f"{W}id"): one for one in body.iter(f"{W}bookmarkEnd")}
    empty = [one for one in body.iter(f"{W}bookmarkStart") if one.getnext() is ends.get(one.get(f"{W}id"))]
    assert empty
    for one in empty:
        body[-1].addprevious(ends[one.get(f"{W}id")])
    assert came_back(reviewer.save(), source).text == source


def test_a_note_that_nobody_calls_is_not_struck_out() -> None:
    source = "# Titel\n\nEin Satz.[^a]\n\n[^a]: Gerufen.\n\n[^b]: Niemand ruft mich.\n"
    assert came_back(sent(source), source).text == source


def test_the_same_chapter_gives_the_same_bytes() -> None:
    assert sent(CHAPTER) == sent(CHAPTER)


def test_a_gate_sees_a_letter_that_is_other() -> None:
    assert reviewed(lambda r: r.delete("z", "")) != CHAPTER


def rejected(text: str) -> str:
    """The text when every suggestion and comment is refused, without its blanks."""
    for pattern, kept in ((r"\{>>.*?<<\}|\{\+\+.*?\+\+\}", ""), (r"\{~~(.*?)~>.*?~~\}", r"\1")):
        text = re.sub(pattern, kept, text, flags=re.DOTALL)
    return re.sub(r"\s", "", re.sub(r"\{(--|==)(.*?)\1\}", r"\2", text, flags=re.DOTALL))


@pytest.mark.parametrize("seed", range(40))
def test_whoever_refuses_all_suggestions_has_the_chapter_again(seed: int) -> None:
    rng, reviewer = random.Random(seed), Reviewer(sent(CHAPTER))
    for _ in range(4):
        words = rng.choice(re.findall(r"[A-ZÄÖÜ]\w+ \w+", CHAPTER))
        who = rng.choice(("", "Anna", "Ben"))
        edits: dict[str, Callable[[str, str], None]] = {
            "i": lambda words, who: reviewer.insert(words, " *neu*", who),
            "d": lambda words, who: reviewer.delete(words, who),
            "r": lambda words, who: reviewer.replace(words, "Ersatz", who),
            "c": lambda words, who: reviewer.comment(words, "Hm?", who),
        }
        with suppress(AssertionError, ValueError):  # the words are gone already, or stand in no line
            edits[rng.choice("idrc")](words, who)
    text = came_back(reviewer.save(), CHAPTER).text
    assert text != CHAPTER
    assert rejected(text) == re.sub(r"\s", "", CHAPTER)
