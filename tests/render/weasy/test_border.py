"""The border round WeasyPrint holds: whatever of it changes, there is a right book or a clear refusal."""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.cache import MemoryCache
from pipeline.render.layout import Furnishing, Sheet
from pipeline.render.pdf import Workshop, render
from pipeline.render.weasy import border, worker
from pipeline.theme import default_theme
from tests.conftest import FindProgram
from tests.render import sample
from tests.sampling import every

ROOT = Path(__file__).resolve().parents[3]
MOST_S = 300
RUN = "import sys; sys.path[:0] = {path!r}; from pipeline.cli import main; sys.exit(main({arguments!r}))"
BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md, chapters/b.md]\n"
CHAPTERS = {
    "a.md": "---\nversprechen: Du kannst es.\n---\n# Anfang {#anfang}\n\n"
    "Siehe [](#ende) und die Zusammenarbeit.[^1]\n\n"
    "[^1]: Eine Fußnote.\n\n- [ ] ein Kästchen {#kasten}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "b.md": "---\nversprechen: Du kannst es.\n---\n# Ende {#ende}\n\nZurück zum [Anfang](#anfang).\n",
}
CLAIMS = ("/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/AcroForm")
ROWS = sorted({name for way in border.WAYS.values() for name in way.rests_on})
# Of each way one function, for what costs more to try.
SOME = sorted({min(way.rests_on) for way in border.WAYS.values()})


def test_every_way_was_written_for_what_is_installed() -> None:
    assert border.changed() == []
    assert border.misfits() == ()


@pytest.mark.parametrize("name", ROWS)
def test_whatever_changes_in_a_function_is_seen(name: str) -> None:
    def read(path: str) -> str:
        return _altered(border._installed(path), name) if name.startswith(f"{path}:") else border._installed(path)

    assert name in border.changed(read)


@pytest.mark.parametrize("name", ["pydyf/__init__.py:PDF.add_object", "weasyprint/text/ffi.py:_dlopen"])
def test_a_function_that_is_gone_is_seen(name: str) -> None:
    assert border.changed(lambda path: "" if name.startswith(path) else border._installed(path)) != []
    assert border.digest_of("def other(): pass\n", name.rpartition(":")[2]) == ""


def test_comments_and_empty_lines_are_no_change() -> None:
    text = (
        "class A:\n    @cache\n    def f(\n        self,\n    ):\n        return 1\n\n    def g(self):\n        pass\n"
    )
    same = text.replace("        return 1", "\n        # why\n        return 1")
    assert border.digest_of(text, "A.f") == border.digest_of(same, "A.f") != ""
    assert border.digest_of(text, "A.f") != border.digest_of(text.replace("@cache", "@other"), "A.f")
    assert border.digest_of(text, "A.f") != border.digest_of(text.replace("return 1", "return 2"), "A.f")
    assert border.digest_of(text, "A.f") == border.digest_of(text.replace("pass", "return 2"), "A.f")


def test_a_plain_draft_of_every_element_is_told_and_claims_nothing(
    monkeypatch: pytest.MonkeyPatch, find_program: FindProgram
) -> None:
    monkeypatch.setattr(border, "misfits", lambda: ("styles", "tagging"))
    made = render(sample.book(), default_theme(), MemoryCache(), Workshop())
    # The sample's canvas is longer than a sheet should be, which is told as ever (k-120).
    told = [(found.code, dict(found.facts)) for found in made.diagnostics if found.code != "k-120"]
    assert told == [("v-020", {"ways": "tagging"})]
    assert made.value.unfit == ("styles", "tagging")
    (data,) = made.value.artifacts.values()
    with pikepdf.open(io.BytesIO(data)) as book:
        assert not set(CLAIMS) & set(book.Root.keys())
        assert len(book.pages) >= len(sample.book().sections)
        assert _links(book) <= _names(book)
        assert "challenge" in _links(book)
    # The words, and the page numbers beside references.
    text, number = _text(find_program("pdftotext"), data), r"S\.\s\d+ ?"
    assert re.search(number, text)
    assert re.sub(number, "", text).count("Siehe Kapitel 2 „Von der Klage zur Challenge“") == 1


def test_what_no_digest_knows_of_may_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.render.weasy.worker.import_module", _failing(import_module))
    one = worker.Worker(Furnishing("p { color: red }", {}))
    made = one.typeset(Sheet("<html lang='de'><head><title>T</title></head><body><p id='p'>Text</p></body></html>", ""))
    assert made.extent.unfit == (worker.UNKNOWN,)
    assert made.extent.anchors == {"p": 0}


def _failing(load: Callable[..., Any]) -> Callable[..., Any]:
    def failing(name: str, package: str) -> Any:
        if name == ".engine":
            raise ImportError("cannot import name 'strut'")
        return load(name, package)

    return failing


