"""The web edition: a static site of several pages that works from a file system and offline.

In: the resolved book, the theme and where things are in print. Out: `html/index.html`, a page for each section,
and `html/assets/`. Nothing asks anybody outside; every page can be read and filled in without scripts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ...artifacts import Artifacts
from ...book.model import Book, PageMap, Section
from ...cache import Cache, MemoryCache
from ...diagnostics import Checked, Diagnostic
from ...letters import CHAIN
from ...manuscript.licences import address_of, apart
from ...once import look, once_as_json
from ...theme import Labels, Theme, styles_of
from .. import accessibility, arrival
from ..addresses import HANDOUTS, base_of, download, handout_path
from ..contrast import lowest
from ..hyphenation import teach_hyphens
from ..job import Job
from ..lettering import cut_faces, screen_fonts
from ..markup import to_html5
from ..motif import crossing_bands
from ..own_pages import own_pages
from ..page_marks import share_out
from ..templates import environment
from .body import page_mark
from .enclosed import enclose
from .filters import Filters
from .found import Finder
from .languages import for_scripts, lags_of, ways_from
from .menu import write_menu
from .notes import Note
from .offline import offline_files, size_mb
from .published import LOST, publish
from .search import OTHER, REPORT, Piece, search_script, stems, usual, words_in
from .site import SHEETS, START, Branch, Site, colour, lay_out, name_of, page_addresses
from .start import Start, file_stem, gather, sheet_filters
from .survey import Survey, survey
from .text import Source, Text, source, write_text

__all__ = ["FOLDER", "POLICY", "SCRIPTS", "Page", "enclose", "make", "render", "render_page"]

FOLDER = "html"
SCRIPTS = (
    *("theme.js", "load.js", "menu.js", "store.js", "former.js", "exchange.js", "grow.js", "answers.js", "sheet.js"),
    *("home.js", "plan.js", "mine.js", "calendar.js", "copy.js", "notes.js", "edition.js", "offline.js"),
    *("fold.js", "marks.js", "search.js", "find.js", "hits.js", "results.js"),
    *("place.js", "filter.js", "zoom.js", "blocks.js", "share.js", "languages.js"),
)
# Only where there is something to fill in with it; it is as large as all the others together.
FILLER = "pdf.js"
# What our scripts say to those who read them; a sixth of what a phone would load.
_REMARK = re.compile(rb"^[ \t]*//[^\n]*\n", re.MULTILINE)
DRAFT = "draft"
# The second line: should a script or a style ever come into a page, no browser takes it. `self` holds for files, too.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One section's page, all that its template needs."""

    section: Section
    colour: str
    branch: Branch
    title: Markup
    body: Markup
    notes: tuple[Note, ...]
    page_mark: Markup
    fillable: int
    previous: Section | None
    next: Section | None


def make(job: Job) -> Checked[Artifacts]:
    """Make the web edition."""
    return render(job.book, job.theme, job.pages, job.cache)


def render(book: Book, theme: Theme, pages: PageMap, cache: Cache | None = None) -> Checked[Artifacts]:
    """Render the web edition. `pages` may be empty: then nothing shows where printed pages begin. What was made of a
    section is kept in the `cache`, where there is one."""
    cache = cache or MemoryCache()
    site, surveys, ids = _looked_through(book, theme, cache)
    finder = Finder(site, surveys, theme.labels, base_of(book))
    templates = _templates(site, theme, finder)
    sources, its_look = _sources(site, surveys, share_out(pages, ids)), look(theme)
    contrast = once_as_json(cache, "contrast", its_look, lambda: lowest(theme))
    measured = accessibility.add_up([seen.counts for seen in surveys.values()], book, pages, contrast)
    texts = {id: write_text(one, theme, its_look, cache) for id, one in sources}
    own = own_pages(book.manifest.language)
    made: dict[str, bytes] = {
        f"{own.accessibility}.html": _report_page(own.accessibility, measured, theme, templates).encode(),
        f"{own.search}.html": _own_page("search", own.search, templates).encode(),
        f"{own.mine}.html": _own_page("mine", own.mine, templates).encode(),
        "assets/search-index.js": _search(site, surveys, pages, theme.labels).encode(),
        "assets/book.js": _book_script(site, theme, pages).encode(),
        "assets/fields.js": _fields_script(site, texts).encode(),
        "assets/sheets.js": _sheets_script(site, texts).encode(),
        **_assets(book, theme, {path for seen in surveys.values() for path in seen.pictures}, cache),
    }
    start = gather(site, surveys, theme.labels)
    filters = _filters(start, theme.labels)
    lost: list[Diagnostic] = []
    for page in _pages(site, texts, pages, theme.labels):
        section = page.section
        file = f"{site.names[section.id]}.html"
        written = _write_page(page, file, filters.get(section.id), templates)
        made[file] = written.encode()
        gone = (*texts[section.id].missing, *arrival.unsaid(page.body, written))
        lost += arrival.tell(section.path, gone, "HTML")
    begin = templates.get_template("html/start.html")
    made[START] = begin.render(start=start, here="", file=START, size_mb=size_mb(made)).encode()
    made |= publish(finder, theme, _own_page("lost", LOST.removesuffix(".html"), templates))
    made |= offline_files(made, book, theme)
    return Checked({f"{FOLDER}/{path}": made[path] for path in sorted(made)}, tuple(lost))


