"""Time our build beside the naive one and print ratios (README.md)."""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.balance import time_balance
from benchmarks.book import SIZES, write_book
from benchmarks.peers import peers
from benchmarks.runs import EDITS, Cost, naive, ours, time_command
from benchmarks.serve import time_preview


def main() -> None:
    """Run the benchmark named on the command line."""
    options = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    options.add_argument("--size", choices=SIZES, default="S", help="of the made book")
    options.add_argument("--book", type=Path, help="a folder with a book.yaml, instead of a made book")
    options.add_argument("--runs", type=int, default=3, help="how often everything is run")
    options.add_argument("--edits", default=",".join(EDITS), help="which edits, with commas between")
    options.add_argument("--peers", action="store_true", help="add Typst and Chromium where they are installed")
    options.add_argument("--serve", action="store_true", help="time the preview instead, after so many edits as --runs")
    options.add_argument("--before", default="", help="with --serve: a commit to be measured beside, in turn")
    options.add_argument("--balance", action="store_true", help="what holding the text against its source costs")
    given = options.parse_args()
    if unknown := set(given.edits.split(",")) - EDITS.keys():
        options.error(f"no such edit: {', '.join(sorted(unknown))}; there are {', '.join(EDITS)}")
    with tempfile.TemporaryDirectory() as place:
        if given.balance:
            time_balance(_copied(_source(Path(place), given), Path(place) / "book"), given.runs)
            return
        if given.serve:
            time_preview(_copied(_source(Path(place), given), Path(place) / "book"), given.runs, given.before)
            return
        costs = _measure(Path(place), given)
    _print(costs, given.runs)


def _measure(place: Path, given: argparse.Namespace) -> dict[str, list[Cost]]:
    source = _source(place, given)
    costs: dict[str, list[Cost]] = {}
    for run in range(given.runs):
        book = _copied(source, place / f"book-{run}")
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


def _source(place: Path, given: argparse.Namespace) -> Path:
    """The book to measure, made if none is named."""
    if given.book:
        return Path(given.book)
    write_book(place / "source", *SIZES[given.size])
    return place / "source"


def _copied(source: Path, place: Path) -> Path:
    shutil.copytree(source, place, ignore=shutil.ignore_patterns("build", ".git", ".venv"))
    return place


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
    print("seconds of wall in our stages")
    for name, measured in costs.items():
        stages = [stage for stage, _ in measured[0].stages]
        medians = [(stage, _median([dict(cost.stages).get(stage, 0.0) for cost in measured])) for stage in stages]
        if medians:
            print(f"{name:24}{', '.join(f'{stage} {seconds:.2f}' for stage, seconds in medians)}")


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    main()
