"""What authors save, and when the book is built anew."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from watchfiles import Change, DefaultFilter, awatch

from ..artifacts import digest
from .maker import OUTPUT
from .shown import Shown

# Saving in an editor often writes several times, each soon after the other.
SETTLED_MS, QUIET_MS = 120, 12
# Who watches the folder begins anew so long after it failed.
AGAIN_S = 1.0


class Sources(DefaultFilter):
    """What authors write: everything but what is made, and what tools keep to themselves."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __call__(self, change: Change, path: str) -> bool:
        below = Path(path).relative_to(self._root).parts if Path(path).is_relative_to(self._root) else ("",)
        ours = below[:1] != (OUTPUT,) and not any(part.startswith(".") for part in below)
        return ours and super().__call__(change, path)


class Contents:
    """What files below a folder hold: editors save what nobody changed, and some touch files again and again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._digests: dict[str, str] = {}

    def read(self, sources: Sources) -> None:
        """Remember what all sources hold."""
        for folder, names, files in os.walk(self._root):
            names[:] = [name for name in names if sources(Change.added, os.path.join(folder, name))]
            self.differ(
                os.path.join(folder, file) for file in files if sources(Change.added, os.path.join(folder, file))
            )

    def differ(self, paths: Iterable[str]) -> list[str]:
        """Which files hold something else than when they were last asked for?"""
        now = {path: _digest_of(path) for path in paths}
        changed = [path for path, its in now.items() if its != self._digests.get(path, "unknown")]
        self._digests |= now
        return changed


def _digest_of(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return ""


def watch_over(root: Path, shown: Shown, heed: Callable[[list[str]], None]) -> Callable[[Starlette], Any]:
    """Build once, then after every change, as long as the server runs, whatever goes wrong; `heed` hears which files
    were changed."""

    async def follow(stop: asyncio.Event) -> None:
        sources, contents = Sources(root), Contents(root)
        await asyncio.to_thread(contents.read, sources)
        found = awatch(root, watch_filter=sources, debounce=SETTLED_MS, step=QUIET_MS, stop_event=stop)
        # Watching begins before the building: what is saved meanwhile is not missed.
        coming = asyncio.ensure_future(anext(found, None))
        await shown.renew()
        while (changes := await coming) is not None:
            coming = asyncio.ensure_future(anext(found, None))
            if changed := await asyncio.to_thread(contents.differ, [path for _, path in changes]):
                names = sorted(Path(path).relative_to(root).as_posix() for path in changed)
                heed(names)
                await shown.renew(names)

    async def watch(stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await follow(stop)
            except Exception as problem:
                await shown.complain(problem)
                await asyncio.sleep(AGAIN_S)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        stop = asyncio.Event()
        task = asyncio.create_task(watch(stop))
        try:
            yield
        finally:
            stop.set()
            await shown.close()
            await asyncio.gather(task, return_exceptions=True)

    return lifespan
