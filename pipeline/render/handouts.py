"""Single sheets to hand out: each checklist, worksheet and method on A4, the shortcuts as cards and as a poster.

A hand-out is a section printed alone, by the same engine and from the same fragment as in the book; its fields bear
the same ids. Page numbers in it are the book's.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from markupsafe import escape

from .. import trees
from ..artifacts import Artifacts, digest
from ..book.model import Book, PageMap, Section
from ..cache import Cache, RememberingCache, known
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..pdflink.model import Part
from ..theme import Labels, Theme
from ..trees import Element
from ..workspace import ToolFailed
from .addresses import handout_path, web_address
from .cut_sheets import single_sheets, take_line
from .job import Job
from .layout import Extent, Sheet, Typeset, Unset
from .lettering import cut_faces
from .page_marks import word_after
from .pdf import alone, bind
from .pdf.cells import A4_ROOM_MM, A4_WIDE_ROOM_MM, asked_width, size_cells
from .pdf.furnishing import furnish
from .pdf.printed_book import in_colour
from .pdf.printing import stand_in, tell_unfit, tell_unset
from .pdf.sheets import Medium, Sheetmaker, make_sheet, prepare
from .workers import Workshop

A4, A4_WIDE, A3 = (210.0, 297.0), (297.0, 210.0), (297.0, 420.0)
CARDS_A_PAGE = 8
LINE_PT = 14
GROWING = frozenset({"checklist", "worksheet", "method-sheet"})
FITS = "k-060"
MOST_SHOWN = 60
# What a method takes with it from its chapter, up to the next heading or method.
COMPANIONS = ("invitation", "steps", "roles")
RUN_OF_SHOW = ("h2", "h3", "table")


@dataclass(frozen=True, slots=True)
class Handout:
    """A hand-out in the making: the section that is its content, the title of its source, its paper in millimetres."""

    section: Section
    source: Section
    paper: tuple[float, float] = A4


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the book: its number, its sentence as markup, the section that it stands in."""

    number: str
    sentence: str
    home: Section


def make(job: Job) -> Checked[Artifacts]:
    """Make all hand-outs."""
    return render(job.book, job.theme, job.cache, job.workshop(), job.pages)


def render(
    book: Book, theme: Theme, cache: Cache, workshop: Workshop, pages: PageMap, only: Container[str] = ()
) -> Checked[Artifacts]:
    """Make the hand-outs of a book, all or those of these ids, and say of those with a size whether they keep it."""
    wanted = tuple(item for item in plan(book, theme.labels) if not only or item.section.id in only)
    printed, found = _print(book, theme, cache, workshop, pages, wanted)
    names = (handout_path(item.section.id) for item in wanted)
    verdicts = budget(book, theme, cache, workshop, pages, only)
    return Checked(dict(zip(names, printed, strict=True)), (*found, *(d for d in verdicts if d.code != FITS)))


def plan(book: Book, labels: Labels) -> Iterator[Handout]:
    """What there is to hand out, in the order of the book."""
    for section in in_colour(book.sections):
        if section.kind in ("checklist", "worksheet"):
            yield _sheet(section, section)
        elif section.kind == "chapter":
            yield from (_sheet(piece, section) for piece in _sheets_inside(section))
            yield from (Handout(piece, section) for piece in (*_methods(section), *single_sheets(section)))
    if shortcuts := tuple(_shortcuts(book)):
        home = next((section for section in book.sections if section.kind == "shortcuts"), book.sections[0])
        yield Handout(_cards(home, shortcuts, labels), home)
        yield Handout(_poster(home, shortcuts, labels), home, A3)


def budget(
    book: Book, theme: Theme, cache: Cache, workshop: Workshop, pages: PageMap, only: Container[str] = ()
) -> tuple[Diagnostic, ...]:
    """Hold every sheet that must fit one page (`handout: A4`) against its paper: k-060 fits, k-061 does not."""
    asked = (item for item in plan(book, theme.labels) if item.section.front.handout.upper() == "A4")
    wanted = tuple(item for item in asked if not only or item.section.id in only)
    extents = _measure(book, theme, cache, workshop, pages, wanted)
    verdicts = ((item, _verdict(item, extent)) for item, extent in zip(wanted, extents, strict=True))
    # Cards fill their sheet as a matter of course.
    return tuple(one for item, one in verdicts if not (item.section.kind == "cards" and one.code == FITS))


