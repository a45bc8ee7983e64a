"""Sections laid out side by side: each worker process keeps the layouts it made until they are written.

A layout cannot leave its process (it holds Pango's memory), so a section is written by the worker that laid it out.
One job means no process at all, none asked for as many as there are processors.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any

from pipeline.render.pdf.engine import Engine, Extent, Sheet

# A fork shares the modules and fonts that are loaded; not every system has it.
START = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


class Desk:
    """One engine and the layouts it holds, by slot."""

    def __init__(self, styles: str, files: Mapping[str, bytes]) -> None:
        self._engine = Engine(styles, files)
        self._layouts: dict[int, Any] = {}

    def lay_out(self, slot: int, sheet: Sheet) -> Extent:
        with _without_collecting():
            self._layouts[slot], extent = self._engine.lay_out(sheet)
        return extent

    def write(self, slot: int, numbers: Mapping[str, str]) -> bytes:
        return self._engine.write(self._layouts.pop(slot), numbers)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave garbage lie for one layout: its boxes all live, and looking through them costs a sixth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Workshop:
    """Desks that share the work; use as a context. Errors in a worker are raised here."""

    def __init__(self, styles: str, files: Mapping[str, bytes], jobs: int) -> None:
        self._styles, self._files = styles, files
        self._jobs = jobs or os.cpu_count() or 1
        self._own: Desk | None = None
        self._pipes: list[Connection] = []
        self._processes: list[Any] = []
        self._owner: dict[int, int] = {}

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *error: object) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(timeout=5)
            process.kill()
        self._pipes, self._processes = [], []

    def lay_out(self, sheets: Mapping[int, Sheet]) -> dict[int, Extent]:
        """Lay out sheets by slot, the longest first."""
        order = sorted(sheets, key=lambda slot: (-len(sheets[slot].html), slot))
        return self._share([("lay_out", slot, sheets[slot]) for slot in order])

    def write(self, numbers: Mapping[int, Mapping[str, str]]) -> dict[int, bytes]:
        """Write slots that were laid out here, each with the numbers of its references."""
        return self._share([("write", slot, numbers[slot]) for slot in sorted(numbers)])

    def _share(self, tasks: Sequence[tuple[str, int, Any]]) -> dict[int, Any]:
        if not tasks:
            return {}
        if self._jobs < 2 or (len(tasks) == 1 and not self._pipes) or self._own is not None:
            self._own = self._own or Desk(self._styles, self._files)
            return {slot: getattr(self._own, verb)(slot, thing) for verb, slot, thing in tasks}
        self._hire()
        return self._hand_out(list(tasks))

    def _hire(self) -> None:
        context: Any = multiprocessing.get_context(START)
        while len(self._pipes) < self._jobs:
            here, there = context.Pipe()
            process = context.Process(target=_work, args=(there, self._styles, self._files), daemon=True)
            process.start()
            there.close()
            self._pipes.append(here)
            self._processes.append(process)

    def _hand_out(self, tasks: list[tuple[str, int, Any]]) -> dict[int, Any]:
        results: dict[int, Any] = {}
        idle = set(range(len(self._pipes)))
        while tasks or len(idle) < len(self._pipes):
            for worker in sorted(idle):
                task = self._next(tasks, worker)
                if task is not None:
                    self._pipes[worker].send(task)
                    idle.discard(worker)
            busy = {self._pipes[worker]: worker for worker in range(len(self._pipes)) if worker not in idle}
            if not busy:
                raise KeyError(f"slots that nobody laid out: {[slot for _, slot, _ in tasks]}")
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                slot, result = self._pipes[worker].recv()
                if isinstance(result, BaseException):
                    raise result
                results[slot] = result
                idle.add(worker)
        return results

    def _next(self, tasks: list[tuple[str, int, Any]], worker: int) -> tuple[str, int, Any] | None:
        for index, (verb, slot, _) in enumerate(tasks):
            if verb == "lay_out" or self._owner.get(slot) == worker:
                self._owner[slot] = worker
                return tasks.pop(index)
        return None


def _work(pipe: Connection, styles: str, files: Mapping[str, bytes]) -> None:
    desk = Desk(styles, files)
    while True:
        try:
            verb, slot, thing = pipe.recv()
        except EOFError:
            return
        try:
            result = getattr(desk, verb)(slot, thing)
        except Exception as error:  # the parent raises it again, with its own trace
            result = error
        pipe.send((slot, result))
