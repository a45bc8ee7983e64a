"""The web edition: a static site of several pages that works from a file system and offline.

In: the resolved book, the theme and where things are in print. Out: `html/index.html`, a page for each section,
and `html/assets/`. Nothing asks anybody outside; every page can be read and filled in without scripts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from pipeline.artifacts import Artifacts
from pipeline.book.model import Book, PageMap, Section
from pipeline.diagnostics import Checked
from pipeline.render import accessibility
from pipeline.render.addresses import handout_path
from pipeline.render.html.body import page_mark, prepare
from pipeline.render.html.downloads import link_handouts
from pipeline.render.html.drawings import inline_drawings
from pipeline.render.html.menu import write_menu
from pipeline.render.html.notes import Note, bind_notes, definitions
from pipeline.render.html.search import search_script
from pipeline.render.html.site import (
    REPORT,
    SHEETS,
    START,
    Branch,
    Site,
    colour,
    lay_out,
    page_addresses,
    pages_of,
    picture_address,
)
from pipeline.render.html.start import gather
from pipeline.render.hyphenation import set_hyphens, teach_hyphens
from pipeline.render.markup import Tree, environment, parse, rewrite_links, to_html5
from pipeline.render.motif import crossing_bands
from pipeline.render.page_marks import mark_pages, opening
from pipeline.theme import Theme

FOLDER = "html"
SCRIPTS = ("theme.js", "menu.js", "former.js", "answers.js", "notes.js", "edition.js", "search.js")
VENDORED = "minisearch.js"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Page:
    """One section, ready to be put into its template."""

    section: Section
    colour: str
    branch: Branch
    title: Markup
    body: Markup
    notes: tuple[Note, ...]
    page_mark: Markup
    fillable: int
    fields: tuple[str, ...]
    previous: Section | None
    next: Section | None


def render(book: Book, theme: Theme, pages: PageMap) -> Checked[Artifacts]:
    """Render the web edition. `pages` may be empty: then nothing shows where printed pages begin."""
    trees = {section.id: parse(section.body) for section in book.sections}
    site = lay_out(book, trees, theme.labels)
    templates = teach_hyphens(environment(theme), book.manifest.hyphenation)
    templates.globals.update(
        {"site": site, "book": book, "manifest": book.manifest, "colour": colour, "motif": _motif}
        | {"START": START, "REPORT": REPORT, "handout_path": handout_path}
    )
    templates.globals["menu"] = write_menu(site, templates)
    made: dict[str, bytes] = {START: _start_page(site, trees, templates).encode()}
    made["assets/search-index.js"] = search_script(site, trees, page_addresses(site, pages)).encode()
    made["assets/book.js"] = _book_script(site, theme).encode()
    made[REPORT] = _report_page(accessibility.measure(book, theme, pages), theme, templates).encode()
    fields: list[str] = []
    for page in _pages(site, trees, theme, pages):
        fields += page.fields
        made[f"{site.names[page.section.id]}.html"] = _write_page(page, templates).encode()
    made["assets/fields.js"] = f"window.book.fields = {json.dumps(fields, ensure_ascii=False)};\n".encode()
    made.update(_assets(book, theme))
    return Checked({f"{FOLDER}/{path}": made[path] for path in sorted(made)})


def _pages(site: Site, trees: Mapping[str, Tree], theme: Theme, pages: PageMap) -> Iterator[Page]:
    sections = pages_of(site.book)
    sizes = {path: (asset.width, asset.height) for path, asset in site.book.assets.items()}
    known = definitions(trees)
    branch_of = {section.id: branch for branch in site.branches for section in branch.sections}
    word = theme.labels.word("names.page")
    for nth, section in enumerate(sections):
        tree = parse(section.body)
        inline_drawings(tree, site.book.assets)
        notes = bind_notes(tree, known, site, section.id)
        fillable = prepare(tree, theme, site.addresses(section.id), picture_address, sizes)
        if "handouts" in site.book.manifest.formats:
            link_handouts(tree, section, theme)
        set_hyphens(tree, site.book.manifest.hyphenation)
        mark_pages(tree, pages, lambda folio: page_mark(folio, word))
        first = opening(pages, section.id)
        yield Page(
            section=section,
            colour=colour(section),
            branch=branch_of[section.id],
            title=_title(section, site),
            body=Markup(to_html5(tree)),
            notes=notes,
            page_mark=Markup(to_html5(page_mark(first, word), whole=True) if first else ""),
            fillable=fillable,
            fields=tuple(
                dict.fromkeys(name for one in tree.iter("input", "textarea") if (name := one.get("data-answer")))
            ),
            previous=sections[nth - 1] if nth else None,
            next=sections[nth + 1] if nth + 1 < len(sections) else None,
        )


def _motif(section: Section) -> Markup:
    """The sign on a part's opening page: one for each part; the style gives it the part's colour."""
    return Markup(crossing_bands(f"{section.part} {section.title}", 1050, 420))


def _title(section: Section, site: Site) -> Markup:
    if not section.title_html:
        return Markup.escape(section.title)
    tree = parse(section.title_html)
    rewrite_links(tree, site.addresses(section.id))
    return Markup(to_html5(tree))


def _write_page(page: Page, templates: Environment) -> str:
    on_sheet = page.section.kind in SHEETS
    return templates.get_template("html/section.html").render(page=page, on_sheet=on_sheet, here=page.section.id)


def _start_page(site: Site, trees: Mapping[str, Tree], templates: Environment) -> str:
    return templates.get_template("html/start.html").render(start=gather(site, trees), here="")


def _report_page(measured: accessibility.Measured, theme: Theme, templates: Environment) -> str:
    return templates.get_template("html/accessibility.html").render(
        here="",
        REPORT_ID=REPORT.removesuffix(".html"),
        rows=accessibility.rows(measured, theme.labels),
        people=accessibility.judged_by_people(theme.labels),
    )


def _book_script(site: Site, theme: Theme) -> str:
    """What the scripts must know: the book's name and edition, under which answers are kept, what became of the fields
    of earlier editions, and their words."""
    book, manifest = site.book, site.book.manifest
    data = {
        "slug": manifest.slug,
        "edition": manifest.edition,
        # Numbers are for editions that were cut.
        "store": DRAFT if book.draft or not manifest.edition else manifest.edition,
        "former": [
            {"edition": one.version, "moved": dict(one.moved), "changed": {id: site.address(id) for id in one.changed}}
            for one in book.former
        ],
        "words": {**dict(sorted(theme.labels.under("ui").items())), "page": theme.labels.word("names.page")},
    }
    return f"window.book = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _assets(book: Book, theme: Theme) -> dict[str, bytes]:
    """Styles, scripts, fonts and pictures. A book's own `styles/web-….css` is simply one more."""
    styles = [path for path in theme.files if path.startswith("styles/web") and path.endswith(".css")]
    # By their names without the ending: `web` comes first, and the others add to it.
    styles.sort(key=lambda path: path.removesuffix(".css"))
    seed = book.manifest.edition or book.manifest.title
    made = {
        "assets/icon.svg": crossing_bands(seed, 64, 64).encode(),
        "assets/web.css": b"\n".join(theme.files[path] for path in ["styles/tokens.css", *styles]),
    }
    for name in SCRIPTS:
        made[f"assets/{name}"] = theme.files[f"html/{name}"]
    made[f"assets/{VENDORED}"] = theme.files[f"html/vendor/{VENDORED}"]
    for path, data in theme.files.items():
        if path.startswith("fonts/"):
            made[f"assets/{path}"] = data
    used = {picture.get("src", "") for section in book.sections for picture in parse(section.body).iter("img")}
    made.update({f"assets/{path}": asset.data for path, asset in book.assets.items() if path in used})
    return made
