"""Twelve people write for some minutes and thirty look on, with the book being built: what it costs, and how soon
others see a word, on their screens and on the page.

`python -m tests.sprint.soak MINUTES` says it, and ends with 1 where the bounds below do not hold.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from .replay import PATHS, lay_out
from .scribes import MARK, Reader, Scribe, Seen, until
from .serving import House

WRITERS, READERS = 12, 30
# A word a second each: faster than anybody writes for ten minutes.
PAUSE_S, LOOK_S = 1.0, 0.1
MOST_SCREEN_MS, MOST_PAGE_MS, MOST_GROWTH_MIB = 200, 1000, 60


async def soak(root: Path, minutes: float) -> tuple[Seen, list[float], list[float]]:
    """Return what was seen, when words stood on the page, and the server's memory by the half minute."""
    seen = Seen()
    lay_out(root)
    running = House(root)
    running.start_whole(_free_port())
    try:
        cookies = [running.cookie("write", f"w{chr(97 + nth)}w", True) for nth in range(WRITERS)]
        rooms = [running.room_of(path, cookies[0]) for path in PATHS]
        scribes = [
            Scribe(running, f"w{chr(97 + nth)}w", rooms[nth % len(rooms)], cookies[nth], seen) for nth in range(WRITERS)
        ]
        reader = running.cookie("read")
        readers = [Reader(running, f"r{nth}", rooms[nth % len(rooms)], reader, seen) for nth in range(READERS)]
        living = [asyncio.create_task(one.live()) for one in (*scribes, *readers)]
        await until(lambda: all(one.is_loaded for one in (*scribes, *readers)))
        await until(lambda: bool(running.state(cookies[0])["version"]))
        page_ms: list[float] = []
        memory = [running.memory_mib]
        beside = [
            asyncio.create_task(_look_at_pages(running, reader, seen, page_ms)),
            asyncio.create_task(_weigh(running, memory)),
        ]
        edits = int(minutes * 60 / PAUSE_S)
        await asyncio.gather(*(scribe.write(edits, PAUSE_S, cuts=False) for scribe in scribes))
        for task in (*beside, *living):
            task.cancel()
        await asyncio.gather(*beside, *living, return_exceptions=True)
        memory.append(running.memory_mib)
    finally:
        running.stop()
    return seen, page_ms, memory


async def _look_at_pages(running: House, cookie: str, seen: Seen, page_ms: list[float]) -> None:
    """Ask for each text's page again when there is a new version, as a browser beside the text does."""
    version, met = None, set()
    while True:
        state = await asyncio.to_thread(running.state, cookie)
        if state["version"] != version:
            version = state["version"]
            for page in {file["page"] for file in state["files"] if file["page"]}:
                _, data, _ = await asyncio.to_thread(running.ask, f"/{quote(page)}", cookie)
                now, marks = time.monotonic(), {found[0] for found in MARK.finditer(data.decode())}
                page_ms += [(now - seen.told[mark]) * 1000 for mark in marks - met if mark in seen.told]
                met |= marks
        await asyncio.sleep(LOOK_S)


async def _weigh(running: House, memory: list[float]) -> None:
    while True:
        await asyncio.sleep(30)
        memory.append(running.memory_mib)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tell(seen: Seen, page_ms: Sequence[float], memory: Sequence[float]) -> str:
    """What was seen, in lines."""

    def spread(times: Sequence[float]) -> str:
        return f"median {median(times):.0f} ms, p95 {quantiles(times, n=20)[-1]:.0f} ms, {len(times)} seen"

    return "\n".join(
        (
            f"{seen.written} words by {WRITERS}, {READERS} looking on",
            f"edit → other screen: {spread(seen.shown_ms)}",
            f"edit → kept: {spread(seen.delays_ms)}",
            f"edit → page: {spread(page_ms)}",
            f"memory of the server, MiB: {json.dumps([round(one) for one in memory])}",
        )
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        seen, page_ms, memory = asyncio.run(soak(Path(folder), float(sys.argv[1])))
        print(tell(seen, page_ms, memory))
        is_quick = median(seen.shown_ms) <= MOST_SCREEN_MS and median(page_ms) <= MOST_PAGE_MS
        sys.exit(not (is_quick and memory[-1] - memory[0] <= MOST_GROWTH_MIB))
