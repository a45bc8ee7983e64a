"""Every code has its case: a small book in one file, and word for word what its author is told.

A case is `cases/CODE/NAME.txt`: a sentence, then sections that begin with `=== `.

    === chapters/a.md              a file; behind it how it is saved: `latin-1`, `utf-8-sig`, `escapes`; `x9`: 9 times
    === chapters/a.md -> ../b.md   a symbolic link
    === run check --strict         the command, `check` without it; of several the last one counts
    === status 1                   its exit status, and below it everything it says

Without a `book.yaml` the chapters stand in the front matter of a book that is all right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import pipeline.cache
from pipeline import pandoc
from pipeline.cache import FolderCache, MemoryCache
from pipeline.cli import main
from pipeline.codes import CODES
from pipeline.pandoc import Fragment
from tests.manuscript.reading import read_book

CASES = Path(__file__).with_name("cases")
MOST_BYTES = 20_000
MARK = "=== "
ENCODINGS = ("latin-1", "utf-8-sig", "escapes")
START = "---\nversprechen: Du kannst es.\n---\n# Anfang\n\nEin Satz.\n"
BOOK = "title: Probe\nlanguage: de\nfront_matter: [{}]\nparts:\n  - title: Eins\n    chapters: [chapters/anfang.md]\n"
# These need a history or a validator: their cases are tests that make one.
IN_TESTS = {"e": ("editions", "record"), "v": ("checks",)}
# No small text makes pandoc or typesetting give up for ever; they are made to, below and in render/pdf. That the
# program itself fails is tried where the preview has to live on (preview/test_app.py). The others need a repository:
# `test_repository` and `test_store` make one. What WeasyPrint may become, `render/weasy/test_border` makes of it; a web
# edition without its downloads is made in `render/test_html_found`. What only a faulty renderer loses is planted in
# checks/balance.
BY_HAND = ("f-020", "f-045", "f-046", "f-047", "f-048", "f-049", "f-056", "f-070", "f-071", "f-094", "f-102", "f-136")
BY_HAND += ("m-147", "v-020", "s-151", "s-153", "s-157", "s-158", "s-159", "s-160", "s-161", "s-162", "s-163")
# What only Word files and archives have: tests/conversion makes them.
BY_HAND += ("f-162", "f-163", "f-164", "f-165", "f-166", "f-168", "f-171", "f-445", "f-446", "f-447")
BY_HAND += ("s-200", "s-201", "s-202", "s-203", "s-204", "s-205")
# What the cover says of its spine and its back: render/cover/test_cover.py.
BY_HAND += ("m-139", "m-140", "m-141")
# What an original's errata say to its translation: test_translating.py.
BY_HAND += ("m-341",)
# What a dictionary of the system says: checks/language has one of its own.
BY_HAND += ("l-067", "l-068")
# What the web answers: checks/test_links.py has a server of its own.
BY_HAND += ("l-192", "l-193")
# What git commits: test_committing.py.
BY_HAND += ("f-430", "f-431")
# What only a history can say of a sprint: sprint/test_gates.py.
BY_HAND += ("m-241", "m-242")
# What the writing room knows of its people: sprint/test_credits.py.
BY_HAND += ("m-435", "m-436")
STAGES = re.compile(
    r"^(?:Manuskript lesen|Nummern und Verweise|Prüfen|read the manuscript|number and refer|check)\n", re.M
)


@dataclass(frozen=True)
class Case:
    """A case as it is written."""

    path: Path
    given: str
    files: tuple[tuple[str, tuple[str, ...], str], ...]
    commands: tuple[str, ...]
    expected: str

    @property
    def code(self) -> str:
        return self.path.parent.name


def read_case(path: Path) -> Case:
    """Split a case into its sections."""
    text = path.read_text(encoding="utf-8")
    given, _, expected = text.partition(f"\n{MARK}status ")
    files: list[tuple[str, tuple[str, ...], str]] = []
    commands: list[str] = []
    for section in ("\n" + given.rstrip("\n")).split(f"\n{MARK}")[1:]:
        head, newline, content = section.partition("\n")
        name, *how = head.split()
        if name == "run":
            commands.append(" ".join(how))
        else:
            files.append((name, tuple(how), content + "\n" if newline else ""))
    return Case(path, given.rstrip("\n"), tuple(files), tuple(commands) or ("check",), f"status {expected}")


def lay_out(case: Case, folder: Path) -> None:
    """Make the book's folder."""
    written: dict[str, bytes] = {}
    for name, how, content in case.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if "->" in how:
            (folder / name).symlink_to(how[-1])
        else:
            written[name] = _encoded(how, content)
    chapters = [name for name, *_ in case.files if name.startswith("chapters/") and name.endswith(".md")]
    for name, data in {**_default_book(chapters, written), **written}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _default_book(chapters: list[str], written: Mapping[str, bytes]) -> dict[str, bytes]:
    if any(name == "book.yaml" or name.startswith("empty/") for name in written):
        return {}
    return {"book.yaml": BOOK.format(", ".join(chapters)).encode(), "chapters/anfang.md": START.encode()}


