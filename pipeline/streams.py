"""The streams that the program was started with: closed, full or in another encoding, none of which may stop a book."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

OUT, ERR = 1, 2


def speak_utf8() -> None:
    """Begin anew where Python was told to take names of files for ASCII: books have umlauts in them.

    What Python once opened with cannot be changed later (PEP 540), so this process becomes another.
    """
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})


def hold() -> None:
    """Put something in the place of streams that are closed: else the next file that is opened gets their number, and
    what is said is written into it. A sign that a terminal cannot write is replaced."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free, which is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def close() -> bool:
    """Write what is still held back; where that fails, say so, and see that the end of Python does not try again."""
    done = True
    for stream, number in ((sys.stdout, OUT), (sys.stderr, ERR)):
        try:
            stream.flush()
        except OSError:
            silence(number)
            done = done and number != OUT
    return done


def silence(number: int = OUT) -> None:
    """Send what is still buffered nowhere: nobody can read it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


@contextmanager
def aside() -> Iterator[None]:
    """Around what is said beside a result: where nobody can hear it, it stops nothing."""
    try:
        yield
    except OSError:
        silence(ERR)
        with suppress(OSError):
            sys.stderr.flush()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")
