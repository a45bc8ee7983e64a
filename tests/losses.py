"""Does a build see it when the program loses words? `python -m tests.losses [--losses N] [--seed N]`.

A small book whose words stand nowhere else is built again and again, each time with one function of the renderers, of
our typesetter or of WeasyPrint made wrong: what one of its calls takes or gives back loses a word, an item or a box.
Words that the web pages, the EPUB or the PDF (as PDFium reads it) had and have no more are a loss; an error that the
build tells its author says that it was found. What no message tells is listed: most of it is lost when the finished
layout is drawn and numbered, which no box shows any more (`checks/balance/test_finished_file.py` reads the file),
the rest are titles. Ends with status 1 below LEAST_FOUND.
"""

from __future__ import annotations

import argparse
import functools
import io
import json
import os
import random
import re
import signal
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import pypdfium2
from lxml import etree, html
from weasyprint.formatting_structure.boxes import Box, TextBox

from pipeline.artifacts import Artifacts
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.codes import CODES
from pipeline.formats import render
from pipeline.workspace import MemoryWorkspace

ROOT = Path(__file__).resolve().parents[1]
FORMATS = ("pdf", "epub", "html")
# Who works for one of them only.
ONLY = {
    "pipeline.render.html": ("html",),
    "pipeline.render.epub": ("epub",),
    "pipeline.render.pdf": ("pdf",),
    "pipeline.render.weasy": ("pdf",),
    "weasyprint": ("pdf",),
}
HOMES = ("pipeline.render", "weasyprint.layout", "weasyprint.formatting_structure", "weasyprint.text")
# What judges is not made wrong, nor what makes no text.
SPARED = re.compile(
    r"pipeline\.render\.(?:arrival|weasy\.(?:drawn|numbers|border)|html\.search|workers|serving|lettering)"
)
LEAST_FOUND = 0.85
MOST_S = 120
NO_LETTER = re.compile(r"[\W\d_]+")
# As `Words` makes them.
WORD = re.compile(r"(?<![a-z])(?:[bdfgklmnprstw][aeiou]){3}(?![a-z])")
MOST_DEEP, MOST_ITEMS = 3, 200
Call = Callable[..., Any]


class Outcome(NamedTuple):
    """What became of a book: words that are lost, codes of errors that were told, or what it failed with."""

    lost: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    failure: str = ""


def functions() -> dict[str, Call]:
    """All functions and methods that may be made wrong, by their names."""
    found: dict[str, Call] = {}
    for module in _modules(HOMES):
        if SPARED.match(module.__name__):
            continue
        for value in list(vars(module).values()):
            own = getattr(value, "__module__", None) == module.__name__
            if own and isinstance(value, FunctionType):
                found[f"{module.__name__}:{value.__qualname__}"] = value
            elif own and isinstance(value, type):
                methods = (one for one in vars(value).values() if isinstance(one, FunctionType))
                found |= {f"{module.__name__}:{one.__qualname__}": one for one in methods if one.__name__[:2] != "__"}
    return found


def replace_everywhere(function: Call, other: Call) -> None:
    """Put a function in another's place, wherever it is known."""
    for module in _modules(("pipeline", "weasyprint")):
        for name, value in list(vars(module).items()):
            if value is function:
                setattr(module, name, other)
            elif isinstance(value, type) and value.__module__ == module.__name__:
                for method in [key for key, one in vars(value).items() if one is function]:
                    setattr(value, method, other)


def _modules(homes: tuple[str, ...]) -> list[Any]:
    return [module for name, module in sorted(sys.modules.items()) if name.startswith(homes) and module]


def counting(function: Call, seen: Counter[str], name: str) -> Call:
    """A function that counts its calls in which something can be lost."""

    @functools.wraps(function)
    def counted(*values: Any, **named: Any) -> Any:
        result = function(*values, **named)
        seen[name] += any(holds(one) for one in (result, *values))
        return result

    return counted


def spoiling(function: Call, nth: int, chance: random.Random) -> Call:
    """A function whose nth such call loses something, of what it gives back or else of what it took."""
    left = nth

    @functools.wraps(function)
    def spoilt(*values: Any, **named: Any) -> Any:
        nonlocal left
        result = function(*values, **named)
        for one in (result, *values):
            if holds(one):
                left -= 1
                if left == 0:
                    made = without(one, chance)
                    return made if one is result else result
                break
        return result

    return spoilt