def _encoded(how: tuple[str, ...], content: str) -> bytes:
    encoding = next((word for word in how if word in ENCODINGS), "utf-8")
    times = next((int(word[1:]) for word in how if re.fullmatch(r"x\d+", word)), 1)
    if encoding == "escapes":
        return content.encode("ascii").decode("unicode_escape").encode() * times
    return (content * times).encode(encoding)


class KeptFragments(FolderCache):
    """What pandoc made is kept from run to run; what a book remembers of itself is not."""

    kept: FolderCache

    def get(self, kind: str, key: str) -> bytes | None:
        return (self.kept if kind == "fragment" else super()).get(kind, key)

    def put(self, kind: str, key: str, data: bytes) -> None:
        (self.kept if kind == "fragment" else super()).put(kind, key, data)


def _cases() -> list[object]:
    return [
        pytest.param(
            path, id=f"{path.parent.name}-{path.stem}", marks=[pytest.mark.slow] * ("run build" in path.read_text())
        )
        for path in sorted(CASES.glob("*/*.txt"))
    ]


@pytest.mark.parametrize("path", _cases())
def test_an_author_is_told(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    case = read_case(path)
    assert path.stat().st_size < MOST_BYTES
    lay_out(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    KeptFragments.kept = FolderCache(request.config.cache.mkdir("cases"))  # type: ignore[union-attr]
    monkeypatch.setattr(pipeline.cache, "FolderCache", KeptFragments)
    for command in case.commands:
        capsys.readouterr()
        status = main(command.split())
    out, err = capsys.readouterr()
    told = f"status {status}\n{out}{STAGES.sub('', err)}".replace(str(tmp_path), "")
    if request.config.getoption("--update-golden"):
        path.write_text(f"{case.given}\n{MARK}{told}", encoding="utf-8")
    else:
        assert told == case.expected
    assert f"[{case.code}]: " in told
    assert "Traceback" not in told


def test_a_chapter_that_pandoc_gives_up_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "to_fragments", lambda texts, *more: tuple(Fragment("", (), "zu lange") for _ in texts))
    (found,) = read_book({"chapters/a.md": "# A"}, MemoryCache()).diagnostics
    assert (found.code, found.span.path, dict(found.facts)["problem"]) == ("f-020", "chapters/a.md", "zu lange")


def test_every_code_has_a_case() -> None:
    families = {family: "".join(map(_text_of, folders)) for family, folders in IN_TESTS.items()}
    missing = [
        code
        for code in CODES
        if code not in BY_HAND
        and not (f'"{code}"' in families[code[0]] if code[0] in families else list((CASES / code).glob("*.txt")))
    ]
    assert missing == []
    assert sorted({path.name for path in CASES.iterdir()} - set(CODES)) == []


def _text_of(folder: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(CASES.with_name(folder).rglob("*.py")))
