"""A page's text: one section made ready, with what its template must know of it.

All that the text is made of is one value, `Source`; by it the text is kept, so that a page is made ready again only
when something in it, or something it leads to, has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from functools import partial

from markupsafe import Markup

from ...book.model import PageMap, Section
from ...cache import Cache
from ...manuscript.model import Asset
from ...once import once_as_json
from ...theme import Theme
from ...trees import parse
from ..arrival import missing, words_in
from ..hyphenation import set_hyphens
from ..markup import drop_other_formats, rewrite_links, to_html5
from ..page_marks import mark_pages
from .body import page_mark, prepare
from .downloads import link_handouts
from .drawings import inline_drawings, may_be_drawn
from .fields import Field, fields_of
from .letters import add_letters
from .notes import Entry, Note, bind_notes
from .site import Site, picture_address
from .survey import Definition, Survey

KIND = "web-text"


@dataclass(frozen=True, slots=True)
class Source:
    """All that a page's text is made of, beside the theme. `addresses` are those of the ids that its links lead to,
    `pictures` have their data where they may be drawn, `handouts` says whether there are any."""

    section: Section
    addresses: Mapping[str, str]
    entries: Mapping[str, Entry]
    pictures: Mapping[str, Asset]
    pages: PageMap
    hyphenation: tuple[str, ...]
    handouts: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A section, ready to be put into its template. `fillable` is how many things can be filled in, `fields` names
    those that are kept, `missing` are the words of the section that are not in it."""

    title: Markup
    body: Markup
    notes: tuple[Note, ...]
    fillable: int
    fields: tuple[Field, ...]
    missing: tuple[str, ...] = ()


def source(
    section: Section, survey: Survey, site: Site, definitions: Mapping[str, Definition], pages: PageMap
) -> Source:
    """Gather what the text of a section's page is made of; `pages` are the printed ones that begin in it."""
    here, assets = section.id, site.book.assets
    return Source(
        section=section,
        addresses={id: site.address(id, here) for id in survey.links},
        entries={
            id: _entry(id, definitions[id], site, here)
            for id in survey.terms
            if id in definitions and site.homes.get(id) != here
        },
        pictures={path: _needed(assets[path]) for path in survey.pictures if path in assets},
        pages=pages,
        hyphenation=site.book.manifest.hyphenation,
        handouts="handouts" in site.book.manifest.formats,
    )


def write_text(source: Source, theme: Theme, look: str, cache: Cache) -> Text:
    """Make a section ready, or remember it; `look` is the theme's digest."""
    made = once_as_json(cache, KIND, (source, look), partial(_make_ready, source, theme))
    return Text(
        title=Markup(made["title"]),
        body=Markup(made["body"]),
        notes=tuple(Note(id, term, Markup(definition), href) for id, term, definition, href in made["notes"]),
        fillable=made["fillable"],
        fields=tuple(Field(*one) for one in made["fields"]),
        missing=tuple(made["missing"]),
    )


def _entry(id: str, definition: Definition, site: Site, here: str) -> Entry:
    return Entry(definition, site.address(id, here), {link: site.address(link, here) for link in definition.links})


def _needed(asset: Asset) -> Asset:
    """Of a picture that stays one only the size is looked at."""
    return asset if may_be_drawn(asset) else replace(asset, data=b"")


def _make_ready(source: Source, theme: Theme) -> Mapping[str, object]:
    section, word = source.section, theme.labels.word("names.page")
    sizes = {path: (picture.width, picture.height) for path, picture in source.pictures.items()}
    tree = parse(section.body)
    drop_other_formats(tree, "html")
    words = words_in(tree)
    inline_drawings(tree, source.pictures)
    notes = bind_notes(tree, source.entries, source.hyphenation)
    fillable = prepare(tree, theme, source.addresses.__getitem__, picture_address, sizes)
    if source.handouts:
        link_handouts(tree, section, theme)
    add_letters(tree, theme.labels.word("ui.letters"))
    set_hyphens(tree, source.hyphenation)
    mark_pages(tree, source.pages, lambda folio: page_mark(folio, word))
    body = to_html5(tree)
    return {
        "title": _title(source),
        "body": body,
        "notes": [astuple(note) for note in notes],
        "fillable": fillable,
        "fields": [astuple(field) for field in fields_of(tree)],
        "missing": missing(words, tree, written=body),
    }


def _title(source: Source) -> str:
    if not source.section.title_html:
        return str(Markup.escape(source.section.title))
    tree = parse(source.section.title_html)
    rewrite_links(tree, source.addresses.__getitem__)
    return to_html5(tree)
