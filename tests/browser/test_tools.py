"""Calendars and letters in a real browser, from a file system: dates, the calendar file, the copied words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.book.model import PageMap
from pipeline.render import html
from pipeline.theme import default_theme
from tests.browser.pages import faultless
from tests.render import sample

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("tools")
    for path, data in html.render(sample.book(), default_theme("de"), PageMap()).value.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return (folder / "html" / "annaeherung.html").as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with faultless(browser, accept_downloads=True) as opened:
        opened.goto(address)
        yield opened


def dates(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#kalender-abend time", "all => all.map(one => one.dateTime)")
    return found


def test_a_day_makes_dates_of_all_times(page: Any) -> None:
    assert dates(page) == []
    page.fill("#kalender-abend--day", "2027-01-31")
    # A month has no 31st of February: its last day.
    assert dates(page) == ["2027-01-17", "2027-01-31", "2027-02-28"]
    page.fill("#kalender-abend--day", "")
    assert dates(page) == []


def test_the_calendar_file_is_one_that_calendars_read(page: Any) -> None:
    assert page.is_disabled(".calendar-tools button")
    page.fill("#kalender-abend--day", "2027-06-17")
    with page.expect_download() as waiting:
        page.click(".calendar-tools button")
    assert waiting.value.suggested_filename == "kalender-abend.ics"
    written = Path(waiting.value.path()).read_bytes()
    lines = written.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert max(len(line.encode()) for line in lines) <= 75
    whole = written.decode().replace("\r\n ", "")
    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)", whole) == ["20270603", "20270617", "20270717"]
    assert re.findall(r"DTEND;VALUE=DATE:(\d+)", whole) == ["20270604", "20270618", "20270718"]
    assert "SUMMARY:Einladen\\, erinnern\\; anrufen" in whole
    assert len(set(re.findall(r"UID:(.*)", whole))) == 3


def test_a_letter_is_copied_with_what_was_filled_in(page: Any) -> None:
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.click("#brief-einladung .copy button")
    page.wait_for_function("window.copied")
    assert page.evaluate("window.copied") == "Guten Tag [Name],\n\nkommen Sie?\nBis dann"
    page.fill("#brief-einladung input", "Frau Hobelspan")
    page.click("#brief-einladung .copy button")
    page.wait_for_function("window.copied.includes('Hobelspan')")
    assert page.evaluate("window.copied") == "Guten Tag Frau Hobelspan,\n\nkommen Sie?\nBis dann"


def test_signs_beside_blocks_add_no_words_to_them(page: Any) -> None:
    page.hover(".text h2")
    assert set(page.locator(".sign").all_text_contents()) == {""}
    assert page.locator(".text h2 .sign").first.bounding_box()["width"] > 10


def test_a_sample_is_folded_until_it_is_asked_for(page: Any) -> None:
    assert not page.is_visible(".sample .answer")
    page.click(".sample > summary")
    assert page.is_visible(".sample .answer")
