"""A document's text: one section made ready.

All that the text is made of is one value, `Source`; by it the text is kept, so that a section is made ready again only
when something in it, or something it leads to, has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from ...book.model import PageMap
from ...cache import Cache
from ...once import once_as_json
from ...theme import Theme
from ...trees import by_class
from ..arrival import missing, words_in
from ..hyphenation import set_hyphens
from ..markup import drop_other_formats
from ..page_marks import mark_pages
from .body import page_mark, parse, prepare, to_xhtml

KIND = "epub-text"


@dataclass(frozen=True, slots=True)
class Source:
    """All that a document's text is made of, beside the theme. `addresses` are those of the ids that its links lead to,
    `pictures` those of its pictures, by their path in the book."""

    body: str
    addresses: Mapping[str, str]
    pictures: Mapping[str, str]
    pages: PageMap
    hyphenation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A section, ready to be put into its template; `asks` says whether anything can be filled in on the web, `missing`
    are the words of the section that are not in it."""

    body: Markup
    asks: bool
    missing: tuple[str, ...] = ()


def write_text(source: Source, theme: Theme, look: str, cache: Cache) -> Text:
    """Make a section ready, or remember it; `look` is the theme's digest."""
    made = once_as_json(cache, KIND, (source, look), partial(_make_ready, source, theme))
    return Text(Markup(made["body"]), made["asks"], tuple(made["missing"]))


def _make_ready(source: Source, theme: Theme) -> Mapping[str, object]:
    tree, word = parse(source.body), theme.labels.word("names.page")
    drop_other_formats(tree, "epub")
    words = words_in(tree)
    mark_pages(tree, source.pages, lambda folio: page_mark(folio, word))
    prepare(tree, theme, source.addresses.__getitem__, source.pictures.__getitem__)
    set_hyphens(tree, source.hyphenation)
    asks = any(by_class(tree, name) for name in ("tick", "field", "blank"))
    body = to_xhtml(tree)
    return {"body": body, "asks": asks, "missing": missing(words, tree, written=body)}
