"""Prints a proof for somebody in the room: in a process of its own, one at a time, with a bound of time."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .dropped import Unwilling

PROGRAM = Path(__file__).resolve().parents[2]
# A book of a thousand pages on a small machine, made from nothing.
MOST_S = 900


class Press:
    """The press of one book."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._turn = asyncio.Lock()

    async def print_proof(self, wanted: Sequence[str]) -> bytes:
        """Print the book, or what these arguments of `proof` say of it. Raises Unwilling."""
        async with self._turn:
            with tempfile.TemporaryDirectory(prefix="workbook-") as name:
                made = Path(name) / "proof.pdf"
                await self._run("--book", str(self._root), "--quiet", "proof", "--out", str(made), *wanted)
                if not made.is_file():
                    raise Unwilling("proof")
                return made.read_bytes()

    async def _run(self, *arguments: str) -> None:
        silent = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "pipeline", *arguments, cwd=PROGRAM, stdin=silent, stdout=silent, stderr=silent
        )
        try:
            await asyncio.wait_for(process.wait(), MOST_S)
        except (TimeoutError, asyncio.CancelledError) as problem:
            process.kill()
            await process.wait()
            if isinstance(problem, TimeoutError):
                raise Unwilling("proof") from None
            raise
