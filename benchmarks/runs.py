"""Commands timed as whole process trees, and the edits between them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: CPU and wall in seconds, peak memory of its largest process in MiB."""

    cpu: float
    wall: float
    memory: float


def time_command(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end and ask the kernel what it and its children took. A failure is an error, not a time."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode(errors='replace')[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss / 1024)


def naive(book: Path, out: Path) -> list[str]:
    """The script of an afternoon."""
    return [sys.executable, str(ROOT / "benchmarks/naive.py"), str(book), str(out)]


def ours(book: Path) -> list[str]:
    """Our build, all three formats."""
    code = "import sys; from pipeline.cli import main; sys.exit(main())"
    return [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}",
        "build",
        "--book",
        str(book),
    ]


def _chapters(book: Path) -> list[Path]:
    return sorted((book / "chapters").glob("*.md"))


def _change(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _one_word(book: Path) -> None:
    chapters = _chapters(book)
    _change(chapters[len(chapters) // 2], lambda text: text.replace("bevor jemand", "ehe jemand", 1))


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
    _change(book / "book.yaml", lambda text: re.sub(r'^title: "', 'title: "Neu: ', text, count=1, flags=re.M))


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
