"""Identity and comparison on a book that is edited as authors do it, where every edit is known."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from pipeline.book.model import PageMap
from pipeline.record.blocks import Block, blocks_of
from pipeline.record.compare import compare
from pipeline.record.matching import identify
from tests.record.samples import block, read

# How a text is written there, and the kind of block that it becomes; two of each, so that things can move.
SHAPES = (("chapters", "{}", "p"), ("checklists", "- [ ] {}", "check"), ("worksheets", "[{}]{{.feld}}", "field"))
SECTIONS = [(folder, f"{folder[:2]}{nth}", shape, kind) for folder, shape, kind in SHAPES for nth in range(2)]
TEXTS, WORDS = 25, 20
# Edited is what keeps at least 60 % of its words.
MOST_NEW_WORDS = 8
SYLLABLES = ("be", "da", "fo", "gu", "ka", "le", "mi", "no", "ra", "su", "ti", "we")
VOCABULARY = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("n", "r", "")]
Sections = list[list[str]]


def sentence(chance: Random) -> str:
    """A text of words that other texts have, too."""
    return " ".join(chance.choices(VOCABULARY, k=WORDS)).capitalize() + "."


def write(chance: Random) -> Sections:
    return [[sentence(chance) for _ in range(TEXTS)] for _ in SECTIONS]


def files_of(sections: Sections, words_a_line: int = WORDS) -> dict[str, str | bytes]:
    """The sections as a manuscript."""
    listed = ", ".join(f"chapters/{name}.md" for folder, name, _, _ in SECTIONS if folder == "chapters")
    files: dict[str, str | bytes] = {
        "book.yaml": f"title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [{listed}]\n"
    }
    for (folder, name, shape, _), texts in zip(SECTIONS, sections, strict=True):
        written = (shape.format(wrapped(text, words_a_line)) for text in texts)
        files[f"{folder}/{name}.md"] = f"# {name}\n\n" + ("\n" if "[ ]" in shape else "\n\n").join(written) + "\n"
    return files


def wrapped(text: str, words_a_line: int) -> str:
    words = text.split()
    return "\n".join(" ".join(words[at : at + words_a_line]) for at in range(0, len(words), words_a_line))


def reword(text: str, chance: Random) -> str:
    """Exchange words inside a text: one, or as many as an edited text may have."""
    words = text.split()
    for place in chance.sample(range(1, WORDS - 1), chance.randint(1, MOST_NEW_WORDS)):
        words[place] = f"neu{chance.randrange(10**6)}"
    return " ".join(words)


def edit(sections: Sections, chance: Random) -> tuple[Sections, set[tuple[str, str, str]]]:
    """Make 60 edits in 60 texts; return the sections and (kind, before, after) for each change that they are."""
    edited = [list(texts) for texts in sections]
    places = [(nth, text) for nth, texts in enumerate(sections) for text in texts if text.count(" ") == WORDS - 1]
    chance.shuffle(places)
    changes: set[tuple[str, str, str]] = set()
    for number, (nth, text) in enumerate(places[:60]):
        at = edited[nth].index(text)
        if number < 20:
            edited[nth][at] = reword(text, chance)
            changes.add(("changed", text, edited[nth][at]))
        elif number < 30:
            edited[nth].pop(at)
            edited[nth ^ 1].append(text)
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
    # Set in other lines, which is no change.
    second = identify(first, blocks_of(read(files_of(after, 7)), PageMap()))
    changes = compare(first, second)
    found = {(one.kind, one.before.text if one.before else "", one.after.text if one.after else "") for one in changes}
    assert found == expected
    assert len(expected) == 60 + 8  # a split text is one that changed and one that is new
    assert {one.block.kind for one in changes} == {kind for _, _, _, kind in SECTIONS}


def test_ids_hold_over_a_history_of_twelve_editions() -> None:
    chance = Random(12)
    sections = write(chance)
    edition = identify((), listed(sections))
    ever = {one.id for one in edition}
    kept = edited = 0
    for _ in range(11):
        sections, changes = edit(sections, chance)
        following = identify(edition, listed(sections))
        former, present = ({one.text: one.id for one in blocks} for blocks in (edition, following))
        touched = {before for kind, before, _ in changes if kind != "moved"}
        assert all(present[text] == id for text, id in former.items() if text not in touched)
        heirs = [(before, after) for kind, before, after in changes if kind == "changed"]
        kept += sum(present[after] == former[before] for before, after in heirs)
        edited += len(heirs)
        fresh = {present[after] for kind, _, after in changes if kind == "added"}
        assert not fresh & ever, "an id was given twice"
        assert len({one.id for one in following}) == len(following)
        ever |= {one.id for one in following}
        edition = following
    assert edited > 11 * 25
    assert kept >= 0.98 * edited


def listed(sections: Sections) -> list[Block]:
    return [
        replace(block(text, name, kind=kind), id="")
        for (_, name, _, kind), texts in zip(SECTIONS, sections, strict=True)
        for text in texts
    ]
