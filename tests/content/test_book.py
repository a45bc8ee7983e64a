"""Our own book keeps what its plan promises: how much there is, how it reads, and that nothing is wrong with it.

What counts as running text and as a sentence is said in pipeline/checks/report.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from pipeline.book.fragments import parse_section
from pipeline.book.model import Book, Section
from pipeline.cache import FolderCache
from pipeline.checks.proof import Order, proofread
from pipeline.checks.report import WORD, Report, count, running_text, split
from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.model import Plans
from pipeline.trees import by_class, first_by_class, has_class, words_of
from pipeline.workspace import FolderWorkspace

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "chapters" / "images"
LEAST_WORDS, MOST_WORDS = 800, 1400
# A scene of the story that runs through the book; it comes on top of a chapter's length.
LEAST_STORY_WORDS, MOST_STORY_WORDS = 120, 260
LEAST_PROFILE_WORDS, MOST_PROFILE_WORDS = 330, 450
LONGEST_MEDIAN_SENTENCE = 16
# A paragraph as long as this ends in a punch line when its last sentence has so few words.
LONG_PARAGRAPH, PUNCH_LINE, MOST_PUNCH_LINES = 25, 9, 0.25
SAME_WORDS = 4
MOST_QUESTIONS = 25
LEAST_DRAWINGS = 20
# What an alternative text cannot hold has a long description.
LONGEST_ALT = 330
DESCRIBED = {"zeitstrahl.svg", "raumplan-netzwerkabend.svg", "rechte-entscheidung.svg", "booksprint-uhr.svg"}
IMPRINT = "Herausgeber Verantwortlich Fördergeber Mitwirkende Gestaltung Lizenz Fehlermeldungen Barrierefreiheit"
SHORTCUTS = {
    "was-ist-cross-innovation": ["s01", "s02"],
    "branchen-naehern-sich-an": ["s03", "s04", "s05", "s06"],
    "challenge-finden": ["s07", "s08"],
    "partner-finden": ["s09"],
    "format-waehlen": ["s10", "s11"],
    "showreel-und-vortrag": ["s12", "s13"],
    "netzwerkabend": ["s14"],
    "workshop": ["s15"],
    "innovationscamp": ["s16"],
    "praxispartnerschaft": ["s17"],
    "prototyp-und-uebergabe": ["s18"],
    "rechte-geld-vertrauen": ["s19", "s20"],
    "offen-fuer-alle": ["s21"],
    "wirkung-pruefen": ["s22"],
    "regionale-challenges": ["s23"],
    "booksprint": ["s24"],
}
# The preface says it, the guide to the book and the English page repeat it.
SAY_WHAT_IS_INVENTED = {"ueber-dieses-buch", "so-arbeitest-du", "about-this-book"}
LEGAL_CHAPTERS = ("rechte-geld-vertrauen", "offen-fuer-alle", "ki-im-projekt", "aus-deiner-sicht")
LEGAL_SHEETS = ("check-rechte-verguetung", "check-foerderung", "check-fotos-datenschutz", "blatt-rechte-und-honorar")
GENDER_SIGN = re.compile(r"\w[:*_·/]-?(?:innen|in|r|n)\b")
WRONG_DATIVE = re.compile(r"\b(?:aus|bei|den|mit|nach|seit|von|zu)\s(?:\w+\s)?\w+innen und \w+[^\W\dns]\b")


@pytest.fixture(scope="session")
def cache(house_cache: FolderCache) -> FolderCache:
    return house_cache


def read(cache: FolderCache, variant: str = "", *, edition: bool = False) -> tuple[Book, tuple[Diagnostic, ...]]:
    proof = proofread(FolderWorkspace(ROOT), cache, Order(variant=variant, strict=edition), lambda stage: None)
    assert proof.value is not None
    return proof.value.book, proof.diagnostics


@pytest.fixture(scope="module")
def proofed(cache: FolderCache) -> tuple[Book, tuple[Diagnostic, ...]]:
    return read(cache)


@pytest.fixture(scope="module")
def book(proofed: tuple[Book, tuple[Diagnostic, ...]]) -> Book:
    return proofed[0]


@pytest.fixture(scope="module")
def report(book: Book) -> Report:
    return count(book)


@pytest.fixture(scope="module")
def chapters(book: Book) -> list[Section]:
    return [one for one in book.sections if one.kind == "chapter" and one.number]


def trees(sections: list[Section]) -> Iterator[tuple[str, Element]]:
    for section in sections:
        yield section.id, parse_section(section.title_html, section.body)


def test_nothing_is_wrong_with_it(proofed: tuple[Book, tuple[Diagnostic, ...]]) -> None:
    assert proofed[1] == ()


def test_it_has_all_its_parts(report: Report) -> None:
    assert len(report.chapters) == 18
    assert len(report.profiles) == 5
    assert len(report.checklists) == 20
    # The empty one for a method of one's own comes by itself.
    assert len(report.worksheets) == 11 + 1
    assert len(report.methods) == 6
    assert report.terms >= 39
    assert report.headwords >= 68
    assert report.figures >= 15


def test_every_shortcut_stands_once_in_its_home_chapter(report: Report, chapters: list[Section]) -> None:
    assert sorted(report.shortcuts) == [f"s{number:02}" for number in range(1, 25)]
    homes = {id: sorted(box.get("id", "") for box in by_class(tree, "shortcut")) for id, tree in trees(chapters)}
    # The chapter on the project tells what happened and gives no advice; the one on AI came after the 24.
    assert homes == SHORTCUTS | {"projekt-cimis": [], "ki-im-projekt": []}


def test_profiles_have_their_length_and_leave_the_challenge_to_the_region(report: Report, book: Book) -> None:
    words = {profile.id: profile.prose.words - profile.invented for profile in report.profiles}
    wrong = {id: number for id, number in words.items() if not LEAST_PROFILE_WORDS <= number <= MOST_PROFILE_WORDS}
    assert wrong == {}
    for id, tree in trees([section for section in book.sections if section.id in words]):
        fields = [words_of(field) for field in by_class(tree, "team")]
        assert fields[0].startswith("Challenge des Regionalteams"), id


def test_the_front_matter_has_its_english_page_and_an_imprint_for_the_team(book: Book) -> None:
    assert [section.id for section in book.sections if section.front.lang == "en"] == ["about-this-book"]
    ((_, imprint),) = trees([section for section in book.sections if section.kind == "imprint"])
    fields = " ".join(words_of(field) for field in by_class(imprint, "team"))
    assert [word for word in IMPRINT.split() if word not in fields] == []


def test_an_edition_prints_no_gap_for_the_team_and_nothing_that_leads_to_one(
    report: Report, cache: FolderCache
) -> None:
    # In the draft. The ten of a profile stand on the sheet for it; here one asks for the sheet.
    assert report.team_fields >= 30
    edition, found = read(cache, edition=True)
    assert found == ()
    assert count(edition).team_fields == 0
    last_words = [words_of(block) for _, tree in trees(list(edition.sections)) for block in tree.iter("h2", "p")]
    assert [text for text in last_words if text == "Vom Regionalteam" or re.search(r"\bergänz\w+\b.*:$", text)] == []


def test_figures_are_drawn_and_described(book: Book) -> None:
    figures = [figure for _, tree in trees(list(book.sections)) for figure in tree.iter("figure")]
    pictures = {picture.get("src", ""): (figure, picture) for figure in figures for picture in figure.iter("img")}
    assert [src for src in pictures if not src.endswith(".svg")] == []
    alts = {src: len(picture.get("alt", "")) for src, (_, picture) in pictures.items()}
    assert {src: length for src, length in alts.items() if not 0 < length <= LONGEST_ALT} == {}
    described = {src for src, (figure, _) in pictures.items() if first_by_class(figure, "description") is not None}
    assert {src.rsplit("/", 1)[-1] for src in described} >= DESCRIBED


def test_drawings_have_a_purpose_and_the_colours_of_the_page(book: Book) -> None:
    """A drawing is a picture without number and caption: the text beside it says what it is for."""
    figures = [figure for _, tree in trees(list(book.sections)) for figure in tree.iter("figure")]
    drawn = [next(one.iter("img")) for one in figures if one.find("figcaption") is None]
    names = [picture.get("src", "").rsplit("/", 1)[-1] for picture in drawn]
    assert len(set(names)) == len(names) >= LEAST_DRAWINGS
    assert [name for name, one in zip(names, drawn, strict=True) if not one.get("alt")] == []
    plain = re.compile(r'(?:fill|stroke)="(?!none|var\(--figure-)')
    assert [path.name for path in PICTURES.glob("*.svg") if plain.search(path.read_text("utf-8"))] == []


def test_no_drawing_asks_the_team_for_anything() -> None:
    words = re.compile(r">[^<]*\b(?:Team|ergänz\w*)\b[^<]*_|ergänzt das")
    assert [path.name for path in PICTURES.glob("*.svg") if words.search(path.read_text("utf-8"))] == []


def test_chapters_are_neither_thin_nor_long(report: Report) -> None:
    words = {chapter.id: chapter.prose.words - chapter.invented for chapter in report.chapters}
    assert {id: number for id, number in words.items() if not LEAST_WORDS <= number <= MOST_WORDS} == {}


def test_every_chapter_moves_the_story_and_the_reader_meets_its_people_first(report: Report, book: Book) -> None:
    words = {chapter.id: chapter.invented for chapter in report.chapters}
    (guide,) = (tree for id, tree in trees(list(book.sections)) if id == "so-arbeitest-du")
    words["so-arbeitest-du"] = sum(len(words_of(box).split()) for box in by_class(guide, "fiction"))
    assert {id: number for id, number in words.items() if not LEAST_STORY_WORDS <= number <= MOST_STORY_WORDS} == {}


def test_what_is_invented_is_said_by_the_box_and_once_before_it(book: Book) -> None:
    apology = re.compile(r"\b[Aa]usgedacht[,:]|\b(?:ist|sind) ausgedacht\b|\bausgedachte|\b[Ee]rfunden\b")
    chapters = trees([one for one in book.sections if one.kind == "chapter"])
    said = {id for id, tree in chapters if any(apology.search(words_of(block)) for block in tree.iter("p", "li", "td"))}
    assert "ueber-dieses-buch" in said
    assert said <= SAY_WHAT_IS_INVENTED


def test_sentences_are_short_in_every_chapter(report: Report) -> None:
    medians = {chapter.id: chapter.prose.median for chapter in report.chapters}
    assert {id: median for id, median in medians.items() if median > LONGEST_MEDIAN_SENTENCE} == {}


def test_few_paragraphs_end_in_a_punch_line(book: Book) -> None:
    ends = []
    for _, tree in trees([one for one in book.sections if one.kind == "chapter"]):
        for paragraph in tree.iter("p"):
            sentences = [len(WORD.findall(one)) for one in split(words_of(paragraph))]
            if len(sentences) >= 3 and sum(sentences) >= LONG_PARAGRAPH:
                ends.append(sentences[-1] <= PUNCH_LINE)
    assert len(ends) >= 250
    assert sum(ends) / len(ends) < MOST_PUNCH_LINES


def test_promise_shortcuts_and_purposes_do_not_say_the_same(book: Book) -> None:
    told: dict[str, str] = {}
    twice = []
    # The profiles of the regions are made alike and so are their promises.
    sections = [one for one in book.sections if not one.id.startswith("region-")]
    for section, (id, tree) in zip(sections, trees(sections), strict=True):
        boxes = by_class(tree, "shortcut") if section.kind == "chapter" else ()
        for text in (section.front.promise, section.front.purpose, *(words_of(box[-1]) for box in boxes)):
            words = [word.casefold() for word in WORD.findall(text)]
            for start in range(len(words) - SAME_WORDS + 1):
                run = " ".join(words[start : start + SAME_WORDS])
                twice += [f"{told[run]}, {id}: {run}"] if run in told else []
                told[run] = id
    assert twice == []


def test_plans_keep_the_rules_that_the_book_gives(book: Book) -> None:
    """`check` holds them to it; that nothing is wrong is asserted above."""
    assert book.manifest.plans == Plans(longest_stretch_min=75, spare_percent=20)
    plans = [plan for _, tree in trees(list(book.sections)) for plan in by_class(tree, "steps")]
    assert len(plans) >= 6 + 6  # of chapters, and scripts


def test_questions_to_think_about_are_few(book: Book) -> None:
    boxes = [
        list(by_class(box, "field")) for _, tree in trees(list(book.sections)) for box in by_class(tree, "reflection")
    ]
    assert {len(fields) for fields in boxes} <= {1, 2}
    assert sum(map(len, boxes)) <= MOST_QUESTIONS


def test_every_checklist_has_a_short_version_to_read_aloud(report: Report) -> None:
    assert {sheet.id: sheet.short for sheet in report.checklists if not 5 <= sheet.short <= 9} == {}


def test_every_checklist_says_what_for_when_and_where_to_halt(book: Book) -> None:
    missing = []
    for section in book.sections:
        if section.kind == "checklist":
            front = section.front
            told = {"purpose": front.purpose, "moment": front.moment, "who": front.who, "mode": front.mode}
            missing += [f"{section.id}: {name}" for name, text in told.items() if not text]
            missing += [] if 'class="check must' in section.body else [f"{section.id}: a point to halt at"]
    assert missing == []


def test_the_minutes_of_every_format_add_up_to_its_duration(report: Report) -> None:
    planned = {method.id: (method.duration, method.minutes) for method in report.methods}
    assert planned.pop("methode-praxispartnerschaft")[0].startswith("12 Wochen")
    assert all(minutes for _, minutes in planned.values())
    wrong = {
        id: (duration, minutes)
        for id, (duration, minutes) in planned.items()
        if any(f"{one} Minuten" not in duration.replace("\u00a0", " ") for one in minutes)
    }
    assert wrong == {}


def test_every_chapter_has_what_makes_it_a_workbook(chapters: list[Section]) -> None:
    missing = []
    for section, (id, tree) in zip(chapters, trees(chapters), strict=True):
        missing += [] if section.front.promise else [f"{id}: promise"]
        missing += [f"{id}: {name}" for name in ("tip", "pitfall", "reflection") if first_by_class(tree, name) is None]
        last = [block for block in tree if not has_class(block, "footnotes")][-1]
        missing += [] if last.tag == "p" and next(last.iter("a"), None) is not None else [f"{id}: where it leads next"]
    assert missing == []


def test_what_is_told_as_practice_has_a_source(book: Book) -> None:
    told = [(id, box) for id, tree in trees(list(book.sections)) for box in by_class(tree, "example")]
    assert len(told) >= 3
    assert [(id, words_of(box)[:60]) for id, box in told if first_by_class(box, "citation") is None] == []


def test_every_glossary_term_is_met_in_the_text(book: Book) -> None:
    (glossary,) = (section for section in book.sections if section.kind == "glossary")
    entries = parse_section(glossary.title_html, glossary.body).iter("div")
    assert [
        words_of(one) for one in entries if one.get("class") == "entry" and first_by_class(one, "term-use") is None
    ] == []


def test_chapters_do_not_begin_alike(chapters: list[Section]) -> None:
    first_words = [" ".join(running_text(section)[0].split()[:2]) for section in chapters]
    assert len(set(first_words)) == len(first_words)
    days = [section.id for section in chapters if re.search(r"Montag", running_text(section)[0])]
    assert len(days) <= 1


def test_what_touches_the_law_says_that_it_is_no_advice_and_from_when(book: Book) -> None:
    notices = {section.id: section.front.notice for section in book.sections}
    for id in (*LEGAL_CHAPTERS, *LEGAL_SHEETS):
        assert re.fullmatch(
            r"Orientierung, keine Rechtsberatung. Stand: \w+ \d{4}", notices[id].replace("\u00a0", " ")
        ), id


def test_a_year_or_an_amount_stands_beside_its_source(book: Book) -> None:
    """Or its paragraph says whose word it is: the project's, a date of reading, or that it is made up."""
    fact = re.compile(r"\b(?:1[7-9]\d\d|20[0-2]\d)\b|\d Euro\b|\d Prozent\b|\b\d{1,3}\.\d{3}\b")
    told = re.compile(r"[Ll]aut Projekt|[Aa]usgedacht|Stand[: ]|According to the project|gelesen wurden|read on")
    unproved = []
    for id, tree in trees([one for one in book.sections if one.kind in ("chapter", "imprint")]):
        for block in tree.iter("p", "li", "tr"):
            text = words_of(block).replace("\u00a0", " ")
            if fact.search(text) and first_by_class(block, "citation") is None and not told.search(text):
                unproved += [] if _repeats(block) else [f"{id}: {text[:90]}"]
    assert unproved == []


