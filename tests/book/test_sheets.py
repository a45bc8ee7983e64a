"""A sheet says to which chapter it belongs, and a checklist ends with room for what its readers add."""

from __future__ import annotations

from dataclasses import replace

from pipeline.book import resolve
from pipeline.book.fragments import parse_section
from pipeline.manuscript.model import ChapterEntry, Part
from pipeline.theme import default_theme
from pipeline.trees import by_class, words_of
from tests.manuscript.reading import read_book

CHECKLIST = "# Abend\n\n- [ ] Licht[^n]\n\n[^n]: Auch im Flur.\n"
PASSING = "# Erstes\n\nVorher [](#check) und noch einmal [](#check).\n\nDann gehst du heim.\n"
ENDING = "# Zweites\n\nDann gehst du heim.\n\nVorher nimmst du [](#check).\n"
OTHER = "# Drittes\n\nNichts.\n"


def sheet(*chapters: str, numbered: bool = True) -> tuple[list[str], list[str]]:
    """The classes of a checklist's blocks, and the texts of those that say where it belongs."""
    texts = {f"chapters/{nth}.md": text for nth, text in enumerate(chapters)}
    checked = read_book({**texts, "checklists/check.md": CHECKLIST}, checklists=("checklists/check.md",))
    parts = (Part("Eins", tuple(ChapterEntry(path, numbered) for path in texts)),)
    manuscript = replace(checked.value, manifest=replace(checked.value.manifest, parts=parts))
    book = resolve(manuscript, default_theme("de").labels).value
    (section,) = (one for one in book.sections if one.id == "check")
    tree = parse_section(section.title_html, section.body)
    belongs = [words_of(one).replace("\u00a0", " ") for one in by_class(tree, "belongs")]
    return [one.get("class", "").split()[0] for one in tree if one.get("class")], belongs


def test_there_is_room_for_own_points_a_day_and_a_name() -> None:
    assert sheet(OTHER) == (["checks", "fields", "footnotes"], [])


def test_it_belongs_to_the_chapter_that_ends_with_it() -> None:
    assert sheet(PASSING, ENDING)[1] == ["Gehört zu Kapitel 2"]


def test_else_it_belongs_to_the_chapter_that_names_it_most() -> None:
    assert sheet(OTHER, PASSING)[1] == ["Gehört zu Kapitel 2"]


def test_it_belongs_to_no_chapter_without_a_number() -> None:
    assert sheet(ENDING, numbered=False)[1] == []
