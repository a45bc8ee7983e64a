"""Merges by chance: two authors edit one text, and of every word is known what must become of it.

As a program it tries as many as it is told: `.venv/bin/python -m tests.manuscript.random_merges 5000`.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.manuscript.merge import Merged, merge
from pipeline.manuscript.scanner import DIV_LINE
from pipeline.manuscript.tokens import MARKS, name, read_markdown

EDITS = (
    "word",
    "word",
    "word",
    "drop",
    "add",
    "add",
    "block",
    "drop-block",
    "move",
    "split",
    "join",
    "key",
    "form",
    "entry",
    "aim",
)
STATES = ("entwurf", "prüfung", "fertig")


@dataclass
class Block:
    """A paragraph, list, table, box or definition: each inside is a sentence's words."""

    kind: str
    inside: list[list[str]]


@dataclass
class Text:
    """A file, and whether its sentences stand one a line."""

    blocks: list[Block]
    keys: dict[str, str] = field(default_factory=dict)
    by_line: bool = False
    aim: list[list[str]] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)

    def copy(self) -> Text:
        blocks = [Block(block.kind, [list(words) for words in block.inside]) for block in self.blocks]
        return Text(blocks, dict(self.keys), self.by_line, [list(words) for words in self.aim], list(self.entries))

    def write(self) -> str:
        head = "".join(f"{key}: {value}\n" for key, value in self.keys.items())
        head += "ziel: " + " ".join(" ".join(words).capitalize() + "." for words in self.aim) + "\n"
        head += f"register: [{', '.join(self.entries)}]\n"
        return f"---\n{head}---\n# Titel\n\n" + "\n\n".join(self._block(block) for block in self.blocks) + "\n"

    def _block(self, block: Block) -> str:
        said = [" ".join(words).capitalize() + "." for words in block.inside]
        if block.kind == "list":
            return "\n".join(f"- {one}" for one in said)
        if block.kind == "checks":
            return "\n".join(f"- [ ] {one} **!**" for one in said)
        if block.kind == "table":
            rows = ["| " + " | ".join(pair) + " |" for pair in zip(said[::2], said[1::2] or [""], strict=False)]
            return "\n".join(["| Kopf | Fuß |", "|------|-----|", *rows])
        if block.kind == "quote":
            return "\n".join(f"> {one}" for one in said)
        joined = ("\n" if self.by_line else " ").join(said)
        if block.kind == "box":
            return f"::: tipp\n### Rat\n{joined}\n:::"
        if block.kind == "terms":
            return f"Wort\n:   {joined.replace(chr(10), chr(10) + '    ')}"
        return joined


class Author:
    """Edits a text by chance; new words bear the author's name."""

    def __init__(self, chance: random.Random, sign: str) -> None:
        self.chance, self.sign, self.count = chance, sign, 0

    def sentence(self) -> list[str]:
        return [self.word() for _ in range(self.chance.randrange(4, 9))]

    def word(self) -> str:
        self.count += 1
        return f"{self.sign}{self.count}{self.chance.choice('abcdefgh')}"

    def block(self) -> Block:
        kind = self.chance.choice(("text", "text", "text", "list", "checks", "table", "box", "quote", "terms"))
        return Block(
            kind, [self.sentence() for _ in range(self.chance.choice((1, 2, 3, 4)) * (2 if kind == "table" else 1))]
        )

    def edit(self, text: Text) -> Text:
        text = text.copy()
        for _ in range(self.chance.randrange(1, 5)):
            if text.blocks:
                self._edit(text, self.chance.choice(EDITS), self.chance.randrange(len(text.blocks)))
        return text

    def _edit(self, text: Text, what: str, place: int) -> None:
        block, chance = text.blocks[place], self.chance
        nth = chance.randrange(len(block.inside))
        if what == "word":
            words = block.inside[nth]
            words[chance.randrange(len(words))] = self.word()
        elif what == "drop" and len(block.inside) > 1 + (block.kind == "table"):
            del block.inside[slice(nth - nth % 2, nth - nth % 2 + 2) if block.kind == "table" else nth]
        elif what == "add" and block.kind == "table":
            block.inside[nth - nth % 2 : nth - nth % 2] = [self.sentence(), self.sentence()]
        elif what == "add":
            block.inside.insert(nth + chance.randrange(2), self.sentence())
        elif what == "block":
            text.blocks.insert(place, self.block())
        elif what == "drop-block" and len(text.blocks) > 1:
            del text.blocks[place]
        elif what == "move":
            text.blocks.insert(chance.randrange(len(text.blocks)), text.blocks.pop(place))
        elif what == "split" and block.kind == "text" and nth:
            text.blocks[place : place + 1] = [Block("text", block.inside[:nth]), Block("text", block.inside[nth:])]
        elif what == "join" and place and block.kind == text.blocks[place - 1].kind == "text":
            text.blocks[place - 1 : place + 1] = [Block("text", text.blocks[place - 1].inside + block.inside)]
        elif what == "key":
            text.keys[chance.choice(("status", "owner", "hinweis"))] = chance.choice(STATES)
        elif what == "form":
            text.by_line = not text.by_line
        elif what in ("entry", "aim"):
            pieces, new = (text.entries, self.word()) if what == "entry" else (text.aim, self.sentence())
            self._edit_pieces(pieces, new)

    def _edit_pieces(self, pieces: list[Any], new: str | list[str]) -> None:
        nth = self.chance.randrange(len(pieces))
        how = self.chance.choice(("change", "add", "drop"))
        if how == "add" or len(pieces) == 1:
            pieces.insert(nth, new)
        elif how == "drop":
            del pieces[nth]
        elif isinstance(new, str):
            pieces[nth] = new
        else:
            pieces[nth][-1] = new[0]


