"""Mistakes as people make them, each alone in a small book: what it says, and what it is told.

`mistakes.jsonl` has one a line: `typed` stands where `meant` was meant, `lines` are those where a message belongs,
`code` is what says the right cause with the right cure (`?` where nothing does yet); without one the text is
understood: it comes out as it was meant, or as `shown`.

`python -m tests.checks.mistakes` prints what became of each kind.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.cache import Cache, MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.fragments import read_fragments
from pipeline.manuscript.preparation import prepare
from pipeline.workspace import MemoryWorkspace

LIST = Path(__file__).with_name("mistakes.jsonl")
CHAPTER = "chapters/k.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><title>x</title></svg>'
BEFORE = """---
versprechen: Du kannst etwas.
---
# Kapitel

Siehe [](#vier-saetze), [](#s07) und [](#abb-warum-wie).

## Vier Sätze {#vier-saetze}

Text.

::: {.shortcut #s07}
Ein Satz genügt.
:::

![Warum](images/warum.svg){#abb-warum-wie alt="Warum"}

## Rest

"""
FILES = {
    "book.yaml": "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/k.md]\n",
    "chapters/images/warum.svg": SVG,
    "chapters/images/warum-wie-leiter.svg": SVG,
    "checklists/check-challenge.md": "# Challenge\n\n- [ ] Eins steht.\n- [ ] Zwei liegt.\n- [ ] Drei fehlt nicht.\n",
    "glossary.yaml": "- term: Workshop\n  definition: Treffen, bei dem etwas entsteht.\n",
    "sources.yaml": "- id: q74\n  title: A\n  type: book\n- id: q77\n  title: B\n  type: book\n",
}
_IDS = re.compile(r'(?:id|href)="[^"]*"')


@dataclass(frozen=True)
class Mistake:
    """One of the list."""

    name: str
    kind: str
    meant: str
    typed: str
    lines: tuple[int, ...]
    code: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a mistake: is it as it was meant, or does `shown` stand there, and what was told of it, where."""

    mistake: Mistake
    is_as_meant: bool
    told: tuple[tuple[str, int], ...]
    is_shown: bool = False

    @property
    def is_silent(self) -> bool:
        """Is it neither understood nor told?"""
        return not self.told and not self.is_as_meant and not self.is_shown

    @property
    def is_placed(self) -> bool:
        """Is something told at the right line, or the one beside it?"""
        return any(abs(line - wanted) <= 1 for _, line in self.told for wanted in self.mistake.lines)

    @property
    def is_cured(self) -> bool:
        """Is the right cause told, with its cure?"""
        return self.mistake.code in {code for code, _ in self.told}


def read_list(text: str) -> tuple[Mistake, ...]:
    """The mistakes of a list."""
    rows = (json.loads(line) for line in text.split("\n") if line)
    return tuple(Mistake(**{**row, "lines": tuple(row["lines"])}) for row in rows)


def try_all(mistakes: Sequence[Mistake]) -> tuple[Outcome, ...]:
    """Make each mistake alone; all texts go through one pandoc before."""
    cache = MemoryCache()
    texts = [BEFORE + text for one in mistakes for text in (one.meant, one.typed)]
    bodies = ["\n" * 3 + text.split("---\n", 2)[2] for text in texts]
    read_fragments([prepare(body, CHAPTER, draft=True).value.read for body in bodies], cache)
    return tuple(_try(one, cache) for one in mistakes)


def _try(mistake: Mistake, cache: Cache) -> Outcome:
    meant, usual = _read(mistake.meant, cache)
    typed, found = _read(mistake.typed, cache)
    first = BEFORE.count("\n")
    known = {one.code for one in usual}
    told = tuple((one.code, one.span.line - first) for one in found if one.code not in known)
    is_shown = bool(mistake.shown) and mistake.shown in _words(typed)
    return Outcome(mistake, _bare(meant) == _bare(typed), told, is_shown)


def _read(text: str, cache: Cache) -> tuple[str, tuple[Diagnostic, ...]]:
    workspace = MemoryWorkspace({**FILES, CHAPTER: BEFORE + text})
    proof = proofread(workspace, cache, Order(), lambda stage: None)
    sections = proof.value.book.sections if proof.value else ()
    return next((one.body for one in sections if one.path == CHAPTER), ""), proof.diagnostics


def _bare(body: str) -> str:
    return _IDS.sub("", body)


def _words(body: str) -> str:
    """The text of a body, with the tags of lines and pictures only."""
    return " ".join(re.sub(r"<(?!br)[^>]*>", "", body).replace("\u00a0", " ").split())


def summary(outcomes: Iterable[Outcome]) -> str:
    """A line for each kind, and for all."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        for kind in (one.mistake.kind, "all"):
            row = kinds[kind]
            row["mistakes"] += 1
            row["silent"] += one.is_silent
            row["told"] += bool(one.mistake.code)
            row["placed"] += bool(one.mistake.code) and one.is_placed
            row["cured"] += bool(one.mistake.code) and one.is_cured
    names = ("mistakes", "silent", "told", "placed", "cured")
    lines = [f"{'kind':32}" + "".join(f"{name:>10}" for name in names)]
    return "\n".join(
        [*lines, *(f"{kind:32}" + "".join(f"{row[name]:10}" for name in names) for kind, row in kinds.items())]
    )


if __name__ == "__main__":
    tried = try_all(read_list(LIST.read_text(encoding="utf-8")))
    for outcome in tried:
        if outcome.is_silent or (outcome.mistake.code and not (outcome.is_placed and outcome.is_cured)):
            sys.stdout.write(f"{outcome.mistake.name}: {outcome.mistake.typed!r} {outcome.told}\n")
    sys.stdout.write(summary(tried) + "\n")
