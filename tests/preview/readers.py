"""Thirty readers at a preview, and somebody who writes for an hour and breaks one save in five.

As a program: `.venv/bin/python -m tests.preview.readers [--minutes 60] [--readers 30]`. It may be ended and goes on
where it was; what it measured lies in `build/readers.json`. After each save that can be read every reader of its page
must have the new words; memory may not grow from the second third of a run to the last; a save may cost so much CPU.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.book import write_book
from benchmarks.runs import USUAL, _family, _weight
from benchmarks.serve import _worked

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build/readers.json"
CHAPTERS, CHECKLISTS = 6, 4
BETWEEN_S, PATIENCE_S = 1.5, 60.0
MOST_GROWTH, MOST_CPU_S, MOST_MB, FULL_AFTER = 1.15, 2.5, 600, 40
WORD = re.compile(rb"fassung(\d+)ende")
BROKEN = {
    "brackets in the head": lambda text: b"---\nversprechen: " + b"[" * 5_000 + b"\n---\n# X\n",
    "no UTF-8": lambda text: text + b"\xff\xfe\x80\n",
    "nothing in it": lambda text: b"",
    "a box that stays open": lambda text: text + b"\n::: tipp\nOffen.\n",
    "conflict marks": lambda text: text + b"\n<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> b\n",
    "a NUL": lambda text: text + b"\n![x](images/%00.svg)\n",
    "references to nothing": lambda text: text + b"\n[](#nirgends) [@niemand]\n",
    "deep lists": lambda text: text + b"\n" + b"> " * 3_000 + b"x\n",
}


@dataclass
class Account:
    """What was measured in all runs."""

    minutes: float = 0.0
    saves: int = 0
    broken: int = 0
    stale: list[str] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    grown: list[float] = field(default_factory=list)

    def faults(self) -> Iterator[str]:
        """What must not be."""
        yield from self.stale
        if self.cpu and (most := statistics.median(self.cpu)) > MOST_CPU_S:
            yield f"a save costs {most:.2f} s of CPU"
        yield from (f"memory grew to {one:.2f} of what it was" for one in self.grown if one > MOST_GROWTH)


class Reader(threading.Thread):
    """Somebody who looks at one page: fetches it whenever its digest is another."""

    def __init__(self, port: int, page: str) -> None:
        super().__init__(daemon=True)
        self.port, self.page, self.seen = port, page, -1

    def run(self) -> None:
        with suppress(OSError, ValueError):  # the preview has ended
            shown = ""
            stream = self._ask("/-preview/changes")
            while line := stream.readline():
                if not line.startswith(b"data: "):
                    continue
                digest = json.loads(line.removeprefix(b"data: "))["pages"].get(self.page, "")
                if digest and digest != shown:
                    shown = digest
                    if found := WORD.search(self._ask(f"/{self.page}").read()):
                        self.seen = int(found[1])

    def _ask(self, path: str) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path)
        return connection.getresponse()


class Writer:
    """Saves chapters by chance; of every one the last text that could be read is known."""

    def __init__(self, book: Path, account: Account, seed: int) -> None:
        self.chapters = sorted((book / "chapters").glob("*.md"))
        self.texts = {path: path.read_bytes() for path in self.chapters}
        self.account, self.chance, self.number = account, random.Random(seed), 0
        self.spoilt: set[Path] = set()

    def save(self, readers: Sequence[Reader], pid: int) -> None:
        """Save once; after what can be read wait until all have it."""
        path = self.chance.choice(self.chapters)
        self.number += 1
        text = self.texts[path] + f"\nDas ist fassung{self.number}ende.\n".encode()
        worked, begun = _worked(pid), time.monotonic()
        self.account.saves += 1
        if self.account.saves % 5 == 0:
            kind = self.chance.choice(sorted(BROKEN))
            self.account.broken += 1
            path.write_bytes(BROKEN[kind](text))
            time.sleep(BETWEEN_S)
            # The next save mends it.
            self.number += 1
            text = self.texts[path] + f"\nDas ist fassung{self.number}ende.\n".encode()
            begun = time.monotonic()
        path.write_bytes(text)
        here = [one for one in readers if one.page == f"{path.stem}.html"]
        while not all(one.seen == self.number for one in here):
            if time.monotonic() - begun > PATIENCE_S:
                self.account.stale.append(f"{path.name}: save {self.number} was not seen")
                break
            time.sleep(0.02)
        self.account.waits.append(round(time.monotonic() - begun, 3))
        time.sleep(BETWEEN_S)
        self.account.cpu.append(round(_worked(pid) - worked, 2))


def run(account: Account, minutes: float, many: int) -> None:
    """Let a preview be read and written for some minutes."""
    with tempfile.TemporaryDirectory() as name:
        book = Path(name, "book")
        write_book(book, CHAPTERS, CHECKLISTS)
        with _served(book) as (port, pid):
            _wait_for_the_book(port)
            writer = Writer(book, account, seed=len(account.cpu))
            readers = [Reader(port, f"{writer.chapters[nth % CHAPTERS].stem}.html") for nth in range(many)]
            for reader in readers:
                reader.start()
            begun, sizes = time.monotonic(), []
            while (passed := time.monotonic() - begun) < 60 * minutes:
                writer.save(readers, pid)
                sizes.append(_megabytes(pid))
                if len(sizes) % 20 == 0:
                    print(f"{passed / 60:5.1f} min, {len(sizes)} saves, {sizes[-1]:.0f} MB, {len(account.stale)} stale")
                    _keep(account, passed / 60)
            account.minutes += (time.monotonic() - begun) / 60
            # Texts that are no more are remembered for some readings; until then it grows and is no leak.
            third = len(sizes) // 3
            if max(sizes) > MOST_MB:
                account.stale.append(f"the preview came to hold {max(sizes):.0f} MB")
            if third > FULL_AFTER:
                account.grown.append(
                    statistics.median(sizes[2 * third :]) / statistics.median(sizes[third : 2 * third])
                )


@contextmanager
def _served(book: Path) -> Iterator[tuple[int, int]]:
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--book", str(book)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=USUAL, stderr=pipe, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        found = re.search(r":(\d+)/", process.stderr.readline())
        assert found, "the preview did not start"
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield int(found[1]), process.pid
        finally:
            process.terminate()


def _wait_for_the_book(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", "/-preview/changes")
    stream = connection.getresponse()
    while line := stream.readline():
        if line.startswith(b"data: ") and json.loads(line.removeprefix(b"data: "))["version"]:
            return


def _megabytes(pid: int) -> float:
    """What the preview and all its processes hold."""
    return sum(_weight(one) for one in _family(pid)) / 1024


def _keep(account: Account, more: float = 0.0) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps({**asdict(account), "minutes": account.minutes + more}), encoding="utf-8")


def main() -> int:
    """Go on until so many minutes are over in sum."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--readers", type=int, default=30)
    options.add_argument("--anew", action="store_true", help="forget what was measured before")
    given = options.parse_args()
    if given.anew:
        KEPT.unlink(missing_ok=True)
    account = Account(**json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else Account()
    if account.minutes < given.minutes:
        run(account, given.minutes - account.minutes, given.readers)
        _keep(account)
    faults = list(account.faults())
    print("\n".join(faults))
    waits, grown = account.waits, ", ".join(f"{one:.3f}" for one in account.grown)
    print(
        f"{account.minutes:.0f} minutes, {given.readers} readers, {account.saves} saves and {account.broken} that were "
        f"broken; all had the new page after {statistics.median(waits):.2f} s (longest {max(waits):.1f}); "
        f"{statistics.median(account.cpu):.2f} s of CPU a save, with the whole book and what was printed; "
        f"memory {grown} of what it was; {len(faults)} faults"
    )
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
