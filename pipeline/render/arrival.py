"""What of a section's words arrives in a format: those of its canonical fragment against those of what was made of it.

Only what is gone is looked for: every format adds words of its own, and puts notes and captions where it wants them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from html import unescape

from ..diagnostics import Diagnostic, Span, diagnose
from ..tokens import words_of
from ..trees import Element, classes, parent_of

CODE = "s-150"
# These are set anew in every format, from where things are: pages of the index, arrows back from notes.
SET_ANEW = frozenset({"locator", "page-ref", "footnote-back", "footnote-ref"})
# Print draws formulas.
SILENT = frozenset({"annotation", "desc", "math", "script", "style", "title"})
INLINE = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
    ),
    *("strong", "sub", "sup", "time", "u", "var", "wbr"),
}
# Spans of these classes may part a word; those of others are things of their own, wherever they touch.
PARTS_OF_WORDS = frozenset({"nohyphen", "number"})
NO_CLASSES: frozenset[str] = frozenset()
NOTES = "footnotes"
# Labels that are for assistive technology only, by the kind of their field; not every format needs one there.
UNSAID_KINDS = frozenset({"cell", "gap"})
# What is said in the place of something.
SAID = ("data-description", "placeholder")
_TAG = re.compile(r"<[^>]*>")
# So many words are enough to find a place.
MOST_WORDS = 14


def words_in(tree: Element) -> Counter[str]:
    """Count the words of a section that every format must have."""
    return Counter(words_of("".join(_texts(tree))))


def missing(before: Counter[str], *trees: Element, written: str | None = None) -> list[str]:
    """The words that were there before and are not in trees, nor said in them, nor in what was `written` of the only
    one; each as often as it is gone."""
    gone = before - sum(map(words_in, trees), Counter[str]())
    if written is not None:
        gone += _unwritten("".join(map(str, trees[0].itertext())), written)
    if gone:
        said = " ".join(value for tree in trees for one in tree.iter() for name in SAID if (value := one.get(name)))
        gone -= Counter(words_of(said))
    return sorted(gone.elements())


def unsaid(text: str, page: str) -> list[str]:
    """The words of a written text that are not in the page that it was put into, where it is not there as it is."""
    return [] if text in page else sorted(_unwritten(_TAG.sub(" ", text), page).elements())


def _unwritten(text: str, written: str) -> Counter[str]:
    if text == unescape(_TAG.sub("", written)):
        return Counter()
    return Counter(words_of(text)) - Counter(words_of(unescape(_TAG.sub(" ", written))))


def tell(path: str, words: Sequence[str], format: str) -> Iterator[Diagnostic]:
    """Say which words a section lacks in a format."""
    if words:
        some = " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
        yield diagnose(CODE, Span(path), words=some, format=format)


def _texts(tree: Element) -> list[str]:
    into: list[str] = []
    _read(tree, into.append)
    return into


def _read(element: Element, add: Callable[[str], object]) -> None:
    for child in element:
        tag = child.tag
        name = tag if tag in INLINE else tag.rpartition("}")[2] if isinstance(tag, str) else "style"
        given = child.get("class")
        names = frozenset(given.split()) if given else NO_CLASSES
        touches = name in INLINE and names <= PARTS_OF_WORDS
        if not touches:
            add(" ")
        if name == "h2" and NOTES in (element.get("class") or ""):
            pass  # the title of the notes, which print has at the foot of its pages
        elif name not in SILENT and (not given or (names.isdisjoint(SET_ANEW) and not _is_unsaid(child, names))):
            if text := child.text:
                add(text)
            if len(child):
                _read(child, add)
        if not touches:
            add(" ")
        if tail := child.tail:
            add(tail)


def _is_unsaid(element: Element, names: Collection[str]) -> bool:
    """Whether an element is a label that nobody sees: that of a cell, or of a gap in a line."""
    if "field-label" not in names:
        return False
    around = parent_of(element)
    return around.get("data-kind") in UNSAID_KINDS or any("cell" in classes(one) for one in element.iterancestors())
