"""The door to PDFium: a PDF in, a page of it as PNG out. `pdf_page` draws it, in a process of its own with bounds of
time and memory: it is a library in C, and what it reads is made by strangers."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

DRAWING = Path(__file__).with_name("pdf_page.py")
# By the clock: on a busy machine that is much more than the time that it may work.
MOST_S = 120.0
# How a process ends that has worked for too long; Windows knows no such end.
_WORKED_TOO_LONG = -int(getattr(signal, "SIGXCPU", 0))


class NoPage(ValueError):
    """A PDF without a page that can be drawn: locked, broken, empty."""


class Endless(NoPage):
    """A page that is not drawn in the time that there is."""


class Page(NamedTuple):
    """A page that was drawn, and how many its PDF has."""

    png: bytes
    pages: int


def draw_first_page(data: bytes) -> Page:
    """Draw the first page on white, as large as a picture stands in print. Raises NoPage, Endless."""
    return draw_page(data)


def draw_page(data: bytes, *label: str) -> Page:
    """Draw a page, by what it is called, on white, to be looked at on a screen. Raises NoPage, Endless."""
    command = [sys.executable, "-P", str(DRAWING), *label]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MOST_S, check=False)
    except subprocess.TimeoutExpired as problem:
        raise Endless from problem
    if done.returncode and done.returncode == _WORKED_TOO_LONG:
        raise Endless
    count, _, png = done.stdout.partition(b"\n")
    if done.returncode or not count.isdigit():
        raise NoPage
    return Page(png, int(count))
