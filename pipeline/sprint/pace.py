"""How fast a book grows in a sprint: words over time, what comes of it, and the drawing for the wall.

Every few minutes the words of the whole book are noted, in the folder of the room; nothing of persons is in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from ..manuscript.model import Sprint
from ..theme import room_file
from ..workspace import write_whole
from .clock import milliseconds, moments

NAME = "pace.json"
APART_MS, MOST = 5 * 60_000, 3_000
# The pace is that of the last hours, and none can be told from a few minutes.
WINDOW_MS, LEAST_MS = 3 * 3_600_000, 10 * 60_000
WIDTH, PLOT, LEFT, RIGHT, FOOT = 960, 260, 70, 24, 28
# How wide a letter is at most, and how far lines of names stand apart.
LETTER, ROW = 8.6, 20
STYLE = "chart.css"


class Sample(NamedTuple):
    """The words of the book at a time in milliseconds since 1970."""

    time: int
    words: int


class Pace:
    """The samples of a sprint, in a file that survives restarts."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self.samples = samples_in(folder)

    def note(self, time: int, words: int) -> None:
        """Note the words of this moment, if the last sample is old enough."""
        if self.samples and time - self.samples[-1].time < APART_MS:
            return
        self.samples = (*self.samples, Sample(time, words))[-MOST:]
        write_whole(self._file, json.dumps(self.samples).encode())


def samples_in(folder: Path) -> tuple[Sample, ...]:
    """What was noted; nothing where that cannot be read."""
    try:
        kept = json.loads((folder / NAME).read_text("utf-8"))
        return tuple(Sample(int(time), int(words)) for time, words in kept)
    except (OSError, ValueError, TypeError):
        return ()


def foresee(samples: Sequence[Sample], target: int) -> int | None:
    """When the target is reached at the pace of the last hours; None when nobody can say, or it is reached."""
    if not samples or samples[-1].words >= target:
        return None
    last = samples[-1]
    first = next(one for one in samples if last.time - one.time <= WINDOW_MS)
    gained, took = last.words - first.words, last.time - first.time
    if took < LEAST_MS or gained <= 0:
        return None
    return last.time + (target - last.words) * took // gained


def draw(samples: Sequence[Sample], target: int, sprint: Sprint, names: Mapping[str, str], title: str) -> str:
    """Draw the words over the hours, with the gates, the target and what is to be expected; `names` of the gates."""
    gates = [(names[name], milliseconds(at)) for name, at in moments(sprint) if name in names]
    ahead = foresee(samples, target)
    times = [*(one.time for one in samples), *(at for _, at in gates)] or [0, 1]
    start, end = min(times), max(max(times), min(times) + 1)
    most = max([target, *(one.words for one in samples), 1]) * 1.08

    def x(time: int) -> float:
        return round(LEFT + (time - start) / (end - start) * (WIDTH - LEFT - RIGHT), 1)

    # Above and below the plot as many lines as keep every label free of the others.
    ends: tuple[list[float], list[float]] = ([], [])
    labels = []
    for name, at in gates:
        hour, place, long = _hour(sprint, at), x(at), len(name) * LETTER
        right, half = max(place, long), len(hour) * LETTER / 2
        rows = _free(ends[0], right - long, right), _free(ends[1], place - half, place + half)
        labels.append((name, hour, place, right, min(place, WIDTH - half), rows))
    top = ROW * (len(ends[0]) + 1)
    height = top + PLOT + FOOT + ROW * max(0, len(ends[1]) - 1)

    def y(words: float) -> float:
        return round(top + PLOT - words / most * PLOT, 1)

    lines = [_line("axis", LEFT, y(0), WIDTH - RIGHT, y(0)), _text(LEFT - 8, y(0) + 5, "0", "end")]
    for name, hour, place, right, middle, (over, under) in labels:
        lines += [_line("gate", place, top, place, y(0)), _text(right, top - 6 - ROW * over, name, "end")]
        lines.append(_text(middle, top + PLOT + 20 + ROW * under, hour, "middle"))
    if target:
        lines.append(_line("target", LEFT, y(target), WIDTH - RIGHT, y(target)))
        lines.append(_text(LEFT - 8, y(target) + 5, target, "end"))
    if samples:
        points = " ".join(f"{x(one.time)},{y(one.words)}" for one in samples)
        last = samples[-1]
        lines.append(f'<polyline class="words" points="{points}"/>')
        lines.append(_text(min(x(last.time) + 8, WIDTH - RIGHT - 50), y(last.words) + 22, last.words))
        if ahead is not None:
            # As far as the sheet goes.
            stop = min(ahead, end)
            share = (stop - last.time) / (ahead - last.time)
            words = last.words + (target - last.words) * share
            lines.append(_line("ahead", x(last.time), y(last.words), x(stop), y(words)))
    style = room_file(STYLE).decode()
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
    return f"{head}<title>{escape(title)}</title><style>{style}</style>{''.join(lines)}</svg>"


def _free(ends: list[float], start: float, end: float) -> int:
    """The first line that has room from `start` to `end`, where each line is full up to its `ends`."""
    row = next((nth for nth, last in enumerate(ends) if last + LETTER <= start), len(ends))
    ends[row : row + 1] = [end]
    return row


def _hour(sprint: Sprint, time: int) -> str:
    return next((at[11:] for _, at in moments(sprint) if milliseconds(at) == time), "")


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, text: object, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(str(text))}</text>'
