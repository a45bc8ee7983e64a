"""Does a test see it when the program is wrong? `python -m tests.mutants [ROOM …] [--count N] [--seed N]`.

Random small changes, one at a time, in a copy of the checkout: the quick tests of the changed module's room must fail.
What lives on is listed; what is equal by nature stands in EQUAL with its reason. Ends with status 1 below LEAST_KILLED.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import subprocess
import sys
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from tests.copies import ROOT, copy_checkout

ROOMS = ("manuscript", "book", "record", "pdflink", "render/pdf", "checks", "answers")
LEAST_KILLED, MOST_EQUAL = 0.90, 0.05
# A mutant that never ends is seen, too.
MOST_S = 600
SWAPPED: dict[type[ast.AST], Any] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult,
}  # fmt: skip
# Mutants that change nothing that can be seen, as `module: before → after`.
EQUAL = {
    "record/compare.py: len(before) > len(after) → len(before) >= len(after)": "of two equally long texts either goes",
}


class Mutant(NamedTuple):
    """A change: the module, its line, what stood there and what stands there now, and the whole new text."""

    module: str
    line: int
    before: str
    after: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.module}: {self.before} → {self.after}"


def places(source: str) -> list[int]:
    """Where a module can be made wrong: the numbers of nodes."""
    return [nth for nth, node in enumerate(ast.walk(ast.parse(source))) if _change(deepcopy(node))]


def mutant(module: str, source: str, place: int) -> Mutant:
    """A module with one node made wrong."""
    tree = ast.parse(source)
    node = list(ast.walk(tree))[place]
    before = _shown(node)
    _change(node)
    return Mutant(
        module, getattr(node, "lineno", 0), before, _shown(node), ast.unparse(ast.fix_missing_locations(tree))
    )


def _shown(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0] if isinstance(node, ast.expr | ast.stmt) else ""


def _change(node: ast.AST) -> bool:
    """Make a node wrong, if it is one that can be."""
    match node:
        case ast.Compare(ops=[op, *more]) if type(op) in SWAPPED:
            node.ops = [SWAPPED[type(op)](), *more]
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in SWAPPED:
            node.op = SWAPPED[type(op)]()
        case ast.UnaryOp(op=ast.Not()):
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case ast.If(test=test) | ast.IfExp(test=test):
            node.test = ast.UnaryOp(ast.Not(), test)
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value)):
            node.value = value + 1
        case ast.Expr(value=ast.Call()):
            node.value = ast.Constant(None)
        case _:
            return False
    return True


def lives(copy: Path, mutant: Mutant, room: str) -> bool:
    """Whether the quick tests of its room pass with a mutant in place of its module."""
    file = copy / "pipeline" / mutant.module
    kept = file.read_text(encoding="utf-8")
    file.write_text(mutant.text, encoding="utf-8")
    own = copy / "tests" / Path(mutant.module).parent / f"test_{Path(mutant.module).name}"
    try:
        return all(_passes(copy, one) for one in (own, copy / "tests" / room) if one.exists())
    finally:
        file.write_text(kept, encoding="utf-8")


def _passes(copy: Path, tests: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-qx", "-m", "not slow", str(tests)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=MOST_S).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main() -> int:
    options = argparse.ArgumentParser(prog="tests.mutants", description=__doc__)
    options.add_argument("rooms", nargs="*", default=ROOMS, metavar="ROOM", help=", ".join(ROOMS))
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    homes = {path: room for room in given.rooms for path in sorted((ROOT / "pipeline" / room).rglob("*.py"))}
    sources = {path: path.read_text(encoding="utf-8") for path in homes}
    every = [(path, place) for path, source in sources.items() for place in places(source)]
    chosen = [
        (mutant(path.relative_to(ROOT / "pipeline").as_posix(), sources[path], place), homes[path])
        for path, place in random.Random(given.seed).sample(every, min(given.count, len(every)))
    ]
    equal = [one for one, _ in chosen if one.name in EQUAL]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        copy_checkout(copy)
        if red := [room for room in sorted(set(homes.values())) if not _passes(copy, copy / "tests" / room)]:
            sys.stderr.write(f"nothing to learn: without any change the tests fail in {', '.join(red)}\n")
            return 2
        living = []
        for nth, (one, room) in enumerate((one for one in chosen if one[0] not in equal), start=1):
            if lives(copy, one, room):
                living.append(one)
                sys.stdout.write(f"{nth}: pipeline/{one.module}:{one.line}: {one.before} → {one.after}\n")
                sys.stdout.flush()
    tried = len(chosen) - len(equal)
    killed = (tried - len(living)) / max(tried, 1)
    sys.stdout.write(f"{tried} mutants, {tried - len(living)} seen ({killed:.0%}), {len(equal)} equal by nature\n")
    return int(killed < LEAST_KILLED or len(equal) > MOST_EQUAL * len(chosen))


if __name__ == "__main__":
    sys.exit(main())
