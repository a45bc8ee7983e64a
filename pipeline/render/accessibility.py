"""What can be measured of a book's accessibility: the one source of the web edition's report and the EPUB's summary.

In: the resolved book, its theme and its printed pages. Only what was counted is said; what needs a person's judgement
stands in the report as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..book.model import Book, PageMap
from ..theme import Labels, Theme
from ..trees import XML, Element, by_class, classes, elements, parse, text_of
from .contrast import lowest

LEVELS = {"h2": 2, "h3": 3, "h4": 4}
# Cells of a table that only lays out blanks are named each by itself.
HEADED = "scope"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of something have what they need."""

    good: int = 0
    all: int = 0

    @property
    def full(self) -> bool:
        """Have all of them what they need?"""
        return self.good == self.all


@dataclass(frozen=True, slots=True)
class Measured:
    """The counts. `pictures` have an alternative text or are marked as decoration; `headings` follow the heading one
    level above; `tables` name their columns or rows; `fields` and boxes have words; `passages` are marked with
    another language, of `languages`; `contrast` is the lowest of all colours of text."""

    pictures: Share
    decoration: int
    descriptions: int
    headings: Share
    tables: Share
    fields: Share
    passages: int
    languages: tuple[str, ...]
    pages: int
    contrast: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in one section; of pairs the second is all, the first those that have what they need."""

    pictures: tuple[int, int]
    decoration: int
    descriptions: int
    headings: tuple[int, int]
    tables: tuple[int, int]
    fields: tuple[int, int]
    foreign: tuple[str, ...]


def count(tree: Element) -> Counts:
    """Count everything in a section."""
    alternatives = [picture.get("alt") for picture in tree.iter("img")]
    tables = [any(head.get(HEADED) for head in table.iter("th")) for table in tree.iter("table")]
    fields = [bool(_words(one)) for name in ("field", "check") for one in by_class(tree, name)]
    return Counts(
        pictures=(sum(text is not None for text in alternatives), len(alternatives)),
        decoration=alternatives.count(""),
        descriptions=len(by_class(tree, "description")),
        headings=_headings(tree),
        tables=(sum(tables), len(tables)),
        fields=(sum(fields), len(fields)),
        foreign=tuple(_languages(tree)),
    )


def measure(book: Book, theme: Theme, pages: PageMap) -> Measured:
    """Count everything in a book."""
    counts = [count(parse(section.body)) for section in book.sections]
    return add_up(counts, book, pages, lowest(theme))


def add_up(counts: Sequence[Counts], book: Book, pages: PageMap, contrast: float) -> Measured:
    """Measure a book of whose sections and colours everything is known."""
    own = {section.front.lang for section in book.sections if section.front.lang}
    foreign = [name for one in counts for name in one.foreign]
    return Measured(
        pictures=_share(one.pictures for one in counts),
        decoration=sum(one.decoration for one in counts),
        descriptions=sum(one.descriptions for one in counts),
        headings=_share(one.headings for one in counts),
        tables=_share(one.tables for one in counts),
        fields=_share(one.fields for one in counts),
        passages=len(foreign),
        languages=tuple(sorted({book.manifest.language, *own, *foreign})),
        pages=len(pages.pages),
        contrast=contrast,
    )


def rows(measured: Measured, labels: Labels) -> tuple[tuple[str, str], ...]:
    """The report's lines: what was measured, and what came out."""
    text = labels.word

    def share(name: str) -> str:
        its: Share = getattr(measured, name)
        return _fill(text("accessibility.share"), its.good, its.all)

    facts = {"pictures": share("pictures"), "decoration": str(measured.decoration)}
    facts |= {"descriptions": str(measured.descriptions)}
    facts |= {name: share(name) for name in ("headings", "tables", "fields")}
    facts |= {"languages": _fill(text("accessibility.passages"), ", ".join(measured.languages), measured.passages)}
    facts |= {"pages": str(measured.pages)}
    # Cut, not rounded: nobody is told more than was measured.
    lowest = f"{int(measured.contrast * 10) / 10:.1f}".replace(".", text("numbers.point"))
    facts |= {"contrast": _fill(text("accessibility.ratio"), lowest)}
    return tuple((text(f"accessibility.rows.{name}"), value) for name, value in facts.items())


def summary(measured: Measured, labels: Labels) -> str:
    """A few sentences for people who choose what they can read."""
    text = labels.word
    said = [text("accessibility.always")]
    if measured.pictures.all:
        name = "described" if measured.pictures.full else "undescribed"
        said.append(_fill(text(f"accessibility.{name}"), measured.pictures.good, measured.pictures.all))
    if measured.descriptions:
        said.append(_fill(text("accessibility.long"), measured.descriptions))
    if measured.tables.all and measured.tables.full:
        said.append(text("accessibility.headed"))
    if measured.fields.all:
        said.append(text("accessibility.fields"))
    if measured.pages:
        said.append(text("accessibility.pages"))
    return " ".join(said)


def judged_by_people(labels: Labels) -> tuple[str, ...]:
    """What no program can say."""
    return tuple(labels.under("accessibility.people").values())


def _fill(sentence: str, *values: object) -> str:
    return sentence.format(*values)


def _share(pairs: Iterable[tuple[int, int]]) -> Share:
    listed = list(pairs)
    return Share(sum(good for good, _ in listed), sum(total for _, total in listed))


def _headings(tree: Element) -> tuple[int, int]:
    """Headings that follow one of their own level, a deeper one or the one just above; a section's title is the first
    level."""
    good = total = 0
    level = 1
    for heading in tree.iter(*LEVELS):
        total += 1
        good += LEVELS[str(heading.tag)] <= level + 1
        level = LEVELS[str(heading.tag)]
    return good, total


def _languages(tree: Element) -> Iterator[str]:
    for element in elements(tree):
        if name := element.get("lang") or element.get(f"{{{XML}}}lang"):
            yield name


def _words(field: Element) -> str:
    marks: Mapping[str, str] = {"field": "field-label", "check": "check-text"}
    kind = "check" if "check" in classes(field) else "field"
    return " ".join(text_of(one) for one in by_class(field, marks[kind]))
