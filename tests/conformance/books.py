"""A book of some thirty pages in words that nobody else uses, so that a page's text says which block stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from pipeline.book.model import Book, Heading, Section
from tests.render import sample

SYLLABLES = ("ba", "den", "fir", "gol", "hus", "kem", "lin", "mor", "nau", "pel", "rus", "sig", "tol", "wen", "zag")


class Speaker:
    """Speaks words made of syllables, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)

    def words(self, count: int) -> str:
        """A sentence of so many words."""
        words = ["".join(self._dice.choices(SYLLABLES, k=self._dice.randint(2, 4))) for _ in range(count)]
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def number(self, least: int, most: int) -> int:
        """A whole number between two."""
        return self._dice.randint(least, most)


def long_book(chapters: int = 4) -> Book:
    """The sample book with long chapters behind its own."""
    book = sample.book()
    added = tuple(_chapter(number) for number in range(1, chapters + 1))
    at = next(nth for nth, section in enumerate(book.sections) if section.matter == "back")
    return replace(book, sections=(*book.sections[:at], *added, *book.sections[at:]))


def _chapter(number: int) -> Section:
    speaker, id = Speaker(number), f"lang-{number}"
    blocks = list(_blocks(speaker, id))
    headings = tuple(Heading(f"{id}--h{nth}", 2, f"Abschnitt {nth}", f"Abschnitt {nth}") for nth in range(4))
    title = f"Langes Kapitel {number}"
    return Section(id, "chapter", title, number=str(number + 2), label=f"Kapitel {number + 2}", part=2,
                   body="\n".join(blocks), path=f"chapters/{id}.md", headings=headings)  # fmt: skip


def _blocks(speaker: Speaker, id: str) -> Iterator[str]:
    for part in range(4):
        yield f'<h2 id="{id}--h{part}">Abschnitt {speaker.words(2)}</h2>'
        for nth in range(speaker.number(3, 6)):
            yield f'<p id="{id}--p{part}-{nth}">{speaker.words(speaker.number(40, 160))}</p>'
        yield (
            f'<aside class="box tip" id="{id}--t{part}"><p class="box-label">Tipp</p>'
            f"<p>{speaker.words(speaker.number(20, 60))}</p></aside>"
        )
        rows = "".join(f"<li>{speaker.words(12)}</li>" for _ in range(speaker.number(4, 9)))
        yield f'<ul id="{id}--l{part}">{rows}</ul>'
    yield f'<p id="{id}--endless">{speaker.words(1100)}</p>'
    points = "".join(
        f'<li class="check" id="{id}--c{nth}"><span class="check-text">{speaker.words(9)}</span></li>'
        for nth in range(9)
    )
    yield f'<ul class="checks" id="{id}--checks">{points}</ul>'
    lines = "".join(f"<tr><td>{speaker.words(5)}</td><td>{speaker.words(14)}</td></tr>" for _ in range(30))
    head = '<thead><tr><th scope="col">Wort</th><th scope="col">Satz</th></tr></thead>'
    yield f'<table id="{id}--table">{head}<tbody>{lines}</tbody></table>'
    yield f'<p id="{id}--end">{speaker.words(30)}</p>'
