"""Commands timed as whole process trees, and the edits between them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEIGH_EVERY_S = 0.2
# Some machines forbid Python to keep what it compiled; readers' machines do not.
USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
STAGE = re.compile(r"^ +([\d.]+) s  (.+)$", re.MULTILINE)
# The end of a paragraph of plain text.
SENTENCE = re.compile(r"^([A-ZÄÖÜ][^\n{}\[\]|]{80,})\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: CPU and wall in seconds, peak memory of all its processes together in MiB, and our stages."""

    cpu: float
    wall: float
    memory: float
    stages: tuple[tuple[str, float], ...] = ()


def time_command(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end and ask the kernel what it and its children took. A failure is an error, not a time."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=USUAL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with _Scale(process.pid) as scale:
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said[-2000:]}")
    stages = tuple((name, float(seconds)) for seconds, name in STAGE.findall(said))
    return Cost(used.ru_utime + used.ru_stime, wall, max(scale.peak, used.ru_maxrss / 1024), stages)


class _Scale:
    """Weighs a process and its descendants again and again while it is open, in MiB.

    A page that several processes share counts once (proportional set size). Where the kernel tells none, `peak` is 0.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._weigh)

    def __enter__(self) -> _Scale:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._over.wait(WEIGH_EVERY_S):
            self.peak = max(self.peak, sum(_weight(pid) for pid in _family(self._pid)) / 1024)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
        listed = [Path(f"/proc/{pid}/task/{task}/children").read_text().split() for task in tasks]
    except OSError:
        return  # it has ended, or this system has no /proc
    for child in (child for children in listed for child in children):
        yield from _family(int(child))


def _weight(pid: int) -> int:
    try:
        found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def naive(book: Path, out: Path) -> list[str]:
    """The script of an afternoon."""
    return [sys.executable, str(ROOT / "benchmarks/naive.py"), str(book), str(out)]


def ours(book: Path, program: Path = ROOT) -> list[str]:
    """Our build, all three formats."""
    code = "import sys; from pipeline.cli import main; sys.exit(main())"
    return [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(program)!r}); {code}",
        "build",
        "--explain",
        "--book",
        str(book),
    ]


def _chapters(book: Path) -> list[Path]:
    return sorted((book / "chapters").glob("*.md"))


def _change(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    if changed == text:
        raise SystemExit(f"{path}: the edit finds nothing to change")
    path.write_text(changed, encoding="utf-8")


def end_with(text: str, word: str) -> str:
    """Let a paragraph of plain text end with another word."""
    return SENTENCE.sub(rf"\1 {word}.", text, count=1)


def _one_word(book: Path) -> None:
    chapters = _chapters(book)
    _change(chapters[len(chapters) // 2], lambda text: end_with(text, "heute"))


def _one_paragraph(book: Path) -> None:
    chapters = _chapters(book)
    _change(chapters[len(chapters) // 2], lambda text: text + "\nEin neuer Absatz steht hier, und er ist kurz.\n")


def _two_pages(book: Path) -> None:
    more = "\n\n".join("Ein neuer Absatz, der etwas Platz braucht, damit Seiten dazukommen. " * 6 for _ in range(14))
    _change(_chapters(book)[0], lambda text: f"{text}\n{more}\n")


def _heading(book: Path) -> None:
    _change(_chapters(book)[1], lambda text: re.sub(r"^# (.+)$", r"# Umbenannt: \1", text, count=1, flags=re.M))


def _picture(book: Path) -> None:
    pictures = sorted((book / "chapters/images").glob("*.png"))
    pictures[0].write_bytes(pictures[1].read_bytes())


def _item(book: Path) -> None:
    _change(sorted((book / "checklists").glob("*.md"))[0], lambda text: text + "- [ ] Ein neuer Punkt kommt dazu.\n")


def _book_title(book: Path) -> None:
    _change(book / "book.yaml", lambda text: re.sub(r'^title: ("?)', r"title: \1Neu ", text, count=1, flags=re.M))


def _style(book: Path) -> None:
    (book / "templates/styles").mkdir(parents=True, exist_ok=True)
    style = (ROOT / "templates/styles/print.css").read_text(encoding="utf-8")
    (book / "templates/styles/print.css").write_text(style + "\nh3 { color: #333 }\n", encoding="utf-8")


EDITS: Mapping[str, Callable[[Path], None]] = {
    "nothing": lambda book: None,
    "one word": _one_word,
    "one paragraph": _one_paragraph,
    "two pages early": _two_pages,
    "heading renamed": _heading,
    "picture changed": _picture,
    "checklist item": _item,
    "book title": _book_title,
    "style sheet": _style,
}
