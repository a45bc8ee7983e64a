"""What is tried against the program, and which guard holds it: attacks by strangers, and faults of files and machines.

The table is `threats.py`; each case of the tests that it names is one attack or fault. `.venv/bin/python -m
tests.attacks --list` prints them all. Without arguments, or with names of guards, it takes one guard after the other
out of a copy of the program and runs its tests there: all of them must fail, or they prove nothing. That takes some
minutes. `test_attacks.py` holds that every test exists and that every guard can still be taken out.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.copies import ROOT, copy_checkout
from tests.threats import GUARDS, ROWS, Guard, Row

MOST_S = 120


def collected(kind: str = "") -> dict[str, Row]:
    """Every case of the table, as pytest names it, with its row. Raises ValueError for a row without a case."""
    rows = [row for row in ROWS if kind in ("", row.kind)]
    files = sorted({row.test.partition("::")[0] for row in rows})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "--thorough", *files]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=MOST_S).stdout
    # Names of cases may have line ends in them: a line that begins with no test belongs to the one before.
    names = re.split(r"\n(?=tests/[\w/]+\.py::)", f"\n{listed}")[1:]
    found = {name.rstrip(): row for name in names for row in rows if _is_of(name.rstrip(), row)}
    if empty := [row.test for row in rows if row not in found.values()]:
        raise ValueError(f"no such test: {empty}")
    return found


def _is_of(name: str, row: Row) -> bool:
    return (name == row.test or name.startswith(f"{row.test}[")) and re.search(row.cases, name) is not None


def without(guard: Guard, folder: Path) -> None:
    """Take a guard out of a copy of the program. Raises ValueError where it stands no more as it is told here."""
    file = folder / "pipeline" / guard.module
    source = file.read_text(encoding="utf-8")
    for text, instead in ((guard.text, guard.instead), *guard.also):
        if source.count(text) != 1:
            raise ValueError(f"{guard.module}: {source.count(text)} × {text}")
        source = source.replace(text, instead)
    file.write_text(source, encoding="utf-8")


def held_without(name: str) -> Iterator[str]:
    """The cases that pass though their guard is gone: none should. Raises ValueError where one fails with
    its guard, too."""
    rows = [row for row in ROWS if row.guard == name]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "copy")
        copy_checkout(place)
        if failed := _outcomes(place, rows)["FAILED"]:
            raise ValueError(f"{name}: these fail with their guard, too: {failed}")
        without(GUARDS[name], place)
        try:
            passed = _outcomes(place, rows)["PASSED"]
        except subprocess.TimeoutExpired:
            return  # what nothing stops has no end
    yield from (line for line in passed if any(_is_of(line, row) for row in rows))


def _outcomes(place: Path, rows: Sequence[Row]) -> dict[str, list[str]]:
    """Run the tests of rows in a copy: the names of cases by PASSED and FAILED."""
    command = [sys.executable, "-m", "pytest", "-q", "-rpPfE", "--tb=no", *[row.test for row in rows]]
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=place, env=surroundings, capture_output=True, text=True, timeout=MOST_S)
    if done.returncode not in (0, 1):
        raise ValueError(f"{done.stdout[-500:]}{done.stderr[-500:]}")
    found: dict[str, list[str]] = {"PASSED": [], "FAILED": []}
    for line in done.stdout.splitlines():
        outcome, _, case = line.partition(" ")
        name = case.partition(" - ")[0]
        if outcome in (*found, "ERROR") and any(_is_of(name, row) for row in rows):
            found["FAILED" if outcome == "ERROR" else outcome].append(name)
    return found


def main(arguments: Sequence[str]) -> int:
    """Take guards out, or list what is held."""
    parser = argparse.ArgumentParser(prog="tests.attacks", description=__doc__)
    parser.add_argument("guards", nargs="*", default=list(GUARDS), metavar="GUARD", help=", ".join(GUARDS))
    parser.add_argument("--list", action="store_true", help="print every case")
    options = parser.parse_args(arguments)
    if options.list:
        for name, row in collected().items():
            sys.stdout.write(f"{row.kind}\t{row.what}\t{row.guard}\t{name!r}\n")
        return 0
    status = 0
    for name in options.guards:
        held = list(held_without(name))
        sys.stdout.write(f"{name}: {'every test failed' if not held else f'{len(held)} tests passed'}\n")
        sys.stdout.write("".join(f"  {one}\n" for one in held))
        sys.stdout.flush()
        status |= bool(held)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