def render_page(book: Book, theme: Theme, cache: Cache, id: str) -> Artifacts:
    """Render the page of one section alone, without marks of printed pages."""
    site, surveys, _ = _looked_through(book, theme, cache)
    nth, section = next((nth, one) for nth, one in enumerate(site.sections) if one.id == id)
    of_terms = {home for term in surveys[id].terms if (home := site.homes.get(term))}
    definitions = {term: one for home in sorted(of_terms) for term, one in surveys[home].definitions.items()}
    text = write_text(source(section, surveys[id], site, definitions, PageMap()), theme, look(theme), cache)
    file = f"{site.names[id]}.html"
    templates = _templates(site, theme, Finder(site, surveys, theme.labels, base_of(book)))
    filters = _filters(gather(site, surveys, theme.labels), theme.labels).get(id)
    written = _write_page(_page(site, nth, text, Markup()), file, filters, templates)
    return {f"{FOLDER}/{file}": written.encode()}


def _looked_through(
    book: Book, theme: Theme, cache: Cache
) -> tuple[Site, dict[str, Survey], dict[str, tuple[str, ...]]]:
    """The site, what was seen of each section, and the ids in it."""
    surveys = {section.id: survey(section, book.manifest.language, cache) for section in book.sections}
    ids = {id: seen.ids for id, seen in surveys.items()}
    return lay_out(book, ids, theme.labels), surveys, ids


def _templates(site: Site, theme: Theme, finder: Finder) -> Environment:
    book, own = site.book, own_pages(site.book.manifest.language)
    templates = teach_hyphens(environment(theme), book.manifest.hyphenation)
    templates.globals.update(
        {"site": site, "book": book, "manifest": book.manifest, "colour": colour, "motif": _motif}
        | {"START": START, "REPORT": f"{own.accessibility}.html", "SEARCH": f"{own.search}.html"}
        | {"MINE": f"{own.mine}.html", "EDITIONS": f"{own.editions}.html"}
        | {"licences": apart(book.manifest.license), "licence_address": address_of}
        | {"POLICY": POLICY, "handout_address": lambda id: download(handout_path(id))}
    )
    templates.globals.update({"head": lambda file: Markup(finder.head(file))}, name_of=name_of)
    templates.globals.update(
        ways_from=lambda file: ways_from(site, file), lags_of=lambda section: lags_of(site, section)
    )
    templates.globals["menu"] = write_menu(site, templates, theme.labels)
    return templates


def _sources(site: Site, surveys: Mapping[str, Survey], pages: Mapping[str, PageMap]) -> Iterator[tuple[str, Source]]:
    definitions = {id: one for seen in surveys.values() for id, one in seen.definitions.items()}
    for section in site.sections:
        yield section.id, source(section, surveys[section.id], site, definitions, pages[section.id])


def _pages(site: Site, texts: Mapping[str, Text], pages: PageMap, labels: Labels) -> Iterator[Page]:
    word = labels.word("names.page")
    # Where several pages name a section, it opens on the first.
    openings = {name: folio for folio, name in reversed(pages.pages)}
    for nth, section in enumerate(site.sections):
        first = openings.get(section.id)
        mark = Markup(to_html5(page_mark(first, word), whole=True) if first else "")
        yield _page(site, nth, texts[section.id], mark)


def _page(site: Site, nth: int, text: Text, mark: Markup) -> Page:
    sections = site.sections
    section = sections[nth]
    return Page(
        section=section,
        colour=colour(section),
        branch=next(branch for branch in site.branches if any(one is section for one in branch.sections)),
        title=text.title,
        body=text.body,
        notes=text.notes,
        page_mark=mark,
        fillable=text.fillable,
        previous=sections[nth - 1] if nth else None,
        next=sections[nth + 1] if nth + 1 < len(sections) else None,
    )


def _motif(section: Section) -> Markup:
    """The sign on a part's opening page: one for each part; the style gives it the part's colour."""
    return Markup(crossing_bands(f"{section.part} {section.title}", 1050, 420))


def _filters(start: Start, labels: Labels) -> Mapping[str, Filters]:
    """The filters above the lists of methods and sheets, by the id of the section."""
    sheets = {list_id: sheet_filters(start.phases, labels, kind) for kind, list_id in SHEETS.items()}
    return {"methods": start.method_filters, **sheets}