def holds(thing: Any, deep: int = 0) -> bool:
    """Whether something has words of the book's in it."""
    if isinstance(thing, str):
        return bool(WORD.search(thing))
    if isinstance(thing, etree._Element):
        return any(WORD.search(text) for text in thing.itertext())
    if isinstance(thing, Box):
        return any(isinstance(one, TextBox) and holds(one.text) for one in _boxes(thing))
    return (
        isinstance(thing, tuple | list) and deep < MOST_DEEP and any(holds(one, deep + 1) for one in thing[:MOST_ITEMS])
    )


def without(thing: Any, chance: random.Random) -> Any:
    """The same with a word, an item or a box less; trees, boxes and lists lose it themselves."""
    if isinstance(thing, str):
        match = chance.choice(list(WORD.finditer(thing)))
        return type(thing)(thing[: match.start()] + thing[match.end() :])
    if isinstance(thing, etree._Element):
        sides = [(one, side) for one in thing.iter(etree.Element) for side in ("text", "tail")]
        full = [(one, side) for one, side in sides if WORD.search(getattr(one, side) or "")]
        one, side = chance.choice(full)
        setattr(one, side, without(getattr(one, side), chance))
    elif isinstance(thing, Box):
        box = chance.choice([one for one in _boxes(thing) if holds(one)])
        if isinstance(box, TextBox):
            box.text = without(box.text, chance)
        else:
            children = list(box.children)
            children.remove(chance.choice([one for one in children if holds(one)]))
            box.children = children
    elif isinstance(thing, list):
        thing.remove(chance.choice([one for one in thing if holds(one)]))
    else:
        place = chance.choice([n for n, one in enumerate(thing) if holds(one)])
        items = [*thing[:place], without(thing[place], chance), *thing[place + 1 :]]
        return type(thing)(*items) if hasattr(thing, "_fields") else tuple(items)
    return thing


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        if isinstance(child, Box):
            yield from _boxes(child)


class Words:
    """Words that stand nowhere else, and all that were given."""

    def __init__(self) -> None:
        sounds = ["".join(pair) for pair in product("bdfgklmnprstw", "aeiou")]
        every = ["".join(three) for three in product(sounds, repeat=3)]
        random.Random(4).shuffle(every)
        self._left = iter(every)
        self.given: list[str] = []

    def __call__(self, count: int = 1) -> str:
        new = [next(self._left) for _ in range(count)]
        self.given += new
        return " ".join(new)


def book(words: Words) -> dict[str, str]:
    """A small book with what authors use."""
    w = words

    def chapter(nth: int) -> str:
        return f"""---
versprechen: {w(4)}.
---
# {w(2)}

{w(30)}. Hier steht {w()}[^{nth}] und **{w()}** und *{w()}* und [{w()}](https://example.org/) und `{w()}`.

## {w(2)} {{#z{nth}}}

- {w(2)}
- {w(2)}
    1. {w()}
    2. {w(3)}

3. {w()}
4. {w()}

> {w(5)}

| {w()} | {w()} |
|---|---:|
| {w()} | {w(2)} |
| {w()} | {w()} |

: {w(2)} {{#tab-{nth}}}

::: tipp
### {w(2)}

{w(9)}.

{w(6)}, siehe [](#z{nth}).
:::

### {w()}

{w()}
:   {w(3)}

```
{w()} = {w()}
    {w()}
```

![{w(2)}](images/a.svg){{#abb-{nth} alt="{w(2)}"}}

- [ ] {w(3)}
- [ ] {w(2)}

{w(120)}.

[^{nth}]: {w(3)} *{w()}* {w()}.

    {w(3)}.
"""

    return {
        "book.yaml": "title: Probe\nlanguage: de\nparts:\n  - title: Teil\n    chapters: [chapters/a.md, chapters/b.md]"
        "\nchecklists: [checklists/c.md]\nworksheets: [worksheets/d.md]\n",
        "chapters/a.md": chapter(1),
        "chapters/b.md": chapter(2),
        "chapters/images/a.svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9'/></svg>",
        "checklists/c.md": f"# {w(2)}\n\n{w(4)}.\n\n## {w()}\n\n- [ ] {w(2)}\n- [ ] {w(3)}\n",
        "worksheets/d.md": f"# {w(2)}\n\n{w(3)}.\n\n[{w(2)}]{{.feld}}\n\n{w(2)}\n",
        "glossary.yaml": f"- term: {w()}\n  definition: {w(4)}.\n",
    }