def _repeats(block: Element) -> bool:
    """Captions, descriptions, tips and sums repeat what the text has proved; a box of fiction says that it is none."""
    return any(
        ancestor.tag in ("figure", "tfoot") or has_class(ancestor, "description", "tip", "fiction")
        for ancestor in block.iterancestors()
    )


def texts(book: Book) -> list[str]:
    """All that a reader reads, section by section and what stands in their heads."""
    heads = [value for one in book.sections for value in (one.front.promise, one.front.purpose, one.front.who)]
    return [words_of(tree) for _, tree in trees(list(book.sections))] + heads


def signs(book: Book) -> list[str]:
    return [hit.group() for text in texts(book) for hit in GENDER_SIGN.finditer(text)]


def test_the_edition_for_schools_has_no_gender_sign_and_true_endings(book: Book, cache: FolderCache) -> None:
    assert len(signs(book)) >= 8  # few, but enough to tell that they are replaced
    school, found = read(cache, "schule")
    assert found == ()
    assert signs(school) == []
    assert [hit.group() for text in texts(school) for hit in WRONG_DATIVE.finditer(text)] == []


def test_a_gender_sign_and_a_wrong_ending_would_be_seen() -> None:
    assert GENDER_SIGN.search("Teilnehmer:innen") and GENDER_SIGN.search("jede:r") and GENDER_SIGN.search("Partner*in")
    assert not GENDER_SIGN.search("um 9:30 Uhr, Ziel: innen") and not GENDER_SIGN.search("Suche/Biete")
    assert WRONG_DATIVE.search("mit vielen Partnerinnen und Partner arbeiten")
    assert not WRONG_DATIVE.search("mit Partnerinnen und Partnern") and not WRONG_DATIVE.search(
        "für Partnerinnen und Partner"
    )
