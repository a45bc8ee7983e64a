"""What surrounds the program may be broken: streams, locale, disk, rights, pandoc. A book is made, or it is said why
not; never is there a traceback. Each is tried on a program of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nobody import NOBODY

# Each starts processes.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
DONE, ERRORS, TOOL_TROUBLE = 0, 1, 3
BOOK = "title: Übung\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/übung.md]\n"
CHAPTER = "---\nversprechen: Du kannst es.\n---\n# Übung\n\nEin Satz.\n"


@pytest.fixture
def book() -> Iterator[Path]:
    """A small book in a folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        root = Path(name) / "bücher"
        for folder in ("chapters", "checklists", "templates/styles"):
            (root / folder).mkdir(parents=True)
        (root / "book.yaml").write_text(BOOK, "utf-8")
        (root / "chapters/übung.md").write_text(CHAPTER, "utf-8")
        yield root


def run(book: Path, shell: str = "", *, command: str = "check", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program from a shell that says what surrounds it: `{}` stands for the program."""
    program = f"'{sys.executable}' -P -m pipeline {command} --book '{book}'"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **more}
    done = subprocess.run(
        ["bash", "-c", (shell or "{}").format(program)],
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        timeout=120,
        cwd="/",
    )
    out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in out + err
    assert "Exception ignored" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def test_a_second_run_makes_nothing_anew_that_is_kept(book: Path) -> None:
    """Sets come in another order in every process: no key may follow it."""
    runs = []
    for seed in "12":
        assert run(book, PYTHONHASHSEED=seed).returncode == 0
        runs.append({path for path in (book / "build/.cache").rglob("*") if path.is_file()})
    assert runs[0] == runs[1] != set()


def spoil(book: Path) -> None:
    """Give the book an error, so that there is something to say."""
    (book / "chapters/übung.md").write_text(CHAPTER + "\n[](#nirgends)\n", "utf-8")


@pytest.mark.parametrize(
    ("streams", "status"),
    [
        ("{} >&-", ERRORS),
        ("{} 2>&-", ERRORS),
        ("{} >&- 2>&-", ERRORS),
        ("{} <&- >&- 2>&-", ERRORS),
        ("{} >/dev/full", TOOL_TROUBLE),
        ("{} 2>/dev/full", ERRORS),
        ("{} >/dev/full 2>/dev/full", TOOL_TROUBLE),
        ("{} >/dev/full 2>&-", TOOL_TROUBLE),
    ],
)
def test_a_stream_that_is_closed_or_full_changes_no_more_than_it_must(book: Path, streams: str, status: int) -> None:
    spoil(book)
    assert run(book, streams).returncode == status


def test_a_full_output_is_said(book: Path) -> None:
    spoil(book)
    assert "das System lässt es nicht zu: No space left on device" in run(book, "{} >/dev/full").stderr


def test_a_full_output_of_help_ends_quietly(book: Path) -> None:
    assert run(book, "{} >/dev/full", command="check --help").returncode in (DONE, TOOL_TROUBLE)


def test_what_a_closed_output_would_have_had_is_written_into_no_file(book: Path) -> None:
    assert run(book, "{} >&- 2>&-", command="build --format html").returncode == DONE
    assert "<html" in (book / "build/html/index.html").read_text("utf-8")[:200]
    for path in (book / "build").rglob("*"):
        assert not path.is_file() or b"Manuskript lesen" not in path.read_bytes()


@pytest.mark.parametrize(
    "locale", [{"PYTHONUTF8": "0", "LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}]
)
def test_umlauts_are_found_and_said_in_a_locale_of_ascii(book: Path, locale: dict[str, str]) -> None:
    spoil(book)
    done = run(book, **locale)
    assert done.returncode == ERRORS
    assert "chapters/übung.md:8" in done.stdout
    assert "Verweis ins Leere" in done.stdout


def test_the_launcher_bears_closed_streams_and_ascii_too(tmp_path: Path) -> None:
    code = (
        "import os, sys; from launcher import start, ready\n"
        "os.execve = lambda *given: sys.exit(7)\n"
        "start.is_ready = start.is_own = lambda *given: True\n"
        "ready.expected(sys.argv[1], 'x.lock')\n"
        "start.main(sys.argv[1], [])"
    )
    for streams in (">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full", ""):
        done = subprocess.run(
            ["bash", "-c", f'"$0" -c "$1" "$2" {streams}', sys.executable, code, tmp_path / "bücher"],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", "LC_ALL": "POSIX"},
            capture_output=True,
        )
        assert (done.returncode, done.stdout, done.stderr) == (7, b"", b"")


@pytest.mark.parametrize("formats", ["html,epub", "pdf"])
def test_a_limit_on_the_size_of_files_is_said(book: Path, formats: str) -> None:
    done = run(book, "ulimit -f 20; {}", command=f"build --format {formats}")
    assert done.returncode == TOOL_TROUBLE
    assert "File too large" in done.stderr


def test_without_a_home_a_book_is_made(book: Path) -> None:
    assert run(book, HOME="").returncode == DONE


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("editions", "`editions` lässt sich nicht öffnen"),
        ("checklists", "`checklists` lässt sich nicht öffnen"),
        ("templates", "`templates` lässt sich nicht öffnen"),
        ("templates/styles/web.css", "`templates/styles/web.css` lässt sich nicht öffnen"),
        ("editions/errata.yaml", "editions/errata.yaml: Permission denied"),
        ("editions/1.0/record.json", "editions/1.0/record.json: Permission denied"),
        ("chapters/übung.md", "`chapters/übung.md` lässt sich nicht öffnen"),
        ("book.yaml", "`book.yaml` lässt sich nicht öffnen"),
    ],
)
def test_what_may_not_be_read_is_told(book: Path, path: str, told: str) -> None:
    (book / "editions/1.0").mkdir(parents=True)
    for name in ("templates/styles/web.css", "editions/errata.yaml", "editions/1.0/record.json"):
        (book / name).write_text("")
    os.chmod(book / path, 0)
    # Permissions do not bind root.
    done = run(book, f"exec setpriv --reuid {NOBODY} --clear-groups {{}}" if os.geteuid() == 0 else "{}")
    os.chmod(book / path, 0o755)
    assert done.returncode == ERRORS
    assert told in done.stdout


def test_a_theme_file_that_leads_out_is_told_and_ours_stands_in(book: Path) -> None:
    (book / "templates/html").mkdir()
    (book / "templates/html/base.html").symlink_to("/etc/hostname")
    done = run(book, command="build --format html")
    assert done.returncode == ERRORS
    assert "der Pfad `templates/html/base.html` führt aus dem Buch heraus" in done.stdout
    assert (book / "build/html/index.html").is_file()


def test_a_manifest_that_leads_out_is_told_and_left_alone(book: Path) -> None:
    shutil.move(book / "book.yaml", book.parent / "elsewhere.yaml")
    (book / "book.yaml").symlink_to("../elsewhere.yaml")
    done = run(book, command="build")
    assert done.returncode == ERRORS
    assert "der Pfad `book.yaml` führt aus dem Buch heraus" in done.stdout
    assert (book / "book.yaml").is_symlink()


PANDOCS = {
    "not executable": ("#!/bin/sh\necho pandoc 3.9\n", 0o644, "ein Programm fehlt: pandoc (Permission denied)"),
    "no program": ("\x7fELF nothing\n", 0o755, "ein Programm fehlt: pandoc ("),
    "another program": ("#!/bin/sh\necho hello\n", 0o755, "--version has no answer"),
    "silent": ("#!/bin/sh\n", 0o755, "--version has no answer"),
    "failing": ("#!/bin/sh\necho broken >&2; exit 9\n", 0o755, "broken"),
    "hanging": ("#!/bin/sh\nsleep 60\n", 0o755, "--version has no answer"),
}


@pytest.mark.parametrize("kind", PANDOCS)
def test_a_pandoc_that_is_none_is_said(book: Path, kind: str) -> None:
    source, mode, said = PANDOCS[kind]
    program = book.parent / "pandoc"
    program.write_text(source)
    os.chmod(program, mode)
    done = _with_pandoc(book, repr(str(program)))
    assert done.returncode == TOOL_TROUBLE
    assert said in done.stderr


def test_a_pandoc_that_is_missing_is_said(book: Path) -> None:
    done = _with_pandoc(book, "'/nowhere/pandoc'")
    assert (done.returncode, "ein Programm fehlt: pandoc" in done.stderr) == (TOOL_TROUBLE, True)


def _with_pandoc(book: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Have another pandoc found; some are waited for for a second only."""
    code = (
        "import sys; from pipeline import pandoc, cli\n"
        f"pandoc._program = lambda: {program}\n"
        "pandoc.SINGLE_TIMEOUT_S = pandoc.BATCH_TIMEOUT_S = 1.0\n"
        f"sys.exit(cli.main(['check', '--book', {str(book)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr
    return done
