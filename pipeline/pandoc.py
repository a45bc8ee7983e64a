"""The only module that runs pandoc: Markdown texts in, HTML fragments out, and citations set after a CSL style.

Many texts go through one process (`pandoc lua` with pandoc_reader.lua), because starting pandoc costs as much as
reading a short chapter; a whole book goes through a few of them side by side. The preview has one started before the
next edit. A text that makes pandoc fail or hang fails alone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

from .dialect import CITED, DIALECT
from .workspace import ToolFailed, ToolMissing

READER = Path(__file__).with_name("pandoc_reader.lua")
# Quotation marks: outer ones, inner ones.
Quotes = tuple[str, str, str, str]
GERMAN: Quotes = ("„", "“", "‚", "‘")
# More memory than a chapter of the largest size takes: what wants more gives up.
BOUNDED = ("+RTS", "-M1g", "-RTS")
READING = ("lua", *BOUNDED, str(READER))
# Less than this many characters take no longer than another pandoc takes to start.
SHARE = 60_000
BATCH_TIMEOUT_S = 120.0
SINGLE_TIMEOUT_S = 20.0
# What setpriv says where the program cannot be started, or is not there; pandoc ends with neither.
NOT_STARTED = (126, 127)


@dataclass(frozen=True, slots=True)
class Fragment:
    """One text, read. `log` holds pandoc's warnings; `failure` says why there is no `html`, empty when there is."""

    html: str
    log: tuple[str, ...] = ()
    failure: str = ""


# One that waits for its texts, if any does.
_waiting: list[subprocess.Popen[str]] = []


def get_ready() -> None:
    """Start a process that waits for the texts that are read next; where there is no pandoc, that is told then."""
    if not _waiting:
        with suppress(ToolMissing, ToolFailed):
            _waiting.append(_start(READING))


def dismiss() -> None:
    """End the process that waits."""
    while _waiting:
        with _waiting.pop() as process:
            process.kill()


