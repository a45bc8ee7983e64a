"""What is put together of the old text and its new sections is what pandoc makes of the whole."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline import pandoc
from pipeline.cache import MemoryCache
from pipeline.manuscript.exchange import exchange
from pipeline.manuscript.fragments import read_fragments
from pipeline.manuscript.preparation import prepare

BOOK = Path(__file__).parents[2]
# Blocks that may stand in any section, and those that keep a text whole.
BLOCKS = (
    "Ein Absatz mit *Betonung*, „Zeichen“ und [](#kapitel).",
    "Zwei Zeilen,\ndie zusammengehören. # kein Titel",
    "- Punkt\n- [ ] Haken\n\n    eingerückt\n\n  ## im Punkt",
    "1. Eins\n2. Zwei",
    "::: tipp\nEin Satz.\n\n## Titel im Kasten\n\nMehr.\n:::",
    ":::: {.schritte #schritte}\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n::: innen\nText\n:::\n\n::::",
    "> Zitat\n>\n> ## im Zitat",
    "Begriff\n:   Erklärung\n\n    ## in der Erklärung",
    "| A | B |\n|:--|--:|\n| 1 | 2 |\n\nTable: Eine Tabelle {#tab}",
    "![Bild](images/a.png){#abb alt=\"Etwas\"}",
    "### Dritte Ebene {#drei}",
    "Text\n## kein Titel, weil kein Abstand davor ist",
    "Ein Satz mit Note.[^a]\n\n[^a]: Was sie sagt.\n\n    Noch ein Absatz.",
    "Ein Satz mit Note.^[Was sie sagt.] [@q45] Zeile mit `## Code`",
    "# Erste Ebene",
    "***",
    "| Vers\n| Zeile",
)  # fmt: skip
WHOLE = (
    "Ein [Verweis][a] und [a].",
    "[a]: https://example.org",
    "```\n\n## Code\n\n```",
    "    eingerückt\n\n```",
    "A    B\n---- ----\n1    2\n\n## kein Titel\n\n---- ----",
    "-----------\nA      B\n------ ----\n1      2\n\n## Zeile\n-----------",
    "Überschrift\n---",
    "::: offen",
    ":::",
    "- Punkt\n\n  ::: tipp\n  Text\n  :::",
    "$$x\n\n## y$$",
    "Note im Ganzen.[^n]",
    "[^n]: Ihr Text.",
)


def read_whole(texts: Sequence[str]) -> list[str]:
    return [fragment.html for fragment in pandoc.to_fragments(texts)]


def said(choice: random.Random, blocks: Sequence[str]) -> str:
    """A section, or what stands before the first one."""
    return "\n\n".join(choice.choices(blocks, k=choice.randint(0, 3)))


def text_of(sections: Sequence[str]) -> str:
    return "\n\n".join(f"## Titel {nth} {{#t{nth}}}\n\n{one}" if nth else one for nth, one in enumerate(sections))


def pairs(choice: random.Random, blocks: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Texts, and what became of them: sections are changed, added, taken away."""
    for _ in range(60):
        sections = [said(choice, blocks) for _ in range(choice.randint(1, 5))]
        edited = list(sections)
        for _ in range(choice.randint(1, 2)):
            place = choice.randrange(len(edited))
            edited[place : place + choice.randint(0, 1)] = [said(choice, blocks)] * choice.randint(0, 2)
            edited = edited or [""]
        yield text_of(sections), text_of(edited)


def held_against_the_whole(changes: Sequence[tuple[str, str]]) -> int:
    """How many of the texts were exchanged in part."""
    htmls = read_whole([text for pair in changes for text in pair])
    found = [exchange(old, html, new) for (old, new), html in zip(changes, htmls[::2], strict=True)]
    parts = [one for one in found if one is not None]
    fresh = iter(read_whole([one.text for one in parts]))
    for (_, new), one, html in zip(changes, found, htmls[1::2], strict=True):
        if one is not None:
            assert one.html(next(fresh)) == html, new
    return len(parts)


@pytest.mark.parametrize("seed", range(2))
def test_sections_are_read_as_in_the_whole_text(seed: int) -> None:
    choice = random.Random(seed)
    assert held_against_the_whole(list(pairs(choice, BLOCKS))) > 20


@pytest.mark.parametrize("seed", range(2))
def test_what_reaches_over_headings_keeps_a_text_whole(seed: int) -> None:
    choice = random.Random(seed)
    held_against_the_whole(list(pairs(choice, BLOCKS + WHOLE * 2)))


@pytest.mark.parametrize("block", WHOLE[1:11])
def test_a_text_with_such_a_block_is_never_parted(block: str) -> None:
    old, new = (text_of(["", "Text.", block, last]) for last in ("Alt.", "Neu."))
    (html,) = read_whole([old])
    assert exchange(old, html, new) is None


def test_a_section_with_a_note_is_not_exchanged() -> None:
    old, new = (text_of(["Anfang.", f"Text.[^a]\n\n[^a]: {word}", "Ende."]) for word in ("Alt.", "Neu."))
    (html,) = read_whole([old])
    assert exchange(old, html, new) is None
    other = new.replace("Neu", "Alt").replace("Ende", "Schluss")
    assert (found := exchange(old, html, other)) is not None
    assert found.text == "## Titel 2 {#t2}\n\nSchluss."
    assert found.html(*read_whole([found.text])) == read_whole([other])[0]


@pytest.mark.slow
def test_every_chapter_of_the_book_can_be_exchanged_section_by_section() -> None:
    changes = []
    for path in sorted((BOOK / "chapters").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        body = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
        source = prepare(body, path.name, draft=True).value.read
        words = [place for place in range(len(source)) if source.startswith(". ", place)]
        changes += [(source, f"{source[:at]} und noch ein Wort{source[at:]}") for at in words[:: len(words) // 3 or 1]]
    assert held_against_the_whole(changes) > len(changes) / 2


def test_fragments_of_former_texts_help(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, sent = MemoryCache(), []
    to_fragments = pandoc.to_fragments
    monkeypatch.setattr(pandoc, "to_fragments", lambda texts, *rest: sent.append(texts) or to_fragments(texts, *rest))
    old, new = (text_of(["Anfang.", "Mitte.", end]) for end in ("Ende.", "Schluss."))
    read_fragments([old], cache)
    (part,) = read_fragments([new], cache, former=lambda text: old)
    assert sent == [[old], ["## Titel 2 {#t2}\n\nSchluss."]]
    assert part == read_fragments([new], MemoryCache())[0]
    assert read_fragments([new], cache) == (part,)
