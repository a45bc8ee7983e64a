"""The preview, timed where readers sit: a word is saved, and a browser waits for it on the chapter's page.

Before and after can be measured in one run: an earlier commit serves a copy of the same book, and edits go to the two
in turn.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

from benchmarks.runs import ROOT, USUAL, end_with

PATIENCE_S = 120
# Long enough for the whole book to follow a page, so that one edit's work is not counted as the next one's.
BETWEEN_S = 0.3
PRINTS = 9
WORD = "probewort{}"
# Says for each state of the page which of our words stands in it, and when that was; loads begin anew.
OBSERVER = """
const look = () => {
  const said = document.querySelector("main")?.textContent.match(/probewort(\\d+)/);
  if (said && said[1] !== window.lastSeen) { window.lastSeen = said[1]; console.log(`seen ${said[1]} ${Date.now()}`); }
};
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
"""


@dataclass(slots=True)
class Waits:
    """Seconds of wall and of CPU, edit by edit: until the page shows it, until the whole book is made, until it is
    printed; the latter two beyond the page."""

    page: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    whole_cpu: list[float] = field(default_factory=list)
    print: list[float] = field(default_factory=list)
    print_cpu: list[float] = field(default_factory=list)


class Preview:
    """A preview that runs, a tab of a browser at its middle chapter, and somebody who writes there."""

    def __init__(self, program: Path, book: Path, page: Any) -> None:
        self.waits, self.book, self.tab = Waits(), book, page
        self.process = _serve(program, book)
        self.address = _address(self.process)
        self.states: list[tuple[float, dict[str, Any]]] = []
        self.seen: dict[int, float] = {}
        Thread(target=self._listen, daemon=True).start()
        self._until(lambda: bool(self.states) and self.states[-1][1]["version"] and not self.states[-1][1]["busy"])
        chapters = sorted((book / "chapters").glob("*.md"), key=lambda one: (one.stat().st_size, one.name))
        self.chapter = chapters[len(chapters) // 2]
        self.text = self.chapter.read_text(encoding="utf-8")
        page.on("console", lambda message: self._hear(message.text))
        page.add_init_script(OBSERVER)
        page.goto(f"{self.address}{self.chapter.stem}.html")

    def edit(self, nth: int) -> None:
        """Save one word, and wait for it, for the whole book and for its PDF."""
        changed = end_with(self.text, WORD.format(nth))
        if changed == self.text:
            raise SystemExit(f"{self.chapter}: no paragraph to edit")
        worked, begun, now = self.worked(), len(self.states), time.time()
        self.chapter.write_text(changed, encoding="utf-8")
        self._until(lambda: nth in self.seen)
        shown = self.worked()
        self.waits.page.append(self.seen[nth] - now)
        self.waits.cpu.append(shown - worked)
        # The page may hear of it sooner than we do.
        self._until(lambda: len(self.states) > begun)
        alone = self.states[begun][1].get("ahead", False)
        self._until(lambda: len(self.states) > begun + alone)
        whole = self.worked()
        self.waits.whole.append(self.states[begun + alone][0] - now)
        self.waits.whole_cpu.append(whole - shown)
        self._until(lambda: not self.states[-1][1]["busy"])
        self.waits.print.append(self.states[-1][0] - now)
        self.waits.print_cpu.append(self.worked() - whole)
        self._pump(BETWEEN_S)

    def touch(self) -> float:
        """Save the chapter as it is, and say what that costs."""
        worked = self.worked()
        self.chapter.write_bytes(self.chapter.read_bytes())
        self._pump(1.0)
        return self.worked() - worked

    def look_at_print(self) -> None:
        """Open the chapter's printed pages."""
        section = self.tab.evaluate("document.querySelector('article').id")
        self.tab.goto(f"{self.address}-preview/print?section={section}")
        self._until(lambda: self._drawn(self.states[-1][1]["prints"]))

    def edit_print(self, nth: int) -> float:
        """Save one word, and wait until the browser has drawn the new printed page."""
        before, now = self.states[-1][1]["prints"], time.time()
        self.chapter.write_text(end_with(self.text, WORD.format(f"druck{nth}")), encoding="utf-8")
        self._until(lambda: self.states[-1][1]["prints"] > before)
        self._until(lambda: self._drawn(self.states[-1][1]["prints"]))
        waited = time.time() - now
        self._until(lambda: not self.states[-1][1]["busy"])
        self._pump(1.0)
        return waited

    def _drawn(self, prints: int) -> bool:
        try:
            return bool(
                self.tab.evaluate(
                    "(end) => [...document.images].some((one) => one.src.endsWith(end) && one.complete)", f"?{prints}"
                )
            )
        except Exception as problem:  # it is being loaded anew
            if "navigation" not in str(problem):
                raise
            return False

    def worked(self) -> float:
        """The seconds that processors have worked for it until now."""
        return _worked(self.process.pid)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def _listen(self) -> None:
        with urlopen(f"{self.address}-preview/changes", timeout=PATIENCE_S) as stream:
            for line in stream:
                if line.startswith(b"data: "):
                    self.states.append((time.time(), json.loads(line.removeprefix(b"data: "))))

    def _hear(self, said: str) -> None:
        if found := re.fullmatch(r"seen (\d+) (\d+)", said):
            self.seen[int(found[1])] = int(found[2]) / 1000

    def _until(self, is_true: Callable[[], Any]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not is_true():
            self._pump(0.002)
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"the preview of {self.book} went away")

    def _pump(self, seconds: float) -> None:
        self.tab.wait_for_timeout(seconds * 1000)