def letters_of(made: Artifacts) -> dict[str, str]:
    """The letters of each format, without anything between them."""
    texts = dict.fromkeys(FORMATS, "")
    for path, data in sorted(made.items()):
        if path.endswith(".html"):
            texts["html"] += _text(data)
        elif path.endswith(".epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = [name for name in archive.namelist() if name.endswith(".xhtml")]
                texts["epub"] += "".join(_text(archive.read(name)) for name in names)
        elif path.endswith(".pdf") and "/" not in path:
            with pypdfium2.PdfDocument(data) as document:
                texts["pdf"] += "".join(page.get_textpage().get_text_bounded() for page in document)
    return {name: NO_LETTER.sub("", text).casefold() for name, text in texts.items()}


def _text(data: bytes) -> str:
    tree = html.fromstring(data)
    for silent in tree.xpath("//script|//style"):
        silent.drop_tree()
    return str(tree.text_content())


class Trial:
    """A book that is read once, and made anew with whatever is wrong in the program."""

    def __init__(self) -> None:
        words = Words()
        self.cache = MemoryCache()
        self.proof = proofread(MemoryWorkspace(book(words)), self.cache, Order(), lambda _: None)
        self.words = sorted(set(words.given))
        for name in ("html", "epub", "pdf", "handouts", "weasy.engine"):
            import_module(f"pipeline.render.{name}")
        self.functions = functions()
        whole = _apart(self._count)
        if whole.told or whole.failure:
            raise SystemExit(f"the book itself is not right: {whole.told} {whole.failure}")
        self.there, self.calls = json.loads(whole.lost[0])

    def _count(self) -> Outcome:
        """Make the whole book: the words of its formats, and how often each function has words of the book's."""
        seen = Counter[str]()
        for name, function in self.functions.items():
            replace_everywhere(function, counting(function, seen, name))
        now, told = self._made(FORMATS)
        return Outcome((json.dumps([now, +seen]),), told)

    def _made(self, formats: tuple[str, ...]) -> tuple[dict[str, list[str]], tuple[str, ...]]:
        made = render(self.proof.value, self.cache, Order(formats=formats, jobs=1), lambda _: None)
        found = (*self.proof.diagnostics, *made.diagnostics)
        errors = {one.code for one in found if CODES[one.code].severity == "error"}
        letters = letters_of(made.value)
        return {name: [word for word in self.words if word in text] for name, text in letters.items()}, tuple(errors)

    def spoil(self, name: str, nth: int, seed: int) -> Outcome:
        """Make the book with a function that loses something in its nth call."""

        def make() -> Outcome:
            function = self.functions[name]
            replace_everywhere(function, spoiling(function, nth, random.Random(seed)))
            formats = next((only for home, only in ONLY.items() if name.startswith(home)), FORMATS)
            now, told = self._made(formats)
            lost = [f"{format}: {word}" for format in formats for word in {*self.there[format]} - {*now[format]}]
            return Outcome(tuple(sorted(lost)), told)

        return _apart(make)


def _apart(make: Callable[[], Outcome]) -> Outcome:
    """Do it in a child of this process, which may die of it."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(MOST_S)
        try:
            made = make()
        except BaseException as problem:  # whatever a program does that is wrong
            made = Outcome((), (), f"{type(problem).__name__}: {problem}"[:200])
        with os.fdopen(theirs, "w") as pipe:
            json.dump(made, pipe)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    if not said:
        return Outcome((), (), "it never ended")
    lost, told, failure = json.loads(said)
    return Outcome(tuple(lost), tuple(told), failure)


def main() -> int:
    options = argparse.ArgumentParser(prog="tests.losses", description=__doc__)
    options.add_argument("--losses", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    trial, chance = Trial(), random.Random(given.seed)
    names = sorted(trial.calls)
    ended, codes = Counter[str](), Counter[str]()
    while ended["found"] + ended["silent"] < given.losses:
        name = chance.choice(names)
        nth, seed = chance.randint(1, trial.calls[name]), chance.randrange(1 << 30)
        outcome = trial.spoil(name, nth, seed)
        if outcome.failure:
            ended["stopped"] += 1
        elif not outcome.lost:
            ended["nothing lost"] += 1
        elif outcome.told:
            ended["found"] += 1
            codes.update(outcome.told)
        else:
            ended["silent"] += 1
            sys.stdout.write(f"{name}, call {nth} of {trial.calls[name]}: {'; '.join(outcome.lost[:6])}\n")
            sys.stdout.flush()
    share = ended["found"] / (ended["found"] + ended["silent"])
    sys.stdout.write(f"{len(names)} functions, {dict(ended)}: {share:.1%} found, by {dict(codes)}\n")
    return int(share < LEAST_FOUND)


if __name__ == "__main__":
    sys.exit(main())
