"""The resolved book: every number given, every reference bound. Nothing here knows Markdown or a format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..manuscript.model import Asset, FrontMatter, Manifest

NO_FRONT_MATTER = FrontMatter()


@dataclass(frozen=True, slots=True)
class Target:
    """A place that references lead to: its section, and how a reference to it reads.

    `label` is "Kapitel 4", "Abbildung 3.2" or empty; `title` is plain text.
    """

    id: str
    section: str
    kind: str
    number: str = ""
    label: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, for contents and bookmarks; level 2 or 3."""

    id: str
    level: int
    title: str
    title_html: str


@dataclass(frozen=True, slots=True)
class Included:
    """A checklist or worksheet that stands inside a section, in `section#id`: its file and what that says first."""

    id: str
    path: str
    front: FrontMatter = NO_FRONT_MATTER


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the book that starts on its own page and is a document of its own in every format.

    `kind`: cover, half-title, title-page, imprint, contents, part, chapter, checklist, worksheet, list,
    shortcuts, news, glossary, bibliography, index. `matter`: front, body, back. `part` counts from 1; 0 outside
    the parts. `number` is "4" or empty, `label` "Kapitel 4" or empty. `body` is the canonical fragment
    without the title. `path` is the source file, empty for generated sections.
    """

    id: str
    kind: str
    title: str
    title_html: str = ""
    matter: str = "body"
    number: str = ""
    label: str = ""
    part: int = 0
    subtitle: str = ""
    body: str = ""
    path: str = ""
    front: FrontMatter = NO_FRONT_MATTER
    headings: tuple[Heading, ...] = ()
    included: tuple[Included, ...] = ()
    in_contents: bool = True


@dataclass(frozen=True, slots=True)
class Former:
    """What became of the ticks and fields of an earlier edition: `moved` leads from an id there to its id here, empty
    when it is gone, and names only those that differ; `changed` are ids here that say something else now."""

    version: str
    moved: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lag:
    """A block of a translation whose original says something else now: its section and id here, where it is in the
    original (empty where it is gone), and what it says here."""

    section: str
    id: str
    original: str
    text: str


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same book in another language. `base` leads to its web edition and ends with a slash, or is empty where none
    is known; `places` leads from ids here to addresses below it, `fields` from ticks and fields there to those here,
    `choices` from a field's options there to those here. `lags` is what a translation lags behind its original.
    """

    language: str
    name: str
    slug: str
    base: str
    places: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lags: tuple[Lag, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book in reading order. `draft` shows what editions never show; `revision` is the commit of a
    draft ("a1b2c3d", with "+" when files were changed), empty in an edition.
    `former` are the earlier editions, oldest first; `revised` are the ids
    beside which print shows a bar; `synonyms` are a term's other spellings and names, for those who search; `profile`
    is the printing house's colour profile, `languages` are the book in other ones."""

    manifest: Manifest
    sections: tuple[Section, ...]
    targets: Mapping[str, Target] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    draft: bool = True
    revision: str = ""
    variant: str = ""
    former: tuple[Former, ...] = ()
    revised: frozenset[str] = frozenset()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    profile: bytes = b""
    languages: tuple[OtherLanguage, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where things are in print. `folios` maps ids to the printed folio ("37", "xii"); `pages` lists, in order,
    (folio, id of the first block that starts on that page, "" when none does); `running` has for those without one
    (folio, id of the block that runs on, how many of its letters and figures came before); `turns` the same for every
    block that is on more than one page."""

    folios: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[tuple[str, str], ...] = ()
    running: tuple[tuple[str, str, int], ...] = ()
    turns: tuple[tuple[str, str, int], ...] = ()
