"""Where words may be parted, when the book says so: `hyphenation` of book.yaml, for all formats alike.

A word's points are soft hyphens in the text, which come before a program's own idea of the word. A word without points
is never parted. Points are written as hyphens (Work-book) or as soft hyphens, where the word has hyphens of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ..pdflink.model import SOFT_HYPHEN
from ..trees import Element, classes, make, parent_of, parse, write

Templates = TypeVar("Templates", bound=Environment)

WHOLE = "nohyphen"
# No prose, and headings, which are never parted.
_SKIPPED = frozenset({"code", "pre", "kbd", "samp", "h1", "h2", "h3"})


def set_hyphens(tree: Element, words: Sequence[str]) -> None:
    """Set the points of these words wherever they stand in a fragment, in capital letters too."""
    if not words:
        return
    pattern, points = _table(tuple(words))
    for holder, is_tail in list(_texts(tree)):
        text = (holder.tail if is_tail else holder.text) or ""
        if pattern.search(text):
            pieces = [_set(match, points) if nth % 2 else match for nth, match in enumerate(pattern.split(text))]
            _put(holder, is_tail, pieces)


def teach_hyphens(templates: Templates, words: Sequence[str]) -> Templates:
    """Give templates the filter `parted`, for texts that are in no fragment: a promise, a subtitle, a sheet's facts."""

    # With the context nothing is parted while a template is compiled: what is compiled is the same for all words.
    @pass_context
    def parted(_: Context, text: str) -> Markup:
        if not words:
            return escape(text)
        tree = parse(str(escape(text)))
        set_hyphens(tree, words)
        return Markup(write(tree))

    templates.filters["parted"] = parted
    return templates


@lru_cache(maxsize=4)
def _table(words: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, tuple[int, ...]]]:
    """The pattern that finds the words, and how many letters stand before each point, by the word in small letters."""
    points = {}
    for word in words:
        parts = re.split(SOFT_HYPHEN, word) if SOFT_HYPHEN in word else word.split("-")
        ends = [sum(len(part) for part in parts[: nth + 1]) for nth in range(len(parts) - 1)]
        points["".join(parts).lower()] = tuple(ends)
    longest_first = sorted(points, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE), points


def _set(word: str, points: dict[str, tuple[int, ...]]) -> str | Element:
    ends = points.get(word.lower(), ())
    if not ends:
        return make("span", {"class": WHOLE}, word)
    return SOFT_HYPHEN.join(word[start:end] for start, end in zip((0, *ends), (*ends, len(word)), strict=True))


def _put(holder: Element, is_tail: bool, pieces: list[str | Element]) -> None:
    """Put texts and elements in the place of a text."""
    home = parent_of(holder) if is_tail else holder
    at = home.index(holder) + 1 if is_tail else 0
    last: Element | None = holder if is_tail else None
    words = ""
    for piece in [*pieces, None]:
        if isinstance(piece, str):
            words += piece
            continue
        if last is None:
            home.text = words
        else:
            last.tail = words
        if piece is not None:
            home.insert(at, piece)
            last, at, words = piece, at + 1, ""


def _texts(tree: Element) -> Iterator[tuple[Element, bool]]:
    """All texts of prose: (element, whether it is the text after it)."""
    tag = str(tree.tag)
    if not isinstance(tree.tag, str) or tag.startswith("{") or tag in _SKIPPED or WHOLE in classes(tree):
        return
    if tree.text:
        yield tree, False
    for child in tree:
        yield from _texts(child)
        if child.tail:
            yield child, True
