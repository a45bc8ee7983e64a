"""What of a section's words arrives in a format: those of its canonical fragment against those of what was made of it.

Only what is gone is looked for: every format adds words of its own, and puts notes and captions where it wants them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from ..diagnostics import Diagnostic, Span, diagnose
from ..tokens import words_of
from .markup import Tree, classes

CODE = "s-150"
# These are set anew in every format, from where things are: pages of the index, arrows back from notes.
SET_ANEW = frozenset({"locator", "page-ref", "footnote-back", "footnote-ref"})
SILENT = frozenset({"annotation", "desc", "script", "style", "title"})
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
NOTES = "footnotes"
# Labels that are for assistive technology only, by the kind of their field; not every format needs one there.
UNSAID_KINDS = frozenset({"cell", "gap"})
# What is said in the place of something.
SAID = ("data-description",)
# So many words are enough to find a place.
MOST_WORDS = 14


def words_in(tree: Tree) -> Counter[str]:
    """Count the words of a section that every format must have."""
    return Counter(words_of("".join(_texts(tree))))


def missing(before: Counter[str], tree: Tree) -> list[str]:
    """The words that were there before and are not in a tree, nor said in it; each as often as it is gone."""
    gone = before - words_in(tree)
    if gone:
        said = " ".join(value for one in tree.iter() for name in SAID if (value := one.get(name)))
        gone -= Counter(words_of(said))
    return sorted(gone.elements())


def tell(path: str, words: Sequence[str], format: str) -> Iterator[Diagnostic]:
    """Say which words a section lacks in a format."""
    if words:
        some = " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
        yield diagnose(CODE, Span(path), words=some, format=format)


def _texts(element: Tree) -> Iterator[str]:
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "style"
        names = classes(child)
        space = "" if name in INLINE and PARTS_OF_WORDS.issuperset(names) else " "
        yield space
        if name not in SILENT and SET_ANEW.isdisjoint(names) and not _is_unsaid(child, names, element):
            yield child.text or ""
            yield from _texts(child)
        yield space
        yield child.tail or ""


def _is_unsaid(element: Tree, names: Collection[str], around: Tree) -> bool:
    """Whether an element is the title of the notes, which print has at the foot of its pages, or a label that nobody
    sees: that of a cell, or of a gap in a line."""
    if element.tag == "h2":
        return NOTES in classes(around)
    if "field-label" not in names:
        return False
    return around.get("data-kind") in UNSAID_KINDS or any("cell" in classes(one) for one in element.iterancestors())
