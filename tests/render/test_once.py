"""What is made of a section is kept by all that it is made of: whatever changes, the cache gives what would be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import ModuleType

import pytest

from pipeline import program
from pipeline.artifacts import Artifacts
from pipeline.book.model import Book, Included, PageMap
from pipeline.cache import Cache, CountingCache, MemoryCache
from pipeline.once import look, once_as_json
from pipeline.render import epub, html
from pipeline.theme import Labels, Theme, default_theme
from tests.render import sample
from tests.sampling import every

PICTURE = "chapters/images/stufen.svg"
OTHER_FIGURE = sample.FIGURE.replace(b"Stufen", b"Treppe").replace(b"#00606b", b"#111111")


@dataclass(frozen=True)
class Given:
    """All that a format is made from."""

    book: Book
    theme: Theme
    pages: PageMap

    def made(self, format: ModuleType, cache: Cache) -> Artifacts:
        made: Artifacts = format.render(self.book, self.theme, self.pages, cache).value
        return made


def start() -> Given:
    return Given(sample.book(), default_theme(), sample.PAGES)


def told(given: Given, **facts: object) -> Given:
    """Another manifest."""
    return replace(given, book=replace(given.book, manifest=replace(given.book.manifest, **facts)))  # type: ignore[arg-type]


def rewritten(given: Given, id: str, old: str, new: str) -> Given:
    """Another text in one section."""
    return with_section(given, id, body=_swap(section_of(given, id).body, old, new))


def with_section(given: Given, id: str, **facts: object) -> Given:
    sections = [replace(s, **facts) if s.id == id else s for s in given.book.sections]  # type: ignore[arg-type]
    return replace(given, book=replace(given.book, sections=tuple(sections)))


def section_of(given: Given, id: str) -> sample.Section:
    return next(section for section in given.book.sections if section.id == id)


def drawn(given: Given, **facts: object) -> Given:
    """Another picture."""
    asset = replace(given.book.assets[PICTURE], **facts)  # type: ignore[arg-type]
    return replace(given, book=replace(given.book, assets={PICTURE: asset}))


def themed(given: Given, path: str, change: Callable[[bytes], bytes]) -> Given:
    files = {**given.theme.files, path: change(given.theme.files[path])}
    return replace(given, theme=replace(given.theme, files=files))


def worded(given: Given, name: str, word: str) -> Given:
    return replace(given, theme=replace(given.theme, labels=Labels({**given.theme.labels.words, name: word})))


def moved(given: Given) -> Given:
    """A heading that the first chapter is linked to goes to the second."""
    there = section_of(given, "challenge").body
    without = rewritten(given, "annaeherung", 'id="abb-stufen"', 'id="abb-andere"')
    return with_section(without, "challenge", body=f'{there}<p id="abb-stufen">Hier.</p>')


def _swap(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


CHANGES: Mapping[str, Callable[[Given], Given]] = {
    "a word": lambda given: rewritten(given, "annaeherung", "Zwei Branchen", "Drei Branchen"),
    "a place that links lead to": moved,
    "a page that links lead to is gone": lambda given: replace(
        given, book=replace(given.book, sections=tuple(s for s in given.book.sections if s.id != "challenge"))
    ),
    "a definition": lambda given: rewritten(given, "glossar", "offene Frage", "ehrliche Frage"),
    "a term": lambda given: rewritten(given, "glossar", ">Challenge<", ">Aufgabe<"),
    "a link in a definition": lambda given: rewritten(
        given, "glossar", "offene Frage", '<a class="xref" href="#challenge">offene Frage</a>'
    ),
    "a title": lambda given: with_section(given, "annaeherung", title="Nähe"),
    "a title with a link": lambda given: with_section(
        given, "annaeherung", title_html='Nähe <a class="xref" href="#challenge">hier</a>'
    ),
    "a heading": lambda given: rewritten(given, "annaeherung", "Sechs Stufen</h2>", "Sieben Stufen</h2>"),
    "a promise": lambda given: with_section(
        given, "annaeherung", front=replace(section_of(given, "annaeherung").front, promise="Du kannst grüßen.")
    ),
    "a sheet that can be handed out": lambda given: told(
        with_section(given, "challenge", included=(Included("meine-liste", "checklists/x.md"),)),
        formats=("pdf", "html", "handouts"),
    ),
    "hand-outs": lambda given: told(given, formats=(*given.book.manifest.formats, "handouts")),
    "a drawing": lambda given: drawn(given, data=OTHER_FIGURE),
    "a drawing that becomes a picture": lambda given: drawn(given, data=b"\x89PNG", media_type="image/png"),
    "a picture that is missing": lambda given: replace(given, book=replace(given.book, assets={})),
    "a page that begins elsewhere": lambda given: replace(
        given, pages=replace(given.pages, pages=(*given.pages.pages[:-1], ("13", "challenge--ablauf")))
    ),
    "a page that begins inside": lambda given: replace(
        given, pages=replace(given.pages, running=(("12", "annaeherung--p2", 9),))
    ),
    "no pages": lambda given: replace(given, pages=PageMap()),
    "where words are parted": lambda given: told(given, hyphenation=("Bran-chen", "Unter-nehmens")),
    "the language": lambda given: told(given, language="en"),
    "the book's title": lambda given: told(given, title="Ein anderes Buch"),
    "the edition": lambda given: told(given, edition="9.9"),
    "a printed word": lambda given: worded(given, "elements.description.word", "Beschreibung in Worten"),
    "an icon": lambda given: themed(given, "icons/goal.svg", lambda data: data.replace(b"<path", b'<path id="x"', 1)),
    "templates": lambda given: themed(
        themed(given, "html/base.html", lambda data: data.replace(b"</body>", b"<p>neu</p></body>")),
        "epub/base.xhtml",
        lambda data: data.replace(b"</body>", b"<p>neu</p></body>"),
    ),
}


@pytest.mark.parametrize("format", [html, epub], ids=["html", "epub"])
@pytest.mark.parametrize("change", every(3, CHANGES))
def test_what_is_kept_of_another_book_spoils_nothing(format: ModuleType, change: str) -> None:
    cache = MemoryCache()
    before = start().made(format, cache)
    given = CHANGES[change](start())
    anew = given.made(format, MemoryCache())
    assert [given.made(format, cache) for _ in range(2)] == [anew, anew]
    assert format is epub or anew != before
    assert start().made(format, cache) == before


@pytest.mark.parametrize("format", [html, epub], ids=["html", "epub"])
def test_after_a_changed_word_only_its_section_is_made_ready(format: ModuleType) -> None:
    cache = MemoryCache()
    start().made(format, cache)
    counting = CountingCache(cache)
    CHANGES["a word"](start()).made(format, counting)
    assert {kind: misses for kind, _, misses in counting.account() if misses} == dict.fromkeys(
        ("web-survey", "web-text") if format is html else ("epub-survey", "epub-text"), 1
    )


def test_what_was_made_once_is_remembered_until_the_program_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    assert once_as_json(cache, "x", ("a", 1), lambda: {"pair": (1, "ä")}) == {"pair": [1, "ä"]}
    assert once_as_json(cache, "x", ("a", 1), dict) == {"pair": [1, "ä"]}
    assert once_as_json(cache, "x", ("a", 2), dict) == once_as_json(cache, "y", ("a", 1), dict) == {}
    monkeypatch.setattr(program, "fingerprint", lambda: "another")
    assert once_as_json(cache, "x", ("a", 1), dict) == {}


def test_themes_differ_by_a_file_a_word_or_the_language() -> None:
    theme = Theme({"a": b"x"}, Labels({"w": "x"}))
    others = (
        replace(theme, files={"a": b"y"}),
        replace(theme, files={"b": b"x"}),
        replace(theme, labels=Labels({"w": "y"})),
        replace(theme, labels=Labels({"w": "x"}, "en")),
    )
    assert len({look(theme), *map(look, others)}) == 5
    assert look(theme) == look(Theme({"a": b"x"}, Labels({"w": "x"})))
