"""What the balance costs: the CPU spent in it, as a share of a cold build in one process, and after one edit."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pipeline.build import Order, build
from pipeline.cache import Cache, FolderCache
from pipeline.checks import balance
from pipeline.render import arrival
from pipeline.render.epub import text as epub_text
from pipeline.render.html import text as html_text
from pipeline.render.weasy import drawn
from pipeline.workspace import FolderWorkspace

FORMATS = ("pdf", "epub", "html")
# Where the balance is called from, by what it is named in the table.
CALLS: tuple[tuple[str, Any, str], ...] = (
    ("sources", balance, "of_documents"),
    ("drawn", drawn, "flaws"),
    ("arrival", html_text, "words_in"),
    ("arrival", html_text, "missing"),
    ("arrival", epub_text, "words_in"),
    ("arrival", epub_text, "missing"),
    ("arrival", arrival, "words_in"),
    ("arrival", arrival, "missing"),
)


class Meter:
    """Adds up the CPU seconds of calls; of calls inside others only the outer one counts."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inside = False

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*values: Any, **named: Any) -> Any:
            if self._inside:
                return call(*values, **named)
            self._inside, start = True, time.thread_time()
            try:
                made = call(*values, **named)
                return tuple(made) if name == "sources" else made
            finally:
                self._inside = False
                self.seconds[name] = self.seconds.get(name, 0.0) + time.thread_time() - start

        return timed


def time_balance(book: Path, runs: int) -> None:
    """Print the share of the balance in cold builds of a book, and what it costs after an edit."""
    print(f"{'':10}{'build CPU s':>12}{'balance s':>11}{'share':>8}   of which")
    for run in range(runs):
        cache = FolderCache(book / f"build/.cache-{run}")
        _show("cold", *_measure(book, cache))
        chapter = sorted((book / "chapters").glob("*.md"))[0]
        chapter.write_text(f"{chapter.read_text(encoding='utf-8')}\nEin Satz mehr, Nummer {run}.\n", encoding="utf-8")
        _show("one edit", *_measure(book, cache))


def _measure(book: Path, cache: Cache) -> tuple[float, dict[str, float]]:
    meter = Meter()
    patches = [patch.object(module, call, meter.around(name, getattr(module, call))) for name, module, call in CALLS]
    for one in patches:
        one.start()
    start = time.process_time()
    build(FolderWorkspace(book), cache, Order(formats=FORMATS, jobs=1), lambda _: None)
    spent = time.process_time() - start
    for one in patches:
        one.stop()
    return spent, meter.seconds


def _show(name: str, spent: float, parts: dict[str, float]) -> None:
    whole = sum(parts.values())
    each = ", ".join(f"{part} {seconds:.3f}" for part, seconds in sorted(parts.items()))
    print(f"{name:10}{spent:12.2f}{whole:11.3f}{whole / spent:8.1%}   {each}")