def _verdict(item: Handout, extent: Extent) -> Diagnostic:
    span = Span(item.section.path)
    if item.section.kind == "cards":
        count = trees.parse(item.section.body)[0].get("data-count", "1")
        return diagnose(FITS if extent.pages == 1 else "k-092", span, title=item.section.title, count=count, lines=0)
    if extent.pages == 1:
        return diagnose(FITS, span, title=item.section.title, lines=int(extent.free_pt // LINE_PT))
    # Where no text begins the second page, a drawing does.
    name, letters = extent.turns[1][-1] if extent.turns[1] else (extent.openers[1], 0)
    tree = trees.parse(item.section.body)
    first = next((e for e in trees.elements(tree) if e.get("id") == name), None)
    text = trees.text_of(first) if first is not None else item.section.title
    words = text[max(0, word_after(text, letters)) :][:MOST_SHOWN]
    return diagnose("k-061", span, title=item.section.title, words=extent.spilled_words, text=words)


def _medium(book: Book) -> Medium:
    homes = {target.id: target.section for target in book.targets.values()}
    # A sheet alone has nothing else to lead to.
    return Medium("pdf/handout.css", lambda name: web_address(book, name, homes), GROWING)


def _sheets(
    maker: Sheetmaker, pages: PageMap, wanted: Sequence[Handout], closed: Container[int] | None = None
) -> dict[int, Sheet]:
    """The sheets by slot; where `closed` names some, these, with their page numbers in them."""
    medium = _medium(maker.book)
    return {
        slot: make_sheet(
            maker, item.section, "recto", pages.folios, replace(medium, paper=item.paper), closed=closed is not None
        )
        for slot, item in enumerate(wanted)
        if closed is None or slot in closed
    }


def _measure(
    book: Book, theme: Theme, cache: Cache, workshop: Workshop, pages: PageMap, wanted: Sequence[Handout]
) -> list[Extent]:
    faces = cut_faces(book, theme, cache)
    files, ground = furnish(workshop, book, theme, cache, faces)
    sheets = _sheets(prepare(book, theme, faces, cache), pages, wanted)
    keys = {slot: _key(ground, sheet, files) for slot, sheet in sheets.items()}
    told = known(cache, "handout-extent", keys)
    measured = workshop.lay_out({slot: sheet for slot, sheet in sheets.items() if slot not in told})
    # What cannot be laid out is told when it is printed.
    fresh = {slot: Extent(1) if isinstance(one, Unset) else one for slot, one in measured.items()}
    for slot in (slot for slot, one in measured.items() if not isinstance(one, Unset)):
        cache.put("handout-extent", keys[slot], fresh[slot].to_json())
    return [fresh[slot] if slot in fresh else Extent.from_json(told[slot]) for slot in sheets]


def _print(
    book: Book, theme: Theme, cache: Cache, workshop: Workshop, pages: PageMap, wanted: Sequence[Handout]
) -> tuple[list[bytes], list[Diagnostic]]:
    faces = cut_faces(book, theme, cache)
    files, ground = furnish(workshop, book, theme, cache, faces)
    maker = prepare(book, theme, faces, cache)
    sheets = _sheets(maker, pages, wanted)
    facts = repr((book.manifest, book.revision, book.variant))
    numbers = {slot: {name: pages.folios[name] for name in sheet.refers_to} for slot, sheet in sheets.items()}
    keys = {slot: digest(_key(ground, sheet, files), repr(numbers[slot]), facts) for slot, sheet in sheets.items()}
    printed = known(cache, "handout", keys)
    fresh = workshop.typeset({slot: sheet for slot, sheet in sheets.items() if slot not in printed})
    unset = {slot: one for slot, one in fresh.items() if isinstance(one, Unset)}
    made = {slot: one for slot, one in fresh.items() if isinstance(one, Typeset)}
    for slot, (extent, _) in made.items():
        # The budget measures the same sheets; what is set here need not be laid out for it again.
        cache.put("handout-extent", _key(ground, sheets[slot], files), extent.to_json())
    shown = [
        replace(item, section=stand_in(item.section, theme.labels)) if slot in unset else item
        for slot, item in enumerate(wanted)
    ]
    anew = {*unset, *(slot for slot, (extent, _) in made.items() if not extent.is_open)}
    for slot, one in workshop.typeset(_sheets(maker, pages, shown, anew)).items():
        if isinstance(one, Unset):
            raise ToolFailed(f"typesetting: {wanted[slot].section.path}")
        made[slot] = one
    # All sheets draw with the same fonts.
    kept = RememberingCache(cache)
    for slot, (extent, data) in made.items():
        item, part = wanted[slot], Part(data, numbers[slot])
        binding = alone(book, item.section, item.paper, part, extent.pages, files)
        printed[slot] = bind(binding, files, kept, workshop)
        if slot not in unset:
            cache.put("handout", keys[slot], printed[slot])
    found = [tell_unset(wanted[slot].section, one) for slot, one in sorted(unset.items())]
    found += tell_unfit(extent for extent, _ in made.values())
    return [data for _, data in sorted(printed.items())], found


def _key(ground: str, sheet: Sheet, files: Mapping[str, bytes]) -> str:
    return digest(ground, sheet.html, sheet.style, *(files.get(path, b"") for path in sheet.pictures))


def _sheet(sheet: Section, source: Section) -> Handout:
    """What is handed out is to be filled in: the sample stays in the book. The paper is turned where columns ask."""
    tree = trees.parse(sheet.body)
    # A canvas is as high as its page.
    turns = A4_ROOM_MM < asked_width(tree) <= A4_WIDE_ROOM_MM and not trees.by_class(tree, "canvas")
    # What is written into cells is known as long as the sample is there.
    size_cells(tree, A4_WIDE_ROOM_MM if turns else A4_ROOM_MM)
    for sample in trees.by_class(tree, "sample"):
        trees.remove(sample)
    return Handout(replace(sheet, body=trees.write(tree)), source, A4_WIDE if turns else A4)


def _sheets_inside(chapter: Section) -> Iterator[Section]:
    """Each checklist and worksheet that has a file of its own and stands in the chapter."""
    tree = trees.parse(chapter.body)
    places = {element.get("id"): element for element in tree.iter("section")}
    for one in chapter.included:
        # What only another variant shows is not in the body.
        if (sheet := places.get(one.id)) is not None:
            piece = replace(
                chapter,
                id=one.id,
                kind="worksheet" if "worksheet" in trees.classes(sheet) else "checklist",
                label=take_line(sheet, "box-label"),
                title=take_line(sheet, "box-title"),
                title_html="",
                body=trees.write(sheet),
                path=one.path,
                front=one.front,
                included=(),
            )
            yield piece


def _methods(chapter: Section) -> Iterator[Section]:
    """Each method of a chapter with what belongs to it."""
    tree = trees.parse(chapter.body)
    for method in [one for one in tree.iter("section") if "method" in trees.classes(one)]:
        pieces = [method, *_companions(method)]
        take_line(method, "box-label")
        yield replace(
            chapter,
            id=method.get("id", chapter.id),
            kind="method-sheet",
            title=take_line(method, "box-title") or chapter.title,
            title_html="",
            body="".join(trees.write_whole(piece) for piece in pieces),
            included=(),
            front=replace(chapter.front, promise="", notice=""),
        )


def _companions(method: Element) -> list[Element]:
    """What stands below a method and belongs to it. Where its run of show has a section of its own, the tables of that
    section come along, with their headings."""
    after = list(takewhile(lambda element: "method" not in trees.classes(element), method.itersiblings()))
    near, *sections = _split(after)
    kept = [piece for piece in near if set(COMPANIONS) & set(trees.classes(piece))]
    if any("steps" in trees.classes(piece) for piece in kept):
        return kept
    runs = [one for one in sections if any("steps" in trees.classes(piece) for piece in one)]
    run = [piece for piece in (runs or sections or [[]])[0] if piece.tag in RUN_OF_SHOW]
    return [*kept, *run] if any(piece.tag == "table" for piece in run) else kept


def _split(elements: Sequence[Element]) -> list[list[Element]]:
    """What stands before the first heading, then what stands under each, with its heading."""
    parts: list[list[Element]] = [[]]
    for element in elements:
        if element.tag == "h2":
            parts.append([])
        parts[-1].append(element)
    return parts


def _shortcuts(book: Book) -> Iterator[Shortcut]:
    for section in book.sections:
        if section.kind == "shortcuts":
            continue
        for box in trees.by_class(trees.parse(section.body), "shortcut"):
            if "box" in trees.classes(box):
                sentence = " ".join(trees.write(e) for e in box if "box-label" not in trees.classes(e))
                yield Shortcut(box.get("data-number", ""), sentence, section)


def _cards(home: Section, shortcuts: Sequence[Shortcut], labels: Labels) -> Section:
    """Fronts and backs by turns; a back mirrors its front, so that both sides meet when the sheet is turned."""
    pages = []
    for start in range(0, len(shortcuts), CARDS_A_PAGE):
        batch = shortcuts[start : start + CARDS_A_PAGE]
        fronts = "".join(_front(one) for one in batch)
        backs = "".join(
            _back(one, labels)
            for left, right in zip(batch[::2], [*batch[1::2], None], strict=False)
            for one in (right, left)
        )
        pages += [f'<div class="card-page">{fronts}</div>', f'<div class="card-page">{backs}</div>']
    return replace(home, id=labels.word("ids.cards"), kind="cards", body="".join(pages))


def _front(one: Shortcut) -> str:
    text = f'<p class="card-number">{one.number}</p><p>{one.sentence}</p>'
    return f'<div class="card front of-part-{one.home.part}">{text}</div>'


def _back(one: Shortcut | None, labels: Labels) -> str:
    if one is None:
        return '<div class="card back"></div>'
    number = f'<p class="card-number">{escape(labels.word("names.shortcut"))} {one.number}</p>'
    label = f'<p class="card-label">{escape(one.home.label)}</p>' if one.home.label else ""
    return f'<div class="card back of-part-{one.home.part}">{number}{label}<p>{escape(one.home.title)}</p></div>'


def _poster(home: Section, shortcuts: Sequence[Shortcut], labels: Labels) -> Section:
    lines = "".join(
        f'<li class="of-part-{one.home.part}"><span class="poster-number">{one.number}</span>'
        f'<span class="poster-text">{one.sentence}</span></li>'
        for one in shortcuts
    )
    return replace(home, id=labels.word("ids.poster"), kind="poster", body=f'<ol class="poster-list">{lines}</ol>')
