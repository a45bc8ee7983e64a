"""What a book would be told of Markdown that others wrote and found right: messages for each thousand lines, by code.

`python -m tests.precision FOLDER … [--show CODE]` reads every `.md` below the folders as the only chapter of a German
book. What lacks only because a file was taken out of its folder (pictures, other files, its head) is not counted.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.diagnostics import Diagnostic
from pipeline.workspace import MemoryWorkspace

CHAPTER = "chapters/k.md"
BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/k.md]\n"
# What a file alone cannot have: pictures, other files and their ids, a description, sources, words of a German book.
_APART = re.compile(r"(?:f|m|x|a|g|i|l|c)-\d+")
MOST_BYTES = 200_000


def messages(text: str) -> tuple[Diagnostic, ...]:
    """What is told of a text that is the only chapter of a book."""
    workspace = MemoryWorkspace({"book.yaml": BOOK, CHAPTER: text})
    return proofread(workspace, MemoryCache(), Order(), lambda stage: None).diagnostics


def find(folders: Iterable[Path]) -> Iterator[Path]:
    """Each text once, however many packages hold it."""
    seen: set[bytes] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            content = path.read_bytes() if path.is_file() and path.stat().st_size < MOST_BYTES else b""
            if content.strip() and content not in seen:
                seen.add(content)
                yield path


def main(arguments: Sequence[str]) -> int:
    """Print a line for each code, and the sum."""
    parser = argparse.ArgumentParser(prog="python -m tests.precision")
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--show", action="append", default=[], metavar="CODE")
    asked = parser.parse_args(arguments)
    files = lines = 0
    codes: Counter[str] = Counter()
    for path in find(asked.folder):
        text = path.read_text(encoding="utf-8", errors="replace")
        files, lines = files + 1, lines + text.count("\n") + 1
        for one in messages(text):
            if one.span.path == CHAPTER and not _APART.fullmatch(one.code):
                codes[one.code] += 1
                if one.code in asked.show:
                    written = text.split("\n")[one.span.line - 1 : one.span.line]
                    sys.stdout.write(f"{path}:{one.span.line}: {one.code} {''.join(written).strip()[:110]}\n")
    for code, count in codes.most_common():
        sys.stdout.write(f"{code}  {count:5}  {1000 * count / lines:6.2f}\n")
    total = sum(codes.values())
    sys.stdout.write(f"{files} files, {lines} lines: {total} messages, {1000 * total / max(1, lines):.2f} per 1,000\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
