"""What stands under what in a book's sections: equal words are the same question only in the same surroundings.

In: the blocks of a book in reading order. Out: for each section a tree of headings, each with its texts and with the
ticks and fields below them, and the surroundings of each of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .blocks import PARTS, Block
from .siblings import MANY_WORDS

HEADINGS = ("h2", "h3")
NONE = -1


@dataclass(slots=True)
class Scope:
    """A title or heading with what stands below it, by the positions of blocks: texts, ticks and fields each with the
    text that it follows or lies in (NONE where it follows the heading), and the headings below it."""

    head: int
    level: int
    leads: list[int] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)

    def all(self) -> Iterator[Scope]:
        """Give this scope and all below it, in reading order."""
        yield self
        for scope in self.scopes:
            yield from scope.all()

    def all_parts(self) -> list[int]:
        """The ticks and fields here and below."""
        return [position for scope in self.all() for position, _ in scope.parts]


def outline(blocks: Sequence[Block]) -> dict[str, Scope]:
    """Put the blocks of each section under their headings."""
    roots: dict[str, Scope] = {}
    path: list[Scope] = []
    for position, block in enumerate(blocks):
        if block.section not in roots:
            roots[block.section] = Scope(position if block.kind == "title" else NONE, 0)
            path = [roots[block.section]]
            if block.kind == "title":
                continue
        elif path[0] is not roots[block.section]:
            path = [roots[block.section]]
        if block.kind in HEADINGS:
            scope = Scope(position, HEADINGS.index(block.kind) + 1)
            path = [one for one in path if one.level < scope.level]
            path[-1].scopes.append(scope)
            path.append(scope)
        elif block.kind in PARTS:
            leads = path[-1].leads
            path[-1].parts.append((position, leads[-1] if leads else NONE))
        else:
            path[-1].leads.append(position)
    return roots


def surroundings(blocks: Sequence[Block]) -> dict[str, tuple[str, ...]]:
    """Say under which headings each tick and field stands, by its anchor, and if its own words are few, what it
    follows."""
    found: dict[str, tuple[str, ...]] = {}

    def walk(scope: Scope, above: tuple[str, ...]) -> None:
        for position, lead in scope.parts:
            block = blocks[position]
            leads = (blocks[lead].text,) if lead != NONE and not says_all(block) else ()
            found[block.anchor] = (*above, *leads)
        for inner in scope.scopes:
            walk(inner, (*above, blocks[inner.head].text))

    for root in outline(blocks).values():
        walk(root, ())
    return found


def says_all(block: Block) -> bool:
    """Does a tick or field say what is asked without its surroundings?"""
    return len(block.text.split()) >= MANY_WORDS
