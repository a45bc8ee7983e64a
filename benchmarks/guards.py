"""What it costs to be safe: `python -m benchmarks.guards [--size S] [--pairs 15]`.

A copy of the program has no guards against strangers and bad luck; both programs build the same book in turn, cold and
after one edit, each as a process of its own. Printed is what the guards add to the CPU seconds of all processes, with
its interval of 95 %.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.book import SIZES, write_book
from benchmarks.runs import EDITS, ROOT, ours, time_command
from tests.copies import copy_checkout

# Of Student's distribution, two-sided, by pairs less one.
T_95 = {4: 2.776, 9: 2.262, 14: 2.145, 19: 2.093, 29: 2.045}
EDIT = "one word"
SOMEBODY = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")


class Guard(NamedTuple):
    """What stands in a module of the program, and what would stand there if nobody meant harm and nothing failed."""

    module: str
    text: str
    instead: str


GUARDS = {
    "signs that no text may hold": Guard(
        "sieve.py", 'return _STRAY.sub(lambda found: "" if found.group() == "\\ufeff" else " ", text)', "return text"
    ),
    "depth and aliases of YAML": Guard(
        "sieve.py", "    openings = text.count", "    return None\n    openings = text.count"
    ),
    "drawings written anew": Guard(
        "manuscript/drawings/__init__.py",
        "    size = _hold_bounds(old)\n",
        "    plain = _Cleaner(prefix, pixels, read_sheet(old, 0), old)\n"
        "    return Drawing(data, *plain.settle_size(old))\n    size = _hold_bounds(old)\n",
    ),
    "links that lead out": Guard(
        "workspace.py",
        "        target = str(self.root)\n",
        "        return str(self.root / name)\n        target = str(self.root)\n",
    ),
    "files that survive a power cut": Guard(
        "workspace.py", "                os.fsync(handle)\n", "                pass\n"
    ),
    "seals of the cache": Guard(
        "cache.py", "        if self._secret:\n", "        return bytes(DIGEST_BYTES)\n        if self._secret:\n"
    ),
    "git that only reads": Guard(
        "repository.py", "for name, value in SETTINGS.items() for word", "for name, value in {}.items() for word"
    ),
    "a pandoc that ends with us": Guard(
        "pandoc.py", "[*_tether(), _program(), *arguments]", "[_program(), *arguments]"
    ),
    "bounds of memory": Guard("render/serving.py", "    if resource:\n        soft", "    if False:\n        soft"),
}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="benchmarks.guards", description=__doc__)
    options.add_argument("--size", choices=SIZES, default="S")
    options.add_argument("--pairs", type=int, choices=[count + 1 for count in T_95], default=15)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        copy_checkout(place / "trusting")
        for guard in GUARDS.values():
            without(guard, place / "trusting")
        write_book(place / "book", *SIZES[given.size])
        for words in (("init", "-q"), ("add", "-A"), (*SOMEBODY, "commit", "-q", "-m", "A book")):
            subprocess.run(("git", "-C", place / "book", *words), check=True)
        programs = {"guarded": ROOT, "trusting": place / "trusting"}
        costs: dict[str, list[tuple[float, float]]] = {"cold": [], f"edit: {EDIT}": []}
        for nth in range(given.pairs + 1):
            # Who begins changes, and what the first pair compiles is not counted.
            pair = {name: _build(programs[name], place) for name in sorted(programs, reverse=nth % 2 == 1)}
            for what, (guarded, trusting) in zip(
                costs, zip(*(pair["guarded"], pair["trusting"]), strict=True), strict=True
            ):
                costs[what] += [(guarded, trusting)] if nth else []
    print(f"{given.pairs} pairs, book {given.size}; CPU seconds of all processes, medians")
    for what, pairs in costs.items():
        guarded, trusting = (statistics.median(side) for side in zip(*pairs, strict=True))
        middle, half = interval([one / other - 1 for one, other in pairs])
        print(f"{what:16} guarded {guarded:.2f}, without {trusting:.2f}: {middle:+.1%} ± {half:.1%}")


def without(guard: Guard, program: Path) -> None:
    """Take a guard out of a copy of the program. Raises ValueError where it stands no more as it is told here."""
    module = program / "pipeline" / guard.module
    source = module.read_text(encoding="utf-8")
    if source.count(guard.text) != 1:
        raise ValueError(f"{guard.module}: {source.count(guard.text)} × {guard.text}")
    module.write_text(source.replace(guard.text, guard.instead), encoding="utf-8")


def interval(shares: Sequence[float]) -> tuple[float, float]:
    """The mean of some measurements, and half of its interval of 95 %."""
    half = T_95[len(shares) - 1] * statistics.stdev(shares) / math.sqrt(len(shares))
    return statistics.mean(shares), half


def _build(program: Path, place: Path) -> tuple[float, float]:
    """The CPU seconds of a cold build, and of the one after an edit."""
    book = place / "copy"
    shutil.rmtree(book, ignore_errors=True)
    shutil.copytree(place / "book", book)
    cold = time_command(ours(book, program), book).cpu
    EDITS[EDIT](book)
    return cold, time_command(ours(book, program), book).cpu


if __name__ == "__main__":
    main()
