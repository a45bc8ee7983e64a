"""Sections laid out side by side: each worker process keeps the layouts it made until they are written.

A layout cannot leave its process (it holds Pango's memory), so a section is written by the worker that laid it out.
One job means no process at all, none asked for as many as there are processors.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from pipeline.render.pdf.engine import Engine, Extent, Sheet, Written

# A fork shares the modules and fonts that are loaded; not every system has it.
START = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
# What an engine reads once, and never again.
SHARED = ("fonts/", "icons/")
Task = tuple[str, int, Any]
# Who owns the layouts that this process made itself.
OWN = -1


class Stopped(Exception):
    """Nobody wants any more what was being printed."""


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What sheets stand on: the style sheet, and the files that they may use, by path."""

    styles: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    def change_to(self, new: Furnishing) -> Change | None:
        """What a desk with this furnishing lacks of another; None when that is nothing."""
        fresh = {path: data for path, data in new.files.items() if self.files.get(path) != data}
        gone = tuple(sorted(self.files.keys() - new.files.keys()))
        return Change(new.styles, fresh, gone) if fresh or gone or self.styles != new.styles else None


@dataclass(frozen=True, slots=True)
class Change:
    """The whole style sheet, but of the files only those that are other now, and the paths of those that are gone."""

    styles: str
    files: Mapping[str, bytes]
    gone: tuple[str, ...] = ()