def _write_page(page: Page, file: str, filters: Filters | None, templates: Environment) -> str:
    on_sheet = page.section.kind in SHEETS
    values = {"page": page, "on_sheet": on_sheet, "here": page.section.id, "file": file, "filters": filters}
    return templates.get_template("html/section.html").render(values)


def _search(site: Site, surveys: Mapping[str, Survey], pages: PageMap, labels: Labels) -> str:
    seen = [surveys[section.id] for section in site.sections]
    manifest = site.book.manifest
    report = _report_piece(own_pages(manifest.language).accessibility, labels, manifest.language)
    return search_script(
        [*(piece for one in seen for piece in one.pieces), report],
        [*(one.stems for one in seen), stems(words_in(report), manifest.language)],
        site.book.synonyms,
        page_addresses(site, pages),
        lambda id: site.address(id) or f"{id}.html",
        manifest.language,
    )


def _report_piece(name: str, labels: Labels, language: str) -> Piece:
    title = labels.word("accessibility.title")
    return Piece(name, OTHER, "", title, title, labels.word("ui.about.accessibility"), usual(REPORT, language))


def _report_page(name: str, measured: accessibility.Measured, theme: Theme, templates: Environment) -> str:
    return templates.get_template("html/accessibility.html").render(
        here="",
        file=f"{name}.html",
        REPORT_ID=name,
        rows=accessibility.rows(measured, theme.labels),
        people=accessibility.judged_by_people(theme.labels),
    )


def _own_page(template: str, name: str, templates: Environment) -> str:
    """A page that is no section: its scripts fill it."""
    return templates.get_template(f"html/{template}.html").render(here="", file=f"{name}.html", page_id=name)


def _fields_script(site: Site, texts: Mapping[str, Text]) -> str:
    """What the fields are called, where they are, and of which kind they are."""
    names = {one.id: name_of(one) for one in site.sections}
    return _assigned(
        "fields", {one.id: (one.label, names[id], one.kind) for id, text in texts.items() for one in text.fields}
    )


def _sheets_script(site: Site, texts: Mapping[str, Text]) -> str:
    """Which fields are on which page."""
    filled = [one for one in site.sections if texts[one.id].fields]
    rows = [(name_of(one), site.address(one.id), [field.id for field in texts[one.id].fields]) for one in filled]
    return _assigned("sheets", rows)


def _assigned(name: str, data: object) -> str:
    return f"window.book.{name} = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _book_script(site: Site, theme: Theme, pages: PageMap) -> str:
    """What the scripts must know: the book's name and edition, under which answers are kept, what became of the fields
    of earlier editions, and their words."""
    book, manifest = site.book, site.book.manifest
    data = {
        "slug": manifest.slug,
        "editions": f"{own_pages(manifest.language).editions}.html",
        "edition": manifest.edition,
        "feedback": manifest.feedback,
        # In the order of the PDF's pages, which readers of PDF count.
        "folios": [folio for folio, _ in pages.pages] if "pdf" in manifest.formats else [],
        "pdf": download(f"{file_stem(book)}.pdf") if "pdf" in manifest.formats else "",
        # Numbers are for editions that were cut.
        "store": DRAFT if book.draft or not manifest.edition else manifest.edition,
        "former": [
            {"edition": one.version, "moved": dict(one.moved), "changed": {id: site.address(id) for id in one.changed}}
            for one in book.former
        ],
        "languages": for_scripts(site),
        "words": {
            **dict(sorted(theme.labels.under("ui").items())),
            "minutes": theme.labels.word("sheet.minutes"),
            "page": theme.labels.word("names.page"),
            "edition": theme.labels.word("names.edition"),
        },
    }
    return f"window.book = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _assets(book: Book, theme: Theme, used: Container[str], cache: Cache) -> dict[str, bytes]:
    """Styles, scripts, fonts and the pictures that are used. A book's own `styles/web-….css` is simply one more."""
    fonts, declared = screen_fonts(cut_faces(book, theme, cache), cache, "")
    styles = ("styles/tokens.css", *styles_of(theme.files, "web"))
    seed = book.manifest.edition or book.manifest.title
    made = {
        "assets/icon.svg": crossing_bands(seed, 64, 64).encode(),
        "assets/web.css": b"\n".join(theme.files[path] for path in styles) + declared.encode(),
        **{f"assets/{path}": data for path, data in fonts.items()},
    }
    made |= {f"assets/{name}": _REMARK.sub(b"", theme.files[f"html/{name}"]) for name in SCRIPTS}
    if HANDOUTS in book.manifest.formats:
        made[f"assets/{FILLER}"] = theme.files[f"html/{FILLER}"]
    for path, data in theme.files.items():
        if path.startswith(("fonts/", "images/")) and not path.startswith(CHAIN):
            made[f"assets/{path}"] = data
    made.update({f"assets/{path}": asset.data for path, asset in book.assets.items() if path in used})
    return made
