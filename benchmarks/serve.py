"""The preview, timed from outside: a word is changed, and a reader waits for the chapter's page and for the PDF."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.runs import ROOT, USUAL, end_with

PATIENCE_S = 900
WORDS = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn")


def time_preview(book: Path, edits: int) -> None:
    """Serve a book, change one word in its middle chapter again and again, and print how long readers waited."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--book", str(book)]
    process = subprocess.Popen(command, env=USUAL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        started = time.perf_counter()
        address = re.search(r"http://\S+/", process.stderr.readline())
        if not address:
            raise SystemExit(f"the preview did not start: {process.stderr.read()}")
        waits = list(_edit(address[0], book, edits, started, process.pid))
    finally:
        process.terminate()
        process.wait()
    print(
        f"seconds after saving one word, median of {edits} edits (largest); the first build of all: {waits[0][1]:.1f}"
    )
    for name, nth in (("chapter HTML", 0), ("PDF", 1), ("… its CPU", 2)):
        seconds = [wait[nth] for wait in waits[1:]]
        print(f"{name:16}{statistics.median(seconds):6.2f} ({max(seconds):.2f})")


def _edit(address: str, book: Path, edits: int, started: float, pid: int) -> Iterator[tuple[float, float, float]]:
    """Give the seconds until the page and until the PDF were there, and those that processors worked for both: for the
    first build, then for each edit."""
    chapters = sorted((book / "chapters").glob("*.md"))
    chapter = chapters[len(chapters) // 2]
    text = chapter.read_text(encoding="utf-8")
    with urlopen(f"{address}-preview/changes", timeout=PATIENCE_S) as stream:
        states = _states(stream)
        yield *_wait(states, 1, address, started, f"{chapter.stem}.html", ""), _worked(pid)
        for nth in range(edits):
            word = WORDS[nth % len(WORDS)]
            changed = end_with(text, word)
            if changed == text:
                raise SystemExit(f"{chapter}: no paragraph to edit")
            now, worked = time.perf_counter(), _worked(pid)
            chapter.write_text(changed, encoding="utf-8")
            waited = _wait(states, nth + 2, address, now, f"{chapter.stem}.html", f" {word}.")
            yield *waited, _worked(pid) - worked


def _worked(pid: int) -> float:
    """The seconds that processors have worked for a process and its children until now (Linux: proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = (Path(f"/proc/{pid}/task/{pid}/children").read_text() or "").split()
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_worked(int(child)) for child in children)


def _states(stream: Any) -> Iterator[dict[str, Any]]:
    for line in stream:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def _wait(
    states: Iterator[dict[str, Any]], version: int, address: str, since: float, page: str, word: str
) -> tuple[float, float]:
    """Wait for the version's page of the chapter, that must hold the word, and for its PDF."""
    seen = 0.0
    for state in states:
        if state["version"] < version:
            continue
        if not seen:
            with urlopen(f"{address}{page}", timeout=PATIENCE_S) as shown:
                if word not in shown.read().decode():
                    raise SystemExit(f"{page} does not show the edit")
            seen = time.perf_counter() - since
        if not state["busy"]:
            with urlopen(f"{address}{state['pdf']}", timeout=PATIENCE_S) as pdf:
                assert pdf.read(5) == b"%PDF-"
            return seen, time.perf_counter() - since
    raise SystemExit("the preview went away")
