"""Which of two lists are which, where their texts repeat: only what no other reading of the edit contradicts.

In: two lists of texts that stand side by side in one place, as they were and as they are. Out: pairs of positions.
Whoever sees `Name, Telefon` where `Name, Telefon, Name, Telefon` was cannot know which two are left: neither is paired.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

SAME_WORDS = 0.6
# What stands below equal headings shares less of its words only where it is something else.
SAME_CONTENT = 0.3
# Headings tell equal fields apart, so they must be nearer to each other: a word more, or a slip of the pen.
SAME_HEADING, SAME_SPELLING = 0.75, 0.75
# A label of so many words says what is asked without its surroundings.
MANY_WORDS = 5
# Beyond this many cells in a table of comparison, which is half a second, repeated texts stay unpaired.
MOST_CELLS = 1_000_000
_WORD = re.compile(r"\w+")
_FIGURES = re.compile(r"\b\d+\b")


def pair(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair equal texts, new → old: all of equal lists, what is there once wherever it went, and of what
    repeats the texts that each shortest edit leaves in their place."""
    if list(old) == list(new):
        return {position: position for position in range(len(new))}
    before, after = Counter(old), Counter(new)
    once = {text for text, count in before.items() if count == after[text] == 1}
    places = {text: place for place, text in enumerate(old)}
    found = {position: places[text] for position, text in enumerate(new) if text in once}
    if before.keys() & after.keys() - once:
        found |= {position: place for position, place in _certain(old, new).items() if new[position] not in once}
    return found


def pair_edited(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair texts that were edited, new → old, where neither is like a third. In short texts figures count: "Person 2"
    is not "Person 1" in other words."""
    found = [(position, place) for _, position, place in alike(old, new)]
    return _mutual(
        [
            (position, place)
            for position, place in found
            if len(words_of(new[position])) >= MANY_WORDS or _same_figures(old[place], new[position])
        ]
    )


def pair_headings(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair headings that were edited, new → old, where neither is like a third."""
    every = [(position, place) for position in range(len(new)) for place in range(len(old))]
    return _mutual([(position, place) for position, place in every if is_same_heading(old[place], new[position])])


def alike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[float, int, int]]:
    """Give (likeness, new, old) of all texts that share enough words; only shared words are looked at."""
    bags = [Counter(words_of(text)) for text in old]
    where: dict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for word in bag:
            where[word].append(place)
    for position, text in enumerate(new):
        bag, shared = Counter(words_of(text)), Counter[int]()
        for word, count in bag.items():
            for place in where.get(word, ()):
                shared[place] += min(count, bags[place][word])
        for place, common in shared.items():
            likeness = 2 * common / (bag.total() + bags[place].total())
            if likeness >= SAME_WORDS:
                yield likeness, position, place


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORD.findall(text.casefold())


def likeness(old: str, new: str) -> float:
    """The part of the words that two texts share, from 0 to 1."""
    before, after = Counter(words_of(old)), Counter(words_of(new))
    return 2 * (before & after).total() / ((before.total() + after.total()) or 1)


def is_same_heading(old: str, new: str) -> bool:
    """May a heading be another in other words? "Unser Team Rot" and "Team Rott" are "Team Rot", "Team Rosa" is none."""
    before, after = words_of(old), words_of(new)
    if not _same_figures(old, new):
        return False
    few, many = sorted((Counter(before), Counter(after)), key=Counter.total)
    if few <= many:
        return likeness(old, new) >= SAME_HEADING
    others = [(a, b) for a, b in zip(before, after, strict=False) if a != b]
    return len(before) == len(after) and len(others) == 1 and _spelt_alike(*others[0])


def _mutual(found: Sequence[tuple[int, int]]) -> dict[int, int]:
    here, there = Counter(position for position, _ in found), Counter(place for _, place in found)
    return {position: place for position, place in found if here[position] == there[place] == 1}


def _spelt_alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= SAME_SPELLING


def _same_figures(old: str, new: str) -> bool:
    return Counter(_FIGURES.findall(old)) == Counter(_FIGURES.findall(new))


def _certain(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair what every longest common subsequence pairs, if texts were only added or only removed: what else has
    changed places may be the equals of what has not."""
    if len(old) * len(new) > MOST_CELLS:
        return {}
    ahead = _lengths(old, new)
    behind = [row[::-1] for row in _lengths(old[::-1], new[::-1])[::-1]]
    longest = ahead[-1][-1]
    if longest < min(len(old), len(new)):
        return {}
    found = [
        (position, place)
        for place, text in enumerate(old)
        for position, other in enumerate(new)
        if text == other and ahead[place][position] + 1 + behind[place + 1][position + 1] == longest
    ]
    here, there = Counter(position for position, _ in found), Counter(place for _, place in found)
    return {
        position: place
        for position, place in found
        if here[position] == there[place] == 1
        and all(before[position] + after[position + 1] < longest for before, after in zip(ahead, behind, strict=True))
    }


def _lengths(old: Sequence[str], new: Sequence[str]) -> list[list[int]]:
    """The length of the longest common subsequence of all beginnings of both."""
    rows = [[0] * (len(new) + 1)]
    for text in old:
        above, row = rows[-1], [0]
        for position, other in enumerate(new):
            row.append(above[position] + 1 if text == other else max(above[position + 1], row[-1]))
        rows.append(row)
    return rows
