"""Time our build beside the naive one and print ratios (README.md)."""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.book import SIZES, write_book
from benchmarks.peers import peers
from benchmarks.runs import EDITS, Cost, naive, ours, time_command


def main() -> None:
    """Run the benchmark named on the command line."""
    options = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    options.add_argument("--size", choices=SIZES, default="S", help="of the made book")
    options.add_argument("--book", type=Path, help="a folder with a book.yaml, instead of a made book")
    options.add_argument("--runs", type=int, default=3, help="how often everything is run")
    options.add_argument("--edits", default=",".join(EDITS), help="which edits, with commas between")
    options.add_argument("--peers", action="store_true", help="add Typst and Chromium where they are installed")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        costs = _measure(Path(place), given)
    _print(costs, given.runs)


def _measure(place: Path, given: argparse.Namespace) -> dict[str, list[Cost]]:
    source = given.book or place / "source"
    if not given.book:
        write_book(source, *SIZES[given.size])
    costs: dict[str, list[Cost]] = {}
    for run in range(given.runs):
        book = place / f"book-{run}"
        shutil.copytree(source, book, ignore=shutil.ignore_patterns("build", ".git", ".venv"))
        costs.setdefault("naive", []).append(time_command(naive(book, place / f"naive-{run}"), book))
        for name, command in peers(place / f"naive-{run}", given.peers):
            costs.setdefault(name, []).append(time_command(command, book))
        costs.setdefault("ours, cold", []).append(time_command(ours(book), book))
        for name in given.edits.split(","):
            edited = place / f"edited-{run}"
            shutil.copytree(book, edited)
            EDITS[name](edited)
            costs.setdefault(f"ours, {name}", []).append(time_command(ours(edited), edited))
            shutil.rmtree(edited)
    return costs


def _print(costs: dict[str, list[Cost]], runs: int) -> None:
    print(f"medians of {runs} runs; ratios to naive of the same run")
    print(f"{'':24}{'CPU s':>9}{'wall s':>9}{'MiB':>7}{'CPU ratio':>11}{'wall ratio':>12}")
    for name, measured in costs.items():
        cpu, wall, memory = (_median([getattr(c, what) for c in measured]) for what in ("cpu", "wall", "memory"))
        ratios = [
            _median([getattr(c, what) / getattr(n, what) for c, n in zip(measured, costs["naive"], strict=True)])
            for what in ("cpu", "wall")
        ]
        print(f"{name:24}{cpu:9.2f}{wall:9.2f}{memory:7.0f}{ratios[0]:11.3f}{ratios[1]:12.3f}")


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    main()
