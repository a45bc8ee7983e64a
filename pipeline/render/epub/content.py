"""The files of the publication: a document for each section, pictures, fonts and the style."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from ... import trees
from ...book.model import Book, PageMap, Section
from ...cache import Cache
from ...diagnostics import Diagnostic
from ...once import look, once_as_json
from ...theme import Theme, styles_of
from ...trees import Element
from .. import accessibility, arrival, markup
from ..addresses import web_address
from ..contrast import lowest
from ..cover import picture_of_front
from ..hyphenation import teach_hyphens
from ..lettering import cut_faces, screen_fonts
from ..page_marks import opening, share_out
from ..templates import Sandbox, environment
from .body import name_links, page_mark, parse, to_xhtml
from .drawn import grounded, lettered
from .package import NAVIGATION, XHTML, File
from .survey import Survey, survey
from .text import Source, Text, write_text

TEXT_FOLDER = "text"
STYLE = "styles/epub.css"
COVER_PICTURES = {"cover.png": "image/png", "cover.jpg": "image/jpeg"}
# Not every shop and reader takes drawings.
DRAWN_COVER = "cover.jpg"
# What has no sense where nothing is bound: the leaf that protects the title page.
PRINT_ONLY = frozenset({"half-title"})
TEMPLATES = {"cover": "cover", "title-page": "title-page", "part": "part", "checklist": "sheet", "worksheet": "sheet"}
# EPUB 3 Structural Semantics and the role that says the same; kinds that neither knows have none.
SEMANTICS: Mapping[str, tuple[str, str]] = {
    "cover": ("cover", ""),
    "title-page": ("titlepage", ""),
    "imprint": ("imprint", ""),
    "part": ("part", "doc-part"),
    "chapter": ("chapter", "doc-chapter"),
    "glossary": ("glossary", "doc-glossary"),
    "bibliography": ("bibliography", "doc-bibliography"),
    "index": ("index", "doc-index"),
}

_NAMED = re.compile(r"""url\(\s*["']?(?:\.\./)?((?:fonts|images)/[\w./-]+\.(\w+))["']?\s*\)""")
# What a style may name of the theme, by its ending (EPUB 3.3, core media types).
_TYPES = {
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}


@dataclass(frozen=True, slots=True)
class Content:
    """The gathered files. `hrefs` maps the id of a section to its document, `pages` is (folio, address) in order;
    `contents_at` is the place of the contents among the documents. `facts` are what can be said about the whole
    to people who choose what they can read: see `metadata`. `lost` are the words that are not in it."""

    book: Book
    theme: Theme
    templates: Sandbox
    sections: tuple[Section, ...]
    hrefs: Mapping[str, str]
    documents: tuple[File, ...]
    resources: tuple[File, ...]
    pages: tuple[tuple[str, str], ...]
    contents_at: int
    facts: frozenset[str]
    measured: accessibility.Measured
    lost: tuple[Diagnostic, ...] = ()


def gather(book: Book, theme: Theme, pages: PageMap, cache: Cache) -> Content:
    """Make every file but the contents."""
    sections = tuple(s for s in book.sections if s.kind not in PRINT_ONLY | {"contents"})
    surveys = {section.id: survey(section, cache) for section in book.sections}
    names = markup.section_names(book)
    hrefs = {section.id: f"{TEXT_FOLDER}/{names[section.id]}.xhtml" for section in sections}
    hrefs.update({section.id: NAVIGATION for section in book.sections if section.kind == "contents"})
    shares = share_out(pages, {section.id: surveys[section.id].ids for section in sections})
    placed = _pages_of_contents(book, pages)
    for id, share in shares.items():
        placed.update((folio, f"{hrefs[id]}#page-{folio}") for folio, _ in share.pages)
    marked = tuple((folio, placed[folio]) for folio, _ in pages.pages if folio in placed)
    seen = {section.id: surveys[section.id] for section in sections}
    pictures = _pictures((path for one in seen.values() for path in one.pictures), book)
    place = _places({id: [*one.ids, *_marks(id, shares[id])] for id, one in seen.items()}, hrefs)
    templates = teach_hyphens(environment(theme), book.manifest.hyphenation)
    write, its_look = _writer(book, theme, templates, shares), look(theme)
    documents: list[File] = []
    lost: list[Diagnostic] = []
    for section in sections:
        one = seen[section.id]
        source = Source(
            body=section.body,
            addresses={id: place(id, section.id) for id in one.links},
            pictures={path: f"../{pictures.get(path, path)}" for path in one.pictures},
            pages=shares[section.id],
            hyphenation=book.manifest.hyphenation,
        )
        text = write_text(source, theme, its_look, cache)
        made = write(section, text, hrefs[section.id])
        gone = (*text.missing, *arrival.unsaid(text.body, made.data.decode()))
        lost += arrival.tell(section.path, gone, "EPUB")
        documents.append(made)
    resources = (
        *_cover(book, theme, cache),
        *_styles(book, theme, cache),
        *_picture_files(book, pictures, theme, cache),
    )
    facts = _facts(book, tuple(seen.values())) | ({"pages"} if marked else set())
    contrast = once_as_json(cache, "contrast", its_look, lambda: lowest(theme))
    measured = accessibility.add_up([one.counts for one in surveys.values()], book, pages, contrast)
    files = (tuple(documents), resources, marked, _contents_at(book, sections), frozenset(facts), measured, tuple(lost))
    return Content(book, theme, templates, sections, hrefs, *files)


def properties_of(text: str) -> tuple[str, ...]:
    """What a reading system must be able to do for a document."""
    return tuple(name for name, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in text)


def cover_path(theme: Theme) -> str:
    """The cover's picture: the book's own, where its templates have one, else the one that is drawn."""
    return next((path for path in COVER_PICTURES if path in theme.files), DRAWN_COVER)


def _places(ids: Mapping[str, Iterable[str]], hrefs: Mapping[str, str]) -> Callable[[str, str], str]:
    """Where links lead: inside the document, to another one, or nowhere. `ids` are those in every section."""
    homes = markup.homes(ids)

    def place(id: str, here: str) -> str:
        home = homes.get(id, id)
        if home == here:
            return f"#{id}"
        href = hrefs.get(home, "")
        if href == NAVIGATION:
            return f"../{href}"
        return f"{href.removeprefix(f'{TEXT_FOLDER}/')}#{id}" if href else ""

    return place


def _marks(section: str, share: PageMap) -> Iterator[str]:
    """The ids of the marks in a section's text; that of its opening stands before the title."""
    return (f"page-{folio}" for folio, name in share.pages if name != section)


def _writer(
    book: Book, theme: Theme, templates: Sandbox, shares: Mapping[str, PageMap]
) -> Callable[[Section, Text, str], File]:
    homes = {section.id: section.id for section in book.sections}

    def write(section: Section, text: Text, path: str) -> File:
        kind, role = SEMANTICS.get(section.kind, ("", ""))
        written = templates.fill_in_xml(
            f"epub/{TEMPLATES.get(section.kind, 'section')}.xhtml",
            book=book,
            manifest=book.manifest,
            section=section,
            title=_title(section, theme),
            body=text.body,
            language=section.front.lang or book.manifest.language,
            type=kind,
            role=role,
            cover=f"../{cover_path(theme)}",
            page_mark=Markup(to_xhtml(_opening_mark(section, shares[section.id], theme))),
            web=web_address(book, section.id, homes) if text.asks else "",
        )
        return File(path, XHTML, written.encode(), properties_of(written))

    return write


def _title(section: Section, theme: Theme) -> Markup:
    """A title with its notes; they stand at the end of its text."""
    tree = parse(section.title_html or str(escape(section.title)))
    name_links(tree, theme.labels.word("ui.previous"))
    return Markup(to_xhtml(tree))


def _opening_mark(section: Section, share: PageMap, theme: Theme) -> Element:
    """The mark of the page that a section begins on, in a tree; it stands before the title."""
    tree = parse("")
    if folio := opening(share, section.id):
        tree.append(page_mark(folio, theme.labels.word("names.page")))
    return tree


def _pages_of_contents(book: Book, pages: PageMap) -> dict[str, str]:
    """Printed pages of the contents are marked before the contents of the EPUB, which break nowhere."""
    homes = {id: section for section in book.sections if section.kind == "contents" for id in _ids(section)}
    return {folio: f"{NAVIGATION}#page-{folio}" for folio, name in pages.pages if name in homes}


def _ids(section: Section) -> tuple[str, ...]:
    return section.id, *trees.ids_of(parse(section.body))


def _pictures(used: Iterable[str], book: Book) -> dict[str, str]:
    """Where the pictures that are shown lie in the publication, by their path in the book."""
    taken: dict[str, str] = {}
    for path in (path for path in dict.fromkeys(used) if path in book.assets):
        stem, _, ending = path.rpartition(".")
        name = markup.file_name(stem)
        while (place := f"pictures/{name}.{ending.lower()}") in taken.values():
            name += "-2"
        taken[path] = place
    return taken


def _picture_files(book: Book, pictures: Mapping[str, str], theme: Theme, cache: Cache) -> Iterator[File]:
    for path, place in pictures.items():
        asset = book.assets[path]
        is_drawing = asset.media_type == _TYPES["svg"]
        yield File(
            place, asset.media_type, grounded(lettered(asset.data, theme, cache), theme) if is_drawing else asset.data
        )


def _cover(book: Book, theme: Theme, cache: Cache) -> tuple[File, ...]:
    if not any(section.kind == "cover" for section in book.sections):
        return ()
    path = cover_path(theme)
    picture = theme.files.get(path) or picture_of_front(book, theme, cache)
    return (File(path, COVER_PICTURES[path], picture, ("cover-image",)),)


def _styles(book: Book, theme: Theme, cache: Cache) -> tuple[File, ...]:
    """The style, the fonts and pictures of the theme that it names, and fonts for other letters that the book has."""
    style = b"\n".join(theme.files[path] for path in styles_of(theme.files, "epub"))
    fonts, declared = screen_fonts(cut_faces(book, theme, cache), cache, "../")
    named = {
        path: _TYPES[kind] for path, kind in _NAMED.findall(style.decode()) if path in theme.files and kind in _TYPES
    }
    return (
        File(STYLE, "text/css", style + declared.encode()),
        *(File(path, kind, theme.files[path]) for path, kind in named.items()),
        *(File(path, _TYPES["woff2"], data) for path, data in fonts.items()),
    )


def _contents_at(book: Book, sections: tuple[Section, ...]) -> int:
    """Where the contents stand: in the book's own place, else before the first section that they name."""
    before = 0
    for section in book.sections:
        if section.kind == "contents":
            return before
        before += section in sections
    return next((at for at, section in enumerate(sections) if section.in_contents), len(sections))


def _facts(book: Book, surveys: Sequence[Survey]) -> set[str]:
    facts = {section.kind for section in book.sections} & {"index", "glossary"}
    facts.update(*(seen.facts for seen in surveys))
    shown = any(seen.pictures for seen in surveys)
    facts |= {"pictures"} if shown or any(section.kind == "cover" for section in book.sections) else set()
    facts |= {"moving"} if any(asset.media_type == "image/gif" for asset in book.assets.values()) else set()
    return facts - {"undescribed"} if "undescribed" in facts else facts | {"described"}
