"""The files of the publication: a document for each section, pictures, fonts and the style."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup, escape

from pipeline.book.model import Book, PageMap, Section
from pipeline.render import accessibility, markup
from pipeline.render.addresses import web_address
from pipeline.render.epub.body import page_mark, parse, prepare, to_xhtml
from pipeline.render.epub.cover import draw_cover
from pipeline.render.epub.package import NAVIGATION, XHTML, File
from pipeline.render.hyphenation import set_hyphens, teach_hyphens
from pipeline.render.markup import Tree
from pipeline.render.page_marks import mark_pages, opening
from pipeline.theme import Theme

TEXT_FOLDER = "text"
STYLE = "styles/epub.css"
COVER_PICTURES = {"cover.png": "image/png", "cover.jpg": "image/jpeg"}
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

_FONT = re.compile(r"url\((?:\.\./)?(fonts/[\w.-]+\.woff2)\)")


@dataclass(frozen=True, slots=True)
class Content:
    """The gathered files. `hrefs` maps the id of a section to its document, `pages` is (folio, address) in order;
    `contents_at` is the place of the contents among the documents. `facts` are what can be said about the whole
    to people who choose what they can read: see `metadata`."""

    book: Book
    theme: Theme
    templates: Environment
    sections: tuple[Section, ...]
    hrefs: Mapping[str, str]
    documents: tuple[File, ...]
    resources: tuple[File, ...]
    pages: tuple[tuple[str, str], ...]
    contents_at: int
    facts: frozenset[str]
    measured: accessibility.Measured


def gather(book: Book, theme: Theme, pages: PageMap) -> Content:
    """Make every file but the contents."""
    sections = tuple(s for s in book.sections if s.kind not in PRINT_ONLY | {"contents"})
    trees = {section.id: parse(section.body) for section in sections}
    for tree in trees.values():
        markup.drop_other_formats(tree, "epub")
    names = markup.section_names(book)
    hrefs = {section.id: f"{TEXT_FOLDER}/{names[section.id]}.xhtml" for section in sections}
    hrefs.update({section.id: NAVIGATION for section in book.sections if section.kind == "contents"})
    facts = _facts(book, trees, pages)
    word = theme.labels.word("names.page")
    placed = _pages_of_contents(book, pages)
    for section in sections:
        folios = mark_pages(trees[section.id], pages, lambda folio: page_mark(folio, word))
        found = (folio for folio in (opening(pages, section.id), *folios) if folio)
        placed.update((folio, f"{hrefs[section.id]}#page-{folio}") for folio in found)
    marked = tuple((folio, placed[folio]) for folio, _ in pages.pages if folio in placed)
    homes = markup.home_of_ids(trees)
    pictures = _pictures(trees, book)
    for section in sections:
        prepare(trees[section.id], theme, _place(section, homes, hrefs), lambda path: f"../{pictures.get(path, path)}")
        set_hyphens(trees[section.id], book.manifest.hyphenation)
    environment = teach_hyphens(markup.environment(theme), book.manifest.hyphenation)
    write = _writer(book, theme, environment, pages)
    documents = tuple(write(section, trees[section.id], hrefs[section.id]) for section in sections)
    resources = (*_cover(book, theme), *_styles(theme), *_picture_files(book, pictures))
    facts |= {"pages"} if marked else set()
    at, measured = _contents_at(book, sections), accessibility.measure(book, theme, pages)
    files = (documents, resources, marked, at, frozenset(facts), measured)
    return Content(book, theme, environment, sections, hrefs, *files)


def properties_of(text: str) -> tuple[str, ...]:
    """What a reading system must be able to do for a document."""
    return tuple(name for name, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in text)


def cover_path(theme: Theme) -> str:
    """The cover's picture: the book's own, where its templates have one, else the one that is drawn."""
    return next((path for path in COVER_PICTURES if path in theme.files), "cover.svg")


def _place(section: Section, homes: Mapping[str, str], hrefs: Mapping[str, str]) -> Callable[[str], str]:
    """Where links of a section lead: inside the document, to another one, or nowhere."""

    def place(id: str) -> str:
        home = homes.get(id, id)
        if home == section.id:
            return f"#{id}"
        href = hrefs.get(home, "")
        if href == NAVIGATION:
            return f"../{href}"
        return f"{href.removeprefix(f'{TEXT_FOLDER}/')}#{id}" if href else ""

    return place


def _writer(book: Book, theme: Theme, environment: Environment, pages: PageMap) -> Callable[[Section, Tree, str], File]:
    homes = {section.id: section.id for section in book.sections}

    def write(section: Section, tree: Tree, path: str) -> File:
        body = to_xhtml(tree)
        kind, role = SEMANTICS.get(section.kind, ("", ""))
        text = environment.get_template(f"epub/{TEMPLATES.get(section.kind, 'section')}.xhtml").render(
            book=book,
            manifest=book.manifest,
            section=section,
            title=Markup(section.title_html) if section.title_html else escape(section.title),
            body=Markup(body),
            language=section.front.lang or book.manifest.language,
            type=kind,
            role=role,
            cover=f"../{cover_path(theme)}",
            page_mark=Markup(to_xhtml(_opening_mark(section, pages, theme))),
            web=web_address(book, section.id, homes) if _asks(tree) else "",
        )
        return File(path, XHTML, text.encode(), properties_of(text))

    return write


def _asks(tree: Tree) -> bool:
    """Is there anything on the page that can be filled in on the web?"""
    return any(markup.with_class(tree, name) for name in ("tick", "field", "blank"))


def _opening_mark(section: Section, pages: PageMap, theme: Theme) -> Tree:
    """The mark of the page that a section begins on, in a tree; it stands before the title."""
    tree = parse("")
    if folio := opening(pages, section.id):
        tree.append(page_mark(folio, theme.labels.word("names.page")))
    return tree


def _pages_of_contents(book: Book, pages: PageMap) -> dict[str, str]:
    """Printed pages of the contents are marked before the contents of the EPUB, which break nowhere."""
    homes = {id: section for section in book.sections if section.kind == "contents" for id in _ids(section)}
    return {folio: f"{NAVIGATION}#page-{folio}" for folio, name in pages.pages if name in homes}


def _ids(section: Section) -> tuple[str, ...]:
    return section.id, *markup.ids_of(parse(section.body))


def _pictures(trees: Mapping[str, Tree], book: Book) -> dict[str, str]:
    """Where the pictures that are shown lie in the publication, by their path in the book."""
    used = dict.fromkeys(picture.get("src", "") for tree in trees.values() for picture in tree.iter("img"))
    taken: dict[str, str] = {}
    for path in (path for path in used if path in book.assets):
        stem, _, ending = path.rpartition(".")
        name = markup.slug(stem)
        while (place := f"pictures/{name}.{ending.lower()}") in taken.values():
            name += "-2"
        taken[path] = place
    return taken


def _picture_files(book: Book, pictures: Mapping[str, str]) -> tuple[File, ...]:
    return tuple(File(place, book.assets[path].media_type, book.assets[path].data) for path, place in pictures.items())


def _cover(book: Book, theme: Theme) -> tuple[File, ...]:
    if not any(section.kind == "cover" for section in book.sections):
        return ()
    path = cover_path(theme)
    if path in COVER_PICTURES:
        return (File(path, COVER_PICTURES[path], theme.files[path], ("cover-image",)),)
    return (File(path, "image/svg+xml", draw_cover(book, theme).encode(), ("cover-image",)),)


def _styles(theme: Theme) -> tuple[File, ...]:
    """The style and the fonts that it names."""
    style = theme.files[STYLE]
    fonts = dict.fromkeys(path for path in _FONT.findall(style.decode()) if path in theme.files)
    return (File(STYLE, "text/css", style), *(File(path, "font/woff2", theme.files[path]) for path in fonts))


def _contents_at(book: Book, sections: tuple[Section, ...]) -> int:
    """Where the contents stand: in the book's own place, else before the first section that they name."""
    before = 0
    for section in book.sections:
        if section.kind == "contents":
            return before
        before += section in sections
    return next((at for at, section in enumerate(sections) if section.in_contents), len(sections))


def _facts(book: Book, trees: Mapping[str, Tree], pages: PageMap) -> set[str]:
    pictures = [picture for tree in trees.values() for picture in tree.iter("img")]
    facts = {section.kind for section in book.sections} & {"index", "glossary"}
    facts |= {"pictures"} if pictures or any(section.kind == "cover" for section in book.sections) else set()
    facts |= {"described"} if all(picture.get("alt") is not None for picture in pictures) else set()
    facts |= {"moving"} if any(asset.media_type == "image/gif" for asset in book.assets.values()) else set()
    for tree in trees.values():
        facts |= {"long-descriptions"} if markup.with_class(tree, "description") else set()
        facts |= {"fields"} if markup.with_class(tree, "field") or markup.with_class(tree, "check") else set()
        facts |= {"mathml"} if any("math" in str(e.tag).rsplit("}", 1)[-1:] for e in markup.elements(tree)) else set()
    return facts
