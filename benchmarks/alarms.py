"""Count the messages about marks that stand in correct Markdown: false alarms a thousand lines (README.md).

In: folders with Markdown by others. Every file is a chapter of a made book; what is counted is what was read otherwise
than it stands, or left over as text (s-080 to s-149, t-060 to t-069).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.codes import CODES, phrase
from pipeline.diagnostics import Diagnostic
from pipeline.workspace import MemoryWorkspace

COUNTED = re.compile(r"s-0[89]\d|s-1[0-4]\d|t-06\d")
MOST_BYTES = 60_000
# So many files make a book: one that nobody can read does not stop the others.
BATCH = 60


def main() -> int:
    """Count, show some, and fail where there are more than --most in a thousand lines."""
    options = argparse.ArgumentParser(prog="benchmarks.alarms", description=__doc__)
    options.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    options.add_argument("--lang", default="en", help="the language of the texts")
    options.add_argument("--most", type=float, default=1.0, help="messages in a thousand lines")
    options.add_argument("--show", type=int, default=3, help="how many of each kind are shown")
    given = options.parse_args()
    texts = dict(_texts(given.folders))
    lines = sum(text.count("\n") + 1 for text in texts.values())
    found = [
        one
        for start in range(0, len(texts), BATCH)
        for one in _alarms([*texts.items()][start : start + BATCH], given.lang)
    ]
    for code, count in sorted(Counter(one.code for _, one in found).items()):
        print(f"{code}  {count}")
        for path, one in [(path, one) for path, one in found if one.code == code][: given.show]:
            print(f"    {path}:{one.span.line}: {phrase(CODES[code], dict(one.facts), 'en').fact}")
    rate = len(found) * 1000 / max(lines, 1)
    print(f"{len(texts)} files, {lines} lines, {len(found)} messages: {rate:.2f} in a thousand lines")
    return int(rate > given.most)


def _texts(folders: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each text once, in the order of its path."""
    passed = set()
    for path in sorted(path for folder in folders for path in folder.rglob("*.md") if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="ignore")
        if len(text) < MOST_BYTES and text not in passed:
            passed.add(text)
            yield path, text


def _alarms(texts: Sequence[tuple[Path, str]], language: str) -> list[tuple[Path, Diagnostic]]:
    paths = {f"chapters/t{number}.md": path for number, (path, _) in enumerate(texts)}
    manifest = {"title": "Alarms", "language": language, "parts": [{"title": "One", "chapters": [*paths]}]}
    files = {name: text.encode() for name, (_, text) in zip(paths, texts, strict=True)}
    files["book.yaml"] = yaml.safe_dump(manifest).encode()
    found = proofread(MemoryWorkspace(files), MemoryCache(), Order(), lambda stage: None).diagnostics
    return [(paths[one.span.path], one) for one in found if COUNTED.fullmatch(one.code) and one.span.path in paths]


if __name__ == "__main__":
    sys.exit(main())