def time_preview(book: Path, edits: int, before: str) -> None:
    """Serve a book, and a copy of it by the program of the commit `before` if there is one; edit both in turn and print
    how long the browser waited."""
    with ExitStack() as stack:
        programs = {"now": ROOT}
        if before:
            programs[before] = stack.enter_context(_checked_out(before, book.parent))
        browser = stack.enter_context(_browser())
        previews = {}
        for name, program in programs.items():
            copy = book.parent / f"served-{name}"
            shutil.copytree(book, copy)
            previews[name] = Preview(program, copy, browser.new_page())
            stack.callback(previews[name].stop)
        for nth in range(edits):
            for preview in previews.values():
                preview.edit(nth)
        print(f"seconds after saving one word, medians of {edits} edits (largest); a browser looks at the chapter")
        for name, preview in previews.items():
            _tell(name, preview)
        if before:
            _compare(previews["now"].waits, previews[before].waits)
        _tell_prints(previews)


def _tell(name: str, preview: Preview) -> None:
    waits = preview.waits
    print(f"{name}: {preview.chapter.name}, {len(preview.text.split())} words")
    for what, wall, cpu in (
        ("page", waits.page, waits.cpu),
        ("+ whole book", waits.whole, waits.whole_cpu),
        ("+ print", waits.print, waits.print_cpu),
    ):
        print(f"  {what:14}{_said(wall)} wall{_said(cpu)} CPU")
    print(f"  saved as it was: {statistics.median(preview.touch() for _ in range(5)):.2f} CPU")


def _compare(now: Waits, before: Waits) -> None:
    print("now to before, median of the pairs:")
    for what, ours, theirs in (
        ("page, wall", now.page, before.page),
        ("page, CPU", now.cpu, before.cpu),
        ("page and whole book, CPU", _sums(now.cpu, now.whole_cpu), _sums(before.cpu, before.whole_cpu)),
    ):
        print(f"  {what:26}{statistics.median(a / max(b, 0.01) for a, b in zip(ours, theirs, strict=True)):.2f}")


def _tell_prints(previews: Mapping[str, Preview]) -> None:
    """Edit in turn, and say how long who looks at the printed page waits."""
    for preview in previews.values():
        preview.look_at_print()
    waits: dict[str, list[float]] = {name: [] for name in previews}
    for nth in range(PRINTS):
        for name, preview in previews.items():
            waits[name].append(preview.edit_print(nth))
    for name, each in waits.items():
        print(f"{name}, who looks at the printed page: {_said(each)} wall")


def _sums(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _said(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):7.2f} ({max(seconds):.2f})"


@contextmanager
def _checked_out(commit: str, place: Path) -> Iterator[Path]:
    folder = place / f"program-{commit}"
    subprocess.run(["git", "worktree", "add", "--detach", "-q", str(folder), commit], cwd=ROOT, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(folder)], cwd=ROOT, check=True)


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # of the tests; who only builds has none

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _serve(program: Path, book: Path) -> subprocess.Popen[str]:
    code = f"import sys; sys.path.insert(0, {str(program)!r}); from pipeline.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--book", str(book)]
    return subprocess.Popen(command, env=USUAL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    found = re.search(r"http://\S+/", process.stderr.readline())
    if not found:
        raise SystemExit(f"the preview did not start: {process.stderr.read()}")
    # What it says later must not fill the pipe.
    Thread(target=process.stderr.read, daemon=True).start()
    return found[0]


def _worked(pid: int) -> float:
    """The seconds that processors have worked for a process and its children until now (Linux: proc(5))."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        tasks = os.listdir(f"/proc/{pid}/task")
        children = [one for task in tasks for one in Path(f"/proc/{pid}/task/{task}/children").read_text().split()]
    except OSError:
        return 0.0  # it has ended; its parent has what it worked
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_worked(int(child)) for child in children)
