"""The tool box of our own book: how much there is, and that it agrees with the chapters that it belongs to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.etree import _Element as Element

from pipeline.book.fragments import parse_section
from pipeline.book.model import Book
from pipeline.cache import Cache
from pipeline.checks.proof import Order, proofread
from pipeline.checks.report import Report, count
from pipeline.render.handouts import plan
from pipeline.theme import default_theme
from pipeline.trees import by_class, first_by_class, has_class, words_of
from pipeline.workspace import FolderWorkspace

ROOT = Path(__file__).parents[2]
# What docs/musterau.md says that each format cost.
COSTS = {
    "kosten-showreel": "814",
    "kosten-vortrag": "880",
    "kosten-netzwerkabend": "1.210",
    "kosten-workshop": "2.200",
    "kosten-innovationscamp": "14.740",
    "kosten-praxispartnerschaft": "7.040",
}
FORMATS = ("showreel", "vortrag", "netzwerkabend", "workshop", "camp", "partnerschaft")
PURPOSES = ("einladung", "erinnerung", "begruessung", "drehbuch", "nachfassen", "absage")
# Scripts of whole formats; those of a camp and a partnership are of their first meeting.
WHOLE = ("showreel", "vortrag", "netzwerkabend", "workshop")
SENTENCE_END = re.compile(r"[.!?](?= |$)")


@pytest.fixture(scope="module")
def book(house_cache: Cache) -> Book:
    proof = proofread(FolderWorkspace(ROOT), house_cache, Order(), lambda stage: None)
    assert proof.value is not None
    return proof.value.book


@pytest.fixture(scope="module")
def report(book: Book) -> Report:
    return count(book)


def of_class(book: Book, name: str) -> Iterator[Element]:
    for section in book.sections:
        if section.path:
            yield from by_class(parse_section(section.title_html, section.body), name)


def test_the_tool_box_is_full(report: Report) -> None:
    assert report.budgets == 6
    assert report.calendars == 6
    assert report.letters + report.scripts == 40
    assert report.scripts == 6
    assert report.cards == 12
    assert report.micro_methods == 20
    # A scene in every chapter and one before them, a box around every budget, two challenges for every region.
    assert report.fictions == 18 + 1 + 6 + 10
    assert report.samples == 11 + 2
    assert report.pitfalls == 23


def test_every_budget_comes_to_what_the_story_says(book: Book) -> None:
    sums = {one.get("id"): words_of(one.findall("tfoot/tr/td")[-1]) for one in of_class(book, "budget")}
    assert sums == COSTS
    story = (ROOT / "docs" / "musterau.md").read_text("utf-8")
    assert [amount for amount in COSTS.values() if f"| {amount} |" not in story] == []


def test_every_budget_counts_on_the_unforeseen_and_is_invented(book: Book) -> None:
    boxes = [box for box in of_class(book, "fiction") if first_by_class(box, "budget") is not None]
    assert len(boxes) == len(COSTS)
    rows = [[words_of(cell) for cell in row][:2] for box in boxes for row in box.iter("tr")]
    assert rows.count(["Unvorhergesehenes", "10 %"]) == len(COSTS)


def test_there_are_six_texts_for_every_format(book: Book) -> None:
    ids = {one.get("id") for name in ("letter", "script") for one in of_class(book, name)}
    assert [f"worte-{one}-{two}" for one in FORMATS for two in PURPOSES if f"worte-{one}-{two}" not in ids] == []


def test_a_welcome_has_three_sentences(book: Book) -> None:
    welcomes = {
        one.get("id"): words_of(first_by_class(one, "letter-text"))
        for one in of_class(book, "letter")
        if one.get("id", "").endswith("-begruessung")
    }
    assert {id: len(SENTENCE_END.findall(text)) for id, text in welcomes.items()} == dict.fromkeys(welcomes, 3)


def test_an_invitation_names_a_person_to_ask(book: Book) -> None:
    texts = [words_of(one) for one in of_class(book, "letter") if one.get("id", "").endswith("-einladung")]
    assert len(texts) == len(FORMATS)
    assert [text[:40] for text in texts if "Telefon" not in text] == []


def test_scripts_go_by_the_plans_of_their_chapters(book: Book) -> None:
    plans: dict[str, list[int]] = {}
    for section in book.sections:
        plan_of = ""
        for one in parse_section(section.title_html, section.body).iter():
            if has_class(one, "method"):
                plan_of = one.get("id", "").removeprefix("methode-")
            elif has_class(one, "steps") and plan_of and plan_of not in plans:
                plans[plan_of] = minutes(one)
    scripts = {one.get("id", ""): minutes(one) for one in of_class(book, "script")}
    assert {name: scripts[f"worte-{name}-drehbuch"] for name in WHOLE} == {name: plans[name] for name in WHOLE}


def minutes(table: Element) -> list[int]:
    return [int(words_of(row[0])) for row in table.iterfind(".//tbody/tr")]


def test_a_micro_method_says_all_and_its_minutes_add_up(book: Book) -> None:
    wrong = []
    for one in of_class(book, "micro-method"):
        facts = {fact.get("data-fact"): words_of(fact[-1]) for fact in by_class(one, "fact")}
        steps = [words_of(step) for listed in one.iterfind("ol") for step in listed]
        spent = sum(int(number) for step in steps for number in re.findall(r"\((\d+) Minuten?\)", step))
        wrong += [] if set(facts) == {"goal", "duration", "group", "material"} else [f"{one.get('id')}: facts"]
        wrong += [] if one.find("blockquote") is not None else [f"{one.get('id')}: invitation"]
        wrong += [] if "Stolperstelle:" in words_of(one) else [f"{one.get('id')}: pitfall"]
        said = facts.get("duration", "").replace("\u00a0", " ")
        wrong += [] if len(steps) >= 3 and said == f"{spent} Minuten" else [f"{one.get('id')}: {spent} of {said}"]
    assert wrong == []


def test_every_region_has_two_invented_challenges_with_a_first_step(book: Book) -> None:
    parts = ("Frage: Wie können wir", "Leitplanken:", "Erster Schritt:")
    told: dict[str, int] = {}
    for section in book.sections:
        if section.id.startswith("region-"):
            boxes = list(by_class(parse_section(section.title_html, section.body), "fiction"))
            assert [box.get("id") for box in boxes if not all(part in words_of(box) for part in parts)] == []
            told[section.id] = len(boxes)
    assert told == dict.fromkeys(told, 2)
    assert len(told) == 5


def test_every_pitfall_can_be_found_by_what_is_noticed(book: Book) -> None:
    """The pages for when it is stuck lead to every box of the kind, and each is told by whoever it happens to."""
    (help_page,) = [one for one in book.sections if one.id == "hilfe"]
    rows = list(parse_section(help_page.title_html, help_page.body).iterfind(".//tbody/tr"))
    led_to = [link.get("href", "").removeprefix("#") for row in rows for link in row.iter("a")]
    pitfalls = [one.get("id") for one in of_class(book, "pitfall")]
    assert sorted(led_to) == sorted(pitfalls)
    assert len(led_to) == 23
    assert [words_of(row) for row in rows if not words_of(row[-1])] == []


def test_every_worksheet_of_ours_is_shown_filled_in(book: Book) -> None:
    sheets = [one for one in book.sections if one.kind == "worksheet" and one.path]
    assert len(sheets) == 11
    assert [one.id for one in sheets if 'class="box sample fiction"' not in one.body] == []
    answers = [words_of(one) for one in of_class(book, "answer")]
    assert len([answer for answer in answers if answer]) >= 200


def test_cards_and_micro_methods_are_handed_out(book: Book) -> None:
    ids = {item.section.id for item in plan(book, default_theme("de").labels)}
    tools = {one.get("id") for name in ("card", "micro-method") for one in of_class(book, name)}
    assert tools <= ids


def test_every_calendar_follows_up_when_the_book_says(book: Book) -> None:
    """As the table of all formats has it (chapters/wirkung-pruefen.md); a partnership has its own weeks."""
    always, decided = {"1 Tag danach", "2 Wochen danach", "3 Monate danach"}, {"6 Wochen danach"}
    times = {
        one.get("id", "").removeprefix("kalender-"): {words_of(row[0]).replace("\u00a0", " ") for row in one.iter("tr")}
        for one in of_class(book, "calendar")
    }
    wanted = {name: always | (decided if name in ("workshop", "innovationscamp") else set()) for name in times}
    del wanted["praxispartnerschaft"]
    assert {name: those - times[name] for name, those in wanted.items() if those - times[name]} == {}