def three_texts(seed: int) -> tuple[str, str, str]:
    """A text, and what two authors made of it."""
    chance = random.Random(seed)
    first = Author(chance, "w")
    base = Text([first.block() for _ in range(chance.randrange(1, 8))], {"status": "entwurf", "zweck": "Proben"})
    base.by_line = chance.random() < 0.5
    base.aim = [first.sentence() for _ in range(chance.randrange(1, 5))]
    base.entries = [first.word() for _ in range(chance.randrange(1, 6))]
    return base.write(), Author(chance, "a").edit(base).write(), Author(chance, "b").edit(base).write()


def faults(base: str, ours: str, theirs: str) -> Iterator[str]:
    """What is wrong with a merge: words lost, doubled or back again, sentences glued, boxes open, other orders."""
    merged, turned = merge(base, ours, theirs), merge(base, theirs, ours)
    if merged != turned:
        yield "the two orders differ"
    before, here, there, after = (_count(text) for text in (base, ours, theirs, merged.text))
    for word in sorted({*before, *here, *there, *after}):
        kept = word in here and word in there
        come = word not in before
        if (kept or come) and not after[word]:
            yield f"{word} is lost"
        if after[word] > (2 * merged.conflicts or 1) or (not merged.conflicts and after[word] > 1):
            yield f"{word} stands {after[word]} times"
        if word in before and word not in here and word not in there and after[word]:
            yield f"{word} is back"
    yield from _structure(merged, ours, theirs)


def _structure(merged: Merged, ours: str, theirs: str) -> Iterator[str]:
    depth = 0
    for line in merged.text.split("\n"):
        if match := DIV_LINE.match(line):
            depth += 1 if match["attributes"] else -1
            if depth < 0:
                yield "a box is closed twice"
    if depth:
        yield "a box stays open"
    known = {name(token) for text in (ours, theirs) for token in read_markdown(text)[1]}
    if not merged.conflicts:
        for token in read_markdown(merged.text)[1]:
            if token.kind not in MARKS and token.kind != "row" and name(token) not in known:
                yield f"nobody wrote {token.text!r}"


def _count(text: str) -> Counter[str]:
    return Counter(re.findall(r"\b[wab]\d+[a-h]\b", text.casefold()))


def try_out(seeds: range) -> tuple[list[str], int]:
    """Every fault with its seed, and how many merges had a conflict."""
    found, conflicts = [], 0
    for seed in seeds:
        texts = three_texts(seed)
        found += [f"{seed}: {fault}" for fault in faults(*texts)]
        conflicts += bool(merge(*texts).conflicts)
    return found, conflicts


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    wrong, parted = try_out(range(many))
    print("\n".join([*wrong, f"{many} merges, {parted} with a conflict, {len(wrong)} faults"]))
    sys.exit(bool(wrong))
