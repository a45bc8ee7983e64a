"""A sheet from the cache is what would be made anew, whatever changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.render.layout import Sheet
from pipeline.render.pdf import kept_sheets
from pipeline.render.pdf.kept_sheets import Sheets
from pipeline.render.pdf.sheets import Sheetmaker, make_sheet, prepare
from pipeline.theme import Theme, default_theme
from tests.render import sample

BODY = (
    '<p id="a-1">Siehe <a class="xref" href="#b">Kapitel 2</a> und <a class="xref" href="#b-1">das</a>.</p>'
    '<p id="a-2"><span class="page-ref" data-target="b-2"></span></p>'
)
INDEX = '<ul><li><span class="headword">Wort</span> <a class="locator" href="#b">x</a></li></ul>'


@dataclass(frozen=True)
class State:
    """All that a sheet is made from."""

    book: Book
    theme: Theme
    opens: str = "recto"
    numbers: Mapping[str, str] = ()  # type: ignore[assignment]


def section(id: str, **more: str) -> Section:
    return Section(**{"id": id, "kind": "chapter", "title": f"Titel {id}", "number": "1", **more})  # type: ignore[arg-type]


def start() -> State:
    sections = (
        Section(id="teil", kind="part", title="Teil", part=1),
        section("a", body=BODY),
        section("b", body='<p id="b-1">B</p><p id="b-2">C</p>'),
        section("i", kind="index", body=INDEX),
    )
    book = replace(sample.book(), sections=tuple(replace(one, part=1) for one in sections))
    return State(book, default_theme("de"), numbers={"a": "1", "b": "3", "b-1": "3", "b-2": "4", "i": "9"})


def with_section(state: State, id: str, **changes: object) -> State:
    sections = tuple(replace(one, **changes) if one.id == id else one for one in state.book.sections)  # type: ignore[arg-type]
    return replace(state, book=replace(state.book, sections=sections))


def with_manifest(state: State, **changes: object) -> State:
    return replace(state, book=replace(state.book, manifest=replace(state.book.manifest, **changes)))  # type: ignore[arg-type]


def with_file(state: State, path: str, change: Callable[[str], str]) -> State:
    files = {**state.theme.files, path: change(state.theme.files[path].decode()).encode()}
    return replace(state, theme=replace(state.theme, files=files))


def listing(state: State) -> State:
    """A template of the book's own that names all sections."""
    line = "{% for one in book.sections %}{{ one.title }}{{ one.body }}{% endfor %}"
    return with_file(state, "pdf/chapter.html", lambda text: text + f"<!-- {line} -->")


CHANGES: dict[str, Callable[[State], State]] = {
    "text": lambda s: with_section(s, "a", body=BODY.replace("Siehe", "Sieh")),
    "title": lambda s: with_section(s, "a", title="Anders"),
    "side": lambda s: replace(s, opens="verso"),
    "numbers": lambda s: replace(s, numbers={**s.numbers, "b": "5"}),
    "a number less": lambda s: replace(s, numbers={**s.numbers, "b-1": ""}),
    "target gone": lambda s: with_section(s, "b", body='<p id="b-1">B</p>'),
    "target here": lambda s: with_section(with_section(s, "a", body=f'{BODY}<p id="b-2">C</p>'), "b", body=""),
    "target moved here": lambda s: replace(s, book=replace(s.book, sections=s.book.sections[:2])),
    "part": lambda s: with_section(s, "teil", title="Anderer Teil"),
    "another section's text": lambda s: with_section(s, "b", body='<p id="b-1">Neu</p><p id="b-2">C</p>'),
    "another section's title, named by a template": lambda s: with_section(listing(s), "b", title="Umbenannt"),
    "edition": lambda s: replace(s, book=replace(s.book, draft=False, revision="")),
    "revised": lambda s: replace(s, book=replace(s.book, revised=frozenset({"a-1"}))),
    "book title": lambda s: with_manifest(s, title="Anderes Buch"),
    "site": lambda s: with_manifest(s, site_url="https://example.org/"),
    "parted words": lambda s: with_manifest(s, hyphenation=("Ka-pi-tel",)),
    "template": lambda s: with_file(s, "pdf/chapter.html", lambda text: text + "<!-- x -->"),
    "page": lambda s: with_file(s, "pdf/page.css", lambda text: text + "/* x */"),
    "words": lambda s: replace(s, theme=replace(s.theme, labels=default_theme("en").labels)),
}


def sheets_of(state: State, cache: MemoryCache) -> Iterator[tuple[object, object]]:
    """Each sheet as it is kept, and as it is made anew."""
    press = prepare(state.book, state.theme)
    kept = Sheets(press, cache)
    for one in state.book.sections:
        for closed in (False, True, False):
            fresh = make_sheet(press, one, state.opens, state.numbers, closed=closed)
            yield kept.sheet(one, state.opens, state.numbers, closed=closed), fresh


@pytest.mark.parametrize("change", CHANGES)
def test_a_kept_sheet_is_the_one_that_would_be_made(change: str) -> None:
    cache = MemoryCache()
    before = listing(start()) if "template" in change else start()
    for state in (before, CHANGES[change](start()), before):
        assert all(kept == fresh for kept, fresh in sheets_of(state, cache))


def test_what_is_kept_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    made: list[str] = []

    def note(press: Sheetmaker, one: Section, *rest: Any, closed: bool) -> Sheet:
        made.append(one.id)
        return make_sheet(press, one, *rest, closed=closed)

    def anew(state: State, closed: bool = False) -> list[str]:
        """What had to be made."""
        made.clear()
        kept = Sheets(prepare(state.book, state.theme), cache)
        for one in state.book.sections:
            kept.sheet(one, state.opens, state.numbers, closed=closed)
        return list(made)

    monkeypatch.setattr(kept_sheets, "make_sheet", note)
    assert anew(start()) == ["teil", "a", "b", "i"]
    assert anew(start()) == []
    assert anew(CHANGES["text"](start())) == ["a"]
    # Other numbers concern the index alone, and what is closed.
    assert anew(CHANGES["numbers"](start())) == ["i"]
    assert anew(start(), closed=True) == ["teil", "a", "b", "i"]
    assert anew(CHANGES["numbers"](start()), closed=True) == ["a", "i"]