def _altered(text: str, name: str) -> str:
    """The text of a file with a statement more in a function or class."""
    node: ast.AST = ast.parse(text)
    for part in name.partition(":")[2].split("."):
        node = next(inner for inner in ast.walk(node) if getattr(inner, "name", "") == part)
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    last, lines = node.body[-1], text.splitlines(keepends=True)
    first = node.body[0]
    at = first if isinstance(node, ast.FunctionDef) else last
    lines.insert(at.lineno - 1 if at is first else last.end_lineno or 0, " " * first.col_offset + "altered = None\n")
    return "".join(lines)


def _renamed(text: str, name: str) -> str:
    function = name.rpartition(":")[2].rpartition(".")[2]
    return re.sub(rf"\b{function}\b", f"{function}_of_old", text)


def _copy(folder: Path, name: str) -> Path:
    """A copy of the package that a function is in; files are the installed ones until they are written anew."""
    package = name.partition("/")[0]
    source = Path(str(import_module(package).__file__)).parent
    shutil.copytree(source, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder / package


def _build(place: Path, packages: Path | None = None) -> tuple[int, str, bytes]:
    """Build the book with other packages before those that are installed; its PDF is empty when there is none."""
    for path, text in {"book.yaml": BOOK, **{f"chapters/{name}": text for name, text in CHAPTERS.items()}}.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text)
    out = place / "out"
    arguments = ["build", "--book", str(place), "--out", str(out), "--format", "pdf", "--lang", "en"]
    arguments += ["--fresh", "--explain", "--message-format", "short", "--jobs", "1"]
    places = [*([str(packages)] if packages else []), str(ROOT)]
    run = subprocess.run(
        [sys.executable, "-c", RUN.format(path=places, arguments=arguments)],
        capture_output=True,
        text=True,
        timeout=MOST_S,
        check=False,
    )
    pdf = out / "probe.pdf"
    return run.returncode, run.stdout + run.stderr, pdf.read_bytes() if pdf.exists() else b""


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    status, told, pdf = _build(tmp_path_factory.mktemp("untouched"))
    assert status == 0, told
    return pdf


def _ways_on(name: str) -> Mapping[str, border.Way]:
    return {way: row for way, row in border.WAYS.items() if name in row.rests_on}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*every(1, SOME), *every(10, sorted({*ROWS} - {*SOME}))])
def test_with_any_function_changed_there_is_the_same_book_or_a_plain_draft(
    name: str, tmp_path: Path, untouched: bytes
) -> None:
    copy = _copy(tmp_path / "packages", name)
    file = copy.parent / name.partition(":")[0]
    file.write_text(_altered(file.read_text(), name))
    status, told, pdf = _build(tmp_path / "book", copy.parent)
    ways = _ways_on(name)
    if border.lacking(ways):
        assert status == 1
        _hold_plain(told, pdf, untouched)
    else:
        assert (status, pdf == untouched) == (0, True), told
        assert all(way in told.partition("slower: ")[2] for way in ways)


@pytest.mark.slow
@pytest.mark.parametrize("name", every(3, SOME))
def test_with_a_function_of_another_name_there_is_a_book_or_a_clear_refusal(
    name: str, tmp_path: Path, untouched: bytes
) -> None:
    if "__" in name.rpartition(":")[2]:
        name = next(one for one in ROWS if "__" not in one.rpartition(":")[2])
    copy = _copy(tmp_path / "packages", name)
    if name.startswith("pydyf"):
        _copy(tmp_path / "packages", "weasyprint/")
    for file in copy.parent.rglob("*.py"):
        file.write_text(_renamed(file.read_text(), name))
    status, told, pdf = _build(tmp_path / "book", copy.parent)
    assert "Traceback" not in told
    if status == 1:
        _hold_plain(told, pdf, untouched)
    else:
        assert pdf == untouched if status == 0 else not pdf, told


def _hold_plain(told: str, pdf: bytes, untouched: bytes) -> None:
    """A whole book without tags, fields and claims, and it is told."""
    assert "error[v-020]" in told
    with pikepdf.open(io.BytesIO(pdf)) as plain, pikepdf.open(io.BytesIO(untouched)) as whole:
        assert set(CLAIMS) <= set(whole.Root.keys())
        assert not set(CLAIMS) & set(plain.Root.keys())
        assert len(plain.pages) == len(whole.pages)
        names = [_names(book) for book in (whole, plain)]
        assert names[0] == names[1]
        assert _links(plain)
        assert _links(plain) <= names[1]


def _names(book: pikepdf.Pdf) -> set[str]:
    return {str(name) for name in list(book.Root.Names.Dests.Names)[::2]}


def _links(book: pikepdf.Pdf) -> set[str]:
    """Where links lead: all of ours are to places in the book."""
    found = [one for page in book.pages for one in page.obj.get("/Annots", ()) if "/Dest" in one]
    return {str(one.Dest) for one in found}


def _text(program: str, data: bytes) -> str:
    run = subprocess.run([program, "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())
