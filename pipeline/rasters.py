"""The door to what draws bitmaps: a PDF or an SVG in, a PNG out; a large bitmap in, a smaller one out. `raster`
does it, in a process of its own with bounds of time and memory: its libraries are in C, and what they read is made by
strangers."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

DRAWING = Path(__file__).with_name("raster.py")
# By the clock: on a busy machine that is much more than the time that it may work.
MOST_S = 120.0
# How a process ends that has worked for too long; Windows knows no such end.
_WORKED_TOO_LONG = -int(getattr(signal, "SIGXCPU", 0))


class NotDrawn(ValueError):
    """A PDF without a page that can be drawn: locked, broken, empty; a bitmap that nobody can read."""


class Endless(NotDrawn):
    """What is not drawn in the time that there is."""


class Page(NamedTuple):
    """A page that was drawn, and how many its PDF has."""

    png: bytes
    pages: int


def draw_first_page(data: bytes) -> Page:
    """Draw the first page on white, as large as a picture stands in print. Raises NotDrawn, Endless."""
    return draw_page(data)


def draw_page(data: bytes, *label: str) -> Page:
    """Draw a page, by what it is called, on white, to be looked at on a screen. Raises NotDrawn, Endless."""
    count, png = _draw(data, "page", *label)
    if not count.isdigit():
        raise NotDrawn
    return Page(png, int(count))


def draw_drawing(svg: bytes, width: int, height: int) -> bytes:
    """Draw an SVG without words, as large as a picture stands in print; what is empty in it stays so. Raises NotDrawn,
    Endless."""
    pixels, png = _draw(svg, "drawing", str(width), str(height))
    if not pixels.isdigit():
        raise NotDrawn
    return png


def make_smaller(data: bytes, most_side: int) -> bytes:
    """Scale a JPEG, PNG or WebP until its longer side has so many pixels, its kind as it was. Raises NotDrawn,
    Endless."""
    return _scale(data, "smaller", most_side)[1]


def make_still(data: bytes, most_side: int) -> tuple[str, bytes]:
    """Scale a JPEG, PNG, GIF or WebP so, and make of it what every book shows: `JPEG` or `PNG`, and it. Raises
    NotDrawn, Endless."""
    return _scale(data, "still", most_side)


def _scale(data: bytes, command: str, most_side: int) -> tuple[str, bytes]:
    kind, made = _draw(data, command, str(most_side))
    if not kind.isalpha():
        raise NotDrawn
    return kind, made


def _draw(data: bytes, *arguments: str) -> tuple[str, bytes]:
    """The line that the process prints, and the picture behind it."""
    command = [sys.executable, "-P", str(DRAWING), *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MOST_S, check=False)
    except subprocess.TimeoutExpired as problem:
        raise Endless from problem
    if done.returncode and done.returncode == _WORKED_TOO_LONG:
        raise Endless
    said, _, made = done.stdout.partition(b"\n")
    if done.returncode or not made:
        raise NotDrawn
    return said.decode("ascii", "replace"), made
