"""What the authors wrote, as frozen values: the manifest and the documents it names.

Nothing here is resolved: references are names, numbers are not yet given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..diagnostics import Span

NO_SPAN = Span("")


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body in the credits; `roles` are MARC relator codes (aut, edt, ill, pbl …). `consent` is the day on
    which a person agreed to be named; an `organisation` need not."""

    name: str
    roles: tuple[str, ...] = ("aut",)
    sort_as: str = ""
    consent: str = ""
    organisation: bool = False
    orcid: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """A line of the manifest that names a file, from the book's root, with POSIX slashes."""

    path: str
    numbered: bool = True
    span: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the book; `subtitle` is its line of explanation, `opens` says where its chapters begin in print, if not
    as those of the book."""

    title: str
    chapters: tuple[ChapterEntry, ...]
    subtitle: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The printed page, in millimetres."""

    width_mm: float = 170
    height_mm: float = 240


@dataclass(frozen=True, slots=True)
class Isbn:
    """The number of each thing that is sold, as it is printed: 978-3-16-148410-0; empty where there is none."""

    print: str = ""
    pdf: str = ""
    epub: str = ""

    @property
    def of_pages(self) -> str:
        """The number of what page numbers are taken from: the printed book, else the PDF, whose pages are the same."""
        return self.print or self.pdf


def urn_of(isbn: str) -> str:
    """Write an ISBN as the name that metadata know it by."""
    return f"urn:isbn:{''.join(sign for sign in isbn if sign.isdecimal())}"


@dataclass(frozen=True, slots=True)
class License:
    """SPDX ids of what a book consists of; empty where nobody has decided."""

    text: str = ""
    pictures: str = ""
    handouts: str = ""