def to_fragments(texts: Sequence[str], quotes: Quotes = GERMAN, jobs: int = 1) -> tuple[Fragment, ...]:
    """Read Markdown texts, in the same order, in at most `jobs` processes. Raises ToolMissing."""
    count = max(1, min(jobs, sum(map(len, texts)) // SHARE))
    shares = [texts[first::count] for first in range(count)]
    beside: dict[int, tuple[Fragment, ...]] = {}

    def read(nth: int) -> None:
        # What fails here is tried again below, where who called hears of it.
        with suppress(Exception):
            beside[nth] = _read_share(shares[nth], quotes)

    threads = [Thread(target=read, args=(nth,)) for nth in range(1, count)]
    for thread in threads:
        thread.start()
    try:
        first = _read_share(shares[0], quotes)
    finally:
        for thread in threads:
            thread.join()
    parts = [first, *(beside.get(nth) or _read_share(shares[nth], quotes) for nth in range(1, count))]
    return tuple(parts[nth % count][nth // count] for nth in range(len(texts)))


def cite(markdown: str, references: str, style: bytes, language: str = "de") -> Fragment:
    """Set the citations of a text and the list of its sources; `references` is CSL JSON. Raises ToolMissing."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as name:
        folder = Path(name)
        (folder / "style.csl").write_bytes(style)
        (folder / "sources.json").write_text(references, encoding="utf-8")
        command = (
            *BOUNDED,
            "--citeproc",
            f"--from={CITED}",
            "--to=html5",
            "--wrap=none",
            "--csl=style.csl",
            "--bibliography=sources.json",
            f"--metadata=lang:{language}",
            "--metadata=link-citations:true",
        )
        try:
            done = _run(command, markdown, SINGLE_TIMEOUT_S, folder)
        except (ToolFailed, subprocess.TimeoutExpired) as problem:
            return Fragment("", failure=str(problem))
    return Fragment(done.stdout, tuple(line for line in done.stderr.splitlines() if line.strip()))


def read_bibtex(text: str) -> str:
    """Read BibTeX or BibLaTeX, as CSL JSON. Raises ToolMissing, and ToolFailed when it cannot be read."""
    try:
        return _run((*BOUNDED, "--from=biblatex", "--to=csljson", "--wrap=none"), text, SINGLE_TIMEOUT_S).stdout
    except subprocess.TimeoutExpired as problem:
        raise ToolFailed(f"pandoc: more than {SINGLE_TIMEOUT_S:.0f} s") from problem


def convert(data: bytes, reader: str, writer: str, language: str = "de", options: Sequence[str] = ()) -> Fragment:
    """Read a file of any kind, and write it as text of another (`html` holds it, whatever it is). Nothing else is
    opened for it: no picture, no address. Raises ToolMissing."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as name:
        folder = Path(name)
        (folder / "source").write_bytes(data)
        command = (
            *BOUNDED,
            "--sandbox",
            f"--from={reader}",
            f"--to={writer}",
            "--wrap=none",
            f"--metadata=lang:{language}",
            *options,
            "source",
        )
        try:
            done = _run(command, "", BATCH_TIMEOUT_S, folder)
        except (ToolFailed, subprocess.TimeoutExpired) as problem:
            return Fragment("", failure=str(problem))
    return Fragment(done.stdout, tuple(line for line in done.stderr.splitlines() if line.strip()))


def stamp() -> str:
    """What a fragment depends on besides its text: pandoc's version, the dialect, our script."""
    return "\n".join((version(), DIALECT, READER.read_text(encoding="utf-8")))


@cache
def version() -> str:
    """Ask pandoc for its version. Raises ToolMissing, and ToolFailed when it has none to tell."""
    try:
        said = _run(("--version",), "", SINGLE_TIMEOUT_S).stdout
    except subprocess.TimeoutExpired as problem:
        raise ToolFailed("pandoc: --version has no answer") from problem
    if not said.startswith("pandoc"):  # another program of that name
        raise ToolFailed("pandoc: --version has no answer")
    return said.splitlines()[0]


def _read_share(texts: Sequence[str], quotes: Quotes) -> tuple[Fragment, ...]:
    if not texts:
        return ()
    try:
        return _read_batch(texts, quotes, BATCH_TIMEOUT_S)
    except (ToolFailed, subprocess.TimeoutExpired):
        return tuple(_read_alone(text, quotes) for text in texts)


def _read_batch(texts: Sequence[str], quotes: Quotes, timeout_s: float) -> tuple[Fragment, ...]:
    task = json.dumps({"texts": list(texts), "dialect": DIALECT, "quotes": quotes})
    done = _run(READING, f"{task}\n", timeout_s)
    try:
        read = [Fragment(one["html"], tuple(one["log"]), one["failure"]) for one in json.loads(done.stdout)]
    except (ValueError, KeyError, TypeError) as problem:
        raise ToolFailed("pandoc: no answer") from problem
    if len(read) != len(texts):
        raise ToolFailed("pandoc: too short an answer")
    return tuple(read)


def _read_alone(text: str, quotes: Quotes) -> Fragment:
    try:
        return _read_batch((text,), quotes, SINGLE_TIMEOUT_S)[0]
    except subprocess.TimeoutExpired:
        return Fragment("", failure=f"more than {SINGLE_TIMEOUT_S:.0f} s")
    except ToolFailed as problem:
        return Fragment("", failure=str(problem))


def _run(
    arguments: Sequence[str], text: str, timeout_s: float, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    waiting = _taken() if arguments is READING else None
    with waiting or _start(arguments, folder) as process:
        try:
            said, complained = process.communicate(text, timeout_s)
        except BaseException:
            process.kill()
            raise
    if process.returncode in NOT_STARTED:
        raise ToolMissing(f"pandoc ({complained.strip().rpartition(': ')[2]})")
    if process.returncode:
        raise ToolFailed(f"pandoc: {complained.strip()[-300:] or f'status {process.returncode}'}")
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


def _taken() -> subprocess.Popen[str] | None:
    """The process that waits; of two threads that ask, one gets it."""
    with suppress(IndexError):
        return _waiting.pop()
    return None


def _start(arguments: Sequence[str], folder: Path | None = None) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [*_tether(), _program(), *arguments]
    try:
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8", errors="replace", cwd=folder
        )
    except FileNotFoundError as problem:
        raise ToolMissing("pandoc") from problem
    except OSError as problem:  # not executable, or made for another machine
        raise ToolMissing(f"pandoc ({problem.strerror})") from problem


@cache
def _tether() -> tuple[str, ...]:
    """What has a pandoc end with this program, whatever became of that. One that reads would miss nobody before it had
    read it all. Only Linux can; a hook between fork and exec (`preexec_fn`) could do without setpriv, but not safely
    beside threads."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return (setpriv, "--pdeathsig", "KILL") if setpriv else ()


@cache
def _program() -> str:
    """Find the pandoc that comes with our libraries, else the machine's; asking its package starts it several times."""
    package = find_spec("pypandoc")
    for folder in (package and package.submodule_search_locations) or ():
        if (place := Path(folder, "files", "pandoc")).is_file():
            return str(place)
    found = shutil.which("pandoc")
    if found is None:
        raise ToolMissing("pandoc")
    return found
