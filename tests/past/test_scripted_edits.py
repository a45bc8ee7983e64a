"""Identity and comparison on a book that is edited as authors do it, where every edit is known."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from pipeline.book.model import PageMap
from pipeline.past.blocks import Block, blocks_of
from pipeline.past.compare import compare
from pipeline.past.identity import identify
from tests.past.samples import block, read

CHAPTERS, PARAGRAPHS, WORDS = 5, 30, 20
SYLLABLES = ("be", "da", "fo", "gu", "ka", "le", "mi", "no", "ra", "su", "ti", "we")
VOCABULARY = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("n", "r", "")]
NEW_WORD = "anders"
Chapters = list[list[str]]


def sentence(chance: Random) -> str:
    """A paragraph of words that other paragraphs have, too."""
    return " ".join(chance.choices(VOCABULARY, k=WORDS)).capitalize() + "."


def write(chance: Random) -> Chapters:
    return [[sentence(chance) for _ in range(PARAGRAPHS)] for _ in range(CHAPTERS)]


def files_of(chapters: Chapters) -> dict[str, str | bytes]:
    """The chapters as a manuscript, each paragraph wrapped anew at another width."""
    listed = ", ".join(f"chapters/c{nth}.md" for nth in range(CHAPTERS))
    files: dict[str, str | bytes] = {
        "book.yaml": f"title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [{listed}]\n"
    }
    for nth, paragraphs in enumerate(chapters):
        files[f"chapters/c{nth}.md"] = f"# Kapitel {nth}\n\n" + "\n\n".join(paragraphs) + "\n"
    return files


def reword(text: str, chance: Random) -> str:
    words = text.split()
    words[chance.randrange(1, WORDS - 1)] = NEW_WORD
    return " ".join(words)


def edit(chapters: Chapters, chance: Random) -> tuple[Chapters, set[tuple[str, str, str]]]:
    """Make 60 edits in 60 paragraphs; return the chapters and (kind, before, after) for each change that they are."""
    edited = [list(paragraphs) for paragraphs in chapters]
    places = [
        (nth, text) for nth, paragraphs in enumerate(chapters) for text in paragraphs if text.count(" ") == WORDS - 1
    ]
    chance.shuffle(places)
    changes: set[tuple[str, str, str]] = set()
    for number, (nth, text) in enumerate(places[:60]):
        at = edited[nth].index(text)
        if number < 20:
            edited[nth][at] = reword(text, chance)
            changes.add(("changed", text, edited[nth][at]))
        elif number < 30:
            edited[nth].pop(at)
            edited[(nth + 1) % CHAPTERS].append(text)
            changes.add(("moved", text, text))
        elif number < 38:
            words = text.split()
            first, second = " ".join(words[:13]) + ".", " ".join(words[13:]).capitalize()
            edited[nth][at : at + 1] = [first, second]
            changes |= {("changed", text, first), ("added", "", second)}
        elif number < 49:
            edited[nth].pop(at)
            changes.add(("removed", text, ""))
        else:
            edited[nth].insert(at, new := sentence(chance))
            changes.add(("added", "", new))
    return edited, changes


def test_the_differences_are_exactly_the_sixty_edits() -> None:
    chance = Random(60)
    before = write(chance)
    after, expected = edit(before, chance)
    first = identify((), blocks_of(read(files_of(before)), PageMap()))
    wrapped = {name: text if name == "book.yaml" else rewrapped(str(text)) for name, text in files_of(after).items()}
    second = identify(first, blocks_of(read(wrapped), PageMap()))
    found = {
        (one.kind, one.before.text if one.before else "", one.after.text if one.after else "")
        for one in compare(first, second)
    }
    assert found == expected
    assert len(expected) == 60 + 8  # a split paragraph is one that changed and one that is new


def rewrapped(text: str) -> str:
    """Set the text in other lines: nothing in the book changes."""
    parts = [part.split() for part in text.split("\n\n")]
    lines = ([" ".join(words[at : at + 7]) for at in range(0, len(words), 7)] for words in parts)
    return "\n\n".join("\n".join(some) for some in lines)


def test_ids_hold_over_a_history_of_twelve_editions() -> None:
    chance = Random(12)
    chapters = write(chance)
    edition = identify((), listed(chapters))
    ever = {one.id: one.text for one in edition}
    kept = edited = 0
    for _ in range(11):
        chapters, changes = edit(chapters, chance)
        following = identify(edition, listed(chapters))
        former, present = ({one.text: one.id for one in blocks} for blocks in (edition, following))
        heirs = {before: after for kind, before, after in changes if kind in ("changed", "moved")}
        touched = {before for _, before, _ in changes}
        assert all(present[text] == id for text, id in former.items() if text not in touched)
        kept += sum(present[after] == former[before] for before, after in heirs.items())
        edited += len(heirs)
        fresh = {present[after] for kind, _, after in changes if kind == "added"}
        assert not fresh & set(ever), "an id was given twice"
        assert len({one.id for one in following}) == len(following)
        ever |= {one.id: one.text for one in following}
        edition = following
    assert edited > 11 * 30
    assert kept >= 0.98 * edited


def listed(chapters: Chapters) -> list[Block]:
    return [replace(block(text, f"c{nth}"), id="") for nth, texts in enumerate(chapters) for text in texts]
