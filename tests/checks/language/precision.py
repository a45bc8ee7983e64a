"""How often is a rule of language right? `.venv/bin/python -m tests.checks.language.precision FOLDER…` runs every rule,
also those that are off by default, over foreign German chapters (HTML and Markdown, below the folders), and lists each
message with its words, to be judged by a reader. What was judged last stands in `precision.md`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.cache import MemoryCache
from pipeline.checks.language import Asked, look
from pipeline.checks.language.spelling import Verdicts, read_own
from pipeline.checks.language.unwanted import Unwanted
from pipeline.checks.rules import _GENDER_FORM
from pipeline.conversion.importing import Given, import_files
from pipeline.dictionaries import find
from pipeline.manuscript.model import LanguageRules
from pipeline.manuscript.positions import bare
from pipeline.workspace import MemoryWorkspace

SHORTEST = 1500
SHOWN = 40
PHRASES = ("im Prinzip", "sozusagen", "gewissermaßen", "in keinster Weise", "an dieser Stelle", "selbstverständlich")
ASKED = Asked(
    LanguageRules(longest_sentence_words=40, spelling=True, one_address=True, oldest_as_of="2020"),
    tuple(map(Unwanted, PHRASES)),
)


def chapters(folders: list[str]) -> Iterator[tuple[str, str]]:
    """Each foreign text with its name, HTML as `import` reads it."""
    files = sorted(path for folder in folders for path in Path(folder).rglob("*") if path.suffix in (".html", ".md"))
    for path in files:
        if path.suffix == ".md":
            text = path.read_text("utf-8", errors="replace")
        else:
            book, name = MemoryWorkspace({}), path.name
            done = import_files(book, [Given(MemoryWorkspace({name: path.read_bytes()}), name, name)], "de")
            text = "\n".join(book.read(one).decode() for account in done.value for one in account.paths)
        if len(text) >= SHORTEST:
            yield str(path), text


def main(folders: list[str]) -> int:
    """Print each rule's messages, some of each in full."""
    dictionary = find("de")
    knows = Verdicts(dictionary, read_own("", ()), MemoryCache()).knows if dictionary else None
    counts: Counter[str] = Counter()
    texts = words = 0
    for path, text in chapters(folders):
        texts, words = texts + 1, words + len(text.split())
        lines = text.split("\n")
        for one in look(path, text, "de", ASKED, knows):
            counts[one.code] += 1
            if counts[one.code] <= SHOWN:
                print(one.code, dict(one.facts), "|", lines[one.span.line - 1][:160])
        for form in _GENDER_FORM.finditer(bare(text)):
            counts["gender"] += 1
            if counts["gender"] <= SHOWN:
                print("gender", form[0])
    print(f"{texts} chapters, {words} words: {dict(counts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