class Desk:
    """One engine and the layouts it holds, by slot."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._styles = ""
        self._layouts: dict[int, Any] = {}

    def furnish(self, change: Change) -> None:
        """Make the engine anew, or where nothing but pictures is other, hang those."""
        paths = (*change.files, *change.gone)
        if self._engine and change.styles == self._styles and not any(path.startswith(SHARED) for path in paths):
            self._engine.hang(change.files, change.gone)
            return
        files = dict(self._engine.files) if self._engine else {}
        files.update(change.files)
        self._engine = Engine(change.styles, {path: data for path, data in files.items() if path not in change.gone})
        self._styles = change.styles

    def clear(self) -> None:
        """Let go of layouts that nobody wrote."""
        self._layouts.clear()

    def lay_out(self, slot: int, sheet: Sheet) -> Extent:
        with _without_collecting():
            self._layouts[slot], extent = self._engineer().lay_out(sheet)
        return extent

    def write(self, slot: int, numbers: Mapping[str, str]) -> Written:
        return self._engineer().write(self._layouts.pop(slot), numbers)

    def _engineer(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("a desk without an engine")
        return self._engine


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
    """Desks that share the work; use as a context. Errors in a worker are raised here.

    Workers are hired when there is work for two, or before by `hire`; they stay, with their fonts and styles, until the
    workshop closes. `wanted` is asked between sheets; when it says no, Stopped is raised.
    """

    def __init__(self, jobs: int, wanted: Callable[[], bool] = lambda: True) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._wanted = wanted
        self._get_ready: Callable[[], None] = lambda: None
        self._furnishing = Furnishing()
        self._own: Desk | None = None
        self._pipes: list[Connection] = []
        self._processes: list[Any] = []
        self._owner: dict[int, int] = {}

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *error: object) -> None:
        self._dismiss()

    def furnish(self, styles: str, files: Mapping[str, bytes], get_ready: Callable[[], None] = lambda: None) -> None:
        """Give all desks what the next sheets stand on; what was laid out before and not written is forgotten.

        `get_ready` is called before desks are set up: what it loads is there for all of them.
        """
        self._get_ready = get_ready
        new = Furnishing(styles, files)
        change = self._furnishing.change_to(new)
        self._furnishing = new
        self._owner.clear()
        if self._own:
            self._own.clear()
            if change:
                self._own.furnish(change)
        try:
            for pipe in self._pipes:
                pipe.send(("clear", -1, ()))
                if change:
                    pipe.send(("furnish", -1, (change,)))
        except OSError:
            self._dismiss()  # somebody ended a worker; others are hired when there is work

    def hire(self) -> None:
        """Start the workers, as far as there are none."""
        context: Any = multiprocessing.get_context(START)
        if self._jobs > 1 and len(self._pipes) < self._jobs:
            self._get_ready()
        while self._jobs > 1 and len(self._pipes) < self._jobs:
            here, there = context.Pipe()
            # A fork has all pipes of the workers before it; they must not keep each other alive.
            process = context.Process(target=_work, args=(there, (*self._pipes, here), self._furnishing), daemon=True)
            process.start()
            there.close()
            self._pipes.append(here)
            self._processes.append(process)

    def lay_out(self, sheets: Mapping[int, Sheet]) -> dict[int, Extent]:
        """Lay out sheets by slot, the longest first."""
        order = sorted(sheets, key=lambda slot: (-len(sheets[slot].html), slot))
        return self._share([("lay_out", slot, sheets[slot]) for slot in order])

    def write(self, numbers: Mapping[int, Mapping[str, str]]) -> dict[int, Written]:
        """Write slots that were laid out here, each with the numbers of its references."""
        return self._share([("write", slot, numbers[slot]) for slot in sorted(numbers)])

    def _share(self, tasks: list[Task]) -> dict[int, Any]:
        if not tasks:
            return {}
        if self._jobs < 2 or (len(tasks) == 1 and not self._pipes):
            return self._do(tasks)
        mine = [task for task in tasks if self._is_own(task)]
        results = self._do(mine) if mine else {}
        if len(mine) == len(tasks):
            return results
        self.hire()
        try:
            return results | self._hand_out([task for task in tasks if not self._is_own(task)])
        except (EOFError, OSError):
            self._dismiss()
            raise

    def _is_own(self, task: Task) -> bool:
        """Whether a layout is to be written that was made here, when it was the only one."""
        verb, slot, _ = task
        return verb == "write" and self._owner.get(slot) == OWN

    def _do(self, tasks: Sequence[Task]) -> dict[int, Any]:
        if self._own is None:
            self._get_ready()
            self._own = Desk()
            self._own.furnish(Change(self._furnishing.styles, self._furnishing.files))
        results = {}
        for verb, slot, thing in tasks:
            if not self._wanted():
                raise Stopped
            results[slot] = getattr(self._own, verb)(slot, thing)
            self._owner[slot] = OWN
        return results

    def _hand_out(self, tasks: list[Task]) -> dict[int, Any]:
        results: dict[int, Any] = {}
        problems: list[BaseException] = []
        idle = set(range(len(self._pipes)))
        while tasks or len(idle) < len(self._pipes):
            if not self._wanted():
                problems.append(Stopped())
            if problems:
                tasks.clear()
            for worker in sorted(idle):
                task = self._next(tasks, worker)
                if task is not None:
                    verb, slot, thing = task
                    self._pipes[worker].send((verb, slot, (slot, thing)))
                    idle.discard(worker)
            busy = {self._pipes[worker]: worker for worker in range(len(self._pipes)) if worker not in idle}
            if not busy and tasks:
                raise KeyError(f"slots that nobody laid out: {[slot for _, slot, _ in tasks]}")
            # Nobody is at work when printing was stopped between sheets: waiting for nobody would never end.
            for pipe in wait(list(busy)) if busy else ():
                worker = busy[pipe]  # type: ignore[index]
                slot, result = self._pipes[worker].recv()
                if isinstance(result, BaseException):
                    problems.append(result)
                results[slot] = result
                idle.add(worker)
        if problems:
            raise problems[0]
        return results

    def _next(self, tasks: list[Task], worker: int) -> Task | None:
        for index, (verb, slot, _) in enumerate(tasks):
            if verb == "lay_out" or self._owner.get(slot) == worker:
                self._owner[slot] = worker
                return tasks.pop(index)
        return None

    def _dismiss(self) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(timeout=5)
            process.kill()
        self._pipes, self._processes = [], []


def _work(pipe: Connection, others: Sequence[Connection], furnishing: Furnishing) -> None:
    for other in others if START == "fork" else ():
        other.close()
    gc.freeze()  # what came with the fork stays until the end: nothing there to collect, nor to copy
    desk = Desk()
    if furnishing.styles:
        desk.furnish(Change(furnishing.styles, furnishing.files))
    while True:
        try:
            verb, slot, given = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        if slot < 0:
            getattr(desk, verb)(*given)  # without an answer: a worker that cannot be furnished ends
            continue
        try:
            result = getattr(desk, verb)(*given)
        except Exception as error:  # the parent raises it again, with its own trace
            result = error
        pipe.send((slot, result))
