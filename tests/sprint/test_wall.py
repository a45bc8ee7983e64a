"""How far the book is, and what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.checks.board import Row, rows_of, sprint_of
from pipeline.manuscript.model import Sprint
from pipeline.sprint.clock import is_past, moments, tell
from pipeline.sprint.pace import Pace, Sample, draw, foresee
from pipeline.sprint.wall import as_page, words_for
from pipeline.theme import default_theme
from pipeline.workspace import MemoryWorkspace

from ..checks.test_board import BOOK

LABELS = default_theme().labels
CLOCK = Sprint("2027-03-01 09:00", chapters="2027-03-02 12:00", end="2027-03-02 17:00")


def test_the_pace_of_the_last_hours_says_when_the_target_is_reached() -> None:
    hour = 3_600_000
    samples = [
        Sample(0, 0),
        Sample(hour, 5000),
        Sample(9 * hour, 5000),
        Sample(10 * hour, 5400),
        Sample(11 * hour, 5800),
    ]
    assert foresee(samples, 6200) == 12 * hour
    assert foresee(samples, 5800) is None
    assert foresee(samples[:3], 6200) is None
    assert foresee([Sample(0, 1), Sample(60_000, 9)], 6200) is None
    assert foresee([], 10) is None


def test_samples_are_kept_apart_and_over_restarts(tmp_path: Path) -> None:
    pace = Pace(tmp_path)
    for time, words in ((0, 1), (1000, 2), (400_000, 3)):
        pace.note(time, words)
    assert Pace(tmp_path).samples == ((0, 1), (400_000, 3))
    (tmp_path / "pace.json").write_text("[[1]]")
    assert Pace(tmp_path).samples == ()


@pytest.mark.parametrize("samples", [(), (Sample(0, 9),), (Sample(0, 9), Sample(3_600_000, 40))])
def test_the_drawing_and_the_page_are_sound_whatever_is_known(samples: tuple[Sample, ...]) -> None:
    rows = [*rows_of(BOOK, LABELS), Row("x.md", "chapter", "<b>", "", "draft", "A & B")]
    for sprint in (CLOCK, Sprint()):
        page = as_page(rows, LABELS, samples, sprint, "de")
        tree = etree.fromstring(
            page.partition("\n")[2].replace('<meta charset="utf-8">', "").replace('device-width">', 'x"/>')
        )
        assert "<b>" in "".join(tree.itertext()) and tree.find(".//b") is None
        drawn = etree.fromstring(draw(samples, 100, sprint, words_for("de"), "Titel"))
        numbers = [float(value) for line in drawn.iter("{*}line") for value in (line.get("x1"), line.get("y1"))]
        assert all(0 <= number <= 960 for number in numbers)


def test_no_label_of_the_drawing_stands_in_another_or_beyond_its_edge() -> None:
    close = Sprint(
        "2027-03-01 09:00",
        "2027-03-02 17:00",
        "2027-03-02 12:00",
        "2027-03-02 12:10",
        "2027-03-02 12:20",
        "2027-03-02 16:50",
    )
    drawn = etree.fromstring(draw((Sample(0, 9),), 100, close, words_for("de"), "Titel"))
    boxes, (_, _, _, height) = [], (float(word) for word in drawn.get("viewBox", "").split())
    for text in drawn.iter("{*}text"):
        x, y, anchor = float(text.get("x", "")), float(text.get("y", "")), text.get("text-anchor")
        # No letter of the face is wider at 16 pixels, on average.
        width = 8.6 * len(text.text or "")
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor or "start"]
        boxes.append((left, y - 12, left + width, y + 3, text.text))
    assert len(boxes) >= 13
    for nth, (left, top, right, bottom, _) in enumerate(boxes):
        assert left >= -0.1 and right <= 960.1 and top >= 0 and bottom <= height
        for other in boxes[nth + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


@pytest.mark.parametrize("broken", ["", "title: [", "parts: 3"])
def test_a_book_that_cannot_be_read_still_has_its_files(broken: str) -> None:
    workspace = MemoryWorkspace({**BOOK.contents, "book.yaml": broken})
    assert len(rows_of(workspace, LABELS)) == 4
    assert sprint_of(workspace) == Sprint()


def test_the_clock_says_what_is_over_and_what_comes_next() -> None:
    assert sprint_of(BOOK) == CLOCK
    assert tell(CLOCK, "2027-03-02 10:40") == {
        "past": ["start"], "next": {"name": "chapters", "at": "2027-03-02 12:00", "minutes": 80}
    }  # fmt: skip
    assert tell(CLOCK, "2027-03-03 00:00") == {"past": ["start", "chapters", "end"]}
    assert tell(Sprint(), "2027-03-03 00:00") == {"past": []}
    assert not is_past(CLOCK, "chapters", "2027-03-02 11:59")
    assert is_past(CLOCK, "chapters", "2027-03-02 12:00")
    assert not is_past(CLOCK, "content", "2030-01-01 00:00")
    assert tell(CLOCK, "2027-03-03 00:00", {"chapters"}) == {"past": ["start", "end"]}
    assert moments(Sprint(start="2027-02-31 09:00")) == ()
