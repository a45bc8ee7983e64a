"""Everything that pandoc makes of `![…](…)` is a picture here, and `figures` says what becomes of it.

Pandoc looks at the ending of an address: a film becomes `video`, a sound `audio`, what it does not know `embed` (pandoc
3.9, Text.Pandoc.Writers.HTML); with the ending the words between the brackets are lost, so the reader keeps them.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from ...trees import elements, make, replace, take, text_of

SHOWING = ("embed", "object", "video", "audio", "iframe", "frame", "picture", "source", "track", "image", "portal")
_KEPT = ("id", "class", "title", "data-given-alt")


def make_pictures(tree: Element) -> None:
    """Make an `img` of every element that would show a file."""
    for element in elements(tree, *SHOWING):
        if element.getparent() is None:
            continue
        image = make("img", {"src": element.get("src") or element.get("data") or ""})
        image.set("alt", take(element, "data-words") or text_of(element))
        for name in _KEPT:
            if (value := element.get(name)) is not None:
                image.set(name, value)
        replace(element, image)
    for image in elements(tree, "img"):
        take(image, "data-words")