@dataclass(frozen=True, slots=True)
class Prices:
    """What each thing costs, as "24.90 EUR"; empty where it is not sold."""

    print: str = ""
    pdf: str = ""
    epub: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another reading of the same book, e.g. for schools; replacements are (from, to) pairs, longest first. Nothing
    else is sold under the number of the book itself, so a variant has its own or none.

    `without` are paths that it leaves out, `replace` (path, other path), `add` (path, path that it stands behind, or
    nothing: at the end of the last part), `labels` printed words by their names.
    """

    name: str
    title: str = ""
    replacements: tuple[tuple[str, str], ...] = ()
    isbn: Isbn = Isbn()
    gender_sign: str = ""
    subtitle: str = ""
    publisher: str = ""
    rights: str = ""
    description: str = ""
    without: tuple[str, ...] = ()
    replace: tuple[tuple[str, str], ...] = ()
    add: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plans:
    """What holds for plans by the minute; 0 says nothing."""

    longest_stretch_min: float = 0
    spare_percent: float = 0


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """What the language of the book is held against; 0 and "" say nothing."""

    longest_sentence_words: float = 0
    phrases: tuple[str, ...] = ()
    spelling: bool = False
    one_address: bool = False
    oldest_as_of: str = ""


@dataclass(frozen=True, slots=True)
class Sprint:
    """The clock of a book sprint: moments as `2027-03-01 09:00`, in this order; empty where none is set.

    `push`: whether what was committed goes where the branch comes from."""

    start: str = ""
    chapters: str = ""
    content: str = ""
    proof: str = ""
    print: str = ""
    end: str = ""
    push: bool = False


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way into the book for some readers: who they are, a sentence, and the id it leads to."""

    title: str
    to: str
    text: str = ""
    span: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class Manifest:
    """book.yaml. Paths are relative to the book's root. `date` is ISO 8601 or empty.

    `back_matter` names generated lists in printing order: checklists, worksheets, list-of-figures,
    glossary, sources, index; a path names a written chapter. `paper_mm` is how thick a leaf is, 0 when unknown;
    `print_profile` names a printing house's CMYK profile; the print file has `pages_by` pages or a multiple.
    """

    title: str
    language: str
    parts: tuple[Part, ...]
    slug: str = "book"
    subtitle: str = ""
    identifier: str = ""
    isbn: Isbn = Isbn()
    publisher: str = ""
    contributors: tuple[Contributor, ...] = ()
    rights: str = ""
    edition: str = ""
    date: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    site_url: str = ""
    front_matter: tuple[ChapterEntry, ...] = ()
    back_matter: tuple[ChapterEntry, ...] = ()
    checklists: tuple[ChapterEntry, ...] = ()
    worksheets: tuple[ChapterEntry, ...] = ()
    formats: tuple[str, ...] = ("pdf", "epub", "html")
    page: Page = Page()
    variants: tuple[Variant, ...] = ()
    hyphenation: tuple[str, ...] = ()
    gender_sign: str = ""
    change_bars: bool = False
    certified_by: str = ""
    plans: Plans = Plans()
    language_rules: LanguageRules = LanguageRules()
    sprint: Sprint = Sprint()
    requires: str = ""
    program_from: str = ""
    license: License = License()
    handout_rights: str = ""
    doi: str = ""
    urn: str = ""
    prices: Prices = Prices()
    thema: tuple[str, ...] = ()
    warengruppe: str = ""
    promises: tuple[str, ...] = ()
    paper_mm: float = 0.0
    print_profile: ChapterEntry = ChapterEntry("")
    citation_style: ChapterEntry = ChapterEntry("")
    pages_by: int = 1
    opens: str = "recto"
    translation_of: str = ""
    translations: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words by which readers ask for what stands under an id of the text, with commas between them."""

    id: str
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a Markdown file. Keys have German aliases (templates/labels). All texts are plain.

    `title` stands in for a heading `#` where the text has none; `promise` belongs to chapters, `purpose`, `moment` (the
    pause point), `who`, `mode` (read-do | do-confirm) and `duration` to checklists and worksheets. By
    `keywords` readers find a text who call its matter otherwise, by `asked` a place in it.
    """

    id: str = ""
    title: str = ""
    status: str = "draft"
    owner: str = ""
    contributors: tuple[str, ...] = ()
    summary: str = ""
    promise: str = ""
    target_words: int = 0
    purpose: str = ""
    moment: str = ""
    who: str = ""
    mode: str = ""
    duration: str = ""
    notice: str = ""
    handout: str = ""
    lang: str = ""
    keywords: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Something a reference can lead to. `id` is unique in the whole book.

    `kind`: chapter, checklist, worksheet, heading, figure, table, shortcut, method, box, field, item, source.
    `level` is the heading's level (2, 3) or 0. `title` is plain text, `title_html` the same with its markup.
    """

    id: str
    kind: str
    title: str = ""
    title_html: str = ""
    level: int = 0
    span: Span = NO_SPAN


@dataclass(frozen=True, slots=True)
class Reference:
    """A use of a name: `kind` is xref, file, term or cite; `name` is what the author wrote; `nth` counts equal
    uses in the file from 1, so that the place can be found again."""

    kind: str
    name: str
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file, read: a chapter, checklist or worksheet.

    `body` is the canonical fragment (pipeline/README.md): well-formed XHTML without the title, every id
    global. `notes` of the reader's own are inside it. `text` is the source, for finding places again.
    """

    path: str
    id: str
    kind: str
    title: str
    title_html: str
    body: str
    text: str = ""
    front: FrontMatter = FrontMatter()
    targets: tuple[Target, ...] = ()
    references: tuple[Reference, ...] = ()
    pictures: tuple[str, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry. `id` is `term-` and the slug; `also` are other spellings that lead here, `synonyms` other words
    under which readers look for it, `instead_of` names that the book does not use for it."""

    id: str
    term: str
    definition_html: str
    also: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture, by its path from the book's root. `width` and `height` are in CSS px, 0 when unknown."""

    path: str
    media_type: str
    data: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything that was written, as written. `documents` is by path; `citations` maps the source text of
    every citation cluster to its rendered XHTML; `bibliography` is (key, XHTML) in printing order; `profile` is the
    printing house's colour profile, where it gave one."""

    manifest: Manifest
    documents: Mapping[str, Document]
    glossary: tuple[Term, ...] = ()
    citations: Mapping[str, str] = field(default_factory=dict)
    bibliography: tuple[tuple[str, str], ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    profile: bytes = b""
